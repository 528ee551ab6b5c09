/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml_library - what xml*.c call of libxml2 and libxslt, through pointers */
#ifndef BASE_XML_LIBRARY_H
#define BASE_XML_LIBRARY_H

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "base/fail.h"
#include "base/text.h"

/* A new use is a new row; the header's own prototype gives the type. */
#define XML_SYMBOLS(X)             \
	X(xmlBufferContent)        \
	X(xmlBufferCreate)         \
	X(xmlBufferFree)           \
	X(xmlCtxtReadMemory)       \
	X(xmlDocCopyNode)          \
	X(xmlFree)                 \
	X(xmlFreeDoc)              \
	X(xmlFreeNode)             \
	X(xmlFreeParserCtxt)       \
	X(xmlGetLineNo)            \
	X(xmlInitParser)           \
	X(xmlNewParserCtxt)        \
	X(xmlNodeAddContent)       \
	X(xmlNodeDump)             \
	X(xmlNodeGetContent)       \
	X(xmlNodeSetContent)       \
	X(xmlRelaxNGFree)          \
	X(xmlRelaxNGFreeParserCtxt) \
	X(xmlRelaxNGFreeValidCtxt) \
	X(xmlRelaxNGNewMemParserCtxt) \
	X(xmlRelaxNGNewValidCtxt)  \
	X(xmlRelaxNGParse)         \
	X(xmlRelaxNGValidateDoc)   \
	X(xmlSetGenericErrorFunc)  \
	X(xmlSetNsProp)            \
	X(xmlSetStructuredErrorFunc) \
	X(xmlStopParser)           \
	X(xmlUnlinkNode)           \
	X(xmlXPathCastToString)    \
	X(xmlXPathEval)            \
	X(xmlXPathFreeContext)     \
	X(xmlXPathFreeObject)      \
	X(xmlXPathNewContext)      \
	X(xmlXPathRegisterNs)

#define XSLT_SYMBOLS(X)            \
	X(xsltApplyStylesheet)     \
	X(xsltFreeStylesheet)      \
	X(xsltNewSecurityPrefs)    \
	X(xsltParseStylesheetDoc)  \
	X(xsltSaveResultToString)  \
	X(xsltSecurityForbid)      \
	X(xsltSetDefaultSecurityPrefs) \
	X(xsltSetGenericErrorFunc) \
	X(xsltSetSecurityPrefs)

#define XML_POINTER_(symbol) __typeof__(symbol) *symbol;
struct xml_library { XML_SYMBOLS(XML_POINTER_) };
struct xslt_library { XSLT_SYMBOLS(XML_POINTER_) };
#undef XML_POINTER_

/* The library, loaded on first use; NULL after fail() when the host has none. */
const struct xml_library *xml_library(void);
const struct xslt_library *xslt_library(void);

/* The libraries' own messages go nowhere but here.  Of what libxml2 reports in
 * structs, the first line of the first of the gravest is kept; what both say in
 * pieces of text is added. */
struct xml_complaint {
	struct text text;
	int level;                   /* enum xmlErrorLevel */
	int line;
};
const struct xml_complaint *xml_complaint(void);
void xml_complaint_forget(void);

/* All of it as one line, "" when nobody complained.  Borrowed until the next call. */
const char *xml_complaint_line(void);

/* Fail with it: "web.xml:12: ...", or "line 12: ..." of a document without a name. */
int xml_blame(enum fault fault, const char *whence);

/* Make a complaint of our own from within a callback: graver than any other. */
void xml_complain(int line, const char *message);

/* Give up what xml_parse() keeps with a document, so that another library may
 * own and free it. */
void xml_hand_over(xmlDoc *doc);

#endif
