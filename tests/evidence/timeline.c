/* SPDX-License-Identifier: Apache-2.0 */
/* Each moment of a history is what a scan of it finds. */
#include "evidence/timeline.h"

#include "core/oid.h"
#include "facts_text.h"
#include "story.h"

#define STORY_END (STORY_BEGIN + (gint64) STORY_MONTHS * STORY_MONTH)

static char *
scan_text (const Scratch *scratch, const HmOid *commit, gint64 as_of)
{
  char hex[HM_OID_HEX_SIZE + 1];
  const HmCollectOptions options = story_options (hm_oid_hex (commit, hex), as_of);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmEvidenceStore) store = hm_collect (scratch->path, &options, &error);

  g_assert_no_error (error);
  return facts_text (hm_evidence_store_facts (store));
}

static char *
moment_text (HmTimeline *timeline, const HmMoment *moment, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmEvidenceStore) store = hm_timeline_at (timeline, &moment->commit, as_of, &error);

  g_assert_no_error (error);
  return facts_text (hm_evidence_store_facts (store));
}

/* In whatever order they are asked for, and as of whatever time. */
static void
test_moments_equal_scans (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  HmCollectOptions options = story_options (NULL, STORY_END);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmTimeline) timeline = NULL;
  const HmMoment *moments;
  gsize n_moments;

  story_write (scratch);
  timeline = hm_timeline_new (scratch->path, &options, &error);
  g_assert_no_error (error);
  moments = hm_timeline_moments (timeline, &n_moments);
  g_assert_cmpuint (n_moments, >, STORY_MONTHS);
  g_assert_cmpint (moments[0].time, >, moments[n_moments - 1].time);
  for (gsize step = 0; step < n_moments; step += 7) {
    gsize i = step % 2 == 0 ? n_moments - 1 - step : step;
    gint64 as_of = moments[i].time + (gint64) (step % 3) * STORY_MONTH;
    g_autofree char *scan = scan_text (scratch, &moments[i].commit, as_of);
    g_autofree char *moment = moment_text (timeline, &moments[i], as_of);
    g_autofree char *again = moment_text (timeline, &moments[i], as_of);

    g_assert_cmpstr (moment, ==, scan);
    g_assert_cmpstr (again, ==, scan);
  }
}

static void
test_newest_equals_scan (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  HmCollectOptions options = story_options (NULL, STORY_END);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmTimeline) timeline = NULL;
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *newest = NULL;
  g_autofree char *scan = NULL;

  story_write (scratch);
  timeline = hm_timeline_new (scratch->path, &options, &error);
  g_assert_no_error (error);
  store = hm_collect (scratch->path, &options, &error);
  g_assert_no_error (error);
  newest = facts_text (hm_timeline_newest (timeline));
  scan = facts_text (hm_evidence_store_facts (store));
  g_assert_cmpstr (newest, ==, scan);
}

/* A tag of an ancestor that was made later is not there yet. */
static void
test_tags_that_existed (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  HmCollectOptions options = story_options (NULL, STORY_END);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmTimeline) timeline = NULL;
  g_autoptr (HmEvidenceStore) before = NULL;
  g_autoptr (HmEvidenceStore) after = NULL;
  const HmMoment *moments;
  gsize n;
  gint64 tagged = STORY_BEGIN + (5 + 2) * (gint64) STORY_MONTH;

  story_write (scratch);
  timeline = hm_timeline_new (scratch->path, &options, &error);
  g_assert_no_error (error);
  moments = hm_timeline_moments (timeline, &n);
  before = hm_timeline_at (timeline, &moments[n - 6].commit, tagged - 1, &error);
  after = hm_timeline_at (timeline, &moments[n - 6].commit, tagged, &error);
  g_assert_cmpuint (hm_evidence_store_facts (before)->history.n_tags, ==, 0);
  g_assert_cmpuint (hm_evidence_store_facts (after)->history.n_tags, ==, 1);
  g_assert_cmpuint (hm_evidence_store_facts (after)->history.tags[0].commit, ==, 0);
}

/* What a branch that the commit is no part of had tagged by then is told apart. */
static void
test_tags_of_branches (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  HmCollectOptions options = story_options (NULL, STORY_END);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmTimeline) timeline = NULL;
  g_autoptr (HmEvidenceStore) before = NULL;
  g_autoptr (HmEvidenceStore) after = NULL;
  const HmHistory *history;
  const HmMoment *moments;
  gsize n;
  gint64 tagged = STORY_BEGIN + (5 + 2) * (gint64) STORY_MONTH;

  story_write (scratch);
  timeline = hm_timeline_new (scratch->path, &options, &error);
  g_assert_no_error (error);
  moments = hm_timeline_moments (timeline, &n);
  before = hm_timeline_at (timeline, &moments[n - 5].commit, tagged - 1, &error);
  g_assert_no_error (error);
  after = hm_timeline_at (timeline, &moments[n - 5].commit, tagged, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hm_evidence_store_facts (before)->history.n_branch_tags, ==, 0);
  history = &hm_evidence_store_facts (after)->history;
  g_assert_cmpuint (history->n_tags, ==, 0);
  g_assert_cmpuint (history->n_branch_tags, ==, 1);
  g_assert_cmpuint (history->branch_tags[0].commit, ==, HM_NO_INDEX);
  g_assert_cmpuint (history->branch_tags[0].tagger, <, history->n_people);
}

static void
test_stranger_commit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  HmCollectOptions options = story_options (NULL, STORY_END);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmTimeline) timeline = NULL;
  const HmOid nothing = { .bytes = { 1 } };

  scratch_commits (scratch, 2);
  timeline = hm_timeline_new (scratch->path, &options, &error);
  g_assert_no_error (error);
  g_assert_null (hm_timeline_at (timeline, &nothing, STORY_END, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_NOT_FOUND);
}

/* What the facts point to lives as long as they do. */
static void
test_facts_outlive_timeline (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  HmCollectOptions options = story_options (NULL, STORY_END);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmTimeline) timeline = NULL;
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const HmMoment *moments;
  gsize n;

  story_write (scratch);
  timeline = hm_timeline_new (scratch->path, &options, &error);
  g_assert_no_error (error);
  moments = hm_timeline_moments (timeline, &n);
  store = hm_timeline_at (timeline, &moments[3].commit, STORY_END, &error);
  g_assert_no_error (error);
  before = facts_text (hm_evidence_store_facts (store));
  g_clear_pointer (&timeline, hm_timeline_free);
  after = facts_text (hm_evidence_store_facts (store));
  g_assert_cmpstr (after, ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/moments-equal-scans", test_moments_equal_scans);
  g_test_add_func ("/timeline/newest-equals-scan", test_newest_equals_scan);
  g_test_add_func ("/timeline/tags-that-existed", test_tags_that_existed);
  g_test_add_func ("/timeline/tags-of-branches", test_tags_of_branches);
  g_test_add_func ("/timeline/stranger-commit", test_stranger_commit);
  g_test_add_func ("/timeline/facts-outlive-timeline", test_facts_outlive_timeline);
  return g_test_run ();
}
