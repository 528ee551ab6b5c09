# SPDX-License-Identifier: LGPL-2.1-or-later
# secrets - what the tests of secrets need

load helpers

disk_key=22e1353d-c27e-4d6d-bf15-465053e6ba01
vnc_key=22e1353d-c27e-4d6d-bf15-465053e6ba02

# secret_xml UUID [ATTRIBUTES [PATH]]: of a volume
secret_xml() {
	printf "<secret %s><uuid>%s</uuid><usage type='volume'><volume>%s</volume></usage></secret>\n" \
		"${2-}" "$1" "${3:-/images/$1}"
}
given_secret() { secret_xml "$@" | secret-define - >/dev/null; }

# Where the test driver keeps them.
stored() { find "$VIRTUTILS_ROOT/etc" -path "*secrets/$1"; }
live()   { find "$VIRTUTILS_ROOT/run" -path "*secrets/$1" ! -path "*/lock/*" ! -name '*.events'; }
