/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The badge: one layout in tenths of a pixel, one drawing routine, and painters for SVG (ours) and
 * for PNG and PDF (cairo). No font is needed: the glyph outlines are baked in.
 *
 * The picture shows printable ASCII; any other character, and any byte that isn't UTF-8, is drawn
 * as `?`. Of a text of more than HM_BADGE_TEXT_MAX characters it shows the first, with `...` as the
 * last three. The title and aria-label always say the whole text, "label: message".
 */
#ifndef HM_RENDER_BADGE_H
#define HM_RENDER_BADGE_H

#include "render/trend.h"

typedef enum {
  HM_BADGE_FLAT,
  HM_BADGE_FLAT_SQUARE,
  HM_BADGE_FOR_THE_BADGE,
} HmBadgeShape;

typedef struct {
  HmBadgeShape shape;
  const char *label; /* (nullable) "hallmark" where NULL, no label where empty; any bytes */
  const char *link; /* (nullable) https URL that an inline SVG leads to; anything else is no link */
  guint scale;      /* of a PNG: 1 or 2, 0 stands for 2 */
} HmBadgeStyle;

/* What the badge says. */
typedef struct {
  const char *message; /* "8.7", "8.7 partial", "8.7 stale", "n/a"; any bytes */
  const char *band;    /* id of the policy's band: "good", "fair", "weak", "poor"; else "unknown" */
  /* (nullable) what a screen reader says instead of the message: "8.7 out of 10" */
  const char *accessible;
  const HmTrend *trend; /* (nullable) drawn right of the message, and told in the title */
} HmBadge;

/* "flat", "flat-square", "for-the-badge". Returns: whether @text names a shape. */
gboolean hm_badge_shape_parse (const char *text, HmBadgeShape *ret_shape);

/*
 * Appends the SVG to @out: self-contained, no script, no external reference, LF at the end, the same bytes every time.
 */
void hm_badge_svg (GString *out, const HmBadge *badge, const HmBadgeStyle *style);

/* Returns: (owned) a PNG. NULL with HM_ERROR_IO where cairo says no. */
GBytes *hm_badge_png (const HmBadge *badge, const HmBadgeStyle *style, GError **error);

/* @date: seconds since the epoch, for the PDF's creation date. Returns: (owned) a one-page PDF, as above. */
GBytes *hm_badge_pdf (const HmBadge *badge, const HmBadgeStyle *style, gint64 date, GError **error);

/* What a browser would show as the width and height of the badge, in px. */
void hm_badge_size (const HmBadge *badge, const HmBadgeStyle *style, guint *ret_width,
                    guint *ret_height);

#endif
