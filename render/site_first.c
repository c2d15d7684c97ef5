/* SPDX-License-Identifier: Apache-2.0 */
/* What the overview puts first: the repositories to look at, those that nobody could look at, and what moved. */
#include "core/number.h"
#include "render/public_text.h"
#include "render/site_part.h"

#define FIRST_MAX 5u
#define UNSCANNED_MAX 5u
#define MOVED_MAX 5u

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

/* Without a report there is no risk, however much rests on it: by the criticality that the portfolio file gives. */
static double
unscanned_of (const HmRankRow *row)
{
  if (row->has_report)
    return -1;
  return row->criticality.origin == HM_CRITICALITY_UNKNOWN ? 0 : row->criticality.value;
}

/* Returns: (owned) (element-type Pick) the rows that @weigh picks, those of the largest weight first */
static GArray *
rows_pick (const HmSite *site, double (*weigh) (const HmRankRow *row))
{
  GArray *picks = g_array_new (FALSE, FALSE, sizeof (Pick));

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const Pick pick = { i, weigh (hm_ranking_row (site->ranking, i)) };

    if (pick.weight >= 0)
      g_array_append_val (picks, pick);
  }
  g_array_sort (picks, picks_compare);
  return picks;
}

/* Who is to be asked about it. */
static void
people_append (HmHtml *html, const HmRankRow *row)
{
  g_autofree char *owners = g_strjoinv (", ", row->owners);

  if (row->group == NULL && *owners == '\0')
    return;
  hm_html_begin (html, "p");
  if (row->group != NULL) {
    g_autofree char *group = hm_name_cut (row->group, HM_SITE_NAME_COLUMNS);

    hm_html_text_format (html, "Group %s. ", group);
  }
  if (*owners != '\0') {
    g_autofree char *cut = hm_name_cut (owners, HM_SITE_NAME_COLUMNS);

    hm_html_text_format (html, "Looked after by %s.", cut);
  }
  hm_html_end (html);
}

static void
measures_append (HmHtml *html, const HmRankRow *row)
{
  char text[HM_SCORE_TEXT_SIZE];
  char change[HM_SITE_CHANGE_SIZE];
  char share[HM_SITE_SHARE_SIZE];

  hm_html_begin (html, "p");
  hm_html_attribute (html, "class", "measures");
  hm_html_leaf_format (html, "span", NULL, "Risk %s", hm_score_text (row->risk, text));
  hm_html_leaf_format (html, "span", NULL, "criticality %s", hm_site_criticality_text (row, share));
  hm_html_leaf_format (html, "span", NULL, "score %s", hm_score_text (row->score, text));
  hm_html_leaf_format (html, "span", NULL, "floor %s", hm_score_text (row->floor, text));
  if (row->has_before && row->before_floor >= 0 && row->before_floor != row->floor)
    hm_html_leaf_format (html, "span", row->floor < row->before_floor ? "worse" : "better",
                         "floor %s %s", row->floor < row->before_floor ? "fell" : "rose",
                         hm_site_change_text (row->floor - row->before_floor, change));
  hm_html_end (html);
}

static void
card_append (HmHtml *html, const HmSite *site, guint index)
{
  const HmRankRow *row = hm_ranking_row (site->ranking, index);
  g_autofree char *why = hm_site_why (row);

  hm_html_begin (html, "li");
  hm_html_begin (html, "h3");
  hm_site_link (html, FALSE, g_ptr_array_index (site->pages, index), hm_site_name (site, index));
  hm_html_end (html);
  measures_append (html, row);
  hm_html_leaf (html, "p", NULL, why);
  people_append (html, row);
  hm_html_end (html);
}

/* They are in no order of risk, so they are told beside it: the most critical first. */
static void
unscanned_append (HmHtml *html, const HmSite *site)
{
  g_autoptr (GArray) picks = rows_pick (site, unscanned_of);
  const guint n_shown = MIN (picks->len, UNSCANNED_MAX);

  if (picks->len == 0)
    return;
  hm_html_begin (html, "p");
  hm_html_attribute (html, "class", "warning");
  hm_html_text_format (html, "%u could not be scanned, or %s not yet, so nobody knows the risk: ",
                       picks->len, picks->len == 1 ? "was" : "were");
  for (guint i = 0; i < n_shown; i++) {
    const guint index = g_array_index (picks, Pick, i).index;
    const HmRankRow *row = hm_ranking_row (site->ranking, index);
    char share[HM_SITE_SHARE_SIZE];

    if (i > 0)
      hm_html_text (html, ", ");
    hm_site_link (html, FALSE, g_ptr_array_index (site->pages, index), hm_site_name (site, index));
    if (row->criticality.origin != HM_CRITICALITY_UNKNOWN)
      hm_html_text_format (html, " (criticality %s)", hm_site_criticality_text (row, share));
  }
  if (n_shown < picks->len)
    hm_html_text_format (html, ", and %u more at the end of the table below", picks->len - n_shown);
  hm_html_text (html, ".");
  hm_html_end (html);
}

void
hm_site_first (HmHtml *html, const HmSite *site)
{
  g_autoptr (GArray) picks = rows_pick (site, urgency_of);
  char day[HM_CHART_DAY_SIZE];

  if (picks->len > 0) {
    hm_html_leaf (html, "h2", NULL, "Look here first");
    if (site->ranking->since != 0)
      hm_html_leaf_format (html, "p", NULL,
                           "By risk, in which what a floor fell by since %s counts twice.",
                           hm_chart_day (site->ranking->since, day));
    hm_html_begin (html, "ol");
    hm_html_attribute (html, "class", "first");
    for (guint i = 0; i < MIN (picks->len, FIRST_MAX); i++)
      card_append (html, site, g_array_index (picks, Pick, i).index);
    hm_html_end (html);
  }
  unscanned_append (html, site);
}

/* Returns: (owned) the check that rose furthest, or why to look at the row where none did */
static char *
rise_why (const HmRankRow *row)
{
  const HmRankCheck *steepest = NULL;
  g_autofree char *name = NULL;
  char before[HM_SCORE_TEXT_SIZE];
  char after[HM_SCORE_TEXT_SIZE];

  for (guint i = 0; i < row->checks->len; i++) {
    const HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, i);

    if (check->before >= 0 && check->score > check->before
        && (steepest == NULL || check->score - check->before > steepest->score - steepest->before))
      steepest = check;
  }
  if (steepest == NULL)
    return hm_site_why (row);
  name = hm_name_cut (steepest->name, HM_SITE_NAME_COLUMNS);
  return g_strdup_printf ("%s rose from %s to %s", name, hm_score_text (steepest->before, before),
                          hm_score_text (steepest->score, after));
}

typedef struct {
  const char *title;
  const char *none;
  double (*weigh) (const HmRankRow *row);
  char *(*tell) (const HmRankRow *row);
} Moves;

static void
moved_list_append (HmHtml *html, const HmSite *site, const Moves *moves)
{
  g_autoptr (GArray) picks = rows_pick (site, moves->weigh);
  const guint n_shown = MIN (picks->len, MOVED_MAX);

  hm_html_leaf (html, "h3", NULL, moves->title);
  if (picks->len == 0) {
    hm_html_leaf (html, "p", NULL, moves->none);
    return;
  }
  hm_html_begin (html, "ul");
  for (guint i = 0; i < n_shown; i++) {
    const guint index = g_array_index (picks, Pick, i).index;
    const HmRankRow *row = hm_ranking_row (site->ranking, index);
    g_autofree char *why = moves->tell (row);
    char before[HM_SCORE_TEXT_SIZE];
    char after[HM_SCORE_TEXT_SIZE];

    hm_html_begin (html, "li");
    hm_site_link (html, FALSE, g_ptr_array_index (site->pages, index), hm_site_name (site, index));
    hm_html_text_format (html, ": %s to %s. ", hm_score_text (row->before_score, before),
                         hm_score_text (row->score, after));
    hm_html_leaf (html, "span", "unknown", why);
    hm_html_end (html);
  }
  if (n_shown < picks->len)
    hm_html_leaf_format (html, "li", NULL, "and %u more in the table below", picks->len - n_shown);
  hm_html_end (html);
}

/* Those without a report of the period. */
static guint
unlooked_count (const HmSite *site)
{
  guint n = 0;

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (site->ranking, i);

    n += !row->has_report || row->as_of <= site->ranking->since ? 1 : 0;
  }
  return n;
}

void
hm_site_moved (HmHtml *html, const HmSite *site)
{
  static const Moves falls = { "Fell furthest", "Nothing fell.", fall_of, hm_site_why };
  static const Moves rises = { "Rose furthest", "Nothing rose.", rise_of, rise_why };
  const guint n_rows = site->ranking->rows->len;
  const guint n_unlooked = unlooked_count (site);
  char day[HM_CHART_DAY_SIZE];

  if (site->ranking->since == 0)
    return;
  hm_chart_day (site->ranking->since, day);
  hm_html_begin (html, "section");
  hm_html_leaf_format (html, "h2", NULL, "What moved since %s", day);
  if (n_unlooked < n_rows) {
    moved_list_append (html, site, &falls);
    moved_list_append (html, site, &rises);
  }
  if (n_unlooked > 0)
    hm_html_leaf_format (html, "p", n_unlooked == n_rows ? "warning" : NULL,
                         "%u of %u have no report since then: whether they moved is not known.",
                         n_unlooked, n_rows);
  hm_html_end (html);
}
