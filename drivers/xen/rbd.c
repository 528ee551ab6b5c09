/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rbd - images on Ceph as QEMU names them: "rbd:pool/image@snap:id=me:mon_host=a\:6321\;b"
 *
 * The backslashes keep apart what belongs together; in a file of Xen each is written twice. */
#include "disk.h"

/* The text up to the next `end` that has no backslash before it, which is passed and the
 * backslashes gone; NULL at the end.  Caller frees. */
static char *
next_part(const char **at, char end)
{
	struct text out = { 0 };

	if (!**at)
		return NULL;
	text_add(&out, "");
	for (; **at && **at != end; ++*at) {
		if (**at == '\\')
			*at += strspn(*at, "\\");
		if (!**at)
			break;
		text_add_char(&out, **at);
	}
	*at += **at != '\0';
	return text_take(&out);
}

static void
read_host(const char *text, struct storage_source *source)
{
	struct source_host *host = list_add(&source->net.hosts);
	const char *colon = strrchr(text, ':');
	bool six = *text == '[', port = colon && (!six || colon[-1] == ']') && (six || strchr(text, ':') == colon);
	size_t length = port ? (size_t)(colon - text) : strlen(text);

	host->name = six && length > 1 ? xstrndup(text + 1, length - 2) : xstrndup(text, length);
	host->port = port ? xstrdup(colon + 1) : NULL;
}

static void
read_hosts(const char *text, struct storage_source *source)
{
	for (const char *at = text; *at;) {
		size_t length = strcspn(at, ";,");
		auto_free char *host = xstrndup(at, length);

		read_host(host, source);
		at += length + (at[length] != '\0');
	}
}

static void
read_option(const char *option, struct storage_source *source)
{
	if (text_starts(option, "id=")) {
		source->auth = source->auth ? source->auth : xcalloc(1, sizeof *source->auth);
		free(source->auth->username);
		source->auth->username = xstrdup(option + strlen("id="));
		free(source->auth->secret.type);
		source->auth->secret.type = xstrdup("ceph");
	} else if (text_starts(option, "mon_host=")) {
		read_hosts(option + strlen("mon_host="), source);
	} else if (text_starts(option, "conf=")) {
		free(source->net.config);
		source->net.config = xstrdup(option + strlen("conf="));
	}
}

int
rbd_read(const char *text, struct storage_source *source)
{
	const char *at = text + strlen("rbd:");
	char *snapshot;

	source->type = STORAGE_NETWORK;
	source->net.protocol = PROTOCOL_RBD;
	source->net.name = next_part(&at, ':');
	if (!source->net.name || !*source->net.name)
		return -1;
	snapshot = strchr(source->net.name, '@');
	if (snapshot) {
		source->net.snapshot = xstrdup(snapshot + 1);
		*snapshot = '\0';
	}
	for (;;) {
		auto_free char *option = next_part(&at, ':');

		if (!option)
			return 0;
		read_option(option, source);
	}
}

void
rbd_write(const struct storage_source *source, struct text *out)
{
	const char *between = "";

	text_addf(out, "rbd:%s", source->net.name);
	if (source->net.snapshot)
		text_addf(out, "@%s", source->net.snapshot);
	if (source->auth && source->auth->username)
		text_addf(out, ":id=%s:auth_supported=cephx\\\\;none", source->auth->username);
	else
		text_add(out, ":auth_supported=none");
	if (source->net.hosts.n)
		text_add(out, ":mon_host=");
	list_each(host, &source->net.hosts) {
		bool six = strchr(host->name, ':');

		text_addf(out, six ? "%s[%s]" : "%s%s", between, host->name);
		if (host->port)
			text_addf(out, "\\\\:%s", host->port);
		between = "\\\\;";
	}
	if (source->net.config)
		text_addf(out, ":conf=%s", source->net.config);
}
