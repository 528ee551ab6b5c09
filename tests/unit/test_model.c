/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_model - the walks over a table: read, print, copy, compare */
#include "box.h"

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
		{ "<memory unit='MiB'> \n+1</memory>", "<memory unit='KiB'>1024</memory>" },
		{ "<clock offset=' -1'/>", "<clock offset='-1'/>" },
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

/* Text of an element is all text in it, whoever else's that is. */
static void
test_text_within(void)
{
	struct box *box = parse("<box><name>some <b>bold <!-- few --></b>words\n </name></box>", VIEW_CONFIG, READ_SILENT);

	CHECK_TEXT(box ? box->name : NULL, "some bold words");
	model_free(&box_type, box);
}

/* ---- bad documents ---- */

static void
test_refusals(void)
{
	static const struct { const char *in, *story; enum fault fault; } cases[] = {
		{ "<box>", NULL },
		{ "<bax/>", "t.xml:1: 'bax' found where 'box' is wanted" },
		{ "<box/>", "t.xml:1: missing element 'name' in 'box'" },
		{ "<box>\n<name/></box>", "t.xml:1: missing element 'name' in 'box'" },
		{ "<box><name>n</name>\n<net><host/></net></box>",
		  "t.xml:2: missing attribute 'name' of 'host'" },
		{ "<box prefers='isa'><name>n</name></box>",
		  "t.xml:1: 'isa' is not a value of attribute 'prefers' of 'box' (one of pci, drive)" },
		{ "<box><name>n</name>\n\n<memory unit='ells'>3</memory></box>",
		  "t.xml:3: '3 ells' is not a value of element 'memory' (size with a unit)", FAULT_VALUE },
		{ "<box><name>n</name>\n\n<memory unit='ells'>x</memory></box>",
		  "t.xml:3: 'x ells' is not a value of element 'memory' (size with a unit)", FAULT_XML },
		{ "<box><name>n</name><memory>-1</memory></box>",
		  "t.xml:1: '-1' is not a value of element 'memory' (size with a unit)" },
		{ "<box><name>n</name><memory unit='EiB'>16</memory></box>",
		  "t.xml:1: '16 EiB' is not a value of element 'memory' (size with a unit)", FAULT_RANGE },
		{ "<box><name>n</name><vcpu>+-1</vcpu></box>",
		  "t.xml:1: '+-1' is not a value of element 'vcpu' (number)" },
		{ "<box><name>n</name><vcpu>1 </vcpu></box>",
		  "t.xml:1: '1 ' is not a value of element 'vcpu' (number)" },
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
		{ "<box><name>n</name><magic n='1'/><magic n='x'/></box>", "'x' is not a number" },
		{ "<box><name>n</name><magic n='1'/><magic/></box>", "t.xml:1: magic without number" },
	};

	for (unsigned i = 0; i < COUNT(cases); i++) {
		struct box *box = parse(cases[i].in, VIEW_CONFIG, 0);

		CHECK(!box && fail_fault() != FAULT_NONE);
		if (cases[i].story)
			CHECK_TEXT(fail_story(), cases[i].story);
		if (cases[i].fault)
			CHECK(fail_fault() == cases[i].fault);
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

/* A flag of rows, however deep, is said when one of those rows is; what READ_REST adds up is of no row. */
static void
test_says(void)
{
	struct box *box = parse("<box><name>n</name><magic n='1'/><magic n='2'/>"
				"<net><host name='a'/><host name='b'/></net></box>", everything, 0);

	CHECK_TEXT(box->spell, "abra 3");
	CHECK(!model_says(&box_type, box, SECRET | FILED) && !model_says(&box_type, box, STATUS));
	CHECK(model_says(&box_type, box, REQUIRED));
	box->hosts.item[1].alias = xstrdup("h1");
	CHECK(model_says(&box_type, box, STATUS) && !model_says(&box_type, box, SECRET));
	box->password = xstrdup("p");
	CHECK(model_says(&box_type, box, SECRET | FILED) && !model_says(&box_type, box, FILED));
	model_free(&box_type, box);
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

TESTS(
	TEST("a document in our spelling comes out as it went in", test_fixed_point),
	TEST("views leave out what is not theirs", test_views),
	TEST("status in a definition is no news", test_status_in_definition),
	TEST("other spellings are understood", test_spellings),
	TEST("an element's text is all text in it", test_text_within),
	TEST("bad documents are refused with their place", test_refusals),
	TEST("rules between fields can be left out", test_unchecked),
	TEST("what no row claims is reported", test_strangers),
	TEST("new objects have the defaults", test_new),
	TEST("copies share nothing", test_copy),
	TEST("what is said in rows with a flag", test_says),
	TEST("the first difference is told", test_compare),
	TEST("embedded structs are found in order", test_each),
)
