/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* chardev - character devices: where their bytes go, and what the guest sees
 *
 * `struct chardev_source` is the host's end; serial ports, consoles, channels,
 * smart cards, redirected USB and random number generators embed it. */
#ifndef MODEL_CHARDEV_H
#define MODEL_CHARDEV_H

#include "model/device_info.h"
#include "model/seclabel.h"

#define CHARDEV_KIND(X)                             \
	X(CHARDEV_NONE,         NULL)               \
	X(CHARDEV_NULL,         "null")             \
	X(CHARDEV_VC,           "vc")               \
	X(CHARDEV_PTY,          "pty")              \
	X(CHARDEV_DEV,          "dev")              \
	X(CHARDEV_FILE,         "file")             \
	X(CHARDEV_PIPE,         "pipe")             \
	X(CHARDEV_STDIO,        "stdio")            \
	X(CHARDEV_UDP,          "udp")              \
	X(CHARDEV_TCP,          "tcp")              \
	X(CHARDEV_UNIX,         "unix")             \
	X(CHARDEV_SPICEVMC,     "spicevmc")         \
	X(CHARDEV_SPICEPORT,    "spiceport")        \
	X(CHARDEV_NMDM,         "nmdm")             \
	X(CHARDEV_QEMU_VDAGENT, "qemu-vdagent")     \
	X(CHARDEV_DBUS,         "dbus")
ENUM_TYPE(chardev_kind, CHARDEV_KIND);

#define CHARDEV_MODE(X)                     \
	X(CHARDEV_MODE_NONE, NULL)          \
	X(CHARDEV_CONNECT,   "connect")     \
	X(CHARDEV_BIND,      "bind")
ENUM_TYPE(chardev_mode, CHARDEV_MODE);

#define CHARDEV_PROTOCOL(X)                 \
	X(CHARDEV_PROTOCOL_NONE, NULL)      \
	X(CHARDEV_RAW,           "raw")     \
	X(CHARDEV_TELNET,        "telnet")  \
	X(CHARDEV_TELNETS,       "telnets") \
	X(CHARDEV_TLS,           "tls")
ENUM_TYPE(chardev_protocol, CHARDEV_PROTOCOL);

#define MOUSE_MODE(X)                       \
	X(MOUSE_MODE_NONE, NULL)            \
	X(MOUSE_SERVER,    "server")        \
	X(MOUSE_CLIENT,    "client")
ENUM_TYPE(mouse_mode, MOUSE_MODE);

/* One of the two ends of a UDP chardev. */
struct udp_end {
	enum chardev_mode mode;
	char *host, *service;
};
LIST_OF(udp_end);

struct chardev_source {
	enum chardev_kind type;
	enum chardev_mode mode;             /* TCP, UNIX */
	char *path;                         /* DEV, FILE, PIPE, UNIX; PTY while running */
	enum tri append;                    /* FILE */
	char *host, *service;               /* TCP */
	enum tri tls;
	enum tri reconnect;                 /* TCP, UNIX, connecting */
	struct number reconnect_timeout;
	enum chardev_protocol protocol;     /* TCP, UDP */
	struct udp_end_list udp;            /* UDP */
	char *channel;                      /* SPICEPORT, DBUS */
	char *master, *slave;               /* NMDM */
	enum tri clipboard;                 /* QEMU_VDAGENT */
	enum mouse_mode mouse;
	char *log_file;
	enum tri log_append;
	struct source_seclabel_list seclabels;
};

/* What the guest sees; only those of the right element are taken. */
#define CHARDEV_TARGET(X)                                  \
	X(TARGET_NONE,             NULL)                   \
	X(TARGET_ISA_SERIAL,       "isa-serial")           \
	X(TARGET_USB_SERIAL,       "usb-serial")           \
	X(TARGET_PCI_SERIAL,       "pci-serial")           \
	X(TARGET_SPAPR_VIO_SERIAL, "spapr-vio-serial")     \
	X(TARGET_SYSTEM_SERIAL,    "system-serial")        \
	X(TARGET_SCLP_SERIAL,      "sclp-serial")          \
	X(TARGET_ISA_DEBUG,        "isa-debug")            \
	X(TARGET_SERIAL,           "serial")               \
	X(TARGET_XEN,              "xen")                  \
	X(TARGET_UML,              "uml")                  \
	X(TARGET_VIRTIO,           "virtio")               \
	X(TARGET_LXC,              "lxc")                  \
	X(TARGET_OPENVZ,           "openvz")               \
	X(TARGET_SCLP,             "sclp")                 \
	X(TARGET_SCLPLM,           "sclplm")               \
	X(TARGET_GUESTFWD,         "guestfwd")
ENUM_TYPE(chardev_target, CHARDEV_TARGET);

#define CHARDEV_MODEL(X)                                   \
	X(CHARDEV_MODEL_NONE,      NULL)                   \
	X(MODEL_ISA_SERIAL,        "isa-serial")           \
	X(MODEL_USB_SERIAL,        "usb-serial")           \
	X(MODEL_PCI_SERIAL,        "pci-serial")           \
	X(MODEL_SPAPR_VTY,         "spapr-vty")            \
	X(MODEL_PL011,             "pl011")                \
	X(MODEL_SCLPCONSOLE,       "sclpconsole")          \
	X(MODEL_SCLPLMCONSOLE,     "sclplmconsole")        \
	X(MODEL_16550A,            "16550a")               \
	X(MODEL_ISA_DEBUGCON,      "isa-debugcon")
ENUM_TYPE(chardev_model, CHARDEV_MODEL);

#define CHANNEL_STATE(X)                           \
	X(CHANNEL_STATE_NONE,   NULL)              \
	X(CHANNEL_CONNECTED,    "connected")       \
	X(CHANNEL_DISCONNECTED, "disconnected")
ENUM_TYPE(channel_state, CHANNEL_STATE);

/* <serial>, <parallel> and <console>. */
struct chardev {
	char *tty;                          /* STATUS: of a console */
	struct chardev_source source;
	enum chardev_target target;
	enum chardev_model model;
	struct number port;
	struct device_info info;
};
LIST_OF(chardev);

struct channel {
	struct chardev_source source;
	enum chardev_target target;         /* GUESTFWD, VIRTIO, XEN */
	char *name;                         /* VIRTIO, XEN: "org.qemu.guest_agent.0" */
	enum channel_state state;           /* STATUS */
	char *address, *port;               /* GUESTFWD */
	struct device_info info;
};
LIST_OF(channel);

#define SMARTCARD_MODE(X)                                      \
	X(SMARTCARD_NONE,              NULL)                   \
	X(SMARTCARD_HOST,              "host")                 \
	X(SMARTCARD_HOST_CERTIFICATES, "host-certificates")    \
	X(SMARTCARD_PASSTHROUGH,       "passthrough")
ENUM_TYPE(smartcard_mode, SMARTCARD_MODE);

struct certificate { char *file; };
LIST_OF(certificate);

struct smartcard {
	enum smartcard_mode mode;
	struct certificate_list certificates;    /* HOST_CERTIFICATES: three */
	char *database;
	struct chardev_source source;            /* PASSTHROUGH */
	struct device_info info;
};
LIST_OF(smartcard);

/* A USB device of whoever looks at the guest's display. */
struct redirdev {
	char *bus;                               /* "usb" */
	struct chardev_source source;
	struct device_info info;
};
LIST_OF(redirdev);

struct redirfilter_rule {
	struct number class, vendor, product;        /* not given is any */
	char *version;                               /* "1.10" */
	enum tri allow;
};
LIST_OF(redirfilter_rule);

struct redirfilter {
	struct redirfilter_rule_list rules;
};

extern const struct type serial_type, parallel_type, console_type, channel_type, smartcard_type,
	redirdev_type, redirfilter_type, udp_end_type;

#endif
