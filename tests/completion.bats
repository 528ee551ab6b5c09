#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion in real shells: TAB is typed, and the words that result are looked at.

setup() {
	here=$PWD
	cd "$BATS_TEST_TMPDIR"
	mkdir root
	export VIRTUTILS_ROOT=$PWD/root VIRTUTILS_URI=test:///default HOME=$PWD
	for name in web1 'db one' 'x:y'; do
		printf "<domain type='test'><name>%s</name><memory>65536</memory><os><type>hvm</type></os></domain>" "$name" | vm-define -
	done
}

# What TAB makes of a line, words divided by |.
typed() {
	local setup

	case $1 in
	bash) setup=". $B/share/bash-completion/completions/virtutils" ;;
	zsh)  setup="fpath=($B/share/zsh/site-functions \$fpath); autoload -U compinit; compinit -u -D; bindkey -e" ;;
	esac
	timeout 30 "$here/completion/in-shell" "$1" "$setup" "$2" | paste -sd '|'
}

# Candidates of fish for a line.
fish_candidates() {
	timeout 30 fish --no-config -c "source $B/share/fish/vendor_completions.d/virtutils.fish; complete -C \$argv" "$1"
}

candidates() {
	local program=$1

	shift
	"$program" --complete "$#" -- "$program" "$@"
}

@test "only guests that make sense are offered" {
	[ "$(candidates vm-start '')" = $'db one\nweb1\nx:y' ]
	[ "$(candidates vm-destroy '')" = test ]
	[ "$(candidates vm-info '' | wc -l)" -eq 4 ]
	[ "$(candidates vm-start web1 '')" = $'db one\nx:y' ]
	[ "$(candidates vm-start --domain '')" = $'db one\nweb1\nx:y' ]
	[ "$(candidates vm-start --domain=w)" = --domain=web1 ]
	[ -z "$(candidates vm-start nobody-is-called-so)" ]
}

@test "snapshots are those of the guest named before" {
	vm-snapshot-create-as test first
	vm-snapshot-create-as test 'second one'
	[ "$(candidates vm-snapshot-revert test '')" = $'first\nsecond one' ]
	[ "$(candidates vm-snapshot-revert --domain test --current s)" = 'second one' ]
	[ -z "$(candidates vm-snapshot-revert web1 '')" ]
}

@test "options come with help, words and columns are known" {
	[[ $(candidates vm-start --pau) == $'--paused\t'* ]]
	[ "$(candidates vm-shutdown --mode=ag)" = --mode=agent ]
	[ "$(candidates vm-shutdown --mode acpi,ag)" = acpi,agent ]
	[ "$(candidates vm-list -o +UU)" = +UUID ]
	[ "$(candidates vm-list --output=NAME,UU)" = --output=NAME,UUID ]
	[ -z "$(candidates vm-list --output=NAME,NA)" ]
	[ "$(candidates vm-list -c test)" = $'test:///default\ta simulated hypervisor' ]
	[ "$(candidates vm-define '')" = $'\tfiles' ]
	[ -z "$(candidates vm-list -- --a)" ]
}

@test "candidates follow -c" {
	[ "$(VIRTUTILS_URI=nosuch:///x candidates vm-start -c test:///default w)" = web1 ]
	[ "$(VIRTUTILS_URI=nosuch:///x candidates vm-start --connect=test:///default w)" = web1 ]
	run candidates vm-start -c nosuch:///x w
	[ "$status" -eq 0 ] && [ -z "$output" ]
}

@test "a wrong call for candidates is a usage error" {
	run vm-start --complete
	[ "$status" -eq 2 ]
	run vm-start --complete 9 -- vm-start
	[ "$status" -eq 2 ]
	run vm-start --complete x -- vm-start ''
	[ "$status" -eq 2 ]
}

@test "the dispatcher completes programs, virsh's names, and what follows" {
	[[ $(candidates virtutils vm-susp) == $'vm-suspend\t'* ]]
	[[ $(candidates virtutils domst) == $'domstate\t'* ]]
	[ "$(candidates virtutils vm-start w)" = web1 ]
	[ "$(candidates virtutils -c test:///default start w)" = web1 ]
}

@test "bash completes names, options and files" {
	[ "$(typed bash 'vm-start w')" = 'vm-start|web1' ]
	[ "$(typed bash 'vm-start db')" = 'vm-start|db one' ]
	[ "$(typed bash "vm-start 'db o")" = 'vm-start|db one' ]
	[ "$(typed bash 'vm-start x:')" = 'vm-start|x:y' ]
	[ "$(typed bash 'vm-shutdown --mode=ag')" = 'vm-shutdown|--mode=agent' ]
	[ "$(typed bash 'vm-list --sor')" = 'vm-list|--sort=' ]
	[ "$(typed bash 'vm-list -c qemu:///ses')" = 'vm-list|-c|qemu:///session' ]
	touch 'a document.xml'
	[ "$(typed bash 'vm-define a\ d')" = 'vm-define|a document.xml' ]
	[ "$(typed bash 'vm-start --names-from=a\ d')" = 'vm-start|--names-from=a document.xml' ]
}

@test "zsh completes names, options and files" {
	[ "$(typed zsh 'vm-start w')" = 'vm-start|web1' ]
	[ "$(typed zsh 'vm-start db')" = 'vm-start|db one' ]
	[ "$(typed zsh "vm-start 'db o")" = 'vm-start|db one' ]
	[ "$(typed zsh 'vm-start x:')" = 'vm-start|x:y' ]
	[ "$(typed zsh 'vm-shutdown --mode=ag')" = 'vm-shutdown|--mode=agent' ]
	[ "$(typed zsh 'vm-list --sor')" = 'vm-list|--sort=' ]
	[ "$(typed zsh 'vm-list -c qemu:///ses')" = 'vm-list|-c|qemu:///session' ]
	touch 'a document.xml'
	[ "$(typed zsh 'vm-define a\ d')" = 'vm-define|a document.xml' ]
	[ "$(typed zsh 'vm-start --names-from=a\ d')" = 'vm-start|--names-from=a document.xml' ]
}

@test "fish completes names, options and files" {
	[ "$(fish_candidates 'vm-start w')" = web1 ]
	[ "$(fish_candidates 'vm-start d')" = 'db one' ]
	[ "$(fish_candidates 'vm-start "db o')" = 'db one' ]
	[ "$(fish_candidates 'vm-shutdown --mode=ag')" = --mode=agent ]
	[[ $(fish_candidates 'vm-list --sor') == $'--sort=\t'* ]]
	touch a-document.xml
	[ "$(fish_candidates 'vm-define a-d')" = a-document.xml ]
	[ "$(fish_candidates 'vm-start --names-from=a-d')" = --names-from=a-document.xml ]
}
