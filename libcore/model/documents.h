/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* documents - every type that has documents of its own, for those who do something with all */
#ifndef MODEL_DOCUMENTS_H
#define MODEL_DOCUMENTS_H

#include "model/model.h"

struct document {
	const char *name;                /* "storagepool": of the schema and the manual page */
	const struct type *type;
	const char *summary;             /* "what it describes" */
	enum model_how how;              /* of what is to be validated */
};
extern const struct document documents[];
extern const unsigned documents_count;

/* The one whose documents have that element outermost ("pool"), or of that name; NULL if none. */
const struct document *document_find(const char *name);

/* The one a text's outermost element belongs to.  FAULT_UNSUPPORTED when there is none. */
const struct document *document_guess(const char *xml, size_t size, const char *whence);

/* Hold a text, of a stored or a running object, against all the rows and the schema say.
 * FAULT_SCHEMA or FAULT_CONFIG. */
int document_validate(const struct document *document, const char *xml, size_t size, const char *whence);

#endif
