/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* box - a small type that uses every kind of row, and a document of it that says everything */
#ifndef BOX_H
#define BOX_H

#include "unit.h"

#include "model/model.h"

#define SPOT_KIND(X) X(SPOT_NONE, NULL) X(SPOT_PCI, "pci") X(SPOT_DRIVE, "drive")
ENUM_TYPE(spot_kind, SPOT_KIND);
ENUM_WORDS(spot_kind, SPOT_KIND);

struct spot {
	enum spot_kind kind;
	union {
		struct { struct number bus, slot; enum tri multi; } pci;
		struct { unsigned unit; char *label; } drive;
	};
};

#define T struct spot
static const struct row spot_rows[] = {
	ENUM  (T, kind,        "@type", spot_kind,        ABI, "which scheme"),
	HEX   (T, pci.bus,     "@bus",  "0x%02llx",       ABI, "bus",  ONLY_IF(T, kind, SPOT_PCI), DEFAULT("0")),
	HEX   (T, pci.slot,    "@slot", "0x%02llx",       ABI | REQUIRED, "slot", ONLY_IF(T, kind, SPOT_PCI)),
	ONOFF (T, pci.multi,   "@multifunction",          ABI, "more functions follow", ONLY_IF(T, kind, SPOT_PCI)),
	UINT  (T, drive.unit,  "@unit",                   ABI, "unit", ONLY_IF(T, kind, SPOT_DRIVE)),
	STRING(T, drive.label, "@label",                  0,   "label", ONLY_IF(T, kind, SPOT_DRIVE)),
	ROWS_END
};
#undef T
static const struct type spot_type = {
	.name = "spot", .size = sizeof(struct spot), .rows = spot_rows,
};

struct layer {
	char *file;
	struct layer *below;
};

static const struct type layer_type;

#define T struct layer
static const struct row layer_rows[] = {
	STRING(T, file,  "source/@file", 0, "image file"),
	GROUP (T, below, "layer", layer, 0, "what is below"),
	ROWS_END
};
#undef T
static const struct type layer_type = {
	.name = "layer", .size = sizeof(struct layer), .rows = layer_rows,
};

struct host {
	char *name, *alias;
	struct spot spot;
};
LIST_OF(host);

#define T struct host
static const struct row host_rows[] = {
	STRING(T, name,  "@name", REQUIRED, "name"),
	STRING(T, alias, "alias/@name", STATUS, "name while running"),
	PART  (T, spot,  "spot", spot, 0, "where it is"),
	ROWS_END
};
#undef T

static int
host_check(const void *object, const xmlNode *at)
{
	const struct host *host = object;

	if (strcmp(host->name, "evil"))
		return 0;
	return at ? fail(FAULT_XML, "%s: evil host", xml_place(at)) : fail(FAULT_XML, "evil host");
}

static const struct type host_type = {
	.name = "host", .size = sizeof(struct host), .rows = host_rows, .check = host_check,
};

struct limits {
	uint64_t hard;
	struct number soft;
};

#define T struct limits
static const struct row limits_rows[] = {
	SIZE  (T, hard, "hard", "KiB", LIVE | REQUIRED, "upper limit"),
	NUMBER(T, soft, "soft",        LIVE, "lower limit"),
	ROWS_END
};
#undef T
static const struct type limits_type = {
	.name = "limits", .size = sizeof(struct limits), .rows = limits_rows,
};

struct argument {
	char *value;
	char *text;
};
LIST_OF(argument);

#define T struct argument
static const struct row argument_rows[] = {
	STRING(T, value, "@value", 0, "value"),
	STRING(T, text,  ".",      0, "text"),
	ROWS_END
};
#undef T
static const struct type argument_type = {
	.name = "arg", .size = sizeof(struct argument), .rows = argument_rows,
};

/* What a box says beyond its rows: more <magic n='N'/> elements, all of them kept as a sum. */
struct box {
	char *name, *title, *uuid, *mac, *cpus, *metadata, *password, *secret_file, *note;
	uint64_t memory, cell, big;
	unsigned vcpus, id;
	struct number offset;
	bool readonly, line;
	enum tri apic, eoi, relaxed, nested;
	struct limits limits;
	struct spot spot;
	struct host_list hosts;
	struct layer *layer;
	struct argument_list arguments;
	unsigned magic;
	char *spell;
	enum spot_kind preferred;
};

#define T struct box
static const struct row box_rows[] = {
	UINT  (T, id,        "@id",             STATUS,        "number while running"),
	ENUM  (T, preferred, "@prefers", spot_kind, 0,         "scheme for new things", QUIET("drive"), DEFAULT("drive")),
	STRING(T, name,      "name",            REQUIRED,      "unique name"),
	UUID  (T, uuid,      "uuid",            ABI,           "unique id"),
	STRING(T, title,     "title",           LIVE,          "short description"),
	XML   (T, metadata,  "metadata",        LIVE,          "kept for other programs"),
	SIZE  (T, memory,    "memory", "KiB",   ABI,           "memory at boot"),
	SIZE  (T, cell,      "cell/@memory", "KiB", ABI,       "memory of the cell"),
	SIZE  (T, big,       "page", "MiB!",    0,             "size of a page"),
	STRING(T, cpus,      "vcpu/@cpuset",    LIVE,          "host processors"),
	UINT  (T, vcpus,     "vcpu",            ABI | ALWAYS,  "virtual processors", DEFAULT("1")),
	NUMBER(T, offset,    "clock/@offset",   0,             "seconds from the host's time"),
	PART  (T, limits,    "tune/limits", limits, 0,         "limits"),
	STATE (T, apic,      "features/apic",   ABI,           "interrupt controller"),
	ONOFF (T, eoi,       "features/apic/@eoi", ABI,        "fast end of interrupt"),
	ONOFF (T, relaxed,   "features/hyperv/relaxed/@state", ABI, "relaxed timers"),
	YESNO (T, nested,    "features/nested/@allowed", 0,    "guests in guests"),
	FLAG  (T, readonly,  "readonly",        ABI,           "may not be written"),
	MAC   (T, mac,       "mac/@address",    ABI,           "hardware address"),
	STRING(T, password,  "auth/@password",  SECRET,        "password"),
	STRING(T, secret_file, "auth/@file",    FILED,         "where the password is"),
	PART  (T, spot,      "spot", spot,      0,             "place"),
	LIST  (T, hosts,     "net/host", host,  0,             "hosts"),
	GROUP (T, layer,     "layer", layer,    ABI,           "image"),
	STRING(T, note,      "note",            0,             "a note"),
	FLAG  (T, line,      "note/line",       0,             "with a line below"),
	UINT  (T, magic,     "magic/@n",        0,             "what its spell is made of"),
	LIST  (T, arguments, "qemu:commandline/qemu:arg", argument, NO_MIGRATE, "arguments for the emulator"),
	ROWS_END
};
#undef T

static int
box_read_rest(void *object, const xmlNode *at)
{
	struct box *box = object;

	for (xmlNode *magic = xml_child(at, "magic"); magic && (magic = xml_next(magic, "magic"));) {
		const char *n = xml_value(magic, "n");
		uint64_t number;

		model_claim(magic);
		if (!n || text_to_u64(n, 10, &number) < 0)
			return n ? -1 : fail(FAULT_XML, "%s: magic without number", xml_place(magic));
		model_claim((const xmlNode *)xml_attribute(magic, "n"));
		box->magic += number;
	}
	box->spell = box->magic ? text_format("abra %u", box->magic) : NULL;
	return 0;
}

static void
box_done_rest(void *object)
{
	struct box *box = object;

	free(box->spell);
	box->spell = NULL;
}

static void
box_copy_rest(void *copy, const void *object)
{
	((struct box *)copy)->spell = xstrdup(((const struct box *)object)->spell);
}

static const struct type box_type = {
	.name = "box", .size = sizeof(struct box), .rows = box_rows, .read_rest = box_read_rest,
	.done_rest = box_done_rest, .copy_rest = box_copy_rest,
};

/* ---- reading and printing ---- */

static struct text warned;

static inline void
hear(const char *message)
{
	text_addf(&warned, "%s\n", message);
}

static inline struct box *
parse(const char *xml, enum view view, enum model_how how)
{
	text_cut(&warned, 0);
	warn_to(hear);
	fail_forget();
	return model_parse(&box_type, xml, strlen(xml), "t.xml", view, how);
}

static const char full[] =
	"<box id='3' prefers='pci' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n"
	"  <name>a &lt; b</name>\n"
	"  <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>\n"
	"  <title>t</title>\n"
	"  <metadata>\n"
	"    <x:a xmlns:x=\"urn:x\" b=\"c\">text</x:a>\n"
	"  </metadata>\n"
	"  <memory unit='KiB'>2</memory>\n"
	"  <cell memory='4' unit='KiB'/>\n"
	"  <page>2</page>\n"
	"  <vcpu cpuset='0-3'>4</vcpu>\n"
	"  <clock offset='-5'/>\n"
	"  <tune>\n"
	"    <limits>\n"
	"      <hard unit='KiB'>1</hard>\n"
	"      <soft>0</soft>\n"
	"    </limits>\n"
	"  </tune>\n"
	"  <features>\n"
	"    <apic state='off' eoi='on'/>\n"
	"    <hyperv>\n"
	"      <relaxed state='off'/>\n"
	"    </hyperv>\n"
	"    <nested allowed='yes'/>\n"
	"  </features>\n"
	"  <readonly/>\n"
	"  <mac address='52:54:00:0a:0b:0c'/>\n"
	"  <auth password='&quot;' file='/f'/>\n"
	"  <spot type='pci' bus='0x00' slot='0x1f' multifunction='on'/>\n"
	"  <net>\n"
	"    <host name='one'>\n"
	"      <alias name='h0'/>\n"
	"      <spot type='drive' unit='7' label='l'/>\n"
	"    </host>\n"
	"    <host name='two'/>\n"
	"  </net>\n"
	"  <layer>\n"
	"    <source file='top'/>\n"
	"    <layer>\n"
	"      <source file='base'/>\n"
	"    </layer>\n"
	"  </layer>\n"
	"  <magic n='12'/>\n"
	"  <qemu:commandline>\n"
	"    <qemu:arg value='-foo'/>\n"
	"    <qemu:arg value='&lt;'>words</qemu:arg>\n"
	"  </qemu:commandline>\n"
	"</box>\n";

static const enum view everything = VIEW_SECRET | VIEW_STATUS | VIEW_FILE;

#endif
