/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_tree - which volumes of a list are overlays of others in it */
#include "command/listing.h"
#include "command/pool_program.h"

/* A longer chain is a loop, or too long to be of use. */
enum { CHAIN_MAX = 200, NO_PARENT = -1 };

/* The same file has one path, however it is named. */
static char *
path_in_full(const char *path)
{
	char *full = path && *path == '/' ? realpath(path, NULL) : NULL;

	return full ? full : xstrdup(path);
}

int
volume_tree_add(struct volume_tree *tree, struct volume *volume)
{
	const struct volume_def *def = volume_def(volume);

	if (!def)
		return -1;
	*list_add(&tree->twigs) = (struct volume_twig) {
		.path    = path_in_full(def->target.path),
		.backing = def->backing ? path_in_full(def->backing->path) : NULL,
	};
	return 0;
}

static int
compare(const void *a, const void *b)
{
	return strcmp((*(const struct volume_twig *const *)a)->path, (*(const struct volume_twig *const *)b)->path);
}

/* Caller frees. */
static const struct volume_twig **
by_path(const struct volume_twig_list *twigs)
{
	const struct volume_twig **sorted = xcalloc(twigs->n + 1, sizeof *sorted);

	for (unsigned i = 0; i < twigs->n; i++)
		sorted[i] = &twigs->item[i];
	qsort(sorted, twigs->n, sizeof *sorted, compare);
	return sorted;
}

static void
find_parents(struct volume_twig_list *twigs)
{
	auto_free const struct volume_twig **sorted = by_path(twigs);

	list_each (twig, twigs) {
		const struct volume_twig wanted = { .path = twig->backing }, *key = &wanted;
		const struct volume_twig **found = !twig->backing ? NULL
			: bsearch(&key, sorted, twigs->n, sizeof *sorted, compare);

		twig->parent = found ? (int)(*found - twigs->item) : NO_PARENT;
	}
}

/* Does the chain below it end? */
static bool
ends(const struct volume_twig_list *twigs, const struct volume_twig *twig)
{
	for (unsigned i = 0; i < CHAIN_MAX; i++) {
		if (twig->parent == NO_PARENT)
			return true;
		twig = &twigs->item[twig->parent];
	}
	return false;
}

void
volume_tree_hang(struct volume_tree *tree)
{
	find_parents(&tree->twigs);
	list_each (twig, &tree->twigs)
		if (twig->parent != NO_PARENT && ends(&tree->twigs, twig))
			listing_hang((unsigned)(twig - tree->twigs.item), (unsigned)twig->parent);
}

void
volume_tree_done(struct volume_tree *tree)
{
	list_each (twig, &tree->twigs) {
		free(twig->path);
		free(twig->backing);
	}
	free(tree->twigs.item);
	*tree = (struct volume_tree) { 0 };
}
