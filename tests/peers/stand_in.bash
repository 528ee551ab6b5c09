# SPDX-License-Identifier: LGPL-2.1-or-later
# stand_in - guests of an emulator that has a device of its own instead of the host's, and tells which it was to have
#
# For scripts of network.bash's inside().

# stand_in WORD SED: arguments with that word are kept in $work/said, and are what SED makes of them for QEMU.
stand_in() {
	install -m 666 /dev/null "$work/said"
	cat >"$work/emulator" <<-E
	#!/bin/bash
	for word; do
		[[ \$word != *'$1'* ]] || echo "\$word" >>"$work/said"
		words+=("\$(sed '$2' <<<"\$word")")
	done
	exec $(command -v qemu-system-x86_64) "\${words[@]}"
	E
	chmod +x "$work/emulator"
}

given() {               # NAME DEVICES
	vm-define - <<-X
	<domain type="qemu"><name>$1</name><memory unit="MiB">32</memory><os><type arch="x86_64" machine="pc">hvm</type></os><features><acpi/></features>
	<devices><emulator>$work/emulator</emulator><memballoon model="none"/>$2</devices></domain>
	X
}

refused() {             # WORDS COMMAND...
	local words=$1 said
	shift
	said=$("$@" 2>&1) && die "should have failed: $*"
	[[ $said == *"$words"* ]] || die "$said"
}
