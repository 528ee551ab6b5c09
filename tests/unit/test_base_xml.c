/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_xml - documents read with care, walked, printed, selected from */
#include "unit.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/xml.h"

static xmlDoc *
parse(const char *text)
{
	return xml_parse(text, strlen(text), "web.xml");
}

static void
add_repeated(struct text *t, const char *piece, unsigned times)
{
	while (times--)
		text_add(t, piece);
}

static void
test_walk(void)
{
	auto_xml xmlDoc *doc = parse("<!-- head --><vm id='1' xmlns:q='http://q/' q:id='2'>\n"
				     "<disk/>\n<!-- no --><q:disk/>text<nic/>\n<disk n='2'/></vm>");
	xmlNode *root = doc ? xml_root(doc) : NULL, *disk, *second;

	if (!CHECK(root))
		return;
	disk = xml_child(root, "disk");
	second = xml_next(disk, "disk");
	CHECK_TEXT((const char *)root->name, "vm");
	CHECK_TEXT(xml_value(root, "id"), "1");
	CHECK(!xml_value(root, "q:id") && !xml_value(disk, "n"));
	CHECK_TEXT(xml_value(second, "n"), "2");
	CHECK(!xml_next(second, "disk") && !xml_child(root, "cpu") && !xml_child(disk, NULL));
	CHECK(xml_next(disk, NULL)->ns && xml_next(xml_next(disk, NULL), NULL) == xml_child(root, "nic"));
	CHECK_TEXT(xml_place(second), "web.xml:4");
}

static void
test_values(void)
{
	auto_xml xmlDoc *doc = parse("<a v='x&lt;&#65;&amp;&apos;' e=''><b>one<!-- and --> two</b>"
				     "<c><![CDATA[<x>]]></c><d/><e>a<f>b</f>c</e><g>&lt;&amp;</g></a>");
	xmlNode *a = xml_root(doc);

	CHECK_TEXT(xml_value(a, "v"), "x<A&'");
	CHECK_TEXT(xml_value(a, "e"), "");
	CHECK_TEXT(xml_text(xml_child(a, "b")), "one two");
	CHECK_TEXT(xml_text(xml_child(a, "c")), "<x>");
	CHECK_TEXT(xml_text(xml_child(a, "d")), "");
	CHECK_TEXT(xml_text(xml_child(a, "e")), "abc");
	CHECK_TEXT(xml_text(xml_child(a, "g")), "<&");
	/* One run of text is not copied. */
	CHECK(xml_text(xml_child(a, "g")) == (const char *)xml_child(a, "g")->children->content);
}

static void
test_malformed(void)
{
	static const struct {
		const char *text, *story;
	} rows[] = {
		{ "", "web.xml:1: Document is empty" },
		{ "<a>\n<b></c>\n</a>", "web.xml:2: Opening and ending tag mismatch: b line 2 and c" },
		{ "<a>&nbsp;</a>", "web.xml:1: Entity 'nbsp' not defined" },
		{ "\n\n<a b=1/>", "web.xml:3: AttValue: \" or ' expected" },
		{ "<a/><b/>", "web.xml:1: Extra content at the end of the document" },
		{ "<a>\xff</a>", "web.xml:1: Input is not proper UTF-8, indicate encoding !" },
	};

	for (unsigned i = 0; i < COUNT(rows); i++)
		CHECK_NULL(parse(rows[i].text), FAULT_XML, rows[i].story);
	CHECK_NULL(xml_parse("<a>x\0y</a>", 10, NULL), FAULT_XML,
		   "line 1: Char 0x0 out of allowed range");
	CHECK_NULL(xml_parse("<a>", (size_t)FILE_LIMIT + 1, "web.xml"), FAULT_XML,
		   "web.xml: larger than 33554432 bytes");
}

/* libvirt, too, takes a prefix that nobody declared. */
static void
test_undeclared_prefix(void)
{
	auto_xml xmlDoc *doc = parse("<a><q:b/></a>");

	CHECK(doc && fail_fault() == FAULT_NONE);
}

static void
test_document_types(void)
{
	static const char *const bombs[] = {
		"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
		"<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>"
		"<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;'>"
		"<!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;'>]><x>&g;&g;&g;&g;&g;&g;&g;&g;</x>",
		"<!DOCTYPE x [<!ENTITY a SYSTEM '/etc/passwd'>]><x>&a;</x>",
		"<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'><x/>",
		"<!DOCTYPE x PUBLIC '-//x' '/dev/zero'><x/>",
		"<!DOCTYPE x><x/>",
	};

	for (unsigned i = 0; i < COUNT(bombs); i++)
		CHECK_NULL(parse(bombs[i]), FAULT_XML, "web.xml:1: a document type is not accepted");
}

/* Depth is refused where it begins, however much follows. */
static void
test_depth(void)
{
	auto_text struct text deep = { 0 };
	int64_t start = clock_ms();

	add_repeated(&deep, "<a>\n", 256);
	add_repeated(&deep, "</a>", 256);
	xml_free(parse(text_get(&deep)));
	CHECK(fail_fault() == FAULT_NONE);
	text_cut(&deep, 0);
	add_repeated(&deep, "<a>\n", 1000000);
	CHECK_NULL(parse(text_get(&deep)), FAULT_XML, "web.xml:257: elements are nested too deeply");
	CHECK(clock_ms() - start < 5000);
}

static void
test_long_document(void)
{
	auto_text struct text t = { 0 };

	text_add(&t, "<a>");
	add_repeated(&t, "<b/>\n", 100000);
	text_add(&t, "</c>");
	CHECK_NULL(parse(text_get(&t)), FAULT_XML,
		   "web.xml:100001: Opening and ending tag mismatch: a line 1 and c");
}

static void
test_places(void)
{
	auto_xml xmlDoc *named = parse("\n<a>\n<b/></a>");
	auto_xml xmlDoc *unnamed = xml_parse("\n<a/>", 5, NULL);
	const char *first = xml_place(xml_root(named));

	CHECK_TEXT(xml_place(xml_root(unnamed)), "line 2");
	CHECK_TEXT(xml_place(xml_child(xml_root(named), "b")), "web.xml:3");
	xml_place(xml_root(named));
	CHECK_TEXT(first, "web.xml:2");
}

/* The printed form is what libvirt 9.0 made of the same document (virsh define,
 * virsh dumpxml on test:///default). */
static void
test_print(void)
{
	auto_xml xmlDoc *doc = parse(
		"<domain xmlns:z='http://z/'><metadata>\n"
		"    <app:foo xmlns:app='http://a/' k='v&apos;&quot;&#10;x'>\n"
		"        <app:bar>mixed <b>bold</b> <i>it</i> tail</app:bar>\n"
		"      <app:q><b/> <c/>text</app:q>\n"
		"      <!-- note -->\n"
		"      <app:e></app:e><app:f>   </app:f>\n"
		"      <app:t>\n         one\n      </app:t><![CDATA[<raw>]]>\n"
		"    </app:foo>\n"
		"    <z:deep><z:x><z:y/></z:x></z:deep>\n"
		"  </metadata></domain>");
	auto_text struct text out = { 0 };

	xml_print(xml_child(xml_root(doc), "metadata"), 1, &out);
	CHECK_TEXT(text_get(&out),
		   "  <metadata xmlns:z=\"http://z/\">\n"
		   "    <app:foo xmlns:app=\"http://a/\" k=\"v'&quot;&#10;x\"><app:bar>mixed <b>bold</b>"
		   " <i>it</i> tail</app:bar><app:q><b/><c/>text</app:q><!-- note --><app:e/>"
		   "<app:f>   </app:f><app:t>\n         one\n      </app:t><![CDATA[<raw>]]></app:foo>\n"
		   "    <z:deep>\n"
		   "      <z:x>\n"
		   "        <z:y/>\n"
		   "      </z:x>\n"
		   "    </z:deep>\n"
		   "  </metadata>\n");
}

/* What was printed reads as the same and prints as the same at any level. */
static void
test_print_again(void)
{
	auto_xml xmlDoc *doc = parse("<m><a>caf\xc3\xa9 <b/> x</a><c><d>1</d><e/></c></m>");
	auto_xml xmlDoc *again = NULL;
	auto_text struct text first = { 0 }, deep = { 0 }, second = { 0 };

	xml_print(xml_root(doc), 0, &first);
	xml_print(xml_root(doc), 5, &deep);
	again = parse(text_get(&deep));
	xml_print(xml_root(again), 0, &second);
	CHECK_TEXT(text_get(&second), text_get(&first));
	CHECK_TEXT(text_get(&first), "<m>\n  <a>caf\xc3\xa9 <b/> x</a>\n  <c>\n    <d>1</d>\n"
		   "    <e/>\n  </c>\n</m>\n");
}

static const char machine[] =
	"<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>"
	"<name>web</name><memory>1024</memory><os><type>hvm</type></os>"
	"<qemu:commandline><qemu:arg value='-s'/></qemu:commandline></domain>";

static void
test_select(void)
{
	static const struct {
		const char *expression, *out;
	} rows[] = {
		{ "//name|//os", "<name>web</name>\n<os>\n  <type>hvm</type>\n</os>\n" },
		{ "//os/type/text()", "hvm\n" },
		{ "/domain/@type", "type=\"kvm\"\n" },
		{ "count(//type)", "1\n" },
		{ "string(//name)", "web\n" },
		{ "boolean(//nic)", "false\n" },
		{ "//qemu:arg", "<qemu:arg xmlns:qemu=\"http://libvirt.org/schemas/domain/qemu/1.0\""
				" value=\"-s\"/>\n" },
		{ "//name/namespace::qemu", "http://libvirt.org/schemas/domain/qemu/1.0\n" },
	};

	for (unsigned i = 0; i < COUNT(rows); i++) {
		auto_text struct text out = { 0 };

		CHECK(xml_select(machine, rows[i].expression, false, &out) == 0);
		CHECK_TEXT(text_get(&out), rows[i].out);
	}
}

static void
test_select_wrapped(void)
{
	auto_text struct text out = { 0 }, whole = { 0 };

	CHECK(xml_select(machine, "//name|//os", true, &out) == 0);
	CHECK_TEXT(text_get(&out), "<nodes>\n  <name>web</name>\n  <os>\n    <type>hvm</type>\n"
		   "  </os>\n</nodes>\n");
	CHECK(xml_select("<a><b/></a>", "/", false, &whole) == 0);
	CHECK_TEXT(text_get(&whole), "<a>\n  <b/>\n</a>\n");
}

static void
test_select_nothing(void)
{
	auto_text struct text out = { 0 };

	CHECK_FAILS(xml_select(machine, "//nic", true, &out), FAULT_MISSING,
		    "nothing matches '//nic'");
	CHECK_FAILS(xml_select(machine, "//*[", false, &out), FAULT_USAGE,
		    "expression '//*[': Invalid expression");
	CHECK_FAILS(xml_select(machine, "//no:name", false, &out), FAULT_USAGE,
		    "expression '//no:name': Undefined namespace prefix");
	CHECK_FAILS(xml_select(machine, "oops()", false, &out), FAULT_USAGE,
		    "expression 'oops()': Unregistered function");
	CHECK_FAILS(xml_select("<a", "//a", false, &out), FAULT_XML,
		    "line 1: Couldn't find end of Start Tag a line 1");
	CHECK_TEXT(text_get(&out), "");
}

static void
test_assign(void)
{
	static const struct {
		const char *expression, *value, *out;
	} rows[] = {
		{ "//b", "1 < 2 & \"3\"", "<!--c-->\n<a x=\"1\">\n  <b>1 &lt; 2 &amp; \"3\"</b>\n  <b>1 &lt; 2 &amp; \"3\"</b>\n</a>\n" },
		{ "//@x", "<&\"", "<!--c-->\n<a x=\"&lt;&amp;&quot;\">\n  <b>old</b>\n  <b/>\n</a>\n" },
		{ "/a/b/text()", "&amp;", "<!--c-->\n<a x=\"1\">\n  <b>&amp;amp;</b>\n  <b/>\n</a>\n" },
	};

	for (unsigned i = 0; i < COUNT(rows); i++) {
		auto_text struct text out = { 0 };

		CHECK(xml_assign("<!--c--><a x='1'><b>old</b><b/></a>", rows[i].expression,
				 rows[i].value, &out) == 0);
		CHECK_TEXT(text_get(&out), rows[i].out);
	}
}

static void
test_assign_nothing(void)
{
	auto_text struct text out = { 0 };

	CHECK_FAILS(xml_assign("<a><b/></a>", "//c", "1", &out), FAULT_MISSING, "nothing matches '//c'");
	CHECK_FAILS(xml_assign("<a><b/></a>", "/a", "1", &out), FAULT_USAGE,
		    "'/a' has elements inside, which a value would replace");
	CHECK_FAILS(xml_assign("<a><b/></a>", "count(//b)", "1", &out), FAULT_USAGE,
		    "'count(//b)' is no element and no attribute");
	CHECK_FAILS(xml_assign("<!--c--><a/>", "//comment()", "1", &out), FAULT_USAGE,
		    "'//comment()' is no element and no attribute");
	CHECK_TEXT(text_get(&out), "");
}

static void
stylesheet(const char *body)
{
	auto_free char *sheet = text_format(
		"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'\n"
		" xmlns:x='http://www.jclark.com/xt' extension-element-prefixes='x'>\n"
		"<xsl:output method='text'/><xsl:template match='/'>%s</xsl:template>"
		"</xsl:stylesheet>", body);

	CHECK(file_replace(AT_FDCWD, "s.xsl", sheet, strlen(sheet), 0600) == 0);
}

static char warned[64];

static void
keep_warning(const char *message)
{
	snprintf(warned, sizeof warned, "%s", message);
}

static void
test_transform(void)
{
	auto_text struct text out = { 0 };

	stylesheet("<xsl:value-of select='//name'/><xsl:text> </xsl:text>"
		   "<xsl:value-of select='//memory'/><xsl:message>by hand</xsl:message>");
	warn_to(keep_warning);
	CHECK(xml_transform(machine, "s.xsl", &out) == 0);
	warn_to(NULL);
	CHECK_TEXT(text_get(&out), "web 1024");
	CHECK_TEXT(warned, "s.xsl: by hand");
}

static void
test_bad_stylesheets(void)
{
	static const struct {
		const char *body, *story;
	} rows[] = {
		{ "<xsl:message terminate='yes'>no way</xsl:message>", "s.xsl: no way" },
		{ "<xsl:value-of select='oops()'/>", "s.xsl: Unregistered function: runtime error:"
		  " file s.xsl line 3 element value-of: XPath evaluation returned no result." },
		{ "<oops>", "s.xsl:3: Opening and ending tag mismatch: oops line 3 and xsl:template" },
	};
	auto_text struct text out = { 0 };

	for (unsigned i = 0; i < COUNT(rows); i++) {
		stylesheet(rows[i].body);
		CHECK_FAILS(xml_transform(machine, "s.xsl", &out), FAULT_XML, rows[i].story);
	}
	CHECK_FAILS(xml_transform(machine, "none.xsl", &out), FAULT_SYSTEM,
		    "open none.xsl: No such file or directory");
	CHECK(file_replace(AT_FDCWD, "s.xsl", "<a/>", 4, 0600) == 0);
	CHECK(xml_transform(machine, "s.xsl", &out) < 0 && fail_fault() == FAULT_XML);
	CHECK_TEXT(text_get(&out), "");
}

/* A stylesheet writes no files. */
static void
test_writing_stylesheet(void)
{
	auto_text struct text out = { 0 };

	stylesheet("<x:document href='written'>text</x:document>");
	CHECK_FAILS(xml_transform(machine, "s.xsl", &out), FAULT_XML,
		    "s.xsl: runtime error: file s.xsl line 3 element document: File write for written"
		    " refused: runtime error: file s.xsl line 3 element document:"
		    " xsltDocumentElem: write rights for written denied");
	CHECK(!file_exists(AT_FDCWD, "written"));
}

TESTS(
	TEST("elements and attributes are found by name", test_walk),
	TEST("values and texts are decoded and joined", test_values),
	TEST("malformed documents are refused with their place", test_malformed),
	TEST("an undeclared prefix is let through", test_undeclared_prefix),
	TEST("document types are refused before they do anything", test_document_types),
	TEST("deep nesting is refused quickly", test_depth),
	TEST("line numbers beyond 65535", test_long_document),
	TEST("places name the file and the line", test_places),
	TEST("subtrees are printed as libvirt prints metadata", test_print),
	TEST("printing is stable", test_print_again),
	TEST("expressions select nodes and values", test_select),
	TEST("selected nodes are wrapped", test_select_wrapped),
	TEST("expressions that select nothing or are wrong", test_select_nothing),
	TEST("elements, attributes and texts are assigned", test_assign),
	TEST("what cannot be assigned", test_assign_nothing),
	TEST("a stylesheet transforms", test_transform),
	TEST("bad stylesheets are refused", test_bad_stylesheets),
	TEST("a stylesheet writes no files", test_writing_stylesheet),
)
