# SPDX-License-Identifier: LGPL-2.1-or-later
# virtutils.fish - completion for every program: they know their own candidates
#
# PROGRAM --complete INDEX -- WORDS... prints one a line, with help behind a tab;
# a line that begins with a tab asks for files or directories.

function __virtutils_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l word (string unescape -- $current; or string replace -ra '[\'"\\\\]' '' -- $current)

    for line in ($before[1] --complete (count $before) -- $before "$word" 2>/dev/null)
        switch $line
            case \t'*'
                # A path may stand behind --option=
                set -l option (string match -r -- '^--[^=]*=' "$word")
                set -l path (string replace -r -- '^--[^=]*=' '' "$word")
                if test $line = \tdirectories
                    printf "$option%s\n" (__fish_complete_directories "$path")
                else
                    printf "$option%s\n" (__fish_complete_path "$path")
                end
            case '*'
                echo $line
        end
    end
end

for program in virtutils (virtutils --list-programs 2>/dev/null)
    complete -c $program -f -a '(__virtutils_complete)'
end
