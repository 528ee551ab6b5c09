/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* seclabel - security labels of the virtual machine and of single sources */
#ifndef MODEL_SECLABEL_H
#define MODEL_SECLABEL_H

#include "model/model.h"

#define SECLABEL_KIND(X)                \
	X(SECLABEL_NONE_SAID, NULL)     \
	X(SECLABEL_NONE,      "none")   \
	X(SECLABEL_DYNAMIC,   "dynamic")\
	X(SECLABEL_STATIC,    "static")
ENUM_TYPE(seclabel_kind, SECLABEL_KIND);

/* <seclabel> of <domain>. */
struct seclabel {
	enum seclabel_kind type;
	char *model;                      /* "selinux", "apparmor", "dac" */
	enum tri relabel;
	char *label, *imagelabel, *baselabel;
};
LIST_OF(seclabel);

/* <seclabel> of a source: overrides labelling of that one file. */
struct source_seclabel {
	char *model;
	enum tri relabel;
	enum tri labelskip;
	char *label;
};
LIST_OF(source_seclabel);

extern const struct type seclabel_type, source_seclabel_type;

/* What has a label is labelled; without one, and without a word against it, nothing is said.  Nor is of
 * a source that cannot be labelled. */
void source_seclabels_settle(struct source_seclabel_list *labels, bool labelled);

#endif
