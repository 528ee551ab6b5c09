/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model - XML types as plain structs and tables of rows.
 *
 * A type is a struct plus one table.  Reading, writing, freeing, copying,
 * comparing, JSON, the schema and the reference manual are walks over that
 * table, so none of them can forget a field.
 *
 * Every member says by its own value whether anything was said:
 *
 *	char *           NULL            enum x         0
 *	bool             false           enum tri       0
 *	unsigned         0               uint64_t       0
 *	struct number    .given false    struct t *     NULL  (GROUP)
 *	struct t_list    .n 0            struct t       (PART) when none of its members is set
 *
 * so code sets a field by assigning it, and what is set is what is printed.
 *
 * Rows are in the order they are printed: attributes of an element before its
 * content, rows that share an element next to each other.  The writer streams;
 * a unit test refuses a table whose order it could not stream. */
#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/xml.h"

/* A number for which 0 means something. */
struct number {
	int64_t value;
	bool given;
};
#define NUMBER_OF(v) ((struct number) { .value = (v), .given = true })

enum tri { UNSAID, YES, NO };

/* The words of an enumeration, by value; word[0] is NULL where zero means
 * "nothing said". */
struct words {
	const char *const *word;
	unsigned count;
};
const char *words_name(const struct words *words, unsigned value);     /* NULL if none */
int words_find(const struct words *words, const char *word);          /* -1 if none */

/* The enumerators and their words from one list:
 *
 *	#define DISK_BUS(X) X(DISK_BUS_NONE, NULL) X(DISK_BUS_IDE, "ide") ...
 *	ENUM_TYPE(disk_bus, DISK_BUS);      in the header
 *	ENUM_WORDS(disk_bus, DISK_BUS);     in the source
 */
#define ENUM_ID_(ID, word)     ID,
#define ENUM_WORD_(ID, word)   [ID] = word,
#define ENUM_TYPE(e, ALL)      enum e { ALL(ENUM_ID_) e##_count }; extern const struct words e##_words
#define ENUM_WORDS(e, ALL)                                          \
	static const char *const e##_word_[] = { ALL(ENUM_WORD_) }; \
	const struct words e##_words = { e##_word_, e##_count }

struct row;

/* What one sort of member can do; all of them are in kinds.c.  An operation
 * that a kind does not need is NULL. */
struct kind {
	const char *name;                /* for messages and the manual: "number" */
	const char *pattern;             /* of its text, for the schema; NULL for any */
	/* Take text into the member: 0, or -1 when it is not a value (no story); then
	 * the member is as it was.  at is the element that has the text or
	 * the attribute, NULL for a DEFAULT(). */
	int (*read)(void *member, const char *text, const struct row *row, const xmlNode *at);
	/* Append the value as it stands in XML, not yet escaped; for an empty element,
	 * as messages name it. */
	void (*write)(const void *member, const struct row *row, struct text *out);
	/* Append what else stands in the tag: " unit='KiB'". */
	void (*beside)(const void *member, const struct row *row, struct text *out);
	const char *sibling;             /* the attribute beside() writes: "unit" */
	/* Print a whole element on lines of its own. */
	void (*print)(const void *member, const struct row *row, unsigned level, struct text *out);
	bool (*is_set)(const void *member, const struct row *row);
	void (*done)(void *member, const struct row *row);
	/* copy is bitwise what member is: give it something of its own. */
	void (*copy)(void *copy, const void *member, const struct row *row);
	struct json_object *(*json)(const void *member, const struct row *row);
	int (*from_json)(void *member, const struct row *row, struct json_object *value);
	enum fault fault;                /* of a text that is no value; FAULT_XML where none is told */
	bool empty;                      /* the element has no text: that it is there says all */
	bool has_zero;                   /* an unset member can be printed too, for ALWAYS */

	/* Kinds whose members hold objects of row->type: how many they hold, the
	 * i-th, and a new zeroed one, NULL when no more may be added. */
	unsigned (*count)(const void *member);
	void *(*object)(const void *member, const struct row *row, unsigned i);
	void *(*add)(void *member, const struct row *row);
};
extern const struct kind
	kind_string,     /* char *: attribute or character data */
	kind_flag,       /* bool: an empty element is there or not */
	kind_yesno, kind_onoff,      /* enum tri */
	kind_state,      /* enum tri: <acpi/>, or <apic state='off'/>: an element whose absent
	                    @state means on */
	kind_uint,       /* unsigned, decimal; 0 is unsaid */
	kind_u64,        /* uint64_t, decimal; 0 is unsaid */
	kind_number,     /* struct number, decimal */
	kind_hex,        /* struct number, read in any base, written by .format */
	kind_size,       /* uint64_t in bytes, element or attribute; see SIZE below */
	kind_enum,       /* one of .words */
	kind_mac,        /* char *: six octets, lower case, with colons */
	kind_uuid,       /* char *: usual form */
	kind_xml,        /* char *: the subtree as libvirt prints it */
	kind_group,      /* struct t *: an element with a table of its own */
	kind_part,       /* struct t: the same, embedded and never absent */
	kind_list;       /* struct t_list: elements of one name */

struct type {
	const char *name;                    /* the element's name: "disk" */
	size_t size;
	const struct row *rows;
	/* Rules that join fields; at is NULL when there is no document.  -1 after
	 * fail(FAULT_XML or FAULT_CONFIG, ...). */
	int (*check)(const void *object, const xmlNode *at);
	/* What a reader does that rows cannot say: called after the rows, before
	 * check; may claim nodes with model_claim(). Rare. */
	int (*read_rest)(void *object, const xmlNode *at);
	void (*done_rest)(void *object);
	/* True for an object that nobody said, found out about a running guest: as a GROUP it is
	 * printed with VIEW_STATUS alone. */
	bool (*is_found)(const void *object);
	/* copy is bitwise what object is, where no row says otherwise. */
	void (*copy_rest)(void *copy, const void *object);
	/* What people copy from there says nothing here: its elements are known, told and not
	 * kept; strictness refuses them. */
	const struct type *ignored;
	bool closed;                         /* an unknown element in it is FAULT_CONFIG */
};

enum row_flag {
	REQUIRED = 1 << 0,       /* the document must say it; 0 of a UINT only with ALWAYS */
	ABI      = 1 << 1,       /* the guest can see it */
	LIVE     = 1 << 2,       /* may change while the guest runs */
	SECRET   = 1 << 3,       /* printed only with VIEW_SECRET */
	STATUS   = 1 << 4,       /* true only while running: read and printed with VIEW_STATUS */
	ALWAYS   = 1 << 5,       /* printed even when nothing was said */
	FILED    = 1 << 6,       /* only in files under $ETC and $RUN: VIEW_FILE */
	NO_MIGRATE = 1 << 7,     /* left out of VIEW_MIGRATABLE */
	MIXED    = 1 << 8,       /* LIST: its elements stand in one order with those of the MIXED rows
				    beside it; each struct begins with `unsigned place`: counted from
				    1, 0 is behind all others */
	UNSUPPORTED = 1 << 9,    /* what is no value is FAULT_CONFIG, not FAULT_XML */
	NEEDED   = 1 << 10,      /* the attribute of an element below must be said where the element is */
	UNTOLD   = 1 << 11,      /* what is missing is FAULT_CONFIG, not FAULT_XML */
	MERGED   = 1 << 12,      /* GROUP: several elements are one object, the last word counts */
	SINGLE   = 1 << 13,      /* no element of its path may be said twice, but those that a LIST is of */
	LEADING  = 1 << 14,      /* PART: of several elements the first counts, the others are unknown */
};

/* Which view of an object is read or written. */
enum view {
	VIEW_CONFIG     = 0,             /* the inactive definition as users see it */
	VIEW_SECRET     = 1 << 0,
	VIEW_STATUS     = 1 << 1,        /* the live definition */
	VIEW_FILE       = 1 << 2,
	VIEW_MIGRATABLE = 1 << 3,
};

/* What few rows say. */
struct row_more {
	const char *initial;     /* DEFAULT(): taken when nothing is said, and printed */
	const char *quiet;       /* QUIET(): not printed when it has this value */
	uint64_t only;           /* ONLY_IF: bit of each value of the deciding enum; 0 is any */
	uint32_t only_offset;    /* of the deciding enum */
};

/* Every pointer here is one that the loader writes whenever a program starts, in a page that
 * is copied for it: few of them, so that three thousand rows cost little. */
struct row {
	const char *path;        /* "source/@file", "@bus", "readonly", "." (own character data);
				    behind its end row_help() */
	const struct kind *kind;
	union {
		const struct words *words;
		const struct type *type;
		const char *format;
	};
	const struct row_more *more;     /* or NULL */
	uint32_t offset;         /* of the member */
	uint32_t flags;
};

/* Lower case, no full stop; becomes the reference manual. */
static inline const char *
row_help(const struct row *row)
{
	return row->path + strlen(row->path) + 1;
}

/* The member's offset, refused by the compiler when its type is not C. */
#define AT_(T, m, C)  (offsetof(T, m) + 0 * _Generic(&((T *)0)->m, C *: 1))
/* r: what it refers to, nothing or one of the union; then what few rows say. */
#define ROW_(k, o, p, f, h, r, ...)                                                 \
	{ .kind = &(k), .offset = (o), .path = p "\0" h, .flags = (f),                \
	  __VA_OPT__(.more = &(const struct row_more) { __VA_ARGS__ },) r }

#define STRING(T, m, p, f, h, ...)    ROW_(kind_string, AT_(T, m, char *), p, f, h, , __VA_ARGS__)
#define FLAG(T, m, p, f, h, ...)      ROW_(kind_flag,   AT_(T, m, bool), p, f, h, , __VA_ARGS__)
#define YESNO(T, m, p, f, h, ...)     ROW_(kind_yesno,  AT_(T, m, enum tri), p, f, h, , __VA_ARGS__)
#define ONOFF(T, m, p, f, h, ...)     ROW_(kind_onoff,  AT_(T, m, enum tri), p, f, h, , __VA_ARGS__)
#define STATE(T, m, p, f, h, ...)     ROW_(kind_state,  AT_(T, m, enum tri), p, f, h, , __VA_ARGS__)
#define UINT(T, m, p, f, h, ...)      ROW_(kind_uint,   AT_(T, m, unsigned), p, f, h, , __VA_ARGS__)
#define U64(T, m, p, f, h, ...)       ROW_(kind_u64,    AT_(T, m, uint64_t), p, f, h, , __VA_ARGS__)
#define NUMBER(T, m, p, f, h, ...)    ROW_(kind_number, AT_(T, m, struct number), p, f, h, , __VA_ARGS__)
/* w: how it is written, "0x%04llx" */
#define HEX(T, m, p, w, f, h, ...)    ROW_(kind_hex,    AT_(T, m, struct number), p, f, h, .format = (w), __VA_ARGS__)
/* u: the unit it is written in and read in when none is said: "KiB", or "KiB!" to
 * write no unit attribute.  The unit is the sibling attribute @unit. */
#define SIZE(T, m, p, u, f, h, ...)   ROW_(kind_size,   AT_(T, m, uint64_t), p, f, h, .format = (u), __VA_ARGS__)
#define ENUM(T, m, p, e, f, h, ...)   ROW_(kind_enum,   AT_(T, m, enum e), p, f, h, .words = &e##_words, __VA_ARGS__)
#define MAC(T, m, p, f, h, ...)       ROW_(kind_mac,    AT_(T, m, char *), p, f, h, , __VA_ARGS__)
#define UUID(T, m, p, f, h, ...)      ROW_(kind_uuid,   AT_(T, m, char *), p, f, h, , __VA_ARGS__)
#define XML(T, m, p, f, h, ...)       ROW_(kind_xml,    AT_(T, m, char *), p, f, h, , __VA_ARGS__)
#define GROUP(T, m, p, t, f, h, ...)  ROW_(kind_group,  AT_(T, m, struct t *), p, f, h, .type = &t##_type, __VA_ARGS__)
#define PART(T, m, p, t, f, h, ...)   ROW_(kind_part,   AT_(T, m, struct t), p, f, h, .type = &t##_type, __VA_ARGS__)
#define LIST(T, m, p, t, f, h, ...)   ROW_(kind_list,   AT_(T, m, struct t##_list), p, f, h, .type = &t##_type, __VA_ARGS__)
#define ROWS_END { 0 }

#define ONLY_IF(T, d, v)              .only_offset = offsetof(T, d), .only = UINT64_C(1) << (v)
#define ONLY_IF_ANY(T, d, bits)       .only_offset = offsetof(T, d), .only = (bits)
#define ONE(v)                        (UINT64_C(1) << (v))
#define DEFAULT(text_)                .initial = (text_)
#define QUIET(text_)                  .quiet = (text_)

/* A new object with every DEFAULT() taken.  Caller model_free()s. */
void *model_new(const struct type *type);
/* Take the defaults of a zeroed object in place (a list_add()ed one). */
void model_init(const struct type *type, void *object);

/* Read a whole document.  NULL after fail(FAULT_XML, "FILE:LINE: ...").
 * What no row claims is reported through warn("FILE:LINE: unknown attribute 'tpye' of
 * 'disk'"), or with READ_STRICT refused.  whence names the document in messages. */
enum model_how {
	READ_STRICT    = 1 << 0,
	READ_UNCHECKED = 1 << 1,         /* check() is not called */
	READ_SILENT    = 1 << 2,         /* no warnings */
	READ_VALIDATE  = 1 << 3,         /* READ_STRICT, and model_schema() must allow the document;
					    what would be FAULT_XML is FAULT_SCHEMA */
};
void *model_parse(const struct type *type, const char *xml, size_t size,
		  const char *whence, enum view view, enum model_how how);

/* The same from an element that is already parsed. */
void *model_read(const struct type *type, const xmlNode *at, enum view view, enum model_how how);

void model_claim(const xmlNode *node);          /* for read_rest() */

/* Append the element, indented by 2 blanks per level, as libvirt prints it. */
void model_write(const struct type *type, const void *object, const char *element,
		 unsigned level, enum view view, struct text *out);

/* The whole document as text, ending in a newline.  Caller frees. */
char *model_text(const struct type *type, const void *object, enum view view);

void model_done(const struct type *type, void *object);     /* empty in place */
void model_free(const struct type *type, void *object);     /* NULL is fine */
void *model_copy(const struct type *type, const void *object);

/* Does the object, or what is nested in it, say anything in a row that carries any of flags? */
bool model_says(const struct type *type, const void *object, unsigned flags);

/* Compare the rows that carry any of flags (ABI: what the guest can see).  0 when
 * the same, else -1 after fail(FAULT_CONFIG, "disk/target/@bus: 'scsi' does not match
 * 'virtio'"): first the value of b, the new one, then that of a, the existing one.
 * What is nested is always looked into; a list's length or a group's presence
 * matters when their row carries a flag. */
int model_compare(const struct type *type, const void *a, const void *b, unsigned flags);

/* JSON both ways: paths become nested objects, lists are arrays, "@" is dropped
 * unless an element has the same name, an element's own text is "value" where
 * the element has attributes or children in the table.  Sizes are bytes. */
struct json_object *model_json(const struct type *type, const void *object, enum view view);
void *model_from_json(const struct type *type, struct json_object *value);

/* Call back for each embedded struct of the wanted type, wherever it is, in the
 * order of the rows: how all devices' addresses or aliases are reached.
 * holder is the struct that directly holds it.  Stops when the callback returns
 * non-zero, and returns that. */
int model_each(const struct type *type, void *object, const struct type *wanted,
	       int (*call)(void *found, void *holder, const struct type *holder_type, void *context),
	       void *context);

/* One line per path below at ("/domain"): the path, its kind or words, its help,
 * separated by tabs. */
void model_describe(const struct type *type, const char *at, struct text *out);

/* Does the table know this path of spec/fields ("/domain/devices/disk/@type")? */
bool model_knows(const struct type *type, const char *path);

/* Print a RELAX NG schema of the documents model_parse() takes. */
void model_schema(const struct type *type, struct text *out);

/* Mistakes in a table (order, unknown default, missing words): count of them,
 * each told to out.  For the unit test. */
unsigned model_lint(const struct type *type, struct text *out);

#endif
