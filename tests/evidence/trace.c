/* SPDX-License-Identifier: Apache-2.0 */
/* Whose traces commits show, in histories of a few commits. */
#include "evidence/git/trace.h"

#include <string.h>

#include "scratch.h"

#define ADA "Ada Lovelace <ada@x.org>"
#define BOB "Bob Babbage <bob@x.org>"
#define GITHUB "GitHub <noreply@github.com>"
#define BOT "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"

/* Appends a commit to @stream, with @more of fast-import's own (from, merge). */
static void
commit_add (GString *stream, const char *branch, guint mark, const char *author,
            const char *committer, const char *message, const char *more)
{
  g_string_append_printf (stream,
                          "commit refs/heads/%s\nmark :%u\nauthor %s %u +0000\n"
                          "committer %s %u +0000\ndata %" G_GSIZE_FORMAT "\n%s\n%s\n",
                          branch, mark, author, 1000 + mark, committer, 1000 + mark,
                          strlen (message), message, more);
}

static HmEvidenceStore *
collect (const Scratch *scratch, const GString *stream)
{
  const HmCollectOptions options = { .needs = HM_NEED_HISTORY };

  scratch_import (scratch, stream->str);
  return scratch_collect (scratch, &options);
}

/* The commit that was written with @mark. */
static const HmCommit *
commit_of (HmEvidenceStore *store, guint mark)
{
  const HmHistory *history = &hm_evidence_store_facts (store)->history;

  for (gsize i = 0; i < history->n_commits; i++)
    if (history->commits[i].committer_time == 1000 + mark)
      return &history->commits[i];
  g_assert_not_reached ();
}

static const char *
second_of (HmEvidenceStore *store, const HmCommit *commit)
{
  return commit->second == HM_NO_INDEX
             ? NULL
             : hm_evidence_store_facts (store)->history.people[commit->second].email;
}

/* One commit on top of one by Ada and one by Bob, and what becomes of it. */
static void
assert_trace (const char *author, const char *committer, const char *message, HmTrace trace,
              const char *second, guint32 pull_request)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GString) stream = g_string_new (NULL);
  g_autoptr (HmEvidenceStore) store = NULL;
  const HmCommit *commit;

  g_test_message ("%s, %s: %s", author, committer, message);
  commit_add (stream, "main", 1, BOB, BOB, "one", "");
  commit_add (stream, "main", 3, ADA, ADA, "three", "from :1\n");
  commit_add (stream, "main", 2, author, committer, message, "from :3\n");
  store = collect (scratch, stream);
  commit = commit_of (store, 2);
  g_assert_cmpint (commit->trace, ==, trace);
  g_assert_cmpstr (second_of (store, commit), ==, second);
  g_assert_cmpuint (commit->pull_request, ==, pull_request);
}

static void
test_committer (void)
{
  assert_trace (ADA, ADA, "x", HM_TRACE_NONE, NULL, 0);
  assert_trace (ADA, BOB, "x", HM_TRACE_SECOND, "bob@x.org", 0);
  assert_trace (BOB, ADA, "x", HM_TRACE_SECOND, "ada@x.org", 0);
  assert_trace (ADA, "Ada <ADA@x.org>", "x", HM_TRACE_NONE, NULL, 0);
  assert_trace (ADA, BOT, "x", HM_TRACE_NONE, NULL, 0);
  assert_trace (BOT, ADA, "x", HM_TRACE_SECOND, "ada@x.org", 0);
  assert_trace (ADA, GITHUB, "x", HM_TRACE_REQUEST, NULL, 0);
}

/* A name that is made up for the committer's line, or has nothing but others' work to show, is no second person. */
static void
test_committer_without_work (void)
{
  assert_trace (ADA, "Sock Puppet <sock@x.org>", "x", HM_TRACE_REQUEST, NULL, 0);
  assert_trace (ADA, "Sock Puppet <sock@x.org>", "x\n\nReviewed-by: Sock Puppet <sock@x.org>\n",
                HM_TRACE_REQUEST, NULL, 0);
  assert_trace (ADA, "Sock Puppet <sock@x.org>", "x\n\nReviewed-by: " BOB "\n", HM_TRACE_SECOND,
                "bob@x.org", 0);
}

/* A commit of GitHub's web interface at @time, on top of one by Bob. */
static void
assert_web (const char *committer, gint64 time, const char *more, HmTrace trace)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *tree = NULL;
  g_autofree char *parent = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hex = NULL;
  const HmCollectOptions options = { .needs = HM_NEED_HISTORY };

  scratch_commit (scratch, BOB, 1500000000, NULL);
  tree = scratch_git_fed (scratch, NULL, 0, "rev-parse main^{tree}");
  parent = scratch_git_fed (scratch, NULL, 0, "rev-parse main");
  text = g_strdup_printf ("tree %s\nparent %s\nauthor %s %" G_GINT64_FORMAT
                          " +0000\ncommitter %s %" G_GINT64_FORMAT " +0000\n%s\nx\n",
                          tree, parent, ADA, time, committer, time, more);
  hex = scratch_commit_raw (scratch, text, strlen (text));
  store = scratch_collect (scratch, &options);
  g_assert_cmpint (hm_evidence_store_facts (store)->history.commits[0].trace, ==, trace);
}

static void
test_unsigned_web_commit (void)
{
  static const char signature[] =
      "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n";

  assert_web (GITHUB, 1559347200, "", HM_TRACE_NONE);
  assert_web (GITHUB, 1559347200, signature, HM_TRACE_REQUEST);
  assert_web (GITHUB, 1559347199, "", HM_TRACE_REQUEST);
  assert_web ("GitLab <noreply@gitlab.com>", 1559347200, "", HM_TRACE_REQUEST);
}

static void
test_request (void)
{
  assert_trace (ADA, GITHUB, "x (#12)", HM_TRACE_REQUEST, NULL, 12);
  assert_trace (ADA, ADA, "x (#12)", HM_TRACE_REQUEST, NULL, 12);
  assert_trace (ADA, BOB, "x (#12)", HM_TRACE_SECOND, "bob@x.org", 12);
  assert_trace (BOT, GITHUB, "x (#12)", HM_TRACE_REQUEST, NULL, 12);
}

static void
test_trailers (void)
{
  assert_trace (ADA, ADA, "x\n\nReviewed-by: " BOB "\n", HM_TRACE_CLAIMED, "bob@x.org", 0);
  assert_trace (ADA, ADA, "x\n\nReviewed-by: Bob Babbage\n", HM_TRACE_CLAIMED, "bob@x.org", 0);
  assert_trace (ADA, ADA, "x\n\nReviewed-by: somebody <BOB@x.org>\n", HM_TRACE_CLAIMED, "bob@x.org",
                0);
  assert_trace (ADA, GITHUB, "x\n\nReviewed-by: " BOB "\n", HM_TRACE_SECOND, "bob@x.org", 0);
  assert_trace (ADA, ADA, "x\n\nCo-authored-by: " BOB "\n", HM_TRACE_NONE, NULL, 0);
  assert_trace (ADA, ADA, "x\n\nReviewed-by: " BOB "\n\nNo trailer.\n", HM_TRACE_NONE, NULL, 0);
  assert_trace (ADA, ADA, "x\n\nReviewed-by: Cy Young <cy@x.org>\n", HM_TRACE_REQUEST, NULL, 0);
  assert_trace (ADA, ADA, "x\n\nSigned-off-by: " ADA "\n", HM_TRACE_NONE, NULL, 0);
  assert_trace (ADA, ADA, "x\n\nSigned-off-by: ada lovelace\n", HM_TRACE_NONE, NULL, 0);
  assert_trace ("ada <ada@x.org>", ADA, "x\n\nSigned-off-by: Ada\n", HM_TRACE_NONE, NULL, 0);
  assert_trace (ADA, ADA, "x\n\nReviewed-by: " BOT "\nAcked-by: " GITHUB "\n", HM_TRACE_NONE, NULL,
                0);
}

/* One typed line joins nobody: Ada is not Bob, whatever she writes. */
static void
test_trailer_joins_nobody (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GString) stream = g_string_new (NULL);
  g_autoptr (HmEvidenceStore) store = NULL;

  commit_add (stream, "main", 1, BOB, BOB, "one", "");
  commit_add (stream, "main", 2, ADA, ADA,
              "two\n\nSigned-off-by: Bob Babbage <ada@x.org>\nAcked-by: Ada Lovelace <bob@x.org>\n",
              "from :1\n");
  store = collect (scratch, stream);
  g_assert_cmpuint (hm_evidence_store_facts (store)->history.n_people, ==, 2);
  g_assert_cmpuint (hm_evidence_store_facts (store)->history.n_identities, ==, 2);
}

/* Ada's commit 2 came in by the merge 4, whose author and committer are given. */
static void
assert_merged (const char *author, const char *committer, const char *message, HmTrace trace,
               const char *second, guint32 pull_request)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GString) stream = g_string_new (NULL);
  g_autoptr (HmEvidenceStore) store = NULL;
  const HmCommit *commit;

  g_test_message ("%s, %s: %s", author, committer, message);
  commit_add (stream, "main", 1, BOB, BOB, "one", "");
  commit_add (stream, "side", 2, ADA, ADA, "two", "from :1\n");
  commit_add (stream, "main", 3, BOB, BOB, "three", "from :1\n");
  commit_add (stream, "main", 4, author, committer, message, "from :3\nmerge :2\n");
  store = collect (scratch, stream);
  commit = commit_of (store, 2);
  g_assert_false (commit->is_mainline);
  g_assert_cmpint (commit->trace, ==, trace);
  g_assert_cmpstr (second_of (store, commit), ==, second);
  g_assert_cmpuint (commit->pull_request, ==, pull_request);
  g_assert_cmpint (commit_of (store, 3)->trace, ==, HM_TRACE_NONE);
}

static void
test_merges (void)
{
  assert_merged (BOB, BOB, "merge", HM_TRACE_SECOND, "bob@x.org", 0);
  assert_merged (BOB, GITHUB, "Merge pull request #12 from ada/x", HM_TRACE_SECOND, "bob@x.org",
                 12);
  assert_merged (ADA, GITHUB, "Merge pull request #12 from ada/x", HM_TRACE_REQUEST, NULL, 12);
  assert_merged (ADA, GITHUB, "merge", HM_TRACE_REQUEST, NULL, 0);
  assert_merged (ADA, ADA, "Merge pull request #12 from ada/x", HM_TRACE_REQUEST, NULL, 12);
  assert_merged (ADA, ADA, "merge", HM_TRACE_NONE, NULL, 0);
  assert_merged (BOT, GITHUB, "merge", HM_TRACE_REQUEST, NULL, 0);
  assert_merged (ADA, "Sock Puppet <sock@x.org>", "merge", HM_TRACE_REQUEST, NULL, 0);
}

/* The oldest merge of the first-parent path that leads to a commit brought it in, however it was merged on the side. */
static void
test_merge_of_merges (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GString) stream = g_string_new (NULL);
  g_autoptr (HmEvidenceStore) store = NULL;

  commit_add (stream, "main", 1, BOB, BOB, "one", "");
  commit_add (stream, "a", 2, ADA, ADA, "two (#5)", "from :1\n");
  commit_add (stream, "b", 3, ADA, ADA, "three", "from :1\n");
  commit_add (stream, "a", 4, ADA, ADA, "four", "from :2\nmerge :3\n");
  commit_add (stream, "main", 5, BOB, BOB, "Merge pull request #7 from a", "from :1\nmerge :4\n");
  commit_add (stream, "b", 6, ADA, ADA, "six", "from :3\n");
  commit_add (stream, "main", 7, ADA, GITHUB, "Merge pull request #8 from b",
              "from :5\nmerge :6\n");
  store = collect (scratch, stream);
  g_assert_cmpuint (commit_of (store, 2)->pull_request, ==, 5);
  g_assert_cmpuint (commit_of (store, 3)->pull_request, ==, 7);
  g_assert_cmpuint (commit_of (store, 4)->pull_request, ==, 7);
  g_assert_cmpint (commit_of (store, 4)->trace, ==, HM_TRACE_SECOND);
  g_assert_cmpuint (commit_of (store, 6)->pull_request, ==, 8);
  g_assert_cmpint (commit_of (store, 6)->trace, ==, HM_TRACE_REQUEST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/committer", test_committer);
  g_test_add_func ("/trace/committer-without-work", test_committer_without_work);
  g_test_add_func ("/trace/unsigned-web-commit", test_unsigned_web_commit);
  g_test_add_func ("/trace/request", test_request);
  g_test_add_func ("/trace/trailers", test_trailers);
  g_test_add_func ("/trace/trailer-joins-nobody", test_trailer_joins_nobody);
  g_test_add_func ("/trace/merges", test_merges);
  g_test_add_func ("/trace/merge-of-merges", test_merge_of_merges);
  return g_test_run ();
}
