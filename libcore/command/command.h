/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* command - a program is one struct command
 *
 * The description is the only place where a program's name, options, arguments
 * and failures are written down: popt parsing, --help, --usage, the manual
 * page, --describe=json and completion are all made from it, and so is the
 * conduct every program shares (spec/commands.md, Conventions): names from arguments, stdin,
 * files and patterns, several targets, messages, exit status. */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fail.h"
#include "base/text.h"

/* What an option or argument holds: decides how the text is checked and stored,
 * and what the shell offers. */
enum value_kind {
	VALUE_NONE,              /* a flag: bool * */
	VALUE_TEXT,              /* const char ** */
	VALUE_TEXTS,             /* struct strings *: may be repeated */
	VALUE_WORD,              /* const char **, one of .words */
	VALUE_WORDS,             /* const char **, comma-separated, each one of .words */
	VALUE_UINT,              /* unsigned * */
	VALUE_INT,               /* int64_t * */
	VALUE_SIZE,              /* uint64_t *, bytes; a bare number is KiB */
	VALUE_BYTES,             /* uint64_t *, bytes; a bare number is bytes */
	VALUE_DURATION,          /* int64_t *, milliseconds */
	VALUE_FILE,              /* const char **: "-" is a stream */
	VALUE_DIRECTORY,         /* const char ** */
	VALUE_URI,               /* const char ** */
	VALUE_VM,                /* const char **: any guest */
	VALUE_VM_ACTIVE,         /* const char **: running or paused */
	VALUE_VM_INACTIVE,       /* const char **: shut off */
	VALUE_SNAPSHOT,          /* const char **: of the guest named before it */
	VALUE_CHECKPOINT,        /* const char **: of the guest named before it */
	VALUE_NETWORK,           /* const char **: any network */
	VALUE_NETWORK_ACTIVE,
	VALUE_NETWORK_INACTIVE,
	VALUE_NODEDEV,           /* const char **: any device of the host */
	VALUE_NODEDEV_ACTIVE,
	VALUE_NODEDEV_INACTIVE,
	VALUE_INTERFACE,         /* const char **: any network interface of the host */
	VALUE_INTERFACE_ACTIVE,
	VALUE_INTERFACE_INACTIVE,
	VALUE_POOL,              /* const char **: any storage pool */
	VALUE_POOL_ACTIVE,
	VALUE_POOL_INACTIVE,
	VALUE_SECRET,            /* const char **: any secret */
	VALUE_NWFILTER,          /* const char **: any packet filter */
	VALUE_NWFILTER_BINDING,  /* const char **: a port that has one */
	VALUE_COUNT,             /* unsigned *: a flag, counts how often it is given */
};

struct option_row {
	const char *long_name;
	char short_name;                 /* 0: none */
	enum value_kind kind;
	void *into;
	const char *metavar;             /* NULL for a flag */
	const char *help;                /* lower case, no full stop */
	const char *const *words;        /* VALUE_WORD(S), NULL-terminated */
	bool hidden;                     /* accepted, not shown: virsh's other spellings */
};

/* MANY: one or more; ANY: none or more; ALL: the same, and none are all there are. */
enum argument_count { ARG_ONE, ARG_OPTIONAL, ARG_MANY, ARG_ANY, ARG_ALL };

struct argument_row {
	const char *metavar;             /* "VM" */
	const char *long_name;           /* virsh's option for it, hidden: --domain */
	enum value_kind kind;
	enum argument_count count;
	void *into;                      /* const char **, or struct strings * for MANY and ANY;
	                                    NULL for the first argument of .each */
	const char *help;
	const char *const *words;        /* VALUE_WORD(S), NULL-terminated */
};

#define ROWS_END { 0 }
/* s: short letter or 0.  The compiler refuses a target of the wrong type. */
#define OPT_FLAG(s, l, p, h) \
	{ .short_name = (s), .long_name = (l), .kind = VALUE_NONE, .into = (p) + 0 * sizeof((p) == (bool *)0), .help = (h) }
#define OPT_VALUE(s, l, k, p, m, h) \
	{ .short_name = (s), .long_name = (l), .kind = (k), .into = (p), .metavar = (m), .help = (h) }
#define OPT_WORD(s, l, p, m, w, h) \
	{ .short_name = (s), .long_name = (l), .kind = VALUE_WORD, .into = (p) + 0 * sizeof((p) == (const char **)0), \
	  .metavar = (m), .words = (w), .help = (h) }
#define ARG(m, l, k, c, p, h) \
	{ .metavar = (m), .long_name = (l), .kind = (k), .count = (c), .into = (p), .help = (h) }
#define ARG_DOCUMENT(c, p) ARG("FILE", "file", VALUE_FILE, c, p, "document to read, - for standard input")

/* Option bundles of spec/commands.md; {common} is on every program. */
enum bundle {
	CHANGES      = 1 << 0,   /* -n/--dry-run */
	NAMES        = 1 << 1,   /* --names-from -0 --parallel --fail-fast; every program with .each has it */
	LIST         = 1 << 2,
	INFO         = 1 << 3,
	STATES       = 1 << 4,   /* --live --config --current --persistent */
	XML_OUT      = 1 << 5,   /* --xpath --wrap --json --stylesheet */
	XML_IN       = 1 << 6,   /* --validate --strict */
	EDIT         = 1 << 7,
	JOB          = 1 << 8,
	EVENTS       = 1 << 9,
	IDEM         = 1 << 10,  /* --if-needed */
};

struct column;

struct command {
	const char *name, *summary;
	const char *virsh;               /* "start": for --help and the dispatcher; NULL: ours */
	const char *example;             /* one line for --help and EXAMPLES */
	const struct option_row *options;
	const struct argument_row *arguments;
	const struct column *columns;    /* of its list or summary: for --list-columns and the manual */
	unsigned bundles;
	uint64_t faults;                 /* CAN(STATE) | CAN(NO_VM) ...: which it can end with */
	/* Once per call, or each: once per object that the first argument names, in the
	 * order given.  With both, run() is called first, each() for the targets, and
	 * then finish() if there is one.  0, or -1 after fail().  Without finish() the
	 * targets may be worked on in processes of their own (--parallel). */
	int (*run)(void);
	int (*each)(const char *target);
	int (*finish)(void);
	bool foreign;                    /* the first non-option ends ours (vm-qemu-monitor-command) */
	bool here;                       /* works on this computer whatever -c says */
	bool compares;                   /* ends as diff does: 0 fine, 1 bad data, 2 trouble; the gravest
	                                    of all targets */
	/* Completion of its own: candidates for words[index] to standard output. */
	int (*complete)(unsigned index, char **words);
};
#define CAN(f) (UINT64_C(1) << FAULT_##f)

extern const struct command command;             /* each program defines its own */
int command_main(const struct command *cmd, int argc, char **argv);

/* The options of this call as they were understood, "--name=value", for programs that hand
 * them on.  Borrowed. */
const struct strings *command_options(void);
/* Divide a line into words as a shell does with quotes and backslashes.  FAULT_USAGE. */
int command_divide(const char *line, struct strings *ret_words);

/* What the bundles' options said. */
struct asked {
	bool quiet, dry_run, json, raw, null, no_headings, bytes, output_all, list_columns;
	unsigned verbose;
	const char *output, *sort;
	bool live, config, current;      /* --persistent sets config, and live when the guest is active */
	bool persistent;
	const char *xpath, *stylesheet;
	bool wrap, validate, strict, if_needed, skip_validate;
	struct strings set;              /* --set=XPATH=VALUE */
	bool wait, no_wait;
	int64_t timeout_ms;              /* -1: not said */
	const char *progress;            /* auto always never json */
	unsigned progress_fd;            /* of JSON lines; 0: not said */
	bool detach_on_int;
	struct strings event;            /* --event */
	bool all_events, loop, timestamp, list_events;
	bool fail_fast;
	unsigned parallel;
	unsigned named;                  /* words that named targets, before "-" and patterns are resolved:
	                                    0 with ARG_ANY is "none given", never "an empty list" */
};
extern struct asked asked;

/* Standard error, for people: "TOOL: TARGET: message", with -v only. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Standard output, for --dry-run and data; checked when the program ends. */
void answer(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A FILE argument: its contents, "-" is standard input (once per call, else FAULT_USAGE). Caller frees. */
char *input_read(const char *file, size_t *ret_size);
/* "web.xml" or "standard input", for messages. */
const char *input_name(const char *file);

/* Already so: 0 with --if-needed, else fail(FAULT_STATE, ...).
 *	if (vm->active) return already("already running"); */
int already(const char *message);

/* Which definition {state} means for a guest: *live and *config, at least one true. FAULT_STATE when --live
 * and it is not active, or config is meant and there is none. For readers exactly one is set. */
int asked_states(bool active, bool stored, bool to_change, bool *ret_live, bool *ret_config);

/* Document output of {xml}: as is, or through --xpath, --stylesheet, --json. */
int print_xml(const char *document);

/* Edit a document in $VISUAL, $EDITOR or vi, or by --set; calls accept(text, what)
 * until it takes it (asking again on a terminal).  Unchanged: 0 and nothing is done. */
typedef int accept_edited(const char *edited, const void *what);
int edit_xml(const char *document, const char *suffix, accept_edited *accept, const void *what);

#endif
