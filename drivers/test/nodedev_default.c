/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_default - the devices of test:///default
 *
 * The machine and its Fibre Channel adapters are those of libvirt's test driver; the
 * PCI device, which can be given to guests and split into mediated devices, is ours. */
#include "nodedev_default.h"

#include "base/memory.h"

#define SCSI_HOST(number, above, unique, wwnn, wwpn, fabric, ports)                              \
	"<device>\n"                                                                             \
	"  <name>scsi_host" number "</name>\n"                                                   \
	"  <parent>" above "</parent>\n"                                                         \
	"  <capability type='scsi_host'>\n"                                                      \
	"    <host>" number "</host>\n"                                                          \
	"    <unique_id>" unique "</unique_id>\n"                                                \
	"    <capability type='fc_host'>\n"                                                      \
	"      <wwnn>" wwnn "</wwnn>\n"                                                          \
	"      <wwpn>" wwpn "</wwpn>\n"                                                          \
	"      <fabric_wwn>" fabric "</fabric_wwn>\n"                                            \
	"    </capability>\n"                                                                    \
	ports                                                                                    \
	"  </capability>\n"                                                                      \
	"</device>\n"

#define NO_VPORTS                                                                                \
	"    <capability type='vport_ops'>\n"                                                    \
	"      <max_vports>0</max_vports>\n"                                                     \
	"      <vports>0</vports>\n"                                                             \
	"    </capability>\n"

const char *const nodedev_defaults[] = {
	"<device>\n"
	"  <name>computer</name>\n"
	"  <capability type='system'>\n"
	"    <hardware>\n"
	"      <vendor>Libvirt</vendor>\n"
	"      <version>Test driver</version>\n"
	"      <serial>123456</serial>\n"
	"      <uuid>11111111-2222-3333-4444-555555555555</uuid>\n"
	"    </hardware>\n"
	"    <firmware>\n"
	"      <vendor>Libvirt</vendor>\n"
	"      <version>Test Driver</version>\n"
	"      <release_date>01/22/2007</release_date>\n"
	"    </firmware>\n"
	"  </capability>\n"
	"</device>\n",

	SCSI_HOST("1", "computer", "0", "2000000012341234", "1000000012341234", "2000000043214321", NO_VPORTS),
	SCSI_HOST("2", "computer", "1", "2000000056785678", "1000000056785678", "2000000087658765", NO_VPORTS),
	SCSI_HOST("11", "scsi_host1", "10", "2000000034563456", "1000000034563456", "2000000043214321", ""),

	"<device>\n"
	"  <name>pci_0000_00_02_0</name>\n"
	"  <path>/sys/devices/pci0000:00/0000:00:02.0</path>\n"
	"  <parent>computer</parent>\n"
	"  <driver>\n"
	"    <name>i915</name>\n"
	"  </driver>\n"
	"  <capability type='pci'>\n"
	"    <class>0x030000</class>\n"
	"    <domain>0</domain>\n"
	"    <bus>0</bus>\n"
	"    <slot>2</slot>\n"
	"    <function>0</function>\n"
	"    <product id='0x5917'>Test graphics</product>\n"
	"    <vendor id='0x8086'>Test vendor</vendor>\n"
	"    <capability type='mdev_types'>\n"
	"      <type id='i915-GVTg_V5_4'>\n"
	"        <name>quarter</name>\n"
	"        <deviceAPI>vfio-pci</deviceAPI>\n"
	"        <availableInstances>4</availableInstances>\n"
	"      </type>\n"
	"    </capability>\n"
	"    <iommuGroup number='1'>\n"
	"      <address domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>\n"
	"    </iommuGroup>\n"
	"  </capability>\n"
	"</device>\n",
};
const unsigned nodedev_defaults_count = COUNT(nodedev_defaults);
