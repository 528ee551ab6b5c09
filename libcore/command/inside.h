/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* inside - what the files of the command floor share and programs do not see */
#ifndef COMMAND_INSIDE_H
#define COMMAND_INSIDE_H

#include <stdio.h>

#include "command/command.h"
#include "command/table.h"

/* Options of the floor itself. */
struct settings {
	const char *connect;         /* -c */
	int64_t lock_timeout_ms;     /* -1: not said */
	const char *names_from;
	const char *describe;
	const char *color;           /* auto always never */
	const char *errors;          /* text json */
	bool current;                /* --current was said */
	bool help, usage, version;
};
extern struct settings settings;

/* The program that runs. */
extern const struct command *program;

/* options.c: every option of a program, its own before those of its bundles. */
enum { OPTIONS_MAX = 160 };
struct options {
	const struct option_row *item[OPTIONS_MAX];
	unsigned n;
};
unsigned options_bundles(const struct command *cmd);        /* with those it has by nature */
void options_gather(const struct command *cmd, struct options *ret_options);
/* The same without hidden rows, and without those a row before them replaces. */
extern const struct option_row options_common[];
void options_shown(const struct command *cmd, struct options *ret_options);
const struct option_row *options_find(const struct options *options, const char *long_name, size_t length);
const struct option_row *options_letter(const struct options *options, char letter);
bool option_is_flag(const struct option_row *row);

/* parse.c: read the command line; words that are no options end up in words. */
enum parsed { PARSED_BAD = -1, PARSED, PARSED_DONE };        /* DONE: --help or the like was answered */
struct line {
	struct strings options;      /* "--name=value", each as it was understood */
	const char **words;
	struct strings *by_option;   /* per argument row: what its long option named */
};
enum parsed parse(const struct command *cmd, int argc, char **argv, struct line *ret_line);
void parse_done(struct line *line);          /* values of options and arguments go with it */

/* value.c: check text and store it where the kind says. */
int value_store(enum value_kind kind, const char *const *words, void *into, const char *text);
bool value_is_object(enum value_kind kind);                  /* names guests: patterns apply */
bool value_is_file(enum value_kind kind);

/* arguments.c: give the words to the argument rows; those of the first row of .each to ret_targets. */
int arguments_take(const struct command *cmd, const struct line *line, struct strings *ret_targets);
unsigned arguments_count(const struct command *cmd);

/* names.c: one call of visit() per object named; it returns false to stop.  Names that cannot be had
 * are reported with missing(). */
struct visitor {
	bool (*visit)(const char *name);
	bool (*missing)(const char *word);       /* after fail() */
};
void names_visit(const struct command *cmd, const struct strings *words, const struct visitor *visitor);
bool names_are_many(const struct command *cmd, const struct strings *words);

/* targets.c: run(), each() and finish(), and the exit status of it all. */
struct tally {
	unsigned done, failed;
	int status;                  /* of the failures; FAULT_PARTLY's when they differ */
};
void tally_add(struct tally *tally, int status);
int tally_status(const struct tally *tally);
int targets_run(const struct command *cmd, const struct line *line, const struct strings *targets);
int targets_each(const char *name);          /* each() for one target */

/* workers.c: the same in a process of its own; ended() is told the results in order, and returns
 * false to stop, as these do. */
bool workers_start(const char *name, bool (*ended)(int status));
void workers_finish(bool (*ended)(int status));

/* message.c: standard error.  The target is borrowed. */
void message_target(const char *target);
int message_failure(void);           /* prints what fail() was told; returns the exit status */
void message_warning(const char *text);
void message_hint(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* output.c: standard output. */
void output_guard(void);             /* descriptors 0 to 2 are open from here on */
int output_close(int status);        /* the last thing: exit status, 1 when not all could be written */
void output_tell(const char *what);  /* one line */
bool output_is_tty(void);
bool output_colour(void);

/* input.c: who reads standard input.  -1 when somebody does already. */
int input_claim(void);
void input_next_target(const char *target);

/* remote.c: a host that ssh reaches; fan_out.c: -c with several URIs. */
bool remote_wanted(const struct command *cmd);
int remote_run(const struct command *cmd, const struct line *line);
bool fan_out_wanted(const struct command *cmd);
int fan_out_run(const struct command *cmd, const struct line *line);

/* print_xml.c: several documents are wrapped in one root. */
void print_xml_many(void);
void print_xml_finish(void);
struct json_object *xml_to_json(const char *document);       /* xml_json.c */

/* describe.c: what a program says of itself, and what the forms of it share.  describe() answers
 * --describe=FORM; prose is the file of a manual page's own sections, or NULL. */
int describe(const struct command *cmd, const char *form, const char *prose);
void describe_version(const struct command *cmd, FILE *out);
void describe_synopsis(const struct command *cmd, FILE *out);        /* " [OPTION...] VM..." */
bool option_is_common(const struct option_row *row);
const char *option_type(enum value_kind kind);
bool option_repeats(enum value_kind kind);
/* Every exit status from 0 on, and what it means for this program; NULL when it has it not. */
enum { STATUS_MAX = 64 };
const char *describe_status(const struct command *cmd, int status);

void describe_help(const struct command *cmd, FILE *out);            /* describe_help.c */
void describe_usage(const struct command *cmd, FILE *out);
void describe_json(const struct command *cmd, FILE *out);            /* describe_json.c */
int describe_man(const struct command *cmd, const char *prose, FILE *out);   /* describe_man.c */

/* columns.c: the columns that -o and its like choose. */
enum { COLUMNS_MAX = 64 };
struct columns {
	const struct column *item[COLUMNS_MAX];
	unsigned n;
};
int columns_choose(const struct column *columns, struct columns *ret_chosen);
const struct column *columns_find(const struct column *columns, const char *name, size_t length);
void columns_explain(const struct column *columns, FILE *out);      /* --list-columns */

/* cell.c: a cell as people, --raw and JSON show it. */
void cell_show(const struct cell *cell, struct text *out);
void cell_show_raw(const struct cell *cell, struct text *out);
void cell_show_json(const struct column *column, const struct cell *cell, struct text *out);
int cell_compare(const struct cell *a, const struct cell *b);
void cell_done(struct cell *cell);
int cell_fill(const struct column *column, void *item, struct cell *ret_cell);

/* complete.c: candidates for the shell. */
int complete(const struct command *cmd, int argc, char **argv);

#endif
