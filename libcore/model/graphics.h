/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* graphics - how the display is looked at */
#ifndef MODEL_GRAPHICS_H
#define MODEL_GRAPHICS_H

#include "model/chardev.h"
#include "model/model.h"

#define GRAPHICS_KIND(X)                        \
	X(GRAPHICS_NONE,         NULL)          \
	X(GRAPHICS_SDL,          "sdl")         \
	X(GRAPHICS_VNC,          "vnc")         \
	X(GRAPHICS_RDP,          "rdp")         \
	X(GRAPHICS_DESKTOP,      "desktop")     \
	X(GRAPHICS_SPICE,        "spice")       \
	X(GRAPHICS_EGL_HEADLESS, "egl-headless")\
	X(GRAPHICS_DBUS,         "dbus")
ENUM_TYPE(graphics_kind, GRAPHICS_KIND);

#define LISTEN_KIND(X)                  \
	X(LISTEN_NONE_SAID, NULL)       \
	X(LISTEN_NONE,      "none")     \
	X(LISTEN_ADDRESS,   "address")  \
	X(LISTEN_NETWORK,   "network")  \
	X(LISTEN_SOCKET,    "socket")
ENUM_TYPE(listen_kind, LISTEN_KIND);

#define SHARE_POLICY(X)                         \
	X(SHARE_POLICY_NONE,     NULL)          \
	X(SHARE_ALLOW_EXCLUSIVE, "allow-exclusive") \
	X(SHARE_FORCE_SHARED,    "force-shared")\
	X(SHARE_IGNORE,          "ignore")
ENUM_TYPE(share_policy, SHARE_POLICY);

#define PASSWORD_CONNECTED(X)                   \
	X(PASSWORD_CONNECTED_NONE, NULL)        \
	X(PASSWORD_FAIL,           "fail")      \
	X(PASSWORD_DISCONNECT,     "disconnect")\
	X(PASSWORD_KEEP,           "keep")
ENUM_TYPE(password_connected, PASSWORD_CONNECTED);

#define SPICE_MODE(X)                   \
	X(SPICE_MODE_NONE, NULL)        \
	X(SPICE_ANY,       "any")       \
	X(SPICE_SECURE,    "secure")    \
	X(SPICE_INSECURE,  "insecure")
ENUM_TYPE(spice_mode, SPICE_MODE);

#define SPICE_CHANNEL(X)                        \
	X(SPICE_CHANNEL_NONE,      NULL)        \
	X(SPICE_CHANNEL_MAIN,      "main")      \
	X(SPICE_CHANNEL_DISPLAY,   "display")   \
	X(SPICE_CHANNEL_INPUTS,    "inputs")    \
	X(SPICE_CHANNEL_CURSOR,    "cursor")    \
	X(SPICE_CHANNEL_PLAYBACK,  "playback")  \
	X(SPICE_CHANNEL_RECORD,    "record")    \
	X(SPICE_CHANNEL_SMARTCARD, "smartcard") \
	X(SPICE_CHANNEL_USBREDIR,  "usbredir")
ENUM_TYPE(spice_channel_name, SPICE_CHANNEL);

#define IMAGE_COMPRESSION(X)                    \
	X(IMAGE_COMPRESSION_NONE, NULL)         \
	X(IMAGE_AUTO_GLZ,         "auto_glz")   \
	X(IMAGE_AUTO_LZ,          "auto_lz")    \
	X(IMAGE_QUIC,             "quic")       \
	X(IMAGE_GLZ,              "glz")        \
	X(IMAGE_LZ,               "lz")         \
	X(IMAGE_OFF,              "off")
ENUM_TYPE(image_compression, IMAGE_COMPRESSION);

#define WAN_COMPRESSION(X)                      \
	X(WAN_COMPRESSION_NONE, NULL)           \
	X(WAN_AUTO,             "auto")         \
	X(WAN_NEVER,            "never")        \
	X(WAN_ALWAYS,           "always")
ENUM_TYPE(wan_compression, WAN_COMPRESSION);

#define STREAMING_MODE(X)                       \
	X(STREAMING_NONE,   NULL)               \
	X(STREAMING_FILTER, "filter")           \
	X(STREAMING_ALL,    "all")              \
	X(STREAMING_OFF,    "off")
ENUM_TYPE(streaming_mode, STREAMING_MODE);

struct listen {
	enum listen_kind type;
	char *address, *network, *socket;
	enum tri auto_address;              /* FILED: came from the configuration file */
};
LIST_OF(listen);

struct spice_channel {
	enum spice_channel_name name;
	enum spice_mode mode;
};
LIST_OF(spice_channel);

/* Attributes listen= and socket= repeat the first <listen>; they are made up
 * when printing and merged when reading. */
struct graphics {
	enum graphics_kind type;
	struct number port;                 /* -1: chosen at start */
	struct number tls_port;             /* SPICE */
	enum tri autoport;
	struct number websocket;            /* VNC */
	enum tri wait;                      /* VNC */
	char *listen;                       /* same as listens.item[0].address */
	char *socket;                       /* same as listens.item[0].socket */
	char *keymap;
	enum share_policy share_policy;
	enum tri power_control;
	char *username;                     /* RDP */
	char *passwd, *passwd_valid_to;     /* SECRET */
	enum password_connected connected;
	char *display, *xauth;              /* SDL, DESKTOP */
	enum tri fullscreen;
	enum spice_mode default_mode;
	enum tri replace_user, multi_user;  /* RDP */
	char *dbus_address;
	enum tri p2p;
	struct listen_list listens;
	unsigned audio_id;
	struct spice_channel_list channels;
	enum image_compression image;
	enum wan_compression jpeg, zlib;
	enum tri playback;
	enum streaming_mode streaming;
	enum tri clipboard;
	enum mouse_mode mouse;
	enum tri filetransfer;
	struct { enum tri enable; char *rendernode; } gl;
};
LIST_OF(graphics);

extern const struct type graphics_type, listen_type, spice_channel_type;

#endif
