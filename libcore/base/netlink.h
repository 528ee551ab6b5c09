/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* netlink - what is changed in the kernel's network devices, by libnl
 *
 * Loaded when the first message is sent: most programs send none.  Each function sends
 * one message and waits for the kernel's word on it: 0, or -1 after a failure that names the
 * device.  FAULT_DENIED where the kernel says so. */
#ifndef BASE_NETLINK_H
#define BASE_NETLINK_H

#include <stdbool.h>
#include <stdint.h>

/* A message under construction; netlink_send() gives it back. */
struct nl_msg;
struct nl_msg *netlink_message(int type, int flags, const void *header, unsigned size);
void netlink_put(struct nl_msg *message, int attribute, const void *data, unsigned size);
void netlink_put_u8(struct nl_msg *message, int attribute, uint8_t value);
void netlink_put_u16(struct nl_msg *message, int attribute, uint16_t value);
void netlink_put_u32(struct nl_msg *message, int attribute, uint32_t value);
void netlink_put_text(struct nl_msg *message, int attribute, const char *text);
/* Attributes inside an attribute: what is put until netlink_end(). */
struct nlattr *netlink_begin(struct nl_msg *message, int attribute);
void netlink_end(struct nl_msg *message, struct nlattr *nest);
/* Story: what was attempted, "make bridge virbr0". */
int netlink_send(struct nl_msg *message, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Ask a question, whose header has `size` bytes, or for a table; told of each row of the answer: its
 * header, which is as long, and `size` bytes of attributes. */
struct rtattr;
typedef void netlink_row(const void *header, const struct rtattr *attributes, unsigned size, void *context);
int netlink_ask(struct nl_msg *message, unsigned size, netlink_row *row, void *context);
int netlink_table(int type, const void *header, unsigned size, netlink_row *row, void *context);
/* One of these attributes; NULL: there is none.  Borrowed. */
const struct rtattr *netlink_find(const struct rtattr *attributes, unsigned size, unsigned short type);
const struct rtattr *netlink_find_in(const struct rtattr *nest, unsigned short type);

/* The name may be one of a device here: 1 to 15 of the letters, digits, "_", "-" and
 * "." that no other program's input gives a meaning to; and neither "." nor "..". */
bool link_name_fits(const char *name);
int link_name_check(const char *name);           /* FAULT_CONFIG */

/* 0 when there is no such device. */
unsigned link_index(const char *name);
/* Its hardware address, "52:54:00:12:34:56"; false when there is no such device. */
bool link_mac(const char *name, char ret_mac[18]);
/* To six octets and back; false when the text is no such address. */
bool link_mac_octets(const char *mac, unsigned char ret_octets[6]);
/* However they are written; false for what is no such address, and for NULL. */
bool link_mac_same(const char *a, const char *b);
void link_mac_text(const unsigned char octets[6], char ret_mac[18]);

struct link_bridge {
	const char *name, *mac;          /* mac may be NULL */
	unsigned mtu;                    /* 0: the kernel's */
	bool stp;
	bool knows_addresses;            /* it forwards by the addresses that it is told alone */
	unsigned delay;                  /* seconds */
};
/* It must not be there: EEXIST is a failure, FAULT_STATE. */
int link_add_bridge(const struct link_bridge *bridge);
/* One that is not there is fine. */
int link_remove(const char *name);
int link_set_up(const char *name, bool up);
int link_set_mtu(const char *name, unsigned mtu);
int link_set_mac(const char *name, const char *mac);
/* NULL: out of the one it is in. */
int link_set_bridge(const char *name, const char *bridge);
/* As a port of its bridge: no traffic to other isolated ports. */
int link_set_isolated(const char *name, bool isolated);
/* As a port of its bridge: it learns no addresses of what is behind it, and gets no frames for
 * others; and that address is there. */
int link_set_known(const char *name, const char *mac);
/* macvtap on a device: mode is a MACVLAN_MODE_...  mac may be NULL. */
int link_add_macvtap(const char *name, const char *below, unsigned mode, const char *mac);

/* What a network adapter does for one of its virtual functions. */
struct link_function {
	char mac[18];                    /* all zero: the function's own driver chooses */
	unsigned vlan;                   /* 0: none */
};
/* FAULT_UNSUPPORTED: the adapter has no such function. */
int link_function(const char *adapter, unsigned number, struct link_function *ret_function);
int link_set_function(const char *adapter, unsigned number, const struct link_function *function);

/* Called with each address that a neighbour was seen to have: "192.0.2.7", "52:54:00:12:34:56". */
int link_neighbours(void (*seen)(const char *address, const char *mac, void *context), void *context);

/* Bytes a second, and bytes; average 0: as fast as it can. */
struct link_rate {
	uint64_t average, peak, burst;   /* peak and burst may be 0: none, a frame */
};
/* A part of what a device sends that is kept for one receiver; class tells it from the others. */
struct link_share {
	unsigned class;                  /* from LINK_SHARE_FIRST on */
	const char *mac;
	uint64_t rate;                   /* bytes a second */
};
enum { LINK_SHARE_FIRST = 3 };
/* Instead of the limits of what it sends: all are kept to the limit together, each share is kept,
 * and what nobody uses is for those that want more. */
int link_share(const char *name, const struct link_rate *sent, const struct link_share *shares, unsigned n);
/* Instead of what limits it has now; none after a failure. */
int link_limit(const char *name, const struct link_rate *sent, const struct link_rate *received);

/* An address (IPv4 or IPv6) with the bits of its network.  No duplicate is looked for: the
 * network is ours.  To add one that the device has, and to remove one that it has not, is fine:
 * those of one network go with the first of them. */
int link_add_address(const char *name, const char *address, unsigned prefix);
int link_remove_address(const char *name, const char *address, unsigned prefix);
/* A route into address/prefix by a gateway behind the device; metric 0 is the kernel's.  To remove
 * one that is not there is fine; one that is there already, to anywhere, cannot be added. */
int link_add_route(const char *name, const char *address, unsigned prefix,
		   const char *gateway, unsigned metric);
int link_remove_route(const char *name, const char *address, unsigned prefix,
		      const char *gateway, unsigned metric);

#endif
