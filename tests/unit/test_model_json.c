/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_model_json - objects as JSON, and back */
#include "box.h"

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
	"\"magic\":{\"n\":12},\"qemu:commandline\":{\"qemu:arg\":[{\"@value\":\"-foo\"},{\"@value\":\"<\",\"value\":\"words\"}]}}";

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

TESTS(
	TEST("JSON", test_json),
	TEST("JSON and back", test_json_and_back),
	TEST("bad JSON is refused by key", test_json_refusals),
)
