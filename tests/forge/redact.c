/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/redact.h"

#include <string.h>

static const HmPseudonyms KEY = { .key = { 1, 2, 3 } };
static const HmPseudonyms OTHER_KEY = { .key = { 1, 2, 4 } };

#define SECRET "secret-0123456789"

static void
expect_kept (const char *text)
{
  g_autofree char *found = hm_redact_text (text, &KEY, SECRET);

  g_assert_cmpstr (found, ==, text);
}

/* @prefix and @suffix are what stays of @text around one pseudonym. */
static void
expect_redacted (const char *text, const char *prefix, const char *suffix)
{
  g_autofree char *found = hm_redact_text (text, &KEY, NULL);
  g_autofree char *twice = hm_redact_text (found, &OTHER_KEY, NULL);
  const char *host = strstr (found, "@redacted.invalid");

  g_assert_nonnull (host);
  g_assert_true (g_str_has_prefix (found, prefix));
  g_assert_cmpstr (host + strlen ("@redacted.invalid"), ==, suffix);
  g_assert_cmpint (host - found, ==, (gssize) strlen (prefix) + 12);
  g_assert_cmpstr (found, ==, twice);
}

static void
test_addresses (void)
{
  expect_redacted ("a@b.c", "", "");
  expect_redacted ("<Ada.L+x%y_z-1@mail.example.org>", "<", ">");
  expect_redacted ("mailto:ada@example.org.", "mailto:", ".");
  expect_redacted ("by 12345+ada@users.noreply.github.com, thanks", "by ", ", thanks");
  expect_redacted ("\xc3\xa9t\xc3\xa9@exemple.fr", "", "");
  expect_redacted ("x @ y, a@b.example", "x @ y, ", "");
  expect_redacted ("git@example.org/x", "", "/x");
  expect_redacted ("legit@host.example:o/r.git", "", ":o/r.git");
}

static void
test_no_addresses (void)
{
  expect_kept ("");
  expect_kept ("@");
  expect_kept ("@ada");
  expect_kept ("thanks to @ada.");
  expect_kept ("actions/checkout@v4");
  expect_kept ("actions/checkout@");
  expect_kept ("a@b");
  expect_kept ("a@.b");
  expect_kept ("a@b.");
  expect_kept ("git@github.com:o/r.git");
}

static void
test_same (void)
{
  g_autofree char *lower = hm_redact_text ("ada@example.org", &KEY, NULL);
  g_autofree char *upper = hm_redact_text ("Ada@Example.ORG", &KEY, NULL);
  g_autofree char *other = hm_redact_text ("bob@example.org", &KEY, NULL);
  g_autofree char *other_key = hm_redact_text ("ada@example.org", &OTHER_KEY, NULL);
  g_autofree char *two = hm_redact_text ("ada@example.org,bob@example.org", &KEY, NULL);
  g_autofree char *joined = g_strjoin (",", lower, other, NULL);

  g_assert_cmpstr (lower, ==, upper);
  g_assert_cmpstr (lower, !=, other);
  g_assert_cmpstr (lower, !=, other_key);
  g_assert_cmpstr (two, ==, joined);
}

static void
test_json (void)
{
  json_t *json =
      json_loads ("{\"author\": {\"email\": \"a@b.c\", \"deeper\": [{\"x\": \"a@b.c\"}]},"
                  " \"committer\": \"a@b.c\", \"author_email\": \"a@b.c\","
                  " \"reporter\": {\"email\": \"a@b.c\"}, \"list\": [\"a@b.c\", 1, null, 1.5],"
                  " \"a@b.c\": true, \"coauthor\": \"a@b.c\","
                  " \"author \": \"" SECRET "\", \"" SECRET "\": 1}",
                  0, NULL);
  json_t *found = hm_redact_json (json, &KEY, SECRET);
  char *text = json_dumps (found, 0);
  g_auto (GStrv) kept = g_strsplit (text, "a@b.c", -1);

  g_assert_cmpuint (g_strv_length (kept) - 1, ==, 4);
  g_assert_null (strstr (text, SECRET));
  g_assert_cmpuint (json_object_size (found), ==, json_object_size (json));
  g_assert_true (json_equal (json_object_get (found, "author"), json_object_get (json, "author")));
  free (text);
  json_decref (found);
  json_decref (json);
}

static void
test_secret (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  static const char text[] = "x\0" SECRET SECRET "y" SECRET;
  g_autofree char *blotted = NULL;

  hm_redact_secret (bytes, SECRET);
  g_byte_array_append (bytes, (const guint8 *) text, sizeof text - 1);
  hm_redact_secret (bytes, NULL);
  hm_redact_secret (bytes, "x");
  g_assert_true (memcmp (bytes->data, text, bytes->len) == 0);
  hm_redact_secret (bytes, SECRET);
  g_assert_cmpuint (bytes->len, ==, sizeof text - 1);
  g_assert_null (memmem (bytes->data, bytes->len, "secret", 6));
  g_assert_cmpint (bytes->data[2 + 2 * strlen (SECRET)], ==, 'y');
  blotted = hm_redact_text ("a " SECRET " b", NULL, SECRET);
  g_assert_cmpstr (blotted, ==, "a ***************** b");
}

static void
test_is_needed (void)
{
  static const struct {
    const char *text;
    gboolean is_needed;
  } cases[] = {
    { "[[\"x\\u0073ecret-0123456789\"]]", TRUE },
    { "{\"\\u0073ecret-0123456789\": 1}", TRUE },
    { "[\"secret-012345678\", 1, null]", FALSE },
    { "1", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    json_t *json = json_loads (cases[i].text, JSON_DECODE_ANY, NULL);

    g_assert_cmpint (hm_redact_is_needed (json, SECRET), ==, cases[i].is_needed);
    g_assert_false (hm_redact_is_needed (json, NULL));
    json_decref (json);
  }
  g_assert_false (hm_redact_is_needed (NULL, SECRET));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/addresses", test_addresses);
  g_test_add_func ("/redact/no-addresses", test_no_addresses);
  g_test_add_func ("/redact/same", test_same);
  g_test_add_func ("/redact/json", test_json);
  g_test_add_func ("/redact/secret", test_secret);
  g_test_add_func ("/redact/is-needed", test_is_needed);
  return g_test_run ();
}
