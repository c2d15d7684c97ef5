/* SPDX-License-Identifier: Apache-2.0 */
/* A page for each check: which repositories it finds wanting. */
#include <string.h>

#include "core/number.h"
#include "core/seeded_hash.h"
#include "render/site_part.h"

/* Rows of one part, of repositories and of checks. */
#define PART_ROWS 400u
#define PART_CHECKS 250u

/* Unicode characters of what a check asks. */
#define SUMMARY_CHARACTERS 600

static void
check_free (gpointer data)
{
  HmSiteCheck *check = data;

  g_free (check->id);
  g_free (check->name);
  g_free (check->page);
  g_free (check->summary);
  g_free (check);
}

/* That which most repositories have first; then as the reports have them. */
static int
checks_compare (gconstpointer a, gconstpointer b)
{
  const HmSiteCheck *one = *(const HmSiteCheck *const *) a;
  const HmSiteCheck *other = *(const HmSiteCheck *const *) b;

  if (one->n_repositories != other->n_repositories)
    return one->n_repositories > other->n_repositories ? -1 : 1;
  return (one->order > other->order) - (one->order < other->order);
}

/* A report may have hundreds of checks that no other has: they take no room from those that all have. */
static void
checks_choose (HmSite *site)
{
  if (site->checks->len > HM_SITE_HEAT_CHECKS_MAX)
    g_ptr_array_sort (site->checks, checks_compare);
  if (site->checks->len > HM_SITE_CHECKS_MAX) {
    site->n_checks_left_out = site->checks->len - HM_SITE_CHECKS_MAX;
    g_ptr_array_set_size (site->checks, HM_SITE_CHECKS_MAX);
  }
}

static void
check_count (HmSite *site, GHashTable *known, const HmRankCheck *found)
{
  HmSiteCheck *check = g_hash_table_lookup (known, found->id);

  if (check == NULL) {
    check = g_new0 (HmSiteCheck, 1);
    check->id = g_strdup (found->id);
    check->name = hm_name_cut (found->name, HM_SITE_NAME_COLUMNS);
    check->order = site->checks->len;
    g_hash_table_insert (known, check->id, check);
    g_ptr_array_add (site->checks, check);
  }
  check->n_repositories++;
}

static void
pages_name (HmSite *site)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = NULL;

  for (guint i = 0; i < site->checks->len; i++)
    g_ptr_array_add (ids, ((HmSiteCheck *) g_ptr_array_index (site->checks, i))->id);
  files = hm_site_page_names (ids, ids);
  for (guint i = 0; i < files->len; i++)
    ((HmSiteCheck *) g_ptr_array_index (site->checks, i))->page =
        g_strdup_printf ("checks/%s.html", (char *) g_ptr_array_index (files, i));
}

void
hm_site_checks_gather (HmSite *site)
{
  g_autoptr (GHashTable) known = g_hash_table_new (hm_seeded_text_hash, g_str_equal);

  site->checks = g_ptr_array_new_with_free_func (check_free);
  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (site->ranking, i);

    for (guint k = 0; row->has_report && k < row->checks->len; k++)
      check_count (site, known, &g_array_index (row->checks, HmRankCheck, k));
  }
  checks_choose (site);
  pages_name (site);
  site->check_numbers = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  for (guint i = 0; i < site->checks->len; i++) {
    const HmSiteCheck *check = g_ptr_array_index (site->checks, i);

    g_hash_table_insert (site->check_numbers, check->id, GUINT_TO_POINTER (i));
  }
}

/* Equal stores give equal bytes, whichever thread comes first. */
void
hm_site_summaries_keep (HmSite *site, guint index, const HmReport *report)
{
  gpointer number;

  g_mutex_lock (&site->mutex);
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    HmSiteCheck *check;

    if (*result->summary == '\0'
        || !g_hash_table_lookup_extended (site->check_numbers, result->id, NULL, &number))
      continue;
    check = g_ptr_array_index (site->checks, GPOINTER_TO_UINT (number));
    if (check->summary != NULL && check->summary_row <= index)
      continue;
    hm_text_set (&check->summary, result->summary);
    check->summary_row = index;
  }
  g_mutex_unlock (&site->mutex);
}

/* A repository that has the check. */
typedef struct {
  guint index; /* of its row */
  const HmRankCheck *check;
} Case;

typedef struct {
  GArray *cases; /* (element-type Case) those with less than full marks */
  guint n_full;
  guint n_wanting;
  guint n_unknown;
  guint n_others; /* it does not apply, or is not in the report */
  HmChartSpread spread;
} Cases;

static void
cases_clear (Cases *cases)
{
  g_clear_pointer (&cases->cases, g_array_unref);
}

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
case_count (Cases *cases, guint index, const HmRankCheck *check)
{
  const Case one = { index, check };

  cases->n_others--;
  hm_chart_spread_add (&cases->spread, check->score, check->floor);
  if (check->status == HM_STATUS_UNKNOWN)
    cases->n_unknown++;
  else if (check->score == 100)
    cases->n_full++;
  else
    cases->n_wanting++;
  if (check->score != 100)
    g_array_append_val (cases->cases, one);
}

/*
 * Of all checks at once: each row is looked through once.
 *
 * Returns: (owned) (element-type Cases) one for each check of the site
 */
static GArray *
cases_gather (const HmSite *site)
{
  GArray *all = g_array_sized_new (FALSE, TRUE, sizeof (Cases), site->checks->len);
  g_autofree guint *last_rows = g_new0 (guint, MAX (site->checks->len, 1));
  gpointer number;

  g_array_set_clear_func (all, (GDestroyNotify) cases_clear);
  g_array_set_size (all, site->checks->len);
  for (guint i = 0; i < all->len; i++) {
    g_array_index (all, Cases, i).cases = g_array_new (FALSE, FALSE, sizeof (Case));
    g_array_index (all, Cases, i).n_others = site->ranking->rows->len;
  }
  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (site->ranking, i);

    for (guint k = 0; row->has_report && k < row->checks->len; k++) {
      const HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, k);

      if (!g_hash_table_lookup_extended (site->check_numbers, check->id, NULL, &number)
          || last_rows[GPOINTER_TO_UINT (number)] == i + 1)
        continue;
      /* Of several of one name the first counts, as in hm_rank_row_check(). */
      last_rows[GPOINTER_TO_UINT (number)] = i + 1;
      if (check->status != HM_STATUS_NOT_APPLICABLE)
        case_count (&g_array_index (all, Cases, GPOINTER_TO_UINT (number)), i, check);
    }
  }
  for (guint i = 0; i < all->len; i++)
    g_array_sort (g_array_index (all, Cases, i).cases, cases_compare);
  return all;
}

static void
case_append (HmHtml *html, const HmSite *site, const Case *one)
{
  const HmRankRow *row = hm_ranking_row (site->ranking, one->index);
  char text[HM_SITE_CHANGE_SIZE];

  hm_html_begin (html, "tr");
  hm_site_row_heading_begin (html);
  hm_site_link (html, TRUE, g_ptr_array_index (site->pages, one->index),
                hm_site_name (site, one->index));
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

/* What it asks, and how the repositories stand to it. */
static void
lead_append (HmHtml *html, const HmSiteCheck *check, const Cases *cases)
{
  hm_html_begin (html, "p");
  hm_html_attribute (html, "class", "lead");
  if (check->summary != NULL) {
    hm_site_prose (html, check->summary, SUMMARY_CHARACTERS);
  } else {
    hm_html_text (html, "What it asks, and why: ");
    hm_html_leaf_format (html, "code", NULL, "hallmark checks %s", check->id);
  }
  hm_html_end (html);
  hm_html_begin (html, "p");
  hm_html_text_format (html, "%u of %u repositories %s short; %u %s full marks.", cases->n_wanting,
                       cases->n_wanting + cases->n_full + cases->n_unknown + cases->n_others,
                       cases->n_wanting == 1 ? "falls" : "fall", cases->n_full,
                       cases->n_full == 1 ? "has" : "have");
  if (cases->n_unknown > 0)
    hm_html_text_format (html, " Nobody could look at %u.", cases->n_unknown);
  if (cases->n_others > 0)
    hm_html_text_format (html, " To %u it does not apply, or %s without it.", cases->n_others,
                         cases->n_others == 1 ? "the report is" : "their reports are");
  hm_html_end (html);
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

    lead_append (html, check, cases);
    if (part == 0)
      hm_chart_spread (html, &cases->spread);
    if (cases->cases->len > 0) {
      hm_html_leaf (html, "h2", NULL, "Who falls short");
      table_append (html, site, cases, begin, end);
    }
    hm_site_parts (html, strrchr (check->page, '/') + 1, strrchr (stem, '/') + 1, part, n_parts,
                   "Parts of the table");
    if (!hm_site_page_end (html, path, sink, data, error))
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
  hm_chart_cell_number (html, cases->n_others);
  hm_html_end (html);
}

static HmHtml *
list_begin (const HmSite *site, guint part)
{
  const HmSitePage page = { .title = "Checks", .part = HM_SITE_CHECKS };
  HmHtml *html = hm_site_page_begin (site, &page);

  hm_site_scroll_begin (html, "Table of checks");
  hm_html_begin (html, "table");
  hm_html_attribute (html, "class", "sortable");
  hm_html_leaf_format (html, "caption", NULL,
                       "How many repositories each check finds wanting: %u to %u of %u checks",
                       MIN (part * PART_CHECKS + 1, site->checks->len),
                       MIN ((part + 1) * PART_CHECKS, site->checks->len), site->checks->len);
  hm_html_begin (html, "thead");
  hm_html_begin (html, "tr");
  hm_site_column (html, NULL, "Check");
  hm_site_column (html, "number", "Fall short");
  hm_site_column (html, "number", "Could not look");
  hm_site_column (html, "number", "Full marks");
  hm_site_column (html, "number", "Does not apply, or absent");
  hm_html_end (html);
  hm_html_end (html);
  hm_html_begin (html, "tbody");
  return html;
}

static gboolean
list_end (const HmSite *site, HmHtml *html, guint part, HmSiteSink sink, gpointer data,
          GError **error)
{
  const guint n_parts = MAX ((site->checks->len + PART_CHECKS - 1) / PART_CHECKS, 1);
  g_autofree char *path =
      part == 0 ? g_strdup ("checks.html") : g_strdup_printf ("checks-%u.html", part + 1);

  hm_html_end (html);
  hm_html_end (html);
  hm_html_end (html);
  if (site->n_checks_left_out > 0)
    hm_html_leaf_format (html, "p", NULL,
                         "%u more checks, which fewer repositories have, are left out.",
                         site->n_checks_left_out);
  hm_site_parts (html, "checks.html", "checks", part, n_parts, "Parts of the table");
  return hm_site_page_end (html, path, sink, data, error);
}

gboolean
hm_site_write_checks (const HmSite *site, HmSiteSink sink, gpointer data, GError **error)
{
  g_autoptr (HmHtml) html = list_begin (site, 0);
  g_autoptr (GArray) all = cases_gather (site);
  guint part = 0;

  for (guint i = 0; i < site->checks->len; i++) {
    const HmSiteCheck *check = g_ptr_array_index (site->checks, i);
    const Cases *cases = &g_array_index (all, Cases, i);

    if (i / PART_CHECKS != part) {
      if (!list_end (site, g_steal_pointer (&html), part, sink, data, error))
        return FALSE;
      part = i / PART_CHECKS;
      html = list_begin (site, part);
    }
    list_row_append (html, check, cases);
    if (!check_write (site, check, cases, sink, data, error))
      return FALSE;
  }
  return list_end (site, g_steal_pointer (&html), part, sink, data, error);
}
