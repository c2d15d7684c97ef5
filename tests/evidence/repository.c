/* SPDX-License-Identifier: Apache-2.0 */
/* Where a repository is that a path leads to: there, or somewhere above. */
#include "evidence/git/repository.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "evidence/git/folder.h"

typedef struct {
  char *folder; /* as realpath() tells it */
} Case;

/* Returns: (owned) @name below the folder */
static char *
place (const Case *test, const char *name)
{
  return g_build_filename (test->folder, name, NULL);
}

static void
make (const Case *test, const char *name, gboolean is_bare)
{
  g_autofree char *path = place (test, name);
  g_autoptr (git_repository) repository = NULL;

  g_assert_cmpint (git_repository_init (&repository, path, is_bare ? 1 : 0), ==, 0);
}

static void
make_folder (const Case *test, const char *name)
{
  g_autofree char *path = place (test, name);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
}

static void
make_link (const Case *test, const char *name, const char *target)
{
  g_autofree char *path = place (test, name);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

static void
make_file (const Case *test, const char *name, const char *text)
{
  g_autofree char *path = place (test, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_up (Case *test, gconstpointer unused)
{
  g_autofree char *folder = g_dir_make_tmp ("hallmark-test-XXXXXX", NULL);
  g_autofree char *git_file = NULL;
  char *real = realpath (folder, NULL);

  (void) unused;
  hm_git_init ();
  test->folder = g_strdup (real);
  free (real);
  make (test, "tree", FALSE);
  make_folder (test, "tree/sub/below");
  make_link (test, "link", "tree");
  make_link (test, "deep", "tree/sub");
  make (test, "bare.git", TRUE);
  make (test, "tree/bare.git", TRUE);
  make (test, "tree/inner", FALSE);
  make_folder (test, "tree/elsewhere/sub");
  git_file = g_strdup_printf ("gitdir: %s/bare.git\n", test->folder);
  make_file (test, "tree/elsewhere/.git", git_file);
  make_folder (test, "tree/broken");
  make_file (test, "tree/broken/.git", "gitdir: /nowhere/at/all\n");
  make_folder (test, "none");
}

static void
tear_down (Case *test, gconstpointer unused)
{
  (void) unused;
  g_assert_true (hm_folder_remove (test->folder, NULL));
  g_free (test->folder);
}

/* Whether what @name leads to is at @top, and its objects in @home. @top: NULL where it is at @name itself */
static void
assert_at (const Case *test, const char *name, const char *top, const char *home)
{
  g_autofree char *path = place (test, name);
  g_autofree char *wanted = top != NULL ? place (test, top) : NULL;
  g_autofree char *wanted_home = top == NULL ? place (test, home) : NULL;
  g_autofree char *found_home = hm_repository_home (path);
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (git_repository) repository = hm_repository_open (path, &error);

  g_test_message ("%s", name);
  g_assert_no_error (error);
  g_assert_cmpint (hm_repository_is_at (repository, path, &found), ==, top == NULL);
  g_assert_cmpstr (found, ==, wanted);
  g_assert_cmpstr (found_home, ==, wanted_home);
}

static void
test_at (Case *test, gconstpointer unused)
{
  (void) unused;
  assert_at (test, "tree", NULL, "tree/.git");
  assert_at (test, "tree/", NULL, "tree/.git");
  assert_at (test, "tree/sub/..", NULL, "tree/.git");
  assert_at (test, "tree/.git", NULL, "tree/.git");
  assert_at (test, "link", NULL, "tree/.git");
  assert_at (test, "bare.git", NULL, "bare.git");
  assert_at (test, "tree/bare.git", NULL, "tree/bare.git");
  assert_at (test, "tree/inner", NULL, "tree/inner/.git");
  assert_at (test, "tree/elsewhere", NULL, "bare.git");
}

static void
test_above (Case *test, gconstpointer unused)
{
  (void) unused;
  assert_at (test, "tree/sub", "tree", NULL);
  assert_at (test, "tree/sub/below", "tree", NULL);
  assert_at (test, "deep", "tree", NULL);
  assert_at (test, "tree/.git/refs", "tree/.git", NULL);
  assert_at (test, "bare.git/objects", "bare.git", NULL);
  assert_at (test, "tree/elsewhere/sub", "tree/elsewhere", NULL);
}

static void
test_nowhere (Case *test, gconstpointer unused)
{
  const char *names[] = { "none", "absent", "tree/absent" };

  (void) unused;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = place (test, names[i]);

    g_assert_null (hm_repository_home (path));
  }
}

/* A file ".git" that leads nowhere is no repository, whatever is around it. */
static void
test_broken_file (Case *test, gconstpointer unused)
{
  g_autofree char *path = place (test, "tree/broken");
  g_autofree char *top = NULL;
  g_autoptr (git_repository) repository = hm_repository_open (path, NULL);

  (void) unused;
  g_assert_null (hm_repository_home (path));
  g_assert_false (repository != NULL && hm_repository_is_at (repository, path, &top));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/repository/" name, Case, NULL, set_up, func, tear_down)
  ADD ("at-the-path", test_at);
  ADD ("above-the-path", test_above);
  ADD ("nowhere", test_nowhere);
  ADD ("broken-file", test_broken_file);
#undef ADD
  return g_test_run ();
}
