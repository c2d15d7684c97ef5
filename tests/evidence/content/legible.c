/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/legible.h"

#include <string.h>

#include "core/limits.h"

static gboolean
is_legible (guint32 roles, const char *bytes, gsize size)
{
  return hm_is_legible (HM_CONTENT_BINARY, roles, bytes, size);
}

static void
test_binary (void)
{
  static const char script[] = "#!/bin/sh\n# \f \033 \0 \nexit 0 # whatever is true\n";
  static const char letters[] = "# \xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87 and more \f\n";
  guint8 data[2 * 4096];

  for (gsize i = 0; i < sizeof data; i++)
    data[i] = (guint8) (i * 167 + i / 256);
  g_assert_true (is_legible (HM_ROLE_SCRIPT, script, sizeof script - 1));
  g_assert_true (is_legible (HM_ROLE_SOURCE, letters, sizeof letters - 1));
  g_assert_true (is_legible (HM_ROLE_SECURITY, script, sizeof script - 1));
  g_assert_false (is_legible (0, script, sizeof script - 1));
  g_assert_false (is_legible (HM_ROLE_SCRIPT, (const char *) data, sizeof data));
  g_assert_false (is_legible (HM_ROLE_SCRIPT, "\0\0\0abc", 6));
  g_assert_true (hm_is_legible (HM_CONTENT_TEXT, 0, "", 0));
  g_assert_false (hm_is_legible (HM_CONTENT_ELF, HM_ROLE_SCRIPT, script, sizeof script - 1));
}

static void
test_binary_share (void)
{
  char bytes[100];

  memset (bytes, 'x', sizeof bytes);
  memset (bytes, '\001', 10);
  g_assert_true (is_legible (HM_ROLE_SCRIPT, bytes, sizeof bytes));
  bytes[10] = '\001';
  g_assert_false (is_legible (HM_ROLE_SCRIPT, bytes, sizeof bytes));
  for (gsize size = 0; size < 4; size++)
    is_legible (HM_ROLE_SCRIPT, "\xf0\x9f\x98\x80", size);
}

static void
test_sizes (void)
{
  g_assert_true (hm_is_legible (HM_CONTENT_TEXT, 0, "", HM_MARKED_BYTES_MAX));
  g_assert_false (hm_is_legible (HM_CONTENT_TEXT, 0, "", HM_MARKED_BYTES_MAX + 1));
  g_assert_true (hm_is_legible (HM_CONTENT_TEXT, HM_ROLE_BUILD, "", HM_MARKED_CODE_BYTES_MAX));
  g_assert_false (hm_is_legible (HM_CONTENT_TEXT, HM_ROLE_BUILD, "", HM_MARKED_CODE_BYTES_MAX + 1));
}

static void
test_roles (void)
{
  g_assert_cmphex (hm_roles_with_content (0, "#!/bin/sh\n", 10), ==, HM_ROLE_SCRIPT);
  g_assert_cmphex (hm_roles_with_content (HM_ROLE_DOC, "#!/bin/sh\n", 10), ==, HM_ROLE_DOC);
  g_assert_cmphex (hm_roles_with_content (0, "# a\n", 4), ==, 0);
  g_assert_cmphex (hm_roles_with_content (0, "#!", 2), ==, 0);
  g_assert_cmphex (hm_roles_with_content (0, "", 0), ==, 0);
  g_assert_true (hm_generated_is_legible (HM_ROLE_GENERATED | HM_ROLE_SCRIPT));
  g_assert_false (hm_generated_is_legible (HM_ROLE_GENERATED | HM_ROLE_SOURCE));
}

static void
assert_taken (const char *bytes, gsize size, const char *expected)
{
  g_autoptr (GString) text = g_string_new ("before");

  hm_legible_take (text, bytes, size);
  g_assert_cmpuint (text->len, ==, size);
  g_assert_true (size == 0 || memcmp (text->str, expected, size) == 0);
  g_assert_cmpint (text->str[text->len], ==, '\0');
}

static void
test_line_ends (void)
{
  assert_taken (NULL, 0, "");
  assert_taken ("a\nb", 3, "a\nb");
  assert_taken ("a\r\nb\r\n", 6, "a\r\nb\r\n");
  assert_taken ("# a\rb", 5, "# a\nb");
  assert_taken ("a\r\r\nb", 5, "a\r\r\nb");
  assert_taken ("a\r\rb\r", 5, "a\n\nb\n");
  assert_taken ("\0\r\0", 3, "\0\n\0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/legible/binary", test_binary);
  g_test_add_func ("/legible/binary-share", test_binary_share);
  g_test_add_func ("/legible/sizes", test_sizes);
  g_test_add_func ("/legible/roles", test_roles);
  g_test_add_func ("/legible/line-ends", test_line_ends);
  return g_test_run ();
}
