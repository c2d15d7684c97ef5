/* SPDX-License-Identifier: Apache-2.0 */
/* Who may change a file, and who waits. */
#include "cli/edit_lock.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"

/* Whom root becomes for a while: folders are closed to root alone by name. */
#define NOBODY 65534

typedef struct {
  char *folder;
  char *place;
  char *beside;
  uid_t user;
} Case;

static void
set_up (Case *test, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  (void) unused;
  test->user = geteuid ();
  test->folder = g_dir_make_tmp ("hallmark-test-XXXXXX", &error);
  g_assert_no_error (error);
  test->place = g_build_filename (test->folder, "p.yml", NULL);
  test->beside = g_build_filename (test->folder, ".p.yml.lock", NULL);
}

static void
tear_down (Case *test, gconstpointer unused)
{
  (void) unused;
  if (test->user == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (test->folder, 0700), ==, 0);
  g_unlink (test->beside);
  g_unlink (test->place);
  g_assert_cmpint (g_rmdir (test->folder), ==, 0);
  g_free (test->folder);
  g_free (test->place);
  g_free (test->beside);
}

/* The folder has these permissions for who runs the test from now on. */
static void
folder_close (const Case *test, mode_t mode)
{
  if (test->user == 0) {
    g_assert_cmpint (chown (test->folder, NOBODY, (gid_t) -1), ==, 0);
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  }
  g_assert_cmpint (chmod (test->folder, mode), ==, 0);
}

/* Returns: (owned) a lock that was there to be had */
static HmEditLock *
take (const char *place)
{
  g_autoptr (GError) error = NULL;
  HmEditLock *lock = hm_edit_lock_take (place, "p.yml", 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (lock);
  return lock;
}

static void
assert_busy (const char *place)
{
  g_autofree char *us = g_strdup_printf ("p.yml: process %d ", (int) getpid ());
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_edit_lock_take (place, "p.yml", 0, NULL, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  g_assert_true (g_str_has_prefix (error->message, us)
                 || g_str_has_prefix (error->message, "p.yml: another process "));
}

static void
test_one_at_a_time (Case *test, gconstpointer unused)
{
  g_autoptr (HmEditLock) lock = take (test->place);

  (void) unused;
  assert_busy (test->place);
  g_clear_pointer (&lock, hm_edit_lock_release);
  lock = take (test->place);
  g_assert_false (g_file_test (test->beside, G_FILE_TEST_EXISTS));
}

static void
test_interrupted (Case *test, gconstpointer unused)
{
  g_autoptr (HmEditLock) lock = take (test->place);
  g_autoptr (GError) error = NULL;
  gint cancelled = 1;

  (void) unused;
  g_assert_null (hm_edit_lock_take (test->place, "p.yml", 60 * 1000, &cancelled, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
}

static void
test_no_folder (Case *test, gconstpointer unused)
{
  g_autofree char *place = g_build_filename (test->folder, "none", "p.yml", NULL);
  g_autoptr (HmEditLock) lock = take (place);

  (void) unused;
  (void) lock;
}

/* As where a folder can't be locked at all: a file stands for it, and goes with the lock. */
static void
test_unreadable_folder (Case *test, gconstpointer unused)
{
  g_autoptr (HmEditLock) lock = NULL;

  (void) unused;
  folder_close (test, 0300);
  lock = take (test->place);
  g_assert_true (g_file_test (test->beside, G_FILE_TEST_IS_REGULAR));
  assert_busy (test->place);
  g_assert_true (g_file_test (test->beside, G_FILE_TEST_IS_REGULAR));
  g_clear_pointer (&lock, hm_edit_lock_release);
  g_assert_false (g_file_test (test->beside, G_FILE_TEST_EXISTS));
  lock = take (test->place);
}

/* What a run that was killed left is taken over. */
static void
test_left_behind (Case *test, gconstpointer unused)
{
  g_autoptr (HmEditLock) lock = NULL;

  (void) unused;
  folder_close (test, 0300);
  g_assert_true (g_file_set_contents (test->beside, "", 0, NULL));
  lock = take (test->place);
  g_clear_pointer (&lock, hm_edit_lock_release);
  g_assert_false (g_file_test (test->beside, G_FILE_TEST_EXISTS));
}

static void
test_file_of_somebody (Case *test, gconstpointer unused)
{
  (void) unused;
  folder_close (test, 0300);
  g_assert_true (g_file_set_contents (test->beside, "mine", -1, NULL));
  hm_edit_lock_release (take (test->place));
  g_assert_true (g_file_test (test->beside, G_FILE_TEST_EXISTS));
}

static void
test_no_link_is_followed (Case *test, gconstpointer unused)
{
  (void) unused;
  folder_close (test, 0300);
  g_assert_cmpint (symlink ("p.yml", test->beside), ==, 0);
  hm_edit_lock_release (take (test->place));
  g_assert_false (g_file_test (test->place, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (test->beside, G_FILE_TEST_IS_SYMLINK));
}

static void
test_no_pipe_is_waited_for (Case *test, gconstpointer unused)
{
  (void) unused;
  folder_close (test, 0300);
  g_assert_cmpint (mkfifo (test->beside, 0600), ==, 0);
  hm_edit_lock_release (take (test->place));
  g_assert_true (g_file_test (test->beside, G_FILE_TEST_EXISTS));
}

/* Nobody can change anything there, so nobody is kept from it. */
static void
test_closed_folder (Case *test, gconstpointer unused)
{
  (void) unused;
  folder_close (test, 0100);
  hm_edit_lock_release (take (test->place));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/edit-lock/" name, Case, NULL, set_up, func, tear_down)
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("interrupted", test_interrupted);
  ADD ("no-folder", test_no_folder);
  ADD ("unreadable-folder", test_unreadable_folder);
  ADD ("left-behind", test_left_behind);
  ADD ("file-of-somebody", test_file_of_somebody);
  ADD ("no-link-is-followed", test_no_link_is_followed);
  ADD ("no-pipe-is-waited-for", test_no_pipe_is_waited_for);
  ADD ("closed-folder", test_closed_folder);
#undef ADD
  return g_test_run ();
}
