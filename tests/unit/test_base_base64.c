/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_base64 - bytes as text */
#include "unit.h"

#include "base/base64.h"

/* RFC 4648, 10. */
static const struct { const char *plain, *coded; } vectors[] = {
	{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
};

static void
test_vectors(void)
{
	for (unsigned i = 0; i < COUNT(vectors); i++) {
		struct bytes plain = { (char *)vectors[i].plain, strlen(vectors[i].plain) };
		auto_bytes struct bytes coded = { 0 }, back = { 0 };

		base64_encode(&plain, &coded);
		CHECK_TEXT(coded.data, vectors[i].coded);
		CHECK(base64_decode(vectors[i].coded, &back) == 0);
		CHECK_TEXT(back.data, vectors[i].plain);
		CHECK(back.size == plain.size);
	}
}

static void
test_every_byte(void)
{
	struct bytes all = { .data = (char[256]) { 0 }, .size = 256 };
	auto_bytes struct bytes coded = { 0 }, back = { 0 };

	for (unsigned i = 0; i < 256; i++)
		all.data[i] = (char)i;
	base64_encode(&all, &coded);
	CHECK(base64_decode(coded.data, &back) == 0);
	CHECK(back.size == 256 && memcmp(back.data, all.data, 256) == 0);
}

static void
test_space(void)
{
	auto_bytes struct bytes back = { 0 };

	CHECK(base64_decode(" Zm9v\r\nYm\tFy\n", &back) == 0);
	CHECK_TEXT(back.data, "foobar");
}

static void
test_bad(void)
{
	const char *bad[] = { "Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v!", "Zm_v", "=Zm9" };
	struct bytes back = { 0 };

	for (unsigned i = 0; i < COUNT(bad); i++)
		CHECK_FAILS(base64_decode(bad[i], &back), FAULT_ARGUMENT, "not base64");
	CHECK(!back.data);
}

TESTS(
	TEST("the vectors of the RFC, both ways", test_vectors),
	TEST("every byte comes back", test_every_byte),
	TEST("white space is nothing", test_space),
	TEST("what is not base64 is refused", test_bad),
)
