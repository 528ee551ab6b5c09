/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* documents - every type that has documents of its own, for those who do something with all */
#ifndef MODEL_DOCUMENTS_H
#define MODEL_DOCUMENTS_H

#include "model/model.h"

struct document {
	const char *name;                /* "storagepool": of the schema and the manual page */
	const struct type *type;
	const char *summary;             /* "what it describes" */
};
extern const struct document documents[];
extern const unsigned documents_count;

/* The one whose documents have that element outermost ("pool"), or of that name; NULL if none. */
const struct document *document_find(const char *name);

#endif
