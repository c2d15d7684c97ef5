/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/collect.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"
#include "scratch.h"

#define ADA "Ada Lovelace <ada@x.org>"
#define EVERYTHING 0x3f

static char *
commit_of (const char *path, const HmCollectOptions *options)
{
  g_autoptr (HmEvidenceStore) store = NULL;
  HmCollectOptions wanted = options != NULL ? *options : (HmCollectOptions){ 0 };
  GError *error = NULL;

  wanted.needs = EVERYTHING;
  store = hm_collect (path, &wanted, &error);
  g_assert_no_error (error);
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s",
                          hm_evidence_store_facts (store)->subject.committed_at,
                          hm_evidence_store_facts (store)->subject.ref);
}

#define assert_commit(path, options, wanted) \
  do { \
    g_autofree char *found = commit_of (path, options); \
    g_assert_cmpstr (found, ==, wanted); \
  } while (0)

/* @part: what the message must hold. */
static void
assert_fails (const char *path, const HmCollectOptions *options, HmErrorCode code, const char *part)
{
  g_autoptr (HmEvidenceStore) store = NULL;
  HmCollectOptions wanted = options != NULL ? *options : (HmCollectOptions){ 0 };
  g_autoptr (GError) error = NULL;

  wanted.needs = EVERYTHING;
  store = hm_collect (path, &wanted, &error);
  g_assert_null (store);
  g_assert_error (error, HM_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_null (strchr (error->message, '\n'));
}

static Scratch *
three_commits (void)
{
  Scratch *scratch = scratch_new ();

  scratch_commit (scratch, ADA, 100, "M 100644 inline in/side\ndata 0\n\n");
  scratch_commit (scratch, ADA, 200, NULL);
  scratch_commit (scratch, ADA, 300, NULL);
  return scratch;
}

static void
test_places (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  g_autofree char *below = g_build_filename (scratch->path, "in/deep", NULL);
  g_autofree char *dot_git = g_build_filename (scratch->path, ".git", NULL);
  g_autofree char *worktree = scratch_path (scratch, "worktree");
  g_autofree char *worktree_link = scratch_path (scratch, "worktree/.git");
  g_autofree char *bare = scratch_path (scratch, "copy.git");

  g_assert_cmpint (g_mkdir_with_parents (below, 0700), ==, 0);
  scratch_git (scratch, "worktree add -q -b second %s main~1", worktree);
  scratch_git (scratch, "clone -q --bare %s %s", scratch->path, bare);
  assert_commit (scratch->path, NULL, "300 refs/heads/main");
  assert_commit (below, NULL, "300 refs/heads/main");
  assert_commit (dot_git, NULL, "300 refs/heads/main");
  assert_commit (worktree, NULL, "200 refs/heads/second");
  assert_commit (worktree_link, NULL, "200 refs/heads/second");
  assert_commit (bare, NULL, "300 refs/heads/main");
}

static void
test_no_config (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  g_autofree char *config = g_build_filename (scratch->path, ".git/config", NULL);

  g_assert_cmpint (g_unlink (config), ==, 0);
  assert_commit (scratch->path, NULL, "300 refs/heads/main");
}

static void
test_detached (void)
{
  g_autoptr (Scratch) scratch = three_commits ();

  scratch_git (scratch, "checkout -q --detach main~1");
  assert_commit (scratch->path, NULL, "200 (null)");
}

static void
test_unborn (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();

  assert_fails (scratch->path, NULL, HM_ERROR_NOT_FOUND, "no commit yet on refs/heads/main");
}

static void
test_revisions (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  HmCollectOptions options = { .commit = "main~2" };

  scratch_git (scratch, "tag -a -m x v1 main~1");
  assert_commit (scratch->path, &options, "100 (null)");
  options.commit = "v1";
  assert_commit (scratch->path, &options, "200 (null)");
  options.commit = NULL;
  options.ref = "v1";
  assert_commit (scratch->path, &options, "200 refs/tags/v1");
  options.ref = "refs/heads/main";
  assert_commit (scratch->path, &options, "300 refs/heads/main");

  options.ref = "absent";
  assert_fails (scratch->path, &options, HM_ERROR_NOT_FOUND, "absent");
  options.commit = "absent";
  assert_fails (scratch->path, &options, HM_ERROR_NOT_FOUND, "absent");
  options.commit = "main^{tree}";
  assert_fails (scratch->path, &options, HM_ERROR_NOT_FOUND, "a tree");
  options.commit = "main..main";
  assert_fails (scratch->path, &options, HM_ERROR_NOT_FOUND, "main..main");
  options.commit = "";
  assert_fails (scratch->path, &options, HM_ERROR_NOT_FOUND, "no such revision");
  options.commit = "1111111111111111111111111111111111111111";
  assert_fails (scratch->path, &options, HM_ERROR_NOT_FOUND, "1111111");
}

static void
test_as_of (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  HmCollectOptions options = { .has_as_of = TRUE, .as_of = 300 };

  assert_commit (scratch->path, &options, "300 refs/heads/main");
  options.as_of = 299;
  assert_commit (scratch->path, &options, "200 refs/heads/main");
  options.as_of = 100;
  assert_commit (scratch->path, &options, "100 refs/heads/main");
  options.as_of = 99;
  assert_fails (scratch->path, &options, HM_ERROR_NOT_FOUND, "1970-01-01T00:01:40Z");
  options.commit = "main~1";
  assert_fails (scratch->path, &options, HM_ERROR_USAGE, "after the time asked for");
  options.as_of = 200;
  assert_commit (scratch->path, &options, "200 (null)");
  options.has_as_of = FALSE;
  options.as_of = 1;
  assert_commit (scratch->path, &options, "200 (null)");
}

static void
test_no_repository (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *file = scratch_path (scratch, "file");
  g_autofree char *missing = scratch_path (scratch, "missing");

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  assert_fails (scratch->folder, NULL, HM_ERROR_NOT_FOUND, scratch->folder);
  assert_fails (file, NULL, HM_ERROR_NOT_FOUND, "is a file");
  assert_fails (missing, NULL, HM_ERROR_NOT_FOUND, missing);
}

static void
test_unreadable (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  g_autofree char *dot_git = g_build_filename (scratch->path, ".git", NULL);

  if (geteuid () == 0) {
    g_test_skip ("root may read everything");
    return;
  }
  g_assert_cmpint (g_chmod (dot_git, 0), ==, 0);
  assert_fails (scratch->path, NULL, HM_ERROR_GIT, scratch->path);
  g_assert_cmpint (g_chmod (dot_git, 0700), ==, 0);
}

static void
test_sha256 (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *path = scratch_path (scratch, "wide");

  scratch_git (scratch, "init -q --object-format=sha256 %s", path);
  assert_fails (path, NULL, HM_ERROR_UNSUPPORTED, "sha256");
}

static void
test_extensions (void)
{
  static const char *const readable[] = { "partialClone origin", "worktreeConfig true",
                                          "preciousObjects true", "objectFormat sha1" };
  g_autoptr (Scratch) scratch = three_commits ();

  scratch_git (scratch, "config core.repositoryFormatVersion 1");
  for (gsize i = 0; i < G_N_ELEMENTS (readable); i++)
    scratch_git (scratch, "config extensions.%s", readable[i]);
  assert_commit (scratch->path, NULL, "300 refs/heads/main");
  scratch_git (scratch, "config --file .git/config extensions.refStorage reftable");
  assert_fails (scratch->path, NULL, HM_ERROR_UNSUPPORTED, "reftable");
  scratch_git (scratch, "config --file .git/config --unset extensions.refStorage");
  scratch_git (scratch, "config --file .git/config extensions.fromTheFuture 1");
  assert_fails (scratch->path, NULL, HM_ERROR_UNSUPPORTED, "fromthefuture");
}

/* A partial clone lacks blobs: they are facts with a reason, and nothing goes to fetch them. */
static void
test_partial_clone (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *copy = scratch_path (scratch, "partial.git");
  Scratch partial = { .folder = scratch->folder, .path = copy };
  const HmFacts *facts;

  scratch_commit (scratch, ADA, 100, "M 100644 inline a\ndata 1\nx\n");
  scratch_git (scratch, "config uploadpack.allowFilter true");
  scratch_git (scratch, "clone -q --bare --filter=blob:none file://%s %s", scratch->path, copy);
  store = scratch_collect (&partial, NULL);
  facts = hm_evidence_store_facts (store);
  g_assert_cmpuint (facts->tree.n_entries, ==, 1);
  g_assert_cmpint (facts->tree.entries[0].content, ==, HM_CONTENT_UNREAD);
  g_assert_nonnull (strstr (facts->tree.entries[0].why, "partial clone"));
  g_assert_null (facts->history.cut);
}

static void
test_subject_name (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  HmCollectOptions options = { .needs = EVERYTHING };
  g_autoptr (HmEvidenceStore) folder = scratch_collect (scratch, &options);
  g_autoptr (HmEvidenceStore) named = NULL;
  g_autoptr (HmEvidenceStore) remote = NULL;
  g_autoptr (HmEvidenceStore) given = NULL;

  g_assert_cmpstr (hm_evidence_store_facts (folder)->subject.name, ==, "project");
  g_assert_null (hm_evidence_store_facts (folder)->subject.url);
  g_assert_nonnull (hm_evidence_store_facts (folder)->forge.why);
  options.name = "widget";
  named = scratch_collect (scratch, &options);
  g_assert_cmpstr (hm_evidence_store_facts (named)->subject.name, ==, "widget");
  scratch_git (scratch, "remote add origin https://user:secret@github.com/o/r.git");
  remote = scratch_collect (scratch, &options);
  g_assert_cmpstr (hm_evidence_store_facts (remote)->subject.name, ==, "github.com/o/r");
  g_assert_cmpstr (hm_evidence_store_facts (remote)->subject.url, ==, "https://github.com/o/r");
  options.url = "https://codeberg.org/a/b";
  given = scratch_collect (scratch, &options);
  g_assert_cmpstr (hm_evidence_store_facts (given)->subject.name, ==, "codeberg.org/a/b");
}

static void
test_needs (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  HmCollectOptions options = { .needs = HM_NEED_TREE };
  g_autoptr (HmEvidenceStore) tree = scratch_collect (scratch, &options);
  g_autoptr (HmEvidenceStore) history = NULL;

  g_assert_cmpuint (hm_evidence_store_facts (tree)->tree.n_entries, ==, 1);
  g_assert_cmpuint (hm_evidence_store_facts (tree)->history.n_commits, ==, 0);
  options.needs = HM_NEED_HISTORY;
  history = scratch_collect (scratch, &options);
  g_assert_cmpuint (hm_evidence_store_facts (history)->tree.n_entries, ==, 0);
  g_assert_cmpuint (hm_evidence_store_facts (history)->history.n_commits, ==, 3);
  g_assert_cmpuint (hm_evidence_store_facts (history)->history.n_recent, ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  gint cancelled = 1;
  HmCollectOptions options = { .cancelled = &cancelled };

  assert_fails (scratch->path, &options, HM_ERROR_CANCELLED, "interrupted");
}

static void
test_missing_head_commit (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  g_autofree char *hex = scratch_git_fed (scratch, NULL, 0, "rev-parse main");
  g_autofree char *file = g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, hex, hex + 2);

  g_assert_cmpint (g_unlink (file), ==, 0);
  assert_fails (scratch->path, NULL, HM_ERROR_GIT, hex);
}

/* Nothing is ordered by a hash table or by the threads. */
static void
test_equal_runs (void)
{
  g_autoptr (Scratch) scratch = three_commits ();
  g_autoptr (HmEvidenceStore) one = scratch_collect (scratch, NULL);
  g_autoptr (HmEvidenceStore) other = scratch_collect (scratch, NULL);
  const HmHistory *a = &hm_evidence_store_facts (one)->history;
  const HmHistory *b = &hm_evidence_store_facts (other)->history;

  g_assert_cmpuint (a->n_commits, ==, b->n_commits);
  g_assert_true (memcmp (a->commits, b->commits, a->n_commits * sizeof (HmCommit)) == 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collect/places", test_places);
  g_test_add_func ("/collect/no-config", test_no_config);
  g_test_add_func ("/collect/detached", test_detached);
  g_test_add_func ("/collect/unborn", test_unborn);
  g_test_add_func ("/collect/revisions", test_revisions);
  g_test_add_func ("/collect/as-of", test_as_of);
  g_test_add_func ("/collect/no-repository", test_no_repository);
  g_test_add_func ("/collect/unreadable", test_unreadable);
  g_test_add_func ("/collect/sha256", test_sha256);
  g_test_add_func ("/collect/extensions", test_extensions);
  g_test_add_func ("/collect/partial-clone", test_partial_clone);
  g_test_add_func ("/collect/subject-name", test_subject_name);
  g_test_add_func ("/collect/needs", test_needs);
  g_test_add_func ("/collect/cancelled", test_cancelled);
  g_test_add_func ("/collect/missing-head-commit", test_missing_head_commit);
  g_test_add_func ("/collect/equal-runs", test_equal_runs);
  return g_test_run ();
}
