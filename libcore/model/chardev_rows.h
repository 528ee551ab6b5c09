/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* chardev_rows - the rows of a chardev's host end, for the tables that embed one
 *
 * S is the struct chardev_source in T, P the path in front of <source>.  The kind is an
 * attribute whose place among others differs: it has a row of its own in each table. */
#ifndef MODEL_CHARDEV_ROWS_H
#define MODEL_CHARDEV_ROWS_H

#include "model/chardev.h"

#define CHARDEV_IS_(T, S, v)  ONLY_IF(T, S.type, CHARDEV_##v)
#define CHARDEV_FILES_        (ONE(CHARDEV_DEV) | ONE(CHARDEV_FILE) | ONE(CHARDEV_PIPE) | ONE(CHARDEV_UNIX))
#define CHARDEV_SOCKETS_      (ONE(CHARDEV_TCP) | ONE(CHARDEV_UNIX))
#define CHARDEV_NET_          (ONE(CHARDEV_TCP) | ONE(CHARDEV_UDP))

#define CHARDEV_ROWS(T, S, P)                                                                              \
	STRING(T, S.channel, P "source/@channel", ABI, "name of the channel",                              \
	       ONLY_IF_ANY(T, S.type, ONE(CHARDEV_SPICEPORT) | ONE(CHARDEV_DBUS))),                        \
	STRING(T, S.master,  P "source/@master",  0, "master device",            CHARDEV_IS_(T, S, NMDM)), \
	STRING(T, S.slave,   P "source/@slave",   0, "slave device",             CHARDEV_IS_(T, S, NMDM)), \
	ENUM  (T, S.mode,    P "source/@mode", chardev_mode, 0, "who connects",                            \
	       ONLY_IF_ANY(T, S.type, CHARDEV_SOCKETS_)),                                                  \
	STRING(T, S.path,    P "source/@path",    0, "file, device or socket",                             \
	       ONLY_IF_ANY(T, S.type, CHARDEV_FILES_)),                                                    \
	STRING(T, S.path,    P "source/@path",    STATUS, "terminal",            CHARDEV_IS_(T, S, PTY)),  \
	ONOFF (T, S.append,  P "source/@append",  0, "keep what the file has",   CHARDEV_IS_(T, S, FILE)), \
	STRING(T, S.host,    P "source/@host",    0, "host to connect to or address to bind", CHARDEV_IS_(T, S, TCP)), \
	STRING(T, S.service, P "source/@service", 0, "port",                     CHARDEV_IS_(T, S, TCP)),  \
	YESNO (T, S.tls,     P "source/@tls",     0, "TLS",                      CHARDEV_IS_(T, S, TCP)),  \
	YESNO (T, S.reconnect, P "source/reconnect/@enabled", 0, "try again when the connection ends",     \
	       ONLY_IF_ANY(T, S.type, CHARDEV_SOCKETS_)),                                                  \
	NUMBER(T, S.reconnect_timeout, P "source/reconnect/@timeout", 0, "seconds between attempts",       \
	       ONLY_IF_ANY(T, S.type, CHARDEV_SOCKETS_)),                                                  \
	YESNO (T, S.clipboard, P "source/clipboard/@copypaste", NEEDED, "share the clipboard", CHARDEV_IS_(T, S, QEMU_VDAGENT)), \
	ENUM  (T, S.mouse,   P "source/mouse/@mode", mouse_mode, NEEDED, "who draws the pointer", CHARDEV_IS_(T, S, QEMU_VDAGENT)), \
	LIST  (T, S.seclabels, P "source/seclabel", source_seclabel, SINGLE, "label of the file or socket",     \
	       ONLY_IF_ANY(T, S.type, ~ONE(CHARDEV_UDP))),                                                 \
	LIST  (T, S.udp,     P "source", udp_end, 0, "the two ends",             CHARDEV_IS_(T, S, UDP)),  \
	ENUM  (T, S.protocol, P "protocol/@type", chardev_protocol, UNSUPPORTED | SINGLE, "protocol on the connection",       \
	       CHARDEV_IS_(T, S, TCP), DEFAULT("raw")),                                                    \
	STRING(T, S.log_file, P "log/@file",      SINGLE, "file that gets a copy of the output"),               \
	ONOFF (T, S.log_append, P "log/@append",  0, "keep what the log has")

/* What every reader of a source does behind its rows. */
int chardev_source_check(const struct chardev_source *source);
void chardev_source_settle(struct chardev_source *source);

#endif
