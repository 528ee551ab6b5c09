# SPDX-License-Identifier: LGPL-2.1-or-later
# vm_backup - a shelf of backups of guest g, of which it is known what each must hold

vm_backup_setup() {
	blockjob_setup
	chmod 1777 "$img"
	shelf=$work/shelf
	declare -gA was=()
	image "$img/a.qcow2"
	mark "$img/a.qcow2" 0xa 0
	mark "$img/a.qcow2" 0xb 4M 1M
	define_on "$img/a.qcow2"
	vm-start g
}

# Where what an image holds now is kept.
kept() {                # IMAGE
	local where
	where=$(mktemp "$work/was.XXXXXX") && remember "$1" "$where" && echo "$where"
}
now() { vm-suspend g && vm-resume g && kept "$img/a.qcow2"; }
is_as_it_was() { as_remembered "$shelf/g/$1/vda.qcow2" qcow2 "${was[$1]}"; }           # STAMP
stamps() { (cd "$shelf/g" && ls -d */ | tr -d /); }
last() { stamps | tail -n 1; }
# Whole, or upon which other one.
stands_on() { basename "$(dirname "$(backing_of "$shelf/g/$1/vda.qcow2")")"; }
# Each backup reads as the disk was when it was taken: was[STAMP], a file.
take() {
	local before
	before=$(now)
	vm-backup g --to="$shelf" "$@"
	was[$(last)]=$before
}
all_read_right() {
	local stamp
	for stamp in $(stamps); do
		is_as_it_was "$stamp" || { echo "$stamp"; return 1; }
		good "$shelf/g/$stamp/vda.qcow2"
	done
}
no_leftovers() {
	[ -z "$(jobs_of)" ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	[ "$(vm-checkpoint-list g --name | wc -l)" -le 1 ]
	[ "$(bitmaps | awk '{ print $2 }' | sort -u)" = "$(vm-checkpoint-list g --name)" ]
	! compgen -G "$shelf/g/*.partial"
}
