/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_dry_run - telling what would be done instead of doing it */
#include "driver/vm_inside.h"

static vm_teller *teller;

vm_teller *
vm_dry_run(vm_teller *tell)
{
	vm_teller *before = teller;

	teller = tell;
	return before;
}

bool
vm_is_dry_run(void)
{
	return teller;
}

bool
vm_told(const char *format, ...)
{
	auto_text struct text what = { 0 };
	va_list arguments;

	if (!teller)
		return false;
	va_start(arguments, format);
	text_addv(&what, format, arguments);
	va_end(arguments);
	teller(text_get(&what));
	return true;
}
