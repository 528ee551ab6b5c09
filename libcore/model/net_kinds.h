/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net_kinds - kinds of member that say network addresses */
#ifndef MODEL_NET_KINDS_H
#define MODEL_NET_KINDS_H

#include "model/model.h"

extern const struct kind
	kind_ip,             /* char *: an IPv4 or IPv6 address, in its shortest form */
	kind_ipv4,           /* char *: likewise, IPv4 only */
	kind_stp;            /* enum tri: on or off; another word says nothing */

#define IP(T, m, p, f, h, ...)    ROW_(kind_ip, AT_(T, m, char *), p, f, h, , __VA_ARGS__)
#define IPV4(T, m, p, f, h, ...)  ROW_(kind_ipv4, AT_(T, m, char *), p, f, h, , __VA_ARGS__)

#define STP(T, m, p, f, h, ...)   ROW_(kind_stp, AT_(T, m, enum tri), p, f, h, , __VA_ARGS__)

/* An address in binary; 4 or 16 bytes. */
struct ip_address {
	unsigned size;
	unsigned char byte[16];
};
/* False when text is no address.  IPv4 as the C library takes it: "10.1" is 10.0.0.1. */
bool ip_read(const char *text, struct ip_address *ret_address);
void ip_write(const struct ip_address *address, struct text *out);

/* However they are written; false for what is no address, and for NULL. */
bool ip_same(const char *a, const char *b);
bool ip_is_v4(const char *text);
bool ip_is_v6(const char *text);

/* The bits of a mask, 255.255.255.0 is 24; -1 when it is none. */
int ip_mask_bits(const struct ip_address *mask);

/* Are both of one family and in the same network of that many bits? */
bool ip_share_network(const struct ip_address *a, const struct ip_address *b, unsigned bits);

/* Is a, seen as a number, at most b?  False for different families. */
bool ip_is_at_most(const struct ip_address *a, const struct ip_address *b);

#endif
