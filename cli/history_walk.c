/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/history_walk.h"

#include "checks/takeover/rule.h"
#include "cli/history_first.h"
#include "core/error.h"
#include "core/instant.h"
#include "evidence/git/cancel.h"
#include "scoring/score.h"

#include <hallmark/version.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A probe asks what is in order; a signal says what is not. */
typedef struct {
  const char *probe;
  HmSignalTraits traits;
} ProbeTraits;

static const ProbeTraits probe_traits[] = {
  { "sensitive-changes-witnessed",
    { HM_SIGNAL_EXPOSURE, "unwitnessed changes",
      "sensitive files were changed and nobody but the author is visible" } },
  { "sensitive-requests-reviewed",
    { HM_SIGNAL_EXPOSURE, "unreviewed requests",
      "pull requests that touch sensitive files were merged without a review" } },
  { "contact-changes-witnessed",
    { HM_SIGNAL_TRANSITION, "contacts changed",
      "a contact was changed and nobody but the author is visible" } },
  { "no-hidden-characters",
    { HM_SIGNAL_EXPOSURE, "hidden characters", "files hold characters that no editor shows" } },
  { "new-opaque-files-witnessed",
    { HM_SIGNAL_EXPOSURE, "opaque files",
      "new files that can't be read came in and nobody but the author is visible" } },
  { "new-opaque-lines-witnessed",
    { HM_SIGNAL_EXPOSURE, "opaque lines",
      "new lines that can't be read came in and nobody but the author is visible" } },
  { "build-inputs-in-git",
    { HM_SIGNAL_EXPOSURE, "inputs not in git", "releases ship build inputs that git lacks" } },
  { "release-tags-signed",
    { HM_SIGNAL_EXPOSURE, "unsigned releases", "release tags are not all annotated and signed" } },
  { "release-keys-known",
    { HM_SIGNAL_TRANSITION, "unknown release key",
      "a key that nobody had seen before signs releases" } },
  { "tags-unmoved", { HM_SIGNAL_ARTEFACT, "moved tags", "tags lead elsewhere than before" } },
};

/* Of Takeover-Signals the rule says it; a failed probe that nothing is known of counts as the weakest kind. */
static HmSignalTraits
signal_describe (const char *check, const HmFinding *finding)
{
  static const HmSignalKind kinds[] = {
    [HM_TAKEOVER_EXPOSURE] = HM_SIGNAL_EXPOSURE,
    [HM_TAKEOVER_TRANSITION] = HM_SIGNAL_TRANSITION,
    [HM_TAKEOVER_ARTEFACT] = HM_SIGNAL_ARTEFACT,
  };
  const HmTakeoverTraits *rule =
      g_str_equal (check, "takeover-signals") ? hm_takeover_find (finding->probe) : NULL;

  if (rule != NULL)
    return (HmSignalTraits){ kinds[rule->kind], NULL, rule->label };
  for (gsize i = 0; i < G_N_ELEMENTS (probe_traits); i++) {
    if (g_str_equal (probe_traits[i].probe, finding->probe))
      return probe_traits[i].traits;
  }
  return (HmSignalTraits){ HM_SIGNAL_EXPOSURE, NULL, NULL };
}

static void
note_add (HmHistoryReport *history, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  g_ptr_array_add (history->notes, g_strdup_vprintf (format, values));
  va_end (values);
}

/* What the rows can't tell, once for all of them. */
static void
notes_add (HmHistoryReport *history, const HmFacts *facts, const HmHistoryWish *wish,
           const GArray *points, gboolean is_cut)
{
  char day[HM_INSTANT_TEXT_SIZE];
  gint64 first = wish->span.until;

  if (points->len > 0)
    first = g_array_index (points, HmHistoryPoint, 0).time;
  *strchr (hm_instant_text (first, day), 'T') = '\0';
  note_add (history, "No forge was asked: what only a forge knows is unknown in every row, and "
                     "left out of its score.");
  if (facts->history.cut != NULL && points->len > 0)
    note_add (
        history,
        "%s: what was before that is not known, no row is of a time before %s, and the first rows "
        "know less than they seem to.",
        facts->history.cut, day);
  if (is_cut)
    note_add (history, "At most %u rows are told: those before %s are left out.",
              HM_HISTORY_ROWS_MAX, day);
}

/* Of the time that the rows tell of, or all of them where there is no row. */
static void
releases_add (HmHistoryReport *history, const HmFacts *facts, const HmSpan *span)
{
  for (gsize i = facts->history.n_tags; i-- > 0;) {
    const HmTag *tag = &facts->history.tags[i];
    HmHistoryRelease *release;

    if (!tag->is_release || tag->time < span->since || tag->time > span->until)
      continue;
    release = g_new0 (HmHistoryRelease, 1);
    release->time = tag->time;
    release->name = g_strdup (tag->name);
    g_ptr_array_add (history->releases, release);
  }
}

static void
progress_draw (const char *what, const HmHistoryPoint *point)
{
  char day[HM_INSTANT_TEXT_SIZE];

  if (!isatty (STDERR_FILENO))
    return;
  *strchr (hm_instant_text (point->time, day), 'T') = '\0';
  fprintf (stderr, "\r\033[K%s %s", what, day);
  fflush (stderr);
}

static void
progress_wipe (void)
{
  if (isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}

/* What looking at one point takes: the data of HmHistoryScan. */
typedef struct {
  HmTimeline *timeline;
  const HmHistoryWish *wish;
} Scanner;

/* Returns: (owned) NULL with @error set. */
static HmReport *
point_scan (gpointer data, const HmHistoryPoint *point, GError **error)
{
  const Scanner *scanner = data;
  const HmHistoryWish *wish = scanner->wish;
  g_autoptr (HmEvidenceStore) store =
      hm_timeline_at (scanner->timeline, &point->commit, point->time, error);
  g_autoptr (HmReport) report = NULL;

  if (store == NULL)
    return NULL;
  report = hm_score_subject ((const HmCheck *const *) wish->checks->pdata, wish->checks->len,
                             hm_evidence_store_facts (store), &hm_policy_default, HM_VERSION);
  if (hm_is_cancelled (wish->collect.cancelled)) {
    hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
    return NULL;
  }
  return g_steal_pointer (&report);
}

/* As point_scan(), and says where it is. */
static HmReport *
point_search (gpointer data, const HmHistoryPoint *point, GError **error)
{
  progress_draw ("Searching", point);
  return point_scan (data, point, error);
}

static gboolean
rows_add (HmHistoryReport *history, Scanner *scanner, const GArray *points, GError **error)
{
  for (guint i = 0; i < points->len; i++) {
    const HmHistoryPoint *point = &g_array_index (points, HmHistoryPoint, i);
    g_autofree char *what = g_strdup_printf ("Scanning %u of %u,", i + 1, points->len);
    g_autoptr (HmReport) report = NULL;

    progress_draw (what, point);
    report = point_scan (scanner, point, error);
    if (report == NULL)
      return FALSE;
    hm_history_report_add (history, report, point->tag, signal_describe);
  }
  return TRUE;
}

static gboolean
first_alarms_find (HmHistoryReport *history, Scanner *scanner, const GArray *points,
                   gboolean is_cut, GError **error)
{
  HmHistorySearch search = {
    .facts = hm_timeline_newest (scanner->timeline),
    .scan = point_search,
    .data = scanner,
  };
  const gboolean has_begin =
      !is_cut && !scanner->wish->has_first && search.facts->history.cut == NULL;

  search.moments = hm_timeline_moments (scanner->timeline, &search.n_moments);
  return hm_history_first_find (history, points, has_begin, &search, error);
}

static HmTimeline *
timeline_open (const char *path, const HmHistoryWish *wish, GError **error)
{
  HmCollectOptions options = wish->collect;

  options.forge = (HmForgeOptions){ .is_offline = TRUE };
  options.has_as_of = TRUE;
  options.as_of = wish->span.until;
  /* What it remembers are the tags of today. */
  options.state = NULL;
  /* For the releases. */
  options.needs |= HM_NEED_HISTORY | HM_NEED_SIGNATURES;
  return hm_timeline_new (path, &options, error);
}

static GArray *
points_choose (const HmTimeline *timeline, const HmHistoryWish *wish, gboolean *ret_is_cut)
{
  gsize n_moments;
  const HmMoment *moments = hm_timeline_moments (timeline, &n_moments);

  return wish->by_tags
             ? hm_history_points_tags (hm_timeline_newest (timeline), &wish->span, ret_is_cut)
             : hm_history_points_every (moments, n_moments, &wish->every, &wish->span, ret_is_cut);
}

HmHistoryReport *
hm_history_walk (const char *path, const HmHistoryWish *wish, GError **error)
{
  g_autoptr (HmHistoryReport) history = hm_history_report_new ();
  g_autoptr (HmTimeline) timeline = timeline_open (path, wish, error);
  g_autoptr (GArray) points = NULL;
  Scanner scanner = { timeline, wish };
  const HmFacts *newest;
  gboolean is_cut;
  gboolean is_told;

  if (timeline == NULL)
    return NULL;
  newest = hm_timeline_newest (timeline);
  points = points_choose (timeline, wish, &is_cut);
  history->commit = newest->subject.commit;
  hm_text_set (&history->tool_version, HM_VERSION);
  hm_text_set (&history->subject_name, newest->subject.name);
  hm_text_set (&history->subject_ref, newest->subject.ref != NULL ? newest->subject.ref : "");
  hm_text_set (&history->step, wish->step);
  notes_add (history, newest, wish, points, is_cut);
  releases_add (history, newest, &wish->span);
  is_told = rows_add (history, &scanner, points, error)
            && (!wish->wants_first_alarms
                || first_alarms_find (history, &scanner, points, is_cut, error));
  progress_wipe ();
  return is_told ? g_steal_pointer (&history) : NULL;
}
