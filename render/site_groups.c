/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The groups of a portfolio: a badge for each, and which of its repositories to look at first.
 * Distrusts their names.
 */
#include "core/number.h"
#include "render/portfolio_format.h"
#include "render/site_part.h"

/* Groups of the overview, and of each part of the page that has all where these are more. */
#define INDEX_GROUPS 12u
#define PART_GROUPS 60u

static guint
parts_count (const HmSite *site)
{
  const guint n = site->groups->len;

  return n <= INDEX_GROUPS ? 0 : (n + PART_GROUPS - 1) / PART_GROUPS;
}

static void
group_append (HmHtml *html, const HmSite *site, guint index)
{
  const HmRankGroup *group = &g_array_index (site->groups, HmRankGroup, index);
  const HmBadgeFigures figures = hm_rank_mean_badge (&group->mean);
  g_autoptr (HmReport) report = hm_figures_report (&figures);
  const HmSiteBadge badge = { .stem = g_ptr_array_index (site->group_stems, index),
                              .page = "index.html#groups",
                              .label = group->name,
                              .report = report };
  const HmRankRow *riskiest = hm_ranking_row (site->ranking, group->riskiest);
  g_autofree char *name = hm_name_cut (group->name, HM_SITE_NAME_COLUMNS);
  char text[HM_SCORE_TEXT_SIZE];

  hm_html_begin (html, "tr");
  hm_site_row_heading_begin (html);
  hm_html_text (html, name);
  hm_html_end (html);
  hm_html_begin (html, "td");
  hm_site_badge_picture (html, FALSE, &badge);
  hm_html_begin (html, "details");
  hm_html_attribute (html, "class", "embed");
  hm_html_begin (html, "summary");
  hm_html_leaf_format (html, "span", "aside", "%s: ", name);
  hm_html_text (html, "embed it");
  hm_html_end (html);
  hm_site_badge_lines (html, site, FALSE, &badge);
  hm_html_end (html);
  hm_html_end (html);
  hm_html_leaf_format (html, "td", "number", "%u", group->mean.n_repositories);
  hm_html_begin (html, "td");
  hm_html_attribute (html, "class", "number");
  hm_site_score (html, group->mean.score, NULL);
  hm_html_end (html);
  hm_html_begin (html, "td");
  hm_site_link (html, FALSE, g_ptr_array_index (site->pages, group->riskiest),
                hm_site_name (site, group->riskiest));
  hm_html_end (html);
  hm_html_leaf (html, "td", "number", hm_score_text (riskiest->risk, text));
  hm_html_end (html);
}

static void
table_append (HmHtml *html, const HmSite *site, guint begin, guint end)
{
  hm_site_scroll_begin (html, "Table of groups");
  hm_html_begin (html, "table");
  hm_html_attribute (html, "class", "groups");
  hm_html_leaf_format (
      html, "caption", NULL,
      "Groups %u to %u of %u, that of the riskiest repository first; means weigh by "
      "criticality",
      begin + 1, end, site->groups->len);
  hm_html_begin (html, "thead");
  hm_html_begin (html, "tr");
  hm_site_column (html, NULL, "Group");
  hm_site_column (html, NULL, "Badge");
  hm_site_column (html, "number", "Repositories");
  hm_site_column (html, "number", "Mean score");
  hm_site_column (html, NULL, "Riskiest repository");
  hm_site_column (html, "number", "Its risk");
  hm_html_end (html);
  hm_html_end (html);
  hm_html_begin (html, "tbody");
  for (guint i = begin; i < end; i++)
    group_append (html, site, i);
  hm_html_end (html);
  hm_html_end (html);
  hm_html_end (html);
}

void
hm_site_groups (HmHtml *html, const HmSite *site)
{
  const guint n = site->groups->len;

  if (n == 0)
    return;
  hm_html_begin (html, "h2");
  hm_html_attribute (html, "id", "groups");
  hm_html_text (html, "Groups");
  hm_html_end (html);
  table_append (html, site, 0, MIN (n, INDEX_GROUPS));
  if (parts_count (site) > 0) {
    hm_html_begin (html, "p");
    hm_site_link (html, FALSE, "groups.html", "All groups");
    hm_html_end (html);
  }
}

static gboolean
badges_write (const HmSite *site, HmSiteSink sink, gpointer data, GError **error)
{
  for (guint i = 0; i < site->groups->len; i++) {
    const HmRankGroup *group = &g_array_index (site->groups, HmRankGroup, i);
    const HmBadgeFigures figures = hm_rank_mean_badge (&group->mean);
    g_autoptr (HmReport) report = hm_figures_report (&figures);
    const HmSiteBadge badge = { .stem = g_ptr_array_index (site->group_stems, i),
                                .label = group->name,
                                .report = report };

    if (!hm_site_badge_write (&badge, sink, data, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
hm_site_write_groups (const HmSite *site, HmSiteSink sink, gpointer data, GError **error)
{
  const guint n_parts = parts_count (site);

  if (!badges_write (site, sink, data, error))
    return FALSE;
  for (guint part = 0; part < n_parts; part++) {
    const guint begin = part * PART_GROUPS;
    const HmSitePage page = { .title = "Groups", .part = HM_SITE_ELSEWHERE };
    HmHtml *html = hm_site_page_begin (site, &page);
    g_autofree char *path =
        part == 0 ? g_strdup ("groups.html") : g_strdup_printf ("groups-%u.html", part + 1);

    table_append (html, site, begin, MIN (begin + PART_GROUPS, site->groups->len));
    hm_site_parts (html, "groups.html", "groups", part, n_parts, "Parts of the table");
    if (!hm_site_page_end (html, path, sink, data, error))
      return FALSE;
  }
  return TRUE;
}
