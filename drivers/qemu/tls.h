/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls - certificates that the emulator shows and asks for, by what they are for
 *
 * $ETC/qemu.conf says it with libvirt's keys: SERVICE_tls_x509_cert_dir is the directory of
 * ca-cert.pem, server-cert.pem and the others, SERVICE_tls_x509_verify asks who connects for
 * a certificate too, SERVICE_tls uses them where a document does not say.  default_tls_x509_* is
 * for the services that have none of their own. */
#ifndef QEMU_TLS_H
#define QEMU_TLS_H

#include "base/json.h"
#include "model/disk.h"
#include "qmp.h"

enum tls_service { TLS_BACKUP, TLS_CHARDEV, TLS_NBD, TLS_SPICE, TLS_VNC, tls_service_count };

struct tls {
	struct tls_place {
		bool on, verify;
		char *directory;
	} of[tls_service_count];
};

int tls_read(struct tls *ret_tls);
void tls_done(struct tls *tls);
#define auto_tls __attribute__((cleanup(tls_done)))

/* The emulator's object that loads them; serves: for what others connect to.  Caller puts it. */
struct json_object *tls_object(const struct tls_place *place, const char *id, bool serves);
/* Are there any to serve with?  FAULT_STATE. */
int tls_check(enum tls_service service);
/* Give them to an emulator that runs. */
int tls_load(struct qmp *qmp, enum tls_service service, const char *id, bool serves);

/* Images of servers: those that say nothing use TLS when qemu.conf says so. */
int tls_choose(struct storage_source *image);
bool tls_is_used(const struct storage_source *image);
/* Give the certificates for one, when it needs them, to an emulator that runs. */
int tls_load_for(struct qmp *qmp, const struct storage_source *image);
/* What the emulator knows the certificates for one by.  Caller frees. */
char *tls_image_id(const struct storage_source *image);

#endif
