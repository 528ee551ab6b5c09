/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config - the configuration files of the lxc tools, to definitions */
#include "config.h"

#include <ctype.h>

#include "config_inside.h"
#include "container.h"
#include "driver/vm_complete.h"

enum { MEMORY = 64 << 20 };    /* bytes, when there is no limit */

/* ---- words and keys ---- */

const struct setting *
get(const struct reader *r, const char *key, const char *old)
{
	const struct setting *found = settings_find(&r->settings, "%s", key);

	if (!found && old)
		found = settings_find(&r->settings, "%s", old);
	return found && *found->text ? found : NULL;
}

int
refuse(const struct reader *r, const struct setting *at, const char *what)
{
	return settings_fail(&r->settings, at, "%s %s %s", at->key, quote(at->text), what);
}

char *
next_word(const char **at)
{
	const char *from = *at + strspn(*at, " \t");
	size_t length = strcspn(from, " \t");

	*at = from + length;
	return length ? xstrndup(from, length) : NULL;
}

/* ---- identity ---- */

/* What lxc.container.conf(5) lists, and what the lxc tools take besides. */
static const struct { const char *lxc, *arch; } archs[] = {
	{ "x86", "i686" }, { "i386", "i686" }, { "i486", "i686" }, { "i586", "i686" }, { "i686", "i686" },
	{ "linux32", "i686" },
	{ "amd64", "x86_64" }, { "x86_64", "x86_64" }, { "linux64", "x86_64" },
	{ "arm", "armv7l" }, { "armhf", "armv7l" }, { "armv7l", "armv7l" }, { "armel", "armv6l" },
	{ "arm64", "aarch64" }, { "aarch64", "aarch64" },
	{ "ppc", "ppc" }, { "powerpc", "ppc" }, { "ppc64", "ppc64" }, { "powerpc64", "ppc64" },
	{ "ppc64le", "ppc64le" }, { "ppc64el", "ppc64le" },
	{ "loongarch64", "loongarch64" }, { "mips", "mips" }, { "mipsel", "mipsel" }, { "riscv64", "riscv64" }, { "s390x", "s390x" },
};

/* Of another one nothing is known: the container is of the host's. */
static void
read_arch(struct reader *r)
{
	const struct setting *said = get(r, "lxc.arch", NULL);

	for (unsigned i = 0; said && i < COUNT(archs); i++)
		if (!strcmp(said->text, archs[i].lxc))
			r->def->os.arch = xstrdup(archs[i].arch);
	if (said && !r->def->os.arch)
		warn("%s:%u: lxc.arch %s is left out", r->settings.whence, said->line, quote(said->text));
}

static int
read_identity(struct reader *r)
{
	const struct setting *name = get(r, "lxc.uts.name", "lxc.utsname");

	r->def->type = VM_LXC;
	r->def->name = xstrdup(name ? name->text : "unnamed");
	r->def->os.type = OS_EXE;
	r->def->os.init = xstrdup("/sbin/init");
	r->def->devices.emulator = xstrdup(LXC_CONTROLLER);
	r->def->memory = MEMORY;
	r->def->on_poweroff = LIFECYCLE_DESTROY;
	r->def->on_reboot = LIFECYCLE_RESTART;
	r->def->on_crash = LIFECYCLE_DESTROY;
	read_arch(r);
	return 0;
}

/* ---- consoles, users, capabilities ---- */

int
read_consoles(struct reader *r)
{
	enum { CONSOLES = 1024 };
	const struct setting *said = get(r, "lxc.tty.max", "lxc.tty");
	uint64_t count = 0;

	if (said && (text_to_u64(said->text, 10, &count) < 0 || count > CONSOLES))
		return refuse(r, said, "is no number of consoles");
	for (uint64_t i = 0; i < count; i++) {
		struct chardev *console = list_add(&r->def->devices.consoles);

		console->source.type = CHARDEV_PTY;
		console->target = TARGET_LXC;
		console->port = NUMBER_OF((int64_t)i);
	}
	return 0;
}

/* "u 10000 0 2000": who the users of the container are on the host. */
static int
read_range(struct reader *r, const struct setting *setting)
{
	unsigned numbers[3];
	const char *at = setting->text;
	auto_free char *kind = next_word(&at);
	bool users = text_same(kind, "u");
	struct id_range *range;

	if (!users && !text_same(kind, "g"))
		return refuse(r, setting, "begins with neither u nor g");
	for (unsigned i = 0; i < COUNT(numbers); i++) {
		auto_free char *word = next_word(&at);
		uint64_t number;

		if (!word || text_to_u64(word, 10, &number) < 0 || number > UINT32_MAX)
			return refuse(r, setting, "has no three numbers");
		numbers[i] = (unsigned)number;
	}
	range = users ? list_add(&r->def->idmap.uids) : list_add(&r->def->idmap.gids);
	*range = (struct id_range){ .start = NUMBER_OF(numbers[1]), .target = numbers[0], .count = numbers[2] };
	return 0;
}

int
read_idmap(struct reader *r)
{
	list_each(setting, &r->settings.all)
		if ((!strcmp(setting->key, "lxc.idmap") || !strcmp(setting->key, "lxc.id_map")) &&
		    read_range(r, setting) < 0)
			return -1;
	return 0;
}

static const struct { const char *name; size_t offset; } capabilities[] = {
#define CAPABILITY_ROW(name) { #name, offsetof(struct container_capabilities, name) },
	CONTAINER_CAPABILITIES(CAPABILITY_ROW)
#undef CAPABILITY_ROW
};

static void
set_capability(struct container_capabilities *set, const char *name, enum tri state)
{
	for (unsigned i = 0; i < COUNT(capabilities); i++)
		if (!strcmp(name, capabilities[i].name))
			*(enum tri *)((char *)set + capabilities[i].offset) = state;
}

/* All but the dropped ones, or with "keep" none but these. */
int
read_capabilities(struct reader *r)
{
	const struct setting *kept = get(r, "lxc.cap.keep", NULL);
	struct container_capabilities *set = xcalloc(1, sizeof *set);

	r->def->features.capabilities = set;
	set->policy = kept ? CAPS_DENY : CAPS_ALLOW;
	list_each(setting, &r->settings.all) {
		bool keep = !strcmp(setting->key, "lxc.cap.keep");

		if (!keep && strcmp(setting->key, "lxc.cap.drop"))
			continue;
		for (const char *at = setting->text;;) {
			auto_free char *name = next_word(&at);

			if (!name)
				break;
			set_capability(set, name, keep ? YES : NO);
		}
	}
	return 0;
}

/* ---- all of it ---- */

static read_part *const parts[] = {
	read_identity, read_root, read_mounts, read_networks, read_consoles, read_idmap, read_memory,
	read_processors, read_block, read_capabilities,
};

struct vm_def *
config_read(const char *text, const char *whence)
{
	auto_settings struct settings settings = { 0 };
	auto_vm_def struct vm_def *def = NULL;
	struct reader reader;

	if (settings_read(text, whence, SETTINGS_RAW, &settings) < 0)
		return NULL;
	def = model_new(&vm_def_type);
	reader = (struct reader){ .settings = settings, .def = def };
	for (unsigned i = 0; i < COUNT(parts); i++)
		if (parts[i](&reader) < 0)
			return NULL;
	if (vm_def_complete(def) < 0)
		return fail_within("%s", whence), NULL;
	return steal(def);
}
