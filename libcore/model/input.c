/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* input - keyboards, mice, tablets */
#include "model/input.h"


ENUM_WORDS(input_kind, INPUT_KIND);
ENUM_WORDS(input_bus, INPUT_BUS);
ENUM_WORDS(grab_toggle, GRAB_TOGGLE);

#define T struct input
#define PASSTHROUGH ONLY_IF(T, type, INPUT_PASSTHROUGH)
#define EVDEV       ONLY_IF(T, type, INPUT_EVDEV)
static const struct row input_rows[] = {
	ENUM  (T, type,        "@type", input_kind,     ABI | REQUIRED | UNSUPPORTED, "what it is"),
	ENUM  (T, bus,         "@bus", input_bus,       ABI | UNSUPPORTED, "bus it hangs from"),
	ENUM  (T, model,       "@model", virtio_model,  ABI, "variant of a virtio device"),
	VIRTIO_ROWS(T, driver),
	STRING(T, evdev,       "source/@evdev",         NEEDED,   "event device of the host", PASSTHROUGH),
	STRING(T, evdev,       "source/@dev",           NEEDED,   "event device of the host", EVDEV),
	STRING(T, grab,        "source/@grab",          0,   "grab all devices at once", EVDEV),
	ENUM  (T, grab_toggle, "source/@grabToggle", grab_toggle, 0, "keys that free the device", EVDEV),
	ONOFF (T, repeat,      "source/@repeat",        0,   "keys repeat", EVDEV),
	PART  (T, info,        ".", device_info,        0,   "place and name"),
	ROWS_END
};
#undef EVDEV
#undef PASSTHROUGH
#undef T

const struct type input_type = {
	.name = "input", .size = sizeof(struct input), .rows = input_rows,
};
