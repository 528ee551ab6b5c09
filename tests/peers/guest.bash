# SPDX-License-Identifier: LGPL-2.1-or-later
# guest - a real guest that counts on its console and on its disk (scripts/make-guest)

# What every suite of a run may use, once it is made: tests/run says where.
shared=${SHARED:-$BATS_RUN_TMPDIR}

# once DIR COMMAND...: COMMAND DIR.new makes it, by whoever comes first, where the emulator's user may go.
once() {
	local dir=$1

	chmod 711 "$shared"
	[ -d "$dir" ] || (
		flock 9
		[ -d "$dir" ] && exit
		rm -rf "$dir.new"
		"${@:2}" "$dir.new" 9>&- 3>&- && mv "$dir.new" "$dir"
	) 9>"$dir.lock"
}

# Kernel and initrd are the same for every test.
make_guest_once() {
	once "$shared/guest" "$BATS_TEST_DIRNAME/../../scripts/make-guest" >&2
	printf '%s\n' "$shared/guest"
}

# A root of this test's own, which the emulator's user may enter.
private_root() {
	work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
	chmod 711 "$work"
	export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system
	unset VIRTUTILS_ETC VIRTUTILS_RUN LIBVIRT_DEFAULT_URI
}

# Guests still running are ended, by name, what dead ones left is cleared away, and the root goes, or the
# roots.  Of a test that failed the emulator's last words are shown, and what it has under run.
remove_root() {
	local name root
	[ -n "${work-}" ] || return 0
	[ -n "${BATS_TEST_COMPLETED-}" ] || {
		grep -hv 'starting up' "$work"/root/log/qemu/*.log
		ls -A "$work/root/run/qemu"
	} 2>/dev/null || :
	for root in "$work"/root*; do
		VIRTUTILS_ROOT=$root
		for name in $(vm-list --name 2>/dev/null); do vm-destroy -q "$name" || :; done
		vm-reap -q --all 2>/dev/null || :
	done
	rm -rf "$work"
}

# The XML of a counting guest with a disk of its own; further devices on standard input.
counting_guest() {      # NAME
	local made
	made=$(make_guest_once)
	cp "$made/disk.qcow2" "$work/$1.qcow2"
	: >"$work/$1.console"
	chmod 666 "$work/$1.console" "$work/$1.qcow2"
	cat <<-X
	<domain type='qemu'>
	  <name>$1</name>
	  <uuid>$(md5sum <<<"$1" | head -c 32)</uuid>
	  <title>as defined</title>
	  <memory unit='MiB'>128</memory>
	  <vcpu>1</vcpu>
	  <os>
	    <type arch='x86_64' machine='pc'>hvm</type>
	    <kernel>$made/kernel</kernel>
	    <initrd>$made/initrd</initrd>
	    <cmdline>console=ttyS0 quiet no_timer_check</cmdline>
	  </os>
	  <features><acpi/></features>
	  <devices>
	    <disk type='file' device='disk'>
	      <driver name='qemu' type='qcow2'/>
	      <source file='$work/$1.qcow2'/>
	      <target dev='vda' bus='virtio'/>
	    </disk>
	    <serial type='pty'><log file='$work/$1.console' append='on'/></serial>
	    $([ -t 0 ] || cat)
	  </devices>
	</domain>
	X
}

# Of a definition: count faster than once a second.
hasty() { sed 's,<cmdline>,&pause=0.3 ,'; }
# booted_guest NAME: the guest that standard input (counting_guest's) defines, running since a second
# or more.  To boot is two seconds of emulated work, so guests with the same devices are booted once per run and saved;
# each test gets a copy of its disk, and its memory from there.
booted_guest() {
	local name=$1 kept

	cat >"$work/$name.xml"
	kept=$shared/$name-$(sed "s,$work,,g; s,<on_[a-z]*>[^<]*</on_[a-z]*>,,g" "$work/$name.xml" | md5sum | head -c 32)
	once "$kept" boot_and_save "$name"
	cp "$kept/disk" "$work/$name.qcow2"
	vm-define "$work/$name.xml"
	vm-restore --xml="$work/$name.xml" "$kept/memory"
	until_true has_counted "$name" 1
}
boot_and_save() {       # NAME DIR
	local from=$work work=$2 VIRTUTILS_ROOT=$2/root

	mkdir -m 711 "$work"
	cp "$from/$1.qcow2" "$from/$1.console" "$work"
	chmod 666 "$work"/*
	sed "s,$from,$work,g" "$from/$1.xml" | vm-define -
	vm-start "$1" && until_true has_counted "$1" 1 && vm-save "$1" "$work/memory" && mv "$work/$1.qcow2" "$work/disk" ||
		{ vm-destroy "$1"; return 1; }
}

# Wait until CONDITION... succeeds, for 60 seconds at most.
until_true() {
	local tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 1200 ] || { echo "waited in vain for: $*" >&2; return 1; }
		sleep 0.05
	done
}

# Gone, or waited for with all its threads.
has_ended() { ! grep -qsE '^State:.[^Z]|^Threads:.([^1]|1.)' "/proc/$1/status"; }

# What the guest last said on its console: "COUNT 7 DISK 6".
last_line() { tr -d '\r' <"$work/$1.console" | grep -a '^COUNT [0-9]* DISK [0-9]*$' | tail -n 1; }
first_line() { tr -d '\r' <"$work/$1.console" | grep -a '^COUNT [0-9]* DISK [0-9]*$' | head -n 1; }
count() { local line; line=$(last_line "$1"); line=${line#COUNT }; echo "${line%% *}"; }
has_counted() { local n; n=$(count "$1"); [ "${n:-0}" -ge "$2" ]; }
starts_over() { until_true grep -aq '^READY' "$work/$1.console"; }
forget_console() { : >"$work/$1.console"; }
is_state() { [ "$(vm-state "$1" 2>/dev/null)" = "$2" ]; }
