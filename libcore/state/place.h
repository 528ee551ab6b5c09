/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* place - the five trees where everything is kept
 *
 *	           system                 session                       VIRTUTILS_ROOT=/x
 *	etc        /etc/virtutils         $XDG_CONFIG_HOME/virtutils    /x/etc
 *	run        /run/virtutils         $XDG_RUNTIME_DIR/virtutils    /x/run
 *	var        /var/lib/virtutils     $XDG_DATA_HOME/virtutils      /x/var
 *	cache      /var/cache/virtutils   $XDG_CACHE_HOME/virtutils     /x/cache
 *	log        /var/log/virtutils     $XDG_STATE_HOME/virtutils     /x/log
 *
 * Without $XDG_RUNTIME_DIR it is /run/user/UID, or run below the session's cache.
 * VIRTUTILS_ETC and VIRTUTILS_RUN move those two alone.  All three are ignored
 * when the program runs set-uid. */
#ifndef STATE_PLACE_H
#define STATE_PLACE_H

#include <stdbool.h>

enum place { PLACE_ETC, PLACE_RUN, PLACE_VAR, PLACE_CACHE, PLACE_LOG, PLACE_COUNT };

/* Choose the session trees (for qemu:///session) or the system's.  The default is
 * the system's for root and the session's for others. */
void place_use_session(bool session);
bool place_is_session(void);

/* All five under one root, whatever the environment says (qemu:///embed?root=DIR).
 * NULL: as before. */
void place_use_root(const char *root);

/* That root; NULL when the five have none in common.  Borrowed. */
const char *place_root(void);

/* The directory, without a slash at its end.  Borrowed. */
const char *place_path(enum place place);

/* "$RUN/qemu/web.pid" from PLACE_RUN and a printf-like rest.  Caller frees. */
char *place_file(enum place place, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Open the directory `below` ("qemu/snapshot") of a place.  With make, missing
 * steps are made (0755 under etc, 0711 under run and var, 0700 else); without, -1 with errno ENOENT
 * and no story when it is not there. */
int place_open(enum place place, const char *below, bool make);

#endif
