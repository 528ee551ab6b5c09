/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_model - the walks over a table, tried with a small type that uses every kind */
#include "unit.h"

#include <dlfcn.h>
#include <libxml/relaxng.h>

#include "model/model.h"

/* ---- a type of our own ---- */

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

/* What a box says beyond its rows: <magic>N</magic> elements, kept as a sum. */
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
	REST_HERE,
	LIST  (T, arguments, "qemu:commandline/qemu:arg", argument, NO_MIGRATE, "arguments for the emulator"),
	ROWS_END
};
#undef T

static int
box_read_rest(void *object, const xmlNode *at)
{
	struct box *box = object;

	for (xmlNode *magic = xml_child(at, "magic"); magic; magic = xml_next(magic, "magic")) {
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
box_write_rest(const void *object, struct text *out, unsigned level, unsigned view)
{
	const struct box *box = object;

	(void)view;
	if (box->magic)
		text_addf(out, "%*s<magic n='%u'/>\n", 2 * (int)level, "", box->magic);
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
	.write_rest = box_write_rest, .done_rest = box_done_rest, .copy_rest = box_copy_rest,
};

/* ---- reading and printing ---- */

static struct text warned;

static void
hear(const char *message)
{
	text_addf(&warned, "%s\n", message);
}

static struct box *
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

/* Text that says everything, in our spelling, comes out as it went in. */
static void
test_fixed_point(void)
{
	struct box *box = parse(full, everything, READ_STRICT);
	auto_free char *text = NULL;

	CHECK_TEXT(fail_story(), "");
	if (!box)
		return;
	text = model_text(&box_type, box, everything);
	CHECK_TEXT(text, full);
	CHECK_TEXT(text_get(&warned), "");
	CHECK_TEXT(box->spell, "abra 12");
	CHECK(box->memory == 2048 && box->cell == 4096 && box->big == 2 << 20);
	CHECK(box->hosts.n == 2 && box->hosts.item[0].spot.drive.unit == 7);
	CHECK(box->limits.soft.given && box->limits.soft.value == 0 && box->offset.value == -5);
	CHECK(box->apic == NO && box->eoi == YES && box->readonly && box->preferred == SPOT_PCI);
	CHECK_TEXT(box->layer->below->file, "base");
	model_free(&box_type, box);
}

/* What the views leave out. */
static void
test_views(void)
{
	struct box *box = parse(full, everything, 0);
	static const struct { enum view view; const char *word; bool there; } cases[] = {
		{ VIEW_CONFIG, "id='3'",        false }, { VIEW_STATUS, "id='3'",   true },
		{ VIEW_CONFIG, "password=",     false }, { VIEW_SECRET, "password", true },
		{ VIEW_SECRET, "file='/f'",     false }, { VIEW_FILE,   "file='/f'", true },
		{ VIEW_CONFIG, "alias",         false }, { VIEW_STATUS, "<alias name='h0'/>", true },
		{ VIEW_CONFIG, "<auth",         false }, { VIEW_CONFIG, "xmlns:qemu=", true },
		{ VIEW_MIGRATABLE, "qemu",      false }, { VIEW_MIGRATABLE, "<name>", true },
	};

	for (unsigned i = 0; i < COUNT(cases); i++) {
		auto_free char *text = model_text(&box_type, box, cases[i].view);

		CHECK(!!strstr(text, cases[i].word) == cases[i].there);
	}
	model_free(&box_type, box);
}

/* Status is claimed but not read in a definition. */
static void
test_status_in_definition(void)
{
	struct box *box = parse(full, VIEW_CONFIG, READ_STRICT);

	CHECK(box && box->id == 0 && !box->hosts.item[0].alias);
	model_free(&box_type, box);
}

/* Spellings of others: what they are read as. */
static void
test_spellings(void)
{
	static const struct { const char *in, *out; } cases[] = {
		{ "<memory>1</memory>", "<memory unit='KiB'>1</memory>" },
		{ "<memory unit='b'>1025</memory>", "<memory unit='KiB'>2</memory>" },
		{ "<memory unit='GiB'>1</memory>", "<memory unit='KiB'>1048576</memory>" },
		{ "<page unit='KiB'>1025</page>", "<page>2</page>" },
		{ "<cell unit='MiB' memory='1'/>", "<cell memory='1024' unit='KiB'/>" },
		{ "<mac address='52:54:0:A:b:CC'/>", "<mac address='52:54:00:0a:0b:cc'/>" },
		{ "<uuid>C7A5FDBDEDAF9455926AD65C16DB1809</uuid>",
		  "<uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>" },
		{ "<features><apic/></features>", "<features>\n    <apic/>\n  </features>" },
		{ "<features><apic state='on'/></features>",
		  "<features>\n    <apic/>\n  </features>" },
		{ "<spot type='pci' slot='017'/>", "<spot type='pci' bus='0x00' slot='0x0f'/>" },
		{ "<title></title>", "<name>n</name>\n  <vcpu>1</vcpu>\n</box>" },
		{ "<title><![CDATA[a<b]]>&amp;</title>", "<title>a&lt;b&amp;</title>" },
		{ "<readonly>  </readonly>", "<readonly/>" },
		{ "<memory><!-- two --><![CDATA[2]]></memory>", "<memory unit='KiB'>2</memory>" },
		{ "<note><line/>some words\n</note>", "<note>some words\n    <line/>\n  </note>" },
		{ "<layer><layer/></layer>", "<layer>\n    <layer/>\n  </layer>" },
		{ "<net/>", "<name>n</name>\n  <vcpu>1</vcpu>\n</box>" },
		{ "<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:arg value='1'/></q:commandline>",
		  "<qemu:arg value='1'/>" },
	};

	for (unsigned i = 0; i < COUNT(cases); i++) {
		auto_free char *in = text_format("<box><name>n</name>%s</box>", cases[i].in);
		struct box *box = parse(in, VIEW_CONFIG, READ_STRICT);
		auto_free char *out = box ? model_text(&box_type, box, VIEW_CONFIG) : NULL;
		auto_free char *again = NULL;

		CHECK_TEXT(fail_story(), "");
		CHECK(out && strstr(out, cases[i].out));
		model_free(&box_type, box);
		box = out ? parse(out, VIEW_CONFIG, READ_STRICT) : NULL;
		again = box ? model_text(&box_type, box, VIEW_CONFIG) : NULL;
		CHECK_TEXT(again, out);
		model_free(&box_type, box);
	}
}

/* ---- bad documents ---- */

static void
test_refusals(void)
{
	static const struct { const char *in, *story; } cases[] = {
		{ "<box>", NULL },
		{ "<bax/>", "t.xml:1: 'bax' found where 'box' is wanted" },
		{ "<box/>", "t.xml:1: missing element 'name' in 'box'" },
		{ "<box>\n<name/></box>", "t.xml:1: missing element 'name' in 'box'" },
		{ "<box><name>n</name>\n<net><host/></net></box>",
		  "t.xml:2: missing attribute 'name' of 'host'" },
		{ "<box prefers='isa'><name>n</name></box>",
		  "t.xml:1: 'isa' is not a value of attribute 'prefers' of 'box' (one of pci, drive)" },
		{ "<box><name>n</name>\n\n<memory unit='ells'>3</memory></box>",
		  "t.xml:3: '3 ells' is not a value of element 'memory' (size with a unit)" },
		{ "<box><name>n</name><memory>-1</memory></box>",
		  "t.xml:1: '-1' is not a value of element 'memory' (size with a unit)" },
		{ "<box><name>n</name><memory unit='EiB'>16</memory></box>",
		  "t.xml:1: '16 EiB' is not a value of element 'memory' (size with a unit)" },
		{ "<box><name>n</name><vcpu>+1</vcpu></box>",
		  "t.xml:1: '+1' is not a value of element 'vcpu' (number)" },
		{ "<box><name>n</name><vcpu> 1</vcpu></box>",
		  "t.xml:1: ' 1' is not a value of element 'vcpu' (number)" },
		{ "<box><name>n</name><vcpu>4294967296</vcpu></box>",
		  "t.xml:1: '4294967296' is not a value of element 'vcpu' (number)" },
		{ "<box><name>n</name><clock offset='--1'/></box>",
		  "t.xml:1: '--1' is not a value of attribute 'offset' of 'clock' (number, may be negative)" },
		{ "<box><name>n</name><clock offset='9223372036854775808'/></box>",
		  "t.xml:1: '9223372036854775808' is not a value of attribute 'offset' of 'clock' (number, may be negative)" },
		{ "<box><name>n</name><mac address='52:54:00:00:00'/></box>",
		  "t.xml:1: '52:54:00:00:00' is not a value of attribute 'address' of 'mac' (hardware address)" },
		{ "<box><name>n</name><mac address='52:54:00:00:00:123'/></box>",
		  "t.xml:1: '52:54:00:00:00:123' is not a value of attribute 'address' of 'mac' (hardware address)" },
		{ "<box><name>n</name><uuid>1234</uuid></box>",
		  "t.xml:1: '1234' is not a value of element 'uuid' (UUID)" },
		{ "<box><name>n</name><features><apic state='maybe'/></features></box>",
		  "t.xml:1: 'maybe' is not a value of element 'apic' (on or off)" },
		{ "<box><name>n</name><tune><limits><hard>0</hard></limits></tune></box>",
		  "t.xml:1: '0' is not a value of element 'hard' (size with a unit)" },
		{ "<box><name>n</name><tune><limits/></tune></box>",
		  "t.xml:1: missing element 'hard' in 'limits'" },
		{ "<box><name>n</name><spot type='pci'/></box>",
		  "t.xml:1: missing attribute 'slot' of 'spot'" },
		{ "<box><name>n</name><spot type='pci' slot='0xg'/></box>",
		  "t.xml:1: '0xg' is not a value of attribute 'slot' of 'spot' (number in any base)" },
		{ "<box><name>n</name>\n<net><host name='good'/>\n<host name='evil'/></net></box>",
		  "t.xml:3: evil host" },
		{ "<box><name>n</name><magic n='x'/></box>", "'x' is not a number" },
		{ "<box><name>n</name><magic/></box>", "t.xml:1: magic without number" },
	};

	for (unsigned i = 0; i < COUNT(cases); i++) {
		struct box *box = parse(cases[i].in, VIEW_CONFIG, 0);

		CHECK(!box && fail_fault() != FAULT_NONE);
		if (cases[i].story)
			CHECK_TEXT(fail_story(), cases[i].story);
		model_free(&box_type, box);
	}
}

static void
test_unchecked(void)
{
	struct box *box = parse("<box><name>n</name><net><host name='evil'/></net></box>",
				VIEW_CONFIG, READ_UNCHECKED);

	CHECK(box && box->hosts.n == 1);
	model_free(&box_type, box);
}

static void
test_strangers(void)
{
	static const struct { const char *in, *warning; } cases[] = {
		{ "<title tpye='x'/>", "t.xml:1: unknown attribute 'tpye' of 'title'\n" },
		{ "\n<foo><bar/></foo>", "t.xml:2: unknown element 'foo' in 'box'\n" },
		{ "<title>a</title><title>b</title>",
		  "t.xml:1: unknown element 'title' in 'box'\n" },
		{ "<layer/>\n<layer><source file='x'/></layer>",
		  "t.xml:2: unknown element 'layer' in 'box'\n" },
		{ "<spot type='drive' slot='1'/>",
		  "t.xml:1: unknown attribute 'slot' of 'spot'\n" },
		{ "<net><y:host xmlns:y='urn:y' name='n'/></net>",
		  "t.xml:1: unknown element 'y:host' in 'net'\n" },
		{ "<title xmlns:y='urn:y' y:lang='n'>t</title>",
		  "t.xml:1: unknown attribute 'y:lang' of 'title'\n" },
		{ "<commandline/>", "t.xml:1: unknown element 'commandline' in 'box'\n" },
		{ "<net>words</net>", "t.xml:1: text in 'net'\n" },
		{ "<magic n='1'>words</magic>", "t.xml:1: text in 'magic'\n" },
		{ "<metadata><any thing='x'>goes</any></metadata>", "" },
		{ "<!-- a remark --><?and an instruction?>", "" },
	};

	for (unsigned i = 0; i < COUNT(cases); i++) {
		auto_free char *in = text_format("<box><name>n</name>%s</box>", cases[i].in);
		struct box *box = parse(in, VIEW_CONFIG, 0);

		CHECK(box);
		CHECK_TEXT(text_get(&warned), cases[i].warning);
		model_free(&box_type, box);
		box = parse(in, VIEW_CONFIG, READ_STRICT);
		CHECK(!box == !!*cases[i].warning);
		model_free(&box_type, box);
		box = parse(in, VIEW_CONFIG, READ_SILENT);
		CHECK(box && !warned.length);
		model_free(&box_type, box);
	}
}

/* ---- objects ---- */

static void
test_new(void)
{
	struct box *box = model_new(&box_type);
	auto_free char *text = NULL;

	CHECK(box->vcpus == 1 && box->preferred == SPOT_DRIVE);
	box->name = xstrdup("n");
	box->vcpus = 0;
	text = model_text(&box_type, box, VIEW_CONFIG);
	CHECK_TEXT(text, "<box>\n  <name>n</name>\n  <vcpu>0</vcpu>\n</box>\n");
	model_done(&box_type, box);
	CHECK(!box->name && !box->vcpus);
	model_free(&box_type, box);
	model_free(&box_type, NULL);
}

static void
test_copy(void)
{
	struct box *box = parse(full, everything, 0), *copy = model_copy(&box_type, box);
	auto_free char *text = NULL;

	CHECK(copy->name != box->name && copy->hosts.item != box->hosts.item);
	model_free(&box_type, box);
	text = model_text(&box_type, copy, everything);
	CHECK_TEXT(text, full);
	CHECK_TEXT(copy->spell, "abra 12");
	model_free(&box_type, copy);
}

static void
test_compare(void)
{
	static const struct { const char *old, *new, *story; } cases[] = {
		{ "", "", "" },
		{ "<title>a</title>", "<title>b</title>", "" },
		{ "<vcpu>1</vcpu>", "<vcpu>2</vcpu>", "box/vcpu: '2' does not match '1'" },
		{ "<vcpu>1</vcpu>", "", "" },
		{ "<readonly/>", "", "box/readonly: none does not match 'yes'" },
		{ "", "<cell memory='1'/>", "box/cell/@memory: '1' does not match none" },
		{ "<features><apic/></features>", "<features><apic state='off'/></features>",
		  "box/features/apic: 'off' does not match 'on'" },
		{ "<layer/>", "", "box/layer: 0 of them do not match 1" },
		{ "<spot type='pci' slot='1'/>",
		  "<spot type='pci' slot='2'/>", "box/spot/@slot: '0x02' does not match '0x01'" },
		{ "<spot type='pci' slot='1'/>",
		  "<spot type='drive' unit='1'/>", "box/spot/@type: 'drive' does not match 'pci'" },
		{ "<net><host name='a'/></net>", "", "" },
		{ "<net><host name='a'/><host name='b'><spot type='pci' slot='1'/></host></net>",
		  "<net><host name='c'/><host name='d'><spot type='drive'/></host></net>",
		  "box/net/host[2]/spot/@type: 'drive' does not match 'pci'" },
	};

	for (unsigned i = 0; i < COUNT(cases); i++) {
		auto_free char *old_text = text_format("<box><name>n</name>%s</box>", cases[i].old);
		auto_free char *new_text = text_format("<box><name>n</name>%s</box>", cases[i].new);
		struct box *old = parse(old_text, VIEW_CONFIG, 0);
		struct box *new = parse(new_text, VIEW_CONFIG, 0);
		int result = model_compare(&box_type, old, new, ABI);

		CHECK((result < 0) == !!*cases[i].story);
		CHECK_TEXT(fail_story(), cases[i].story);
		CHECK(fail_fault() == (result ? FAULT_CONFIG : FAULT_NONE));
		model_free(&box_type, old);
		model_free(&box_type, new);
	}
}

static int
remember(void *found, void *holder, const struct type *holder_type, void *context)
{
	const struct spot *spot = found;
	struct text *seen = context;

	text_addf(seen, "%s:%s ", holder_type->name,
		  holder_type == &host_type ? ((struct host *)holder)->name : "-");
	return spot->kind == SPOT_DRIVE ? 7 : 0;
}

static void
test_each(void)
{
	struct box *box = parse(full, everything, 0);
	auto_text struct text seen = { 0 };

	CHECK(model_each(&box_type, box, &spot_type, remember, &seen) == 7);
	box->hosts.item[0].spot.kind = SPOT_NONE;
	free(box->hosts.item[0].spot.drive.label);
	CHECK(model_each(&box_type, box, &spot_type, remember, &seen) == 0);
	CHECK_TEXT(text_get(&seen), "box:- host:one box:- host:one host:two ");
	model_free(&box_type, box);
}

/* ---- JSON ---- */

static const char full_json[] =
	"{\"id\":3,\"prefers\":\"pci\",\"name\":\"a < b\",\"uuid\":\"c7a5fdbd-edaf-9455-926a-d65c16db1809\","
	"\"title\":\"t\",\"metadata\":\"<metadata>\\n  <x:a xmlns:x=\\\"urn:x\\\" b=\\\"c\\\">text</x:a>\\n</metadata>\\n\","
	"\"memory\":2048,\"cell\":{\"memory\":4096},\"page\":2097152,\"vcpu\":{\"cpuset\":\"0-3\",\"value\":4},"
	"\"clock\":{\"offset\":-5},\"tune\":{\"limits\":{\"hard\":1024,\"soft\":0}},"
	"\"features\":{\"apic\":{\"value\":false,\"eoi\":true},\"hyperv\":{\"relaxed\":{\"state\":false}},"
	"\"nested\":{\"allowed\":true}},\"readonly\":true,\"mac\":{\"address\":\"52:54:00:0a:0b:0c\"},"
	"\"auth\":{\"password\":\"\\\"\",\"file\":\"/f\"},"
	"\"spot\":{\"type\":\"pci\",\"bus\":0,\"slot\":31,\"multifunction\":true},"
	"\"net\":{\"host\":[{\"name\":\"one\",\"alias\":{\"name\":\"h0\"},\"spot\":{\"type\":\"drive\",\"unit\":7,\"label\":\"l\"}},"
	"{\"name\":\"two\"}]},\"layer\":{\"source\":{\"file\":\"top\"},\"layer\":{\"source\":{\"file\":\"base\"}}},"
	"\"qemu:commandline\":{\"qemu:arg\":[{\"@value\":\"-foo\"},{\"@value\":\"<\",\"value\":\"words\"}]}}";

static void
test_json(void)
{
	struct box *box = parse(full, everything, 0);
	auto_json struct json_object *json = model_json(&box_type, box, everything);

	CHECK_TEXT(json_line(json), full_json);
	model_free(&box_type, box);
}

static void
test_json_and_back(void)
{
	auto_json struct json_object *json = json_parse(full_json, strlen(full_json), "t.json");
	struct box *box = model_from_json(&box_type, json);
	auto_free char *text = NULL;

	CHECK_TEXT(fail_story(), "");
	if (!box)
		return;
	box->magic = 12;      /* what only code knows is not in JSON */
	text = model_text(&box_type, box, everything);
	CHECK_TEXT(text, full);
	CHECK_TEXT(json_line(json), full_json);
	model_free(&box_type, box);
}

static void
test_json_refusals(void)
{
	static const struct { const char *in, *story; } cases[] = {
		{ "[]", "not a JSON object" },
		{ "{}", "nothing says 'name' of 'box'" },
		{ "{'name':'n','nmae':'m'}", "unknown key 'nmae' in 'box'" },
		{ "{'name':'n','features':{'apic':{'vlaue':true}}}",
		  "unknown key 'features/apic/vlaue' in 'box'" },
		{ "{'name':'n','foo':{}}", "unknown key 'foo' in 'box'" },
		{ "{'name':'n','tune':{'limits':{'hard':1,'hrad':1}}}",
		  "unknown key 'tune/limits/hrad' in 'box'" },
		{ "{'name':'n','features':7}", "unknown key 'features' in 'box'" },
		{ "{'name':3}", "'3' is not a value of key 'name' (text)" },
		{ "{'name':'n','memory':-1}",
		  "'-1' is not a value of key 'memory' (size with a unit)" },
		{ "{'name':'n','id':4294967296}",
		  "'4294967296' is not a value of key 'id' (number)" },
		{ "{'name':'n','readonly':'yes'}",
		  "'yes' is not a value of key 'readonly' (present or absent)" },
		{ "{'name':'n','prefers':'isa'}",
		  "'isa' is not a value of key 'prefers' (one of pci, drive)" },
		{ "{'name':'n','spot':{'type':'drive','slot':1}}",
		  "unknown key 'spot/slot' in 'box'" },
		{ "{'name':'n','spot':[]}", "key 'spot' is not an object" },
		{ "{'name':'n','net':{'host':{}}}", "key 'host' is not an array" },
		{ "{'name':'n','layer':[]}", "key 'layer' is an array" },
		{ "{'name':'n','net':{'host':[{'name':'a'},{'name':1}]}}",
		  "host[1]: '1' is not a value of key 'name' (text)" },
		{ "{'name':'n','net':{'host':[{'name':'evil'}]}}", "host[0]: evil host" },
		{ "{'name':'n','metadata':'<metadata'}",
		  "'<metadata' is not a value of key 'metadata' (any XML)" },
		{ "{'name':'n','metadata':'<os/>'}",
		  "'<os/>' is not a value of key 'metadata' (any XML)" },
	};

	for (unsigned i = 0; i < COUNT(cases); i++) {
		auto_free char *in = xstrdup(cases[i].in);
		auto_json struct json_object *json = NULL;

		for (char *quote_mark = in; (quote_mark = strchr(quote_mark, '\'')); )
			*quote_mark = '"';
		json = json_parse(in, strlen(in), "t.json");
		CHECK_NULL(model_from_json(&box_type, json), FAULT_XML, cases[i].story);
	}
}

/* ---- descriptions ---- */

static void
test_describe(void)
{
	auto_text struct text out = { 0 };

	model_describe(&layer_type, "/layer", &out);
	CHECK_TEXT(text_get(&out),
		   "/layer/source/@file\ttext\timage file\n"
		   "/layer/layer\telement, nested\twhat is below\n");
	text_cut(&out, 0);
	model_describe(&box_type, "/box", &out);
	CHECK(strstr(text_get(&out), "\n/box/@prefers\tone of pci, drive\tscheme for new things\n"));
	CHECK(strstr(text_get(&out), "\n/box/net/host/spot/@type\tone of pci, drive\twhich scheme (the guest can see it)\n"));
}

static void
test_knows(void)
{
	static const char *const known[] = {
		"/box", "/box/@id", "/box/name", "/box/features", "/box/features/hyperv/relaxed/@state",
		"/box/memory/@unit", "/box/cell/@unit", "/box/features/apic/@state", "/box/net/host/spot/@slot",
		"/box/tune/limits/hard/@unit", "/box/metadata/*/@*", "/box/layer/layer/layer/source/@file",
		"/box/commandline/arg/@value",
	};
	static const char *const unknown[] = {
		"/bo", "/box/@nope", "/box/name/@unit", "/box/nam", "/box/net/host/@slot", "/box/net/hos",
		"/box/spot/@type/x", "", "box",
	};

	for (unsigned i = 0; i < COUNT(known); i++)
		if (!CHECK(model_knows(&box_type, known[i])))
			CHECK_TEXT(known[i], "known");
	for (unsigned i = 0; i < COUNT(unknown); i++)
		if (!CHECK(!model_knows(&box_type, unknown[i])))
			CHECK_TEXT(unknown[i], "unknown");
}

/* ---- schema ---- */

#define RELAXNG(X)                     \
	X(xmlRelaxNGNewMemParserCtxt)  \
	X(xmlRelaxNGParse)             \
	X(xmlRelaxNGFreeParserCtxt)    \
	X(xmlRelaxNGNewValidCtxt)      \
	X(xmlRelaxNGSetValidErrors)    \
	X(xmlRelaxNGValidateDoc)       \
	X(xmlRelaxNGFreeValidCtxt)     \
	X(xmlRelaxNGFree)              \
	X(xmlRelaxNGCleanupTypes)
#define POINTER(symbol) __typeof__(symbol) *symbol;
#define LOOK_UP(symbol) .symbol = dlsym(RTLD_DEFAULT, #symbol),

struct relaxng { RELAXNG(POINTER) };

static bool
is_valid(const struct relaxng *library, xmlRelaxNG *schema, const char *in)
{
	auto_free char *whole = text_format("<box>%s</box>", in);
	auto_xml xmlDoc *doc = xml_parse(whole, strlen(whole), NULL);
	xmlRelaxNGValidCtxt *context = library->xmlRelaxNGNewValidCtxt(schema);
	int result;

	library->xmlRelaxNGSetValidErrors(context, NULL, NULL, NULL);
	result = library->xmlRelaxNGValidateDoc(context, doc);
	library->xmlRelaxNGFreeValidCtxt(context);
	return result == 0;
}

static void
test_schema(void)
{
	static const struct { const char *in; bool valid; } cases[] = {
		{ "<name>n</name>", true },
		{ "", false },
		{ "<vcpu>1</vcpu><name>n</name><readonly/>", true },
		{ "<name>n</name><name>n</name>", false },
		{ "<name>n</name><vcpu>x</vcpu>", false },
		{ "<name>n</name><vcpu cpuset='1'/>", true },
		{ "<name>n</name><memory unit='GiB'>1</memory>", true },
		{ "<name>n</name><memory unti='GiB'>1</memory>", false },
		{ "<name>n</name><features><apic state='off' eoi='on'/></features>", true },
		{ "<name>n</name><features><apic state='maybe'/></features>", false },
		{ "<name>n</name><net><host name='a'/><host name='b'><spot type='pci'/></host></net>",
		  true },
		{ "<name>n</name><net><host/></net>", false },
		{ "<name>n</name><spot type='isa'/>", false },
		{ "<name>n</name><layer><layer><source file='x'/></layer></layer>", true },
		{ "<name>n</name><layer><layer><foo/></layer></layer>", false },
		{ "<name>n</name><metadata><a b='c'>d<e/></a></metadata>", true },
		{ "<name>n</name><q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>"
		  "<q:arg value='x'>t</q:arg></q:commandline>", true },
		{ "<name>n</name><commandline/>", false },
	};
	auto_xml xmlDoc *any = xml_parse("<x/>", 4, NULL);       /* loads the library */
	auto_text struct text text = { 0 };
	static const char soname[] = LIBXML2_SONAME;
	void *handle = dlopen(soname, RTLD_NOW | RTLD_GLOBAL);
	const struct relaxng library = { RELAXNG(LOOK_UP) };
	xmlRelaxNGParserCtxt *parser;
	xmlRelaxNG *schema;

	CHECK(any && handle);
	model_schema(&box_type, &text);
	parser = library.xmlRelaxNGNewMemParserCtxt(text_get(&text), (int)text.length);
	schema = library.xmlRelaxNGParse(parser);
	library.xmlRelaxNGFreeParserCtxt(parser);
	for (unsigned i = 0; CHECK(schema) && i < COUNT(cases); i++)
		if (!CHECK(is_valid(&library, schema, cases[i].in) == cases[i].valid))
			CHECK_TEXT(cases[i].in, cases[i].valid ? "valid" : "not valid");
	library.xmlRelaxNGFree(schema);
	library.xmlRelaxNGCleanupTypes();
}

/* ---- lint ---- */

struct wrong {
	char *a, *b, *c;
	enum spot_kind kind;
	unsigned number;
	uint64_t size;
	struct spot spot;
	struct layer *layer;
	bool flag;
};

#define WRONG(mistake, ...) { mistake, { __VA_ARGS__, ROWS_END } }
#define T struct wrong
static const struct { const char *mistake; struct row rows[4]; } wrong[] = {
	WRONG("row 'a': help begins with a capital",
	      STRING(T, a, "a", 0, "Not lower case")),
	WRONG("row 'a': help ends in a full stop",
	      STRING(T, a, "a", 0, "a full stop.")),
	WRONG("row 'a': no help",
	      STRING(T, a, "a", 0, "")),
	WRONG("row 'a/@y': apart, so that their element would be printed twice (row 'a/@x')",
	      STRING(T, a, "a/@x", 0, "x"), STRING(T, b, "b/@x", 0, "x"), STRING(T, c, "a/@y", 0, "y")),
	WRONG("row 'a/@x': too late: the tag is over (row 'a/b')",
	      STRING(T, a, "a/b", 0, "x"), STRING(T, b, "a/@x", 0, "x")),
	WRONG("row 'a/@x': too late: the tag is over (row 'a')",
	      STRING(T, a, "a", 0, "x"), STRING(T, b, "a/@x", 0, "x")),
	WRONG("row '@x': too late: the tag is over (row 'a')",
	      STRING(T, a, "a", 0, "x"), STRING(T, b, "@x", 0, "x")),
	WRONG("row 'a': too late: the tag is over (row 'a/c')",
	      STRING(T, b, "a/c", 0, "x"), STRING(T, a, "a", 0, "x")),
	WRONG("row 'a': there already (row 'a')",
	      STRING(T, a, "a", 0, "x"), STRING(T, b, "a", 0, "x")),
	WRONG("row 'layer/@x': inside of what is printed whole (row 'layer')",
	      GROUP(T, layer, "layer", layer, 0, "x"), STRING(T, b, "layer/@x", 0, "x")),
	WRONG("row '@type': there already (row '@type')",
	      PART(T, spot, ".", spot, 0, "x"), STRING(T, b, "@type", 0, "x")),
	WRONG("row '@label': too late: the tag is over (row 'a')",
	      STRING(T, a, "a", 0, "x"), PART(T, spot, ".", spot, 0, "x")),
	WRONG("row 'a': no word above decides about it",
	      STRING(T, a, "a", 0, "x", ONLY_IF(T, kind, SPOT_PCI)), ENUM(T, kind, "k", spot_kind, 0, "x")),
	WRONG("row 'k': default 'isa' is not a value",
	      ENUM(T, kind, "k", spot_kind, 0, "x", DEFAULT("isa"))),
	WRONG("row 'k': quiet 'isa' is not a value",
	      ENUM(T, kind, "k", spot_kind, 0, "x", QUIET("isa"))),
	WRONG("row 'n': default '-1' is not a value",
	      UINT(T, number, "n", 0, "x", DEFAULT("-1"))),
	WRONG("row 'n': size '1' is not a value",
	      SIZE(T, size, "n", "ells", 0, "x")),
	WRONG("row '.': needs an element of its own",
	      FLAG(T, flag, ".", 0, "x")),
	WRONG("row '.': needs an element of its own",
	      GROUP(T, layer, ".", layer, 0, "x")),
	WRONG("row 'x': default, but it has no text",
	      GROUP(T, layer, "x", layer, 0, "x", DEFAULT("x"))),
	WRONG("deeper than 16 steps",
	      STRING(T, a, "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", 0, "x")),
};
static const struct row right[] = {
	ENUM(T, kind, "@k", spot_kind, 0, "PCI or drive", DEFAULT("pci")),
	STRING(T, a, "source/@x", 0, "x", ONLY_IF(T, kind, SPOT_PCI)),
	GROUP(T, layer, "source/layer", layer, 0, "x", ONLY_IF(T, kind, SPOT_PCI)),
	STRING(T, b, "source/@x", 0, "x", ONLY_IF(T, kind, SPOT_DRIVE)),
	REST_HERE,
	FLAG(T, flag, "source", 0, "x", ONLY_IF(T, kind, SPOT_DRIVE)),
	ROWS_END
};
#undef T

static void
test_lint(void)
{
	struct type type = { .name = "wrong", .size = sizeof(struct wrong) };
	auto_text struct text out = { 0 };

	CHECK(model_lint(&box_type, &out) == 0);
	CHECK_TEXT(text_get(&out), "");
	type.rows = right;
	CHECK(model_lint(&type, &out) == 0);
	CHECK_TEXT(text_get(&out), "");
	for (unsigned i = 0; i < COUNT(wrong); i++) {
		text_cut(&out, 0);
		type.rows = wrong[i].rows;
		CHECK(model_lint(&type, &out) > 0);
		if (!CHECK(strstr(text_get(&out), wrong[i].mistake)))
			CHECK_TEXT(text_get(&out), wrong[i].mistake);
	}
}

TESTS(
	TEST("a document in our spelling comes out as it went in", test_fixed_point),
	TEST("views leave out what is not theirs", test_views),
	TEST("status in a definition is no news", test_status_in_definition),
	TEST("other spellings are understood", test_spellings),
	TEST("bad documents are refused with their place", test_refusals),
	TEST("rules between fields can be left out", test_unchecked),
	TEST("what no row claims is reported", test_strangers),
	TEST("new objects have the defaults", test_new),
	TEST("copies share nothing", test_copy),
	TEST("the first difference is told", test_compare),
	TEST("embedded structs are found in order", test_each),
	TEST("JSON", test_json),
	TEST("JSON and back", test_json_and_back),
	TEST("bad JSON is refused by key", test_json_refusals),
	TEST("paths are described", test_describe),
	TEST("paths of the schemas are known or not", test_knows),
	TEST("the schema takes what the tables take", test_schema),
	TEST("wrong tables are found out", test_lint),
)
