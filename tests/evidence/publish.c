/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/publish.h"

#include "core/error.h"
#include "core/oid.h"
#include "tests/evidence/scratch.h"

#define TIME 1780272000

typedef struct {
  Scratch *scratch;
  HmPublishedFile files[2];
  HmPublication publication;
} Case;

static void
case_begin (Case *it, gconstpointer unused)
{
  (void) unused;
  it->scratch = scratch_new ();
  scratch_commit (it->scratch, "Ada <ada@example.com>", 1700000000, NULL);
  it->files[0] = (HmPublishedFile){ "badge.svg", g_bytes_new_static ("<svg/>", 6) };
  it->files[1] = (HmPublishedFile){ "report.json", g_bytes_new_static ("{}", 2) };
  it->publication = (HmPublication){
    .branch = "badges",
    .files = it->files,
    .n_files = G_N_ELEMENTS (it->files),
    .time = TIME,
    .message = "hallmark 8.7\n",
  };
}

static void
case_end (Case *it, gconstpointer unused)
{
  (void) unused;
  g_bytes_unref (it->files[0].bytes);
  g_bytes_unref (it->files[1].bytes);
  scratch_free (it->scratch);
}

static void
assert_published (const Case *it, HmOid *ret_commit)
{
  g_autoptr (GError) error = NULL;

  hm_publish (it->scratch->path, &it->publication, ret_commit, &error);
  g_assert_no_error (error);
}

static void
assert_refused (const Case *it, const char *words)
{
  g_autoptr (GError) error = NULL;
  HmOid commit;

  g_assert_false (hm_publish (it->scratch->path, &it->publication, &commit, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
  g_assert_nonnull (g_strstr_len (error->message, -1, words));
}

static void
assert_git (const Case *it, const char *expected, const char *words)
{
  g_autofree char *said = scratch_git_fed (it->scratch, NULL, -1, "%s", words);

  g_assert_cmpstr (said, ==, expected);
}

static void
test_one_commit (Case *it, gconstpointer unused)
{
  HmOid first;
  HmOid second;

  (void) unused;
  assert_published (it, &first);
  assert_git (it, "badge.svg\nreport.json", "ls-tree --name-only badges");
  assert_git (it, "<svg/>", "cat-file blob badges:badge.svg");
  assert_git (it, "1", "rev-list --count badges");
  assert_git (it, "1780272000:hallmark 8.7", "log -1 --format=%ct:%s badges");
  assert_published (it, &second);
  g_assert_true (hm_oid_equal (&first, &second));
}

static void
test_replaces_its_own (Case *it, gconstpointer unused)
{
  HmOid commit;

  (void) unused;
  assert_published (it, &commit);
  g_bytes_unref (it->files[0].bytes);
  it->files[0].bytes = g_bytes_new_static ("<svg>2</svg>", 12);
  assert_published (it, &commit);
  assert_git (it, "1", "rev-list --count badges");
  assert_git (it, "<svg>2</svg>", "cat-file blob badges:badge.svg");
}

static void
test_leaves_work_tree_and_index (Case *it, gconstpointer unused)
{
  HmOid commit;

  (void) unused;
  scratch_git (it->scratch, "checkout --quiet main");
  assert_published (it, &commit);
  assert_git (it, "", "status --short");
  assert_git (it, "refs/heads/main", "symbolic-ref HEAD");
}

static void
test_refuses_a_branch_of_work (Case *it, gconstpointer unused)
{
  g_autofree char *before = scratch_git_fed (it->scratch, NULL, -1, "rev-parse main");

  (void) unused;
  scratch_git (it->scratch, "branch work main");
  it->publication.branch = "work";
  assert_refused (it, "holds something else");
  it->publication.branch = "main";
  assert_refused (it, "is the branch that HEAD names");
  assert_git (it, before, "rev-parse main");
  assert_git (it, before, "rev-parse work");
}

static void
test_refuses_what_is_not_only_its_files (Case *it, gconstpointer unused)
{
  HmOid commit;
  char hex[HM_OID_HEX_SIZE + 1];

  (void) unused;
  assert_published (it, &commit);
  it->publication.n_files = 1;
  assert_refused (it, "holds something else");
  it->publication.n_files = 2;
  /* The same files, but somebody has put a commit on top. */
  scratch_git (it->scratch, "update-ref refs/heads/other %s", hm_oid_hex (&commit, hex));
  scratch_git (it->scratch, "checkout --quiet other");
  scratch_git (it->scratch, "commit --quiet --allow-empty -m more");
  scratch_git (it->scratch, "checkout --quiet main");
  it->publication.branch = "other";
  assert_refused (it, "holds something else");
}

static void
test_refuses_no_name (Case *it, gconstpointer unused)
{
  static const char *const names[] = { "", "a..b", "-", "a b", "a/", ".", "@{x}" };

  (void) unused;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    it->publication.branch = names[i];
    if (!g_str_equal (names[i], "-"))
      assert_refused (it, "no name for a branch");
  }
}

static void
test_refuses_a_linked_work_tree (Case *it, gconstpointer unused)
{
  g_autofree char *linked = scratch_path (it->scratch, "linked");
  HmOid commit;

  (void) unused;
  assert_published (it, &commit);
  scratch_git (it->scratch, "worktree add --quiet %s badges", linked);
  assert_refused (it, "is checked out");
}

#define CASE(path, function) g_test_add (path, Case, NULL, case_begin, function, case_end)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("/publish/one-commit-without-parents", test_one_commit);
  CASE ("/publish/replaces-what-it-published", test_replaces_its_own);
  CASE ("/publish/leaves-work-tree-and-index", test_leaves_work_tree_and_index);
  CASE ("/publish/refuses-a-branch-of-work", test_refuses_a_branch_of_work);
  CASE ("/publish/refuses-other-files-and-other-commits", test_refuses_what_is_not_only_its_files);
  CASE ("/publish/refuses-what-is-no-name", test_refuses_no_name);
  CASE ("/publish/refuses-a-linked-work-tree", test_refuses_a_linked_work_tree);
  return g_test_run ();
}
