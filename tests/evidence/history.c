/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/history.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/instant.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/repository.h"
#include "evidence/git/tags.h"
#include "scratch.h"

#define ADA "Ada Lovelace <ada@x.org>"
#define EMPTY_TREE "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

static const HmHistory *
history_of (HmEvidenceStore *store)
{
  return &hm_evidence_store_facts (store)->history;
}

static char *
object_file (const Scratch *scratch, const char *revision)
{
  g_autofree char *hex = scratch_git_fed (scratch, NULL, 0, "rev-parse %s", revision);

  return g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, hex, hex + 2);
}

/* A merge: main is c3, whose parents are c1 and c2 of another branch; both come from c0. */
static void
test_graph (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  const HmHistory *history;

  scratch_import (
      scratch,
      "commit refs/heads/main\nmark :1\nauthor Bob <b@x.org> 90 +0000\ncommitter " ADA
      " 100 +0000\ndata 0\n\n"
      "commit refs/heads/main\nmark :2\ncommitter " ADA " 200 +0000\ndata 0\nfrom :1\n\n"
      "commit refs/heads/side\nmark :3\ncommitter " ADA " 300 +0000\ndata 0\nfrom :1\n\n"
      "commit refs/heads/main\ncommitter " ADA " 400 +0000\ndata 0\nfrom :2\nmerge :3\n\n");
  store = scratch_collect (scratch, NULL);
  history = history_of (store);
  g_assert_cmpuint (history->n_commits, ==, 4);
  g_assert_null (history->cut);
  g_assert_cmpint (history->commits[0].committer_time, ==, 400);
  g_assert_cmpuint (history->commits[0].n_parents, ==, 2);
  g_assert_cmpint (history->commits[1].committer_time, ==, 200);
  g_assert_cmpint (history->commits[2].committer_time, ==, 300);
  g_assert_cmpint (history->commits[3].author_time, ==, 90);
  g_assert_cmpuint (history->parents[history->commits[0].parents + 1], ==, 2);
  g_assert_true (history->commits[1].is_mainline);
  g_assert_false (history->commits[2].is_mainline);
  g_assert_true (history->commits[3].is_mainline);
  g_assert_false (history->is_mainline_cut);
  g_assert_cmpuint (history->n_people, ==, 2);
  g_assert_cmpstr (history->people[history->commits[3].author].name, ==, "Bob");
}

static void
test_shallow (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *copy = scratch_path (scratch, "copy");
  const HmHistory *history;
  Scratch shallow = { .folder = scratch->folder, .path = copy };

  scratch_commits (scratch, 5);
  scratch_git (scratch, "clone -q --bare --depth 3 file://%s %s", scratch->path, copy);
  store = scratch_collect (&shallow, NULL);
  history = history_of (store);
  g_assert_cmpuint (history->n_commits, ==, 3);
  g_assert_cmpstr (history->cut, ==, "history is cut at 3 commits (shallow clone)");
  g_assert_cmpint (history->cut_time, ==, 1002);
  g_assert_true (history->is_mainline_cut);
  g_assert_cmpuint (history->parents[history->commits[2].parents], ==, HM_NO_INDEX);
}

static void
test_shallow_file_garbage (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *file = g_build_filename (scratch->path, ".git/shallow", NULL);

  scratch_commits (scratch, 2);
  g_assert_true (g_file_set_contents (file, "\0x\nzz\n\n1111\xff\n", 12, NULL));
  store = scratch_collect (scratch, NULL);
  g_assert_cmpuint (history_of (store)->n_commits, ==, 2);
  g_assert_null (history_of (store)->cut);
}

static void
test_missing_commit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *file = NULL;
  const HmHistory *history;

  scratch_commits (scratch, 4);
  scratch_git (scratch, "tag newest main");
  scratch_git (scratch, "tag oldest main~3");
  file = object_file (scratch, "main~2");
  g_assert_cmpint (g_unlink (file), ==, 0);
  store = scratch_collect (scratch, NULL);
  history = history_of (store);
  g_assert_cmpuint (history->n_commits, ==, 2);
  g_assert_cmpstr (history->cut, ==, "history is cut at 2 commits (missing objects)");
  g_assert_cmpint (history->cut_time, ==, 1002);
  g_assert_true (history->is_mainline_cut);
  g_assert_cmpuint (history->n_tags, ==, 1);
  g_assert_cmpstr (history->tags[0].name, ==, "newest");
}

static void
test_damaged_commit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *broken = scratch_object (scratch, "commit", "not a commit", 12);
  g_autofree char *blob = scratch_object (scratch, "blob", "x", 1);
  g_autofree char *bytes = g_strdup_printf ("tree " EMPTY_TREE "\nparent %s\nparent %s\nauthor " ADA
                                            " 7 +0000\ncommitter " ADA " 7 +0000\n\n",
                                            broken, blob);
  g_autofree char *hex = scratch_commit_raw (scratch, bytes, strlen (bytes));

  store = scratch_collect (scratch, NULL);
  g_assert_cmpuint (history_of (store)->n_commits, ==, 1);
  g_assert_cmpstr (history_of (store)->cut, ==, "history is cut at 1 commit (damaged objects)");
}

/* A commit that names itself as its parent: possible only where its object does not hash to its id. */
static void
test_ring (void)
{
  static const char bytes[] =
      "tree " EMPTY_TREE "\nparent 1111111111111111111111111111111111111111\n"
      "author x <x[bot]@users.noreply.github.com> 7 +0000\ncommitter " ADA " 7 +0000\n\n";
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *hex = scratch_commit_raw (scratch, bytes, sizeof bytes - 1);
  g_autofree char *from = object_file (scratch, "main");
  g_autofree char *folder = g_build_filename (scratch->path, ".git/objects/11", NULL);
  g_autofree char *to = g_build_filename (folder, "11111111111111111111111111111111111111", NULL);
  g_autofree char *object = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &object, &size, NULL));
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (to, object, (gssize) size, NULL));
  store = scratch_collect (scratch, NULL);
  g_assert_cmpuint (history_of (store)->n_commits, ==, 2);
  g_assert_cmpuint (history_of (store)->n_recent, ==, 0);
  g_assert_nonnull (strstr (history_of (store)->cut, "their own descendants"));
  g_assert_true (history_of (store)->is_mainline_cut);
}

static void
test_odd_commits (void)
{
  static const struct {
    const char *stamp;
    gint64 time;
    const char *name;
    const char *email;
  } odd[] = {
    { "<> 1 +0000", 1, "", "" },
    { " <nameless@x.org> 1 +0000", 1, "", "nameless@x.org" },
    { "No Address <> 1 +0000", 1, "No Address", "" },
    { "Old <o@x.org> -1000000000 +0000", -1000000000, "Old", "o@x.org" },
    { "Far <f@x.org> 7258118400 +0000", 7258118400, "Far", "f@x.org" },
    { "Farther <f@x.org> 999999999999999999999 +0000", HM_INSTANT_MAX, "Farther", "f@x.org" },
    { "Garbage <g@x.org> when?", 0, "Garbage", "g@x.org" },
    { "In\xff\xfevalid <i@x.org> 1 +0000", 1, "In\xff\xfevalid", "i@x.org" },
    { "nothing at all", 0, "nothing at all", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autoptr (Scratch) scratch = scratch_new ();
    g_autoptr (HmEvidenceStore) store = NULL;
    g_autofree char *bytes = g_strdup_printf ("tree " EMPTY_TREE "\nauthor %s\ncommitter %s\n\n",
                                              odd[i].stamp, odd[i].stamp);
    g_autofree char *hex = scratch_commit_raw (scratch, bytes, strlen (bytes));
    const HmHistory *history;

    g_test_message ("%s", odd[i].stamp);
    store = scratch_collect (scratch, NULL);
    history = history_of (store);
    g_assert_cmpuint (history->n_commits, ==, 1);
    g_assert_cmpint (history->commits[0].committer_time, ==, odd[i].time);
    g_assert_cmpstr (history->people[history->commits[0].author].name, ==, odd[i].name);
    g_assert_cmpstr (history->people[history->commits[0].author].email, ==, odd[i].email);
    g_assert_null (history->cut);
  }
}

/* What is replaced or grafted in one clone is not what the ids of the commits say. */
static void
test_replacements_are_ignored (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *grafts = g_build_filename (scratch->path, ".git/info/grafts", NULL);
  g_autofree char *head = NULL;
  g_autofree char *line = NULL;

  scratch_commits (scratch, 3);
  scratch_git (scratch, "replace main~1 main~2");
  head = scratch_git_fed (scratch, NULL, 0, "rev-parse main");
  line = g_strdup_printf ("%s\n", head);
  g_assert_true (g_file_set_contents (grafts, line, -1, NULL));
  store = scratch_collect (scratch, NULL);
  g_assert_cmpuint (history_of (store)->n_commits, ==, 3);
  g_assert_null (history_of (store)->cut);
}

static void
test_mailmap (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;

  scratch_commit (scratch, "al <old@y.org>", 1, NULL);
  scratch_commit (scratch, ADA, 2,
                  "M 100644 inline .mailmap\ndata 36\nAda Lovelace <ada@x.org> <old@y.org>\n");
  store = scratch_collect (scratch, NULL);
  g_assert_cmpuint (history_of (store)->n_people, ==, 1);
  g_assert_cmpstr (history_of (store)->people[0].email, ==, "ada@x.org");
}

static void
test_recent_without_bots (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  const HmHistory *history;

  scratch_commit (scratch, ADA, 1, NULL);
  scratch_commit (scratch, "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", 2,
                  NULL);
  scratch_commit (scratch, ADA, 3, NULL);
  store = scratch_collect (scratch, NULL);
  history = history_of (store);
  g_assert_cmpuint (history->n_recent, ==, 2);
  g_assert_cmpuint (history->recent[0].commit, ==, 0);
  g_assert_cmpuint (history->recent[1].commit, ==, 2);
  g_assert_true (history->people[history->commits[1].author].is_bot);
}

static void
test_recent_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;

  scratch_commits (scratch, HM_RECENT_COMMITS + 1);
  store = scratch_collect (scratch, NULL);
  g_assert_cmpuint (history_of (store)->n_recent, ==, HM_RECENT_COMMITS);
}

/* The forge's name as the committer is what anybody can type: it signs nothing. */
static void
test_forge_without_signature (void)
{
  static const char *const headers[] = { "", "gpgsig x\n",
                                         "gpgsig -----BEGIN PGP SIGNATURE-----\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autoptr (Scratch) scratch = scratch_new ();
    g_autoptr (HmEvidenceStore) store = NULL;
    g_autofree char *bytes = g_strconcat ("tree " EMPTY_TREE "\nauthor " ADA
                                          " 1 +0000\ncommitter GitHub <noreply@github.com> 1 "
                                          "+0000\n",
                                          headers[i], "\n", NULL);
    g_autofree char *hex = scratch_commit_raw (scratch, bytes, strlen (bytes));
    const HmSignature *signature;

    store = scratch_collect (scratch, NULL);
    g_assert_cmpuint (history_of (store)->n_recent, ==, 1);
    signature = &history_of (store)->recent[0].signature;
    g_assert_cmpint (signature->kind, ==, i == 0 ? HM_SIGNATURE_NONE : HM_SIGNATURE_OTHER);
    g_assert_false (signature->is_web_key);
    g_assert_cmpint (signature->why != NULL, ==, i > 0);
  }
}

static void
test_signature_of_recent (void)
{
  static const char bytes[] =
      "tree " EMPTY_TREE "\nauthor " ADA " 1 +0000\ncommitter GitHub <noreply@github.com> 1 +0000\n"
      "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iBYDBQABAgMEAQIDBAUGBwgBCAAAAAEB\n"
      " -----END PGP SIGNATURE-----\n\n";
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *hex = scratch_commit_raw (scratch, bytes, sizeof bytes - 1);
  const HmHistory *history;

  store = scratch_collect (scratch, NULL);
  history = history_of (store);
  g_assert_cmpint (history->commits[0].signature, ==, HM_SIGNATURE_OPENPGP);
  g_assert_cmpint (history->recent[0].signature.kind, ==, HM_SIGNATURE_OPENPGP);
  g_assert_cmpint (history->recent[0].signature.verdict, ==, HM_VERDICT_UNCHECKED);
  g_assert_true (history->recent[0].signature.is_web_key);
}

static void
test_tags (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *tag_of_tag = NULL;
  const HmHistory *history;

  scratch_commits (scratch, 2);
  scratch_git (scratch, "tag -a -m x v2.0 main");
  scratch_git (scratch, "tag -a -m x nested v2.0");
  scratch_git (scratch, "tag light main~1");
  scratch_git (scratch, "tag tree main^{tree}");
  scratch_import (scratch, "commit refs/heads/other\ncommitter " ADA " 5 +0000\ndata 0\n\n");
  scratch_git (scratch, "tag -a -m x elsewhere other");
  for (int is_packed = 0; is_packed < 2; is_packed++) {
    if (is_packed)
      scratch_git (scratch, "pack-refs --all");
    g_clear_pointer (&store, hm_evidence_store_free);
    store = scratch_collect (scratch, NULL);
    history = history_of (store);
    g_assert_cmpuint (history->n_tags, ==, 3);
    g_assert_cmpstr (history->tags[0].name, ==, "nested"); /* as old as v2.0: by name */
    g_assert_cmpstr (history->tags[1].name, ==, "v2.0");
    g_assert_true (history->tags[1].is_annotated);
    g_assert_true (history->tags[1].is_release);
    g_assert_cmpuint (history->tags[1].commit, ==, 0);
    g_assert_cmpint (history->tags[1].time, ==, 1700000000);
    g_assert_cmpstr (history->people[history->tags[1].tagger].email, ==, "ada@x.org");
    g_assert_cmpstr (history->tags[2].name, ==, "light");
    g_assert_false (history->tags[2].is_annotated);
    g_assert_cmpint (history->tags[2].time, ==, 1000);
    g_assert_cmpuint (history->tags[2].tagger, ==, HM_NO_INDEX);
  }
}

static void
test_release_names (void)
{
  g_assert_true (hm_tag_is_release ("v1"));
  g_assert_true (hm_tag_is_release ("1.2.3"));
  g_assert_true (hm_tag_is_release ("release-1.0"));
  g_assert_true (hm_tag_is_release ("curl-8_11_1"));
  g_assert_true (hm_tag_is_release ("module/v3"));
  g_assert_false (hm_tag_is_release ("nightly"));
  g_assert_false (hm_tag_is_release ("rev7"));
  g_assert_false (hm_tag_is_release ("1."));
  g_assert_false (hm_tag_is_release (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/graph", test_graph);
  g_test_add_func ("/history/shallow", test_shallow);
  g_test_add_func ("/history/shallow-file-garbage", test_shallow_file_garbage);
  g_test_add_func ("/history/missing-commit", test_missing_commit);
  g_test_add_func ("/history/damaged-commit", test_damaged_commit);
  g_test_add_func ("/history/ring-of-forged-ids", test_ring);
  g_test_add_func ("/history/odd-commits", test_odd_commits);
  g_test_add_func ("/history/replacements-are-ignored", test_replacements_are_ignored);
  g_test_add_func ("/history/mailmap", test_mailmap);
  g_test_add_func ("/history/recent-without-bots", test_recent_without_bots);
  g_test_add_func ("/history/forge-without-signature", test_forge_without_signature);
  g_test_add_func ("/history/recent-limit", test_recent_limit);
  g_test_add_func ("/history/signature-of-recent", test_signature_of_recent);
  g_test_add_func ("/history/tags", test_tags);
  g_test_add_func ("/history/release-names", test_release_names);
  return g_test_run ();
}
