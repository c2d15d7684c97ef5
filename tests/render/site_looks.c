/* SPDX-License-Identifier: Apache-2.0 */
/* Colours of the site, and letters of its charts. */
#include <math.h>
#include <string.h>

#include "render/palette.h"
#include "render/site_part.h"

static double
channel_light (guint value)
{
  const double share = value / 255.0;

  return share <= 0.03928 ? share / 12.92 : pow ((share + 0.055) / 1.055, 2.4);
}

static double
light_of (guint rgb)
{
  return 0.2126 * channel_light (rgb >> 16 & 255) + 0.7152 * channel_light (rgb >> 8 & 255)
         + 0.0722 * channel_light (rgb & 255);
}

static double
contrast (guint a, guint b)
{
  const double lighter = MAX (light_of (a), light_of (b));
  const double darker = MIN (light_of (a), light_of (b));

  return (lighter + 0.05) / (darker + 0.05);
}

/* The colour that @from, a piece of the style sheet, gives @name first. */
static guint
colour_of (const char *from, const char *name)
{
  g_autofree char *wanted = g_strdup_printf ("--%s: #", name);
  const char *found = strstr (from, wanted);

  g_assert_nonnull (found);
  return (guint) g_ascii_strtoull (found + strlen (wanted), NULL, 16);
}

/*
 * Letters stand on the ground, on what is raised, and on the colours of the bands; WCAG 2.2 asks
 * for 4.5:1. Lines want 3:1.
 */
static void
test_contrast (void)
{
  g_autofree char *css = g_strndup (hm_site_css, hm_site_css_size);
  static const char *const letters[] = { "ink", "faint", "link", "poor", "good" };
  static const char *const bands[] = { "good", "fair", "weak", "poor", "unknown" };
  const char *const themes[] = { css, strstr (css, "prefers-color-scheme: dark"),
                                 strstr (css, "@media print") };

  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++) {
    g_assert_nonnull (themes[i]);
    for (gsize k = 0; k < G_N_ELEMENTS (letters); k++) {
      g_assert_cmpfloat (
          contrast (colour_of (themes[i], letters[k]), colour_of (themes[i], "ground")), >=, 4.5);
      g_assert_cmpfloat (
          contrast (colour_of (themes[i], letters[k]), colour_of (themes[i], "raised")), >=, 4.5);
    }
    for (gsize k = 0; k < G_N_ELEMENTS (bands); k++) {
      g_assert_cmpfloat (
          contrast (colour_of (themes[i], bands[k]), colour_of (themes[i], "on-band")), >=, 4.5);
      g_assert_cmpfloat (
          contrast (colour_of (themes[i], bands[k]), colour_of (themes[i], "ground")), >=, 3);
    }
    g_assert_cmpfloat (contrast (colour_of (themes[i], "line"), colour_of (themes[i], "between")),
                       >=, 3);
  }
  for (gsize k = 0; k < G_N_ELEMENTS (bands); k++)
    g_assert_cmphex (colour_of (css, bands[k]), ==, hm_palette_find (bands[k])->rgb);
}

static void
test_chart_names (void)
{
  static const char *const names[] = {
    "",
    "r",
    "an-owner-with-a-long-name/a-repository-with-a-longer-one",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98"
    "\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98",
    "\xff\xfe\x01 not text \xe2\x80\xae at all, and long enough to be cut",
  };
  g_autoptr (GString) marks = g_string_new ("e");
  g_autofree char *flat = NULL;
  g_autofree char *cut = hm_chart_name_cut (names[2], HM_CHART_PLAIN, HM_CHART_NAME_WIDTH);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    for (int letters = HM_CHART_PLAIN; letters <= HM_CHART_BOLD; letters++) {
      for (int width = 600; width <= HM_CHART_NAME_WIDTH; width += 610) {
        g_autofree char *name = hm_chart_name_cut (names[i], (HmChartLetters) letters, width);

        g_assert_true (g_utf8_validate (name, -1, NULL));
        g_assert_cmpint (hm_chart_text_width (name, (HmChartLetters) letters), <=, width);
      }
    }
  }
  g_assert_true (g_str_has_prefix (cut, "an-owner"));
  g_assert_true (g_str_has_suffix (cut, "longer-one"));
  g_assert_cmpint (hm_chart_text_width ("W", HM_CHART_BOLD), >,
                   hm_chart_text_width ("W", HM_CHART_PLAIN));
  for (guint i = 0; i < 1000; i++)
    g_string_append (marks, "\xcc\x81");
  flat = hm_chart_name_cut (marks->str, HM_CHART_PLAIN, HM_CHART_NAME_WIDTH);
  g_assert_cmpuint (strlen (flat), ==, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site-looks/contrast", test_contrast);
  g_test_add_func ("/site-looks/chart-names", test_chart_names);
  return g_test_run ();
}
