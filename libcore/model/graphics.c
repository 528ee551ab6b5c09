/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* graphics - how the display is looked at */
#include "model/graphics.h"

#include "base/fail.h"

ENUM_WORDS(graphics_kind, GRAPHICS_KIND);
ENUM_WORDS(listen_kind, LISTEN_KIND);
ENUM_WORDS(share_policy, SHARE_POLICY);
ENUM_WORDS(password_connected, PASSWORD_CONNECTED);
ENUM_WORDS(spice_mode, SPICE_MODE);
ENUM_WORDS(spice_channel_name, SPICE_CHANNEL);
ENUM_WORDS(image_compression, IMAGE_COMPRESSION);
ENUM_WORDS(wan_compression, WAN_COMPRESSION);
ENUM_WORDS(streaming_mode, STREAMING_MODE);

#define T struct listen
static const struct row listen_rows[] = {
	ENUM  (T, type,         "@type", listen_kind, LIVE | REQUIRED, "where clients connect"),
	STRING(T, address,      "@address",           LIVE,  "address of the host", ONLY_IF(T, type, LISTEN_ADDRESS)),
	STRING(T, address,      "@address",           STATUS, "address of the host", ONLY_IF(T, type, LISTEN_NETWORK)),
	STRING(T, network,      "@network",           LIVE | REQUIRED,  "virtual network", ONLY_IF(T, type, LISTEN_NETWORK)),
	STRING(T, socket,       "@socket",            LIVE,  "socket",          ONLY_IF(T, type, LISTEN_SOCKET)),
	YESNO (T, auto_address, "@fromConfig",        FILED, "the address came from the configuration"),
	ROWS_END
};
#undef T

/* What says where without being of that type is a mistake, and not only strange. */
static int
listen_check(const void *object, const xmlNode *at)
{
	const struct listen *listen = object;
	static const struct { const char *name; enum listen_kind type; } places[] = {
		{ "network", LISTEN_NETWORK }, { "socket", LISTEN_SOCKET },
	};

	for (unsigned i = 0; at && i < COUNT(places); i++) {
		const char *said = xml_value(at, places[i].name);

		if (said && *said && listen->type != places[i].type)
			return fail(FAULT_XML, "%s: attribute '%s' is for a listen of that type", xml_place(at), places[i].name);
	}
	return 0;
}

const struct type listen_type = {
	.name = "listen", .size = sizeof(struct listen), .rows = listen_rows, .check = listen_check,
};

#define T struct spice_channel
static const struct row spice_channel_rows[] = {
	ENUM(T, name, "@name", spice_channel_name, LIVE | REQUIRED, "channel"),
	ENUM(T, mode, "@mode", spice_mode,         LIVE | REQUIRED, "is it encrypted"),
	ROWS_END
};
#undef T
const struct type spice_channel_type = {
	.name = "channel", .size = sizeof(struct spice_channel), .rows = spice_channel_rows,
};

#define T struct graphics
#define VNC      ONLY_IF(T, type, GRAPHICS_VNC)
#define SPICE    ONLY_IF(T, type, GRAPHICS_SPICE)
#define RDP      ONLY_IF(T, type, GRAPHICS_RDP)
#define DBUS     ONLY_IF(T, type, GRAPHICS_DBUS)
#define WINDOW   ONLY_IF_ANY(T, type, ONE(GRAPHICS_SDL) | ONE(GRAPHICS_DESKTOP))
#define PASSWORD ONLY_IF_ANY(T, type, ONE(GRAPHICS_VNC) | ONE(GRAPHICS_SPICE))
#define OPENGL   ONLY_IF_ANY(T, type, ONE(GRAPHICS_SPICE) | ONE(GRAPHICS_SDL) | ONE(GRAPHICS_DBUS))
#define RENDERS  ONLY_IF_ANY(T, type, ONE(GRAPHICS_SPICE) | ONE(GRAPHICS_EGL_HEADLESS) | ONE(GRAPHICS_DBUS))
#define SERVER   ONLY_IF_ANY(T, type, ONE(GRAPHICS_VNC) | ONE(GRAPHICS_SPICE) | ONE(GRAPHICS_RDP))
static const struct row graphics_rows[] = {
	ENUM  (T, type,            "@type", graphics_kind,   0 | REQUIRED, "protocol"),
	STRING(T, display,         "@display",               0,      "X display",                 WINDOW),
	STRING(T, xauth,           "@xauth",                 0,      "X authority file",          ONLY_IF(T, type, GRAPHICS_SDL)),
	YESNO (T, fullscreen,      "@fullscreen",            0,      "fill the screen",           WINDOW),
	STRING(T, socket,          "@socket",                0,      "socket",                    VNC),
	NUMBER(T, port,            "@port",                  0,      "port, -1 to be chosen",     SERVER),
	NUMBER(T, tls_port,        "@tlsPort",               0,      "encrypted port",            SPICE),
	YESNO (T, autoport,        "@autoport",              0,      "the port is chosen at start", SERVER),
	NUMBER(T, websocket,       "@websocket",             0,      "port for browsers",         VNC),
	YESNO (T, wait,            "@wait",                  0,      "bhyve: the guest waits for a client", VNC),
	YESNO (T, replace_user,    "@replaceUser",           0,      "a new client replaces the old", RDP),
	YESNO (T, multi_user,      "@multiUser",             0,      "several clients",           RDP),
	STRING(T, listen,          "@listen",                0,      "address of the host",       SERVER),
	STRING(T, keymap,          "@keymap",                0,      "layout of the keyboard",    PASSWORD),
	ENUM  (T, share_policy,    "@sharePolicy", share_policy, 0,  "several clients at once",   VNC),
	YESNO (T, power_control,   "@powerControl",          0,      "clients may switch the machine off", VNC),
	ENUM  (T, default_mode,    "@defaultMode", spice_mode, 0,    "are channels encrypted",    SPICE, QUIET("any")),
	STRING(T, username,        "@username",              0,      "user of the password",      RDP),
	STRING(T, passwd,          "@passwd",                SECRET, "password",                  SERVER),
	STRING(T, passwd_valid_to, "@passwdValidTo",         0,      "end of the password's life", PASSWORD),
	ENUM  (T, connected,       "@connected", password_connected, UNSUPPORTED, "clients when the password changes", PASSWORD),
	STRING(T, dbus_address,    "@address",               0,      "bus",                       DBUS),
	YESNO (T, p2p,             "@p2p",                   0,      "clients connect through the monitor", DBUS),
	LIST  (T, listens,         "listen", listen,         0,      "where clients connect",     SERVER),
	UINT  (T, audio_id,        "audio/@id",              NEEDED,      "sound that goes with it",
	       ONLY_IF_ANY(T, type, ONE(GRAPHICS_VNC) | ONE(GRAPHICS_DBUS))),
	LIST  (T, channels,        "channel", spice_channel, 0,      "single channels",           SPICE),
	ENUM  (T, image,           "image/@compression", image_compression, NEEDED, "compression of images", SPICE),
	ENUM  (T, jpeg,            "jpeg/@compression", wan_compression, NEEDED, "JPEG over slow lines", SPICE),
	ENUM  (T, zlib,            "zlib/@compression", wan_compression, NEEDED, "zlib over slow lines", SPICE),
	ONOFF (T, playback,        "playback/@compression",  NEEDED,      "compression of sound",      SPICE),
	ENUM  (T, streaming,       "streaming/@mode", streaming_mode, NEEDED, "what is sent as video", SPICE),
	ENUM  (T, mouse,           "mouse/@mode", mouse_mode, NEEDED,     "who draws the pointer",     SPICE),
	YESNO (T, clipboard,       "clipboard/@copypaste",   NEEDED,      "share the clipboard",       SPICE),
	YESNO (T, filetransfer,    "filetransfer/@enable",   NEEDED,      "clients may send files",    SPICE),
	YESNO (T, gl.enable,       "gl/@enable",             NEEDED, "OpenGL",                    OPENGL),
	STRING(T, gl.rendernode,   "gl/@rendernode",         0,      "graphics card of the host", RENDERS),
	ROWS_END
};
#undef RENDERS
#undef OPENGL
#undef SERVER
#undef PASSWORD
#undef WINDOW
#undef DBUS
#undef RDP
#undef SPICE
#undef VNC
#undef T

const struct type graphics_type = {
	.name = "graphics", .size = sizeof(struct graphics), .rows = graphics_rows,
};
