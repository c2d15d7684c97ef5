/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page of a repository: how it scored over time, what was found, what makes it critical, and
 * its badge. Distrusts all text of the report.
 */
#include <string.h>

#include "core/instant.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/gain.h"
#include "render/link.h"
#include "render/portfolio_format.h"
#include "render/public_text.h"
#include "render/site_part.h"
#include "scoring/policy.h"

#define STEPS_MAX 6u
#define COMMIT_DIGITS 12

/* Unicode characters of a reason. */
#define REASON_CHARACTERS 300

static void
where_append (HmHtml *html, const HmRankRow *row, const HmReport *report)
{
  g_autofree char *owners = g_strjoinv (", ", row->owners);

  hm_html_begin (html, "p");
  hm_html_attribute (html, "class", "lead");
  /* A path of this machine is nobody's business. */
  if (report != NULL && *report->subject_url != '\0') {
    g_autoptr (GString) target = g_string_new (NULL);
    const gboolean is_web = hm_link_append_url (target, report->subject_url);

    /* Of another scheme than http it leads nowhere. */
    hm_html_begin (html, is_web ? "a" : "code");
    if (is_web)
      hm_html_attribute_url (html, report->subject_url);
    hm_html_text (html, report->subject_url);
    hm_html_end (html);
    hm_html_text (html, ". ");
  }
  if (row->group != NULL)
    hm_html_text_format (html, "Group %s. ", row->group);
  if (*owners != '\0')
    hm_html_text_format (html, "Looked after by %s. ", owners);
  hm_html_end (html);
}

static void
warnings_append (HmHtml *html, const HmRankRow *row)
{
  g_autofree char *failure = hm_public_failure (row);
  char day[HM_CHART_DAY_SIZE];

  if (row->failed_at != 0 || !row->has_report) {
    hm_html_begin (html, "p");
    hm_html_attribute (html, "class", "warning");
    if (!row->has_report)
      hm_html_text (html, row->failed_at != 0 ? "It was never scanned with success. "
                                              : "It was not scanned yet.");
    if (row->failed_at != 0)
      hm_html_text_format (html, "The last scan failed on %s: %s",
                           hm_chart_day (row->failed_at, day), failure);
    hm_html_end (html);
  }
  if (row->has_report && row->is_stale)
    hm_html_leaf_format (html, "p", "warning", "It was last scanned as of %s.",
                         hm_chart_day (row->as_of, day));
  if (row->is_by_own_policy)
    hm_html_leaf (html, "p", "warning",
                  "It is measured " HM_BY_OWN_POLICY ", not as the others are.");
  if (row->is_nebraska)
    hm_html_leaf_format (html, "p", "warning", "Much rests on few: %s", row->nebraska);
}

static void
facts_append (HmHtml *html, const HmSite *site, const HmRankRow *row)
{
  g_autofree char *coverage = g_strdup_printf ("%d\xc2\xa0%%", row->coverage_percent);
  g_autofree char *commit = NULL;
  char score[HM_SCORE_TEXT_SIZE];
  char share[HM_SITE_SHARE_SIZE];
  char change[HM_SITE_CHANGE_SIZE];
  char hex[HM_OID_HEX_SIZE + 1];
  int tenths;

  hm_html_begin (html, "dl");
  hm_html_attribute (html, "class", "facts");
  hm_html_begin (html, "div");
  hm_html_leaf (html, "dt", NULL, "Score");
  hm_html_begin (html, "dd");
  hm_site_score (html, row->has_report ? row->score : HM_NO_SCORE, row->band);
  hm_html_end (html);
  hm_html_end (html);
  if (row->has_report) {
    hm_site_fact (html, "Floor", hm_score_text (row->floor, score));
    hm_site_fact (html, "Ceiling", hm_score_text (row->ceiling, score));
    hm_site_fact (html, "Coverage", coverage);
  }
  hm_site_fact (html, "Risk", hm_score_text (row->risk, score));
  hm_site_fact (html, "Criticality", hm_site_criticality_text (row, share));
  if (site->ranking->since != 0 && hm_rank_row_change (row, &tenths))
    hm_site_fact (html, "Change", hm_site_change_text (tenths, change));
  if (row->has_report) {
    commit = g_strdup_printf ("%.*s", COMMIT_DIGITS, hm_oid_hex (&row->commit, hex));
    hm_site_fact (html, "Commit", commit);
  }
  hm_html_end (html);
}

static void
trend_append (HmHtml *html, const HmSite *site, const HmRepositoryStory *story)
{
  const HmChartTrendWords words = {
    .frame = { .id = "trend",
               .title = "Score over time",
               .called = "the score over time",
               .description =
                   "The line is the score; the band around it reaches from the floor, what it would "
                   "be if all that nobody could look at were bad, to the ceiling, if all were good." },
    .width = 720,
    .height = 280,
    .low = "floor",
    .middle = "score",
    .high = "ceiling",
  };
  const guint first = hm_site_points_first (site, story);
  g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (HmChartMoment));
  const HmStoryPoint *newest;
  char day[HM_CHART_DAY_SIZE];

  if (story->points->len < 2)
    return;
  for (guint i = first; i < story->points->len; i++) {
    const HmStoryPoint *point = g_ptr_array_index (story->points, i);
    const HmChartMoment moment = {
      .time = point->as_of, .low = point->floor, .middle = point->score, .high = point->ceiling
    };

    g_array_append_val (moments, moment);
  }
  hm_html_leaf (html, "h2", NULL, "Over time");
  newest = g_ptr_array_index (story->points, story->points->len - 1);
  if (newest->as_of < hm_instant_add_months (site->ranking->as_of, -HM_SITE_MONTHS))
    hm_html_leaf_format (html, "p", NULL,
                         "No report is of the last %d months; these are the last there are, "
                         "up to %s.",
                         HM_SITE_MONTHS, hm_chart_day (newest->as_of, day));
  hm_chart_trend (html, &words, (const HmChartMoment *) (gpointer) moments->data, moments->len);
  hm_site_left_out_tell (html, first);
}

/* Returns: (owned) the first characters of @text. */
static char *
text_cut (const char *text)
{
  char *valid = g_utf8_make_valid (text, -1);

  if (g_utf8_strlen (valid, -1) > REASON_CHARACTERS)
    *g_utf8_offset_to_pointer (valid, REASON_CHARACTERS) = '\0';
  return valid;
}

static void
steps_append (HmHtml *html, const HmReport *report)
{
  const guint n = MIN (report->steps->len, STEPS_MAX);

  if (n == 0)
    return;
  hm_html_leaf (html, "h2", NULL, "What helps most");
  hm_html_leaf (html, "p", NULL, "With the points that each would add to the score, of 10.");
  hm_html_begin (html, "ol");
  for (guint i = 0; i < n; i++) {
    const HmStep *step = g_ptr_array_index (report->steps, i);
    g_autofree char *name = text_cut (step->check_name);
    char gain[HM_GAIN_TEXT_SIZE];

    hm_gain_text (step->gain, gain);
    hm_html_begin (html, "li");
    if (step->is_view)
      hm_html_text_format (html, "To see more, which may settle %s: ", gain);
    else
      hm_html_text_format (html, "+%s: ", gain);
    hm_site_prose (html, step->text, REASON_CHARACTERS);
    hm_html_text_format (html, " (%s)", name);
    hm_html_end (html);
  }
  hm_html_end (html);
}

static void
check_row_append (HmHtml *html, const HmSite *site, const HmRankRow *row, const HmResult *result)
{
  const HmRankCheck *check = hm_rank_row_check (row, result->id);
  g_autofree char *name = hm_name_cut (result->name, HM_SITE_NAME_COLUMNS);
  gpointer number;
  char change[HM_SITE_CHANGE_SIZE];

  hm_html_begin (html, "tr");
  hm_site_row_heading_begin (html);
  if (check != NULL && g_hash_table_lookup_extended (site->check_numbers, check->id, NULL, &number))
    hm_site_link (
        html, TRUE,
        ((HmSiteCheck *) g_ptr_array_index (site->checks, GPOINTER_TO_UINT (number)))->page, name);
  else
    hm_html_text (html, name);
  hm_html_end (html);
  hm_html_leaf (html, "td", NULL, hm_risk_text (result->risk));
  hm_html_begin (html, "td");
  hm_html_attribute (html, "class", "number");
  if (result->status == HM_STATUS_NOT_APPLICABLE)
    hm_html_text (html, "\xe2\x80\x93");
  else
    hm_site_score (html, result->score, NULL);
  hm_html_end (html);
  hm_chart_cell_tenths (html,
                        result->status == HM_STATUS_NOT_APPLICABLE ? HM_NO_SCORE : result->floor);
  if (site->ranking->since != 0)
    hm_html_leaf (html, "td", "number",
                  check != NULL && check->score >= 0 && check->before >= 0
                      ? hm_site_change_text (check->score - check->before, change)
                      : "");
  hm_html_begin (html, "td");
  hm_html_attribute (html, "class", "why");
  hm_site_prose (html, result->reason, REASON_CHARACTERS);
  hm_html_end (html);
  hm_html_end (html);
}

static void
checks_append (HmHtml *html, const HmSite *site, const HmRankRow *row, const HmReport *report)
{
  guint n = 0;

  if (report->results->len == 0)
    return;
  hm_html_leaf (html, "h2", NULL, "Its checks");
  hm_site_scroll_begin (html, "Table of checks");
  hm_html_begin (html, "table");
  hm_html_attribute (html, "class", "sortable");
  hm_html_leaf (html, "caption", NULL, "What each check says");
  hm_html_begin (html, "thead");
  hm_html_begin (html, "tr");
  hm_site_column (html, NULL, "Check");
  hm_site_column (html, NULL, "Weight by risk");
  hm_site_column (html, "number", "Score");
  hm_site_column (html, "number", "Floor");
  if (site->ranking->since != 0)
    hm_site_column (html, "number", "Change");
  hm_site_column (html, NULL, "Why");
  hm_html_end (html);
  hm_html_end (html);
  hm_html_begin (html, "tbody");
  for (; n < report->results->len && hm_html_size (html) < HM_SITE_PAGE_MAX / 2; n++)
    check_row_append (html, site, row, g_ptr_array_index (report->results, n));
  hm_html_end (html);
  hm_html_end (html);
  hm_html_end (html);
  if (n < report->results->len)
    hm_html_leaf_format (html, "p", NULL, "%u more checks are left out.", report->results->len - n);
}

static void
number_cell (HmHtml *html, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  hm_html_leaf (html, "td", "number", g_ascii_formatd (text, sizeof text, "%.6g", number));
}

static void
parts_append (HmHtml *html, const HmCriticality *criticality)
{
  hm_site_scroll_begin (html, "Table of signals");
  hm_html_begin (html, "table");
  hm_html_leaf (html, "caption", NULL, "Signals of its criticality");
  hm_html_begin (html, "thead");
  hm_html_begin (html, "tr");
  hm_site_column (html, NULL, "Signal");
  hm_site_column (html, "number", "Value");
  hm_site_column (html, "number", "Threshold");
  hm_site_column (html, "number", "Weight");
  hm_site_column (html, "number", "Share");
  hm_html_end (html);
  hm_html_end (html);
  hm_html_begin (html, "tbody");
  for (int i = 0; i < HM_CRITICALITY_N_SIGNALS; i++) {
    const HmCriticalityPart *part = &criticality->parts[i];
    char share[HM_SITE_SHARE_SIZE];

    hm_chart_row_begin (html, hm_criticality_signal_text ((HmCriticalitySignal) i));
    if (part->is_known)
      number_cell (html, part->value);
    else
      hm_html_leaf (html, "td", "number", "not known");
    number_cell (html, part->threshold);
    number_cell (html, part->weight);
    hm_html_leaf (html, "td", "number",
                  part->is_known ? hm_site_share_text (part->share, share) : "");
    hm_html_end (html);
  }
  hm_html_end (html);
  hm_html_end (html);
  hm_html_end (html);
}

static void
criticality_append (HmHtml *html, const HmCriticality *criticality)
{
  char value[HM_SITE_SHARE_SIZE];
  char worked_out[HM_SITE_SHARE_SIZE];

  hm_html_leaf (html, "h2", NULL, "Its criticality");
  if (criticality->origin == HM_CRITICALITY_UNKNOWN) {
    hm_html_leaf (html, "p", NULL, "Nothing is known to work it out from.");
    return;
  }
  hm_site_share_text (criticality->value, value);
  if (criticality->origin == HM_CRITICALITY_WORKED_OUT)
    hm_html_leaf_format (html, "p", NULL, "%s of 1, worked out from these signals.", value);
  else if (criticality->worked_out < 0)
    hm_html_leaf_format (html, "p", NULL, "%s of 1, as the portfolio file says.", value);
  else
    hm_html_leaf_format (html, "p", NULL,
                         "%s of 1, as the portfolio file says. These signals would come to %s.",
                         value, hm_site_share_text (criticality->worked_out, worked_out));
  if (criticality->worked_out >= 0)
    parts_append (html, criticality);
}

gboolean
hm_site_write_repository (HmSite *site, guint index, const HmRepositoryStory *story,
                          HmSiteSink sink, gpointer data, GError **error)
{
  const HmRankRow *row = hm_ranking_row (site->ranking, index);
  const HmReport *report = story->report;
  g_autofree char *why = hm_public_why (row);
  g_autofree char *stem = g_strconcat ("badges/", g_ptr_array_index (site->names, index), NULL);
  const HmBadgeFigures figures = hm_rank_row_badge (row);
  g_autoptr (HmReport) headline = hm_figures_report (&figures);
  const HmSiteBadge badge = { .stem = stem,
                              .page = g_ptr_array_index (site->pages, index),
                              .report = report != NULL ? report : headline };
  const HmSitePage page = { .title = hm_site_name (site, index),
                            .part = HM_SITE_ELSEWHERE,
                            .is_below = TRUE,
                            .is_of_one = TRUE };
  HmHtml *html;

  if (report != NULL)
    hm_site_summaries_keep (site, index, report);
  hm_site_moments_keep (site, index, story);
  if (!hm_site_badge_write (&badge, sink, data, error))
    return FALSE;
  html = hm_site_page_begin (site, &page);
  where_append (html, row, report);
  warnings_append (html, row);
  facts_append (html, site, row);
  /* Of a scan that failed, or was never, the warnings have told it. */
  if (*why != '\0' && row->failed_at == 0 && row->has_report)
    hm_html_leaf (html, "p", NULL, why);
  trend_append (html, site, story);
  if (report != NULL) {
    steps_append (html, report);
    checks_append (html, site, row, report);
    hm_site_findings (html, report);
  }
  criticality_append (html, &row->criticality);
  hm_html_leaf (html, "h2", NULL, "Its badge");
  hm_html_begin (html, "p");
  hm_site_badge_picture (html, TRUE, &badge);
  hm_html_end (html);
  hm_site_badge_lines (html, site, TRUE, &badge);
  return hm_site_page_end (html, g_ptr_array_index (site->pages, index), sink, data, error);
}
