/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include <string.h>

#include "core/error.h"

/* It is there wherever this program is. */
#define PRESENT "libglib-2.0.so.0"

typedef struct {
  __typeof__ (g_ascii_digit_value) *digit_value;
  __typeof__ (g_ascii_strcasecmp) *strcasecmp;
} Table;

static const HmLibraryFunction functions[] = {
  { "g_ascii_digit_value", G_STRUCT_OFFSET (Table, digit_value) },
  { "g_ascii_strcasecmp", G_STRUCT_OFFSET (Table, strcasecmp) },
  { NULL, 0 },
};

static gpointer
open_on_thread (gpointer library)
{
  return GINT_TO_POINTER (hm_library_open (library, NULL));
}

static void
test_functions (void)
{
  static Table table;
  static HmLibrary library = { PRESENT, "here", functions, &table, .once = G_ONCE_INIT };
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("open", open_on_thread, &library);

  g_assert_true (hm_library_open (&library, &error));
  g_assert_no_error (error);
  g_assert_true (g_thread_join (thread));
  g_assert_cmpint (table.digit_value ('7'), ==, 7);
  g_assert_cmpint (table.strcasecmp ("Key", "kEY"), ==, 0);
}

/* The first call and each later one tell the same. */
static void
assert_refused (HmLibrary *library, const char *words)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (hm_library_open (library, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_UNSUPPORTED);
    g_assert_nonnull (strstr (error->message, library->name));
    g_assert_nonnull (strstr (error->message, library->purpose));
    g_assert_nonnull (strstr (error->message, words));
  }
}

static void
test_missing_library (void)
{
  static Table table;
  static HmLibrary library = { "libnowhere.so.7", "to test", functions, &table,
                               .once = G_ONCE_INIT };

  assert_refused (&library, "No such file");
}

static void
test_missing_function (void)
{
  static const HmLibraryFunction with_unknown[] = {
    { "g_ascii_digit_value", G_STRUCT_OFFSET (Table, digit_value) },
    { "g_ascii_is_of_no_version", G_STRUCT_OFFSET (Table, strcasecmp) },
    { NULL, 0 },
  };
  static Table table;
  static HmLibrary library = { PRESENT, "to test", with_unknown, &table, .once = G_ONCE_INIT };

  assert_refused (&library, "g_ascii_is_of_no_version");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/library/functions", test_functions);
  g_test_add_func ("/library/missing-library", test_missing_library);
  g_test_add_func ("/library/missing-function", test_missing_function);
  return g_test_run ();
}
