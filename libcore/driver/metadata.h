/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* metadata - applications' own XML inside a <metadata> element
 *
 * Each application has one element there, told apart by its namespace.  It is
 * handed in and out without that namespace, and stored with it:
 *
 *	<app x='1'><b/></app>    <->    <k:app xmlns:k="http://a/" x="1"><k:b/></k:app>
 *
 * `metadata` is the whole element as text, NULL when there is none. */
#ifndef DRIVER_METADATA_H
#define DRIVER_METADATA_H

/* The element of a namespace; NULL without failure when there is none.  Caller frees. */
char *metadata_get(const char *metadata, const char *uri);

/* The whole element with xml, under the prefix key, in the place of the one of that namespace; with
 * xml NULL without that one.  "" when nothing is left, NULL after fail().  Caller frees. */
char *metadata_set(const char *metadata, const char *uri, const char *key, const char *xml);

#endif
