/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret - what is known about a secret but its value: the <secret> document */
#include "model/secret.h"

#include "base/fail.h"

ENUM_WORDS(secret_usage, SECRET_USAGE);

#define T struct secret_def
#define NAMED ONLY_IF_ANY(T, usage, ONE(SECRET_CEPH) | ONE(SECRET_TLS) | ONE(SECRET_VTPM))
static const struct row secret_def_rows[] = {
	YESNO (T, ephemeral,   "@ephemeral",                 0, "the value is never stored", DEFAULT("no")),
	YESNO (T, private,     "@private",                   0, "the value is never shown", DEFAULT("no")),
	UUID  (T, uuid,        "uuid",                       0, "identity"),
	STRING(T, description, "description",                0, "description"),
	ENUM  (T, usage,       "usage/@type", secret_usage,  UNSUPPORTED, "what it is for"),
	STRING(T, usage_id,    "usage/volume",               0, "path of the volume it opens", ONLY_IF(T, usage, SECRET_VOLUME)),
	STRING(T, usage_id,    "usage/name",                 0, "name that its users know it by", NAMED),
	STRING(T, usage_id,    "usage/target",               0, "iSCSI target it opens", ONLY_IF(T, usage, SECRET_ISCSI)),
	ROWS_END
};
#undef NAMED
#undef T

static int
secret_def_check(const void *object, const xmlNode *at)
{
	const struct secret_def *def = object;

	if (at && xml_child(at, "usage") && !def->usage)
		return fail(FAULT_XML, "%s: missing attribute 'type' of 'usage'", xml_place(at));
	if (def->usage && !def->usage_id)
		return fail(FAULT_XML, "usage '%s' does not say of what",
			    words_name(&secret_usage_words, def->usage));
	return 0;
}

const struct type secret_def_type = {
	.name = "secret", .size = sizeof(struct secret_def), .rows = secret_def_rows,
	.check = secret_def_check,
};

void
secret_def_complete(struct secret_def *def)
{
	document_identify(&def->uuid);
}
