/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* machine - identity, memory, processors, features, clock, and what follows on an end */
#include <stddef.h>

#include "base/uuid.h"
#include "config_inside.h"
#include "model/vm_kinds.h"

#define MiB (INT64_C(1) << 20)

enum { MEMORY = 128 };    /* MiB, when nothing is said */

/* ---- identity ---- */

/* Old files say builder, new ones type. */
static enum os_kind
os_type(const struct reader *r)
{
	static const struct { const char *word; enum os_kind type; } types[] = {
		{ "pv", OS_LINUX }, { "pvh", OS_XENPVH }, { "hvm", OS_HVM },
	};

	for (unsigned i = 0; i < COUNT(types); i++)
		if (text_same(get(r, "type"), types[i].word))
			return types[i].type;
	return text_same(get(r, "builder"), "hvm") ? OS_HVM : OS_LINUX;
}

/* libvirt takes the machine that its host offers first. */
int
read_identity(struct reader *r)
{
	struct vm_def *def = r->def;
	const char *uuid = get(r, "uuid");
	char usual[UUID_TEXT];

	if (!get(r, "name"))
		return refuse(r, "name", NULL, "is missing");
	if (uuid && !uuid_read(uuid, true, usual))
		return refuse(r, "uuid", NULL, "is no UUID");
	def->type = VM_XEN;
	def->name = xstrdup(get(r, "name"));
	def->uuid = uuid ? xstrdup(usual) : NULL;
	def->os.type = os_type(r);
	r->hvm = is_hvm(def);
	def->os.arch = xstrdup(r->format == XEN_XL ? "x86_64" : "i686");
	def->os.machine = xstrdup(r->hvm ? "xenfv" : def->os.type == OS_XENPVH ? "xenpvh" : "xenpv");
	return 0;
}

int
write_identity(struct writer *w)
{
	put(w, "name", w->def->name);
	put(w, "uuid", w->def->uuid);
	return 0;
}

/* ---- memory ---- */

int
read_memory(struct reader *r)
{
	int64_t memory = MEMORY, most;

	if (get_number(r, "memory", &memory) < 0)
		return -1;
	most = memory;
	if (get_number(r, "maxmem", &most) < 0)
		return -1;
	if (most <= 0 || memory < 0 || most > INT64_MAX / MiB || memory > INT64_MAX / MiB)
		return refuse(r, said(r, "maxmem") ? "maxmem" : "memory", NULL, "is no size of a memory");
	r->def->memory = (uint64_t)(most * MiB);
	r->def->current_memory = (uint64_t)((memory ? memory : most) * MiB);
	return 0;
}

static int64_t
mebibytes(uint64_t bytes)
{
	return ((int64_t)bytes + MiB - 1) / MiB;
}

int
write_memory(struct writer *w)
{
	put_number(w, "maxmem", mebibytes(w->def->memory));
	put_number(w, "memory", mebibytes(w->def->current_memory));
	return 0;
}

/* ---- processors ---- */

/* vcpus is the number of those that are there at first; the older vcpu_avail has a bit of each. */
int
read_processors(struct reader *r)
{
	int64_t count = 1, most, there = -1;
	unsigned current;

	if (get_number(r, "vcpus", &count) < 0)
		return -1;
	most = count;
	if (get_number(r, "maxvcpus", &most) < 0 ||
	    (r->format == XEN_XM && get_number(r, "vcpu_avail", &there) < 0))
		return -1;
	if (count < 1 || most < 1 || most > UINT16_MAX)
		return refuse(r, said(r, "maxvcpus") ? "maxvcpus" : "vcpus", NULL, "is no number of processors");
	current = (unsigned)__builtin_popcountll((uint64_t)there);
	r->def->vcpu.count = (unsigned)most;
	if (count < most)
		r->def->vcpu.current = (unsigned)count;
	else if (there != -1 && current < most)
		r->def->vcpu.current = current;
	if (get(r, "cpus") && kind_set.read(&r->def->vcpu.cpuset, get(r, "cpus"), NULL, NULL) < 0)
		return refuse(r, "cpus", NULL, "is no set of processors");
	return 0;
}

int
write_processors(struct writer *w)
{
	const struct vm_def *def = w->def;
	unsigned current = def->vcpu.current;

	bool fewer = current && current < def->vcpu.count;

	if (fewer && w->format == XEN_XL)
		put_number(w, "maxvcpus", def->vcpu.count);
	put_number(w, "vcpus", fewer && w->format == XEN_XL ? current : def->vcpu.count);
	if (fewer && w->format == XEN_XM && current < 63)
		put_number(w, "vcpu_avail", (INT64_C(1) << current) - 1);
	if (def->vcpu.cpuset)
		put(w, "cpus", def->vcpu.cpuset);
	return 0;
}

/* ---- features ---- */

static const struct { const char *word; enum timer_mode mode; } tsc_modes[] = {
	{ "default",         TIMER_MODE_AUTO },
	{ "always_emulate",  TIMER_MODE_EMULATE },
	{ "native",          TIMER_MODE_NATIVE },
	{ "native_paravirt", TIMER_MODE_PARAVIRT },
	{ "default",         TIMER_MODE_SMPSAFE },    /* only written: Xen decides */
};

static int
read_tsc(struct reader *r)
{
	const char *word = get(r, "tsc_mode");

	for (unsigned i = 0; word && i < COUNT(tsc_modes); i++)
		if (strcmp(word, tsc_modes[i].word) == 0) {
			*list_add(&r->def->clock.timers) = (struct timer){
				.name = TIMER_TSC, .present = YES, .mode = tsc_modes[i].mode,
			};
			break;
		}
	return 0;
}

static int
read_timers(struct reader *r)
{
	bool hpet = false;

	if (read_tsc(r) < 0 || get_truth(r, "hpet", &hpet) < 0)
		return -1;
	if (said(r, "hpet"))
		*list_add(&r->def->clock.timers) = (struct timer){ .name = TIMER_HPET, .present = hpet ? YES : NO };
	return 0;
}

/* ---- what only Xen has ---- */

static const struct { const char *word; enum xen_passthrough mode; } passthroughs[] = {
	{ "enabled",  XEN_PASSTHROUGH_NONE },
	{ "share_pt", XEN_SHARE_PT },
	{ "sync_pt",  XEN_SYNC_PT },
};

static struct xen_features *
xen_features(struct reader *r)
{
	struct vm_features *features = &r->def->features;

	if (!features->xen)
		features->xen = xcalloc(1, sizeof *features->xen);
	return features->xen;
}

static int
read_xen(struct reader *r)
{
	const char *word = get(r, "passthrough");
	bool e820 = false;

	if (!r->hvm && get_truth(r, "e820_host", &e820) < 0)
		return -1;
	if (e820)
		xen_features(r)->e820_host = YES;
	for (unsigned i = 0; word && i < COUNT(passthroughs); i++)
		if (!strcmp(word, passthroughs[i].word)) {
			xen_features(r)->passthrough = YES;
			xen_features(r)->passthrough_mode = passthroughs[i].mode;
		}
	return 0;
}

static void
put_xen(const struct writer *w, const struct xen_features *xen)
{
	if (!w->hvm && xen->e820_host == YES)
		put_number(w, "e820_host", 1);
	if (xen->passthrough != YES)
		return;
	for (unsigned i = 0; i < COUNT(passthroughs); i++)
		if (xen->passthrough_mode == passthroughs[i].mode)
			put(w, "passthrough", passthroughs[i].word);
}

int
read_features(struct reader *r)
{
	struct vm_features *features = &r->def->features;
	bool apic = true, hap = true;

	if (read_xen(r) < 0)
		return -1;
	if (!r->hvm)
		return read_tsc(r);
	features->pae = features->acpi = true;
	if (get_truth(r, "pae", &features->pae) < 0 || get_truth(r, "acpi", &features->acpi) < 0 ||
	    get_truth(r, "apic", &apic) < 0 || get_truth(r, "hap", &hap) < 0 ||
	    get_truth(r, "viridian", &features->viridian) < 0)
		return -1;
	if (apic)
		features->apic = xcalloc(1, sizeof *features->apic);
	features->pae |= r->format == XEN_XL;    /* a processor of 64 bits cannot be without */
	features->hap = hap ? UNSAID : NO;
	return read_timers(r);
}

static int
put_timer(const struct writer *w, const struct timer *timer)
{
	switch (timer->name) {
	case TIMER_TSC:
		for (unsigned i = 0; i < COUNT(tsc_modes); i++)
			if (tsc_modes[i].mode == timer->mode)
				put(w, "tsc_mode", tsc_modes[i].word);
		return 0;
	case TIMER_HPET:
		if (!w->hvm)
			break;
		if (timer->present != UNSAID)
			put_number(w, "hpet", timer->present == YES);
		return 0;
	default:
		break;
	}
	return fail(FAULT_CONFIG, "this guest of Xen has no timer '%s'", words_name(&timer_name_words, timer->name));
}

int
write_features(struct writer *w)
{
	const struct vm_features *features = &w->def->features;

	if (w->hvm) {
		put_number(w, "pae", features->pae || w->format == XEN_XL);
		put_number(w, "acpi", features->acpi);
		put_number(w, "apic", features->apic != NULL);
		if (features->hap == NO)
			put_number(w, "hap", 0);
		put_number(w, "viridian", features->viridian);
	}
	if (features->xen)
		put_xen(w, features->xen);
	list_each(timer, &w->def->clock.timers)
		if (put_timer(w, timer) < 0)
			return -1;
	return 0;
}

/* ---- clock ---- */

int
read_clock(struct reader *r)
{
	struct vm_clock *clock = &r->def->clock;
	int64_t seconds = 0;
	bool local = false;

	if (get_truth(r, "localtime", &local) < 0 || get_number(r, "rtc_timeoffset", &seconds) < 0)
		return -1;
	clock->offset = local ? CLOCK_LOCALTIME : CLOCK_UTC;
	if (!r->hvm) {
		clock->adjustment = xstrdup("reset");
		return 0;
	}
	clock->offset = CLOCK_VARIABLE;
	clock->basis = local ? CLOCK_BASIS_LOCALTIME : CLOCK_BASIS_UTC;
	clock->adjustment = text_format("%lld", (long long)seconds);
	return 0;
}

int
write_clock(struct writer *w)
{
	const struct vm_clock *clock = &w->def->clock;
	bool variable = clock->offset == CLOCK_VARIABLE;
	bool local = clock->offset == CLOCK_LOCALTIME || (variable && clock->basis == CLOCK_BASIS_LOCALTIME);
	int64_t seconds = 0;

	if (clock->offset > CLOCK_VARIABLE || (variable && !w->hvm))
		return fail(FAULT_CONFIG, "this guest of Xen has no clock with offset '%s'",
			    words_name(&clock_offset_words, clock->offset));
	if (w->hvm && text_same(clock->adjustment, "reset"))
		return fail(FAULT_CONFIG, "the clock of this guest of Xen is not reset when it starts");
	if (variable && clock->adjustment && text_to_i64(clock->adjustment, &seconds) < 0)
		return fail_within("adjustment of the clock");
	if (w->hvm)
		put_number(w, "rtc_timeoffset", seconds);
	put_number(w, "localtime", local);
	return 0;
}

/* ---- what follows on an end ---- */

static const struct { const char *key; size_t offset; enum lifecycle initial; } ends[] = {
	{ "on_poweroff", offsetof(struct vm_def, on_poweroff), LIFECYCLE_DESTROY },
	{ "on_reboot",   offsetof(struct vm_def, on_reboot),   LIFECYCLE_RESTART },
	{ "on_crash",    offsetof(struct vm_def, on_crash),    LIFECYCLE_RESTART },
};

int
read_lifecycle(struct reader *r)
{
	for (unsigned i = 0; i < COUNT(ends); i++) {
		enum lifecycle *member = (enum lifecycle *)((char *)r->def + ends[i].offset);
		const char *word = get(r, ends[i].key);
		int value = word ? words_find(&lifecycle_words, word) : (int)ends[i].initial;

		if (value < 0)
			return refuse(r, ends[i].key, NULL, "is nothing that can follow");
		*member = (enum lifecycle)value;
	}
	return 0;
}

int
write_lifecycle(struct writer *w)
{
	for (unsigned i = 0; i < COUNT(ends); i++) {
		const enum lifecycle *member = (const enum lifecycle *)((const char *)w->def + ends[i].offset);

		if (*member == LIFECYCLE_PRESERVE_RUNNING)
			return fail(FAULT_CONFIG, "Xen lets no guest that crashed run on");
		put(w, ends[i].key, words_name(&lifecycle_words, *member ? *member : ends[i].initial));
	}
	return 0;
}

/* ---- emulator ---- */

int
read_emulator(struct reader *r)
{
	r->def->devices.emulator = xstrdup(get(r, "device_model"));
	return 0;
}

int
write_emulator(struct writer *w)
{
	if (w->def->devices.emulator)
		put(w, "device_model", w->def->devices.emulator);
	return 0;
}
