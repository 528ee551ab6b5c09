/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* command - fuzz target of the values of options */
#include "base/uuid.h"
#include "base/when.h"
#include "command/inside.h"
#include "fuzz.h"

static void
take_option(const char *text, size_t size)
{
	static const char *const words[] = { "raw", "qcow2", NULL };
	static const enum value_kind kinds[] = {
		VALUE_WORD, VALUE_UINT, VALUE_INT, VALUE_SIZE, VALUE_BYTES, VALUE_DURATION, VALUE_FILE, VALUE_URI,
		VALUE_VM, VALUE_SNAPSHOT, VALUE_NETWORK, VALUE_POOL,
	};
	uint64_t number;
	int64_t when;
	char uuid[UUID_TEXT];

	(void)size;
	for (unsigned i = 0; i < COUNT(kinds); i++) {
		union { uint64_t number; const char *text; } into = { 0 };

		value_store(kinds[i], words, &into, text);
	}
	text_to_u64(text, 0, &number);
	uuid_read(text, false, uuid);
	if (when_read(text, &when) == 0)
		free(when_print(when));
}

const struct target targets[] = {
	{ "option", take_option },
	{ 0 },
};
