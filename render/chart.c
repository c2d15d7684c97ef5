/* SPDX-License-Identifier: Apache-2.0 */
#include "render/chart.h"

#include "core/instant.h"
#include "core/mask.h"
#include "core/number.h"
#include "render/lettering.h"
#include "render/portfolio_names.h"
#include "scoring/policy.h"

#include <string.h>

/* Letters of a chart, in tenths of a px; those of scripts that are not measured are as wide as high, pictures wider. */
#define LETTER_SIZE 120
#define PICTURE_WIDTH 165
#define PICTURES_FROM 0x1f000

#define ELLIPSIS "\xe2\x80\xa6"

void
hm_chart_begin (HmHtml *html, const HmChartFrame *frame)
{
  hm_html_begin (html, "figure");
  hm_html_attribute (html, "class", "chart");
  hm_html_begin (html, "figcaption");
  hm_html_text (html, frame->title);
  hm_html_end (html);
}

void
hm_chart_picture_begin (HmHtml *html, const HmChartFrame *frame, HmChartRoom room, int width,
                        int height)
{
  static const char *const classes[] = {
    [HM_CHART_ANYWHERE] = "anywhere",
    [HM_CHART_BROAD] = "broad",
    [HM_CHART_EXACT] = "broad scroll exact",
    [HM_CHART_NARROW] = "narrow",
  };
  g_autofree char *id = g_strconcat (frame->id, room == HM_CHART_NARROW ? "-narrow" : "", NULL);

  hm_html_begin (html, "div");
  hm_html_attribute (html, "class", classes[room]);
  /* Wider than the screen, it is moved about within itself; the keyboard reaches it. */
  if (room == HM_CHART_EXACT) {
    hm_html_attribute (html, "tabindex", "0");
    hm_html_attribute (html, "role", "region");
    hm_html_attribute_format (html, "aria-label", "%s, picture", frame->title);
  }
  hm_html_begin (html, "svg");
  hm_html_attribute_format (html, "viewBox", "0 0 %d %d", width, height);
  hm_html_attribute_format (html, "width", "%d", width);
  hm_html_attribute_format (html, "height", "%d", height);
  /* What is an image holds nothing that one could follow. */
  hm_html_attribute (html, "role", frame->has_links ? "group" : "img");
  hm_html_attribute_format (html, "aria-labelledby", "%s-title", id);
  hm_html_attribute_format (html, "aria-describedby", "%s-desc", id);
  hm_html_begin (html, "title");
  hm_html_attribute_format (html, "id", "%s-title", id);
  hm_html_text (html, frame->title);
  hm_html_end (html);
  hm_html_begin (html, "desc");
  hm_html_attribute_format (html, "id", "%s-desc", id);
  hm_html_text (html, frame->description);
  hm_html_end (html);
}

void
hm_chart_picture_end (HmHtml *html)
{
  hm_html_end (html);
  hm_html_end (html);
}

void
hm_chart_numbers (HmHtml *html, const HmChartFrame *frame, const char *caption,
                  const char *const *columns)
{
  hm_html_begin (html, "details");
  hm_html_leaf_format (html, "summary", NULL, "Numbers of %s", frame->called);
  hm_html_begin (html, "div");
  hm_html_attribute (html, "class", "scroll");
  hm_html_attribute (html, "tabindex", "0");
  hm_html_attribute (html, "role", "region");
  hm_html_attribute_format (html, "aria-label", "%s, table", caption);
  hm_html_begin (html, "table");
  hm_html_leaf (html, "caption", NULL, caption);
  hm_html_begin (html, "thead");
  hm_html_begin (html, "tr");
  for (; *columns != NULL; columns++) {
    hm_html_begin (html, "th");
    hm_html_attribute (html, "scope", "col");
    hm_html_text (html, *columns);
    hm_html_end (html);
  }
  hm_html_end (html);
  hm_html_end (html);
  hm_html_begin (html, "tbody");
}

void
hm_chart_end (HmHtml *html)
{
  /* tbody, table, div, details, figure */
  for (guint i = 0; i < 5; i++)
    hm_html_end (html);
}

void
hm_chart_row_begin (HmHtml *html, const char *heading)
{
  hm_html_begin (html, "tr");
  hm_html_begin (html, "th");
  hm_html_attribute (html, "scope", "row");
  hm_html_text (html, heading);
  hm_html_end (html);
}

void
hm_chart_cell_tenths (HmHtml *html, int tenths)
{
  char text[HM_SCORE_TEXT_SIZE];

  hm_html_leaf (html, "td", "number", hm_score_text (tenths, text));
}

void
hm_chart_cell_number (HmHtml *html, guint number)
{
  hm_html_leaf_format (html, "td", "number", "%u", number);
}

void
hm_chart_text (HmHtml *html, int x, int y, HmChartAnchor anchor, const char *text)
{
  hm_html_begin (html, "text");
  hm_html_attribute_tenths (html, "x", x);
  hm_html_attribute_tenths (html, "y", y);
  if (anchor != HM_CHART_START)
    hm_html_attribute (html, "text-anchor", anchor == HM_CHART_MIDDLE ? "middle" : "end");
  hm_html_text (html, text);
  hm_html_end (html);
}

void
hm_chart_line (HmHtml *html, const char *class, int x1, int y1, int x2, int y2)
{
  hm_html_begin (html, "line");
  hm_html_attribute (html, "class", class);
  hm_html_attribute_tenths (html, "x1", x1);
  hm_html_attribute_tenths (html, "y1", y1);
  hm_html_attribute_tenths (html, "x2", x2);
  hm_html_attribute_tenths (html, "y2", y2);
  hm_html_end (html);
}

static int
character_width (const char *character, HmFace face)
{
  const gunichar value = g_utf8_get_char (character);

  if (value < 0x80)
    return hm_lettering_scale (hm_lettering_advance (face, hm_lettering_take (&character)),
                               LETTER_SIZE);
  if (g_unichar_iszerowidth (value))
    return 0;
  return value >= PICTURES_FROM ? PICTURE_WIDTH : LETTER_SIZE;
}

static HmFace
face_of (HmChartLetters letters)
{
  return letters == HM_CHART_BOLD ? HM_FACE_BOLD : HM_FACE_SANS;
}

int
hm_chart_text_width (const char *text, HmChartLetters letters)
{
  int width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    width += character_width (at, face_of (letters));
  return width;
}

/* Both ends tell what it is: whose, and what it is called. */
char *
hm_chart_name_cut (const char *name, HmChartLetters letters, int width_max)
{
  const int half = (width_max - LETTER_SIZE) / 2;
  g_autoptr (GString) visible = g_string_new (NULL);
  g_autofree char *flat = NULL;
  g_autofree char *head = NULL;
  const char *left;
  const char *right;

  hm_mask_terminal (visible, name, -1, FALSE);
  flat = hm_name_flat (visible->str);
  if (hm_chart_text_width (flat, letters) <= width_max)
    return g_steal_pointer (&flat);
  left = flat;
  right = flat + strlen (flat);
  for (int width = character_width (left, face_of (letters)); width <= half;
       width += character_width (left, face_of (letters)))
    left = g_utf8_next_char (left);
  for (int width = character_width (g_utf8_prev_char (right), face_of (letters)); width <= half;
       width += character_width (g_utf8_prev_char (right), face_of (letters)))
    right = g_utf8_prev_char (right);
  head = g_strndup (flat, (gsize) (left - flat));
  return g_strconcat (head, ELLIPSIS, right, NULL);
}

void
hm_chart_path_number (GString *path, int tenths)
{
  const guint size = (guint) ABS (tenths);

  g_string_append_printf (path, "%s%u", tenths < 0 ? "-" : "", size / 10);
  if (size % 10 != 0)
    g_string_append_printf (path, ".%u", size % 10);
  g_string_append_c (path, ' ');
}

void
hm_chart_path (HmHtml *html, const char *class, const GString *path)
{
  if (path->len == 0)
    return;
  hm_html_begin (html, "path");
  hm_html_attribute (html, "class", class);
  hm_html_attribute (html, "d", path->str);
  hm_html_end (html);
}

const char *
hm_chart_band_class (const char *band)
{
  static const struct {
    const char *band;
    const char *class;
  } classes[] = {
    { "good", "band-good" },
    { "fair", "band-fair" },
    { "weak", "band-weak" },
    { "poor", "band-poor" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    if (g_str_equal (band, classes[i].band))
      return classes[i].class;
  }
  return "band-unknown";
}

const char *
hm_chart_score_class (int tenths)
{
  return tenths < 0 ? "band-unknown"
                    : hm_chart_band_class (hm_policy_band (&hm_policy_default, tenths)->id);
}

const char *
hm_chart_day (gint64 time, char text[HM_CHART_DAY_SIZE])
{
  char instant[HM_INSTANT_TEXT_SIZE];

  hm_instant_text (time, instant);
  g_strlcpy (text, instant, HM_CHART_DAY_SIZE);
  if (strchr (text, 'T') != NULL)
    *strchr (text, 'T') = '\0';
  return text;
}

/* Twelve months of scores in 72 by 20 px. */
#define SPARK_WIDTH 720
#define SPARK_HEIGHT 200
#define SPARK_MARGIN 20

void
hm_chart_sparkline (HmHtml *html, const int *scores, gsize n_scores)
{
  g_autoptr (GString) path = g_string_new (NULL);
  gsize n_known = 0;

  for (gsize i = 0; i < n_scores; i++)
    n_known += scores[i] >= 0 ? 1 : 0;
  if (n_known < 2)
    return;
  for (gsize i = 0; i < n_scores; i++) {
    if (scores[i] < 0)
      continue;
    g_string_append_c (path, path->len == 0 ? 'M' : 'L');
    hm_chart_path_number (
        path, SPARK_MARGIN + (int) (i * (SPARK_WIDTH - 2 * SPARK_MARGIN) / (n_scores - 1)));
    hm_chart_path_number (path, SPARK_HEIGHT - SPARK_MARGIN
                                    - scores[i] * (SPARK_HEIGHT - 2 * SPARK_MARGIN) / 100);
  }
  hm_html_begin (html, "svg");
  hm_html_attribute (html, "class", "spark");
  hm_html_attribute_format (html, "viewBox", "0 0 %d %d", SPARK_WIDTH / 10, SPARK_HEIGHT / 10);
  hm_html_attribute (html, "aria-hidden", "true");
  hm_chart_path (html, "spark-line", path);
  hm_html_end (html);
}
