/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keys - typing on a simulated keyboard: the names are checked and logged */
#include "test.h"

/* QEMU's names of keys. */
static const char *const names[] = {
	"shift", "shift_r", "alt", "alt_r", "ctrl", "ctrl_r", "menu", "esc",
	"1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "minus", "equal", "backspace", "tab",
	"q", "w", "e", "r", "t", "y", "u", "i", "o", "p", "bracket_left", "bracket_right", "ret",
	"a", "s", "d", "f", "g", "h", "j", "k", "l", "semicolon", "apostrophe", "grave_accent",
	"backslash", "z", "x", "c", "v", "b", "n", "m", "comma", "dot", "slash", "asterisk", "spc",
	"caps_lock", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
	"f13", "f14", "f15", "f16", "f17", "f18", "f19", "f20", "f21", "f22", "f23", "f24",
	"num_lock", "scroll_lock", "kp_divide", "kp_multiply", "kp_subtract", "kp_add", "kp_enter",
	"kp_decimal", "kp_comma", "kp_equals", "sysrq", "kp_0", "kp_1", "kp_2", "kp_3", "kp_4",
	"kp_5", "kp_6", "kp_7", "kp_8", "kp_9", "less", "print", "home", "pgup", "pgdn", "end",
	"left", "up", "down", "right", "insert", "delete", "stop", "again", "props", "undo",
	"front", "copy", "open", "paste", "find", "cut", "lf", "help", "meta_l", "meta_r",
	"compose", "pause", "ro", "hiragana", "henkan", "yen", "muhenkan", "katakanahiragana",
	"lang1", "lang2", "power", "sleep", "wake", "audionext", "audioprev", "audiostop",
	"audioplay", "audiomute", "volumeup", "volumedown", "mediaselect", "mail", "calculator",
	"computer", "ac_home", "ac_back", "ac_forward", "ac_refresh", "ac_bookmarks",
};

static bool
is_key(const char *name)
{
	for (unsigned i = 0; i < COUNT(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

int
test_send_keys(struct vm *vm, const char *const *keys, unsigned n, unsigned holdtime_ms)
{
	auto_text struct text pressed = { 0 };

	for (unsigned i = 0; i < n; i++) {
		if (!is_key(keys[i]))
			return fail(FAULT_ARGUMENT, "no key %s", quote(keys[i]));
		text_addf(&pressed, " %s", keys[i]);
	}
	return test_log(vm, "keys%s for %u ms", text_get(&pressed), holdtime_ms);
}
