/* SPDX-License-Identifier: Apache-2.0 */
#include "render/palette.h"

#include <string.h>

/* Apart in lightness too: under simulated deuteranopia, the nearest two are 8 apart in CIE Lab. */
const HmPaletteEntry hm_palette[] = {
  { "good", { 0x1a7f37, 0x1a7f37 } },    { "fair", { 0x4d7c0f, 0x4d7c0f } },
  { "weak", { 0x9a6700, 0x9a6700 } },    { "poor", { 0xa40e26, 0xa40e26 } },
  { "unknown", { 0x57606a, 0x57606a } }, { NULL, { 0, 0 } },
};

/* On a dark page the label would sink into the ground (2.2:1 against #0d1117); the lighter grey has 4.1:1. */
const HmColour hm_colour_label = { 0x444c56, 0x6e7681 };
const HmColour hm_colour_text = { 0xffffff, 0xffffff };

const HmColour *
hm_palette_find (const char *band)
{
  const HmPaletteEntry *entry = hm_palette;

  while (strcmp (entry->band, band) != 0 && entry[1].band != NULL)
    entry++;
  return &entry->colour;
}
