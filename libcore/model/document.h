/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* document - the functions that every type with documents of its own has
 *
 *	struct secret_def { ... };
 *	DOCUMENT(secret_def);
 *
 * declares secret_def_type and gives secret_def_parse(), _text(), _free(), _copy() and
 * auto_document(secret_def). */
#ifndef MODEL_DOCUMENT_H
#define MODEL_DOCUMENT_H

#include "model/model.h"

/* As model_parse(), with READ_STRICT, and every fault of the document is FAULT_SCHEMA: for
 * those that libvirt always holds against their schema. */
void *document_parse_strict(const struct type *type, const char *xml, size_t size,
			    const char *whence, enum view view, enum model_how how);

#define DOCUMENT(t)         DOCUMENT_(t, model_parse)
#define STRICT_DOCUMENT(t)  DOCUMENT_(t, document_parse_strict)

#define DOCUMENT_(t, parse_)                                                                   \
	extern const struct type t##_type;                                                     \
	static inline struct t *                                                               \
	t##_parse(const char *xml, size_t size, const char *whence, enum view view,            \
		  enum model_how how)                                                          \
	{                                                                                      \
		return (struct t *)parse_(&t##_type, xml, size, whence, view, how);            \
	}                                                                                      \
	static inline char *                                                                   \
	t##_text(const struct t *document, enum view view)                                     \
	{                                                                                      \
		return model_text(&t##_type, document, view);                                  \
	}                                                                                      \
	static inline void                                                                     \
	t##_free(struct t *document)                                                           \
	{                                                                                      \
		model_free(&t##_type, document);                                               \
	}                                                                                      \
	static inline struct t *                                                               \
	t##_copy(const struct t *document)                                                     \
	{                                                                                      \
		return (struct t *)model_copy(&t##_type, document);                            \
	}                                                                                      \
	AUTO_FREE(t)

/* Make a UUID where none is said. */
void document_identify(char **uuid);

#define auto_document(t) __attribute__((cleanup(t##_free_at)))

#endif
