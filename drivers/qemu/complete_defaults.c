/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* complete_defaults - devices that every guest of a machine type has */
#include "base/fail.h"
#include "complete.h"

/* USB 3 where PCI Express is; elsewhere what fits is found with the other controllers. */
static void
add_usb(struct completion *c)
{
	static const struct { const char *type; enum controller_model model; } express[] = {
		{ "qemu-xhci",      USB_QEMU_XHCI },
		{ "nec-usb-xhci",   USB_NEC_XHCI },
		{ "ich9-usb-ehci1", USB_ICH9_EHCI1 },
	};

	if (c->machine->root != PCIE_ROOT) {
		qemu_add_controller(c->def, CONTROLLER_USB, 0, CONTROLLER_MODEL_NONE);
		return;
	}
	for (unsigned i = 0; i < COUNT(express); i++)
		if (qemu_caps_has(c->caps, express[i].type)) {
			qemu_add_controller(c->def, CONTROLLER_USB, 0, express[i].model);
			return;
		}
}

static int
add_root(struct completion *c)
{
	const struct controller *root = machine_controller(c->def, CONTROLLER_PCI, 0);
	enum controller_model wanted = c->machine->root;

	if (root && root->model != wanted)
		return fail(FAULT_XML, "the PCI controller with index 0 must be '%s' for machine type '%s', not '%s'",
			    words_name(&controller_model_words, wanted), c->def->os.machine,
			    words_name(&controller_model_words, root->model));
	qemu_add_controller(c->def, CONTROLLER_PCI, 0, wanted);
	return 0;
}

static int
add_controllers(struct completion *c)
{
	if (c->machine->usb)
		add_usb(c);
	if (c->machine->sata)
		qemu_add_controller(c->def, CONTROLLER_SATA, 0, CONTROLLER_MODEL_NONE);
	return c->machine->root ? add_root(c) : 0;
}

static void
add_memballoon(struct completion *c)
{
	if (c->def->devices.memballoon || !machine_is_x86(c->def) || c->machine->family == MACHINE_ISAPC)
		return;
	c->def->devices.memballoon = model_new(&memballoon_type);
	c->def->devices.memballoon->model = MEMBALLOON_VIRTIO;
}

static void
add_input(struct vm_def *def, enum input_kind type)
{
	struct input *input;

	list_each(old, &def->devices.inputs)
		if (old->type == type && (old->bus == INPUT_BUS_PS2 || !old->bus))
			return;
	input = list_add(&def->devices.inputs);
	model_init(&input_type, input);
	input->type = type;
	input->bus = INPUT_BUS_PS2;
}

/* Sound goes where the picture goes; a display on this host has the emulator's own default. */
static void
add_audio(struct completion *c)
{
	struct audio_list *audios = &c->def->devices.audios;
	bool wanted = !c->def->devices.graphics.n;
	enum audio_kind type = AUDIO_NONE;

	/* The last word counts. */
	list_each(graphics, &c->def->devices.graphics) {
		if (graphics->type == GRAPHICS_VNC || graphics->type == GRAPHICS_SPICE) {
			type = graphics->type == GRAPHICS_SPICE ? AUDIO_SPICE : AUDIO_NONE;
			wanted = true;
		}
		wanted = wanted && graphics->type != GRAPHICS_SDL;
	}
	if (audios->n || !wanted)
		return;
	model_init(&audio_type, list_add(audios));
	audios->item[0].id = 1;
	audios->item[0].type = type;
}

int
qemu_complete_defaults(struct completion *c)
{
	if (add_controllers(c) < 0)
		return -1;
	add_memballoon(c);
	if (c->machine->ps2) {
		add_input(c->def, INPUT_MOUSE);
		add_input(c->def, INPUT_KEYBOARD);
	}
	add_audio(c);
	list_each(panic, &c->def->devices.panics)
		if (!panic->model && machine_is_x86(c->def))
			panic->model = PANIC_ISA;
	list_each(tpm, &c->def->devices.tpms)
		if (!tpm->model && machine_is_x86(c->def))
			tpm->model = TPM_TIS;
	list_each(tpm, &c->def->devices.tpms)
		if (tpm->backend == TPM_EMULATOR && !tpm->version)
			tpm->version = tpm->model == TPM_TIS ? TPM_1_2 : TPM_2_0;
	return 0;
}
