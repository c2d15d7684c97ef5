/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
  const HmFormat *format;
  char *file;  /* "-": stdout */
  char *place; /* @file from the root, without "." and ".." */
} Output;

struct HmOutputs {
  GPtrArray *items; /* (element-type Output) */
};

static void
output_free (gpointer data)
{
  Output *output = data;

  g_free (output->file);
  g_free (output->place);
  g_free (output);
}

static gboolean
is_stdout (const Output *output)
{
  return g_str_equal (output->file, "-");
}

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

static gboolean
output_add (HmOutputs *outputs, const char *wanted, GError **error)
{
  const char *file = NULL;
  const HmFormat *format = hm_format_find (wanted, &file, error);
  g_autofree char *place = NULL;
  Output *output;

  if (format == NULL)
    return FALSE;
  place = g_str_equal (file, "-") ? g_strdup (file) : g_canonicalize_filename (file, NULL);
  for (guint i = 0; i < outputs->items->len; i++) {
    const Output *other = g_ptr_array_index (outputs->items, i);

    if (g_str_equal (other->place, place))
      return hm_fail (error, HM_ERROR_USAGE, "%s: two outputs to the same %s", wanted,
                      is_stdout (other) ? "standard output" : "file");
  }
  if (!g_str_equal (file, "-") && !folder_check (file, error))
    return FALSE;
  output = g_new0 (Output, 1);
  output->format = format;
  output->file = g_strdup (file);
  output->place = g_steal_pointer (&place);
  g_ptr_array_add (outputs->items, output);
  return TRUE;
}

HmOutputs *
hm_outputs_plan (char **wanted, GError **error)
{
  g_autoptr (HmOutputs) outputs = g_new0 (HmOutputs, 1);

  outputs->items = g_ptr_array_new_with_free_func (output_free);
  for (gsize i = 0; wanted != NULL && wanted[i] != NULL; i++) {
    if (!output_add (outputs, wanted[i], error))
      return NULL;
  }
  return g_steal_pointer (&outputs);
}

void
hm_outputs_free (HmOutputs *outputs)
{
  if (outputs == NULL)
    return;
  g_ptr_array_unref (outputs->items);
  g_free (outputs);
}

gboolean
hm_outputs_is_empty (const HmOutputs *outputs)
{
  return outputs->items->len == 0;
}

gboolean
hm_outputs_take_stdout (const HmOutputs *outputs)
{
  for (guint i = 0; i < outputs->items->len; i++) {
    if (is_stdout (g_ptr_array_index (outputs->items, i)))
      return TRUE;
  }
  return FALSE;
}

const char *
hm_outputs_first_not_badge (const HmOutputs *outputs)
{
  for (guint i = 0; i < outputs->items->len; i++) {
    const Output *output = g_ptr_array_index (outputs->items, i);

    if (!output->format->is_badge)
      return output->file;
  }
  return NULL;
}

const char *
hm_outputs_badge_file (const HmOutputs *outputs)
{
  const char *found = NULL;

  for (guint i = 0; i < outputs->items->len; i++) {
    const Output *output = g_ptr_array_index (outputs->items, i);

    if (is_stdout (output))
      continue;
    if (g_str_equal (output->format->name, "svg"))
      return output->file;
    if (found == NULL && g_str_equal (output->format->name, "png"))
      found = output->file;
  }
  return found;
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
is_descriptor (const Output *output)
{
  return g_str_has_prefix (output->place, "/dev/fd/")
         || g_str_has_prefix (output->place, "/dev/std")
         || g_str_has_prefix (output->place, "/proc/");
}

/*
 * Renaming over /dev/null would replace the device. Any other link is replaced, not followed: in a hostile work tree "badge.svg"
 * may lead to anything that the user can write.
 */
static gboolean
is_written_in_place (const Output *output)
{
  GStatBuf status;

  if (g_lstat (output->file, &status) != 0)
    return FALSE;
  return S_ISLNK (status.st_mode) ? is_descriptor (output) : !S_ISREG (status.st_mode);
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

static gboolean
output_write (const Output *output, GBytes *bytes, GError **error)
{
  if (is_stdout (output))
    return descriptor_write (STDOUT_FILENO, "standard output", bytes, error);
  if (is_written_in_place (output))
    return special_file_write (output->file, bytes, error);
  return file_replace (output->file, bytes, error);
}

gboolean
hm_outputs_write (const HmOutputs *outputs, const HmReport *report, const HmRenderOptions *options,
                  GError **error)
{
  g_autoptr (GPtrArray) rendered = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < outputs->items->len; i++) {
    const Output *output = g_ptr_array_index (outputs->items, i);
    GBytes *bytes = output->format->render (report, options, error);

    if (bytes == NULL) {
      g_prefix_error (error, "%s: ", output->file);
      return FALSE;
    }
    g_ptr_array_add (rendered, bytes);
  }
  for (guint i = 0; i < outputs->items->len; i++) {
    const Output *output = g_ptr_array_index (outputs->items, i);
    GBytes *bytes = g_ptr_array_index (rendered, i);

    if (!output_write (output, bytes, error))
      return FALSE;
  }
  return TRUE;
}
