# SPDX-License-Identifier: LGPL-2.1-or-later
# observed - the table of programs that change something, and what a reader sees of their work
#
# For scripts that have $work, where everything of theirs is, and $program, which is tried.

rows() { sed 's/ *| */\t/g; /^#/d' "$tests/inject/recipes"; }
rows_of() { awk -F ' *[|] *' -v OFS='\t' -v p="$1" '$1 == p { $1 = $1; print }' "$tests/inject/recipes"; }

same_each_time() { sed -E "s/ id='[0-9]+'//; s,<creationTime>[0-9]+,<creationTime>,; s,$work/[a-z]+,HERE,
	s/ index='[0-9]+'//; s/[0-9]{8}T[0-9.]+Z/STAMP/; /<state>/d"; }
# The first word of each line of a list, of those with the second word WORD if there is one, in $names.
named() {               # LIST [WORD]
	local name second
	names=()
	while read -r name second _; do
		[ -z "$name" -o "$second" != "${2:-$second}" ] || names+=("$name")
	done <<<"$1"
}
each() { [ ${#names[@]} -eq 0 ] || "$@" "${names[@]}"; }
moments() {             # snapshot|checkpoint: of the machines in $names
	local vm name list
	for vm in "${names[@]}"; do
		list=$("vm-$1-list" "$vm" --raw --noheadings -o "NAME,PARENT${2:-}")
		[ -n "$list" ] || continue
		echo "$list"
		while read -r name _; do "vm-$1-dumpxml" "$vm" "$name"; done <<<"$list"
	done
}
has() { compgen -G "root/*/*/$1/*/*.xml" >/dev/null; }
observed_vm() {
	local list file
	list=$(vm-list --all --raw --noheadings -o NAME,PERSISTENT,STATE,UUID,AUTOSTART,TITLE)
	echo "$list"
	named "$list" yes
	each vm-dumpxml --inactive
	named "$list"
	each vm-dumpxml
	! has snapshot || moments snapshot ,CURRENT
	! has checkpoint || moments checkpoint
	for file in *.save core; do [ ! -e "$file" ] || echo "$file"; done
	for file in *.save; do [ ! -e "$file" ] || vm-save-image-dumpxml "$file"; done
	[ ! -d disks ] || cat disks/*
	! compgen -G 'to/web/*Z'          # whole backups
}
observed_net() {
	local list
	list=$(net-list --all --raw --noheadings -o NAME,PERSISTENT,STATE,AUTOSTART)
	echo "$list"
	named "$list" yes
	each net-dumpxml --inactive
	named "$list"
	each net-dumpxml
	[[ $list != *'lan '*' active '* ]] || net-port-list lan --raw --noheadings
}
observed_pool() {
	local list
	list=$(pool-list --all --raw --noheadings -o NAME,PERSISTENT,STATE,AUTOSTART)
	echo "$list"
	named "$list" yes
	each pool-dumpxml --inactive | sed '/<uuid>/d'
	[ ! -d images ] || stat -c '%n %a' images
}
observed_vol() {
	vol-list images --raw --noheadings -o NAME,CAPACITY
	(cd images && set -- * && { [ ! -e "$1" ] || cksum "$@"; })
}
observed_secret() {
	local list
	list=$(secret-list --raw --noheadings -o UUID,HAS-VALUE,USAGE,TYPE)
	echo "$list"
	named "$list"
	each secret-dumpxml
	named "$list" yes
	each secret-get-value
}
observed_nodedev() {
	local list
	list=$(nodedev-list --all --raw --noheadings -o NAME,PERSISTENT,ACTIVE,DRIVER,AUTOSTART)
	echo "$list"
	named "$(grep ^mdev_ <<<"$list")" yes
	each nodedev-dumpxml --inactive
	named "$list"
	each nodedev-dumpxml
}
observed_iface() {
	local list
	! compgen -G 'root/var/*/saved'
	list=$(iface-list --all --raw --noheadings -o NAME,PERSISTENT,STATE,MAC,TYPE,MTU)
	echo "$list"
	named "$list" yes
	each iface-dumpxml --inactive
	named "$list"
	each iface-dumpxml
}
observed_nwfilter() {
	local list
	list=$(nwfilter-list --raw --noheadings -o NAME,UUID)
	echo "$list"
	named "$list"
	each nwfilter-dumpxml
	nwfilter-binding-list --raw --noheadings
}
observed() { "observed_${program%%-*}" 2>&1 | same_each_time; }

# A record from which the next program goes on, and a step between, when what a reader sees may be neither
# old nor new: while there is a record, or when the recipe says how it shows.
is_recorded() {
	[ -n "$(find . \( -path '*/journal/*' -o -path '*/making/*' -o -name '.virtutils-torn-*' -o -name '*.jobs' \
		-o -name '*.partial' -o -path '*/run/network/*.undo' -o -name 'web.snapshot' -o -name 'web.checkpoint' \) -print -quit)" ] || grep -qs '<devicechanges>' root/run/*/web.xml
}
is_between() {          # STATE
	is_recorded || { [ -n "$between" ] && grep -qE "$between" <<<"$1"; }
}

with_given() {
	bats_require_minimum_version() { :; }
	. "$tests/inject/given.bash"
}

# What every program finds, made once for all of them; in memory, since thousands of small files
# are copied.
begin() {
	[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
	shared=$(mktemp -d)
	trap 'cd /; rm -rf "$shared"' EXIT
	export prepared=$shared/prepared
	(
		with_given
		mkdir "$prepared" && cd "$prepared" || exit
		export VIRTUTILS_ROOT=$prepared/root VIRTUTILS_URI=test:///default
		vm-destroy test && vm-undefine test && documents
	) || exit 1
}

# The directory it is about, with what must be there: given WORDS
given() {
	rm -rf "$work/now" "$work/before"
	cp -a "$prepared" "$work/now" && cd "$work/now" || exit 1
	export VIRTUTILS_ROOT=$work/now/root VIRTUTILS_URI=test:///default
	eval "$1" >/dev/null || return
	cp -a "$work/now" "$work/before"
}
again_from_before() {
	cd "$work" && rm -rf now && cp -a before now && cd now || exit 1
}
