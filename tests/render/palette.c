/* SPDX-License-Identifier: Apache-2.0 */
#include "render/palette.h"

#include "scoring/policy.h"

#include <math.h>

/* WCAG 2.2, success criterion 1.4.3, level AA */
#define CONTRAST_TEXT 4.5

/* WCAG 2.2, "relative luminance" */
static double
luminance (guint32 rgb)
{
  static const double shares[] = { 0.0722, 0.7152, 0.2126 };
  double sum = 0;

  for (guint i = 0; i < 3; i++) {
    const double value = (rgb >> (8 * i) & 0xff) / 255.0;

    sum += shares[i] * (value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4));
  }
  return sum;
}

static double
contrast (guint32 a, guint32 b)
{
  const double la = luminance (a), lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

static void
assert_legible (const HmColour *ground)
{
  g_assert_cmpfloat (contrast (ground->rgb, hm_colour_text.rgb), >=, CONTRAST_TEXT);
  g_assert_cmpfloat (contrast (ground->rgb_dark, hm_colour_text.rgb_dark), >=, CONTRAST_TEXT);
}

static void
test_contrast (void)
{
  /* The formula itself: the two ends, and a pair whose ratio is well known. */
  g_assert_cmpfloat_with_epsilon (contrast (0x000000, 0xffffff), 21.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (contrast (0x777777, 0xffffff), 4.48, 0.005);

  for (const HmPaletteEntry *entry = hm_palette; entry->band != NULL; entry++)
    assert_legible (&entry->colour);
  assert_legible (&hm_colour_label);
}

static void
test_bands (void)
{
  for (const HmPaletteEntry *entry = hm_palette; entry->band != NULL; entry++) {
    g_assert_true (hm_palette_find (entry->band) == &entry->colour);
    for (const HmPaletteEntry *other = entry + 1; other->band != NULL; other++)
      g_assert_cmphex (entry->colour.rgb, !=, other->colour.rgb);
  }
  g_assert_true (hm_palette_find ("no such band") == hm_palette_find ("unknown"));
  g_assert_true (hm_palette_find ("") == hm_palette_find ("unknown"));
}

/* Every band of the default policy has a colour of its own. */
static void
test_policy_bands (void)
{
  for (gsize i = 0; i < hm_policy_default.n_bands; i++)
    g_assert_true (hm_palette_find (hm_policy_default.bands[i].id) != hm_palette_find ("unknown"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/contrast-4.5", test_contrast);
  g_test_add_func ("/palette/bands", test_bands);
  g_test_add_func ("/palette/policy-bands", test_policy_bands);
  return g_test_run ();
}
