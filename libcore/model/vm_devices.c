/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_devices - the <devices> of a virtual machine */
#include "model/vm_def.h"

#define T struct vm_devices
#define CHARDEVS(m, word, h) ROW_(kind_list, AT_(T, m, struct chardev_list), #word, ABI, h, .type = &word##_type)
static const struct row vm_devices_rows[] = {
	STRING  (T, emulator,    "emulator",                    0,   "program that runs the guest"),
	LIST    (T, disks,       "disk", disk,                  ABI, "disks"),
	LIST    (T, controllers, "controller", controller,      ABI, "controllers"),
	LIST    (T, leases,      "lease", lease,                0,   "locks"),
	LIST    (T, filesystems, "filesystem", filesystem,      ABI, "shared directories"),
	LIST    (T, nics,        "interface", nic,              ABI, "network interfaces"),
	LIST    (T, smartcards,  "smartcard", smartcard,        ABI, "smart cards"),
	CHARDEVS(serials,        serial,   "serial ports"),
	CHARDEVS(parallels,      parallel, "parallel ports"),
	CHARDEVS(consoles,       console,  "consoles"),
	LIST    (T, channels,    "channel", channel,            ABI, "channels between host and guest"),
	LIST    (T, inputs,      "input", input,                ABI, "keyboards, mice, tablets"),
	LIST    (T, tpms,        "tpm", tpm,                    ABI, "trusted platform modules"),
	LIST    (T, graphics,    "graphics", graphics,          0,   "displays"),
	LIST    (T, sounds,      "sound", sound,                ABI, "sound cards"),
	LIST    (T, audios,      "audio", audio,                0,   "where sound goes"),
	LIST    (T, videos,      "video", video,                ABI, "graphics adapters"),
	LIST    (T, hostdevs,    "hostdev", hostdev,            ABI, "devices of the host"),
	LIST    (T, redirdevs,   "redirdev", redirdev,          ABI, "USB devices of clients"),
	GROUP   (T, redirfilter, "redirfilter", redirfilter, SINGLE,   "which of them"),
	LIST    (T, hubs,        "hub", hub,                    ABI, "USB hubs"),
	LIST    (T, watchdogs,   "watchdog", watchdog,          ABI, "watchdogs"),
	GROUP   (T, memballoon,  "memballoon", memballoon, ABI | SINGLE, "memory balloon"),
	LIST    (T, rngs,        "rng", rng,                    ABI, "sources of random numbers"),
	GROUP   (T, nvram,       "nvram", nvram_device,         ABI, "pSeries: NVRAM"),
	LIST    (T, panics,      "panic", panic,                ABI, "panic notifiers"),
	LIST    (T, shmems,      "shmem", shmem,                ABI, "memory shared with other guests"),
	LIST    (T, memories,    "memory", memory_device,       ABI, "memory modules"),
	LIST    (T, cryptos,     "crypto", crypto,              ABI, "accelerators for ciphers"),
	LIST    (T, iommus,      "iommu", iommu,                ABI, "IOMMUs"),
	GROUP   (T, vsock,       "vsock", vsock,       ABI | SINGLE, "sockets between host and guest"),
	GROUP   (T, pstore,      "pstore", pstore,     ABI | SINGLE, "place for records of crashes"),
	ROWS_END
};
#undef CHARDEVS
#undef T

/* Consoles are numbered by their place, whatever the document says; but the first may
 * stand for a serial port. */
static int
vm_devices_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct vm_devices *devices = object;

	list_each(console, &devices->consoles)
		if (console > devices->consoles.item || console->target != TARGET_SERIAL || !console->port.given)
			console->port = NUMBER_OF(console - devices->consoles.item);
	return 0;
}

const struct type vm_devices_type = {
	.name = "devices", .size = sizeof(struct vm_devices), .rows = vm_devices_rows,
	.read_rest = vm_devices_read_rest,
};
