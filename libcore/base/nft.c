/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nft - the host's packet filter, by libnftables */
#include "base/nft.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "base/library.h"
#include "base/memory.h"
#include "base/text.h"

struct nft_ctx;
enum { CONTEXT_DEFAULT = 0 };    /* of its interface */

static struct {
	struct nft_ctx *(*nft_ctx_new)(uint32_t flags);
	void (*nft_ctx_free)(struct nft_ctx *context);
	int (*nft_ctx_buffer_output)(struct nft_ctx *context);
	int (*nft_ctx_buffer_error)(struct nft_ctx *context);
	const char *(*nft_ctx_get_output_buffer)(struct nft_ctx *context);
	const char *(*nft_ctx_get_error_buffer)(struct nft_ctx *context);
	int (*nft_run_cmd_from_buffer)(struct nft_ctx *context, const char *commands);
} nft;

#define FUNCTION(name) LIBRARY_FUNCTION(nft, name)
static const struct library_function functions[] = {
	FUNCTION(nft_ctx_new), FUNCTION(nft_ctx_free), FUNCTION(nft_ctx_buffer_output),
	FUNCTION(nft_ctx_buffer_error), FUNCTION(nft_ctx_get_output_buffer),
	FUNCTION(nft_ctx_get_error_buffer), FUNCTION(nft_run_cmd_from_buffer),
};

static int
load_once(void)
{
	return library_open("libnftables.so.1", functions, COUNT(functions));
}

/* It quotes the line in question and points at a word; the first line says what is wrong. */
static int
tell(struct nft_ctx *context)
{
	const char *story = nft.nft_ctx_get_error_buffer(context);
	auto_free char *line = NULL;

	if (!story || !*story)
		return fail(FAULT_FAILED, "nftables refuses the rules");
	line = xstrndup(story, strcspn(story, "\n"));
	fail(FAULT_FAILED, "nftables: %s", line);
	return strstr(line, "Operation not permitted") ? fail_as(FAULT_DENIED) : -1;
}

static int
run(const char *commands, char **ret_output)
{
	struct nft_ctx *context;
	int result;

	if (load_once() < 0)
		return -1;
	context = nft.nft_ctx_new(CONTEXT_DEFAULT);
	if (!context)
		return fail(FAULT_FAILED, "nftables does not start");
	nft.nft_ctx_buffer_output(context);
	nft.nft_ctx_buffer_error(context);
	result = nft.nft_run_cmd_from_buffer(context, commands) ? tell(context) : 0;
	if (result == 0 && ret_output)
		*ret_output = xstrdup(nft.nft_ctx_get_output_buffer(context));
	nft.nft_ctx_free(context);
	return result;
}

int
nft_run(const char *commands)
{
	return run(commands, NULL);
}

int
nft_ask(const char *commands, char **ret_output)
{
	return run(commands, ret_output);
}
