/* SPDX-License-Identifier: Apache-2.0 */
/* A page for each check: which repositories it finds wanting. */
#include <string.h>

#include "core/number.h"
#include "render/site_part.h"

/* Rows of one part. */
#define PART_ROWS 500u

/* A repository that has the check. */
typedef struct {
  guint index; /* of its row */
  const HmRankCheck *check;
} Case;

typedef struct {
  GArray *cases; /* (element-type Case) */
  guint n_full;
  guint n_wanting;
  guint n_unknown;
  guint n_others; /* it does not apply, or is not in the report */
  HmChartSpread spread;
} Cases;

static void
cases_clear (Cases *cases)
{
  g_array_unref (cases->cases);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cases, cases_clear)

/* The lowest score first, what nobody could look at last; among equals by risk, as the rows are. */
static int
cases_compare (gconstpointer a, gconstpointer b)
{
  const Case *left = a;
  const Case *right = b;
  const guint left_score = (guint) left->check->score;
  const guint right_score = (guint) right->check->score;

  if (left_score != right_score)
    return left_score < right_score ? -1 : 1;
  return (left->index > right->index) - (left->index < right->index);
}

static void
cases_gather (const HmSite *site, const char *id, Cases *cases)
{
  cases->cases = g_array_new (FALSE, FALSE, sizeof (Case));
  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (site->ranking, i);
    const Case one = { i, row->has_report ? hm_rank_row_check (row, id) : NULL };

    if (one.check == NULL || one.check->status == HM_STATUS_NOT_APPLICABLE) {
      cases->n_others++;
      continue;
    }
    hm_chart_spread_add (&cases->spread, one.check->score, one.check->floor);
    if (one.check->status == HM_STATUS_UNKNOWN)
      cases->n_unknown++;
    else if (one.check->score == 100)
      cases->n_full++;
    else
      cases->n_wanting++;
    if (one.check->score != 100)
      g_array_append_val (cases->cases, one);
  }
  g_array_sort (cases->cases, cases_compare);
}

static void
case_append (HmHtml *html, const HmSite *site, const Case *one)
{
  const HmRankRow *row = hm_ranking_row (site->ranking, one->index);
  char text[HM_SITE_CHANGE_SIZE];

  hm_html_begin (html, "tr");
  hm_site_row_heading_begin (html);
  hm_site_link (html, TRUE, g_ptr_array_index (site->pages, one->index), row->name);
  hm_html_end (html);
  hm_html_begin (html, "td");
  hm_html_attribute (html, "class", "number");
  hm_site_score (html, one->check->score, NULL);
  hm_html_end (html);
  hm_chart_cell_tenths (html, one->check->floor);
  if (site->ranking->since != 0)
    hm_html_leaf (html, "td", "number",
                  one->check->score >= 0 && one->check->before >= 0
                      ? hm_site_change_text (one->check->score - one->check->before, text)
                      : "");
  hm_chart_cell_tenths (html, row->risk);
  hm_html_end (html);
}

static void
table_append (HmHtml *html, const HmSite *site, const Cases *cases, guint begin, guint end)
{
  hm_site_scroll_begin (html, "Table of repositories");
  hm_html_begin (html, "table");
  hm_html_attribute (html, "class", "sortable");
  hm_html_leaf_format (html, "caption", NULL,
                       "%u to %u of %u with less than full marks or none, the lowest first",
                       MIN (begin + 1, end), end, cases->cases->len);
  hm_html_begin (html, "thead");
  hm_html_begin (html, "tr");
  hm_site_column (html, NULL, "Repository");
  hm_site_column (html, "number", "Score of the check");
  hm_site_column (html, "number", "Floor of the check");
  if (site->ranking->since != 0)
    hm_site_column (html, "number", "Change");
  hm_site_column (html, "number", "Risk");
  hm_html_end (html);
  hm_html_end (html);
  hm_html_begin (html, "tbody");
  for (guint i = begin; i < end; i++)
    case_append (html, site, &g_array_index (cases->cases, Case, i));
  hm_html_end (html);
  hm_html_end (html);
  hm_html_end (html);
}

/* Returns: (owned) "checks/binary-artifacts-0a1b2c" of the page's path. */
static char *
stem_of (const char *page)
{
  return g_strndup (page, strlen (page) - strlen (".html"));
}

static gboolean
check_write (const HmSite *site, const HmSiteCheck *check, const Cases *cases, HmSiteSink sink,
             gpointer data, GError **error)
{
  const guint n_parts = MAX ((cases->cases->len + PART_ROWS - 1) / PART_ROWS, 1);
  const HmSitePage page = { .title = check->name, .part = HM_SITE_CHECKS, .is_below = TRUE };
  g_autofree char *stem = stem_of (check->page);

  for (guint part = 0; part < n_parts; part++) {
    const guint begin = part * PART_ROWS;
    const guint end = MIN (begin + PART_ROWS, cases->cases->len);
    HmHtml *html = hm_site_page_begin (site, &page);
    g_autofree char *path =
        part == 0 ? g_strdup (check->page) : g_strdup_printf ("%s-%u.html", stem, part + 1);

    hm_html_leaf_format (
        html, "p", "lead",
        "%u repositories fall short, %u have full marks, of %u nobody could look, and "
        "%u have no such check or none that applies. What it asks, and why: "
        "hallmark checks %s.",
        cases->n_wanting, cases->n_full, cases->n_unknown, cases->n_others, check->id);
    if (part == 0)
      hm_chart_spread (html, &cases->spread);
    if (cases->cases->len > 0) {
      hm_html_leaf (html, "h2", NULL, "Who falls short");
      table_append (html, site, cases, begin, end);
    }
    hm_site_parts (html, strrchr (check->page, '/') + 1, strrchr (stem, '/') + 1, part, n_parts,
                   "Parts of the table");
    if (!hm_site_page_end (site, html, path, sink, data, error))
      return FALSE;
  }
  return TRUE;
}

static void
list_row_append (HmHtml *html, const HmSiteCheck *check, const Cases *cases)
{
  hm_html_begin (html, "tr");
  hm_site_row_heading_begin (html);
  hm_site_link (html, FALSE, check->page, check->name);
  hm_html_end (html);
  hm_chart_cell_number (html, cases->n_wanting);
  hm_chart_cell_number (html, cases->n_unknown);
  hm_chart_cell_number (html, cases->n_full);
  hm_html_end (html);
}

static HmHtml *
list_begin (const HmSite *site)
{
  const HmSitePage page = { .title = "Checks", .part = HM_SITE_CHECKS };
  HmHtml *html = hm_site_page_begin (site, &page);

  hm_site_scroll_begin (html, "Table of checks");
  hm_html_begin (html, "table");
  hm_html_attribute (html, "class", "sortable");
  hm_html_leaf (html, "caption", NULL, "How many repositories each check finds wanting");
  hm_html_begin (html, "thead");
  hm_html_begin (html, "tr");
  hm_site_column (html, NULL, "Check");
  hm_site_column (html, "number", "Fall short");
  hm_site_column (html, "number", "Could not look");
  hm_site_column (html, "number", "Full marks");
  hm_html_end (html);
  hm_html_end (html);
  hm_html_begin (html, "tbody");
  return html;
}

gboolean
hm_site_write_checks (const HmSite *site, HmSiteSink sink, gpointer data, GError **error)
{
  g_autoptr (HmHtml) html = list_begin (site);

  for (guint i = 0; i < site->checks->len; i++) {
    const HmSiteCheck *check = g_ptr_array_index (site->checks, i);
    g_auto (Cases) cases = { 0 };

    cases_gather (site, check->id, &cases);
    list_row_append (html, check, &cases);
    if (!check_write (site, check, &cases, sink, data, error))
      return FALSE;
  }
  hm_html_end (html);
  hm_html_end (html);
  hm_html_end (html);
  return hm_site_page_end (site, g_steal_pointer (&html), "checks.html", sink, data, error);
}
