# SPDX-License-Identifier: LGPL-2.1-or-later
# saved - images of saved guests, read byte by byte

# The numbers of an image's header: version, length of the texts, was running, format, cookie.
header() { od -An -t u4 -j 16 -N 20 "$1" | xargs; }
magic() { head -c 16 "$1"; }
stream_of() { tail -c "+$((93 + $(header "$1" | cut -d' ' -f2)))" "$1"; }

managed=root/var/test/save/web.save

# No draft of an image, nor one that is out of the way.
no_drafts() { [ -z "$(find "$work" -name '.*.new' -o -name '.*.used')" ]; }

# A compressor of that name which works only once the file "go" is there, or its test is over.
slow_program() {        # NAME
	mkdir -p "$work/slow"
	cat >"$work/slow/$1" <<-X
	#!/bin/sh
	cat >"$work/held"
	until [ -e "$work/go" ] || [ ! -d "$work/slow" ]; do sleep 0.05; done
	PATH='$PATH' exec $1 "\$@" <"$work/held"
	X
	chmod +x "$work/slow/$1"
}
