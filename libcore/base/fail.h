/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fail - the story of what went wrong, told once, where it is known.
 *
 * A function that can fail returns -1 or NULL after calling fail().  On the way
 * up, callers put words in front with fail_within().  main() prints the story
 * as `TOOL: TARGET: message` and turns the fault into the exit status.
 * Libraries and drivers never print.
 *
 * Message style: what was attempted and with what; no capital, no full stop,
 * names in single quotes, no "cannot", "failed to", "error". */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include <stdbool.h>
#include <stdint.h>

/* Every way to fail: our name, the stable word of --errors=json (the classes of
 * spec/snapshots.md 0.2 and their like), the exit status, and what the manual
 * says of it. */
#define FAULTS(X)                                                                          \
	X(FAULT_FAILED,      "operation-failed",        1, "the operation failed")             \
	X(FAULT_INTERNAL,    "internal-error",          1, "the operation failed")             \
	X(FAULT_ARGUMENT,    "invalid-arg",             1, "the operation failed")             \
	X(FAULT_SYSTEM,      "system-error",            1, "the operation failed")             \
	X(FAULT_INCONSISTENT, "checkpoint-inconsistent", 1, "the operation failed")            \
	X(FAULT_USAGE,       "usage",                   2, "wrong command line")               \
	X(FAULT_OVERFLOW,    "overflow",                2, "wrong command line")               \
	X(FAULT_STATE,       "operation-invalid",       3, "wrong state for this operation")   \
	X(FAULT_NO,          "no",                      3, "the predicate does not hold")      \
	X(FAULT_RISKY,       "revert-risky",            3, "wrong state for this operation")   \
	X(FAULT_NO_JOB,      "invalid-arg",             3, "wrong state for this operation")   \
	X(FAULT_NO_WORK,     "operation-invalid",       3, "wrong state for this operation")   \
	X(FAULT_MISSING,     "no-object",               4, "no such object")                   \
	X(FAULT_NO_VM,       "no-domain",               4, "no such object")                   \
	X(FAULT_NO_SNAPSHOT, "no-snapshot",             4, "no such object")                   \
	X(FAULT_NO_CHECKPOINT, "no-checkpoint",         4, "no such object")                   \
	X(FAULT_NO_BACKUP,   "no-backup",               4, "no such object")                   \
	X(FAULT_NO_DISK,     "invalid-arg",             4, "no such object")                   \
	X(FAULT_DENIED,      "operation-denied",        5, "permission denied")                \
	X(FAULT_UNSUPPORTED, "operation-unsupported",   6, "not supported by this driver, emulator or host") \
	X(FAULT_OPTION,      "argument-unsupported",    6, "not supported by this driver, emulator or host") \
	X(FAULT_BUSY,        "busy",                    7, "another process holds the lock, or a job is running") \
	X(FAULT_BLOCK_JOB,   "block-job-active",        7, "another process holds the lock, or a job is running") \
	X(FAULT_TIMEOUT,     "timeout",                 8, "timed out")                        \
	X(FAULT_XML,         "xml-error",               9, "bad data: XML or image malformed or invalid") \
	X(FAULT_DETAIL,      "xml-detail",              9, "bad data: XML or image malformed or invalid") \
	X(FAULT_SCHEMA,      "xml-schema",              9, "bad data: XML or image malformed or invalid") \
	X(FAULT_VALUE,       "invalid-arg",             9, "bad data: XML or image malformed or invalid") \
	X(FAULT_RANGE,       "overflow",                9, "bad data: XML or image malformed or invalid") \
	X(FAULT_CONFIG,      "config-unsupported",      9, "bad data: XML or image malformed or invalid") \
	X(FAULT_AGENT,       "agent-unresponsive",     10, "guest agent missing or not answering") \
	X(FAULT_PARTLY,      "partly",                 64, "several targets: some done, some failed")

#define FAULT_ID_(ID, code, status, meaning) ID,
enum fault { FAULT_NONE, FAULTS(FAULT_ID_) FAULT_COUNT };
#undef FAULT_ID_

const char *fault_code(enum fault fault);      /* "operation-invalid" */
int fault_status(enum fault fault);            /* exit status, 0 for FAULT_NONE */
const char *fault_meaning(enum fault fault);   /* for manual pages */

/* Start the story.  Each returns -1, so that `return fail(...)` reads well; a
 * function that returns a pointer says `return fail(...), NULL`.
 * A second fail() without fail_forget() in between replaces the first. */
int fail(enum fault fault, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same from errno: ": strerror" is appended; EACCES and EPERM become
 * FAULT_DENIED, everything else FAULT_SYSTEM.  errno is kept for the JSON form. */
int fail_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Put words in front: `format: story`. */
int fail_within(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Add a line of advice, printed after the story unless -q. */
void fail_hint(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Change the class of the story told so far. */
int fail_as(enum fault fault);

/* The failure is fine after all.  Say why in a comment at the call. */
void fail_forget(void);

/* The story so far, put aside while what the failure left is cleaned up, and told again
 * whatever came of that: fail_again() returns -1, or 0 when there was none. */
struct failure {
	enum fault fault;
	int error;
	char *story, *advice;
};
struct failure fail_aside(void);
int fail_again(struct failure *aside);

enum fault fail_fault(void);        /* FAULT_NONE when nothing failed */
int fail_errno_value(void);         /* errno of fail_errno(), or 0 */
const char *fail_story(void);       /* borrowed; "" when nothing failed */
const char *fail_advice(void);      /* borrowed; NULL without hint */

/* A warning for the person at the keyboard: not a failure, never changes the
 * status (but with --strict).  The command floor prints it to standard error
 * as `TOOL: TARGET: warning: ...`; without it, it goes nowhere. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void warn_to(void (*sink)(const char *message));
unsigned warn_count(void);

#endif
