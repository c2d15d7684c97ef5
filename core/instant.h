/* SPDX-License-Identifier: Apache-2.0 */
/* Points in time as text: RFC 3339 out; RFC 3339, plain dates and @SECONDS in. */
#ifndef HM_CORE_INSTANT_H
#define HM_CORE_INSTANT_H

#include <glib.h>

#define HM_INSTANT_TEXT_SIZE sizeof "-9999-12-31T23:59:59Z"

/* The years 0001 to 9999, UTC: what RFC 3339 can say. */
#define HM_INSTANT_MIN G_GINT64_CONSTANT (-62135596800)
#define HM_INSTANT_MAX G_GINT64_CONSTANT (253402300799)

/* "2026-11-21T00:00:00Z"; @seconds is clamped to what RFC 3339 can say. Returns @text. */
const char *hm_instant_text (gint64 seconds, char text[HM_INSTANT_TEXT_SIZE]);

/*
 * "2026-11-21" (its last second, UTC), "2026-11-21T10:00:00Z", with an offset, or "@1700000000".
 *
 * Returns: FALSE with HM_ERROR_USAGE that says the accepted forms.
 */
gboolean hm_instant_parse (const char *text, gint64 *ret_seconds, GError **error);

/* @seconds moved by @months of the calendar, clamped to the month's last day. */
gint64 hm_instant_add_months (gint64 seconds, int months);

#endif
