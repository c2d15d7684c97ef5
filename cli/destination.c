/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/destination.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* A mistyped folder is told before the scan, not after. */
static gboolean
folder_check (const char *file, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (file);

  if (g_file_test (file, G_FILE_TEST_IS_DIR))
    return hm_fail (error, HM_ERROR_IO, "%s: is a folder, where a file is to be written", file);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return hm_fail (error, HM_ERROR_IO, "%s: the folder %s is not there", file, folder);
  return TRUE;
}

HmDestination *
hm_destination_new (const char *file, const char *wanted, const GPtrArray *others, GError **error)
{
  const gboolean is_stdout = g_str_equal (file, "-");
  g_autoptr (HmDestination) destination = g_new0 (HmDestination, 1);

  destination->file = g_strdup (file);
  destination->place = is_stdout ? g_strdup (file) : g_canonicalize_filename (file, NULL);
  for (guint i = 0; i < others->len; i++) {
    const HmDestination *other = g_ptr_array_index (others, i);

    if (g_str_equal (other->place, destination->place)) {
      hm_fail (error, HM_ERROR_USAGE, "%s: two outputs to the same %s", wanted,
               is_stdout ? "standard output" : "file");
      return NULL;
    }
  }
  if (!is_stdout && !folder_check (file, error))
    return NULL;
  return g_steal_pointer (&destination);
}

void
hm_destination_free (HmDestination *destination)
{
  if (destination == NULL)
    return;
  g_free (destination->file);
  g_free (destination->place);
  g_free (destination);
}

gboolean
hm_destination_is_stdout (const HmDestination *destination)
{
  return g_str_equal (destination->file, "-");
}

static gboolean
descriptor_write (int descriptor, const char *name, GBytes *bytes, GError **error)
{
  gsize left;
  const char *data = g_bytes_get_data (bytes, &left);

  while (left > 0) {
    const ssize_t written = write (descriptor, data, left);

    /* Who interrupts while a pipe is full gives up waiting for its reader. */
    if (written < 0)
      return hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", name, g_strerror (errno));
    data += written;
    left -= (gsize) written;
  }
  return TRUE;
}

static gboolean
special_file_write (const char *file, GBytes *bytes, GError **error)
{
  /* Not g_open(), which waits for a pipe's reader even when interrupted. */
  const int descriptor = open (file, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  gboolean is_written;

  if (descriptor < 0)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be opened for writing: %s", file,
                    g_strerror (errno));
  is_written = descriptor_write (descriptor, file, bytes, error);
  if (close (descriptor) != 0 && is_written)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", file, g_strerror (errno));
  return is_written;
}

/* The names of open descriptors, which are links to what they lead to. */
static gboolean
is_descriptor (const HmDestination *destination)
{
  return g_str_has_prefix (destination->place, "/dev/fd/")
         || g_str_has_prefix (destination->place, "/dev/std")
         || g_str_has_prefix (destination->place, "/proc/");
}

/*
 * Renaming over /dev/null would replace the device. Any other link is replaced, not followed: in a
 * hostile work tree "badge.svg" may lead to anything that the user can write.
 */
static gboolean
is_written_in_place (const HmDestination *destination)
{
  GStatBuf status;

  if (g_lstat (destination->file, &status) != 0)
    return FALSE;
  return S_ISLNK (status.st_mode) ? is_descriptor (destination) : !S_ISREG (status.st_mode);
}

static gboolean
file_replace (const char *file, GBytes *bytes, GError **error)
{
  g_autoptr (GError) cause = NULL;
  sigset_t stops, before;
  GStatBuf status;
  int mode = 0666;
  gboolean is_replaced;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  /* What only some may read stays so. */
  if (g_lstat (file, &status) == 0 && S_ISREG (status.st_mode))
    mode = (int) (status.st_mode & 0777);
  /* Who interrupts waits for this file: no temporary one is left beside it. */
  sigemptyset (&stops);
  sigaddset (&stops, SIGINT);
  sigaddset (&stops, SIGTERM);
  sigaddset (&stops, SIGHUP);
  pthread_sigmask (SIG_BLOCK, &stops, &before);
  is_replaced = g_file_set_contents_full (
      file, data, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode,
      &cause);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return is_replaced
         || hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", file, cause->message);
}

/* As others do who write to it: no temporary file could take its place without losing what they add meanwhile. */
static gboolean
file_append (const char *file, GBytes *bytes, GError **error)
{
  const int descriptor =
      open (file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0666);
  gboolean is_written;

  if (descriptor < 0 && errno == ELOOP)
    return hm_fail (error, HM_ERROR_IO, "%s: is a symbolic link, and none is followed", file);
  if (descriptor < 0)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be opened for appending: %s", file,
                    g_strerror (errno));
  is_written = descriptor_write (descriptor, file, bytes, error);
  if (close (descriptor) != 0 && is_written)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", file, g_strerror (errno));
  return is_written;
}

gboolean
hm_destination_write (const HmDestination *destination, GBytes *bytes, GError **error)
{
  if (hm_destination_is_stdout (destination))
    return descriptor_write (STDOUT_FILENO, "standard output", bytes, error);
  if (is_written_in_place (destination))
    return special_file_write (destination->file, bytes, error);
  if (destination->is_appended)
    return file_append (destination->file, bytes, error);
  return file_replace (destination->file, bytes, error);
}
