/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* storage_rows - the rows of a <source>, for the tables that embed one
 *
 * The kind of storage is an attribute of the element around <source>, so these rows
 * stand in the table of that element: S is the struct storage_source in T with the dot
 * behind it ("source."), or nothing in storage_source's own table. */
#ifndef MODEL_STORAGE_ROWS_H
#define MODEL_STORAGE_ROWS_H

#include "model/storage_source.h"
#include "model/vm_kinds.h"

#define STORAGE_IS_(T, S, v) ONLY_IF(T, S type, STORAGE_##v)
/* The protocol is said of a network source alone. */
#define STORAGE_HTTP_  (ONE(PROTOCOL_HTTP) | ONE(PROTOCOL_HTTPS))
#define STORAGE_URL_   (STORAGE_HTTP_ | ONE(PROTOCOL_FTP) | ONE(PROTOCOL_FTPS))
#define STORAGE_SPEAKS_(T, S, protocols) ONLY_IF_ANY(T, S net.protocol, protocols)

#define STORAGE_PLACE_ROWS_(T, S)                                                                                      \
	STRING  (T, S file,             "source/@file",     LIVE, "image file",             STORAGE_IS_(T, S, FILE)),    \
	STRING  (T, S dev,              "source/@dev",      LIVE, "device of the host",                                     \
		 ONLY_IF_ANY(T, S type, ONE(STORAGE_BLOCK) | ONE(STORAGE_VHOST_VDPA) | ONE(STORAGE_CTL))),             \
	STRING  (T, S dir,              "source/@dir",      LIVE, "directory shown as FAT", STORAGE_IS_(T, S, DIR)),     \
	ENUM    (T, S net.protocol,     "source/@protocol", storage_protocol, LIVE, "how to reach the server",           \
									   STORAGE_IS_(T, S, NETWORK)),          \
	STRING  (T, S net.name,         "source/@name",     LIVE, "image on the server",    STORAGE_IS_(T, S, NETWORK)), \
	STRING  (T, S net.query,        "source/@query",    LIVE, "query of the URL",       STORAGE_SPEAKS_(T, S, STORAGE_HTTP_)), \
	YESNO   (T, S net.tls,          "source/@tls",      LIVE, "TLS to the server",      STORAGE_IS_(T, S, NETWORK)), \
	STRING  (T, S net.tls_hostname, "source/@tlsHostname", LIVE, "name in its certificate", STORAGE_IS_(T, S, NETWORK)), \
	STRING  (T, S volume.pool,      "source/@pool",     LIVE, "storage pool",           STORAGE_IS_(T, S, VOLUME)),  \
	STRING  (T, S volume.volume,    "source/@volume",   LIVE, "volume in it",           STORAGE_IS_(T, S, VOLUME)),  \
	ENUM    (T, S volume.mode,      "source/@mode", volume_mode, LIVE | UNSUPPORTED, "iSCSI by host or emulator",                  \
									   STORAGE_IS_(T, S, VOLUME)),           \
	CONSTANT(T, S type,             "source/@type", "pci", LIVE | REQUIRED, "how the NVMe disk is told", STORAGE_IS_(T, S, NVME)), \
	YESNO   (T, S nvme.managed,     "source/@managed",  LIVE, "detach from the host first", STORAGE_IS_(T, S, NVME), DEFAULT("yes")), \
	UINT    (T, S nvme.namespace,   "source/@namespace", LIVE | REQUIRED, "NVMe namespace",        STORAGE_IS_(T, S, NVME)),    \
	CONSTANT(T, S type,             "source/@type", "unix", LIVE | REQUIRED, "sort of socket",     STORAGE_IS_(T, S, VHOST_USER)), \
	STRING  (T, S vhost_user.path,  "source/@path",     LIVE | REQUIRED, "socket of the server",   STORAGE_IS_(T, S, VHOST_USER)), \
	ENUM    (T, S startup_policy,   "source/@startupPolicy", startup_policy, LIVE, "when the image is missing at start"), \
	STRING  (T, S fdgroup,          "source/@fdgroup",  LIVE,   "descriptors handed over")

#define STORAGE_MORE_ROWS_(T, S)                                                                                       \
	PCI_ROWS(T, S nvme.pci, "source/address/",                              STORAGE_IS_(T, S, NVME)),                \
	LIST    (T, S net.hosts,        "source/host", source_host, LIVE, "servers",    STORAGE_IS_(T, S, NETWORK)), \
	YESNO   (T, S vhost_user.reconnect, "source/reconnect/@enabled", LIVE, "try again when the server ends",         \
									   STORAGE_IS_(T, S, VHOST_USER)),       \
	NUMBER  (T, S vhost_user.reconnect_timeout, "source/reconnect/@timeout", LIVE, "seconds between attempts",       \
									   STORAGE_IS_(T, S, VHOST_USER)),       \
	UINT    (T, S net.reconnect_delay, "source/reconnect/@delay", LIVE, "seconds until a lost server is given up",   \
									   STORAGE_SPEAKS_(T, S, ONE(PROTOCOL_NBD))), \
	STRING  (T, S net.snapshot,     "source/snapshot/@name", LIVE, "snapshot of the image", STORAGE_IS_(T, S, NETWORK)), \
	STRING  (T, S net.config,       "source/config/@file", LIVE, "Ceph's configuration", STORAGE_IS_(T, S, NETWORK)), \
	STRING  (T, S net.initiator,    "source/initiator/iqn/@name", LIVE, "iSCSI name of this host", STORAGE_IS_(T, S, NETWORK)), \
	YESNO   (T, S net.ssl_verify,   "source/ssl/@verify", LIVE, "check the certificate", STORAGE_SPEAKS_(T, S, ONE(PROTOCOL_HTTPS) | ONE(PROTOCOL_FTPS))), \
	LIST    (T, S net.cookies,      "source/cookies/cookie", source_cookie, LIVE | SECRET, "HTTP cookies",           \
									   STORAGE_IS_(T, S, NETWORK)),          \
	U64     (T, S net.readahead,    "source/readahead/@size", LIVE, "bytes read ahead", STORAGE_SPEAKS_(T, S, STORAGE_URL_)), \
	U64     (T, S net.timeout,      "source/timeout/@seconds", LIVE, "wait for the server", STORAGE_SPEAKS_(T, S, STORAGE_URL_)), \
	STRING  (T, S net.known_hosts,  "source/knownHosts/@path", LIVE, "keys of servers",   STORAGE_SPEAKS_(T, S, ONE(PROTOCOL_SSH))), \
	STRING  (T, S net.user,         "source/identity/@user", LIVE, "NFS user",          STORAGE_SPEAKS_(T, S, ONE(PROTOCOL_NFS))), \
	STRING  (T, S net.group,        "source/identity/@group", LIVE, "NFS group",        STORAGE_SPEAKS_(T, S, ONE(PROTOCOL_NFS))), \
	STRING  (T, S net.username,     "source/identity/@username", LIVE, "SSH user",      STORAGE_SPEAKS_(T, S, ONE(PROTOCOL_SSH))), \
	STRING  (T, S net.keyfile,      "source/identity/@keyfile", LIVE, "its key",        STORAGE_SPEAKS_(T, S, ONE(PROTOCOL_SSH))), \
	STRING  (T, S net.agentsock,    "source/identity/@agentsock", LIVE, "socket of an agent", STORAGE_SPEAKS_(T, S, ONE(PROTOCOL_SSH))), \
	LIST    (T, S slices,           "source/slices/slice", source_slice, LIVE, "part of the image that is used"),    \
	LIST    (T, S seclabels,        "source/seclabel", source_seclabel, LIVE, "label of the image",                  \
		 ONLY_IF_ANY(T, S type, ~ONE(STORAGE_NETWORK))),                                                       \
	GROUP   (T, S auth,             "source/auth", storage_auth, LIVE, "user of the server"),                        \
	YESNO   (T, S reservations.managed, "source/reservations/@managed", LIVE, "start a helper for SCSI reservations"), \
	STRING  (T, S reservations.source_type, "source/reservations/source/@type", LIVE, "sort of socket"),             \
	STRING  (T, S reservations.source_path, "source/reservations/source/@path", LIVE, "socket of the helper"),       \
	STRING  (T, S reservations.source_mode, "source/reservations/source/@mode", LIVE, "who connects"),               \
	GROUP   (T, S encryption,       "source/encryption", storage_encryption, LIVE, "encryption of the image"),       \
	GROUP   (T, S data_store,       "source/dataStore", storage_source, LIVE, "where a qcow2 image keeps its contents"), \
	XML     (T, S private_data,     "source/privateData", STATUS | FILED, "node names in the emulator")

/* The number of a backing image is an attribute of <backingStore>, that of others of <source>. */
#define STORAGE_ROWS_UNNUMBERED(T, S) STORAGE_PLACE_ROWS_(T, S), STORAGE_MORE_ROWS_(T, S)
#define STORAGE_ROWS(T, S)                                                                                             \
	STORAGE_PLACE_ROWS_(T, S),                                                                                     \
	UINT    (T, S index,            "source/@index",    STATUS, "number of the image in its chain"),                 \
	STORAGE_MORE_ROWS_(T, S)

#define METADATA_CACHE_ROW(T, S, P) \
	SIZE(T, S metadata_cache_max_size, P "metadata_cache/max_size", "bytes", 0, "cache of qcow2's tables")

#endif
