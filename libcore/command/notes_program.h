/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* notes_program - what the -desc and -metadata programs of all nouns do
 *
 * Such a program is its description and the operations of its noun:
 *
 *	static int desc(const char *name) { return notes_desc(&vm_notes, name); } */
#ifndef COMMAND_NOTES_PROGRAM_H
#define COMMAND_NOTES_PROGRAM_H

#include "command/command.h"

/* An object in hand.  The functions are those of the noun's header in libcore/driver. */
struct noted {
	void *object;
	bool active, stored;
};
struct notes {
	int (*open)(const char *name, bool to_change, struct noted *ret_noted);
	void (*close)(void *object);
	const char *(*get)(void *object, bool title, bool config);
	int (*set)(void *object, bool title, const char *text, bool live, bool config);
	char *(*metadata)(void *object, const char *uri, bool config);
	int (*set_metadata)(void *object, const char *uri, const char *key, const char *xml,
			    bool live, bool config);
};
extern const struct notes vm_notes, net_notes;

/* -desc: its options, its second argument, and what it does with one object. */
extern const struct option_row notes_desc_options[];
extern struct strings notes_desc_words;
#define NOTES_DESC_TEXT \
	ARG("TEXT", "new-desc", VALUE_TEXT, ARG_ANY, &notes_desc_words, "what it is from now on; '' removes it")
int notes_desc(const struct notes *notes, const char *name);

/* -metadata, likewise. */
extern const struct option_row notes_metadata_options[];
extern const char *notes_metadata_uri;
#define NOTES_METADATA_URI \
	ARG("URI", "uri", VALUE_TEXT, ARG_ONE, &notes_metadata_uri, "the application's namespace")
int notes_metadata(const struct notes *notes, const char *name);

#endif
