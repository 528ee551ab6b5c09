/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* native - the command line a definition stands for */
#include "native.h"

#include <time.h>

#include "alias.h"
#include "args.h"
#include "base/fail.h"
#include "firmware.h"
#include "guest.h"
#include "state/place.h"
#include "smbios_host.h"
#include "tls.h"

int
qemu_to_native(const struct vm_def *def, const char *format, struct strings *ret_arguments)
{
	auto_free char *var = place_file(PLACE_VAR, GUEST_FOLDER);
	auto_free char *dir = text_format("%s/domain--1-%s", var, def->name);
	auto_free char *tag = text_format("-1-%s", def->name);
	auto_free char *tpm = place_file(PLACE_RUN, GUEST_FOLDER "/%s.tpm", def->name);
	auto_vm_def struct vm_def *live = vm_def_copy(def);
	auto_sysinfo struct sysinfo *host = smbios_of_host(def);
	auto_tls struct tls tls = { 0 };
	struct qemu_args_how how = {
		.caps = qemu_caps(def->devices.emulator), .native = true, .var = var, .dir = dir,
		.tag = tag, .tpm_socket = tpm, .vsock_fd = -1, .now = time(NULL), .host = host, .tls = &tls,
	};

	if (format && !text_same(format, "qemu-argv"))
		return fail(FAULT_OPTION, "no native format %s: qemu-argv is", quote(format));
	if (!how.caps)
		return -1;
	if (tls_read(&tls) < 0 || qemu_firmware_choose(live, var, NULL) < 0)
		return -1;
	qemu_name_devices(live);
	return qemu_args(live, &how, ret_arguments);
}
