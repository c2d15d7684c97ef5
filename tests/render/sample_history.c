/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/render/sample_history.h"

#include "core/instant.h"

#include <string.h>

#define HOSTILE "=<b>\"x\",\r\n\x1b[31m\xe2\x80\xae\xff"

static HmSignalTraits
traits_of (const char *check G_GNUC_UNUSED, const HmFinding *finding)
{
  if (strcmp (finding->probe, "combined-transitions") == 0)
    return (HmSignalTraits){ HM_SIGNAL_ARTEFACT, NULL, "several transitions at once" };
  if (strcmp (finding->probe, "bus-factor") == 0)
    return (HmSignalTraits){ HM_SIGNAL_EXPOSURE, NULL, "half of the work rests on one person" };
  return (HmSignalTraits){ HM_SIGNAL_TRANSITION, NULL, NULL };
}

static HmResult *
result_add (HmReport *report, const char *id, const char *name, int score)
{
  HmResult *result = hm_result_new ();

  hm_text_set (&result->id, id);
  hm_text_set (&result->name, name);
  result->status = score < 0 ? HM_STATUS_UNKNOWN : HM_STATUS_SCORED;
  result->score = score;
  g_ptr_array_add (report->results, result);
  return result;
}

void
hm_sample_history_add (HmHistoryReport *history, const HmSampleRow *row)
{
  static const HmOid cited = { { 0xc1, 0x7e } };
  g_autoptr (HmReport) report = hm_report_new ();
  HmResult *result;

  hm_text_set (&report->tool_version, "1.2.3");
  hm_text_set (&report->policy_name, "default");
  hm_text_set (&report->subject_name, "example.org/o/r");
  report->as_of = row->time;
  report->commit.bytes[0] = 0xab;
  report->commit.bytes[1] = (guint8) history->rows->len;
  report->score = row->score;
  report->floor = row->score < 0 ? 0 : MAX (row->score - 10, 0);
  report->ceiling = row->score < 0 ? 100 : MIN (row->score + 20, 100);
  report->coverage_percent = 75;
  result_add (report, "signed-commits", "Signed-Commits", row->score < 0 ? HM_NO_SCORE : 40);
  result =
      result_add (report, "takeover-signals", "Takeover-Signals", row->failed != NULL ? 20 : 100);
  hm_findings_add (result->findings, "calm-probe", HM_PASS, "is in order");
  for (gsize i = 0; row->failed != NULL && row->failed[i] != NULL; i++) {
    /* Twice: a probe that fails more than once is one signal. */
    HmFinding *finding =
        hm_findings_add (result->findings, row->failed[i], HM_FAIL, "%s was seen", row->failed[i]);

    if (i == 0)
      hm_finding_cite_commit (finding, &cited);
    hm_findings_add (result->findings, row->failed[i], HM_FAIL, "again");
  }
  hm_history_report_add (history, report, row->tag, traits_of);
}

static void
release_add (HmHistoryReport *history, gint64 time, const char *name)
{
  HmHistoryRelease *release = g_new0 (HmHistoryRelease, 1);

  release->time = time;
  release->name = g_strdup (name);
  g_ptr_array_add (history->releases, release);
}

HmHistoryReport *
hm_sample_history_new (void)
{
  static const char *const fragile[] = { "bus-factor", NULL };
  static const char *const moving[] = { "bus-factor", "new-lead", NULL };
  static const char *const taken[] = { "bus-factor", "new-lead", "combined-transitions", NULL };
  static const HmOid came_on = { { 0xca, 0x3e } };
  HmHistoryReport *history = hm_history_report_new ();

  for (int i = 0; i < 36; i++) {
    const HmSampleRow row = {
      .time = hm_instant_add_months (HM_SAMPLE_TIME + 1, i - 35) - 1,
      .score = i == 2   ? HM_NO_SCORE
               : i < 24 ? 60 + i / 4
               : i < 30 ? 55
                        : 20 + i % 3,
      .failed = i < 6    ? NULL
                : i < 24 ? fragile
                : i < 30 ? moving
                         : taken,
    };

    hm_sample_history_add (history, &row);
    if (i % 7 == 3)
      release_add (history, row.time - 86400 * 9, "v1.0");
  }
  /* Of the last signal alone somebody looked where between the rows it came on. */
  hm_history_came_on (history, 2, &came_on, hm_history_row (history, 29)->time + 86400 * 14,
                      "combined-transitions was seen here");
  hm_text_set (&history->subject_ref, "refs/heads/main");
  history->commit = hm_history_row (history, 35)->commit;
  g_ptr_array_add (history->notes, g_strdup ("No forge was asked."));
  return history;
}

HmHistoryReport *
hm_sample_history_hostile (void)
{
  static const char *const failed[] = { HOSTILE, NULL };
  HmHistoryReport *history = hm_history_report_new ();

  for (int i = 0; i < 3; i++)
    hm_sample_history_add (history, &(HmSampleRow){ HM_SAMPLE_TIME + i, 50, HOSTILE, failed });
  hm_text_set (&history->step, "tag");
  hm_text_set (&history->subject_name, HOSTILE);
  hm_text_set (&history->subject_ref, HOSTILE);
  release_add (history, HM_SAMPLE_TIME, HOSTILE);
  g_ptr_array_add (history->notes, g_strdup (HOSTILE));
  return history;
}
