/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* read - the definition that a command line of bhyve stands for */
#include <stdio.h>

#include "base/fail.h"
#include "base/uuid.h"
#include "bhyve.h"
#include "read.h"

#define MiB (UINT64_C(1) << 20)

/* ---- words ---- */

int
refuse(const struct script *s, const char *what)
{
	return fail(FAULT_XML, "%s:%u: %s", s->whence, s->line, what);
}

/* One word, with quotes and backslashes as a shell takes them, is appended to out.
 * Where it ends, NULL after fail(). */
static const char *
add_word(const struct script *s, const char *at, struct text *out)
{
	char quotes = 0;

	for (; *at && (quotes || !strchr(" \t\n", *at)); at++)
		if (quotes ? *at == quotes : *at == '\'' || *at == '"')
			quotes = quotes ? 0 : *at;
		else if (*at == '\\' && quotes != '\'' && at[1])
			text_add_char(out, *++at);
		else
			text_add_char(out, *at);
	if (quotes)
		return refuse(s, "a quote that nothing closes"), NULL;
	return at;
}

/* The words up to the end of a line; lines that end in a backslash go on. */
static const char *
read_line(struct script *s, const char *at, struct strings *words)
{
	for (;;) {
		auto_text struct text word = { 0 };

		at += strspn(at, " \t\r");
		if (at[0] == '\\' && at[1] == '\n') {
			at += 2;
			s->end++;
			continue;
		}
		if (!*at || *at == '\n' || *at == '#')
			return at + strcspn(at, "\n");
		text_add(&word, "");
		at = add_word(s, at, &word);
		if (!at)
			return NULL;
		strings_take(words, text_take(&word));
	}
}

static bool
is_program(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	return !strcmp(slash ? slash + 1 : path, name);
}

/* ---- options ---- */

struct options {
	const struct strings *words;
	unsigned at;                     /* the word that is looked at */
	const char *letters;             /* those with a value are followed by a colon, as for getopt(3) */
	const char *rest;                /* of a word with several letters: "HP" of "-AHP"; NULL: none */
	const char *value;
};

/* The next letter, 0 at the first word that is no option, -1 after fail(). */
static int
next_option(const struct script *s, struct options *o)
{
	const char *word = o->at < o->words->n ? o->words->item[o->at] : "";
	const char *letter;

	if (!o->rest && (word[0] != '-' || !word[1]))
		return 0;
	if (!o->rest) {
		o->rest = word + 1;
		o->at++;
	}
	letter = *o->rest == ':' ? NULL : strchr(o->letters, *o->rest);
	if (!letter)
		return refuse(s, "an option that is not known");
	o->rest = o->rest[1] ? o->rest + 1 : NULL;
	if (letter[1] != ':')
		return *letter;
	o->value = o->rest ? o->rest : o->at < o->words->n ? o->words->item[o->at++] : NULL;
	o->rest = NULL;
	return o->value ? *letter : refuse(s, "an option without its value");
}

/* MiB, or bytes when it is as many, or with a unit. */
static int
read_memory(const struct script *s, const char *text, uint64_t *ret_bytes)
{
	if (text_to_size(text, 1, ret_bytes) < 0)
		return refuse(s, "no size of a memory");
	if (*ret_bytes < MiB)
		*ret_bytes *= MiB;
	return 0;
}

static int
read_count(struct script *s, const char *text)
{
	uint64_t count;

	if (text_to_u64(text, 10, &count) < 0 || count < 1 || count > UINT16_MAX)
		return refuse(s, "no number of processors");
	s->def->vcpu.count = (unsigned)count;
	return 0;
}

static int
read_uuid(struct script *s, const char *text)
{
	char uuid[UUID_TEXT];

	if (!uuid_read(text, true, uuid))
		return refuse(s, "no UUID");
	free(s->def->uuid);
	s->def->uuid = xstrdup(uuid);
	return 0;
}

static int
take_option(struct script *s, int option, const char *value)
{
	struct vm_def *def = s->def;

	switch (option) {
	case 'A':
		def->features.acpi = true;
		return 0;
	case 'I':
		if (!def->features.apic)
			def->features.apic = xcalloc(1, sizeof *def->features.apic);
		return 0;
	case 'u':
		def->clock.offset = CLOCK_UTC;
		return 0;
	case 'S':
		def->memory_backing.locked = true;
		return 0;
	case 'c':
		return read_count(s, value);
	case 'm':
		return read_memory(s, value, &def->memory);
	case 'l':
		return read_lpc(s, value);
	case 's':
		return read_slot(s, value);
	case 'U':
		return read_uuid(s, value);
	default:
		return 0;    /* how bhyve runs it, nothing of the guest's */
	}
}

static int
read_bhyve(struct script *s, const struct strings *words)
{
	struct options options = { words, .at = 1, .letters = "abehuwxACDHIPSWYp:g:G:c:s:m:l:U:" };
	int option;

	while ((option = next_option(s, &options)) > 0)
		if (take_option(s, option, options.value) < 0)
			return -1;
	if (option < 0)
		return -1;
	if (options.at + 1 != words->n)
		return refuse(s, "bhyve is given one name");
	s->def->name = xstrdup(words->item[options.at]);
	s->def->current_memory = s->def->memory;
	return 0;
}

/* ---- loaders ---- */

static struct disk *
disk_of(const struct vm_def *def, const char *path)
{
	list_each(disk, &def->devices.disks)
		if (text_same(storage_source_path(&disk->source), path))
			return disk;
	return NULL;
}

static void
set_custom(struct script *s, const struct strings *words)
{
	auto_text struct text arguments = { 0 };

	for (unsigned i = 1; i < words->n; i++)
		text_addf(&arguments, "%s%s", i > 1 ? " " : "", words->item[i]);
	s->def->bootloader = xstrdup(words->item[0]);
	s->def->bootloader_args = text_take(&arguments);
}

/* bhyveload as it is always called says only which disk it starts from. */
static int
read_bhyveload(struct script *s, const struct strings *words)
{
	struct options options = { words, .at = 1, .letters = "CSc:d:e:h:l:m:" };
	uint64_t memory = s->def->memory;
	const char *path = NULL;
	bool usual = true;
	struct disk *disk;
	int option;

	while ((option = next_option(s, &options)) > 0) {
		if (option == 'd')
			path = options.value;
		if (option == 'm' && read_memory(s, options.value, &memory) < 0)
			return -1;
		usual = usual && (option == 'd' || option == 'm');
	}
	if (option < 0 || options.at + 1 != words->n)
		return option < 0 ? -1 : refuse(s, "bhyveload is given one name");
	if (memory != s->def->memory)
		return refuse(s, "bhyveload and bhyve are given memories of two sizes");
	if (!text_same(words->item[options.at], s->def->name))
		return refuse(s, "bhyveload and bhyve are given two names");
	disk = path ? disk_of(s->def, path) : NULL;
	if (!usual || !disk)
		set_custom(s, words);
	else if (disk != s->def->devices.disks.item)
		disk->info.boot_order = 1;
	return 0;
}

static int
read_loader(struct script *s, const struct strings *words)
{
	if (!words->n)
		return 0;
	if (is_program(words->item[0], "bhyveload"))
		return read_bhyveload(s, words);
	set_custom(s, words);
	return 0;
}

/* ---- a script ---- */

/* What libvirt assumes where a command line says nothing. */
static struct vm_def *
new_def(void)
{
	struct vm_def *def = model_new(&vm_def_type);

	def->type = VM_BHYVE;
	def->uuid = xmalloc(UUID_TEXT);
	uuid_make(def->uuid);
	def->vcpu.count = 1;
	def->os.type = OS_HVM;
	def->clock.offset = CLOCK_LOCALTIME;
	def->on_poweroff = def->on_reboot = def->on_crash = LIFECYCLE_DESTROY;
	return def;
}

static int
read_script(struct script *s, const char *text, struct strings *loader)
{
	unsigned loader_line = 0;

	for (const char *at = text; *at; at += *at == '\n') {
		auto_strings struct strings words = { 0 };

		s->line = ++s->end;
		at = read_line(s, at, &words);
		if (!at)
			return -1;
		if (!words.n)
			continue;
		if (s->def->name)
			return refuse(s, "a command after bhyve");
		if (is_program(words.item[0], "bhyve") && read_bhyve(s, &words) < 0)
			return -1;
		if (s->def->name)
			continue;
		if (loader->n)
			return refuse(s, "a second loader");
		loader_line = s->line;
		*loader = words;
		words = (struct strings){ 0 };
	}
	if (!s->def->name)
		return refuse(s, "bhyve is not called");
	s->line = loader_line;
	return read_loader(s, loader);
}

struct vm_def *
bhyve_read(const char *text, const char *whence)
{
	auto_vm_def struct vm_def *def = new_def();
	auto_strings struct strings loader = { 0 };
	struct script script = { .whence = whence, .def = def };

	return read_script(&script, text, &loader) < 0 ? NULL : steal(def);
}
