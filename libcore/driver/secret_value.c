/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret_value - values of secrets: kept, found by those who need them, handed to other programs */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "base/file.h"
#include "driver/secret_inside.h"
#include "driver/vm_inside.h"

/* More is nobody's passphrase. */
enum { VALUE_MAX = 64 << 10 };

static char *
value_file(const struct secret *secret, enum place place)
{
	return place_file(place, "%s/%s.base64", secret->object.service->folder, secret->object.name);
}

bool
secret_has_value(const struct secret *secret)
{
	auto_free char *file = value_file(secret, secret_place(secret));

	return file_exists(AT_FDCWD, file);
}

int
secret_write_value(const struct secret *secret, enum place place, const struct bytes *value)
{
	auto_free char *file = text_format("%s.base64", secret->object.name);
	auto_bytes struct bytes text = { 0 };
	auto_close int dir = place_open(place, secret->object.service->folder, true);

	if (dir < 0)
		return -1;
	base64_encode(value, &text);
	return place == PLACE_ETC ? file_replace(dir, file, text.data, text.size, 0600)
				  : file_replace_volatile(dir, file, text.data, text.size, 0600);
}

int
secret_set_value(struct secret *secret, const struct bytes *value)
{
	if (value->size > VALUE_MAX)
		return fail(FAULT_ARGUMENT, "a value has at most %d bytes", VALUE_MAX);
	if (vm_told("set the value of secret %s", secret->object.name))
		return 0;
	return secret_write_value(secret, secret_place(secret), value) < 0 ? -1
		: object_event(&secret->object, "value-changed", NULL);
}

int
secret_value(const struct secret *secret, struct bytes *ret_value)
{
	auto_free char *file = value_file(secret, secret_place(secret));
	auto_bytes struct bytes text = { .data = file_read_if_any(AT_FDCWD, file, 2 * VALUE_MAX, &text.size) };

	if (!text.data)
		return fail_fault() ? -1 : fail(FAULT_MISSING, "secret '%s' has no value", secret->object.name);
	return base64_decode(text.data, ret_value) < 0 ? fail_within("%s", file) : 0;
}

int
secret_drop_value(const struct secret *secret, enum place place)
{
	auto_free char *file = value_file(secret, place);

	/* No folder, no value.  What a killed program was about to put there is one too. */
	return file_remove_draft(AT_FDCWD, file) < 0 ? -1 : file_remove_volatile(AT_FDCWD, file);
}

int
secret_remove_at(struct secret *secret, enum place place)
{
	return secret_drop_value(secret, place) < 0 ? -1 : object_remove(&secret->object, place, secret->object.name);
}

int
secret_resolve(const struct secret_ref *ref, enum secret_usage usage, struct bytes *ret_value)
{
	auto_free char *found = ref->uuid ? xstrdup(ref->uuid) : secret_find(usage, ref->usage);
	auto_secret struct secret *secret = found ? secret_open(found, OBJECT_TO_READ) : NULL;

	if (!secret && fail_fault() && fail_fault() != FAULT_MISSING)
		return -1;
	if (!secret)
		return fail(FAULT_MISSING, "there is no secret %s", quote(ref->uuid ? ref->uuid : ref->usage));
	return secret_value(secret, ret_value);
}

int
secret_file(const struct bytes *value)
{
	auto_close int fd = memfd_create("secret", 0);

	if (fd < 0 || write_all(fd, value->data, value->size) < 0)
		return fail_errno("keep a secret in memory");
	return steal_fd(fd);
}
