/* SPDX-License-Identifier: Apache-2.0 */
/* How much of a history is read. */
#include "evidence/git/history.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/repository.h"
#include "scratch.h"

#define ADA "Ada Lovelace <ada@x.org>"
#define EMPTY_TREE "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

static const HmHistory *
history_of (HmEvidenceStore *store)
{
  return &hm_evidence_store_facts (store)->history;
}

static HmWalk *
walk_within (const Scratch *scratch, const HmWalkOptions *options)
{
  g_autofree char *hex = scratch_git_fed (scratch, NULL, 0, "rev-parse main");
  g_autoptr (git_repository) repository = NULL;
  g_autoptr (git_odb) odb = NULL;
  GError *error = NULL;
  HmWalk *found;
  HmOid start;

  g_assert_true (hm_oid_parse (hex, &start));
  repository = hm_repository_open (scratch->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (git_repository_odb (&odb, repository), ==, 0);
  found = hm_walk_new (repository, odb, &start, options, &error);
  g_assert_no_error (error);
  return found;
}

static HmWalk *
walk (const Scratch *scratch, gsize commits_max)
{
  const HmWalkOptions options = { .commits_max = commits_max, .bytes_max = HM_HISTORY_BYTES_MAX };

  return walk_within (scratch, &options);
}

static void
test_bytes_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  HmWalkOptions options = { .commits_max = 9, .bytes_max = HM_HISTORY_BYTES_MAX };
  g_autoptr (HmWalk) whole = NULL;
  g_autoptr (HmWalk) past = NULL;
  g_autoptr (HmWalk) at_limit = NULL;

  scratch_commits (scratch, 3);
  whole = walk_within (scratch, &options);
  g_assert_null (whole->cut);
  options.bytes_max = whole->bytes;
  at_limit = walk_within (scratch, &options);
  g_assert_null (at_limit->cut);
  /* The oldest commit is looked for only where those before leave something. */
  options.bytes_max = whole->bytes / 3;
  past = walk_within (scratch, &options);
  g_assert_cmpuint (past->commits->len, <, 3);
  g_assert_nonnull (strstr (past->cut, "limit of 8 GiB to unpack"));
  g_assert_true (past->is_mainline_cut);
}

static void
test_commits_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmWalk) at_limit = NULL;
  g_autoptr (HmWalk) past = NULL;

  scratch_commits (scratch, 5);
  at_limit = walk (scratch, 5);
  g_assert_null (at_limit->cut);
  past = walk (scratch, 4);
  g_assert_cmpuint (past->commits->len, ==, 4);
  g_assert_cmpstr (past->cut, ==, "history is cut at 4 commits (limit of 4 commits)");
  g_assert_cmpint (past->cut_time, ==, 1001);
  g_assert_true (past->is_mainline_cut);
}

static void
assert_parents (guint n, gboolean is_whole)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (GString) bytes = g_string_new ("tree " EMPTY_TREE "\n");
  g_autofree char *root = NULL;
  g_autofree char *hex = NULL;
  const HmHistory *history;

  scratch_commits (scratch, 1);
  root = scratch_git_fed (scratch, NULL, 0, "rev-parse main");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (bytes, "parent %s\n", root);
  g_string_append (bytes, "author " ADA " 2000 +0000\ncommitter " ADA " 2000 +0000\n\n");
  hex = scratch_commit_raw (scratch, bytes->str, bytes->len);
  store = scratch_collect (scratch, NULL);
  history = history_of (store);
  g_assert_cmpuint (history->n_commits, ==, 2);
  g_assert_cmpuint (history->commits[0].n_parents, ==, MIN (n, G_MAXUINT16));
  g_assert_cmpuint (history->n_parents, ==, history->commits[0].n_parents);
  g_assert_cmpuint (history->parents[n == 0 ? 0 : HM_COMMIT_PARENTS_MAX - 1], ==, 1);
  g_assert_cmpint (history->cut == NULL, ==, is_whole);
}

static void
test_parents_limit (void)
{
  assert_parents (HM_COMMIT_PARENTS_MAX, TRUE);
  assert_parents (HM_COMMIT_PARENTS_MAX + 1, FALSE);
  assert_parents (G_MAXUINT16 + 1, FALSE);
}

static void
assert_message_size (gsize size, gboolean is_read)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *large = NULL;
  g_autofree char *child = NULL;
  g_autofree char *hex = NULL;

  g_string_append (bytes,
                   "tree " EMPTY_TREE "\nauthor " ADA " 1 +0000\ncommitter " ADA " 1 +0000\n\n");
  while (bytes->len < size)
    g_string_append_c (bytes, 'm');
  large = scratch_object (scratch, "commit", bytes->str, bytes->len);
  child = g_strdup_printf ("tree " EMPTY_TREE "\nparent %s\nauthor " ADA " 2 +0000\ncommitter " ADA
                           " 2 +0000\n\n",
                           large);
  hex = scratch_commit_raw (scratch, child, strlen (child));
  store = scratch_collect (scratch, NULL);
  g_assert_cmpuint (history_of (store)->n_commits, ==, is_read ? 2 : 1);
  g_assert_cmpstr (history_of (store)->cut, ==,
                   is_read ? NULL : "history is cut at 1 commit (commits larger than 16 MiB)");
}

/* A scanned commit that is no part of a history that is read: its tree is scored all the same. */
static void
test_large_head (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *tree = NULL;
  g_autofree char *hex = NULL;

  scratch_commit (scratch, ADA, 1, "M 100644 inline a\ndata 0\n\n");
  tree = scratch_git_fed (scratch, NULL, 0, "rev-parse main^{tree}");
  g_string_append_printf (bytes, "tree %s\nauthor " ADA " 1 +0000\ncommitter " ADA " 1 +0000\n\n",
                          tree);
  while (bytes->len <= HM_COMMIT_BYTES_MAX)
    g_string_append_c (bytes, 'm');
  hex = scratch_commit_raw (scratch, bytes->str, bytes->len);
  store = scratch_collect (scratch, NULL);
  g_assert_cmpuint (hm_evidence_store_facts (store)->tree.n_entries, ==, 1);
  g_assert_cmpint (hm_evidence_store_facts (store)->subject.committed_at, ==, 1);
  g_assert_cmpuint (history_of (store)->n_commits, ==, 0);
  g_assert_cmpuint (history_of (store)->n_recent, ==, 0);
  g_assert_cmpstr (history_of (store)->cut, ==,
                   "history is cut at 0 commits (commits larger than 16 MiB)");
  g_assert_cmpint (history_of (store)->cut_time, ==, G_MAXINT64);
  g_assert_true (history_of (store)->is_mainline_cut);
}

/* Past what is read at all there is no tree to be had. */
static void
test_huge_head (void)
{
  const HmCollectOptions options = { .needs = HM_NEED_TREE | HM_NEED_HISTORY };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *bytes = g_strnfill ((gsize) HM_BLOB_MAX + 128 * 1024, 'm');
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hex = NULL;

  memcpy (bytes, "tree " EMPTY_TREE "\n", strlen ("tree " EMPTY_TREE "\n"));
  hex = scratch_commit_raw (scratch, bytes, strlen (bytes));
  store = hm_collect (scratch->path, &options, &error);
  g_assert_null (store);
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, hex));
  g_assert_nonnull (strstr (error->message, "32 MiB"));
}

/* Returns: (owned) why people were not joined, where .mailmap is of @size bytes and its object @is_there. */
static char *
people_why (gsize size, gboolean is_there)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *text = g_strnfill (size, '\n');
  g_autofree char *changes =
      g_strdup_printf ("M 100644 inline .mailmap\ndata %" G_GSIZE_FORMAT "\n%s\n", size, text);
  g_autofree char *hex = NULL;
  g_autofree char *file = NULL;

  scratch_commit (scratch, ADA, 1, changes);
  hex = scratch_git_fed (scratch, NULL, 0, "rev-parse main:.mailmap");
  file = g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, hex, hex + 2);
  if (!is_there)
    g_assert_cmpint (g_unlink (file), ==, 0);
  store = scratch_collect (scratch, NULL);
  return g_strdup (history_of (store)->people_why);
}

static void
test_mailmap_unread (void)
{
  g_autofree char *at_limit = people_why (HM_MAILMAP_MAX, TRUE);
  g_autofree char *past = people_why (HM_MAILMAP_MAX + 1, TRUE);
  g_autofree char *missing = people_why (1, FALSE);

  g_assert_null (at_limit);
  g_assert_cmpstr (past, ==, ".mailmap is larger than 4 MiB and was not read");
  g_assert_cmpstr (missing, ==, ".mailmap was not read: its object is not in the repository");
}

static void
test_large_messages (void)
{
  assert_message_size ((gsize) 5 * 1024 * 1024, TRUE);
  assert_message_size (HM_COMMIT_BYTES_MAX, TRUE);
  assert_message_size (HM_COMMIT_BYTES_MAX + 1, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/bytes-limit", test_bytes_limit);
  g_test_add_func ("/history/commits-limit", test_commits_limit);
  g_test_add_func ("/history/parents-limit", test_parents_limit);
  g_test_add_func ("/history/large-head", test_large_head);
  g_test_add_func ("/history/huge-head", test_huge_head);
  g_test_add_func ("/history/mailmap-unread", test_mailmap_unread);
  g_test_add_func ("/history/large-messages", test_large_messages);
  return g_test_run ();
}
