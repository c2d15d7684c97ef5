/* SPDX-License-Identifier: Apache-2.0 */
/* Lays the badge out next to shields' geometry, and draws it. Distrusts label and message. */
#include "render/badge.h"

#include "core/limits.h"
#include "render/lettering.h"
#include "render/sparkline.h"

#include <string.h>

#define DEFAULT_LABEL "hallmark"
#define DEFAULT_PNG_SCALE 2

/*
 * How far the label's ground goes on under the message's, in tenths of a px: two edges that only
 * meet show a seam when zoomed.
 */
#define OVERLAP 50

/* Between the message and its trend, in tenths of a px. */
#define TREND_GAP 50

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
  int letter_spacing; /* in 1/2048 of the font size */
  gboolean is_upper_case;
} Geometry;

/*
 * By HmBadgeShape. At 11 px, DejaVu's x-height is 6.0 px and its capitals 8.0 px: they sit on whole
 * pixels. At 10 px the capitals are 7.3 px, so only their feet can; shields sets them half a px
 * higher, where both ends are blurred.
 */
static const Geometry geometries[] = {
  [HM_BADGE_FLAT] = { "flat", 20, 30, 5, 1, 110, 140, 0, FALSE },
  [HM_BADGE_FLAT_SQUARE] = { "flat-square", 20, 0, 5, 1, 110, 140, 0, FALSE },
  [HM_BADGE_FOR_THE_BADGE] = { "for-the-badge", 28, 0, 12, 0, 100, 180, 256, TRUE },
};

/* A line of text as glyphs. */
typedef struct {
  HmFace face;
  char glyphs[HM_BADGE_TEXT_MAX]; /* as of hm_lettering_take() */
  guint n;
  int width; /* in 1/2048 of the font size */
  int x;
} TextLine;

typedef struct {
  const Geometry *geometry;
  const HmColour *colour; /* of the message's ground */
  TextLine label;
  TextLine message;
  const HmTrend *trend; /* (nullable) */
  int trend_x;
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

static void
line_set (TextLine *line, const char *text, HmFace face, const Geometry *geometry)
{
  line->face = face;
  for (line->n = 0; line->n < HM_BADGE_TEXT_MAX && *text != '\0'; line->n++) {
    const char c = hm_lettering_take (&text);

    line->glyphs[line->n] = (char) (geometry->is_upper_case ? g_ascii_toupper (c) : c);
  }
  if (*text != '\0')
    memset (line->glyphs + HM_BADGE_TEXT_MAX - 3, '.', 3);
  line->width = line->n > 0 ? -geometry->letter_spacing : 0;
  for (guint i = 0; i < line->n; i++)
    line->width += hm_lettering_advance (face, line->glyphs[i]) + geometry->letter_spacing;
}

/* Returns: the width of the ground under @line: whole px, so that no edge is blurred. */
static int
ground_width (const TextLine *line, const Geometry *geometry)
{
  const int text_px = (hm_lettering_scale (line->width, geometry->font_size) + 5) / 10;

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
  line_set (&layout->label, label, HM_FACE_SANS, geometry);
  line_set (&layout->message, badge->message, HM_FACE_BOLD, geometry);
  layout->label_width = label[0] != '\0' ? ground_width (&layout->label, geometry) : 0;
  layout->width = layout->label_width + ground_width (&layout->message, geometry);
  layout->label.x = (geometry->padding_px + nearer) * 10;
  layout->message.x = layout->label_width + (geometry->padding_px - nearer) * 10;
  layout->trend = badge->trend != NULL && badge->trend->n_points > 0 ? badge->trend : NULL;
  if (layout->trend == NULL)
    return;
  layout->trend_x = layout->width - geometry->padding_px * 10 + TREND_GAP;
  layout->width += TREND_GAP + HM_SPARKLINE_WIDTH;
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

/* Each glyph starts on the grid, so that a letter looks the same wherever it stands. */
static void
line_draw (HmPainter *painter, const TextLine *line, const Geometry *geometry)
{
  int pen = 0;

  for (guint i = 0; i < line->n; i++) {
    hm_lettering_draw_glyph (painter, line->face, line->glyphs[i],
                             line->x + hm_lettering_scale (pen, geometry->font_size),
                             geometry->baseline, geometry->font_size);
    pen += hm_lettering_advance (line->face, line->glyphs[i]) + geometry->letter_spacing;
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
  if (layout->trend != NULL)
    hm_sparkline_draw (painter, layout->trend, layout->trend_x, (height - HM_SPARKLINE_HEIGHT) / 2);
  painter->end (painter);
}

/* Returns: (owned) "label: message, trend" as a screen reader says it. */
static char *
title_make (const HmBadge *badge, const HmBadgeStyle *style)
{
  const char *label = style->label != NULL ? style->label : DEFAULT_LABEL;
  const char *message = badge->accessible != NULL ? badge->accessible : badge->message;
  char trend[HM_TREND_TEXT_SIZE] = "";

  if (badge->trend != NULL)
    hm_trend_text (badge->trend, trend);
  return g_strconcat (label, label[0] != '\0' ? ": " : "", message, trend[0] != '\0' ? ", " : "",
                      trend, NULL);
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
