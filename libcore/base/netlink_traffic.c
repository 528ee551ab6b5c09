/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* netlink_traffic - how fast a device of the host may send and receive
 *
 * What is sent waits in a token bucket (htb: its class may borrow up to the peak); what is received
 * cannot be made to wait, so what is too much is dropped (police). */
#include "base/netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"

enum {
	ROOT = 0x10000,              /* "1:" */
	CLASS = ROOT | 1,            /* "1:1", where everything goes */
	OTHERS = ROOT | 2,           /* "1:2" in it, for whom no share is kept; those have "1:3" ... */
	RECEIVED = 0xffff0000,       /* "ffff:", as the kernel calls it */
	TICK_NS = 64,                /* the unit of time of the packet schedulers */
	SHORT_BURST = 1600,          /* bytes: what at least goes at once, a frame */
	LARGEST_FRAME = 65536,
	TABLE = 256,                 /* times of frames of growing size, TABLE steps of 1 << TABLE_SHIFT bytes */
	TABLE_SHIFT = 8,
};

/* The time that so many bytes take at that rate, in the kernel's ticks. */
static uint32_t
ticks(uint64_t bytes, uint64_t rate)
{
	uint64_t time = (uint64_t)((double)bytes * 1e9 / (double)rate / TICK_NS);

	return time > UINT32_MAX ? UINT32_MAX : (uint32_t)time;
}

static struct tc_ratespec
rate_of(uint64_t rate)
{
	return (struct tc_ratespec){
		.linklayer = TC_LINKLAYER_ETHERNET, .cell_log = TABLE_SHIFT, .cell_align = -1,
		.rate = rate > UINT32_MAX ? UINT32_MAX : (uint32_t)rate,
	};
}

static struct nl_msg *
traffic_message(int type, int flags, unsigned device, uint32_t parent, uint32_t handle, uint32_t info)
{
	const struct tcmsg header = {
		.tcm_family = AF_UNSPEC, .tcm_ifindex = (int)device,
		.tcm_parent = parent, .tcm_handle = handle, .tcm_info = info,
	};

	return netlink_message(type, flags, &header, sizeof header);
}

/* What is not there is fine: the kernel has several words for that. */
static int
remove_queue(const char *name, unsigned device, uint32_t parent, uint32_t handle)
{
	if (netlink_send(traffic_message(RTM_DELQDISC, 0, device, parent, handle, 0),
			 "remove the limits of %s", name) == 0)
		return 0;
	if (fail_errno_value() != ENOENT && fail_errno_value() != EINVAL)
		return -1;
	fail_forget();           /* it had none */
	return 0;
}

static int
clear(const char *name, unsigned device)
{
	if (remove_queue(name, device, TC_H_ROOT, 0) < 0)
		return -1;
	return remove_queue(name, device, TC_H_INGRESS, RECEIVED);
}

/* ---- what is sent ---- */

static int
add_root(const char *name, unsigned device, uint32_t usual)
{
	const struct tc_htb_glob root = { .version = 3, .rate2quantum = 10, .defcls = usual & 0xffff };
	struct nl_msg *message = traffic_message(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, device, TC_H_ROOT, ROOT, 0);
	struct nlattr *options;

	if (!message)
		return -1;
	netlink_put_text(message, TCA_KIND, "htb");
	options = netlink_begin(message, TCA_OPTIONS);
	netlink_put(message, TCA_HTB_INIT, &root, sizeof root);
	netlink_end(message, options);
	return netlink_send(message, "limit what %s sends", name);
}

static int
add_class(const char *name, unsigned device, uint32_t parent, uint32_t class, const struct link_rate *rate)
{
	uint64_t peak = rate->peak ? rate->peak : rate->average;
	uint64_t burst = rate->burst ? rate->burst : SHORT_BURST;
	const struct tc_htb_opt limit = {
		.rate = rate_of(rate->average), .ceil = rate_of(peak),
		.buffer = ticks(burst, rate->average), .cbuffer = ticks(SHORT_BURST, peak),
	};
	struct nl_msg *message;
	struct nlattr *options;

	message = traffic_message(RTM_NEWTCLASS, NLM_F_CREATE | NLM_F_EXCL, device, parent, class, 0);
	if (!message)
		return -1;
	netlink_put_text(message, TCA_KIND, "htb");
	options = netlink_begin(message, TCA_OPTIONS);
	netlink_put(message, TCA_HTB_PARMS, &limit, sizeof limit);
	netlink_put(message, TCA_HTB_RATE64, &rate->average, sizeof rate->average);
	netlink_put(message, TCA_HTB_CEIL64, &peak, sizeof peak);
	netlink_end(message, options);
	return netlink_send(message, "limit what %s sends", name);
}

static int
limit_sent(const char *name, unsigned device, const struct link_rate *rate)
{
	return add_root(name, device, CLASS) < 0 ? -1 : add_class(name, device, ROOT, CLASS, rate);
}

/* ---- shares of what is sent ---- */

/* A selector with that many keys behind it. */
enum { MAC_KEYS = 2 };
union mac_selector {
	struct tc_u32_sel selector;
	unsigned char bytes[sizeof(struct tc_u32_sel) + MAC_KEYS * sizeof(struct tc_u32_key)];
};

/* The frame's header ends where the packet begins: the receiver's address is 14 bytes before it. */
static void
match_mac(union mac_selector *all, const unsigned char mac[6])
{
	const struct tc_u32_key keys[MAC_KEYS] = {
		{ .off = -16, .val = htonl((uint32_t)mac[0] << 8 | mac[1]), .mask = htonl(0xffff) },
		{ .off = -12, .mask = htonl(UINT32_MAX),
		  .val = htonl((uint32_t)mac[2] << 24 | (uint32_t)mac[3] << 16 | (uint32_t)mac[4] << 8 | mac[5]) },
	};

	all->selector.flags = TC_U32_TERMINAL;
	all->selector.nkeys = MAC_KEYS;
	memcpy(all->bytes + sizeof(struct tc_u32_sel), keys, sizeof keys);
}

static int
add_receiver(const char *name, unsigned device, const struct link_share *share)
{
	union mac_selector all = { .bytes = { 0 } };
	unsigned char mac[6];
	struct nl_msg *message;
	struct nlattr *options;

	if (sscanf(share->mac, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", mac, mac + 1, mac + 2, mac + 3, mac + 4, mac + 5) != 6)
		return fail(FAULT_FAILED, "%s is no MAC address", quote(share->mac));
	message = traffic_message(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, device, ROOT, 0,
				  TC_H_MAKE(share->class << 16, htons(ETH_P_ALL)));
	if (!message)
		return -1;
	match_mac(&all, mac);
	netlink_put_text(message, TCA_KIND, "u32");
	options = netlink_begin(message, TCA_OPTIONS);
	netlink_put_u32(message, TCA_U32_CLASSID, ROOT | share->class);
	netlink_put(message, TCA_U32_SEL, &all, sizeof all);
	netlink_end(message, options);
	return netlink_send(message, "keep a share of what %s sends", name);
}

static int
add_shares(const char *name, unsigned device, const struct link_rate *sent, const struct link_share *shares, unsigned n)
{
	struct link_rate rest = *sent;

	rest.peak = sent->peak ? sent->peak : sent->average;
	for (unsigned i = 0; i < n; i++)
		rest.average -= shares[i].rate < rest.average ? shares[i].rate : rest.average - 1;
	if (add_root(name, device, OTHERS) < 0 || add_class(name, device, ROOT, CLASS, sent) < 0 ||
	    add_class(name, device, CLASS, OTHERS, &rest) < 0)
		return -1;
	for (unsigned i = 0; i < n; i++) {
		const struct link_rate rate = { .average = shares[i].rate, .peak = rest.peak };

		if (add_class(name, device, CLASS, ROOT | shares[i].class, &rate) < 0 ||
		    add_receiver(name, device, &shares[i]) < 0)
			return -1;
	}
	return 0;
}

int
link_share(const char *name, const struct link_rate *sent, const struct link_share *shares, unsigned n)
{
	unsigned device = if_nametoindex(name);

	if (!device)
		return fail(FAULT_FAILED, "there is no device %s", quote(name));
	if (remove_queue(name, device, TC_H_ROOT, 0) < 0)
		return -1;
	return n ? add_shares(name, device, sent, shares, n) : limit_sent(name, device, sent);
}

/* ---- what is received ---- */

static void
put_police(struct nl_msg *message, const struct link_rate *rate)
{
	uint64_t burst = rate->burst ? rate->burst : rate->average;
	const struct tc_police police = {
		.action = TC_POLICE_SHOT, .rate = rate_of(rate->average),
		.burst = ticks(burst, rate->average), .mtu = LARGEST_FRAME,
	};
	uint32_t times[TABLE];
	struct nlattr *nest = netlink_begin(message, TCA_U32_POLICE);

	for (unsigned i = 0; i < TABLE; i++)
		times[i] = ticks((uint64_t)(i + 1) << TABLE_SHIFT, rate->average);
	netlink_put(message, TCA_POLICE_TBF, &police, sizeof police);
	netlink_put(message, TCA_POLICE_RATE, times, sizeof times);
	netlink_put(message, TCA_POLICE_RATE64, &rate->average, sizeof rate->average);
	netlink_end(message, nest);
}

/* A filter that every frame passes. */
static int
add_police(const char *name, unsigned device, const struct link_rate *rate)
{
	union {
		struct tc_u32_sel selector;
		unsigned char bytes[sizeof(struct tc_u32_sel) + sizeof(struct tc_u32_key)];  /* one key */
	} all = { .bytes = { 0 } };
	struct nl_msg *message = traffic_message(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, device, RECEIVED, 0,
						 TC_H_MAKE(1U << 16, htons(ETH_P_ALL)));
	struct nlattr *options;

	if (!message)
		return -1;
	all.selector.flags = TC_U32_TERMINAL;
	all.selector.nkeys = 1;
	netlink_put_text(message, TCA_KIND, "u32");
	options = netlink_begin(message, TCA_OPTIONS);
	netlink_put_u32(message, TCA_U32_CLASSID, 1);
	netlink_put(message, TCA_U32_SEL, &all, sizeof all);
	put_police(message, rate);
	netlink_end(message, options);
	return netlink_send(message, "limit what %s receives", name);
}

static int
limit_received(const char *name, unsigned device, const struct link_rate *rate)
{
	struct nl_msg *message = traffic_message(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, device,
						 TC_H_INGRESS, RECEIVED, 0);

	if (message)
		netlink_put_text(message, TCA_KIND, "ingress");
	if (netlink_send(message, "limit what %s receives", name) < 0)
		return -1;
	if (add_police(name, device, rate) == 0)
		return 0;
	if (fail_errno_value() != ENOENT)
		return -1;
	return fail(FAULT_UNSUPPORTED, "limit what %s receives: this kernel cannot (act_police)", name);
}

/* ---- both ---- */

int
link_limit(const char *name, const struct link_rate *sent, const struct link_rate *received)
{
	unsigned device = if_nametoindex(name);
	struct failure why;

	if (!device)
		return fail(FAULT_FAILED, "there is no device %s", quote(name));
	if (clear(name, device) < 0)
		return -1;
	if ((!sent->average || limit_sent(name, device, sent) == 0) &&
	    (!received->average || limit_received(name, device, received) == 0))
		return 0;
	why = fail_aside();
	clear(name, device);
	return fail_again(&why);
}
