/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_brief - what summaries need of a document, kept beside it so that nobody parses XML
 *
 * $CACHE/FOLDER/facts/NAME for what is stored, $RUN/FOLDER/NAME.facts for what is live.
 * The first line is the hash of all others: it is written in place, and may be torn.  The
 * second names the very file it was made from; when that has changed, the document is read
 * and the brief made anew. */
#include "driver/vm_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* Lines, in this order; the title is last because it may hold anything. */
enum { LINE_SEAL, LINE_STAMP, LINE_UUID, LINE_OS_TYPE, LINE_SIZES, LINE_LIVE, LINE_TITLE, LINE_COUNT };

enum { BRIEF_LIMIT = 64 << 10 };

static char *
brief_path(enum place place, const char *folder, const char *name)
{
	if (place == PLACE_RUN)
		return place_file(PLACE_RUN, "%s/%s.facts", folder, name);
	return place_file(PLACE_CACHE, "%s/facts/%s", folder, name);
}

/* The file itself and its last change, however it was made.  NULL when it is gone. */
static char *
stamp(enum place place, const char *folder, const char *name)
{
	auto_free char *path = place_file(place, "%s/%s.xml", folder, name);
	struct stat st;

	if (stat(path, &st) < 0)
		return NULL;
	return text_format("%ju %jd %jd.%09ld", (uintmax_t)st.st_ino, (intmax_t)st.st_size,
			   (intmax_t)st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
}

void
vm_facts_done(struct vm_facts *facts)
{
	free(facts->title);
	free(facts->os_type);
	*facts = (struct vm_facts){ 0 };
}

void
vm_brief_done(struct vm_brief *brief)
{
	vm_facts_done(&brief->facts);
}

static struct vm_facts
facts_of(const struct vm_def *def)
{
	struct vm_facts facts = {
		.title = xstrdup(def->title),
		.os_type = xstrdup(words_name(&os_kind_words, def->os.type)),
		.vcpus = def->vcpu.current ? def->vcpu.current : def->vcpu.count,
		.max_vcpus = def->vcpu.count,
		.memory = def->current_memory ? def->current_memory : def->memory,
		.max_memory = def->memory,
	};

	if (def->uuid)
		snprintf(facts.uuid, sizeof facts.uuid, "%s", def->uuid);
	return facts;
}

static struct vm_brief
brief_of_live(const struct vm_live *live)
{
	const struct vm_def *def = live->def;
	struct vm_brief brief = { .facts = facts_of(def), .id = -1 };

	brief.id = def->id.given ? (int)def->id.value : -1;
	brief.pid = live->pid;
	brief.started = live->started;
	brief.state = live->state;
	brief.reason = live->reason;
	return brief;
}

static struct vm_brief
brief_of(const struct vm_def *def, bool as_printed)
{
	return (struct vm_brief){ .facts = facts_of(def), .id = -1, .as_printed = as_printed };
}

/* By hand or of old a file may be written in any way. */
static struct vm_brief
brief_of_file(const struct vm_def *def, const char *xml)
{
	auto_free char *printed = xml ? vm_def_text(def, VIEW_CONFIG) : NULL;

	return brief_of(def, printed && text_same(printed, xml));
}

/* The line in front of the others that tells whether they are whole.  Caller frees. */
static char *
seal(const char *lines)
{
	return text_format("%016" PRIx64 "\n", text_hash(lines));
}

static bool
is_whole(const char *text)
{
	const char *end = strchr(text, '\n');
	auto_free char *sealed = end ? seal(end + 1) : NULL;

	return sealed && text_starts(text, sealed);
}

/* Cut a text into lines in place.  False when there are too few. */
static bool
split(char *text, char *lines[LINE_COUNT])
{
	for (unsigned i = 0; i < LINE_COUNT; i++) {
		char *end = i < LINE_TITLE ? strchr(text, '\n') : text + strlen(text);

		if (!end)
			return false;
		lines[i] = text;
		text = *end ? end + 1 : end;
		*end = '\0';
	}
	return true;
}

static char *
or_null(const char *text)
{
	return *text ? xstrdup(text) : NULL;
}

static bool
parse(char *lines[LINE_COUNT], struct vm_brief *brief)
{
	unsigned state, reason, as_printed;

	if (!uuid_read(lines[LINE_UUID], false, brief->facts.uuid))
		return false;
	if (sscanf(lines[LINE_SIZES], "%u %u %" SCNu64 " %" SCNu64, &brief->facts.vcpus,
		   &brief->facts.max_vcpus, &brief->facts.memory, &brief->facts.max_memory) != 4)
		return false;
	if (sscanf(lines[LINE_LIVE], "%d %" SCNu64 " %" SCNu64 " %u %u %u", &brief->id, &brief->pid,
		   &brief->started, &state, &reason, &as_printed) != 6)
		return false;
	if (state >= vm_state_count || reason >= vm_reason_count)
		return false;
	brief->state = (enum vm_state)state;
	brief->reason = (enum vm_reason)reason;
	brief->as_printed = as_printed;
	brief->facts.os_type = or_null(lines[LINE_OS_TYPE]);
	brief->facts.title = or_null(lines[LINE_TITLE]);
	return true;
}

/* False when there is no brief, or it was made from another file. */
static bool
cached(enum place place, const char *folder, const char *name, struct vm_brief *brief)
{
	auto_free char *path = brief_path(place, folder, name);
	auto_free char *now = stamp(place, folder, name);
	auto_free char *text = now ? file_read_if_any(AT_FDCWD, path, BRIEF_LIMIT, NULL) : NULL;
	char *lines[LINE_COUNT];

	fail_forget();    /* without it, the document is read */
	return text && is_whole(text) && split(text, lines) && text_same(lines[LINE_STAMP], now) &&
	       parse(lines, brief);
}

static int
make_cache_folder(const char *folder)
{
	auto_free char *below = text_format("%s/facts", folder);
	auto_close int dir = place_open(PLACE_CACHE, below, true);

	return dir < 0 ? -1 : 0;
}

/* Most times the folder is there. */
static int
write_sealed(enum place place, const char *folder, const char *name, const char *lines)
{
	auto_free char *path = brief_path(place, folder, name);
	auto_free char *sealed = seal(lines);
	auto_text struct text out = { 0 };

	text_add(&out, sealed);
	text_add(&out, lines);
	if (file_overwrite(AT_FDCWD, path, out.data, out.length, 0600) == 0)
		return 0;
	if (place == PLACE_RUN || fail_errno_value() != ENOENT || make_cache_folder(folder) < 0)
		return -1;
	return file_overwrite(AT_FDCWD, path, out.data, out.length, 0600);
}

static void
store_brief(enum place place, const char *folder, const char *name, const char *made_from,
	    const struct vm_brief *brief)
{
	const struct vm_facts *facts = &brief->facts;
	auto_text struct text out = { 0 };

	/* Names of systems have one line; a hand-made one that has not is not kept. */
	if (facts->os_type && strchr(facts->os_type, '\n'))
		return;
	text_addf(&out, "%s\n%s\n%s\n", made_from, facts->uuid, facts->os_type ? facts->os_type : "");
	text_addf(&out, "%u %u %" PRIu64 " %" PRIu64 "\n", facts->vcpus, facts->max_vcpus,
		  facts->memory, facts->max_memory);
	text_addf(&out, "%d %" PRIu64 " %" PRIu64 " %u %u %u\n", brief->id, brief->pid,
		  brief->started, brief->state, brief->reason, brief->as_printed);
	text_add(&out, facts->title ? facts->title : "");
	if (write_sealed(place, folder, name, out.data) < 0)
		fail_forget();    /* the next reader parses again */
}

void
vm_brief_write(const char *folder, const char *name, const struct vm_def *def)
{
	auto_free char *made_from = stamp(PLACE_ETC, folder, name);
	auto_vm_brief struct vm_brief brief = brief_of(def, !model_says(&vm_def_type, def, SECRET | FILED));

	if (!made_from)
		return;
	store_brief(PLACE_ETC, folder, name, made_from, &brief);
}

void
vm_brief_write_live(const char *folder, const char *name, const struct vm_live *live)
{
	auto_free char *made_from = stamp(PLACE_RUN, folder, name);
	auto_vm_brief struct vm_brief brief = brief_of_live(live);

	if (made_from)
		store_brief(PLACE_RUN, folder, name, made_from, &brief);
}

/* The document may have gone meanwhile, and whoever removed it has removed its brief before this. */
static void
keep_brief(enum place place, const char *folder, const char *name, const char *made_from,
	   const struct vm_brief *brief)
{
	auto_free char *document = place_file(place, "%s/%s.xml", folder, name);

	store_brief(place, folder, name, made_from, brief);
	if (!file_exists(AT_FDCWD, document))
		vm_brief_remove(place, folder, name);
}

/* Readers make it anew too, when they may; the stamp is taken before the document
 * is read, so that a change in between shows. */
static int
brief_make(enum place place, const char *folder, const char *name, struct vm_brief *ret_brief)
{
	auto_free char *made_from = stamp(place, folder, name);
	struct vm vm = { .name = (char *)name, .id = -1, .lock = -1, .stored = true,
			 .live = place == PLACE_RUN ? vm_live_load(folder, name) : NULL };
	struct vm_def *def = vm.live ? vm.live->def : place == PLACE_ETC ? vm_config(&vm) : NULL;
	auto_free char *xml = def && !vm.live ? store_read(place, folder, name) : NULL;

	if (def)
		*ret_brief = vm.live ? brief_of_live(vm.live) : brief_of_file(def, xml);
	if (def && made_from)
		keep_brief(place, folder, name, made_from, ret_brief);
	model_free(&vm_live_type, vm.live);
	vm_def_free(vm.config);
	return def ? 0 : -1;
}

int
vm_brief_read(enum place place, const char *folder, const char *name,
	      struct vm_brief *ret_brief)
{
	struct vm_brief brief = { 0 };

	if (cached(place, folder, name, &brief)) {
		*ret_brief = brief;
		return 0;
	}
	return brief_make(place, folder, name, ret_brief);
}

/* The file is the same before and after it is read, so that the brief is about what was read:
 * one with secrets in it must not pass. */
char *
vm_brief_document(const char *folder, const char *name)
{
	auto_free char *before = stamp(PLACE_ETC, folder, name);
	auto_free char *xml = before ? store_read(PLACE_ETC, folder, name) : NULL;
	auto_vm_brief struct vm_brief brief = { 0 };
	bool known = xml && vm_brief_read(PLACE_ETC, folder, name, &brief) == 0;
	auto_free char *after = known ? stamp(PLACE_ETC, folder, name) : NULL;

	fail_forget();    /* whoever parses it says what is wrong */
	return brief.as_printed && text_same(before, after) ? steal(xml) : NULL;
}

void
vm_brief_remove(enum place place, const char *folder, const char *name)
{
	auto_free char *path = brief_path(place, folder, name);

	unlink(path);
}

/* It may have stopped since it was looked at, and be there all the same. */
static int
read_either(const char *folder, const struct vm *vm, struct vm_brief *ret_brief)
{
	if (vm->active && vm_brief_read(PLACE_RUN, folder, vm->name, ret_brief) == 0)
		return 0;
	if (vm->active && fail_fault() != FAULT_MISSING)
		return -1;
	fail_forget();
	return vm_brief_read(PLACE_ETC, folder, vm->name, ret_brief);
}

int
vm_facts(struct vm *vm, struct vm_facts *ret_facts)
{
	const char *folder = vm_folder();
	struct vm_brief brief;

	if (!folder)
		return -1;
	if (read_either(folder, vm, &brief) < 0)
		return fail_fault() == FAULT_MISSING ? vm_not_found() : -1;
	*ret_facts = brief.facts;
	return 0;
}
