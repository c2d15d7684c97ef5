/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The overview: where to look first and why, how the portfolio is and was, and the table of all
 * repositories in parts.
 */
#include "core/number.h"
#include "render/portfolio_format.h"
#include "render/site_part.h"

/*
 * Rows of the overview, and of the parts that follow; fewer where their words, or what else the overview has, are
 * long.
 */
#define INDEX_ROWS 100u
#define INDEX_BYTES 80000u
#define PART_ROWS 250u

/* What a page has beside the rows of the table: links to the other parts, its foot. */
#define REST_BYTES 20000u

#define HEAT_ROWS 20u
#define HEAT_CELLS 400u

/* Appends "3 failed", after a comma where something stands before it; nothing for none. */
static void
count_append (GString *text, guint n, const char *what)
{
  if (n > 0)
    g_string_append_printf (text, "%s%u %s", text->len > 0 ? ", " : "", n, what);
}

/*
 * Returns: (owned) how many have no young report, each counted once, by what is to be done about it; "" where all have
 */
static char *
scans_text (const HmSite *site)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *old = g_strdup_printf ("stale (older than %d days)", HM_RANKING_STALE_DAYS);
  guint n_failed = 0;
  guint n_never = 0;
  guint n_stale = 0;

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (site->ranking, i);

    if (row->failed_at != 0)
      n_failed++;
    else if (!row->has_report)
      n_never++;
    else if (row->is_stale)
      n_stale++;
  }
  count_append (text, n_failed, "failed");
  count_append (text, n_never, "never scanned");
  count_append (text, n_stale, old);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
counts_append (HmHtml *html, const HmSite *site)
{
  const HmRankMean mean = hm_ranking_mean (site->ranking, NULL);
  g_autofree char *repositories = g_strdup_printf ("%u", mean.n_repositories);
  g_autofree char *coverage = g_strdup_printf ("%d\xc2\xa0%%", mean.coverage_percent);
  g_autofree char *scans = scans_text (site);
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];

  hm_html_begin (html, "dl");
  hm_html_attribute (html, "class", "facts");
  hm_site_fact (html, "Repositories", repositories);
  hm_site_fact (html, "Mean score", hm_score_text (mean.score, score));
  hm_site_fact (html, "Mean floor", hm_score_text (mean.floor, floor));
  hm_site_fact (html, "Mean coverage", coverage);
  if (*scans != '\0')
    hm_site_fact (html, "Scans", scans);
  hm_html_end (html);
  hm_html_leaf (html, "p", NULL,
                "Means weigh each repository by its criticality, here, of groups and on badges.");
}

/* The badge of all, and what embeds it. */
static gboolean
badge_append (HmHtml *html, const HmSite *site, HmSiteSink sink, gpointer data, GError **error)
{
  const HmRankMean mean = hm_ranking_mean (site->ranking, NULL);
  const HmBadgeFigures figures = hm_rank_mean_badge (&mean);
  g_autoptr (HmReport) report = hm_figures_report (&figures);
  const HmSiteBadge badge = { .stem = "portfolio", .page = "index.html", .report = report };

  hm_site_badge_picture (html, FALSE, &badge);
  hm_html_begin (html, "details");
  hm_html_attribute (html, "class", "embed");
  hm_html_leaf (html, "summary", NULL, "Embed the portfolio's badge");
  hm_site_badge_lines (html, site, FALSE, &badge);
  hm_html_end (html);
  return hm_site_badge_write (&badge, sink, data, error);
}

static void
risk_map_append (HmHtml *html, const HmSite *site)
{
  const guint n_rows = site->ranking->rows->len;
  g_autofree HmChartDot *dots = g_new (HmChartDot, MAX (n_rows, 1));
  char day[HM_CHART_DAY_SIZE];
  gsize n_dots = 0;
  int change;

  for (guint i = 0; i < n_rows; i++) {
    const HmRankRow *row = hm_ranking_row (site->ranking, i);

    if (row->risk < 0)
      continue;
    dots[n_dots++] = (HmChartDot){
      .name = hm_site_name (site, i),
      .page = g_ptr_array_index (site->pages, i),
      .floor = CLAMP (row->floor, 0, 100),
      .criticality_percent = CLAMP ((int) (row->criticality.value * 100 + 0.5), 0, 100),
      .risk = row->risk,
      .has_fallen = hm_rank_row_change (row, &change) && change < 0,
    };
  }
  if (n_dots < n_rows)
    hm_html_leaf_format (
        html, "p", NULL,
        "%u repositories are not on the map: their criticality or their floor is not known.",
        n_rows - (guint) n_dots);
  hm_chart_risk_map (html, dots, n_dots,
                     site->ranking->since != 0 ? hm_chart_day (site->ranking->since, day) : NULL);
}

static void
spread_append (HmHtml *html, const HmSite *site)
{
  HmChartSpread spread = { 0 };

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (site->ranking, i);

    hm_chart_spread_add (&spread, row->has_report ? row->score : HM_NO_SCORE,
                         row->has_report ? row->floor : HM_NO_SCORE);
  }
  hm_chart_spread (html, &spread);
}

static void
trend_append (HmHtml *html, const HmSite *site)
{
  const HmChartTrendWords words = {
    .frame = { .id = "trend",
               .title = "Scores over time",
               .called = "the scores over time",
               .description =
                   "The line is the score in the middle of the portfolio; the band around it "
                   "reaches from the weakest tenth to the best." },
    .width = 640,
    .height = 260,
    .low = "weakest tenth",
    .middle = "middle",
    .high = "best tenth",
    .count = "Repositories",
    .n_new = "New reports",
  };
  g_autoptr (GArray) trend = hm_site_trend (site);

  hm_html_begin (html, "div");
  hm_chart_trend (html, &words, (const HmChartMoment *) (gpointer) trend->data, trend->len);
  hm_site_left_out_tell (html, hm_site_trend_left_out (site));
  hm_html_end (html);
}

/* Shown where there is JavaScript, which alone can make use of it. */
static void
filter_append (HmHtml *html, const HmSite *site)
{
  hm_html_begin (html, "div");
  hm_html_attribute (html, "id", "filter");
  hm_html_attribute (html, "role", "search");
  hm_html_attribute (html, "aria-label", "Repositories");
  hm_html_attribute (html, "hidden", "");
  hm_html_begin (html, "label");
  hm_html_text (html, hm_site_has_groups (site) ? "Name, group or reason " : "Name or reason ");
  hm_html_begin (html, "input");
  hm_html_attribute (html, "id", "filter-text");
  hm_html_attribute (html, "type", "search");
  hm_html_attribute (html, "autocomplete", "off");
  hm_html_end (html);
  hm_html_end (html);
  if (hm_site_has_groups (site)) {
    hm_html_begin (html, "label");
    hm_html_text (html, "Group ");
    hm_html_begin (html, "select");
    hm_html_attribute (html, "id", "filter-group");
    hm_html_begin (html, "option");
    hm_html_attribute (html, "value", "");
    hm_html_text (html, "all");
    hm_html_end (html);
    hm_html_end (html);
    hm_html_end (html);
  }
  hm_html_begin (html, "p");
  hm_html_attribute (html, "id", "filter-status");
  hm_html_attribute (html, "class", "aside");
  hm_html_attribute (html, "role", "status");
  hm_html_end (html);
  hm_html_end (html);
}

/*
 * @index_size: bytes that the overview has above the table
 *
 * Returns: (owned) (element-type guint) where each part of the table begins, and where the last one ends.
 */
static GArray *
parts_divide (const HmSite *site, gsize index_size)
{
  const gsize room = HM_SITE_PAGE_MAX - REST_BYTES;
  const gsize index_room = MIN (INDEX_BYTES, room - MIN (index_size, room));
  GArray *begins = g_array_new (FALSE, FALSE, sizeof (guint));
  guint begin = 0;
  gsize size = 0;

  g_array_append_val (begins, begin);
  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const gboolean is_first = begins->len == 1;
    const gsize row = hm_site_table_row_size (site, i);

    size += row;
    if (i - begin == (is_first ? INDEX_ROWS : PART_ROWS) || size > (is_first ? index_room : room)) {
      begin = i;
      size = row;
      g_array_append_val (begins, begin);
    }
  }
  g_array_append_val (begins, site->ranking->rows->len);
  return begins;
}

static gboolean
part_write (const HmSite *site, const GArray *begins, guint part, HmSiteSink sink, gpointer data,
            GError **error)
{
  const HmSitePage page = { .title = "All repositories", .part = HM_SITE_ELSEWHERE };
  HmHtml *html = hm_site_page_begin (site, &page);
  g_autofree char *path = g_strdup_printf ("repositories-%u.html", part + 1);

  hm_html_begin (html, "p");
  hm_html_text (html, "With JavaScript the ");
  hm_site_link (html, FALSE, "index.html", "overview");
  hm_html_text (html, " sorts and filters all of them.");
  hm_html_end (html);
  hm_site_table (html, site, g_array_index (begins, guint, part),
                 g_array_index (begins, guint, part + 1));
  hm_site_parts (html, "index.html", "repositories", part, begins->len - 1, "Parts of the table");
  return hm_site_page_end (html, path, sink, data, error);
}

gboolean
hm_site_write_index (const HmSite *site, HmSiteSink sink, gpointer data, GError **error)
{
  const guint n_rows = site->ranking->rows->len;
  const HmSitePage page = { .title = site->title, .part = HM_SITE_OVERVIEW, .has_rows = TRUE };
  const guint n_heat =
      MIN (n_rows, CLAMP (HEAT_CELLS / MAX (hm_site_heat_columns (site), 1), 1, HEAT_ROWS));
  g_autoptr (HmHtml) html = hm_site_page_begin (site, &page);
  g_autoptr (GArray) begins = NULL;

  counts_append (html, site);
  if (!badge_append (html, site, sink, data, error))
    return FALSE;
  hm_site_first (html, site);
  hm_html_begin (html, "div");
  hm_html_attribute (html, "class", "map-and-moves");
  hm_html_begin (html, "section");
  hm_html_leaf (html, "h2", NULL, "Risk");
  risk_map_append (html, site);
  hm_html_end (html);
  hm_site_moved (html, site);
  hm_html_end (html);
  hm_site_groups (html, site);
  hm_html_leaf (html, "h2", NULL, "Scores");
  hm_html_begin (html, "div");
  hm_html_attribute (html, "class", "columns");
  spread_append (html, site);
  trend_append (html, site);
  hm_html_end (html);
  hm_html_leaf (html, "h2", NULL, "Checks of the riskiest");
  hm_site_heat (html, site, "Where the riskiest repositories fall short", 0, n_heat);
  if (n_rows > n_heat) {
    hm_html_begin (html, "p");
    hm_site_link (html, FALSE, "heat-map.html", "The heat map of all repositories");
    hm_html_end (html);
  }
  hm_html_leaf (html, "h2", NULL, "All repositories");
  filter_append (html, site);
  begins = parts_divide (site, hm_html_size (html));
  for (guint part = 1; part + 1 < begins->len; part++) {
    if (!part_write (site, begins, part, sink, data, error))
      return FALSE;
  }
  hm_site_table (html, site, 0, g_array_index (begins, guint, 1));
  hm_site_parts (html, "index.html", "repositories", 0, begins->len - 1, "Parts of the table");
  return hm_site_page_end (g_steal_pointer (&html), "index.html", sink, data, error);
}
