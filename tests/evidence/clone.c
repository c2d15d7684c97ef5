/* SPDX-License-Identifier: Apache-2.0 */
/* Cloning from file URLs, and what stands in the cache after it. */
#include "evidence/git/clone.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"
#include "evidence/git/cache.h"
#include "evidence/git/folder.h"
#include "origin.h"

typedef struct {
  Origin *origin;
  char *url;
  char *cache;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  fixture->origin = origin_new ();
  fixture->url = g_strdup_printf ("file://%s", fixture->origin->path);
  fixture->cache = g_build_filename (fixture->origin->folder, "cache", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  origin_free (fixture->origin);
  g_free (fixture->url);
  g_free (fixture->cache);
}

/* Returns: (owned) the path of the copy, asserted to be there, and held no more. */
static char *
copy_made (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmClone) clone =
      hm_clone_or_fetch (fixture->url, fixture->cache, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_file_test (clone->path, G_FILE_TEST_IS_DIR));
  return g_strdup (clone->path);
}

static void
assert_ref (const char *path, const char *ref, const git_oid *expected)
{
  g_autoptr (git_repository) repository = NULL;
  git_oid oid;
  int code;

  g_assert_cmpint (git_repository_open_bare (&repository, path), ==, 0);
  code = git_reference_name_to_id (&oid, repository, ref);
  if (expected == NULL) {
    g_assert_cmpint (code, ==, GIT_ENOTFOUND);
    return;
  }
  g_assert_cmpint (code, ==, 0);
  g_assert_true (git_oid_equal (&oid, expected));
}

static void
assert_head (const char *path, const char *expected)
{
  g_autofree char *file = g_build_filename (path, "HEAD", NULL);
  g_autofree char *text = NULL;
  g_autofree char *line = g_strdup_printf ("ref: %s\n", expected);

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, line);
}

/* All names below @folder. */
static guint
names_count (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  if (dir == NULL)
    return 0;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    n += 1 + (g_file_test (path, G_FILE_TEST_IS_DIR) ? names_count (path) : 0);
  }
  return n;
}

/* Only the folder of all copies may be left in the cache. */
static void
assert_nothing_left (const Fixture *fixture)
{
  g_assert_cmpuint (names_count (fixture->cache), <=, 1);
}

static void
test_clone (Fixture *fixture, gconstpointer user_data)
{
  git_oid main_oid = origin_commit (fixture->origin, "refs/heads/main", "one");
  git_oid topic = origin_commit (fixture->origin, "refs/heads/topic/a", "two");
  g_autofree char *path = NULL;
  g_autofree char *parent = NULL;

  (void) user_data;
  origin_set (fixture->origin, "refs/tags/v1", &main_oid);
  origin_set (fixture->origin, "refs/pull/1/head", &topic);
  path = copy_made (fixture);
  assert_ref (path, "refs/heads/main", &main_oid);
  assert_ref (path, "refs/heads/topic/a", &topic);
  assert_ref (path, "refs/tags/v1", &main_oid);
  assert_ref (path, "refs/pull/1/head", NULL);
  assert_head (path, "refs/heads/main");
  g_assert_true (g_str_has_prefix (path, fixture->cache));
  /* beside it there is neither a lock nor a half-made clone */
  parent = g_path_get_dirname (path);
  {
    g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);

    g_assert_nonnull (g_dir_read_name (dir));
    g_assert_null (g_dir_read_name (dir));
  }
}

static void
test_fetch_new_commit (Fixture *fixture, gconstpointer user_data)
{
  git_oid first = origin_commit (fixture->origin, "refs/heads/main", "one");
  g_autofree char *path = copy_made (fixture);
  g_autofree char *again = NULL;
  git_oid second;

  (void) user_data;
  assert_ref (path, "refs/heads/main", &first);
  second = origin_commit (fixture->origin, "refs/heads/main", "two");
  again = copy_made (fixture);
  g_assert_cmpstr (again, ==, path);
  assert_ref (path, "refs/heads/main", &second);
}

static void
test_nothing_new (Fixture *fixture, gconstpointer user_data)
{
  git_oid first = origin_commit (fixture->origin, "refs/heads/main", "one");
  g_autofree char *path = copy_made (fixture);
  g_autofree char *again = copy_made (fixture);

  (void) user_data;
  g_assert_cmpstr (again, ==, path);
  assert_ref (path, "refs/heads/main", &first);
}

static void
test_rewritten_branch_and_moved_tag (Fixture *fixture, gconstpointer user_data)
{
  git_oid first = origin_commit (fixture->origin, "refs/heads/main", "one");
  git_oid other;
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;

  (void) user_data;
  origin_set (fixture->origin, "refs/tags/v1", &first);
  path = copy_made (fixture);
  other = origin_commit (fixture->origin, "refs/heads/other", "another root");
  origin_set (fixture->origin, "refs/heads/main", &other);
  origin_set (fixture->origin, "refs/tags/v1", &other);
  again = copy_made (fixture);
  assert_ref (path, "refs/heads/main", &other);
  assert_ref (path, "refs/tags/v1", &other);
}

static void
test_deleted_refs_go (Fixture *fixture, gconstpointer user_data)
{
  git_oid oid = origin_commit (fixture->origin, "refs/heads/main", "one");
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;

  (void) user_data;
  origin_set (fixture->origin, "refs/heads/a", &oid);
  origin_set (fixture->origin, "refs/tags/v1", &oid);
  path = copy_made (fixture);
  origin_delete (fixture->origin, "refs/heads/a");
  origin_delete (fixture->origin, "refs/tags/v1");
  /* and the name that was a branch becomes a folder of branches */
  origin_set (fixture->origin, "refs/heads/a/b", &oid);
  again = copy_made (fixture);
  assert_ref (path, "refs/heads/a", NULL);
  assert_ref (path, "refs/tags/v1", NULL);
  assert_ref (path, "refs/heads/a/b", &oid);
}

static void
test_renamed_default_branch (Fixture *fixture, gconstpointer user_data)
{
  git_oid oid = origin_commit (fixture->origin, "refs/heads/main", "one");
  g_autofree char *path = copy_made (fixture);
  g_autofree char *again = NULL;

  (void) user_data;
  assert_head (path, "refs/heads/main");
  origin_set (fixture->origin, "refs/heads/trunk", &oid);
  origin_set_head (fixture->origin, "refs/heads/trunk");
  origin_delete (fixture->origin, "refs/heads/main");
  again = copy_made (fixture);
  assert_head (path, "refs/heads/trunk");
  assert_ref (path, "refs/heads/main", NULL);
}

static void
test_empty_origin (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = copy_made (fixture);
  g_autofree char *again = NULL;
  git_oid oid;

  (void) user_data;
  oid = origin_commit (fixture->origin, "refs/heads/main", "one");
  again = copy_made (fixture);
  assert_ref (path, "refs/heads/main", &oid);
  assert_head (path, "refs/heads/main");
}

static void
test_leftovers_are_swept (Fixture *fixture, gconstpointer user_data)
{
  git_oid oid = origin_commit (fixture->origin, "refs/heads/main", "one");
  g_autoptr (HmUrl) url = hm_url_parse (fixture->url, NULL);
  g_autoptr (HmCachePlace) place = hm_cache_place_new (url, fixture->cache);
  g_autofree char *objects = g_build_filename (place->partial, "objects", NULL);
  g_autofree char *junk = g_build_filename (objects, "junk", NULL);
  g_autofree char *path = NULL, *lock = NULL, *pack = NULL, *again = NULL;

  (void) user_data;
  /* what a killed clone leaves: half of it, and a lock file that nobody holds */
  g_assert_cmpint (g_mkdir_with_parents (objects, 0700), ==, 0);
  g_assert_true (g_file_set_contents (junk, "x", 1, NULL));
  g_assert_true (g_file_set_contents (place->lock, "", 0, NULL));
  path = copy_made (fixture);
  g_assert_cmpstr (path, ==, place->repository);
  g_assert_false (g_file_test (place->partial, G_FILE_TEST_EXISTS));
  assert_ref (path, "refs/heads/main", &oid);

  /* what a killed fetch leaves: locks of libgit2's, and a pack that was being written */
  lock = g_build_filename (path, "refs", "heads", "main.lock", NULL);
  pack = g_build_filename (path, "objects", "pack", "pack_git2_0123ab", NULL);
  g_assert_true (g_file_set_contents (lock, "", 0, NULL));
  g_assert_true (g_file_set_contents (pack, "PACK", 4, NULL));
  oid = origin_commit (fixture->origin, "refs/heads/main", "two");
  again = copy_made (fixture);
  assert_ref (path, "refs/heads/main", &oid);
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (pack, G_FILE_TEST_EXISTS));
}

/* Calls @damage on each file of the pack folder of the copy at @path. */
static void
packs_each (const char *path, const char *suffix, void (*damage) (const char *file))
{
  g_autofree char *folder = g_build_filename (path, "objects", "pack", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix)) {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_chmod (file, 0600), ==, 0);
      damage (file);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

static void
file_truncate (const char *file)
{
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (file, &text, &size, NULL));
  g_assert_true (g_file_set_contents (file, text, (gssize) (size / 2), NULL));
}

static void
file_remove (const char *file)
{
  g_assert_cmpint (g_unlink (file), ==, 0);
}

static void
test_damaged_copy_is_renewed (Fixture *fixture, gconstpointer user_data)
{
  git_oid oid = origin_commit (fixture->origin, "refs/heads/main", "one");

  (void) user_data;
  for (guint damage = 0; damage < 7; damage++) {
    g_autofree char *path = copy_made (fixture);
    g_autofree char *head = g_build_filename (path, "HEAD", NULL);
    g_autofree char *config = g_build_filename (path, "config", NULL);
    g_autofree char *ref = g_build_filename (path, "refs", "heads", "main", NULL);
    g_autofree char *again = NULL;

    switch (damage) {
    case 0:
      packs_each (path, ".pack", file_truncate);
      break;
    case 1:
      packs_each (path, ".pack", file_remove);
      break;
    case 2:
      packs_each (path, ".idx", file_truncate);
      break;
    case 3:
      g_assert_true (g_file_set_contents (head, "\0\0\0", 3, NULL));
      break;
    case 4:
      g_assert_true (g_file_set_contents (config, "[core", 5, NULL));
      break;
    case 5: /* not a folder at all */
      g_assert_true (hm_folder_remove (path, NULL));
      g_assert_true (g_file_set_contents (path, "x", 1, NULL));
      break;
    default:
      g_assert_true (
          g_file_set_contents (ref, "1111111111111111111111111111111111111111\n", -1, NULL));
      break;
    }
    again = copy_made (fixture);
    g_assert_cmpstr (again, ==, path);
    assert_ref (path, "refs/heads/main", &oid);
    assert_head (path, "refs/heads/main");
    {
      g_autoptr (git_repository) repository = NULL;
      g_autoptr (git_object) blob = NULL;

      g_assert_cmpint (git_repository_open_bare (&repository, path), ==, 0);
      g_assert_cmpint (git_revparse_single (&blob, repository, "HEAD:text"), ==, 0);
    }
  }
}

typedef struct {
  gint cancelled;
  guint n_calls;
  HmCloneProgress last;
} Observer;

static void
on_progress (const HmCloneProgress *progress, gpointer user_data)
{
  Observer *observer = user_data;

  observer->last = *progress;
  observer->n_calls++;
}

static void
on_progress_cancel (const HmCloneProgress *progress, gpointer user_data)
{
  Observer *observer = user_data;

  on_progress (progress, observer);
  g_atomic_int_set (&observer->cancelled, 1);
}

static void
test_progress (Fixture *fixture, gconstpointer user_data)
{
  Observer observer = { 0 };
  g_autoptr (HmClone) clone = NULL;

  (void) user_data;
  origin_commit (fixture->origin, "refs/heads/main", "one");
  clone = hm_clone_or_fetch (fixture->url, fixture->cache, on_progress, &observer, NULL, NULL);
  g_assert_nonnull (clone);
  g_assert_cmpuint (observer.n_calls, >, 0);
  g_assert_cmpuint (observer.last.received_objects, ==, 3);
  g_assert_cmpuint (observer.last.total_objects, ==, 3);
  g_assert_cmpuint (observer.last.received_bytes, >, 0);
}

static void
assert_error (const Fixture *fixture, const char *url, const gint *cancelled, HmErrorCode code,
              const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmClone) clone =
      hm_clone_or_fetch (url, fixture->cache, NULL, NULL, cancelled, &error);

  g_assert_error (error, HM_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_null (clone);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_cancelled_leaves_nothing (Fixture *fixture, gconstpointer user_data)
{
  Observer observer = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmClone) clone = NULL;
  gint cancelled = 1;

  (void) user_data;
  origin_commit (fixture->origin, "refs/heads/main", "one");
  clone = hm_clone_or_fetch (fixture->url, fixture->cache, on_progress_cancel, &observer,
                             &observer.cancelled, &error);
  g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
  g_assert_null (clone);
  assert_nothing_left (fixture);
  assert_error (fixture, fixture->url, &cancelled, HM_ERROR_CANCELLED, "interrupted");
  assert_nothing_left (fixture);
}

/* An interrupted fetch leaves the copy as good as it was. */
static void
test_cancelled_fetch_keeps_the_copy (Fixture *fixture, gconstpointer user_data)
{
  git_oid first = origin_commit (fixture->origin, "refs/heads/main", "one");
  g_autofree char *path = copy_made (fixture);
  gint cancelled = 1;

  (void) user_data;
  origin_commit (fixture->origin, "refs/heads/main", "two");
  assert_error (fixture, fixture->url, &cancelled, HM_ERROR_CANCELLED, "interrupted");
  assert_ref (path, "refs/heads/main", &first);
}

static void
test_not_there (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *url = g_strconcat (fixture->url, "-not", NULL);

  (void) user_data;
  assert_error (fixture, url, NULL, HM_ERROR_NETWORK, "origin.git-not");
  assert_nothing_left (fixture);
}

static void
test_refused_urls (Fixture *fixture, gconstpointer user_data)
{
  static const struct {
    const char *url;
    const char *words;
  } rows[] = {
    { "http://example.org/o/r", "only over https" },
    { "ssh://git@example.org/o/r", "only over https" },
    { "git@example.org:o/r", "only over https" },
    { "git://example.org/o/r", "only over https" },
    { "ext::sh -c id", "space" },
    { "ext::id", "helpers" },
    { "https://user:pw@example.org/o/r", "https://example.org/o/r" },
    { "https://user@example.org/o/r", "user name" },
    { "https://example.org/o/../../../../etc", ".." },
    { "https://example.org/%2e%2e/%2e%2e/r", ".." },
    { "https://example.org/o/r\n", "control character" },
    { "https://example.org/o/r x", "space" },
    { "https://--upload-pack=id/o/r", "host" },
    { "https://example.org", "no path" },
    { "/srv/r", "a path" },
    { "file://server/srv/r", "three slashes" },
  };

  (void) user_data;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_error (fixture, rows[i].url, NULL, HM_ERROR_USAGE, rows[i].words);
  g_assert_false (g_file_test (fixture->cache, G_FILE_TEST_EXISTS));
}

static void
test_cache_that_is_a_file (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  origin_commit (fixture->origin, "refs/heads/main", "one");
  g_assert_true (g_file_set_contents (fixture->cache, "x", 1, NULL));
  assert_error (fixture, fixture->url, NULL, HM_ERROR_IO, fixture->cache);
}

static int
lock_try (const char *path, int operation)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  int code;

  g_assert_cmpint (fd, >=, 0);
  code = flock (fd, operation | LOCK_NB);
  close (fd);
  return code;
}

/* While one process reads the copy, another may read it too, and nobody removes it, even if it is damaged. */
static void
test_reader_holds_the_copy (Fixture *fixture, gconstpointer user_data)
{
  git_oid oid = origin_commit (fixture->origin, "refs/heads/main", "one");
  g_autoptr (HmUrl) url = hm_url_parse (fixture->url, NULL);
  g_autoptr (HmCachePlace) place = hm_cache_place_new (url, fixture->cache);
  g_autoptr (HmClone) clone = NULL;
  g_autofree char *head = NULL;
  g_autofree char *again = NULL;
  gint cancelled = 1;

  (void) user_data;
  clone = hm_clone_or_fetch (fixture->url, fixture->cache, NULL, NULL, NULL, NULL);
  g_assert_nonnull (clone);
  g_assert_cmpint (lock_try (place->lock, LOCK_EX), <, 0);
  g_assert_cmpint (lock_try (place->lock, LOCK_SH), ==, 0);
  head = g_build_filename (clone->path, "HEAD", NULL);
  g_assert_true (g_file_set_contents (head, "damaged", -1, NULL));
  assert_error (fixture, fixture->url, &cancelled, HM_ERROR_CANCELLED, "interrupted");
  g_assert_true (g_file_test (head, G_FILE_TEST_EXISTS));
  g_clear_pointer (&clone, hm_clone_free);
  g_assert_false (g_file_test (place->lock, G_FILE_TEST_EXISTS));
  again = copy_made (fixture);
  assert_ref (again, "refs/heads/main", &oid);
}

static gpointer
copy_thread (gpointer fixture)
{
  return copy_made (fixture);
}

static void
test_two_at_once (Fixture *fixture, gconstpointer user_data)
{
  git_oid oid = origin_commit (fixture->origin, "refs/heads/main", "one");
  GThread *threads[4];

  (void) user_data;
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, copy_thread, fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++) {
    g_autofree char *path = g_thread_join (threads[i]);

    assert_ref (path, "refs/heads/main", &oid);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/clone/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("clone", test_clone);
  ADD ("fetch-new-commit", test_fetch_new_commit);
  ADD ("nothing-new", test_nothing_new);
  ADD ("rewritten-branch-and-moved-tag", test_rewritten_branch_and_moved_tag);
  ADD ("deleted-refs-go", test_deleted_refs_go);
  ADD ("renamed-default-branch", test_renamed_default_branch);
  ADD ("empty-origin", test_empty_origin);
  ADD ("leftovers-are-swept", test_leftovers_are_swept);
  ADD ("damaged-copy-is-renewed", test_damaged_copy_is_renewed);
  ADD ("progress", test_progress);
  ADD ("cancelled-leaves-nothing", test_cancelled_leaves_nothing);
  ADD ("cancelled-fetch-keeps-the-copy", test_cancelled_fetch_keeps_the_copy);
  ADD ("not-there", test_not_there);
  ADD ("refused-urls", test_refused_urls);
  ADD ("cache-that-is-a-file", test_cache_that_is_a_file);
  ADD ("two-at-once", test_two_at_once);
  ADD ("reader-holds-the-copy", test_reader_holds_the_copy);
#undef ADD
  return g_test_run ();
}
