/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/render/golden.h"

#include <string.h>

/* 1-based: the line in which @a and @b first differ. */
static guint
first_difference (const char *a, gsize a_size, const char *b, gsize b_size)
{
  guint line = 1;

  for (gsize i = 0; i < a_size && i < b_size && a[i] == b[i]; i++)
    line += a[i] == '\n';
  return line;
}

void
hm_golden_check (const char *name, const char *bytes, gsize size)
{
  g_autofree char *path = g_build_filename (SOURCE_ROOT, "tests/render/goldens", name, NULL);
  g_autofree char *wanted = NULL;
  gsize wanted_size = 0;
  GError *error = NULL;

  if (g_strcmp0 (g_getenv ("HALLMARK_UPDATE_GOLDENS"), "1") == 0) {
    g_file_set_contents (path, bytes, (gssize) size, &error);
    g_assert_no_error (error);
    return;
  }
  g_file_get_contents (path, &wanted, &wanted_size, &error);
  g_assert_no_error (error);
  if (size == wanted_size && memcmp (bytes, wanted, size) == 0)
    return;
  g_test_message ("%s differs from line %u on; it is now:\n%.*s", name,
                  first_difference (bytes, size, wanted, wanted_size), (int) size, bytes);
  g_test_fail ();
}
