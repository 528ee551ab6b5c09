/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nft - the host's packet filter, by libnftables
 *
 * Loaded when it is used first.  What is run in one call is one transaction: all of it, or
 * nothing. */
#ifndef BASE_NFT_H
#define BASE_NFT_H

/* Run commands as nft(8) reads them from a file.  -1 after fail(FAULT_FAILED, ...). */
int nft_run(const char *commands);

/* As nft_run(); what the commands print goes to ret_output.  Caller frees.  (Not as JSON: the
 * library has that from jansson, whose symbols are also those of json-c.) */
int nft_ask(const char *commands, char **ret_output);

#endif
