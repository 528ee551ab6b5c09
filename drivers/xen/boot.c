/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* boot - what a guest of Xen starts from, and whether it may be a host itself */
#include "config_inside.h"

/* Where Xen installs them. */
static const char hvmloader[] = "/usr/lib/xen/boot/hvmloader";
static const char ovmf[] = "/usr/lib/xen/boot/ovmf.bin";

static const struct { char letter; enum boot_device device; } letters[] = {
	{ 'a', BOOT_FD }, { 'c', BOOT_HD }, { 'd', BOOT_CDROM }, { 'n', BOOT_NETWORK },
};

/* ---- reading ---- */

static int
read_order(struct reader *r)
{
	const char *order = get(r, "boot");

	for (const char *c = order ? order : "c"; *c; c++) {
		struct os_boot *entry = list_add(&r->def->os.boot);

		entry->dev = BOOT_HD;
		for (unsigned i = 0; i < COUNT(letters); i++)
			if (letters[i].letter == *c)
				entry->dev = letters[i].device;
	}
	return 0;
}

/* xl has one key for the command line; the older two are used only without it. */
static char *
command_line(const struct reader *r)
{
	const char *line = get(r, "cmdline"), *extra = get(r, "extra"), *root = get(r, "root");

	if (line)
		return xstrdup(line);
	if (root)
		return text_format("root=%s%s%s", root, extra ? " " : "", extra ? extra : "");
	return xstrdup(extra);
}

static void
read_kernel(struct reader *r)
{
	struct vm_os *os = &r->def->os;

	os->kernel = xstrdup(get(r, "kernel"));
	os->initrd = xstrdup(get(r, "ramdisk"));
	if (r->format == XEN_XL) {
		os->cmdline = command_line(r);
		return;
	}
	os->cmdline = xstrdup(get(r, "extra"));
	os->root = xstrdup(get(r, "root"));
}

static int
read_hvm(struct reader *r)
{
	struct vm_os *os = &r->def->os;
	bool efi = r->format == XEN_XL && text_same(get(r, "bios"), "ovmf");

	if (r->format == XEN_XL)
		read_kernel(r);
	if (r->format == XEN_XL && get(r, "acpi_firmware"))
		*list_add(&os->acpi_tables) = (struct acpi_table){
			.type = ACPI_SLIC, .path = xstrdup(get(r, "acpi_firmware")),
		};
	os->loader.type = efi ? LOADER_PFLASH : LOADER_ROM;
	os->loader.readonly = efi ? YES : UNSAID;
	os->loader.path = xstrdup(efi ? ovmf : r->format == XEN_XL ? hvmloader : get(r, "kernel"));
	return read_order(r);
}

static int
add_argument(struct reader *r, const char *key, const struct setting *item)
{
	char **whole = &r->def->bootloader_args;
	char *longer = text_format("%s%s%s", *whole ? *whole : "", *whole ? " " : "", item->text);

	(void)key;
	free(*whole);
	*whole = longer;
	return 0;
}

int
read_boot(struct reader *r)
{
	if (r->hvm)
		return read_hvm(r);
	r->def->bootloader = xstrdup(get(r, "bootloader"));
	read_kernel(r);
	return each_item(r, "bootargs", add_argument);
}

/* ---- writing ---- */

static int
put_order(const struct writer *w)
{
	char order[COUNT(letters) + 1] = "c";
	unsigned n = 0;

	list_each(boot, &w->def->os.boot)
		for (unsigned i = 0; i < COUNT(letters) && n < COUNT(letters); i++)
			if (letters[i].device == boot->dev)
				order[n++] = letters[i].letter;
	order[n ? n : 1] = '\0';
	put(w, "boot", order);
	return 0;
}

static void
put_if(const struct writer *w, const char *key, const char *value)
{
	if (value)
		put(w, key, value);
}

static void
put_kernel(const struct writer *w)
{
	const struct vm_os *os = &w->def->os;

	put_if(w, "kernel", os->kernel);
	put_if(w, "ramdisk", os->initrd);
	put_if(w, w->format == XEN_XL ? "cmdline" : "extra", os->cmdline);
	if (w->format == XEN_XM)
		put_if(w, "root", os->root);
}

static int
put_hvm(const struct writer *w)
{
	const struct vm_os *os = &w->def->os;

	put(w, "builder", "hvm");
	if (w->format == XEN_XM) {
		put_if(w, "kernel", os->loader.path);
		return put_order(w);
	}
	if (os->loader.type == LOADER_PFLASH || os->firmware == FIRMWARE_EFI)
		put(w, "bios", "ovmf");
	list_each(table, &os->acpi_tables)
		if (table->type == ACPI_SLIC)
			put_if(w, "acpi_firmware", table->path);
	put_kernel(w);
	return put_order(w);
}

int
write_boot(struct writer *w)
{
	if (w->hvm)
		return put_hvm(w);
	if (w->def->os.type == OS_XENPVH)
		put(w, "type", "pvh");
	put_if(w, "bootloader", w->def->bootloader);
	put_if(w, "bootargs", w->def->bootloader_args);
	put_kernel(w);
	return 0;
}

/* ---- a guest that is a host ---- */

static const char *const virtualisation[] = { "vmx", "svm" };

int
read_nested(struct reader *r)
{
	bool nested = false;
	struct cpu_feature *feature;

	if (!r->hvm || !said(r, "nestedhvm"))
		return 0;
	if (get_truth(r, "nestedhvm", &nested) < 0)
		return -1;
	r->def->cpu = model_new(&vm_cpu_type);
	r->def->cpu->mode = CPU_HOST_PASSTHROUGH;
	if (nested)
		return 0;
	feature = list_add(&r->def->cpu->features);
	*feature = (struct cpu_feature){ .name = xstrdup(virtualisation[0]), .policy = CPU_DISABLE };
	return 0;
}

bool
is_virtualisation(const char *feature)
{
	for (unsigned i = 0; i < COUNT(virtualisation); i++)
		if (!strcmp(feature, virtualisation[i]))
			return true;
	return false;
}

static bool
forbids(const struct vm_cpu *cpu)
{
	list_each(feature, &cpu->features)
		if (is_virtualisation(feature->name) &&
		    (feature->policy == CPU_DISABLE || feature->policy == CPU_FORBID))
			return true;
	return false;
}

int
write_nested(struct writer *w)
{
	const struct vm_cpu *cpu = w->def->cpu;

	if (w->hvm && cpu && cpu->mode == CPU_HOST_PASSTHROUGH)
		put_number(w, "nestedhvm", !forbids(cpu));
	return 0;
}
