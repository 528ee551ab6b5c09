#compdef virtutils
# SPDX-License-Identifier: LGPL-2.1-or-later
# virtutils.zsh - completion for every program: they know their own candidates
#
# PROGRAM --complete INDEX -- WORDS... prints one a line, with help behind a tab;
# a line that begins with a tab asks for files or directories.  Installing adds
# the names of all programs to the first line.

local line candidate kind
local -a before candidates shown open open_shown

before=("${(@Q)words[1,CURRENT-1]}")
for line in "${(@f)$(_call_program candidates ${(q)before[1]} --complete $((CURRENT - 1)) -- ${(q)before} ${(q)${(Q)PREFIX}})}"; do
	candidate=${line%%$'\t'*}
	case $line in
	'') ;;
	$'\t'*) kind=${line#?} ;;
	*=|*=$'\t'*)
		open+=("$candidate")
		open_shown+=("${line/$'\t'/  -- }") ;;
	*)
		candidates+=("$candidate")
		shown+=("${line/$'\t'/  -- }") ;;
	esac
done

compadd -l -d shown -a candidates
compadd -l -S '' -d open_shown -a open
if [[ -n $kind ]]; then
	[[ $PREFIX == --*=* ]] && compset -P '*='
	[[ $kind == directories ]] && _files -/ || _files
fi
