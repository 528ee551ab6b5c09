/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_make - devices that are made: mediated ones, and virtual ports of adapters */
#include "driver/nodedev_inside.h"

/* ---- documents ---- */

/* It becomes part of a path below the device: nothing may lead out of there. */
static int
check_step(const char *what, const char *step)
{
	if (!*step || *step == '.' || strchr(step, '/'))
		return fail(FAULT_CONFIG, "%s is no %s of a mediated device", quote(step), what);
	return 0;
}

static int
check_mdev(struct nodedev_mdev *mdev)
{
	if (check_step("type", mdev->type) < 0)
		return -1;
	list_each(attribute, &mdev->attributes)
		if (check_step("attribute", attribute->name) < 0)
			return -1;
	document_identify(&mdev->uuid);
	return 0;
}

/* mdev_UUID_0000_00_02_0: with what follows the sort in the name of the parent. */
static char *
name_of(const struct nodedev_def *def)
{
	const char *address = strchr(def->parent.name, '_');
	char *name = text_format("mdev_%s%s", def->capabilities.item[0].mdev.uuid, address ? address : "");

	for (char *at = name; *at; at++)
		if (*at == '-')
			*at = '_';
	return name;
}

static int
check_parent(const struct nodedev_def *def)
{
	auto_nodedev struct nodedev *parent = NULL;

	if (!def->parent.name)
		return fail(FAULT_CONFIG, "a mediated device needs a parent");
	parent = nodedev_open(def->parent.name, OBJECT_TO_READ);
	return parent ? 0 : fail_within("parent %s", quote(def->parent.name));
}

static int
complete_mdev(struct nodedev_def *def)
{
	if (check_parent(def) < 0 || check_mdev(&def->capabilities.item[0].mdev) < 0)
		return -1;
	free(def->name);
	def->name = name_of(def);
	return 0;
}

/* What is read of a document that describes a device to be made; kinds: which may be. */
static struct nodedev_def *
prepare(const char *xml, const char *whence, enum nodedev_define_how how, uint64_t kinds)
{
	enum model_how strict = how ? READ_STRICT : 0;
	auto_document(nodedev_def) struct nodedev_def *def =
		nodedev_def_parse(xml, strlen(xml), whence, VIEW_CONFIG, strict);
	struct nodedev_capability *capability = def && def->capabilities.n ? def->capabilities.item : NULL;

	if (!def) {
		if (how & NODEDEV_VALIDATE && fail_fault() == FAULT_XML)
			fail_as(FAULT_SCHEMA);
		return NULL;
	}
	if (!capability || !(kinds & ONE(capability->type)))
		return fail(FAULT_UNSUPPORTED, "%s: devices of type '%s' cannot be made", whence,
			    capability ? words_name(&nodedev_kind_words, capability->type) : "none"), NULL;
	if (capability->type == NODEDEV_MDEV && complete_mdev(def) < 0)
		return fail_within("%s", whence), NULL;
	return steal(def);
}

/* ---- on record while it is made ---- */

static char *
record_folder(const struct nodedev *nodedev)
{
	return text_format("%s/making", nodedev->object.service->folder);
}

static int
begin_making(const struct nodedev *nodedev, const struct nodedev_def *def)
{
	auto_free char *folder = record_folder(nodedev);
	auto_free char *xml = nodedev_def_text(def, VIEW_FILE);

	return store_write(PLACE_RUN, folder, nodedev->object.name, NULL, xml);
}

static int
end_making(const struct nodedev *nodedev)
{
	auto_free char *folder = record_folder(nodedev);

	return store_remove(PLACE_RUN, folder, nodedev->object.name, NULL);
}

/* A device without all its attributes is none. */
static int
undo(struct nodedev *nodedev)
{
	auto_free char *folder = record_folder(nodedev);

	if (vm_is_dry_run() || !store_has(PLACE_RUN, folder, nodedev->object.name))
		return 0;
	if (nodedev->active &&
	    nodedev_ops_of(nodedev)->remove(nodedev->object.service, &nodedev->brief) < 0)
		return fail_within("half made");
	nodedev->active = false;
	return end_making(nodedev);
}

struct nodedev *
nodedev_take(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_look(name, OBJECT_TO_CHANGE);

	if (!nodedev || undo(nodedev) < 0)
		return NULL;
	return steal(nodedev);
}

/* What stays on record as half made is none: the next program would remove it. */
static int
take_back(const struct nodedev *nodedev)
{
	struct failure why = fail_aside();
	auto_nodedev struct nodedev *there = nodedev_look(nodedev->object.name, OBJECT_TO_READ);

	if (there && there->active)
		nodedev_ops_of(there)->remove(there->object.service, &there->brief);
	return fail_again(&why);
}

/* ---- what programs do ---- */

static int
make(struct nodedev *nodedev, const struct nodedev_def *def, char **ret_name)
{
	const struct nodedev_ops *ops = nodedev_ops_of(nodedev);
	int result;

	if (!ops->make)
		return driver_cannot("device", "make");
	if (begin_making(nodedev, def) < 0)
		return -1;
	result = ops->make(nodedev->object.service, def, ret_name);
	return end_making(nodedev) < 0 ? take_back(nodedev) : result;
}

/* What the host calls it is known when it is there: it has the lock of its adapter. */
static int
create_port(const struct nodedev_def *def, char **ret_name)
{
	const char *adapter = def->parent.name ? def->parent.name : "fabric";
	auto_nodedev struct nodedev *parent = nodedev_take(adapter);
	const struct nodedev_ops *ops = parent ? nodedev_ops_of(parent) : NULL;

	if (!parent)
		return -1;
	if (!ops->make)
		return driver_cannot("device", "make");
	if (vm_told("make a virtual port of %s", adapter))
		return 0;
	return ops->make(parent->object.service, def, ret_name);
}

int
nodedev_create(const char *xml, const char *whence, enum nodedev_define_how how, char **ret_name)
{
	auto_document(nodedev_def) struct nodedev_def *def =
		prepare(xml, whence, how, ONE(NODEDEV_MDEV) | ONE(NODEDEV_SCSI_HOST));
	auto_nodedev struct nodedev *nodedev = NULL;

	if (!def)
		return -1;
	if (def->capabilities.item[0].type == NODEDEV_SCSI_HOST)
		return create_port(def, ret_name);
	nodedev = nodedev_take(def->name);
	if (!nodedev)
		return -1;
	if (nodedev->active)
		return fail(FAULT_STATE, "device '%s' is there already", def->name);
	if (vm_told("create device %s", def->name))
		return 0;
	return make(nodedev, def, ret_name);
}

static int
store(struct nodedev *nodedev, const struct nodedev_def *def)
{
	auto_free char *xml = nodedev_def_text(def, VIEW_FILE);

	return object_write(&nodedev->object, PLACE_ETC, NULL, xml);
}

int
nodedev_define(const char *xml, const char *whence, enum nodedev_define_how how, char **ret_name)
{
	auto_document(nodedev_def) struct nodedev_def *def = prepare(xml, whence, how, ONE(NODEDEV_MDEV));
	auto_nodedev struct nodedev *nodedev = def ? nodedev_take(def->name) : NULL;

	if (!nodedev)
		return -1;
	if (!vm_told("define device %s", def->name) && store(nodedev, def) < 0)
		return -1;
	*ret_name = xstrdup(def->name);
	return 0;
}

/* As it was; the story told so far stays. */
static int
store_again(struct nodedev *nodedev, const struct nodedev_def *stored)
{
	struct failure why = fail_aside();

	store(nodedev, stored);
	return fail_again(&why);
}

int
nodedev_update(struct nodedev *nodedev, const char *xml, const char *whence,
	       enum nodedev_define_how how, bool live, bool config)
{
	const struct nodedev_ops *ops = nodedev_ops_of(nodedev);
	auto_document(nodedev_def) struct nodedev_def *def = prepare(xml, whence, how, ONE(NODEDEV_MDEV));
	struct nodedev_def *before = def ? nodedev_def(nodedev, !live) : NULL;
	struct nodedev_def *stored = before && config ? nodedev_def(nodedev, true) : NULL;

	if (!before || (config && !stored))
		return -1;
	if (!text_same(def->name, nodedev->object.name))
		return fail(FAULT_CONFIG, "%s: it describes device '%s'", whence, def->name);
	if (!text_same(before->capabilities.item[0].mdev.type, def->capabilities.item[0].mdev.type))
		return fail(FAULT_CONFIG, "%s: the type of a mediated device cannot change", whence);
	if (live && !ops->set)
		return driver_cannot("device", "set");
	if (vm_told("update device %s", def->name))
		return 0;
	if (config && store(nodedev, def) < 0)
		return -1;
	if (live && ops->set(nodedev->object.service, &nodedev->brief,
			     &def->capabilities.item[0].mdev.attributes) < 0)
		return config ? store_again(nodedev, stored) : -1;
	return 0;
}

int
nodedev_undefine(struct nodedev *nodedev)
{
	if (object_must_be_stored(&nodedev->object) < 0)
		return -1;
	if (vm_told("undefine device %s", nodedev->object.name))
		return 0;
	return object_remove(&nodedev->object, PLACE_ETC, NULL);
}

int
nodedev_set_autostart(struct nodedev *nodedev, bool on)
{
	return object_set_autostart(&nodedev->object, on);
}

int
nodedev_start(struct nodedev *nodedev)
{
	const struct nodedev_def *def = nodedev_def(nodedev, true);
	auto_free char *name = NULL;

	if (!def || check_parent(def) < 0)
		return -1;
	if (vm_told("start device %s", nodedev->object.name))
		return 0;
	return make(nodedev, def, &name);
}

int
nodedev_stop(struct nodedev *nodedev)
{
	const struct nodedev_ops *ops = nodedev_ops_of(nodedev);

	if (nodedev->brief.kind != NODEDEV_MDEV && nodedev->brief.kind != NODEDEV_SCSI_HOST)
		return fail(FAULT_UNSUPPORTED, "a device of type '%s' cannot be removed",
			    words_name(&nodedev_kind_words, nodedev->brief.kind));
	if (!ops->remove)
		return driver_cannot("device", "remove");
	if (nodedev_must_be_free(nodedev) < 0)
		return -1;
	if (vm_told("remove device %s", nodedev->object.name))
		return 0;
	return ops->remove(nodedev->object.service, &nodedev->brief);
}
