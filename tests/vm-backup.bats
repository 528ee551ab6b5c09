#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-backup - back up all disks of virtual machines into a directory

load helpers
load checkpoints

stamps() { (cd "$work/to/$1" && ls -d */ | tr -d / | paste -sd' '); }
# What an image says of where it comes from.
image_of() { cat "$work/to/web/$1/vda.qcow2"; }

@test "the first is whole, the next one upon it, and the checkpoint moves on" {
	local first second
	given_disks_vm web
	vm-backup web --to="$work/to" >files
	first=$(stamps web)
	[ "$(cat files)" = "$work/to/web/$first/domain.xml
$work/to/web/$first/vda.qcow2
$work/to/web/$first/vdb.qcow2" ]
	[ "$(image_of "$first")" = "upon nothing" ]
	[ "$(vm-checkpoint-list web --name)" = "backup-$first" ]
	vm-backup web --to="$work/to" --verify >/dev/null
	second=$(stamps web | cut -d' ' -f2)
	[ "$(image_of "$second")" = "upon ../$first/vda.qcow2" ]
	[ "$(vm-checkpoint-list web --name)" = "backup-$second" ]
	grep -q '<name>web</name>' "$work/to/web/$second/domain.xml"
	jq -e --arg s "$first" '.images == [{"target": "vda", "since": $s}, {"target": "vdb", "since": $s}]' "$work/to/web/$second/backup.json"
	vm-backup web --to="$work/to" --full >/dev/null
	[ "$(image_of "$(stamps web | cut -d' ' -f3)")" = "upon nothing" ]
}

@test "so many are kept, and what they need" {
	local kept
	given_disks_vm web
	for i in 1 2 3 4; do vm-backup web --to="$work/to" --keep=2 >/dev/null; done
	kept=$(stamps web)
	[ "$(wc -w <<<"$kept")" = 2 ]
	[[ "$(image_of "${kept% *}")" == "merged with "* ]]
	[ "$(image_of "${kept#* }")" = "upon ../${kept% *}/vda.qcow2" ]
	jq -e 'all(.images[]; has("since") | not)' "$work/to/web/${kept% *}/backup.json"
}

@test "to a pipe, as tar" {
	given_disks_vm db off
	vm-backup db --to=- >out.tar
	[ "$(tar -tf out.tar | sed 's,db/[0-9TZ.]*/,db/STAMP/,' | sort | paste -sd' ')" = \
		'db/STAMP/ db/STAMP/backup.json db/STAMP/domain.xml db/STAMP/vda.qcow2 db/STAMP/vdb.qcow2' ]
	[ "$(vm-checkpoint-list db --name)" = "" ]
}

@test "several guests, running or not, from a pipe" {
	given_disks_vm web
	given_disks_vm db off
	vm-list --all --name | vm-backup - --to="$work/to" -q >files
	[ "$(wc -l <files)" = 6 ]
	[ "$(cat "$work/to/db/$(stamps db)/vda.qcow2")" = "copy of /vm/a.qcow2" ]
	[ "$(vm-checkpoint-list db --name)" = "backup-$(stamps db)" ]
}

@test "what a killed one left is swept" {
	given_disks_vm web
	mkdir -p "$work/to/web/20260101T000000.000Z.partial"
	vm-checkpoint-create-as web backup-20260101T000000.000Z
	vm-backup web --to="$work/to" >/dev/null
	[ "$(stamps web | wc -w)" = 1 ]
	[ "$(vm-checkpoint-list web --name)" = "backup-$(stamps web)" ]
}

@test "what is not ours in the directory stays" {
	given_disks_vm web
	mkdir -p "$work/to/web/photos"
	echo '{"images":[{"target":"../../x"}]}' >"$work/to/web/photos/backup.json"
	run --separate-stderr vm-backup web --to="$work/to"
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"photos: "*"not the description of a backup"* ]]
	[ -e "$work/to/web/photos/backup.json" ]
}

@test "somebody else copies, of a guest that is off too" {
	given_disks_vm web
	[ "$(vm-backup web --quiesce --snapshot-cmd='echo "$@"')" = "web /vm/a.qcow2 /vm/b.qcow2" ]
	[ "$(grep -c 'its file systems are' "$VIRTUTILS_ROOT/log/test/web.log")" = 2 ]
	vm-destroy web
	[ "$(vm-backup web --quiesce --snapshot-cmd='echo "$1"')" = web ]
	run vm-backup web --snapshot-cmd='echo broken >&2; exit 3'
	[ "$status" -eq 1 ]
	[[ "$output" == *broken ]]
	[ "$(vm-backup web --snapshot-cmd='touch here' -n)" = "run touch here" ]
	[ ! -e here ]
}

@test "a backup that goes on comes first" {
	given_disks_vm web
	vm-backup-begin web - <<<"<domainbackup mode='pull'><server transport='unix' socket='/s'/></domainbackup>" >/dev/null
	run vm-backup web --to="$work/to"
	[ "$status" -eq "$FAULT_BUSY" ]
	[ ! -e "$work/to" ]
}

@test "a dry run" {
	given_disks_vm web
	[ "$(vm-backup web --to="$work/to" -n)" = "back up web to $work/to/web, what changed since the last one there" ]
	[ ! -e "$work/to" ]
}

@test "what is refused" {
	given_disks_vm web
	for options in '' '--to=here' '--to=/x --full --incremental' '--to=/x --keep=-1' '--to=/x --snapshot-cmd=true' '--to=- --keep=2' '--to=- --incremental'; do
		run vm-backup web $options
		[ "$status" -eq "$FAULT_USAGE" ]
	done
	run vm-backup web --to="$work/to" --no-wait
	[ "$status" -eq "$FAULT_OPTION" ]
	given_vm bare
	run vm-backup bare --to="$work/to"
	[ "$status" -eq 9 ]
	[ "$(ls -A "$work/to/bare")" = .lock ]
}
