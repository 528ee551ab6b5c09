/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* netlink - messages to the kernel's networking, by libnl */
#include "base/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdarg.h>
#include <sys/socket.h>

#include "base/fail.h"
#include "base/library.h"
#include "base/memory.h"
#include "base/text.h"

struct nl_sock;

/* What we use of the library, by the names it has there. */
static struct {
	struct nl_sock *(*nl_socket_alloc)(void);
	int (*nl_connect)(struct nl_sock *socket, int protocol);
	int (*nl_send_auto)(struct nl_sock *socket, struct nl_msg *message);
	int (*nl_socket_get_fd)(const struct nl_sock *socket);
	struct nl_msg *(*nlmsg_alloc_simple)(int type, int flags);
	int (*nlmsg_append)(struct nl_msg *message, void *data, size_t size, int pad);
	void (*nlmsg_free)(struct nl_msg *message);
	int (*nla_put)(struct nl_msg *message, int attribute, int size, const void *data);
	struct nlattr *(*nla_nest_start)(struct nl_msg *message, int attribute);
	int (*nla_nest_end)(struct nl_msg *message, struct nlattr *nest);
} nl;

#define FUNCTION(name) LIBRARY_FUNCTION(nl, name)
static const struct library_function functions[] = {
	FUNCTION(nl_socket_alloc), FUNCTION(nl_connect), FUNCTION(nl_send_auto),
	FUNCTION(nl_socket_get_fd), FUNCTION(nlmsg_alloc_simple),
	FUNCTION(nlmsg_append), FUNCTION(nlmsg_free), FUNCTION(nla_put),
	FUNCTION(nla_nest_start), FUNCTION(nla_nest_end),
};

/* Open from the first message to the end of the program. */
static struct nl_sock *opened;

static int
connect_once(void)
{
	if (opened)
		return 0;
	if (library_open("libnl-3.so.200", functions, COUNT(functions)) < 0)
		return -1;
	opened = nl.nl_socket_alloc();
	if (!opened || nl.nl_connect(opened, NETLINK_ROUTE) < 0)
		return fail_errno("ask the kernel for a netlink socket");
	return 0;
}

static struct nl_msg *
request(int type, int flags, const void *header, unsigned size)
{
	struct nl_msg *message;

	if (connect_once() < 0)
		return NULL;
	message = nl.nlmsg_alloc_simple(type, NLM_F_REQUEST | flags);
	nl.nlmsg_append(message, (void *)header, size, NLMSG_ALIGNTO);
	return message;
}

struct nl_msg *
netlink_message(int type, int flags, const void *header, unsigned size)
{
	return request(type, NLM_F_ACK | flags, header, size);
}

void
netlink_put(struct nl_msg *message, int attribute, const void *data, unsigned size)
{
	nl.nla_put(message, attribute, (int)size, data);
}

void
netlink_put_u8(struct nl_msg *message, int attribute, uint8_t value)
{
	netlink_put(message, attribute, &value, sizeof value);
}

void
netlink_put_u16(struct nl_msg *message, int attribute, uint16_t value)
{
	netlink_put(message, attribute, &value, sizeof value);
}

void
netlink_put_u32(struct nl_msg *message, int attribute, uint32_t value)
{
	netlink_put(message, attribute, &value, sizeof value);
}

void
netlink_put_text(struct nl_msg *message, int attribute, const char *text)
{
	netlink_put(message, attribute, text, (unsigned)strlen(text) + 1);
}

struct nlattr *
netlink_begin(struct nl_msg *message, int attribute)
{
	return nl.nla_nest_start(message, attribute);
}

void
netlink_end(struct nl_msg *message, struct nlattr *nest)
{
	nl.nla_nest_end(message, nest);
}

/* A datagram of the kernel's: it fills no more than 32 KiB of one. */
union answer {
	struct nlmsghdr header;
	char bytes[32768];
};

static ssize_t
receive(struct nl_sock *socket, union answer *answer)
{
	ssize_t n;

	do
		n = recv(nl.nl_socket_get_fd(socket), answer, sizeof *answer, 0);
	while (n < 0 && errno == EINTR);
	return n;
}

/* errno of the kernel's answer, 0 when it did what was asked.  (libnl has error numbers of its
 * own, in which EBUSY and EEXIST cannot be told from others.) */
static int
answer_of(struct nl_sock *socket)
{
	union answer answer;
	ssize_t n = receive(socket, &answer);

	if (n < 0)
		return errno;
	if ((size_t)n < NLMSG_LENGTH(sizeof(struct nlmsgerr)) || answer.header.nlmsg_type != NLMSG_ERROR)
		return EPROTO;
	return -((struct nlmsgerr *)NLMSG_DATA(&answer.header))->error;
}

int
netlink_send(struct nl_msg *message, const char *format, ...)
{
	auto_text struct text what = { 0 };
	va_list arguments;
	int sent;

	if (!message)
		return -1;
	sent = nl.nl_send_auto(opened, message);
	nl.nlmsg_free(message);
	errno = sent < 0 ? EIO : answer_of(opened);
	if (!errno)
		return 0;
	va_start(arguments, format);
	text_addv(&what, format, arguments);
	va_end(arguments);
	return fail_errno("%s", text_get(&what));
}

/* The rows of one datagram: 1 when there are more to come, 0 after the last, -1 after an error. */
static int
take_rows(const union answer *answer, size_t n, unsigned size, netlink_row *row, void *context)
{
	for (const struct nlmsghdr *h = &answer->header; NLMSG_OK(h, n); h = NLMSG_NEXT(h, n)) {
		if (h->nlmsg_type == NLMSG_DONE)
			return 0;
		if (h->nlmsg_type == NLMSG_ERROR) {
			errno = -((struct nlmsgerr *)NLMSG_DATA(h))->error;
			return errno ? -1 : 0;
		}
		if (h->nlmsg_len >= NLMSG_SPACE(size))
			row(NLMSG_DATA(h), (struct rtattr *)((char *)NLMSG_DATA(h) + NLMSG_ALIGN(size)),
			    (unsigned)(h->nlmsg_len - NLMSG_SPACE(size)), context);
	}
	return 1;
}

int
netlink_ask(struct nl_msg *message, unsigned size, netlink_row *row, void *context)
{
	union answer answer;
	ssize_t n;
	int more;

	if (!message)
		return -1;
	n = nl.nl_send_auto(opened, message);
	nl.nlmsg_free(message);
	do {
		n = n < 0 ? n : receive(opened, &answer);
		more = n < 0 ? -1 : take_rows(&answer, (size_t)n, size, row, context);
	} while (more > 0);
	return more < 0 ? fail_errno("ask the kernel about its networking") : 0;
}

int
netlink_table(int type, const void *header, unsigned size, netlink_row *row, void *context)
{
	return netlink_ask(request(type, NLM_F_DUMP, header, size), size, row, context);
}

const struct rtattr *
netlink_find(const struct rtattr *at, unsigned left, unsigned short type)
{
	for (; RTA_OK(at, left); at = RTA_NEXT(at, left))
		if ((at->rta_type & NLA_TYPE_MASK) == type)
			return at;
	return NULL;
}

const struct rtattr *
netlink_find_in(const struct rtattr *nest, unsigned short type)
{
	return nest ? netlink_find(RTA_DATA(nest), (unsigned)RTA_PAYLOAD(nest), type) : NULL;
}
