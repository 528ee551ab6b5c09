# SPDX-License-Identifier: LGPL-2.1-or-later
# blockjob_inject - what the suites share that kill programs of jobs on disks
#
# Whatever they leave: the next command knows what has become of the job, definitions and open images
# agree, no image that is needed is gone, no contents are lost.

setup() {
	needs strace
	blockjob_setup
	given_chain
	cp -r "$img" "$work/fresh"
}
teardown() { blockjob_teardown; }

# Where state changes hands: messages to QEMU, files that are replaced or removed.
calls='sendto renameat unlink unlinkat'

fresh() {
	vm-destroy -q g 2>/dev/null || :
	cp "$work/fresh"/* "$img/"
	rm -f "$img/copy.qcow2"
	vm-define "$work/g.xml"
	vm-start g
}

# Any program that changes a guest settles its jobs.  One that stops it: QEMU 7.2 aborts ("Permission
# conflict on node", bdrv_a_allow_b) when a commit ends by itself while it drains for that.
a_change() { vm-suspend g && vm-resume g; }

no_job() { [ "$(vm-blockjob g vda)" = 'No current block job for vda' ]; }

# The second phase is ended, the first is waited for.
until_no_job() {
	until_true eval 'no_job || vm-blockjob g vda --json | grep -q "\"ready\": *true"'
	no_job || vm-blockjob g vda --abort
}

all_is_well() {
	local file
	until_no_job
	[ -z "$(jobs_of)" ]
	[ -z "$(mirror_of vda)" ]
	[ "$(nodes)" = "$({ chain_of | tr ' ' '\n'; echo b.qcow2; } | sort | paste -sd' ')" ]
	[ "$(source_of vda)" = "$(source_of vda --inactive)" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.jobs" ]
	same_contents "$(source_of vda)"
	# a copy that never began leaves no file
	[ ! -e "$img/copy.qcow2" ] || grep -q '"block-job"' "$VIRTUTILS_ROOT/run/qemu/g.events"
	file=$(source_of vda)
	vm-destroy g
	while [ "$file" != none ]; do
		good "$file"
		file=$(backing_of "$file")
	done
}

# Kill a command at each point, and see that all is well after the next one.
at_every_step() {
	local point all
	fresh
	all=$(points "$calls" "$@")
	[ "$(wc -l <<<"$all")" -gt 4 ]
	while read -r point; do
		fresh
		: >"$VIRTUTILS_ROOT/run/qemu/g.events"
		echo "met by $point"
		met $point "$@" || :
		a_change
		all_is_well
	done <<<"$all"
	vm-start g
}
