/* SPDX-License-Identifier: Apache-2.0 */
/* The overview: where to look first and why, how the portfolio is and was, and the table of all repositories in parts. */
#include "core/number.h"
#include "render/portfolio_format.h"
#include "render/public_text.h"
#include "render/site_part.h"

/* Rows of the overview, and of the parts that follow; fewer where their words, or what else the overview has, are long. */
#define INDEX_ROWS 100u
#define INDEX_BYTES 80000u
#define PART_ROWS 250u

/* What a page has beside the rows of the table: links to the other parts, its foot. */
#define REST_BYTES 20000u

#define FIRST_MAX 5u
#define MOVED_MAX 5u
#define HEAT_ROWS 20u
#define HEAT_CELLS 400u

/* A row that something is said of. */
typedef struct {
  guint index;
  double weight;
} Pick;

static int
picks_compare (gconstpointer a, gconstpointer b)
{
  const Pick *left = a;
  const Pick *right = b;

  if (left->weight > right->weight || left->weight < right->weight)
    return left->weight > right->weight ? -1 : 1;
  return (left->index > right->index) - (left->index < right->index);
}

/* By risk, to which what the floor lost meanwhile counts once more. Below 0: not to be picked. */
static double
urgency_of (const HmRankRow *row)
{
  double urgency = row->risk;

  if (row->risk > 0 && row->has_before && row->before_floor > row->floor)
    urgency += row->criticality.value * (row->before_floor - row->floor);
  return row->risk > 0 ? urgency : -1;
}

static double
fall_of (const HmRankRow *row)
{
  int change;

  return hm_rank_row_change (row, &change) && change < 0 ? -change : -1;
}

static double
rise_of (const HmRankRow *row)
{
  int change;

  return hm_rank_row_change (row, &change) && change > 0 ? change : -1;
}

/* Returns: (owned) (element-type Pick) the first @max by @weigh */
static GArray *
rows_pick (const HmSite *site, double (*weigh) (const HmRankRow *row), guint max)
{
  GArray *picks = g_array_new (FALSE, FALSE, sizeof (Pick));

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const Pick pick = { i, weigh (hm_ranking_row (site->ranking, i)) };

    if (pick.weight >= 0)
      g_array_append_val (picks, pick);
  }
  g_array_sort (picks, picks_compare);
  g_array_set_size (picks, MIN (picks->len, max));
  return picks;
}

static void
fact_append (HmHtml *html, const char *name, const char *value)
{
  hm_html_begin (html, "div");
  hm_html_leaf (html, "dt", NULL, name);
  hm_html_leaf (html, "dd", NULL, value);
  hm_html_end (html);
}

static void
counts_append (HmHtml *html, const HmSite *site)
{
  const HmRankMean mean = hm_ranking_mean (site->ranking, NULL);
  guint n_failed = 0;
  guint n_stale = 0;
  g_autofree char *repositories = NULL;
  g_autofree char *without = NULL;
  g_autofree char *coverage = g_strdup_printf ("%d\xc2\xa0%%", mean.coverage_percent);
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (site->ranking, i);

    n_failed += row->failed_at != 0 ? 1 : 0;
    n_stale += row->is_stale ? 1 : 0;
  }
  repositories = g_strdup_printf ("%u", mean.n_repositories);
  without = g_strdup_printf ("%u failed, %u not lately", n_failed, n_stale);
  hm_html_begin (html, "dl");
  hm_html_attribute (html, "class", "facts");
  fact_append (html, "Repositories", repositories);
  fact_append (html, "Mean score", hm_score_text (mean.score, score));
  fact_append (html, "Mean floor", hm_score_text (mean.floor, floor));
  fact_append (html, "Evidence settles", coverage);
  if (n_failed + n_stale > 0)
    fact_append (html, "Scans", without);
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
  hm_html_leaf (html, "summary", NULL, "Embed the portfolio's badge");
  hm_site_badge_lines (html, site, FALSE, &badge);
  hm_html_end (html);
  return hm_site_badge_write (&badge, sink, data, error);
}

static void
first_append (HmHtml *html, const HmSite *site)
{
  g_autoptr (GArray) picks = rows_pick (site, urgency_of, FIRST_MAX);
  char day[HM_CHART_DAY_SIZE];

  if (picks->len == 0)
    return;
  hm_html_leaf (html, "h2", NULL, "Look here first");
  if (site->ranking->since != 0)
    hm_html_leaf_format (html, "p", NULL,
                         "By risk, in which what a floor fell by since %s counts twice.",
                         hm_chart_day (site->ranking->since, day));
  hm_html_begin (html, "ol");
  hm_html_attribute (html, "class", "first");
  for (guint i = 0; i < picks->len; i++) {
    const guint index = g_array_index (picks, Pick, i).index;
    const HmRankRow *row = hm_ranking_row (site->ranking, index);
    g_autofree char *why = hm_public_why (row);
    char risk[HM_SCORE_TEXT_SIZE];
    char floor[HM_SCORE_TEXT_SIZE];
    char change[HM_SITE_CHANGE_SIZE];
    char share[HM_SITE_SHARE_SIZE];

    hm_html_begin (html, "li");
    hm_html_begin (html, "h3");
    hm_site_link (html, FALSE, g_ptr_array_index (site->pages, index), hm_site_name (site, index));
    hm_html_end (html);
    hm_html_begin (html, "p");
    hm_html_attribute (html, "class", "measures");
    hm_html_leaf_format (html, "span", NULL, "Risk %s", hm_score_text (row->risk, risk));
    hm_html_leaf_format (html, "span", NULL, "criticality %s",
                         hm_site_criticality_text (row, share));
    hm_html_leaf_format (html, "span", NULL, "floor %s", hm_score_text (row->floor, floor));
    if (row->has_before && row->before_floor >= 0 && row->before_floor != row->floor)
      hm_html_leaf_format (html, "span", row->floor < row->before_floor ? "worse" : "better",
                           "floor %s %s", row->floor < row->before_floor ? "fell" : "rose",
                           hm_site_change_text (row->floor - row->before_floor, change));
    hm_html_end (html);
    hm_html_leaf (html, "p", NULL, why);
    if (row->is_nebraska)
      hm_html_leaf (html, "p", NULL, row->nebraska);
    hm_html_end (html);
  }
  hm_html_end (html);
}

static void
moved_list_append (HmHtml *html, const HmSite *site, const char *title, const char *none,
                   double (*weigh) (const HmRankRow *row))
{
  g_autoptr (GArray) picks = rows_pick (site, weigh, MOVED_MAX);

  hm_html_leaf (html, "h3", NULL, title);
  if (picks->len == 0) {
    hm_html_leaf (html, "p", NULL, none);
    return;
  }
  hm_html_begin (html, "ul");
  for (guint i = 0; i < picks->len; i++) {
    const guint index = g_array_index (picks, Pick, i).index;
    const HmRankRow *row = hm_ranking_row (site->ranking, index);
    char before[HM_SCORE_TEXT_SIZE];
    char after[HM_SCORE_TEXT_SIZE];

    hm_html_begin (html, "li");
    hm_site_link (html, FALSE, g_ptr_array_index (site->pages, index), hm_site_name (site, index));
    hm_html_text_format (html, ": %s to %s", hm_score_text (row->before_score, before),
                         hm_score_text (row->score, after));
    hm_html_end (html);
  }
  hm_html_end (html);
}

static void
moved_append (HmHtml *html, const HmSite *site)
{
  char day[HM_CHART_DAY_SIZE];

  if (site->ranking->since == 0)
    return;
  hm_html_begin (html, "section");
  hm_html_leaf_format (html, "h2", NULL, "What moved since %s",
                       hm_chart_day (site->ranking->since, day));
  moved_list_append (html, site, "Fell furthest", "Nothing fell.", fall_of);
  moved_list_append (html, site, "Rose furthest", "Nothing rose.", rise_of);
  hm_html_end (html);
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

  hm_chart_trend (html, &words, (const HmChartMoment *) (gpointer) trend->data, trend->len);
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
  return hm_site_page_end (site, html, path, sink, data, error);
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
  first_append (html, site);
  hm_html_begin (html, "div");
  hm_html_attribute (html, "class", "map-and-moves");
  hm_html_begin (html, "section");
  hm_html_leaf (html, "h2", NULL, "Risk");
  risk_map_append (html, site);
  hm_html_end (html);
  moved_append (html, site);
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
  return hm_site_page_end (site, g_steal_pointer (&html), "index.html", sink, data, error);
}
