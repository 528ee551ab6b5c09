/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* functions - network adapters with virtual functions, for a kernel that has none
 *
 * Preloaded into our programs: what is asked and told of virtual functions is answered from the
 * files of the folder $FUNCTIONS, "0" with "MAC VLAN" and so on, as the kernel answers by the layout of
 * linux/if_link.h.  Everything else goes to the kernel. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { MOST = 4, ROOM = 4096 };

/* Datagrams that are to be received before what the kernel sends. */
static struct datagram {
	union { struct nlmsghdr header; char bytes[ROOM]; };
} pending[2];
static unsigned waiting;

static FILE *
open_function(unsigned number, const char *how)
{
	char path[ROOM];

	snprintf(path, sizeof path, "%s/%u", getenv("FUNCTIONS"), number);
	return fopen(path, how);
}

/* ---- messages ---- */

static struct datagram *
begin(const struct nlmsghdr *question, unsigned short type)
{
	struct datagram *answer = &pending[waiting++];

	memset(answer, 0, sizeof *answer);
	answer->header = (struct nlmsghdr){ .nlmsg_len = NLMSG_HDRLEN, .nlmsg_type = type, .nlmsg_seq = question->nlmsg_seq };
	return answer;
}

static void *
room(struct datagram *answer, size_t size)
{
	void *at = answer->bytes + NLMSG_ALIGN(answer->header.nlmsg_len);

	answer->header.nlmsg_len = (unsigned)(NLMSG_ALIGN(answer->header.nlmsg_len) + size);
	return at;
}

static struct rtattr *
put(struct datagram *answer, unsigned short type, const void *data, size_t size)
{
	struct rtattr *at = room(answer, RTA_LENGTH(size));

	*at = (struct rtattr){ .rta_type = type, .rta_len = (unsigned short)RTA_LENGTH(size) };
	if (size)
		memcpy(RTA_DATA(at), data, size);
	return at;
}

static void
end(const struct datagram *answer, struct rtattr *nest)
{
	nest->rta_len = (unsigned short)(answer->bytes + answer->header.nlmsg_len - (char *)nest);
}

static struct rtattr *
find(struct rtattr *at, size_t left, unsigned short type)
{
	for (; RTA_OK(at, left); at = RTA_NEXT(at, left))
		if ((at->rta_type & NLA_TYPE_MASK) == type)
			return at;
	return NULL;
}

static struct rtattr *
within(struct rtattr *nest, unsigned short type)
{
	return nest ? find(RTA_DATA(nest), RTA_PAYLOAD(nest), type) : NULL;
}

/* ---- questions and orders ---- */

static void
tell_function(struct datagram *answer, unsigned number)
{
	FILE *file = open_function(number, "r");
	struct ifla_vf_vlan vlan = { .vf = number };
	struct ifla_vf_mac mac = { .vf = number };
	unsigned char *octet = mac.mac;
	struct rtattr *info;

	if (!file)
		return;
	if (fscanf(file, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx %u", octet, octet + 1, octet + 2, octet + 3, octet + 4,
		   octet + 5, &vlan.vlan) != 7)
		abort();
	fclose(file);
	info = put(answer, IFLA_VF_INFO, NULL, 0);
	put(answer, IFLA_VF_MAC, &mac, sizeof mac);
	put(answer, IFLA_VF_VLAN, &vlan, sizeof vlan);
	end(answer, info);
}

static void
tell(const struct nlmsghdr *question)
{
	struct datagram *answer = begin(question, RTM_NEWLINK);
	struct rtattr *list;

	memcpy(room(answer, sizeof(struct ifinfomsg)), NLMSG_DATA(question), sizeof(struct ifinfomsg));
	list = put(answer, IFLA_VFINFO_LIST, NULL, 0);
	for (unsigned i = 0; i < MOST; i++)
		tell_function(answer, i);
	end(answer, list);
}

static void
confirm(const struct nlmsghdr *order, int error)
{
	struct nlmsgerr *word = room(begin(order, NLMSG_ERROR), sizeof *word);

	word->error = -error;
	word->msg = *order;
}

/* Drivers differ in this: zeros are no address that this one takes. */
static int
obey(struct rtattr *info)
{
	static const unsigned char zeros[6];
	struct rtattr *mac_at = within(info, IFLA_VF_MAC), *vlan_at = within(info, IFLA_VF_VLAN);
	const struct ifla_vf_mac *mac = mac_at ? RTA_DATA(mac_at) : NULL;
	const struct ifla_vf_vlan *vlan = vlan_at ? RTA_DATA(vlan_at) : NULL;
	FILE *file = mac ? open_function(mac->vf, "r+") : NULL;
	unsigned now = 0;

	if (!file || !memcmp(mac->mac, zeros, sizeof zeros))
		return EINVAL;
	if (fscanf(file, "%*s %u", &now) != 1)
		abort();
	rewind(file);
	fprintf(file, "%02x:%02x:%02x:%02x:%02x:%02x %-4u\n", mac->mac[0], mac->mac[1], mac->mac[2], mac->mac[3],
		mac->mac[4], mac->mac[5], vlan ? vlan->vlan : now);
	fclose(file);
	return 0;
}

static int
is_ours(struct nlmsghdr *h)
{
	size_t left = h->nlmsg_len - NLMSG_SPACE(sizeof(struct ifinfomsg));
	struct rtattr *first = (struct rtattr *)((char *)NLMSG_DATA(h) + NLMSG_ALIGN(sizeof(struct ifinfomsg)));

	if (h->nlmsg_type == RTM_GETLINK && find(first, left, IFLA_EXT_MASK)) {
		tell(h);
		confirm(h, 0);
	} else if (h->nlmsg_type == RTM_SETLINK && find(first, left, IFLA_VFINFO_LIST)) {
		confirm(h, obey(within(find(first, left, IFLA_VFINFO_LIST), IFLA_VF_INFO)));
	}
	return waiting > 0;
}

ssize_t
sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t (*kernel)(int, const struct msghdr *, int) = dlsym(RTLD_NEXT, "sendmsg");
	struct nlmsghdr *h = message->msg_iovlen ? message->msg_iov[0].iov_base : NULL;
	int domain = 0;
	socklen_t size = sizeof domain;

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_NETLINK && h &&
	    h->nlmsg_len > NLMSG_SPACE(sizeof(struct ifinfomsg)) && is_ours(h))
		return (ssize_t)h->nlmsg_len;
	return kernel(fd, message, flags);
}

ssize_t
recv(int fd, void *buffer, size_t size, int flags)
{
	ssize_t (*kernel)(int, void *, size_t, int) = dlsym(RTLD_NEXT, "recv");
	ssize_t n;

	if (!waiting)
		return kernel(fd, buffer, size, flags);
	n = (ssize_t)(pending[0].header.nlmsg_len < size ? pending[0].header.nlmsg_len : size);
	memcpy(buffer, &pending[0], (size_t)n);
	memmove(&pending[0], &pending[1], sizeof pending[1]);
	waiting--;
	return n;
}
