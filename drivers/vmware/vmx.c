/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx - the configuration files of VMware's products, to and from definitions */
#include "vmx.h"

#include "driver/vm_complete.h"
#include "vmx_inside.h"

static vmx_read_part *const read_parts[] = {
	vmx_read_identity, vmx_read_memory, vmx_read_processors, vmx_read_display, vmx_read_disks,
	vmx_read_floppies, vmx_read_folders, vmx_read_nics, vmx_read_ports,
};

/* The controllers that disks ask for are those of the file, as far as it can have them. */
static void
name_scsi_models(const struct vmx_reader *r)
{
	list_each(controller, &r->def->devices.controllers)
		if (controller->type == CONTROLLER_SCSI)
			controller->model = controller->index.value < VMX_SCSI_CONTROLLERS ?
					    r->scsi_model[controller->index.value] : CONTROLLER_AUTO;
}

/* A file does not say how many screens there are. */
static void
forget_heads(struct vm_def *def)
{
	list_each(video, &def->devices.videos)
		video->heads = 0;
}

static int
read_parts_of(struct vmx_reader *r)
{
	for (unsigned i = 0; i < COUNT(read_parts); i++) {
		vmx_device(r, "%s", "");
		if (read_parts[i](r) < 0)
			return -1;
	}
	if (vm_def_complete(r->def) < 0)
		return fail_within("%s", r->settings.whence);
	name_scsi_models(r);
	forget_heads(r->def);
	return 0;
}

struct vm_def *
vmx_read(const char *text, const char *whence)
{
	auto_vm_def struct vm_def *def = NULL;
	auto_settings struct settings settings = { 0 };
	struct vmx_reader reader;
	int done;

	if (settings_read(text, whence, SETTINGS_ANY_CASE, &settings) < 0 || vmx_decode(&settings) < 0)
		return NULL;
	def = model_new(&vm_def_type);
	reader = (struct vmx_reader){ .settings = settings, .def = def };
	done = read_parts_of(&reader);
	free(reader.device);
	return done < 0 ? NULL : steal(def);
}

static vmx_write_part *const write_parts[] = {
	vmx_write_identity, vmx_write_memory, vmx_write_processors, vmx_write_vnc, vmx_write_disks,
	vmx_write_folders, vmx_write_nics, vmx_write_video, vmx_write_ports, vmx_write_firmware, vmx_write_bridges,
};

int
vmx_write(const struct vm_def *def, unsigned hardware, struct text *out)
{
	struct vmx_writer writer = { .def = def, .hardware = hardware, .out = out };
	int done = 0;

	if (def->type != VM_VMWARE)
		return fail(FAULT_CONFIG, "a guest of type '%s' is none of VMware's",
			    words_name(&vm_kind_words, def->type));
	for (unsigned i = 0; done == 0 && i < COUNT(write_parts); i++) {
		vmx_put_device(&writer, "%s", "");
		done = write_parts[i](&writer);
	}
	free(writer.device);
	return done;
}
