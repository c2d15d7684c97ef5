/* SPDX-License-Identifier: Apache-2.0 */
/* The heat maps of all repositories, in parts. */
#include "render/site_part.h"

/* Repositories of a part; with many columns fewer, so that a page stays below its limit. */
#define PART_ROWS 80u
#define PART_CELLS 900u

guint
hm_site_heat_columns (const HmSite *site)
{
  return MIN (site->checks->len, HM_SITE_HEAT_CHECKS_MAX);
}

static void
scores_gather (const HmSite *site, guint index, int *scores, guint n_columns)
{
  const HmRankRow *row = hm_ranking_row (site->ranking, index);
  gpointer number;

  /* Of one without a report nobody looked at anything. */
  for (guint i = 0; i < n_columns; i++)
    scores[i] = row->has_report ? HM_CHART_HEAT_NONE : HM_CHART_HEAT_UNKNOWN;
  for (guint i = 0; row->has_report && i < row->checks->len; i++) {
    const HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, i);

    if (check->status == HM_STATUS_NOT_APPLICABLE
        || !g_hash_table_lookup_extended (site->check_numbers, check->id, NULL, &number)
        || GPOINTER_TO_UINT (number) >= n_columns)
      continue;
    scores[GPOINTER_TO_UINT (number)] =
        check->status == HM_STATUS_SCORED ? check->score : HM_CHART_HEAT_UNKNOWN;
  }
}

static void
left_out_tell (HmHtml *html, const HmSite *site)
{
  const guint n = site->checks->len + site->n_checks_left_out - hm_site_heat_columns (site);

  if (n == 0)
    return;
  hm_html_begin (html, "p");
  hm_html_text_format (html, "%u more %s, which fewer repositories have: ", n,
                       n == 1 ? "check" : "checks");
  hm_site_link (html, FALSE, "checks.html", "all checks");
  hm_html_text (html, ".");
  hm_html_end (html);
}

void
hm_site_heat (HmHtml *html, const HmSite *site, const char *title, guint begin, guint end)
{
  const guint n_columns = hm_site_heat_columns (site);
  g_autofree HmChartHeatColumn *columns = g_new (HmChartHeatColumn, MAX (n_columns, 1));
  g_autofree HmChartHeatRow *rows = g_new (HmChartHeatRow, MAX (end - begin, 1));
  g_autofree int *scores = g_new (int, MAX ((gsize) n_columns * (end - begin), 1));
  const HmChartFrame frame = {
    .id = "heat",
    .title = title,
    .called = "the heat map",
    .has_links = TRUE,
    .description =
        "A row for each repository, a column for each check, and in each field the score. "
        "? is what nobody could look at, \xe2\x80\x93 what does not apply, or what the report has not.",
  };

  for (guint i = 0; i < n_columns; i++) {
    const HmSiteCheck *check = g_ptr_array_index (site->checks, i);

    columns[i] = (HmChartHeatColumn){ .name = check->name, .page = check->page };
  }
  for (guint i = begin; i < end; i++) {
    int *row = scores + (gsize) (i - begin) * n_columns;

    scores_gather (site, i, row, n_columns);
    rows[i - begin] = (HmChartHeatRow){ .name = hm_site_name (site, i),
                                        .page = g_ptr_array_index (site->pages, i),
                                        .scores = row };
  }
  hm_chart_heat_map (html, &frame, columns, n_columns, rows, end - begin);
  left_out_tell (html, site);
}

gboolean
hm_site_write_heat (const HmSite *site, HmSiteSink sink, gpointer data, GError **error)
{
  const guint n_rows = site->ranking->rows->len;
  const guint n_part = CLAMP (PART_CELLS / MAX (hm_site_heat_columns (site), 1), 1, PART_ROWS);
  const guint n_parts = MAX ((n_rows + n_part - 1) / n_part, 1);

  for (guint part = 0; part < n_parts; part++) {
    const guint begin = part * n_part;
    const guint end = MIN (begin + n_part, n_rows);
    const HmSitePage page = { .title = "Repositories and checks", .part = HM_SITE_HEAT };
    HmHtml *html = hm_site_page_begin (site, &page);
    g_autofree char *title = g_strdup_printf ("Repositories %u to %u of %u, the highest risk first",
                                              MIN (begin + 1, end), end, n_rows);
    g_autofree char *path =
        part == 0 ? g_strdup ("heat-map.html") : g_strdup_printf ("heat-map-%u.html", part + 1);

    hm_site_heat (html, site, title, begin, end);
    hm_site_parts (html, "heat-map.html", "heat-map", part, n_parts, "Parts of the heat map");
    if (!hm_site_page_end (html, path, sink, data, error))
      return FALSE;
  }
  return TRUE;
}
