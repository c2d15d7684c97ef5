/* SPDX-License-Identifier: Apache-2.0 */
/* The checked-in outlines are what the tool makes of DejaVu. */
#include "render/glyphs.h"

static void
test_regenerated (void)
{
#ifdef GLYPHS_TOOL
  const char *argv[] = { GLYPHS_TOOL, GLYPHS_SANS, GLYPHS_BOLD, NULL };
  g_autofree char *made = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  /* The lists of g_spawn are not const by their age. */
  g_spawn_sync (NULL, (char **) (gpointer) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &made, NULL,
                NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (SOURCE_ROOT "/render/glyphs.h", &kept, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (made, ==, kept);
#else
  g_test_skip ("DejaVu Sans or FreeType is not installed");
#endif
}

/* What the drawing relies on: every operation has its coordinates, a contour starts with M and ends with Z. */
static void
test_tables (void)
{
  const HmGlyphFace *faces[] = { &hm_face_sans, &hm_face_bold };

  for (guint f = 0; f < G_N_ELEMENTS (faces); f++) {
    for (guint c = 0; c <= HM_GLYPH_LAST - HM_GLYPH_FIRST; c++) {
      const HmGlyph *glyph = &faces[f]->glyphs[c];
      guint n_coords = 0;
      gboolean is_open = FALSE;

      g_assert_cmpuint (glyph->advance, >, 0);
      for (guint op = glyph[0].first_op; op < glyph[1].first_op; op++) {
        const char kind = faces[f]->ops[op];

        g_assert_true (kind == 'M' || kind == 'L' || kind == 'Q' || kind == 'Z');
        g_assert_true ((kind == 'M') == !is_open);
        is_open = kind != 'Z';
        n_coords += kind == 'Q' ? 4 : kind == 'Z' ? 0 : 2;
      }
      g_assert_false (is_open);
      g_assert_cmpuint (glyph[0].first_coord + n_coords, ==, glyph[1].first_coord);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/glyphs/regenerated", test_regenerated);
  g_test_add_func ("/glyphs/tables", test_tables);
  return g_test_run ();
}
