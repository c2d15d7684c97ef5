/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts text. */
#include "render/lettering.h"

#include "render/glyphs.h"

static const HmGlyphFace *
face_find (HmFace face)
{
  return face == HM_FACE_BOLD ? &hm_face_bold : &hm_face_sans;
}

char
hm_lettering_take (const char **text)
{
  const char first = **text;
  const gunichar character = g_utf8_get_char_validated (*text, -1);

  if (character == (gunichar) -1 || character == (gunichar) -2)
    *text += 1;
  else
    *text = g_utf8_next_char (*text);
  return (char) (first >= HM_GLYPH_FIRST && first <= HM_GLYPH_LAST ? first : '?');
}

int
hm_lettering_advance (HmFace face, char c)
{
  return face_find (face)->glyphs[c - HM_GLYPH_FIRST].advance;
}

int
hm_lettering_scale (int units, int font_size)
{
  return (units * font_size + HM_GLYPH_EM / 2) >> 11;
}
G_STATIC_ASSERT (HM_GLYPH_EM == 1 << 11);

void
hm_lettering_draw_glyph (HmPainter *painter, HmFace face_id, char c, int x, int baseline,
                         int font_size)
{
  const HmGlyphFace *face = face_find (face_id);
  const HmGlyph *entry = &face->glyphs[c - HM_GLYPH_FIRST];
  const gint16 *at = face->coords + entry->first_coord;
  int points[4];

  for (guint op = entry[0].first_op; op < entry[1].first_op; op++) {
    const char kind = face->ops[op];
    const guint n_points = kind == 'Q' ? 2 : kind == 'Z' ? 0 : 1;

    for (guint i = 0; i < n_points; i++, at += 2) {
      points[2 * i] = x + hm_lettering_scale (at[0], font_size);
      points[2 * i + 1] = baseline - hm_lettering_scale (at[1], font_size);
    }
    if (kind == 'M')
      painter->move_to (painter, points[0], points[1]);
    else if (kind == 'L')
      painter->line_to (painter, points[0], points[1]);
    else if (kind == 'Q')
      painter->quad_to (painter, points[0], points[1], points[2], points[3]);
  }
}

int
hm_lettering_width (HmFace face, const char *text, int font_size)
{
  int units = 0;

  while (*text != '\0')
    units += hm_lettering_advance (face, hm_lettering_take (&text));
  return hm_lettering_scale (units, font_size);
}

/* Each glyph starts on the grid, so that a letter looks the same wherever it stands. */
void
hm_lettering_draw (HmPainter *painter, HmFace face, const char *text, int x, int baseline,
                   int font_size)
{
  int units = 0;

  while (*text != '\0') {
    const char c = hm_lettering_take (&text);

    hm_lettering_draw_glyph (painter, face, c, x + hm_lettering_scale (units, font_size), baseline,
                             font_size);
    units += hm_lettering_advance (face, c);
  }
}

char *
hm_lettering_fit (HmFace face, const char *text, int size, int width)
{
  g_autoptr (GString) fitting = g_string_new (NULL);

  while (*text != '\0')
    g_string_append_c (fitting, hm_lettering_take (&text));
  while (hm_lettering_width (face, fitting->str, size) > width && fitting->len > 3) {
    g_string_truncate (fitting, fitting->len - 4);
    g_string_append (fitting, "...");
  }
  return g_string_free (g_steal_pointer (&fitting), FALSE);
}
