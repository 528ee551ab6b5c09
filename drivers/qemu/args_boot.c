/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_boot - clocks, power management, and what is booted */
#include <time.h>

#include "args_inside.h"

/* ---- -rtc and timers ---- */

static void
add_date(struct text *out, int64_t seconds, struct tm *(*in_zone)(const time_t *, struct tm *))
{
	time_t at = seconds;
	struct tm tm;
	char date[32];

	in_zone(&at, &tm);
	strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &tm);
	text_addf(out, "base=%s", date);
}

static void
add_base(struct args *a, struct text *out)
{
	const struct vm_clock *clock = &a->def->clock;

	switch (clock->offset) {
	case CLOCK_LOCALTIME:
	case CLOCK_TIMEZONE:
		text_add(out, "base=localtime");
		break;
	case CLOCK_ABSOLUTE:
		add_date(out, clock->start.value, gmtime_r);
		break;
	case CLOCK_VARIABLE:
		add_date(out, a->how->now + (clock->adjustment ? strtoll(clock->adjustment, NULL, 10) : 0),
			 clock->basis == CLOCK_BASIS_LOCALTIME ? localtime_r : gmtime_r);
		break;
	default:
		text_add(out, "base=utc");
	}
}

static void
add_rtc_timer(const struct timer *timer, struct text *out)
{
	if (timer->track == TIMER_TRACK_GUEST)
		option(out, "clock", "vm");
	if (timer->track == TIMER_TRACK_REALTIME)
		option(out, "clock", "rt");
	if (timer->tickpolicy == TICK_CATCHUP)
		option(out, "driftfix", "slew");
}

static void
add_rtc(struct args *a)
{
	auto_text struct text out = { 0 };

	add_base(a, &out);
	list_each(timer, &a->def->clock.timers)
		if (timer->name == TIMER_RTC)
			add_rtc_timer(timer, &out);
	args_add(a, "-rtc", text_get(&out));
}

static void
add_pit(struct args *a)
{
	list_each(timer, &a->def->clock.timers)
		if (timer->name == TIMER_PIT && (timer->tickpolicy == TICK_DISCARD || timer->tickpolicy == TICK_DELAY))
			args_addf(a, "-global", "kvm-pit.lost_tick_policy=%s",
				  words_name(&tick_policy_words, timer->tickpolicy));
}

/* ---- power ---- */

static void
add_sleep_states(struct args *a)
{
	const char *chip = a->machine->family == MACHINE_Q35 ? "ICH9-LPC" : "PIIX4_PM";

	if (a->def->pm.suspend_to_mem)
		args_addf(a, "-global", "%s.disable_s3=%d", chip, a->def->pm.suspend_to_mem == NO);
	if (a->def->pm.suspend_to_disk)
		args_addf(a, "-global", "%s.disable_s4=%d", chip, a->def->pm.suspend_to_disk == NO);
}

int
args_clock_and_power(struct args *a)
{
	add_rtc(a);
	add_pit(a);
	args_add(a, "-no-shutdown", NULL);
	if (a->def->on_crash == LIFECYCLE_PRESERVE_RUNNING)
		args_add(a, "-action", "panic=none");
	if (machine_is_x86(a->def) && !a->def->features.acpi)
		args_add(a, "-no-acpi", NULL);
	add_sleep_states(a);
	return 0;
}

/* ---- boot ---- */

/* With no order of their own, devices of each class are tried as <os><boot> says. */
static void
read_boot_order(struct args *a)
{
	unsigned place = 0;

	list_each(boot, &a->def->os.boot) {
		place++;
		switch (boot->dev) {
		case BOOT_HD:
			a->boot_hd = place;
			break;
		case BOOT_CDROM:
			a->boot_cdrom = place;
			break;
		case BOOT_FD:
			a->boot_floppy = place;
			break;
		case BOOT_NETWORK:
			a->boot_network = place;
			break;
		case BOOT_NONE:
		case boot_device_count:
			break;
		}
	}
}

static void
add_kernel(struct args *a)
{
	const struct vm_os *os = &a->def->os;

	if (os->kernel)
		args_add(a, "-kernel", os->kernel);
	if (os->initrd)
		args_add(a, "-initrd", os->initrd);
	if (os->cmdline)
		args_add(a, "-append", os->cmdline);
	if (os->dtb)
		args_add(a, "-dtb", os->dtb);
	list_each(table, &os->acpi_tables) {
		auto_text struct text out = { 0 };

		if (table->type != ACPI_RAW)
			text_add(&out, table->type == ACPI_MSDM ? "sig=MSDM" : "sig=SLIC");
		option(&out, "file", table->path);
		args_add(a, "-acpitable", text_get(&out) + (table->type == ACPI_RAW));
	}
}

int
args_boot(struct args *a)
{
	const struct vm_os *os = &a->def->os;
	auto_text struct text out = { 0 };

	read_boot_order(a);
	if (os->bootmenu.enable)
		text_addf(&out, "menu=%s,", os->bootmenu.enable == YES ? "on" : "off");
	if (os->bootmenu.enable == YES && os->bootmenu.timeout.given)
		text_addf(&out, "splash-time=%lld,", (long long)os->bootmenu.timeout.value);
	if (os->bios.reboot_timeout.given)
		text_addf(&out, "reboot-timeout=%lld,", (long long)os->bios.reboot_timeout.value);
	text_add(&out, "strict=on");
	args_add(a, "-boot", text_get(&out));
	add_kernel(a);
	return 0;
}
