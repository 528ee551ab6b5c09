# SPDX-License-Identifier: LGPL-2.1-or-later
# virtutils.bash - completion for every program: they know their own candidates
#
# PROGRAM --complete INDEX -- WORDS... prints one a line, with help behind a tab;
# a line that begins with a tab asks for files or directories.

# Sets `words` to the words before the cursor, without quotes: readline divides
# at = and : as well, the programs do not.
_virtutils_words()
{
	local rest=${COMP_LINE:0:COMP_POINT} blank word i

	words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		blank=${rest%%[![:blank:]]*}
		rest=${rest#"$blank"}
		((i == COMP_CWORD)) && word=$rest
		rest=${rest#"$word"}
		if ((i == 0)) || [[ $blank ]]; then
			words+=("$word")
		else
			words[-1]+=$word
		fi
	done
	current=${words[-1]}
	words=("${words[@]//[\\\'\"]/}")
}

# What readline replaces begins behind the last = or :, unless a quote is open.
_virtutils_add()
{
	local candidate=$1

	if [[ $current != [\'\"]* ]]; then
		candidate=${candidate#"$lead"}
		[[ $candidate == *[!A-Za-z0-9_@%+=:,./-]* ]] && printf -v candidate %q "$candidate"
	fi
	COMPREPLY+=("$candidate")
	[[ $candidate == *= ]] && compopt -o nospace 2>/dev/null
}

_virtutils_files()
{
	local kind=-f names

	[[ $1 == directories ]] && kind=-d
	compopt -o filenames 2>/dev/null
	mapfile -t names < <(compgen "$kind" -- "${words[-1]#"$lead"}")
	COMPREPLY+=("${names[@]}")
}

_virtutils()
{
	local words current lead line

	COMPREPLY=()
	_virtutils_words
	lead=${words[-1]%"${words[-1]##*[=:]}"}
	while IFS= read -r line; do
		case $line in
		$'\t'*) _virtutils_files "${line#?}" ;;
		*)      _virtutils_add "${line%%$'\t'*}" ;;
		esac
	done < <("${words[0]/#\~/$HOME}" --complete $((${#words[@]} - 1)) -- "${words[@]}" 2>/dev/null)
}

complete -F _virtutils virtutils $(virtutils --list-programs 2>/dev/null)
