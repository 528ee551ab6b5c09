/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* seclabel - security labels of the virtual machine and of single sources */
#include "model/seclabel.h"

#include "base/fail.h"

ENUM_WORDS(seclabel_kind, SECLABEL_KIND);

#define T struct seclabel
#define LABELLED ONLY_IF_ANY(T, type, ~ONE(SECLABEL_NONE))
static const struct row seclabel_rows[] = {
	ENUM  (T, type,       "@type", seclabel_kind, 0, "who chooses the label"),
	STRING(T, model,      "@model",       0,      "security driver"),
	YESNO (T, relabel,    "@relabel",     0,      "files are labelled to match", LABELLED),
	YESNO (T, relabel,    "@relabel",     0,      "files are labelled to match", ONLY_IF(T, type, SECLABEL_NONE), QUIET("no")),
	STRING(T, label,      "label",        0,      "label of the process",  ONLY_IF(T, type, SECLABEL_STATIC)),
	STRING(T, label,      "label",        STATUS, "label of the process",  ONLY_IF(T, type, SECLABEL_DYNAMIC)),
	STRING(T, imagelabel, "imagelabel",   STATUS, "label of its files",    LABELLED),
	STRING(T, baselabel,  "baselabel",    0,      "what a dynamic label is made from", LABELLED),
	ROWS_END
};
#undef LABELLED
#undef T

/* A label that is chosen is set; one that is said was set by who said it. */
static int
seclabel_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct seclabel *seclabel = object;

	if (seclabel->model && !seclabel->relabel && seclabel->type && seclabel->type != SECLABEL_NONE)
		seclabel->relabel = seclabel->type == SECLABEL_STATIC ? NO : YES;
	return 0;
}

static int
seclabel_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct seclabel *seclabel = object;

	if (seclabel->type == SECLABEL_STATIC && !seclabel->label && !text_same(seclabel->model, "none"))
		return fail(FAULT_XML, "missing label of a static seclabel");
	if (seclabel->type == SECLABEL_DYNAMIC && seclabel->relabel == NO)
		return fail(FAULT_CONFIG, "a dynamic seclabel is put on what the guest uses");
	if (seclabel->type == SECLABEL_NONE && seclabel->relabel == YES)
		return fail(FAULT_CONFIG, "no files are labelled with a seclabel of type 'none'");
	return 0;
}

const struct type seclabel_type = {
	.name = "seclabel", .size = sizeof(struct seclabel), .rows = seclabel_rows,
	.read_rest = seclabel_read_rest, .check = seclabel_check,
};

#define T struct source_seclabel
static const struct row source_seclabel_rows[] = {
	STRING(T, model,     "@model",     0,      "security driver"),
	YESNO (T, labelskip, "@labelskip", STATUS, "labelling was not possible"),
	YESNO (T, relabel,   "@relabel",   0,      "the file is labelled"),
	STRING(T, label,     "label",      0,      "its label"),
	ROWS_END
};
#undef T

static int
source_seclabel_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct source_seclabel *seclabel = object;

	return seclabel->label && seclabel->relabel == NO ? fail(FAULT_XML, "a label for what is not labelled") : 0;
}

const struct type source_seclabel_type = {
	.name = "seclabel", .size = sizeof(struct source_seclabel), .rows = source_seclabel_rows,
	.check = source_seclabel_check,
};

void
source_seclabels_settle(struct source_seclabel_list *labels, bool labelled)
{
	unsigned n = 0;

	list_each(label, labels) {
		if (label->label && !label->relabel)
			label->relabel = YES;
		if (labelled && (label->label || label->relabel == NO || label->labelskip))
			labels->item[n++] = *label;
		else
			model_done(&source_seclabel_type, label);
	}
	labels->n = n;
}
