/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* field - one comparison of a rule, in nftables' words */
#ifndef NWFILTER_FIELD_H
#define NWFILTER_FIELD_H

#include "values.h"

enum field_form {
	FIELD_NUMBER,            /* or whatever is written as it is; beside: the end of the range */
	FIELD_MAC,               /* beside: a mask */
	FIELD_ADDRESS,           /* beside: how many bits are looked at */
	FIELD_OPTION,            /* a TCP option that is there */
	FIELD_FLAGS,             /* "SYN,ACK/SYN" */
};

struct field {
	enum field_form form;
	bool has_beside;
	size_t member, beside;           /* char * in struct nwfilter_match */
	const struct kind *kind, *beside_kind;
	const char *ahead, *back;        /* of nftables; back NULL: not looked at in packets that come back */
};

/* Append the comparison, if the match says the member; -1 after a failure. */
int field_write(const struct field *field, const struct nwfilter_match *match, bool back,
		struct values *values, struct text *out);

#endif
