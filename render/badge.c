/* SPDX-License-Identifier: Apache-2.0 */
/* Lays the badge out next to shields' geometry, and draws it. Distrusts label and message. */
#include "render/badge.h"

#include "core/limits.h"
#include "render/glyphs.h"
#include "render/painter.h"

#include <string.h>

#define DEFAULT_LABEL "hallmark"
#define DEFAULT_PNG_SCALE 2

/* How far the label's ground goes on under the message's, in tenths of a px: two edges that only meet show a seam when zoomed. */
#define OVERLAP 50

/* A control point of the cubic that stands for a quarter circle lies this share of the radius from the corner. */
#define ARC_PERCENT 45

/* Tenths of a px but where the name says otherwise. */
typedef struct {
  const char *name;
  guint height_px;
  int radius;
  int padding_px;
  int toward_seam_px; /* shields sets both texts this much nearer to each other */
  int font_size;
  int baseline;
  int letter_spacing; /* in 1/HM_GLYPH_EM of the font size */
  gboolean is_upper_case;
} Geometry;

/*
 * By HmBadgeShape. At 11 px, DejaVu's x-height is 6.0 px and its capitals 8.0 px: they sit on whole pixels. At 10 px the
 * capitals are 7.3 px, so only their feet can; shields sets them half a px higher, where both ends are blurred.
 */
static const Geometry geometries[] = {
  [HM_BADGE_FLAT] = { "flat", 20, 30, 5, 1, 110, 140, 0, FALSE },
  [HM_BADGE_FLAT_SQUARE] = { "flat-square", 20, 0, 5, 1, 110, 140, 0, FALSE },
  [HM_BADGE_FOR_THE_BADGE] = { "for-the-badge", 28, 0, 12, 0, 100, 180, 256, TRUE },
};

/* A line of text as glyphs. */
typedef struct {
  const HmGlyphFace *face;
  guint8 glyphs[HM_BADGE_TEXT_MAX]; /* from HM_GLYPH_FIRST */
  guint n;
  int width; /* in 1/HM_GLYPH_EM of the font size */
  int x;
} TextLine;

typedef struct {
  const Geometry *geometry;
  const HmColour *colour; /* of the message's ground */
  TextLine label;
  TextLine message;
  int label_width; /* 0: there is none */
  int width;
} Layout;

gboolean
hm_badge_shape_parse (const char *text, HmBadgeShape *ret_shape)
{
  for (guint i = 0; i < G_N_ELEMENTS (geometries); i++) {
    if (strcmp (text, geometries[i].name) == 0) {
      *ret_shape = (HmBadgeShape) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Returns: @units of the font in tenths of a px, to the nearest. */
static int
units_scale (int units, int font_size)
{
  return (units * font_size + HM_GLYPH_EM / 2) >> 11;
}
G_STATIC_ASSERT (HM_GLYPH_EM == 1 << 11);

/* Takes one character, or one byte that isn't UTF-8, off *@text. Returns: what is drawn for it. */
static char
character_take (const char **text)
{
  const char first = **text;
  const gunichar character = g_utf8_get_char_validated (*text, -1);

  if (character == (gunichar) -1 || character == (gunichar) -2)
    *text += 1;
  else
    *text = g_utf8_next_char (*text);
  return (char) (first >= HM_GLYPH_FIRST && first <= HM_GLYPH_LAST ? first : '?');
}

static void
line_set (TextLine *line, const char *text, const HmGlyphFace *face, const Geometry *geometry)
{
  line->face = face;
  for (line->n = 0; line->n < HM_BADGE_TEXT_MAX && *text != '\0'; line->n++) {
    const char c = character_take (&text);

    line->glyphs[line->n] =
        (guint8) ((geometry->is_upper_case ? g_ascii_toupper (c) : c) - HM_GLYPH_FIRST);
  }
  if (*text != '\0')
    memset (line->glyphs + HM_BADGE_TEXT_MAX - 3, '.' - HM_GLYPH_FIRST, 3);
  line->width = line->n > 0 ? -geometry->letter_spacing : 0;
  for (guint i = 0; i < line->n; i++)
    line->width += face->glyphs[line->glyphs[i]].advance + geometry->letter_spacing;
}

/* Returns: the width of the ground under @line: whole px, so that no edge is blurred. */
static int
ground_width (const TextLine *line, const Geometry *geometry)
{
  const int text_px = (units_scale (line->width, geometry->font_size) + 5) / 10;

  return (text_px + 2 * geometry->padding_px) * 10;
}

static void
layout_make (Layout *layout, const HmBadge *badge, const HmBadgeStyle *style)
{
  const Geometry *geometry = &geometries[style->shape];
  const char *label = style->label != NULL ? style->label : DEFAULT_LABEL;
  const int nearer = label[0] != '\0' ? geometry->toward_seam_px : 0;

  layout->geometry = geometry;
  layout->colour = hm_palette_find (badge->band);
  line_set (&layout->label, label, &hm_face_sans, geometry);
  line_set (&layout->message, badge->message, &hm_face_bold, geometry);
  layout->label_width = label[0] != '\0' ? ground_width (&layout->label, geometry) : 0;
  layout->width = layout->label_width + ground_width (&layout->message, geometry);
  layout->label.x = (geometry->padding_px + nearer) * 10;
  layout->message.x = layout->label_width + (geometry->padding_px - nearer) * 10;
}

/* The ground from @left to @right, with round corners where a side has a radius. */
static void
ground_draw (HmPainter *painter, const HmColour *colour, int left, int left_radius, int right,
             int right_radius, int height)
{
  const int left_arc = left_radius * ARC_PERCENT / 100;
  const int right_arc = right_radius * ARC_PERCENT / 100;

  painter->begin (painter, colour);
  painter->move_to (painter, left, left_radius);
  if (left_radius > 0)
    painter->curve_to (painter, left, left_arc, left + left_arc, 0, left + left_radius, 0);
  painter->line_to (painter, right - right_radius, 0);
  if (right_radius > 0)
    painter->curve_to (painter, right - right_arc, 0, right, right_arc, right, right_radius);
  painter->line_to (painter, right, height - right_radius);
  if (right_radius > 0)
    painter->curve_to (painter, right, height - right_arc, right - right_arc, height,
                       right - right_radius, height);
  painter->line_to (painter, left + left_radius, height);
  if (left_radius > 0)
    painter->curve_to (painter, left + left_arc, height, left, height - left_arc, left,
                       height - left_radius);
  painter->end (painter);
}

static void
glyph_draw (HmPainter *painter, const HmGlyphFace *face, guint8 glyph, int x, int baseline,
            int font_size)
{
  const HmGlyph *entry = &face->glyphs[glyph];
  const gint16 *at = face->coords + entry->first_coord;
  int points[4];

  for (guint op = entry[0].first_op; op < entry[1].first_op; op++) {
    const char kind = face->ops[op];
    const guint n_points = kind == 'Q' ? 2 : kind == 'Z' ? 0 : 1;

    for (guint i = 0; i < n_points; i++, at += 2) {
      points[2 * i] = x + units_scale (at[0], font_size);
      points[2 * i + 1] = baseline - units_scale (at[1], font_size);
    }
    if (kind == 'M')
      painter->move_to (painter, points[0], points[1]);
    else if (kind == 'L')
      painter->line_to (painter, points[0], points[1]);
    else if (kind == 'Q')
      painter->quad_to (painter, points[0], points[1], points[2], points[3]);
  }
}

/* Each glyph starts on the grid, so that a letter looks the same wherever it stands. */
static void
line_draw (HmPainter *painter, const TextLine *line, const Geometry *geometry)
{
  int pen = 0;

  for (guint i = 0; i < line->n; i++) {
    glyph_draw (painter, line->face, line->glyphs[i],
                line->x + units_scale (pen, geometry->font_size), geometry->baseline,
                geometry->font_size);
    pen += line->face->glyphs[line->glyphs[i]].advance + geometry->letter_spacing;
  }
}

static void
layout_draw (HmPainter *painter, gconstpointer data)
{
  const Layout *layout = data;
  const Geometry *geometry = layout->geometry;
  const int height = (int) geometry->height_px * 10;
  const gboolean has_label = layout->label_width > 0;

  if (has_label)
    ground_draw (painter, &hm_colour_label, 0, geometry->radius, layout->label_width + OVERLAP, 0,
                 height);
  ground_draw (painter, layout->colour, layout->label_width, has_label ? 0 : geometry->radius,
               layout->width, geometry->radius, height);
  painter->begin (painter, &hm_colour_text);
  if (has_label)
    line_draw (painter, &layout->label, geometry);
  line_draw (painter, &layout->message, geometry);
  painter->end (painter);
}

/* Returns: (owned) "label: message" as a screen reader says it. */
static char *
title_make (const HmBadge *badge, const HmBadgeStyle *style)
{
  const char *label = style->label != NULL ? style->label : DEFAULT_LABEL;
  const char *message = badge->accessible != NULL ? badge->accessible : badge->message;

  return g_strconcat (label, label[0] != '\0' ? ": " : "", message, NULL);
}

/* @title and @layout are to live as long as the picture. */
static HmPicture
picture_make (const Layout *layout, const char *title, const HmBadgeStyle *style)
{
  return (HmPicture){
    .width = (guint) layout->width / 10,
    .height = layout->geometry->height_px,
    .title = title,
    .link = style->link,
    .draw = layout_draw,
    .data = layout,
  };
}

void
hm_badge_svg (GString *out, const HmBadge *badge, const HmBadgeStyle *style)
{
  g_autofree char *title = title_make (badge, style);
  HmPicture picture;
  Layout layout;

  layout_make (&layout, badge, style);
  picture = picture_make (&layout, title, style);
  hm_picture_svg (out, &picture);
}

GBytes *
hm_badge_png (const HmBadge *badge, const HmBadgeStyle *style, GError **error)
{
  g_autofree char *title = title_make (badge, style);
  HmPicture picture;
  Layout layout;

  layout_make (&layout, badge, style);
  picture = picture_make (&layout, title, style);
  return hm_picture_png (&picture, style->scale != 0 ? style->scale : DEFAULT_PNG_SCALE, error);
}

GBytes *
hm_badge_pdf (const HmBadge *badge, const HmBadgeStyle *style, gint64 date, GError **error)
{
  g_autofree char *title = title_make (badge, style);
  HmPicture picture;
  Layout layout;

  layout_make (&layout, badge, style);
  picture = picture_make (&layout, title, style);
  return hm_picture_pdf (&picture, date, error);
}

void
hm_badge_size (const HmBadge *badge, const HmBadgeStyle *style, guint *ret_width, guint *ret_height)
{
  Layout layout;

  layout_make (&layout, badge, style);
  *ret_width = (guint) layout.width / 10;
  *ret_height = layout.geometry->height_px;
}
