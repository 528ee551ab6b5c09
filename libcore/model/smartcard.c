/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* smartcard - smart cards, and USB devices of whoever looks at the display */
#include "model/chardev.h"

#include "base/fail.h"
#include "model/chardev_rows.h"

ENUM_WORDS(smartcard_mode, SMARTCARD_MODE);

#define T struct certificate
static const struct row certificate_rows[] = {
	STRING(T, file, ".", 0, "name of the certificate"),
	ROWS_END
};
#undef T
static const struct type certificate_type = {
	.name = "certificate", .size = sizeof(struct certificate), .rows = certificate_rows,
};

#define T struct smartcard
#define CERTIFICATES ONLY_IF(T, mode, SMARTCARD_HOST_CERTIFICATES)
static const struct row smartcard_rows[] = {
	ENUM  (T, mode,         "@mode", smartcard_mode,   ABI | REQUIRED, "whose card it is"),
	ENUM  (T, source.type,  "@type", chardev_kind,     UNSUPPORTED, "where the card is", ONLY_IF(T, mode, SMARTCARD_PASSTHROUGH)),
	LIST  (T, certificates, "certificate", certificate, 0, "certificates of an emulated card", CERTIFICATES),
	STRING(T, database,     "database",                0, "directory of the certificates",   CERTIFICATES),
	CHARDEV_ROWS(T, source, ""),
	PART  (T, info,         ".", device_info,          0, "place and name"),
	ROWS_END
};
#undef CERTIFICATES
#undef T

static int
smartcard_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	chardev_source_settle(&((struct smartcard *)object)->source);
	return 0;
}

static int
smartcard_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct smartcard *smartcard = object;

	if (smartcard->mode == SMARTCARD_HOST_CERTIFICATES && smartcard->certificates.n != 3)
		return fail(FAULT_XML, "host-certificates needs three certificates");
	if (smartcard->mode == SMARTCARD_PASSTHROUGH && smartcard->source.type == CHARDEV_NONE)
		return fail(FAULT_XML, "missing attribute 'type' of 'smartcard'");
	return chardev_source_check(&smartcard->source);
}

const struct type smartcard_type = {
	.name = "smartcard", .size = sizeof(struct smartcard), .rows = smartcard_rows,
	.read_rest = smartcard_read_rest, .check = smartcard_check,
};

#define T struct redirdev
static const struct row redirdev_rows[] = {
	STRING(T, bus,         "@bus",                0, "bus of the device", DEFAULT("usb")),
	ENUM  (T, source.type, "@type", chardev_kind, REQUIRED | UNSUPPORTED, "where it comes from"),
	CHARDEV_ROWS(T, source, ""),
	PART  (T, info,        ".", device_info,      0, "place and name"),
	ROWS_END
};
#undef T

static int
redirdev_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	chardev_source_settle(&((struct redirdev *)object)->source);
	return 0;
}

static int
redirdev_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	return chardev_source_check(&((const struct redirdev *)object)->source);
}

const struct type redirdev_type = {
	.name = "redirdev", .size = sizeof(struct redirdev), .rows = redirdev_rows,
	.read_rest = redirdev_read_rest, .check = redirdev_check,
};

#define T struct redirfilter_rule
static const struct row redirfilter_rule_rows[] = {
	HEX   (T, class,   "@class", "0x%02llX",   0, "USB class"),
	HEX   (T, vendor,  "@vendor", "0x%04llX",  0, "USB vendor"),
	HEX   (T, product, "@product", "0x%04llX", 0, "USB product"),
	STRING(T, version, "@version",             0, "USB device version"),
	YESNO (T, allow,   "@allow",               REQUIRED, "such a device may be redirected"),
	ROWS_END
};
#undef T
static const struct type redirfilter_rule_type = {
	.name = "usbdev", .size = sizeof(struct redirfilter_rule), .rows = redirfilter_rule_rows,
};

#define T struct redirfilter
static const struct row redirfilter_rows[] = {
	LIST(T, rules, "usbdev", redirfilter_rule, 0, "the first rule that matches decides"),
	ROWS_END
};
#undef T
const struct type redirfilter_type = {
	.name = "redirfilter", .size = sizeof(struct redirfilter), .rows = redirfilter_rows,
};
