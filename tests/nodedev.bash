# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev - another host's sysfs, below the test's root: its devices are what the test makes

. "$BATS_TEST_DIRNAME/helpers.bash"

setup() {
	work=$(mktemp -d)
	export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system LC_ALL=C.UTF-8 TMPDIR=$work
	host=$VIRTUTILS_ROOT/host sys=$VIRTUTILS_ROOT/host/sys
	mkdir -p "$sys"
	cd "$work" || return 1
}

# device PATH bus|class SUBSYSTEM [FILE=TEXT...]: a device below sys/devices, as the kernel shows
# it; FILE->TARGET is a link.
device() {
	local path=$sys/devices/$1 kind=$2/$3 list=$sys/$2/$3 file

	shift 3
	[[ $kind == class/* ]] || list+=/devices
	mkdir -p "$path" "$list"
	ln -sn "$sys/$kind" "$path/subsystem"
	ln -sn "$path" "$list/${path##*/}"
	: >"$path/uevent"
	files "$path" "$@"
}

# files DIRECTORY [FILE=TEXT|FILE->TARGET...]
files() {
	local path=$1 file

	shift
	for file; do
		case $file in
		*'->'*) mkdir -p "$path" && ln -sn "${file#*->}" "$path/${file%%->*}" ;;
		*) mkdir -p "$(dirname "$path/${file%%=*}")" && printf '%s\n' "${file#*=}" >"$path/${file%%=*}" ;;
		esac
	done
}

# pci ADDRESS VENDOR PRODUCT CLASS [FILE=TEXT...]: below the root bus.
pci() {
	local at=$1 ids=("vendor=0x$2" "device=0x$3" "class=0x$4")

	shift 4
	device "pci0000:00/$at" bus pci "uevent=PCI_CLASS=x" "${ids[@]}" "$@"
}

# What udev wrote down: udev b8:0 LINE...
udev() {
	mkdir -p "$host/run/udev/data"
	printf '%s\n' "${@:2}" >"$host/run/udev/data/$1"
}

# config FILE SIZE OFFSET:BYTES...: a configuration space that is zero elsewhere, all in hexadecimal.
config() {
	local file=$1 word

	head -c "$2" /dev/zero >"$file"
	for word in "${@:3}"; do
		printf '%b' "$(sed 's/../\\x&/g' <<<"${word#*:}")" |
			dd of="$file" bs=1 seek=$((0x${word%%:*})) conv=notrunc status=none
	done
}

# selects DEVICE XPATH <<XML: the same of a part.
selects() {
	cat >wanted.xml
	nodedev-dumpxml "$1" --xpath="$2" | tr '"' "'" >got.xml
	diff wanted.xml got.xml
}

# shows DEVICE <<XML: what nodedev-dumpxml says between the name and the end.
shows() {
	cat >wanted.xml
	nodedev-dumpxml "$1" >got.xml
	diff wanted.xml got.xml
}
