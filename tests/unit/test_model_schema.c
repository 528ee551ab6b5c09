/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_model_schema - what is told about tables: descriptions, schemas, mistakes in them */
#include "box.h"

#include <dlfcn.h>
#include <libxml/relaxng.h>

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
	TEST("paths are described", test_describe),
	TEST("paths of the schemas are known or not", test_knows),
	TEST("the schema takes what the tables take", test_schema),
	TEST("wrong tables are found out", test_lint),
)
