# SPDX-License-Identifier: LGPL-2.1-or-later
# observed - the table of programs that change something, and what a reader sees of their work
#
# For scripts that have $work, where everything of theirs is, and $program, which is tried.

rows() { sed 's/ *| */\t/g; /^#/d' "$tests/inject/recipes"; }
rows_of() { rows | awk -F'\t' -v p="$1" '$1 == p'; }

same_each_time() { sed -E "s/ id='[0-9]+'//; s,<creationTime>[0-9]+,<creationTime>,; s,$work/[a-z]+,HERE,
	s/ index='[0-9]+'//; s/[0-9]{8}T[0-9.]+Z/STAMP/; /<state>/d"; }
each() {                # LIST PROGRAM...: the programs of every object that is listed
	local names program
	mapfile -t names < <($1)
	[ ${#names[@]} -gt 0 ] || return 0
	for program in "${@:2}"; do $program "${names[@]}"; done
}
list_stored() { "$1" --all -o NAME,PERSISTENT --raw --noheadings | sed -n 's/ yes$//p'; }
moments() {             # snapshot|checkpoint
	local vm name
	while read -r vm; do
		while read -r name; do
			"vm-$1-dumpxml" "$vm" "$name" 2>&1
		done < <("vm-$1-list" "$vm" --name)
	done < <(vm-list --all --name)
}
has() { find root/*/*/"$1" -name '*.xml' 2>/dev/null | grep -q .; }
observed_vm() {
	vm-list --all --raw --noheadings -o NAME,STATE,UUID,AUTOSTART,PERSISTENT,TITLE
	each 'vm-list --all --name' vm-dumpxml vm-uuid
	each 'vm-list --persistent --name' 'vm-dumpxml --inactive'
	! has snapshot || { vm-snapshot-list --raw --noheadings -o NAME,PARENT,CURRENT $(vm-list --all --name); moments snapshot; }
	! has checkpoint || moments checkpoint
	for file in *.save core; do [ ! -e "$file" ] || echo "$file"; done
	for file in *.save; do [ ! -e "$file" ] || vm-save-image-dumpxml "$file"; done
	[ ! -d disks ] || cat disks/*
}
observed_net() {
	net-list --all --raw --noheadings
	each 'net-list --all --name' net-dumpxml
	each 'net-list --all --persistent --name' 'net-dumpxml --inactive'
	! grep -q '^lan active' < <(net-list --raw) || net-port-list lan --raw --noheadings
}
observed_pool() {
	pool-list --all --raw --noheadings -o NAME,STATE,AUTOSTART
	each 'list_stored pool-list' 'pool-dumpxml --inactive' | grep -v '<uuid>'
	[ ! -d images ] || stat -c '%n %a' images
}
observed_vol() {
	vol-list images --raw --noheadings -o NAME,CAPACITY
	(cd images && for file in *; do [ ! -e "$file" ] || cksum "$file"; done)
}
observed_secret() {
	secret-list --raw --noheadings -o UUID,USAGE,TYPE,HAS-VALUE
	each 'secret-list -o UUID --noheadings' secret-dumpxml secret-get-value 2>&1 | sed '/no value/d'
}
observed_nodedev() {
	nodedev-list --all --raw --noheadings -o NAME,ACTIVE,DRIVER,AUTOSTART,PERSISTENT
	each 'nodedev-list --all -o NAME --noheadings' nodedev-dumpxml
	each 'nodedev-list --all --cap=mdev --persistent -o NAME --noheadings' 'nodedev-dumpxml --inactive'
}
observed_iface() {
	ls -d root/var/*/saved 2>/dev/null
	iface-list --all --raw --noheadings
	each 'iface-list --all -o NAME --noheadings' iface-dumpxml
	each 'list_stored iface-list' 'iface-dumpxml --inactive'
}
observed_nwfilter() {
	nwfilter-list --raw --noheadings
	each 'nwfilter-list -o NAME --noheadings' nwfilter-dumpxml
	nwfilter-binding-list --raw --noheadings
}
observed() { "observed_${program%%-*}" 2>&1 | same_each_time; }

# A record from which the next program goes on, and a step between, when what a reader sees may be neither
# old nor new: while there is a record, or when the recipe says how it shows.
is_recorded() {
	find . -path '*/journal/*' -o -path '*/making/*' -o -name '.virtutils-torn-*' -o -name '*.jobs' \
		-o -name 'web.snapshot' -o -name 'web.checkpoint' | grep -q .
}
is_between() {          # STATE
	is_recorded || { [ -n "$between" ] && grep -qE "$between" <<<"$1"; }
}

# The directory it is about, with what must be there: given WORDS
given() {
	rm -rf "$work/now" "$work/before"
	mkdir "$work/now" && cd "$work/now" || exit 1
	export VIRTUTILS_ROOT=$work/now/root VIRTUTILS_URI=test:///default
	vm-destroy test && vm-undefine test && documents && eval "$1" >/dev/null || return
	mv "$work/now" "$work/before"
}
again_from_before() {
	cd "$work" && rm -rf now && cp -a before now && cd now || exit 1
}
