#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# The walls between the floors and between drivers are the build's, not a habit.

setup() {
	work=$(mktemp -d)
	mkdir -p "$work/drivers/stranger" "$work/drivers/neighbour"
	printf 'int neighbour_start(void);\n' >"$work/drivers/neighbour/neighbour.h"
	printf '#include "neighbour.h"\nint neighbour_start(void) { return 0; }\n' >"$work/drivers/neighbour/neighbour.c"
}

teardown() {
	rm -rf "$work" "$B"/obj/drivers/stranger* "$B"/obj/drivers/neighbour* "$B"/lib/virtutils/drivers/stranger.so
}

# Build the driver "stranger" from the source on standard input.
build_stranger() {
	cat >"$work/drivers/stranger/stranger.c"
	run make -s -C .. B="$B" D="$work/drivers" "$B/lib/virtutils/drivers/stranger.so"
}

@test "a driver that keeps to itself builds, with one symbol exported" {
	build_stranger <<-'C'
		#include "driver/driver.h"
		DRIVER(.name = "stranger", .summary = "a driver for this test");
	C
	[ "$status" -eq 0 ]
	exported=$(nm -D --defined-only "$B/lib/virtutils/drivers/stranger.so" | awk '{ print $3 }')
	[ "$exported" = driver ]
}

@test "a driver that includes another driver does not build" {
	build_stranger <<-'C'
		#include "driver/driver.h"
		#include "neighbour.h"
		DRIVER(.name = "stranger");
	C
	[ "$status" -ne 0 ]
	[[ "$output" == *neighbour.h* ]]
}

@test "nor does one that reaches for it by a relative path" {
	build_stranger <<-'C'
		#include "driver/driver.h"
		#include "../neighbour/neighbour.h"
		DRIVER(.name = "stranger");
	C
	[ "$status" -ne 0 ]
	[[ "$output" == *"must not include drivers/neighbour"* ]]
}

@test "nor one that calls another driver" {
	build_stranger <<-'C'
		#include "driver/driver.h"
		int neighbour_start(void);
		static int open_host(struct host *host) { (void)host; return neighbour_start(); }
		DRIVER(.name = "stranger", .open = open_host);
	C
	[ "$status" -ne 0 ]
	[[ "$output" == *neighbour_start* ]]
}

@test "a part of a driver whose library is not there to build with is left out, the rest builds" {
	printf '#include <no-such-library.h>\nint stranger_part = 1;\n' >"$work/drivers/stranger/stranger_part.c"
	source='
		#include "driver/driver.h"
		extern int stranger_part __attribute__((weak));
		static int open_host(struct host *host) { (void)host; return &stranger_part ? stranger_part : 0; }
		DRIVER(.name = "stranger", .open = open_host);'
	build_stranger <<<"$source"
	[ "$status" -ne 0 ]
	[[ "$output" == *no-such-library.h* ]]
	echo no-such-library libnone >"$work/drivers/stranger/stranger_part.library"
	build_stranger <<<"$source"
	[ "$status" -eq 0 ]
}

@test "every driver of the tree exports one symbol" {
	for driver in "$B"/lib/virtutils/drivers/*.so; do
		exported=$(nm -D --defined-only "$driver" | awk '{ print $3 }')
		[ "$exported" = driver ]
	done
}

@test "a floor that includes a higher one does not pass" {
	printf 'x.o: libcore/base/x.c \\\n libcore/base/text.h libcore/model/model.h\n' >"$work/x.d"
	run ../scripts/check-includes "$work/x.d" libcore base
	[ "$status" -ne 0 ]
	[[ "$output" == *"libcore/base must not include libcore/model"* ]]
	run ../scripts/check-includes "$work/x.d" libcore model
	[ "$status" -eq 0 ]
}

@test "a removed function does not compile" {
	printf 'void f(char *to, const char *from);\nvoid f(char *to, const char *from) { strcpy(to, from); }\n' >"$work/x.c"
	run cc -include ../libcore/base/banned.h -c -o "$work/x.o" "$work/x.c"
	[ "$status" -ne 0 ]
}

@test "install and uninstall leave nothing behind" {
	run make -s -C .. B="$B" DESTDIR="$work/inst" prefix=/usr install
	[ "$status" -eq 0 ]
	[ -x "$work/inst/usr/bin/vm-list" ]
	[ -f "$work/inst/usr/share/man/man1/vm-list.1" ]
	VIRTUTILS_ROOT="$work/root" run "$work/inst/usr/bin/vm-list" -c test:///default --name
	[ "$output" = test ]
	run make -s -C .. B="$B" DESTDIR="$work/inst" prefix=/usr uninstall
	[ "$status" -eq 0 ]
	[ -z "$(find "$work/inst" -type f -o -type l)" ]
}
