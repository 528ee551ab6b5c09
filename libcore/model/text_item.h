/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text_item - an element that holds nothing but text, for lists of them */
#ifndef MODEL_TEXT_ITEM_H
#define MODEL_TEXT_ITEM_H

#include "model/model.h"

struct text_item {
	char *text;
};
LIST_OF(text_item);

extern const struct type text_item_type;

#endif
