/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_model_documents - the tables of documents beside <domain>, and their rules */
#include "unit.h"

#include "model/backup.h"
#include "model/checkpoint.h"
#include "model/cpu.h"
#include "model/documents.h"
#include "model/net_kinds.h"
#include "model/network.h"
#include "model/nodedev.h"
#include "model/nwfilter.h"
#include "model/secret.h"
#include "model/snapshot.h"
#include "model/volume.h"

static void
test_tables(void)
{
	for (unsigned i = 0; i < documents_count; i++) {
		auto_text struct text out = { 0 };

		model_lint(documents[i].type, &out);
		CHECK_TEXT(text_get(&out), "");
		CHECK(document_find(documents[i].name) == &documents[i]);
		CHECK(document_find(documents[i].type->name) == &documents[i]);
	}
	CHECK(!document_find("nothing"));
}

static void
test_schemas(void)
{
	for (unsigned i = 0; i < documents_count; i++) {
		auto_text struct text out = { 0 };
		auto_xml xmlDoc *doc = NULL;

		model_schema(documents[i].type, &out);
		doc = xml_parse(text_get(&out), out.length, documents[i].name);
		CHECK(doc);
	}
}

/* ---- addresses ---- */

static void
test_addresses(void)
{
	struct ip_address a, b;

	CHECK(ip_read("192.168.1.7", &a) && a.size == 4);
	CHECK(ip_read("192.168.1.200", &b));
	CHECK(ip_share_network(&a, &b, 24) && !ip_share_network(&a, &b, 25));
	CHECK(ip_is_at_most(&a, &b) && !ip_is_at_most(&b, &a));
	CHECK(ip_read("2001:DB8::0:1", &b) && !ip_share_network(&a, &b, 0));
	CHECK(ip_read("192.168.1", &a) && ip_is_v4("10.1") && !ip_read("1 2", &a) && !ip_read("", &a) && !ip_read("1::2::3", &a));
	CHECK(ip_read("255.255.240.0", &a) && ip_mask_bits(&a) == 20);
	CHECK(ip_read("255.0.255.0", &a) && ip_mask_bits(&a) == -1);
}

/* ---- networks ---- */

#define NETWORK(inside) "<network><name>n</name>" inside "</network>"

static struct network_def *
network(const char *xml)
{
	return network_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_SILENT);
}

static void
test_network_refused(void)
{
	static const struct {
		const char *xml;
		enum fault fault;
	} bad[] = {
		{ NETWORK("<forward mode='nat'/>"), FAULT_XML },
		{ NETWORK("<forward mode='x'/>"), FAULT_CONFIG },
		{ NETWORK("<forward mode='bridge'/><mtu size='9000'/>"), FAULT_XML },
		{ NETWORK("<forward mode='vepa'/><bridge name='br0'/>"), FAULT_XML },
		{ NETWORK("<forward dev='a' mode='bridge'><interface dev='b'/></forward>"), FAULT_XML },
		{ NETWORK("<mac address='01:00:00:00:00:00'/>"), FAULT_XML },
		{ NETWORK("<vlan/>"), FAULT_XML },
		{ NETWORK("<vlan trunk='no'><tag id='1'/><tag id='2'/></vlan>"), FAULT_XML },
		{ NETWORK("<bandwidth><inbound floor='1'/></bandwidth>"), FAULT_XML },
		{ NETWORK("<bandwidth><inbound peak='1'/></bandwidth>"), FAULT_DETAIL },
		{ NETWORK("<dns><host ip='1.2.3.4'/></dns>"), FAULT_DETAIL },
		{ NETWORK("<dns><txt name='a b' value='c'/></dns>"), FAULT_DETAIL },
		{ NETWORK("<dns><forwarder domain='x' port='53'/></dns>"), FAULT_XML },
		{ NETWORK("<dns><forwarder addr='192.0.2.1' port='65536'/></dns>"), FAULT_XML },
		{ NETWORK("<domain name='x' register='on'/>"), FAULT_XML },
		{ NETWORK("<ip address='10.0.0.1' prefix='24'/><route gateway='10.0.0.2'/>"), FAULT_XML },
		{ NETWORK("<dns><srv service='a.b' protocol='tcp'/></dns>"), FAULT_DETAIL },
		{ NETWORK("<ip address='1.2.3.4' prefix='33'/>"), FAULT_CONFIG },
		{ NETWORK("<ip address='1::4'/>"), FAULT_CONFIG },
		{ NETWORK("<ip address='1.2.3.x'/>"), FAULT_XML },
		{ NETWORK("<ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.9' end='10.0.0.2'/></dhcp></ip>"), FAULT_INTERNAL },
		{ NETWORK("<ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.9' end='10.0.1.2'/></dhcp></ip>"), FAULT_INTERNAL },
		{ NETWORK("<ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.9' end='10.0.0.255'/></dhcp></ip>"), FAULT_INTERNAL },
		{ NETWORK("<ip address='10.0.0.1' prefix='24'><dhcp><host ip='10.0.0.2'/></dhcp></ip>"), FAULT_XML },
		{ NETWORK("<ip address='10.0.0.1'><dhcp><host mac='52:54:00:00:00:01' name='-a' ip='10.0.0.2'/></dhcp></ip>"), FAULT_XML },
		{ NETWORK("<forward mode='hostdev'><address type='x'/></forward>"), FAULT_CONFIG },
		{ NETWORK("<forward mode='hostdev'><address type='pci' slot='0x20'/></forward>"), FAULT_XML },
		{ NETWORK("<forward mode='nat'><nat/><nat/></forward><ip address='10.0.0.1'/>"), FAULT_XML },
		{ NETWORK("<forward mode='hostdev'><address type='drive'/></forward>"), FAULT_CONFIG },
		{ NETWORK("<ip address='10.0.0.1' prefix='24'/><route address='1.0.0.0' prefix='8' gateway='10.0.1.2'/>"), FAULT_CONFIG },
	};

	for (unsigned i = 0; i < COUNT(bad); i++) {
		auto_document(network_def) struct network_def *def = network(bad[i].xml);

		CHECK(!def);
		CHECK_TEXT(fault_code(fail_fault()), fault_code(bad[i].fault));
		fail_forget();
	}
}

/* What is given to the host's side needs a bridge of ours; limits do not. */
static void
test_network_bridge_of_others(void)
{
	static const struct {
		const char *inside;
		int status;
	} cases[] = {
		{ "<mac address='52:54:00:00:00:01'/>", -1 },
		{ "<ip address='10.0.0.1'/>", -1 },
		{ "<dns><host ip='1.2.3.4'><hostname>a</hostname></host></dns>", -1 },
		{ "<domain name='x'/>", -1 },
		{ "<bandwidth><inbound average='1'/></bandwidth>", 0 },
		{ "<portgroup name='a'><bandwidth><inbound average='1'/></bandwidth></portgroup>", 0 },
	};

	for (unsigned i = 0; i < COUNT(cases); i++) {
		auto_free char *xml = text_format(NETWORK("<forward mode='bridge'/><bridge name='b'/>%s"), cases[i].inside);
		auto_document(network_def) struct network_def *def = network(xml);

		CHECK(def && network_def_validate(def) == cases[i].status);
		fail_forget();
	}
}

static void
test_network_ranges_of_large_networks(void)
{
	auto_document(network_def) struct network_def *def =
		network(NETWORK("<ip family='ipv6' address='fd00::1' prefix='64'><dhcp>"
				"<range start='fd00::10' end='fd00::ff'/></dhcp></ip>"));

	CHECK(def);
	CHECK(def && network_ip_prefix(&def->ips.item[0]) == 64);
}

static void
test_network_completed(void)
{
	auto_document(network_def) struct network_def *def =
		network(NETWORK("<forward dev='eth0'/><bridge stp='x'/><ip address='172.16.0.1'/>"));
	auto_free char *mac = NULL;

	if (!def)
		return (void)CHECK(def);
	CHECK(network_ip_prefix(&def->ips.item[0]) == 16);
	CHECK(def->bridge.stp == UNSAID);
	network_def_complete(def);
	network_def_add_mac(def);
	CHECK(def->uuid && def->bridge.stp == YES && def->bridge.delay.given);
	CHECK(def->forward->mode == NETWORK_NAT && def->forward->interfaces.n == 1);
	CHECK(network_def_validate(def) == 0);
	mac = xstrdup(def->mac);
	network_def_add_mac(def);
	CHECK_TEXT(def->mac, mac);
}

/* ---- filters ---- */

static struct nwfilter_def *
filter(const char *rule)
{
	auto_free char *xml = text_format("<filter name='f'>%s</filter>", rule);

	return nwfilter_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_SILENT);
}

static void
test_filter_order(void)
{
	static const char entries[] =
		"<rule action='drop' direction='in' priority='0x9'/>"
		"<filterref filter='a'/>"
		"<rule action='accept' direction='out'><tcp dstportstart='22'/></rule>"
		"<filterref filter='b'/>";
	static const char wanted[] =
		"<filter name='f' chain='root'>\n"
		"  <rule action='drop' direction='in' priority='500'/>\n"
		"  <filterref filter='a'/>\n"
		"  <rule action='accept' direction='out' priority='500'>\n"
		"    <tcp dstportstart='22'/>\n"
		"  </rule>\n"
		"  <filterref filter='b'/>\n"
		"</filter>\n";
	auto_document(nwfilter_def) struct nwfilter_def *def = filter(entries), *copy = NULL, *back = NULL;
	struct json_object *json;
	auto_free char *text = NULL, *text_of_copy = NULL, *text_of_back = NULL;

	if (!def)
		return (void)CHECK(def);
	text = nwfilter_def_text(def, VIEW_CONFIG);
	CHECK_TEXT(text, wanted);
	copy = nwfilter_def_copy(def);
	text_of_copy = nwfilter_def_text(copy, VIEW_CONFIG);
	CHECK_TEXT(text_of_copy, wanted);
	json = model_json(&nwfilter_def_type, def, VIEW_CONFIG);
	back = model_from_json(&nwfilter_def_type, json);
	json_object_put(json);
	text_of_back = back ? nwfilter_def_text(back, VIEW_CONFIG) : xstrdup(fail_story());
	CHECK_TEXT(text_of_back, wanted);
	list_add(&def->refs)->filter = xstrdup("last");
	free(text);
	text = nwfilter_def_text(def, VIEW_CONFIG);
	CHECK(strstr(text, "<filterref filter='b'/>\n  <filterref filter='last'/>"));
}

#define RULE(inside) "<rule action='drop' direction='in'>" inside "</rule>"

static void
test_filter_values(void)
{
	static const struct {
		const char *said, *printed;       /* NULL: refused */
	} rules[] = {
		{ "<mac protocolid='0x806'/>",          "<mac protocolid='arp'/>" },
		{ "<mac protocolid='1535'/>",           NULL },
		{ "<mac srcmacmask='ff:ff:ff:0:0:0'/>", "<mac srcmacmask='ff:ff:ff:00:00:00'/>" },
		{ "<mac srcmacmask='ff:0:ff:0:0:0'/>",  NULL },
		{ "<tcp srcipmask='255.255.0.0'/>",     "<tcp srcipmask='16'/>" },
		{ "<tcp srcipmask='4294967295'/>",      NULL },
		{ "<tcp srcipaddr='$ A [ @0 ]'/>",     "<tcp srcipaddr='$A'/>" },
		{ "<tcp srcipaddr='$A[@2]'/>",          "<tcp srcipaddr='$A[@2]'/>" },
		{ "<tcp srcipaddr='$A[x]'/>",           NULL },
		{ "<tcp flags='fin,syn,rst,psh,ack,urg/syn'/>", "<tcp flags='ALL/SYN'/>" },
		{ "<tcp state='related,new'/>",         "<tcp state='NEW,RELATED'/>" },
		{ "<tcp ipset='s'/>",                   "<tcp ipset='s' ipsetflags='src'/>" },
		{ "<tcp ipset='s' ipsetflags='up'/>",   NULL },
		{ "<tcp match='no' dscp='0x3f'/>",      "<tcp match='no' dscp='0x3f'/>" },
		{ "<tcp match='NO'/>",                  "<tcp match='no'/>" },
		{ "<tcp match='x'/>",                   "<tcp/>" },
		{ "<tcp dscp='64'/>",                   NULL },
		{ "<ip protocol='17' dstportstart='fff'/>", "<ip protocol='udp' dstportstart='0xfff'/>" },
		{ "<ip protocol='1' dstportstart='1'/>", NULL },
		{ "<arp opcode='reply'/>",              "<arp opcode='Reply'/>" },
		{ "<tcp/><udp/>",                       "    <tcp/>\n  </rule>" },
		{ "<udp dscp='1' state='NEW'/><udp dscp='2'/>", "    <udp dscp='2' state='NEW'/>\n  </rule>" },
	};

	for (unsigned i = 0; i < COUNT(rules); i++) {
		auto_free char *rule = text_format(RULE("%s"), rules[i].said), *text = NULL;
		auto_document(nwfilter_def) struct nwfilter_def *def = filter(rule);

		CHECK(!def == !rules[i].printed);
		text = def ? nwfilter_def_text(def, VIEW_CONFIG) : NULL;
		CHECK(!text || strstr(text, rules[i].printed));
		fail_forget();
	}
}

static void
test_filter_chains(void)
{
	static const char both[] = "<filter name='f' chain='x'><rule action='y' direction='in'/></filter>";
	static const struct {
		const char *said, *printed;
	} chains[] = {
		{ "chain='root'",               "chain='root'>" },
		{ "chain='arp-x'",              "chain='arp-x' priority='-500'>" },
		{ "chain='ipv6' priority='7'",  "chain='ipv6' priority='7'>" },
		{ "priority='7'",               "chain='root'>" },
		{ "chain='roots'",              NULL },
		{ "chain='mac' priority='1001'", NULL },
	};

	for (unsigned i = 0; i < COUNT(chains); i++) {
		auto_free char *xml = text_format("<filter name='f' %s><uuid>5c6d49af-b071-6127-b4ec-6f8ed4b55335"
						  "</uuid></filter>", chains[i].said), *text = NULL;
		auto_document(nwfilter_def) struct nwfilter_def *def =
			nwfilter_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_SILENT);

		CHECK(!def == !chains[i].printed);
		CHECK(def || fail_fault() == FAULT_VALUE);
		text = def ? nwfilter_def_text(def, VIEW_CONFIG) : NULL;
		CHECK(!text || strstr(text, chains[i].printed));
		fail_forget();
	}
	/* Before what is wrong with the rules. */
	CHECK(!nwfilter_def_parse(both, strlen(both), "x", VIEW_CONFIG, READ_SILENT) && fail_fault() == FAULT_VALUE);
}

/* ---- node devices ---- */

static void
test_net_features(void)
{
	static const char device[] = "<device><name>d</name><capability type='net'><interface>e</interface>%s</capability></device>";
	static const struct {
		const char *said, *printed;
	} cases[] = {
		{ "<feature name='sg'/><feature name='rx'/><feature name='sg'/>",
		  "<feature name='rx'/>\n    <feature name='sg'/>\n  </capability>" },
		{ "<feature name='RX'/>", NULL },
		{ "<feature/>", NULL },
	};

	for (unsigned i = 0; i < COUNT(cases); i++) {
		struct text xml = { 0 };
		auto_document(nodedev_def) struct nodedev_def *def = NULL;
		auto_free char *text = NULL;

		text_addf(&xml, device, cases[i].said);
		def = nodedev_def_parse(text_get(&xml), xml.length, "x", VIEW_CONFIG, READ_SILENT);
		text_done(&xml);
		CHECK(def ? cases[i].printed != NULL : !cases[i].printed && fail_fault() == FAULT_XML);
		text = def ? nodedev_def_text(def, VIEW_CONFIG) : NULL;
		CHECK(!text || strstr(text, cases[i].printed));
		fail_forget();
	}
}

/* ---- storage ---- */

static struct pool_def *
pool(const char *xml)
{
	return pool_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_SILENT);
}

static void
test_pools(void)
{
	auto_document(pool_def) struct pool_def *dir =
		pool("<pool type='dir'><name>d</name><capacity unit='x'>1</capacity><available>y</available>"
		     "<target><path>///a//b/</path></target></pool>");
	auto_document(pool_def) struct pool_def *logical =
		pool("<pool type='logical'><source><name>vg</name></source><target><path>/x</path></target></pool>");
	auto_document(pool_def) struct pool_def *fs =
		pool("<pool type='fs'><name>f</name><source><format type='nfs'/></source>"
		     "<target><path>/f</path></target></pool>");
	/* What another kind would have does not count. */
	auto_document(pool_def) struct pool_def *dirty =
		pool("<pool type='dir' xmlns:fs='http://libvirt.org/schemas/storagepool/fs/1.0'><name>d</name>"
		     "<source><format type='nfs'/></source><target><path>/d</path></target>"
		     "<fs:mount_opts><fs:option name='sync'/></fs:mount_opts></pool>");

	CHECK(dir && pool_def_complete(dir) == 0);
	CHECK_TEXT(dir->target.path, "/a/b");
	CHECK(logical && pool_def_complete(logical) == 0);
	CHECK_TEXT(logical->name, "vg");
	CHECK_TEXT(logical->target.path, "/dev/vg");
	CHECK(logical->source.format == POOL_FORMAT_LVM2);
	CHECK(fs && pool_def_complete(fs) < 0 && fail_fault() == FAULT_CONFIG);
	CHECK(dirty && pool_def_complete(dirty) == 0 && !dirty->source.format && !dirty->mount_opts.n);
}

static void
test_volumes(void)
{
	static const char xml[] =
		"<volume><name>v</name><capacity unit='KiB'>1</capacity><target><features><lazy_refcounts/>"
		"</features><permissions><owner>-1</owner><mode>644</mode></permissions></target></volume>";
	auto_document(pool_def) struct pool_def *dir =
		pool("<pool type='dir'><name>d</name><target><path>/p</path></target></pool>");
	auto_document(volume_def) struct volume_def *def =
		volume_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_SILENT);
	auto_free char *text = NULL;

	if (!def || !dir)
		return (void)CHECK(def && dir);
	CHECK(volume_def_complete(def, dir) == 0);
	text = volume_def_text(def, VIEW_CONFIG);
	CHECK_TEXT(text,
		   "<volume type='file'>\n"
		   "  <name>v</name>\n"
		   "  <key>/p/v</key>\n"
		   "  <capacity unit='bytes'>1024</capacity>\n"
		   "  <allocation unit='bytes'>1024</allocation>\n"
		   "  <target>\n"
		   "    <path>/p/v</path>\n"
		   "    <format type='raw'/>\n"
		   "    <permissions>\n"
		   "      <mode>0644</mode>\n"
		   "    </permissions>\n"
		   "    <compat>1.1</compat>\n"
		   "    <features>\n"
		   "      <lazy_refcounts/>\n"
		   "    </features>\n"
		   "  </target>\n"
		   "</volume>\n");
}

/* ---- checkpoints and backups ---- */

static struct vm_def *
guest(void)
{
	static const char xml[] =
		"<domain type='qemu'><name>g</name><devices>"
		"<disk type='file'><source file='/a'/><target dev='vda'/></disk>"
		"<disk type='file'><source file='/b'/><target dev='vdb'/></disk>"
		"<disk type='file' device='cdrom'><target dev='hdc'/><readonly/></disk>"
		"</devices></domain>";

	return vm_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_SILENT);
}

static struct checkpoint_def *
checkpoint(const char *inside)
{
	auto_free char *xml = text_format("<domaincheckpoint>%s</domaincheckpoint>", inside);

	return checkpoint_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_SILENT);
}

static void
test_checkpoint_disks(void)
{
	auto_vm_def struct vm_def *vm = guest();
	auto_document(checkpoint_def) struct checkpoint_def *all = checkpoint(""),
		*some = checkpoint("<name>c</name><disks><disk name='/b'/></disks>"),
		*twice = checkpoint("<disks><disk name='/b'/><disk name='vdb'/></disks>"),
		*wrong = checkpoint("<disks><disk name='hdc'/></disks>");
	auto_free char *text = NULL;

	if (!vm || !all || !some || !twice || !wrong)
		return (void)CHECK(vm && all && some && twice && wrong);
	checkpoint_def_request(all, 77);
	CHECK(checkpoint_def_align(all, vm) == 0 && all->disks.n == 3);
	CHECK_TEXT(all->name, "77");
	CHECK_TEXT(all->disks.item[0].bitmap, "77");
	CHECK(all->disks.item[2].checkpoint == CHECKPOINT_NO && !all->disks.item[2].bitmap);
	CHECK(checkpoint_def_align(some, vm) == 0);
	CHECK(some->disks.item[0].checkpoint == CHECKPOINT_NO);
	CHECK_TEXT(some->disks.item[1].name, "vdb");
	CHECK_TEXT(some->disks.item[1].bitmap, "c");
	CHECK(checkpoint_def_align(twice, vm) < 0 && fail_fault() == FAULT_CONFIG);
	CHECK(checkpoint_def_align(wrong, vm) < 0 && fail_fault() == FAULT_CONFIG);
}

static void
test_checkpoint_refused(void)
{
	static const char *const bad[] = {
		"<name>a/b</name>", "<name>.a</name>", "<name/>", "<disks/>", "<disks><disk/></disks>",
		"<active>1</active>", "<creationTime>x</creationTime>",
	};

	for (unsigned i = 0; i < COUNT(bad); i++) {
		auto_document(checkpoint_def) struct checkpoint_def *def = checkpoint(bad[i]);

		CHECK(!def && fail_fault() == FAULT_SCHEMA);
		fail_forget();
	}
}

static void
test_backup_stores(void)
{
	static const char push[] = "<domainbackup><incremental>c</incremental><disks><disk name='vda'/></disks></domainbackup>";
	static const char both[] = "<domainbackup><disks><disk name='vda'><scratch file='/s'/></disk></disks></domainbackup>";
	auto_vm_def struct vm_def *vm = guest();
	auto_document(backup_def) struct backup_def *def =
		backup_def_parse(push, strlen(push), "x", VIEW_CONFIG, READ_SILENT);

	if (!vm || !def)
		return (void)CHECK(vm && def);
	CHECK(backup_def_align(def, vm, "s") == 0 && def->disks.n == 2);
	CHECK_TEXT(def->disks.item[0].target.file, "/a.s");
	CHECK_TEXT(def->disks.item[0].incremental, "c");
	CHECK(def->disks.item[1].backup == NO);
	CHECK(!backup_def_parse(both, strlen(both), "x", VIEW_CONFIG, READ_SILENT));
	CHECK(fail_fault() == FAULT_SCHEMA);
}

/* ---- snapshots ---- */

/* What a snapshot's disk has from the domain's disk is forgotten, as libvirt does. */
static void
test_snapshot_disk(void)
{
	static const char xml[] =
		"<domainsnapshot><disks><disk name='vda' type='file'>"
		"<driver name='qemu' type='qcow2'/><source file='/a'/><target dev='vdb'/>"
		"</disk></disks></domainsnapshot>";
	auto_snapshot_def struct snapshot_def *def =
		snapshot_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_SILENT);
	auto_free char *text = def ? snapshot_def_text(def, VIEW_CONFIG) : NULL;

	CHECK(text && strstr(text, "<driver type='qcow2'/>") && !strstr(text, "target"));
	CHECK_NULL(snapshot_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_STRICT), FAULT_XML,
		   "x:1: 'driver/@name' says nothing in 'disk'");
	CHECK(model_knows(&snapshot_def_type, "/domainsnapshot/disks/disk/driver/@cache"));
	CHECK(!model_knows(&snapshot_def_type, "/domainsnapshot/disks/disk/@device"));
}

/* ---- secrets ---- */

static void
test_secrets(void)
{
	static const char no_type[] = "<secret><usage><volume>/v</volume></usage></secret>";
	static const char no_id[] = "<secret><usage type='ceph'><volume>/v</volume></usage></secret>";
	static const char good[] = "<secret><usage type='ceph'><name>n</name></usage></secret>";
	auto_document(secret_def) struct secret_def *def =
		secret_def_parse(good, strlen(good), "x", VIEW_CONFIG, READ_SILENT);

	CHECK(def && def->usage == SECRET_CEPH && def->private == NO);
	CHECK_TEXT(def->usage_id, "n");
	secret_def_complete(def);
	CHECK(def->uuid);
	CHECK(!secret_def_parse(no_type, strlen(no_type), "x", VIEW_CONFIG, READ_SILENT));
	CHECK(!secret_def_parse(no_id, strlen(no_id), "x", VIEW_CONFIG, READ_SILENT));
}

TESTS(
	TEST("tables have no mistakes", test_tables),
	TEST("tables make schemas", test_schemas),
	TEST("addresses and masks", test_addresses),
	TEST("networks that make no sense are refused", test_network_refused),
	TEST("a bridge of others has no addresses", test_network_bridge_of_others),
	TEST("ranges of large networks", test_network_ranges_of_large_networks),
	TEST("networks are completed", test_network_completed),
	TEST("rules and references of a filter keep their order", test_filter_order),
	TEST("values of rules", test_filter_values),
	TEST("chains and their priorities", test_filter_chains),
	TEST("what a card does by itself", test_net_features),
	TEST("pools are completed", test_pools),
	TEST("volumes are completed", test_volumes),
	TEST("checkpoints take the domain's disks", test_checkpoint_disks),
	TEST("checkpoints that break their schema are refused", test_checkpoint_refused),
	TEST("backups take the domain's disks", test_backup_stores),
	TEST("a snapshot's disk forgets what the domain's says", test_snapshot_disk),
	TEST("secrets say what they are for", test_secrets),
)
