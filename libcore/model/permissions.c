/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* permissions - owner, mode and label of what storage pools and volumes make */
#include "model/permissions.h"

#include "model/kinds.h"

/* ---- mode: "0644" ---- */

static int
mode_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	uint64_t mode;

	if (number_parse(text, 8, 0777, &mode) < 0)
		return -1;
	*(struct number *)member = NUMBER_OF(mode);
	return 0;
}

static void
mode_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	text_addf(out, "0%o", (unsigned)((const struct number *)member)->value);
}

static const struct kind kind_mode = {
	.name = "octal number", .pattern = "[0-7]+", .read = mode_read, .write = mode_write,
	.is_set = number_is_set, .json = number_json, .from_json = natural_from_json,
};

/* ---- user or group: the largest number, or -1, is nobody in particular ---- */

static int
id_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	uint64_t id = UINT32_MAX;

	if (strcmp(text, "-1") && number_parse(text, 10, UINT32_MAX, &id) < 0)
		return -1;
	*(struct number *)member = (struct number) { id, id != UINT32_MAX };
	return 0;
}

static void
id_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	text_addf(out, "%u", (unsigned)((const struct number *)member)->value);
}

static const struct kind kind_id = {
	.name = "number of a user or group", .pattern = "-1|[0-9]+",
	.read = id_read, .write = id_write,
	.is_set = number_is_set, .json = number_json, .from_json = natural_from_json,
};

#define T struct permissions
#define NUMBER_AS(k, m, h) ROW_(k, AT_(T, m, struct number), #m, 0, h, )
static const struct row permissions_rows[] = {
	NUMBER_AS(kind_mode, mode,  "mode, octal"),
	NUMBER_AS(kind_id,   owner, "number of the user it belongs to"),
	NUMBER_AS(kind_id,   group, "number of the group it belongs to"),
	STRING(T, label, "label", 0, "security label"),
	ROWS_END
};
#undef NUMBER_AS
#undef T
const struct type permissions_type = {
	.name = "permissions", .size = sizeof(struct permissions), .rows = permissions_rows,
};
