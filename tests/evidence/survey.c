/* SPDX-License-Identifier: Apache-2.0 */
/* How far what commits changed is looked at, and that it shows nothing of what others asked for. */
#include "evidence/git/survey.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/repository.h"
#include "scratch.h"

#define ADA "Ada Lovelace <ada@x.org>"
#define BOB "Bob Babbage <bob@x.org>"
#define NOW ((gint64) 1600000000)
#define DAY ((gint64) 86400)
#define YEAR (365 * DAY)

/* A repository that is open, with what is known of it. */
typedef struct {
  git_repository *repository;
  git_odb *odb;
  HmJournal *journal;
  HmResolver *resolver;
} Place;

static void
place_open (Place *place, const Scratch *scratch)
{
  place->repository = hm_repository_open (scratch->path, NULL);
  g_assert_nonnull (place->repository);
  g_assert_cmpint (git_repository_odb (&place->odb, place->repository), ==, 0);
  place->journal = hm_journal_new ();
  place->resolver = hm_resolver_new (place->journal->identities, NULL);
}

static void
place_clear (Place *place)
{
  hm_resolver_free (place->resolver);
  hm_journal_unref (place->journal);
  git_odb_free (place->odb);
  git_repository_free (place->repository);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static HmWalk *
walk_surveyed (const Place *place, const Scratch *scratch, const HmSurveyOptions *options)
{
  const HmWalkOptions walk_options = {
    .commits_max = HM_COMMITS_MAX,
    .bytes_max = HM_HISTORY_BYTES_MAX,
    .journal = place->journal,
  };
  g_autofree char *hex = scratch_git_fed (scratch, NULL, 0, "rev-parse main");
  g_autoptr (HmSurvey) survey = NULL;
  g_autoptr (GError) error = NULL;
  HmWalk *walk;
  HmOid start;

  g_assert_true (hm_oid_parse (hex, &start));
  walk = hm_walk_new (place->repository, place->odb, &start, &walk_options, &error);
  g_assert_no_error (error);
  hm_walk_join (walk, place->resolver);
  survey = hm_survey_new (walk, options);
  hm_survey_run (survey, place->odb);
  g_assert_true (hm_survey_finish (survey, &error));
  g_assert_no_error (error);
  return walk;
}

static HmSurveyOptions
as_of (gint64 time)
{
  return (HmSurveyOptions){
    .as_of = time,
    .changes_max = HM_CHANGES_MAX,
    .bytes_max = HM_CHANGES_BYTES_MAX,
  };
}

static const HmCommit *
commit_of (const HmWalk *walk, gint64 time)
{
  for (guint i = 0; i < walk->commits->len; i++) {
    const HmCommit *commit = &g_array_index (walk->commits, HmCommit, i);

    if (commit->committer_time == time)
      return commit;
  }
  g_assert_not_reached ();
}

static const HmFileChange *
change_of (const HmWalk *walk, const HmCommit *commit, const char *path)
{
  for (guint32 i = 0; i < commit->n_changes; i++) {
    const HmFileChange *change = &g_array_index (walk->changes, HmFileChange, commit->changes + i);

    if (strcmp (change->path, path) == 0)
      return change;
  }
  return NULL;
}

/* A build file and a binary. */
#define FILES(letter) \
  "M 100644 inline configure.ac\ndata 2\n" letter "\n\nM 100644 inline tests/" letter \
  ".dat\ndata 3\n\x01\x02\x03\n"

static void
test_windows (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Place) place = { 0 };
  g_autoptr (HmWalk) walk = NULL;
  const HmSurveyOptions options = as_of (NOW);
  const HmCommit *commit;

  scratch_commit (scratch, ADA, NOW - 2 * YEAR - 1, FILES ("a"));
  scratch_commit (scratch, ADA, NOW - 2 * YEAR, FILES ("b"));
  scratch_commit (scratch, ADA, NOW - YEAR - 1, FILES ("c"));
  scratch_commit (scratch, ADA, NOW - YEAR, FILES ("d"));
  scratch_commit (scratch, ADA, NOW + YEAR, FILES ("e"));
  place_open (&place, scratch);
  walk = walk_surveyed (&place, scratch, &options);
  g_assert_cmpint (walk->changes_since, ==, NOW - 2 * YEAR);
  g_assert_cmpint (walk->contents_since, ==, NOW - YEAR);
  g_assert_null (walk->changes_why);
  commit = commit_of (walk, NOW - 2 * YEAR - 1);
  g_assert_cmpint (commit->look, ==, HM_LOOK_NONE);
  g_assert_cmpuint (commit->n_changes, ==, 0);
  commit = commit_of (walk, NOW - 2 * YEAR);
  g_assert_cmpint (commit->look, ==, HM_LOOK_PATHS);
  g_assert_cmpuint (commit->n_files, ==, 2);
  g_assert_cmpint (change_of (walk, commit, "configure.ac")->content, ==, HM_CONTENT_UNREAD);
  g_assert_null (change_of (walk, commit, "tests/b.dat"));
  g_assert_cmpint (commit_of (walk, NOW - YEAR - 1)->look, ==, HM_LOOK_PATHS);
  commit = commit_of (walk, NOW - YEAR);
  g_assert_cmpint (commit->look, ==, HM_LOOK_CONTENTS);
  g_assert_cmpint (change_of (walk, commit, "configure.ac")->content, ==, HM_CONTENT_TEXT);
  g_assert_cmpint (change_of (walk, commit, "tests/d.dat")->content, ==, HM_CONTENT_BINARY);
  g_assert_cmpint (commit_of (walk, NOW + YEAR)->look, ==, HM_LOOK_CONTENTS);
}

/* What is told of paths is the same whether the journal has looked at contents or not. */
static void
test_paths_out_of_contents (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Place) fresh = { 0 };
  g_auto (Place) learned = { 0 };
  g_autoptr (HmWalk) early = NULL;
  g_autoptr (HmWalk) late = NULL;
  g_autoptr (HmWalk) alone = NULL;
  HmSurveyOptions options = as_of (NOW);
  guint n_looks;

  scratch_commit (scratch, ADA, NOW - DAY, FILES ("a"));
  scratch_commit (scratch, ADA, NOW, FILES ("b") "M 100644 inline x.c\ndata 2\nx\n");
  place_open (&fresh, scratch);
  place_open (&learned, scratch);
  early = walk_surveyed (&learned, scratch, &options);
  n_looks = learned.journal->looks->len;
  options.as_of = NOW + YEAR + DAY;
  late = walk_surveyed (&learned, scratch, &options);
  alone = walk_surveyed (&fresh, scratch, &options);
  g_assert_cmpuint (learned.journal->looks->len, ==, n_looks);
  g_assert_cmpuint (early->changes->len, ==, 4);
  g_assert_cmpuint (late->changes->len, ==, 2);
  g_assert_cmpuint (alone->changes->len, ==, 2);
  for (guint i = 0; i < 2; i++) {
    const HmFileChange *a = &g_array_index (late->changes, HmFileChange, i);
    const HmFileChange *b = &g_array_index (alone->changes, HmFileChange, i);

    g_assert_cmpstr (a->path, ==, b->path);
    g_assert_true (hm_oid_equal (&a->before, &b->before) && hm_oid_equal (&a->after, &b->after));
    g_assert_cmpint (a->kind, ==, b->kind);
    g_assert_cmpint (a->content, ==, b->content);
    g_assert_cmpuint (a->roles, ==, b->roles);
    g_assert_cmpuint (a->marks, ==, b->marks);
    g_assert_cmpuint (a->n_marks, ==, b->n_marks);
    g_assert_cmpuint (a->entropy, ==, b->entropy);
    g_assert_cmpuint (a->size, ==, b->size);
  }
}

/* Whether the journal has a look at the commit of @time that read sources. */
static gboolean
has_sources_look (const HmWalk *walk, gint64 time)
{
  const HmChangesWanted wanted = { .look = HM_LOOK_CONTENTS, .has_sources = TRUE };
  const HmCommit *commit = commit_of (walk, time);

  return hm_journal_look (walk->journal, hm_journal_find (walk->journal, &commit->oid), &wanted)
         != NULL;
}

/* Sources are read where somebody came at most three years before the commit. */
static void
test_newcomers (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Place) place = { 0 };
  g_autoptr (HmWalk) walk = NULL;
  const HmSurveyOptions options = as_of (NOW);

  scratch_commit (scratch, BOB, NOW - HM_NEWCOMER_SECONDS - 30, FILES ("a"));
  scratch_commit (scratch, ADA, NOW - HM_NEWCOMER_SECONDS - 20, FILES ("b"));
  scratch_commit (scratch, ADA, NOW - 20, FILES ("c"));
  scratch_commit (scratch, ADA, NOW - 19, FILES ("d"));
  scratch_commit (scratch, BOB, NOW - 10, FILES ("e"));
  scratch_commit (scratch, "Cyril Young <c@x.org>", NOW - 5, FILES ("f"));
  scratch_commit (scratch, "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
                  NOW - 4, FILES ("g"));
  place_open (&place, scratch);
  walk = walk_surveyed (&place, scratch, &options);
  g_assert_true (has_sources_look (walk, NOW - 20));
  g_assert_false (has_sources_look (walk, NOW - 19));
  g_assert_false (has_sources_look (walk, NOW - 10));
  g_assert_true (has_sources_look (walk, NOW - 5));
  /* It says that it is a bot, and doesn't sign. */
  g_assert_true (has_sources_look (walk, NOW - 4));
}

/* Whoever dates their first commits back builds on commits that were not there then. */
static void
test_newcomer_dates_back (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Place) place = { 0 };
  g_autoptr (HmWalk) walk = NULL;
  const HmSurveyOptions options = as_of (NOW);

  scratch_commit (scratch, BOB, NOW - 9 * YEAR, FILES ("a"));
  scratch_commit (scratch, BOB, NOW - 30, FILES ("b"));
  scratch_commit (scratch, ADA, NOW - 8 * YEAR, FILES ("c"));
  scratch_commit (scratch, ADA, NOW - 10, FILES ("d"));
  place_open (&place, scratch);
  walk = walk_surveyed (&place, scratch, &options);
  g_assert_true (has_sources_look (walk, NOW - 10));
  g_assert_false (has_sources_look (walk, NOW - 30));
}

/* The full name of an older hand, and a new address: one person, as far as can be seen, and not the same spelling. */
static void
test_new_spelling (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Place) place = { 0 };
  g_autoptr (HmWalk) walk = NULL;
  const HmSurveyOptions options = as_of (NOW);

  scratch_commit (scratch, BOB, NOW - 9 * YEAR, FILES ("a"));
  scratch_commit (scratch, BOB, NOW - 30, FILES ("b"));
  scratch_commit (scratch, "Bob Babbage <bob@y.org>", NOW - 10, FILES ("c"));
  place_open (&place, scratch);
  walk = walk_surveyed (&place, scratch, &options);
  g_assert_cmpuint (commit_of (walk, NOW - 10)->author, ==, commit_of (walk, NOW - 30)->author);
  g_assert_true (has_sources_look (walk, NOW - 10));
  g_assert_false (has_sources_look (walk, NOW - 30));
}

static void
test_changes_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Place) place = { 0 };
  g_autoptr (HmWalk) at_limit = NULL;
  g_autoptr (HmWalk) past = NULL;
  HmSurveyOptions options = as_of (NOW);

  scratch_commit (scratch, ADA, NOW - 2, FILES ("a"));
  scratch_commit (scratch, ADA, NOW - 1, FILES ("b"));
  place_open (&place, scratch);
  options.changes_max = 4;
  at_limit = walk_surveyed (&place, scratch, &options);
  g_assert_null (at_limit->changes_why);
  options.changes_max = 3;
  past = walk_surveyed (&place, scratch, &options);
  g_assert_cmpstr (past->changes_why, ==, "only 3 changes were looked at");
  g_assert_cmpint (commit_of (past, NOW - 1)->look, ==, HM_LOOK_CONTENTS);
  g_assert_cmpint (commit_of (past, NOW - 2)->look, ==, HM_LOOK_NONE);
  g_assert_cmpuint (past->changes->len, ==, 2);
}

static void
test_bytes_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Place) place = { 0 };
  g_autoptr (HmWalk) walk = NULL;
  HmSurveyOptions options = as_of (NOW);

  scratch_commit (scratch, ADA, NOW - 2, FILES ("a"));
  scratch_commit (scratch, ADA, NOW - 1, FILES ("b"));
  place_open (&place, scratch);
  options.bytes_max = 0;
  walk = walk_surveyed (&place, scratch, &options);
  g_assert_cmpstr (walk->changes_why, ==, "what commits changed takes more than 16 GiB to read");
  g_assert_cmpuint (walk->changes->len, ==, 0);
  g_assert_cmpint (commit_of (walk, NOW - 1)->look, ==, HM_LOOK_NONE);
}

static void
test_missing_objects (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Place) place = { 0 };
  g_autoptr (HmWalk) walk = NULL;
  const HmSurveyOptions options = as_of (NOW);
  g_autofree char *hex = NULL;
  g_autofree char *file = NULL;

  scratch_commit (scratch, ADA, NOW - 2, FILES ("a"));
  scratch_commit (scratch, ADA, NOW - 1, FILES ("b"));
  hex = scratch_git_fed (scratch, NULL, 0, "rev-parse main~1:configure.ac");
  file = g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, hex, hex + 2);
  g_assert_cmpint (g_unlink (file), ==, 0);
  place_open (&place, scratch);
  walk = walk_surveyed (&place, scratch, &options);
  g_assert_true (commit_of (walk, NOW - 2)->is_partial);
  g_assert_nonnull (strstr (walk->changes_why, "2 commits could not be looked at whole"));
  g_assert_cmpuint (commit_of (walk, NOW - 1)->n_files, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/windows", test_windows);
  g_test_add_func ("/survey/paths-out-of-contents", test_paths_out_of_contents);
  g_test_add_func ("/survey/newcomers", test_newcomers);
  g_test_add_func ("/survey/newcomer-dates-back", test_newcomer_dates_back);
  g_test_add_func ("/survey/new-spelling", test_new_spelling);
  g_test_add_func ("/survey/changes-limit", test_changes_limit);
  g_test_add_func ("/survey/bytes-limit", test_bytes_limit);
  g_test_add_func ("/survey/missing-objects", test_missing_objects);
  return g_test_run ();
}
