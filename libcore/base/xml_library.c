/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml_library - libxml2 and libxslt, opened on first use */
#include "base/xml_library.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/fail.h"
#include "base/text.h"

#ifndef LIBXML2_SONAME
#define LIBXML2_SONAME "libxml2.so.2"
#endif
#ifndef LIBXSLT_SONAME
#define LIBXSLT_SONAME "libxslt.so.1"
#endif

/* libxml2 2.12 made the error constant for its handlers. */
#if LIBXML_VERSION >= 21200
typedef const xmlError reported_error;
#else
typedef xmlError reported_error;
#endif

struct symbol {
	const char *name;
	size_t offset;               /* of its pointer in the library's struct */
};

static const struct symbol xml_symbols[] = {
#define SYMBOL(symbol) { #symbol, offsetof(struct xml_library, symbol) },
	XML_SYMBOLS(SYMBOL)
#undef SYMBOL
};

static const struct symbol xslt_symbols[] = {
#define SYMBOL(symbol) { #symbol, offsetof(struct xslt_library, symbol) },
	XSLT_SYMBOLS(SYMBOL)
#undef SYMBOL
};

static struct xml_complaint complaint;

const struct xml_complaint *
xml_complaint(void)
{
	return &complaint;
}

void
xml_complaint_forget(void)
{
	text_cut(&complaint.text, 0);
	complaint.level = XML_ERR_NONE;
}

const char *
xml_complaint_line(void)
{
	static struct text line;
	const char *from = text_get(&complaint.text);

	text_cut(&line, 0);
	while (*from) {
		size_t length = strcspn(from, "\n");

		if (length && line.length)
			text_add(&line, ": ");
		text_add_bytes(&line, from, length);
		from += length + strspn(from + length, "\n");
	}
	return text_get(&line);
}

static void
complain(int level, int line, const char *message)
{
	if (level <= complaint.level)
		return;
	text_cut(&complaint.text, 0);
	text_add_bytes(&complaint.text, message, strcspn(message, "\r\n"));
	text_add_char(&complaint.text, '\n');
	complaint.level = level;
	complaint.line = line;
}

void
xml_complain(int line, const char *message)
{
	complain(XML_ERR_FATAL + 1, line, message);
}

static void
on_xml_error(void *context, reported_error *error)
{
	(void)context;
	if (error->level > XML_ERR_WARNING && error->message)
		complain(error->level, error->line, error->message);
}

static void __attribute__((format(printf, 2, 3)))
on_message(void *context, const char *format, ...)
{
	va_list arguments;

	(void)context;
	va_start(arguments, format);
	text_addv(&complaint.text, format, arguments);
	va_end(arguments);
}

static int
library_load(const char *soname, const struct symbol *symbols, unsigned n, void *pointers)
{
	void *library = dlopen(soname, RTLD_LAZY | RTLD_LOCAL);

	if (!library)
		return fail(FAULT_UNSUPPORTED, "load %s", dlerror());
	for (unsigned i = 0; i < n; i++) {
		void *found = dlsym(library, symbols[i].name);

		if (!found)
			return fail(FAULT_UNSUPPORTED, "load %s: it has no %s", soname,
				    symbols[i].name);
		memcpy((char *)pointers + symbols[i].offset, &found, sizeof found);
	}
	return 0;
}

/* The C++ library that libxml2 stands on has thousands of symbols that are looked for one by one, in every
 * library that was loaded before or with it: by itself, and in itself first, it finds them at once.  Where
 * none is needed this is no library.  A sanitizer's allocator must be everybody's. */
#ifdef SANITIZED
enum { OWN_SCOPE = 0 };
#else
enum { OWN_SCOPE = RTLD_DEEPBIND };
#endif

const struct xml_library *
xml_library(void)
{
	static struct xml_library library;
	static bool loaded;

	if (loaded)
		return &library;
	dlopen(LIBXML2_CXX, RTLD_LAZY | RTLD_LOCAL | OWN_SCOPE);
	if (library_load(LIBXML2_SONAME, xml_symbols, COUNT(xml_symbols), &library) < 0)
		return NULL;
	library.xmlInitParser();
	library.xmlSetStructuredErrorFunc(NULL, on_xml_error);
	library.xmlSetGenericErrorFunc(NULL, on_message);
	loaded = true;
	return &library;
}

/* A stylesheet reads files, which its user could read as well, and no more. */
static void
forbid(const struct xslt_library *library)
{
	static const xsltSecurityOption forbidden[] = {
		XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY,
		XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK,
	};
	xsltSecurityPrefs *prefs = library->xsltNewSecurityPrefs();

	for (unsigned i = 0; i < COUNT(forbidden); i++)
		library->xsltSetSecurityPrefs(prefs, forbidden[i], library->xsltSecurityForbid);
	library->xsltSetDefaultSecurityPrefs(prefs);
}

const struct xslt_library *
xslt_library(void)
{
	static struct xslt_library library;
	static bool loaded;

	if (loaded)
		return &library;
	if (library_load(LIBXSLT_SONAME, xslt_symbols, COUNT(xslt_symbols), &library) < 0)
		return NULL;
	library.xsltSetGenericErrorFunc(NULL, on_message);
	forbid(&library);
	loaded = true;
	return &library;
}
