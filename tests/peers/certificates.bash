# SPDX-License-Identifier: LGPL-2.1-or-later
# certificates - of an authority, a server and a client, for TLS in tests

certificates() {        # DIR
	local who
	needs openssl
	mkdir "$1"
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout "$1/ca-key.pem" -out "$1/ca-cert.pem" 2>/dev/null
	for who in server client; do
		openssl req -newkey rsa:2048 -nodes -subj "/CN=$who" -keyout "$1/$who-key.pem" -out "$1/$who.csr" 2>/dev/null
		openssl x509 -req -in "$1/$who.csr" -CA "$1/ca-cert.pem" -CAkey "$1/ca-key.pem" -CAcreateserial -days 2 \
			-extfile <(echo 'subjectAltName=IP:127.0.0.1') -out "$1/$who-cert.pem" 2>/dev/null
	done
	chmod 755 "$1"
	chmod 644 "$1"/*.pem
}
