/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_complete_devices - network interfaces, inputs and small devices */
#include "driver/vm_complete.h"

#include <sys/random.h>

#include "base/fail.h"
#include "base/uuid.h"

/* ---- network ---- */

/* The prefix tells other hypervisors' machines apart. */
char *
vm_new_mac(enum vm_kind type)
{
	const char *prefix = type == VM_XEN ? "00:16:3e" : "52:54:00";
	unsigned char octet[3];

	if (getrandom(octet, sizeof octet, 0) != sizeof octet)
		abort();
	return text_format("%s:%02x:%02x:%02x", prefix, octet[0], octet[1], octet[2]);
}

static void
complete_uuid(char **uuid, bool wanted)
{
	if (*uuid || !wanted)
		return;
	*uuid = xmalloc(UUID_TEXT);
	uuid_make(*uuid);
}

/* An identity of the port, where the switch wants one; one that is not known yet may be of any sort. */
static void
complete_port(struct nic_virtualport *port)
{
	complete_uuid(&port->instanceid, port->type == VIRTUALPORT_8021QBG || !port->type);
	complete_uuid(&port->interfaceid, port->type == VIRTUALPORT_OPENVSWITCH || !port->type);
}

int
complete_nics(struct vm_def *def)
{
	list_each(nic, &def->devices.nics) {
		if (nic->virtualport)
			complete_port(nic->virtualport);
		if (!nic->mac.address)
			nic->mac.address = vm_new_mac(def->type);
		if (nic->type == NIC_DIRECT && nic->source.mode == MACVTAP_NONE)
			nic->source.mode = MACVTAP_VEPA;
	}
	return 0;
}

/* ---- small devices ---- */

int
complete_small_devices(struct vm_def *def)
{
	/* One that says nothing is not printed, either. */
	list_keep(&def->devices.panics, panic, panic->model || panic->info.address.type || panic->info.alias,
		  model_done(&panic_type, panic));
	list_each(filesystem, &def->devices.filesystems)
		if (filesystem->accessmode == FS_ACCESS_NONE && !filesystem->source.socket)
			filesystem->accessmode = FS_PASSTHROUGH;
	list_each(rng, &def->devices.rngs)
		if (rng->backend == RNG_RANDOM && !rng->path)
			rng->path = xstrdup("/dev/random");
	if (def->devices.memballoon && def->devices.memballoon->model == MEMBALLOON_NONE)
		def->devices.memballoon->info.address.type = ADDRESS_NONE;
	if (def->devices.vsock && !def->devices.vsock->cid_auto)
		def->devices.vsock->cid_auto = def->devices.vsock->cid ? NO : YES;
	list_each(tpm, &def->devices.tpms) {
		if (tpm->backend == TPM_EXTERNAL && !tpm->source.mode)
			tpm->source.mode = xstrdup("connect");
		if (tpm->backend == TPM_PASSTHROUGH && !tpm->device)
			tpm->device = xstrdup("/dev/tpm0");
	}
	list_each(memory, &def->devices.memories)
		if (memory->model == MEMORY_VIRTIO_PMEM && !memory->access)
			memory->access = MEMORY_ACCESS_SHARED;
	list_each(shmem, &def->devices.shmems)
		if (shmem->model == SHMEM_MODEL_NONE)
			shmem->model = SHMEM_IVSHMEM;
	return 0;
}

/* ---- inputs ---- */

static bool
is_xen(const struct vm_def *def)
{
	return def->os.type == OS_XEN || def->os.type == OS_XENPVH;
}

static enum input_bus
bus_for(const struct vm_def *def, const struct input *input)
{
	bool pair = input->type == INPUT_MOUSE || input->type == INPUT_KEYBOARD;

	if (is_xen(def))
		return INPUT_BUS_XEN;
	if (pair && vm_is_x86(def))
		return INPUT_BUS_PS2;
	if (vm_is_s390(def) || input->type == INPUT_PASSTHROUGH)
		return INPUT_BUS_VIRTIO;
	if (input->type == INPUT_EVDEV)
		return INPUT_BUS_NONE;
	return INPUT_BUS_USB;
}

/* Of machines that are not like hardware, only those of Xen have inputs. */
static int
check_input(const struct vm_def *def, const struct input *input)
{
	bool pair = input->type == INPUT_MOUSE || input->type == INPUT_KEYBOARD;

	if (!vm_is_hvm(def) && !is_xen(def) && def->type != VM_VZ && def->type != VM_PARALLELS)
		return fail(FAULT_CONFIG, "a guest of type '%s' has no inputs", words_name(&os_kind_words, def->os.type));
	if (input->bus == INPUT_BUS_XEN && vm_is_hvm(def))
		return fail(FAULT_INTERNAL, "the xen bus is of guests that are not like hardware");
	if (input->bus == INPUT_BUS_PS2 && !pair)
		return fail(FAULT_CONFIG, "there is no %s on the ps2 bus", words_name(&input_kind_words, input->type));
	return 0;
}

int
complete_inputs(struct vm_def *def)
{
	list_each(input, &def->devices.inputs) {
		if (input->bus == INPUT_BUS_NONE)
			input->bus = bus_for(def, input);
		if (check_input(def, input) < 0)
			return -1;
	}
	return 0;
}
