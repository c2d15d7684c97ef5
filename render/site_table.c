/* SPDX-License-Identifier: Apache-2.0 */
/* The table of all repositories: a part of it as HTML, and the whole as a script for sorting and filtering. */
#include <jansson.h>

#include "core/mask.h"
#include "core/number.h"
#include "render/json_value.h"
#include "render/public_text.h"
#include "render/site_part.h"

/* Unicode characters of what is said of a row. */
#define WHY_CHARACTERS 200

char *
hm_site_why (const HmRankRow *row)
{
  g_autofree char *told = hm_public_why (row);
  g_autoptr (GString) why = g_string_new (told);

  if (row->is_nebraska)
    g_string_append_printf (why, " (%s)", row->nebraska);
  if (g_utf8_validate (why->str, -1, NULL) && g_utf8_strlen (why->str, -1) > WHY_CHARACTERS) {
    const char *end = g_utf8_offset_to_pointer (why->str, WHY_CHARACTERS - 1);

    g_string_truncate (why, (gsize) (end - why->str));
    g_string_append (why, "\xe2\x80\xa6");
  }
  return g_string_free (g_steal_pointer (&why), FALSE);
}

gboolean
hm_site_has_groups (const HmSite *site)
{
  return site->groups->len > 0;
}

/*
 * On a phone the style sheet makes a block of each row, and names the figures in it by their classes. What is no table
 * to look at would be none to a screen reader either, but for the roles.
 */
static void
part_begin (HmHtml *html, const char *element, const char *role, const char *class)
{
  hm_html_begin (html, element);
  hm_html_attribute (html, "role", role);
  if (class != NULL)
    hm_html_attribute (html, "class", class);
}

static void
cell_append (HmHtml *html, const char *class, const char *text)
{
  part_begin (html, "td", "cell", class);
  hm_html_text (html, text);
  hm_html_end (html);
}

static void
number_cell (HmHtml *html, const char *class, int tenths)
{
  char text[HM_SCORE_TEXT_SIZE];

  cell_append (html, class, hm_score_text (tenths, text));
}

static void
column_append (HmHtml *html, const char *class, const char *text)
{
  part_begin (html, "th", "columnheader", class);
  hm_html_attribute (html, "scope", "col");
  hm_html_text (html, text);
  hm_html_end (html);
}

static void
row_append (HmHtml *html, const HmSite *site, guint index)
{
  const HmRankRow *row = hm_ranking_row (site->ranking, index);
  g_autofree char *why = hm_site_why (row);
  g_autofree char *group = hm_name_flat (row->group != NULL ? row->group : "");
  int scores[HM_SITE_SPARK_MAX];
  char text[HM_SITE_CHANGE_SIZE];
  char share[HM_SITE_SHARE_SIZE];
  int change;

  part_begin (html, "tr", "row", NULL);
  part_begin (html, "th", "rowheader", NULL);
  hm_html_attribute (html, "scope", "row");
  hm_site_link (html, FALSE, g_ptr_array_index (site->pages, index), hm_site_name (site, index));
  hm_html_end (html);
  if (hm_site_has_groups (site))
    cell_append (html, "group", group);
  number_cell (html, "number risk", row->risk);
  cell_append (html, "number criticality", hm_site_criticality_text (row, share));
  number_cell (html, "number floor", row->has_report ? row->floor : HM_NO_SCORE);
  part_begin (html, "td", "cell", "number rated");
  hm_site_score (html, row->has_report ? row->score : HM_NO_SCORE, row->band);
  hm_html_end (html);
  if (site->ranking->since != 0)
    cell_append (html, "number change",
                 hm_rank_row_change (row, &change) ? hm_site_change_text (change, text) : "");
  part_begin (html, "td", "cell", "year");
  hm_chart_sparkline (html, scores, hm_site_spark (site, index, scores));
  hm_html_end (html);
  cell_append (html, "why", why);
  hm_html_end (html);
}

/* A row without its words: elements, figures, the line of a year. */
#define ROW_BYTES 850u

gsize
hm_site_table_row_size (const HmSite *site, guint index)
{
  const HmRankRow *row = hm_ranking_row (site->ranking, index);
  g_autofree char *why = hm_site_why (row);

  return ROW_BYTES + hm_html_text_size (hm_site_name (site, index)) + hm_html_text_size (why)
         + (row->group != NULL ? hm_html_text_size (row->group) : 0);
}

void
hm_site_table (HmHtml *html, const HmSite *site, guint begin, guint end)
{
  hm_site_scroll_begin (html, "Table of repositories");
  part_begin (html, "table", "table", NULL);
  hm_html_attribute (html, "id", "repositories");
  hm_html_leaf_format (html, "caption", NULL, "Repositories %u to %u of %u, the highest risk first",
                       MIN (begin + 1, end), end, site->ranking->rows->len);
  part_begin (html, "thead", "rowgroup", NULL);
  part_begin (html, "tr", "row", NULL);
  column_append (html, NULL, "Repository");
  if (hm_site_has_groups (site))
    column_append (html, NULL, "Group");
  column_append (html, "number", "Risk");
  column_append (html, "number", "Criticality");
  column_append (html, "number", "Floor");
  column_append (html, "number", "Score");
  if (site->ranking->since != 0)
    column_append (html, "number", "Change");
  column_append (html, "year", "A year");
  column_append (html, "why", "Why");
  hm_html_end (html);
  hm_html_end (html);
  part_begin (html, "tbody", "rowgroup", NULL);
  for (guint i = begin; i < end; i++)
    row_append (html, site, i);
  hm_html_end (html);
  hm_html_end (html);
  hm_html_end (html);
}

/* As the page shows it. */
static json_t *
text_json (const char *text)
{
  g_autoptr (GString) visible = g_string_new (NULL);

  hm_mask_terminal (visible, text, -1, FALSE);
  return json_stringn (visible->str, visible->len);
}

/* The order of the values is known to render/site.js. */
static json_t *
row_json (const HmSite *site, guint index)
{
  const HmRankRow *row = hm_ranking_row (site->ranking, index);
  const gboolean is_critical = row->criticality.origin != HM_CRITICALITY_UNKNOWN;
  g_autofree char *why = hm_site_why (row);
  g_autofree char *group = hm_name_flat (row->group != NULL ? row->group : "");
  json_t *array = json_array ();
  json_t *spark = json_array ();
  int scores[HM_SITE_SPARK_MAX];
  const gsize n_scores = hm_site_spark (site, index, scores);
  int change;

  for (gsize i = 0; i < n_scores; i++)
    json_array_append_new (spark, json_integer (scores[i]));
  json_array_append_new (array, text_json (hm_site_name (site, index)));
  json_array_append_new (array, json_string (g_ptr_array_index (site->names, index)));
  json_array_append_new (array, text_json (group));
  json_array_append_new (array, json_integer (row->risk));
  json_array_append_new (
      array, json_integer (is_critical ? (int) (row->criticality.value * 100 + 0.5) : -1));
  json_array_append_new (array, json_integer (row->has_report ? row->floor : HM_NO_SCORE));
  json_array_append_new (array, json_integer (row->has_report ? row->score : HM_NO_SCORE));
  json_array_append_new (array,
                         hm_rank_row_change (row, &change) ? json_integer (change) : json_null ());
  json_array_append_new (
      array, json_string (row->has_report ? hm_chart_band_class (row->band) : "band-unknown"));
  json_array_append_new (array, text_json (why));
  json_array_append_new (array, spark);
  return array;
}

GBytes *
hm_site_rows_script (const HmSite *site)
{
  g_autoptr (json_t) rows = json_array ();
  GString *out = g_string_new ("globalThis.hallmarkRows = ");
  char *text;

  for (guint i = 0; i < site->ranking->rows->len; i++)
    json_array_append_new (rows, row_json (site, i));
  text = json_dumps (rows, JSON_COMPACT | JSON_ENSURE_ASCII);
  g_string_append_printf (out, "%s;\n", text);
  free (text);
  return g_string_free_to_bytes (out);
}
