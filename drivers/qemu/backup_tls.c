/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_tls - certificates that a pull backup is served with
 *
 * $ETC/qemu.conf, as libvirt's: backup_tls_x509_cert_dir, which has ca-cert.pem, server-cert.pem and
 * server-key.pem, and backup_tls_x509_verify: clients must have a certificate too. */
#include <fcntl.h>

#include "backup.h"
#include "base/file.h"
#include "base/settings.h"
#include "state/place.h"

const char qemu_backup_credentials[] = "backup-tls";

/* *ret_directory NULL: none is configured.  Caller frees. */
static int
read_settings(char **ret_directory, bool *ret_verify)
{
	auto_free char *path = place_file(PLACE_ETC, "qemu.conf");
	auto_free char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);
	auto_settings struct settings settings = { 0 };
	bool verify = true;

	*ret_directory = NULL;
	if (!text)
		return fail_fault() ? -1 : 0;
	if (settings_read(text, path, SETTINGS_QUOTED, &settings) < 0 ||
	    settings_truth(&settings, "backup_tls_x509_verify", &verify) < 0)
		return -1;
	*ret_verify = verify;
	*ret_directory = xstrdup(settings_text(&settings, "backup_tls_x509_cert_dir"));
	return 0;
}

int
qemu_backup_tls_check(const struct backup_def *def)
{
	auto_free char *directory = NULL;
	bool verify;

	if (def->server.tls != YES)
		return 0;
	if (read_settings(&directory, &verify) < 0)
		return -1;
	return directory ? 0 : fail(FAULT_STATE, "qemu.conf has no backup_tls_x509_cert_dir to serve with TLS");
}

int
qemu_backup_tls_load(struct qmp *qmp)
{
	auto_free char *directory = NULL;
	bool verify = true;

	if (read_settings(&directory, &verify) < 0)
		return -1;
	return qmp_do(qmp, "object-add", json_build(
		"s:qom-type", "tls-creds-x509", "s:id", qemu_backup_credentials, "s?:dir", directory,
		"s:endpoint", "server", "b:verify-peer", verify, NULL));
}

void
qemu_backup_tls_unload(struct qmp *qmp)
{
	qmp_do(qmp, "object-del", json_build("s:id", qemu_backup_credentials, NULL));
	fail_forget();           /* it was not loaded, or not any more */
}
