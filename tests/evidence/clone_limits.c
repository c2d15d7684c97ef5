/* SPDX-License-Identifier: Apache-2.0 */
/* What a clone may cost, at smaller sizes (tests/fixtures/small/core/limits.h). */
#include "evidence/git/clone.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "origin.h"

/* Clones @origin, and asserts an error that holds @words, or none. */
static void
assert_clone (const Origin *origin, const char *words)
{
  g_autofree char *url = g_strdup_printf ("file://%s", origin->path);
  g_autofree char *cache = g_build_filename (origin->folder, "cache", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmClone) clone = hm_clone_or_fetch (url, cache, NULL, NULL, NULL, &error);

  if (words == NULL) {
    g_assert_no_error (error);
    g_assert_nonnull (clone);
    return;
  }
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
  g_assert_null (clone);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, url));
  g_assert_nonnull (strstr (error->message, words));
}

/* Each commit is three objects. */
static void
test_objects (void)
{
  g_autoptr (Origin) origin = origin_new ();

  origin_commit (origin, "refs/heads/main", "one");
  origin_commit (origin, "refs/heads/main", "two");
  origin_commit (origin, "refs/heads/main", "three");
  assert_clone (origin, NULL);
}

static void
test_too_many_objects (void)
{
  g_autoptr (Origin) origin = origin_new ();

  origin_commit (origin, "refs/heads/main", "one");
  origin_commit (origin, "refs/heads/main", "two");
  origin_commit (origin, "refs/heads/main", "three");
  origin_commit (origin, "refs/heads/main", "four");
  assert_clone (origin, "12 objects, more than the 9");
}

/* Hexadecimal digits that zlib makes little of: @n of them, half of which remain. */
static char *
noise (gsize n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; text->len < n; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i);
    g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, number, -1);

    g_string_append (text, digest);
  }
  g_string_truncate (text, n);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_too_many_bytes (void)
{
  g_autoptr (Origin) origin = origin_new ();
  g_autofree char *text = noise (4 * HM_CLONE_BYTES_MAX);

  origin_commit (origin, "refs/heads/main", text);
  assert_clone (origin, "MiB that are received");
}

/* A few kilobytes that unpack to more than memory is meant to hold. */
static void
test_too_large_object (void)
{
  g_autoptr (Origin) origin = origin_new ();
  g_autofree char *text = g_strnfill (2 * HM_CLONE_BLOCK_MAX, 'x');

  origin_commit (origin, "refs/heads/main", text);
  assert_clone (origin, "memory that one may take");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clone-limits/objects", test_objects);
  g_test_add_func ("/clone-limits/too-many-objects", test_too_many_objects);
  g_test_add_func ("/clone-limits/too-many-bytes", test_too_many_bytes);
  g_test_add_func ("/clone-limits/too-large-object", test_too_large_object);
  return g_test_run ();
}
