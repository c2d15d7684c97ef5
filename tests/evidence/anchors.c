/* SPDX-License-Identifier: Apache-2.0 */
/* Reading files of trust anchors; what stands in them is tests/evidence/verify.c's. */
#include "evidence/git/anchors.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/folder.h"

static void
assert_refused (const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = hm_anchors_read (path, NULL, &error);

  g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
  g_assert_null (bytes);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, words));
}

static gpointer
pipe_fill (gpointer data)
{
  static char zeros[64 * 1024];
  int fd = GPOINTER_TO_INT (data);
  gsize left = (gsize) HM_ANCHORS_BYTES_MAX + 1;

  while (left > 0) {
    gssize n = write (fd, zeros, MIN (left, sizeof zeros));

    if (n < 0)
      break;
    left -= (gsize) n;
  }
  close (fd);
  return NULL;
}

/* Neither a device nor a pipe that goes on and on is read without end. */
static void
test_endless (void)
{
  g_autofree char *name = NULL;
  g_autofree char *folder = g_dir_make_tmp ("hallmark-anchors-XXXXXX", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GThread *writer;
  gint cancelled = 1;
  int ends[2];

  assert_refused ("/dev/zero", "neither a file nor a pipe");

  g_assert_cmpint (pipe (ends), ==, 0);
  name = g_strdup_printf ("/dev/fd/%d", ends[0]);
  writer = g_thread_new (NULL, pipe_fill, GINT_TO_POINTER (ends[1]));
  assert_refused (name, "larger than 64 MiB");
  close (ends[0]);
  g_thread_join (writer);

  /* a pipe that nobody writes into */
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  bytes = hm_anchors_read (fifo, &cancelled, &error);
  g_assert_null (bytes);
  g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
  g_assert_true (hm_folder_remove (folder, NULL));
}

static void
test_limit (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hallmark-anchors-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "large", NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_cmpint (truncate (file, HM_ANCHORS_BYTES_MAX), ==, 0);
  bytes = hm_anchors_read (file, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, HM_ANCHORS_BYTES_MAX);
  g_assert_cmpint (truncate (file, (off_t) HM_ANCHORS_BYTES_MAX + 1), ==, 0);
  assert_refused (file, "larger than 64 MiB");
  g_assert_true (hm_folder_remove (folder, NULL));
}

/* `--keyring <(gpg --export KEY)` */
static void
test_pipe (void)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  name = g_strdup_printf ("/dev/fd/%d", ends[0]);
  g_assert_cmpint (write (ends[1], "keys", 4), ==, 4);
  close (ends[1]);
  bytes = hm_anchors_read (name, NULL, NULL);
  close (ends[0]);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/anchors/endless", test_endless);
  g_test_add_func ("/anchors/limit", test_limit);
  g_test_add_func ("/anchors/pipe", test_pipe);
  return g_test_run ();
}
