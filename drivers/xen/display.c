/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* display - how the screen is looked at: keys of its own, or of an item of vfb */
#include "config_inside.h"

enum { VNC_PORTS = 5900 };

static struct graphics *
add_graphics(struct reader *r, enum graphics_kind type)
{
	struct graphics *graphics = list_add(&r->def->devices.graphics);

	model_init(&graphics_type, graphics);
	graphics->type = type;
	return graphics;
}

/* ---- VNC and SDL, reading ---- */

/* The value of a key of the file, or with an item the value of its field.  Caller frees. */
static char *
value_of(const struct reader *r, const char *item, const char *key)
{
	return item ? field(item, key) : xstrdup(get(r, key));
}

static bool
truth_of(const struct reader *r, const char *item, const char *key, bool fallback)
{
	auto_free char *text = value_of(r, item, key);

	return text ? strcmp(text, "0") && *text : fallback;
}

static int
read_vnc(struct reader *r, const char *item)
{
	auto_free char *display = value_of(r, item, "vncdisplay");
	struct graphics *graphics = add_graphics(r, GRAPHICS_VNC);
	uint64_t number = 0;

	graphics->autoport = truth_of(r, item, "vncunused", !display) ? YES : NO;
	graphics->listen = value_of(r, item, "vnclisten");
	graphics->passwd = value_of(r, item, "vncpasswd");
	graphics->keymap = value_of(r, item, "keymap");
	if (graphics->autoport == YES)
		return 0;
	if ((display && text_to_u64(display, 10, &number) < 0) || number > UINT16_MAX - VNC_PORTS)
		return refuse(r, item ? "vfb" : "vncdisplay", NULL, "is no number of a display");
	graphics->port = NUMBER_OF(VNC_PORTS + (int64_t)number);
	return 0;
}

static int
read_sdl(struct reader *r, const char *item)
{
	struct graphics *graphics = add_graphics(r, GRAPHICS_SDL);

	graphics->display = value_of(r, item, "display");
	graphics->xauth = value_of(r, item, "xauthority");
	return 0;
}

static int
read_framebuffer(struct reader *r, const char *key, const struct setting *item)
{
	auto_free char *type = field(item->text, "type");
	bool sdl = text_same(type, "sdl") || truth_of(r, item->text, "sdl", false);

	(void)key;
	if (r->def->devices.graphics.n)
		return 0;    /* one screen is all that a definition of Xen has */
	return sdl ? read_sdl(r, item->text) : read_vnc(r, item->text);
}

int
read_display(struct reader *r)
{
	bool vnc = false, sdl = false;

	if (r->hvm && (get_truth(r, "vnc", &vnc) < 0 || get_truth(r, "sdl", &sdl) < 0))
		return -1;
	if (vnc)
		return read_vnc(r, NULL);
	return sdl ? read_sdl(r, NULL) : each_item(r, "vfb", read_framebuffer);
}

/* ---- VNC and SDL, writing ---- */

/* As keys of the file, or as fields of an item. */
static void
say(const struct writer *w, struct text *item, const char *key, const char *value)
{
	if (!value)
		return;
	if (item)
		text_addf(item, ",%s=%s", key, value);
	else
		put(w, key, value);
}

static void
say_number(const struct writer *w, struct text *item, const char *key, int64_t value)
{
	if (item)
		text_addf(item, ",%s=%lld", key, (long long)value);
	else
		put_number(w, key, value);
}

static void
say_vnc(const struct writer *w, struct text *item, const struct graphics *graphics)
{
	bool chosen = graphics->autoport == YES;

	say_number(w, item, "vncunused", chosen);
	if (!chosen && graphics->port.given)
		say_number(w, item, "vncdisplay", graphics->port.value - VNC_PORTS);
	say(w, item, "vnclisten", graphics->listen);
	say(w, item, "vncpasswd", graphics->passwd);
	say(w, item, "keymap", graphics->keymap);
}

static void
say_graphics(const struct writer *w, struct text *item, const struct graphics *graphics)
{
	if (graphics->type == GRAPHICS_VNC) {
		say_vnc(w, item, graphics);
		return;
	}
	say(w, item, "display", graphics->display);
	say(w, item, "xauthority", graphics->xauth);
}

static void
put_framebuffer(const struct writer *w, const struct graphics *graphics)
{
	auto_strings struct strings items = { 0 };
	struct text item = { 0 };

	text_addf(&item, "type=%s", words_name(&graphics_kind_words, graphics->type));
	say_graphics(w, &item, graphics);
	strings_take(&items, text_take(&item));
	put_list(w, "vfb", &items);
}

static bool
is_spice(const struct writer *w)
{
	const struct graphics_list *list = &w->def->devices.graphics;

	return w->format == XEN_XL && list->n && list->item->type == GRAPHICS_SPICE;
}

int
write_display(struct writer *w)
{
	const struct graphics_list *list = &w->def->devices.graphics;
	const struct graphics *graphics = list->item;

	if (!list->n || is_spice(w))
		return 0;
	if (list->n > 1 || (graphics->type != GRAPHICS_VNC && graphics->type != GRAPHICS_SDL))
		return fail(FAULT_CONFIG, "Xen shows a screen once, by VNC%s or SDL", w->format == XEN_XL ? ", SPICE" : "");
	if (!w->hvm) {
		put_framebuffer(w, graphics);
		return 0;
	}
	put_number(w, "sdl", graphics->type == GRAPHICS_SDL);
	put_number(w, "vnc", graphics->type == GRAPHICS_VNC);
	say_graphics(w, NULL, graphics);
	return 0;
}

/* ---- SPICE ---- */

static int
read_spice_ports(struct reader *r, struct graphics *graphics)
{
	int64_t port = 0, tls_port = 0;

	if (get_number(r, "spiceport", &port) < 0 || get_number(r, "spicetls_port", &tls_port) < 0)
		return -1;
	graphics->autoport = port || tls_port ? NO : YES;
	graphics->port = NUMBER_OF(port ? port : graphics->autoport == YES ? -1 : 0);
	graphics->tls_port = NUMBER_OF(tls_port ? tls_port : graphics->autoport == YES ? -1 : 0);
	return 0;
}

int
read_spice(struct reader *r)
{
	bool spice = false, open = false, agent_mouse = false, clipboard = false;
	struct graphics *graphics;

	if (get_truth(r, "spice", &spice) < 0)
		return -1;
	if (!r->hvm || !spice)
		return 0;
	graphics = add_graphics(r, GRAPHICS_SPICE);
	if (read_spice_ports(r, graphics) < 0 || get_truth(r, "spicedisable_ticketing", &open) < 0 ||
	    get_truth(r, "spiceagent_mouse", &agent_mouse) < 0 ||
	    get_truth(r, "spice_clipboard_sharing", &clipboard) < 0)
		return -1;
	graphics->listen = xstrdup(get(r, "spicehost"));
	if (!open && !get(r, "spicepasswd"))
		return refuse(r, "spice", NULL, "needs spicepasswd or spicedisable_ticketing");
	graphics->passwd = open ? NULL : xstrdup(get(r, "spicepasswd"));
	graphics->mouse = agent_mouse ? MOUSE_CLIENT : MOUSE_SERVER;
	graphics->clipboard = clipboard ? YES : NO;
	return 0;
}

int
write_spice(struct writer *w)
{
	const struct graphics *graphics = w->def->devices.graphics.item;

	if (!w->hvm || !is_spice(w))
		return 0;
	put_number(w, "sdl", 0);
	put_number(w, "vnc", 0);
	put_number(w, "spice", 1);
	if (graphics->listen)
		put(w, "spicehost", graphics->listen);
	put_number(w, "spiceport", graphics->port.value > 0 ? graphics->port.value : 0);
	put_number(w, "spicetls_port", graphics->tls_port.value > 0 ? graphics->tls_port.value : 0);
	put_number(w, "spicedisable_ticketing", !graphics->passwd);
	if (graphics->passwd)
		put(w, "spicepasswd", graphics->passwd);
	if (graphics->mouse)
		put_number(w, "spiceagent_mouse", graphics->mouse == MOUSE_CLIENT);
	/* Both are work of the agent in the guest. */
	if (graphics->mouse == MOUSE_CLIENT || graphics->clipboard == YES)
		put_number(w, "spicevdagent", 1);
	if (graphics->clipboard == YES)
		put_number(w, "spice_clipboard_sharing", 1);
	return 0;
}
