/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* documents - every type that has documents of its own, for those who do something with all */
#include "model/documents.h"

#include "model/backup.h"
#include "model/capabilities.h"
#include "model/checkpoint.h"
#include "model/cpu.h"
#include "model/domain_capabilities.h"
#include "model/interface.h"
#include "model/network.h"
#include "model/network_port.h"
#include "model/nodedev.h"
#include "model/nwfilter.h"
#include "model/nwfilter_binding.h"
#include "model/pool.h"
#include "model/secret.h"
#include "model/snapshot.h"
#include "model/volume.h"

/* Names are those of libvirt's schemas.  A snapshot of long ago has a <domain> with a UUID alone. */
const struct document documents[] = {
	{ "domain",           &vm_def_type,               "a virtual machine" },
	{ "domainsnapshot",   &snapshot_def_type,         "a snapshot of a virtual machine", READ_UNCHECKED },
	{ "domaincheckpoint", &checkpoint_def_type,       "a point in time that backups start from" },
	{ "domainbackup",     &backup_def_type,           "a backup of a virtual machine" },
	{ "network",          &network_def_type,          "a virtual network" },
	{ "networkport",      &network_port_def_type,     "a guest's place in a network" },
	{ "storagepool",      &pool_def_type,             "a place that storage volumes are in" },
	{ "storagevol",       &volume_def_type,           "a storage volume" },
	{ "nwfilter",         &nwfilter_def_type,         "a packet filter" },
	{ "nwfilterbinding",  &nwfilter_binding_def_type, "a packet filter at work on an interface" },
	{ "interface",        &interface_def_type,        "a network interface of the host" },
	{ "nodedev",          &nodedev_def_type,          "a device of the host" },
	{ "secret",           &secret_def_type,           "a secret, but its value" },
	{ "capability",       &capabilities_type,         "what host and hypervisor can do" },
	{ "domaincaps",       &domain_capabilities_type,  "what one emulator offers" },
	{ "cpu",              &cpu_def_type,              "processors" },
};
const unsigned documents_count = COUNT(documents);

const struct document *
document_find(const char *name)
{
	for (unsigned i = 0; i < COUNT(documents); i++)
		if (text_same(documents[i].type->name, name) || text_same(documents[i].name, name))
			return &documents[i];
	return NULL;
}

const struct document *
document_guess(const char *xml, size_t size, const char *whence)
{
	auto_xml xmlDoc *doc = xml_parse(xml, size, whence);
	const char *name = doc ? (const char *)xml_root(doc)->name : NULL;
	const struct document *document = name ? document_find(name) : NULL;

	if (name && !document)
		return fail(FAULT_UNSUPPORTED, "%s: no schema has %s outermost", whence, quote(name)), NULL;
	return document;
}

int
document_validate(const struct document *document, const char *xml, size_t size, const char *whence)
{
	void *object = model_parse(document->type, xml, size, whence,
				   VIEW_SECRET | VIEW_STATUS | VIEW_FILE, READ_VALIDATE | document->how);

	model_free(document->type, object);
	return object ? 0 : -1;
}
