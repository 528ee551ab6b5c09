/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* input - keyboards, mice, tablets */
#ifndef MODEL_INPUT_H
#define MODEL_INPUT_H

#include "model/device_info.h"

#define INPUT_KIND(X)                       \
	X(INPUT_NONE,        NULL)          \
	X(INPUT_MOUSE,       "mouse")       \
	X(INPUT_TABLET,      "tablet")      \
	X(INPUT_KEYBOARD,    "keyboard")    \
	X(INPUT_PASSTHROUGH, "passthrough") \
	X(INPUT_EVDEV,       "evdev")
ENUM_TYPE(input_kind, INPUT_KIND);

#define INPUT_BUS(X)                        \
	X(INPUT_BUS_NONE,      NULL)        \
	X(INPUT_BUS_PS2,       "ps2")       \
	X(INPUT_BUS_USB,       "usb")       \
	X(INPUT_BUS_XEN,       "xen")       \
	X(INPUT_BUS_PARALLELS, "parallels") \
	X(INPUT_BUS_VIRTIO,    "virtio")    \
	X(INPUT_BUS_NO_BUS,    "none")
ENUM_TYPE(input_bus, INPUT_BUS);

#define GRAB_TOGGLE(X)                                  \
	X(GRAB_TOGGLE_NONE,       NULL)                 \
	X(GRAB_CTRL_CTRL,         "ctrl-ctrl")          \
	X(GRAB_ALT_ALT,           "alt-alt")            \
	X(GRAB_SHIFT_SHIFT,       "shift-shift")        \
	X(GRAB_META_META,         "meta-meta")          \
	X(GRAB_SCROLLLOCK,        "scrolllock")         \
	X(GRAB_CTRL_SCROLLLOCK,   "ctrl-scrolllock")
ENUM_TYPE(grab_toggle, GRAB_TOGGLE);

struct input {
	enum input_kind type;
	enum input_bus bus;
	enum virtio_model model;
	struct virtio_options driver;
	char *evdev;                        /* PASSTHROUGH; EVDEV says it as @dev */
	char *grab;                         /* "all" */
	enum grab_toggle grab_toggle;
	enum tri repeat;
	struct device_info info;
};
LIST_OF(input);

extern const struct type input_type;

#endif
