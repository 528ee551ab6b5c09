/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text_item - an element that holds nothing but text, for lists of them */
#include "model/text_item.h"

#define T struct text_item
static const struct row text_item_rows[] = {
	STRING(T, text, ".", 0, "the text"),
	ROWS_END
};
#undef T
const struct type text_item_type = {
	.name = "item", .size = sizeof(struct text_item), .rows = text_item_rows,
};
