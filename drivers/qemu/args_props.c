/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_props - the small pieces command-line options are made of */
#include <stdio.h>

#include "args_inside.h"

void
args_add(struct args *a, const char *flag, const char *value)
{
	strings_add(a->out, flag);
	if (value)
		strings_add(a->out, value);
}

void
args_addf(struct args *a, const char *flag, const char *format, ...)
{
	auto_text struct text value = { 0 };
	va_list arguments;

	va_start(arguments, format);
	text_addv(&value, format, arguments);
	va_end(arguments);
	args_add(a, flag, text_get(&value));
}

void
args_json(struct args *a, const char *flag, struct json_object *value)
{
	auto_json struct json_object *owned = value;

	args_add(a, flag, json_line(owned));
}

void
option_text(struct text *out, const char *value)
{
	for (; *value; value++) {
		if (*value == ',')
			text_add_char(out, ',');
		text_add_char(out, *value);
	}
}

void
option(struct text *out, const char *key, const char *value)
{
	if (!value)
		return;
	text_addf(out, ",%s=", key);
	option_text(out, value);
}

void
option_onoff(struct text *out, const char *key, enum tri value)
{
	if (value)
		option(out, key, value == YES ? "on" : "off");
}

void
prop_add(struct json_object *o, const char *key, struct json_object *value)
{
	json_object_object_add(o, key, value);
}

void
prop_string(struct json_object *o, const char *key, const char *value)
{
	if (value)
		prop_add(o, key, json_object_new_string(value));
}

void
prop_number(struct json_object *o, const char *key, int64_t value)
{
	prop_add(o, key, json_object_new_int64(value));
}

void
prop_count(struct json_object *o, const char *key, uint64_t value)
{
	if (value)
		prop_add(o, key, json_object_new_uint64(value));
}

void
prop_given(struct json_object *o, const char *key, struct number value)
{
	if (value.given)
		prop_number(o, key, value.value);
}

void
prop_bool(struct json_object *o, const char *key, bool value)
{
	prop_add(o, key, json_object_new_boolean(value));
}

void
prop_tri(struct json_object *o, const char *key, enum tri value)
{
	if (value)
		prop_bool(o, key, value == YES);
}

void
prop_onoff(struct json_object *o, const char *key, enum tri value)
{
	if (value)
		prop_string(o, key, value == YES ? "on" : "off");
}
