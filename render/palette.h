/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The colours of the badge. White text on each has a contrast of 4.5:1 or more (WCAG 2.2, 1.4.3),
 * which a test computes. Hue is never all there is to see: the score always shows.
 */
#ifndef HM_RENDER_PALETTE_H
#define HM_RENDER_PALETTE_H

#include <glib.h>

typedef struct {
  guint32 rgb;      /* 0xRRGGBB */
  guint32 rgb_dark; /* on a page that prefers dark; the same as @rgb where nothing changes */
} HmColour;

typedef struct {
  const char *band; /* id of a policy's band, or "unknown" */
  HmColour colour;
} HmPaletteEntry;

/* NULL-band-terminated. */
extern const HmPaletteEntry hm_palette[];

extern const HmColour hm_colour_label;
extern const HmColour hm_colour_text;

/* Returns: (borrowed) the colour of @band; that of "unknown" where the palette doesn't have it. */
const HmColour *hm_palette_find (const char *band);

#endif
