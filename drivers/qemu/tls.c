/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls - certificates that the emulator shows and asks for, by what they are for */
#include "tls.h"

#include <fcntl.h>

#include "alias.h"
#include "base/file.h"
#include "base/settings.h"
#include "state/place.h"

/* Where they are when nothing is said. */
static const struct { const char *name, *directory; } services[tls_service_count] = {
	[TLS_BACKUP]  = { "backup",  NULL },
	[TLS_CHARDEV] = { "chardev", NULL },
	[TLS_NBD]     = { "nbd",     NULL },
	[TLS_SPICE]   = { "spice",   "/etc/pki/libvirt-spice" },
	[TLS_VNC]     = { "vnc",     "/etc/pki/libvirt-vnc" },
};
static const char usual_directory[] = "/etc/pki/qemu";

/* The first that says something. */
static const char *
directory_of(const struct settings *settings, enum tls_service service)
{
	const char *own = settings_text(settings, "%s_tls_x509_cert_dir", services[service].name);
	const char *common = settings_text(settings, "default_tls_x509_cert_dir");

	if (own || services[service].directory)
		return own ? own : services[service].directory;
	return common ? common : usual_directory;
}

static int
read_one(const struct settings *settings, enum tls_service service, bool verify, struct tls_place *ret_place)
{
	auto_free char *on = text_format("%s_tls", services[service].name);
	auto_free char *ask = text_format("%s_tls_x509_verify", services[service].name);

	*ret_place = (struct tls_place) { .verify = verify, .directory = xstrdup(directory_of(settings, service)) };
	if (settings_truth(settings, on, &ret_place->on) < 0)
		return -1;
	return settings_truth(settings, ask, &ret_place->verify);
}

int
tls_read(struct tls *ret_tls)
{
	auto_free char *path = place_file(PLACE_ETC, "qemu.conf");
	auto_free char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);
	auto_settings struct settings settings = { 0 };
	bool verify = true;

	*ret_tls = (struct tls) { 0 };
	if (!text && fail_fault())
		return -1;
	if (settings_read(text ? text : "", path, SETTINGS_QUOTED, &settings) < 0 ||
	    settings_truth(&settings, "default_tls_x509_verify", &verify) < 0)
		return -1;
	for (unsigned i = 0; i < tls_service_count; i++)
		if (read_one(&settings, i, verify, &ret_tls->of[i]) < 0)
			return -1;
	return 0;
}

void
tls_done(struct tls *tls)
{
	for (unsigned i = 0; i < tls_service_count; i++)
		free(tls->of[i].directory);
	*tls = (struct tls) { 0 };
}

struct json_object *
tls_object(const struct tls_place *place, const char *id, bool serves)
{
	return json_build("s:qom-type", "tls-creds-x509", "s:id", id, "s:dir", place->directory,
			  "s:endpoint", serves ? "server" : "client", "b:verify-peer", place->verify, NULL);
}

int
tls_check(enum tls_service service)
{
	auto_tls struct tls tls = { 0 };
	auto_free char *authority = tls_read(&tls) < 0 ? NULL : text_format("%s/ca-cert.pem", tls.of[service].directory);

	if (!authority || file_exists(AT_FDCWD, authority))
		return authority ? 0 : -1;
	return fail(FAULT_STATE, "no %s to serve with TLS: see %s_tls_x509_cert_dir in qemu.conf", authority,
		    services[service].name);
}

int
tls_load(struct qmp *qmp, enum tls_service service, const char *id, bool serves)
{
	auto_tls struct tls tls = { 0 };

	return tls_read(&tls) < 0 ? -1 : qmp_do(qmp, "object-add", tls_object(&tls.of[service], id, serves));
}

/* ---- images ---- */

static bool
can_use(const struct storage_source *image)
{
	return image->type == STORAGE_NETWORK && image->net.protocol == PROTOCOL_NBD;
}

int
tls_choose(struct storage_source *image)
{
	auto_tls struct tls tls = { 0 };

	for (; image; image = image->backing) {
		if (!can_use(image) || image->net.tls != UNSAID)
			continue;
		if (!tls.of[TLS_NBD].directory && tls_read(&tls) < 0)
			return -1;
		if (tls.of[TLS_NBD].on)
			image->net.tls = YES;
	}
	return 0;
}

bool
tls_is_used(const struct storage_source *image)
{
	return can_use(image) && image->net.tls == YES;
}

char *
tls_image_id(const struct storage_source *image)
{
	auto_free char *node = qemu_storage_node(image);

	return text_format("obj%s_tls0", node);
}

int
tls_load_for(struct qmp *qmp, const struct storage_source *image)
{
	auto_free char *id = tls_is_used(image) ? tls_image_id(image) : NULL;

	return id ? tls_load(qmp, TLS_NBD, id, false) : 0;
}
