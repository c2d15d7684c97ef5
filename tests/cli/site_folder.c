/* SPDX-License-Identifier: Apache-2.0 */
/* Who may write into a folder, and what is read of its list; tests/cli/portfolio_site.sh has what ends up in it. */
#include "cli/site_folder.h"

#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"

#define MARKER ".hallmark-badges"
#define HEAD "hallmark/badges/1\n"

typedef struct {
  char *folder;
} Case;

/* (nullable) What another process does after the list was opened and before it is locked. Once. */
static void (*before_lock) (void);

/* In the place of the C library's. */
int
flock (int descriptor, int operation)
{
  void (*const then) (void) = before_lock;

  before_lock = NULL;
  if (then != NULL)
    then ();
  return (int) syscall (SYS_flock, descriptor, operation);
}

static void
set_up (Case *test, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  (void) unused;
  test->folder = g_dir_make_tmp ("hallmark-test-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
file_remove (const Case *test, const char *name)
{
  g_autofree char *path = g_build_filename (test->folder, name, NULL);

  g_unlink (path);
}

static void
tear_down (Case *test, gconstpointer unused)
{
  (void) unused;
  file_remove (test, "a.svg");
  file_remove (test, "b.svg");
  file_remove (test, MARKER);
  g_assert_cmpint (g_rmdir (test->folder), ==, 0);
  g_free (test->folder);
}

static void
file_write (const Case *test, const char *name, const char *text, gssize size)
{
  g_autofree char *path = g_build_filename (test->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, size, NULL));
}

static void
assert_list (const Case *test, const char *expected)
{
  g_autofree char *path = g_build_filename (test->folder, MARKER, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

/* Returns: (owned) a folder that may be written into */
static HmSiteFolder *
folder_open (const Case *test)
{
  g_autoptr (GError) error = NULL;
  HmSiteFolder *folder = hm_site_folder_open (test->folder, HM_SITE_FOLDER_BADGES, &error);

  g_assert_no_error (error);
  return folder;
}

static void
assert_busy (const Case *test)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_site_folder_open (test->folder, HM_SITE_FOLDER_BADGES, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "another hallmark is writing there"));
}

static void
file_put (HmSiteFolder *folder, const char *path)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  hm_site_folder_put (folder, path, bytes, &error);
  g_assert_no_error (error);
}

/* Returns: how many files went */
static guint
folder_finish (HmSiteFolder *folder)
{
  g_autoptr (GError) error = NULL;
  guint n_files;
  guint n_removed;

  hm_site_folder_finish (folder, &n_files, &n_removed, &error);
  g_assert_no_error (error);
  return n_removed;
}

static void
test_one_at_a_time (Case *test, gconstpointer unused)
{
  g_autoptr (HmSiteFolder) folder = folder_open (test);

  (void) unused;
  assert_busy (test);
  g_clear_pointer (&folder, hm_site_folder_free);
  folder = folder_open (test);
}

/* Who writes into the folder while another opens it. */
static HmSiteFolder *earlier;

static void
earlier_ends (void)
{
  folder_finish (earlier);
  g_clear_pointer (&earlier, hm_site_folder_free);
}

/*
 * Whoever opened the list just before another put a new one in its place has the lock of the new one, not of a file
 * without a name.
 */
static void
test_list_replaced_before_it_is_locked (Case *test, gconstpointer unused)
{
  g_autoptr (HmSiteFolder) folder = NULL;

  (void) unused;
  earlier = folder_open (test);
  file_put (earlier, "a.svg");
  before_lock = earlier_ends;
  folder = folder_open (test);
  g_assert_null (earlier);
  assert_busy (test);
  file_put (folder, "b.svg");
  assert_list (test, HEAD "a.svg\n\nb.svg\n");
  g_assert_cmpuint (folder_finish (folder), ==, 1);
  assert_list (test, HEAD "b.svg\n");
}

static const Case *removed_from;

static void
list_removed (void)
{
  file_remove (removed_from, MARKER);
}

static void
test_list_removed_before_it_is_locked (Case *test, gconstpointer unused)
{
  g_autoptr (HmSiteFolder) folder = NULL;

  (void) unused;
  removed_from = test;
  before_lock = list_removed;
  folder = folder_open (test);
  assert_busy (test);
  assert_list (test, HEAD);
}

/* More than a portfolio of many repositories makes, at once; a line that is no path costs nothing. */
static void
test_long_list (Case *test, gconstpointer unused)
{
  const gsize size = 80u * 1024 * 1024;
  const gsize end = size - strlen ("\nb.svg\n");
  g_autofree char *list = g_malloc (size);
  g_autoptr (HmSiteFolder) folder = NULL;

  (void) unused;
  memset (list, 'x', size);
  memcpy (list, HEAD "a.svg\n", strlen (HEAD "a.svg\n"));
  memcpy (list + end, "\nb.svg\n", strlen ("\nb.svg\n"));
  file_write (test, MARKER, list, (gssize) size);
  file_write (test, "a.svg", "", 0);
  file_write (test, "b.svg", "", 0);
  folder = folder_open (test);
  g_assert_cmpuint (folder_finish (folder), ==, 2);
  assert_list (test, HEAD);
}

/* Lines that begin in one block of what is read and end in the next, at every place. */
static void
test_lines_over_blocks (Case *test, gconstpointer unused)
{
  (void) unused;
  for (gsize before = 0; before < 10; before++) {
    g_autoptr (GString) list = g_string_new (HEAD);
    g_autoptr (HmSiteFolder) folder = NULL;

    while (list->len < 64 * 1024 + strlen (HEAD) - before)
      g_string_append_c (list, '\n');
    g_string_append (list, "a.svg\nb.svg");
    file_write (test, MARKER, list->str, (gssize) list->len);
    file_write (test, "a.svg", "", 0);
    file_write (test, "b.svg", "", 0);
    folder = folder_open (test);
    g_assert_cmpuint (folder_finish (folder), ==, 2);
  }
}

/* What is no path, or leads elsewhere, is passed over. */
static void
test_hostile_list (Case *test, gconstpointer unused)
{
  static const char list[] =
      HEAD "../a.svg\n/a.svg\n.\n.a.svg\na.svg\0\nb.svg/\n\xff\n" MARKER "\n";
  g_autoptr (HmSiteFolder) folder = NULL;

  (void) unused;
  file_write (test, MARKER, list, sizeof list - 1);
  file_write (test, "a.svg", "", 0);
  file_write (test, "b.svg", "", 0);
  folder = folder_open (test);
  g_assert_cmpuint (folder_finish (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/site-folder/" name, Case, NULL, set_up, func, tear_down)
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("list-replaced-before-it-is-locked", test_list_replaced_before_it_is_locked);
  ADD ("list-removed-before-it-is-locked", test_list_removed_before_it_is_locked);
  ADD ("long-list", test_long_list);
  ADD ("lines-over-blocks", test_lines_over_blocks);
  ADD ("hostile-list", test_hostile_list);
#undef ADD
  return g_test_run ();
}
