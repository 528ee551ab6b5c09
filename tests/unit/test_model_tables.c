/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_model_tables - every table can be streamed, and its texts are values */
#include "unit.h"

#include "model/snapshot.h"
#include "model/vm_def.h"

/* A document's type leads to the types it holds. */
static const struct type *const documents[] = { &vm_def_type, &snapshot_def_type };

static void
test_tables(void)
{
	for (unsigned i = 0; i < COUNT(documents); i++) {
		auto_text struct text mistakes = { 0 };

		model_lint(documents[i], &mistakes);
		CHECK_TEXT(text_get(&mistakes), "");
	}
}

TESTS(
	TEST("the tables have no mistakes", test_tables),
)
