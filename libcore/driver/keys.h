/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keys - the keys of a keyboard and what they are called
 *
 * Inside, a key goes by QEMU's word for it ("ret"); users call it by the Linux
 * input layer's name or number ("KEY_ENTER", 28), or by that word. */
#ifndef DRIVER_KEYS_H
#define DRIVER_KEYS_H

enum { KEYS_AT_ONCE = 16 };

/* The codesets that key_find() knows. */
extern const char *const key_codesets[];

/* QEMU's word for a key, NULL after fail(FAULT_USAGE, ...). */
const char *key_find(const char *codeset, const char *key);

/* The keys that type a character on a US keyboard: how many (1, or 2 with shift), or -1 after
 * fail(FAULT_USAGE, ...) when there is none. */
int key_of_character(char c, const char *ret_keys[2]);

#endif
