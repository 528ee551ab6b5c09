/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_check - the rules of <network> that join fields; only network*.c include it */
#ifndef MODEL_NETWORK_CHECK_H
#define MODEL_NETWORK_CHECK_H

#include <libxml/tree.h>

int network_forward_check(const void *object, const xmlNode *at);
int dns_forwarder_check(const void *object, const xmlNode *at);
int dns_txt_check(const void *object, const xmlNode *at);
int dns_srv_check(const void *object, const xmlNode *at);
int dns_host_check(const void *object, const xmlNode *at);
int network_dns_check(const void *object, const xmlNode *at);
int dhcp_lease_settle(void *object, const xmlNode *at);
int dhcp_lease_check(const void *object, const xmlNode *at);
int dhcp_host_check(const void *object, const xmlNode *at);
int network_ip_settle(void *object, const xmlNode *at);
int network_ip_check(const void *object, const xmlNode *at);
int network_route_check(const void *object, const xmlNode *at);
int portgroup_check(const void *object, const xmlNode *at);
int network_def_check(const void *object, const xmlNode *at);

#endif
