/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/answer.h"

#include <string.h>

#include "core/limits.h"

/* Returns: (owned) (nullable) why @text is no JSON; NULL where it is. */
static char *
refusal (const char *text, gsize size)
{
  char *why = NULL;
  json_t *json = hm_answer_parse (text, size, HM_JSON_DEPTH_MAX, HM_JSON_VALUES_MAX, &why);

  g_assert_true ((json == NULL) == (why != NULL));
  json_decref (json);
  return why;
}

static void
expect (const char *text, const char *why)
{
  g_autofree char *found = refusal (text, strlen (text));

  g_assert_cmpstr (found, ==, why);
}

static void
test_texts (void)
{
  expect ("{}", NULL);
  expect ("null", NULL);
  expect (" [1, \"\\\"]\", {\"a\\\\\": \"[[[\"}] \n", NULL);
  expect ("", "JSON that breaks off");
  expect (" ", "JSON that breaks off");
  expect ("{\"a\": 1, \"a\": 2}", "JSON with a key twice in one object");
  expect ("{\"a\": 1} {}", "no valid JSON at byte 10");
  expect ("[1,]", "no valid JSON at byte 4");
  expect ("<html>", "no valid JSON at byte 1");
  expect ("\"\xff\"", "no valid JSON at byte 1");
  expect ("\"\\u0000\"", "no valid JSON at byte 8");
  expect ("99999999999999999999", "no valid JSON at byte 20");
  expect ("1e999", "no valid JSON at byte 5");
  expect ("]]]]", "no valid JSON at byte 1");
}

static void
test_embedded_nul (void)
{
  g_autofree char *outside = refusal ("{}\0{}", 5);
  g_autofree char *inside = refusal ("\"a\0b\"", 5);

  g_assert_nonnull (outside);
  g_assert_nonnull (inside);
}

static void
test_cut (void)
{
  static const char whole[] =
      "{\"a\": [1.5e3, \"b\\u00e9\\\"\xc3\xa9\", true, null], \"c\": {\"d\": -1}}";

  for (gsize size = 0; size < strlen (whole); size++) {
    g_autofree char *exact = g_memdup2 (whole, size);
    g_autofree char *why = refusal (exact, size);

    g_assert_nonnull (why);
  }
  expect (whole, NULL);
}

static char *
nested (guint depth, char open, char close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open == '[' ? "[" : "{\"a\":");
  g_string_append (text, "1");
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *at = nested (HM_JSON_DEPTH_MAX, '[', ']');
  g_autofree char *past = nested (HM_JSON_DEPTH_MAX + 1, '[', ']');
  g_autofree char *objects_at = nested (HM_JSON_DEPTH_MAX, '{', '}');
  g_autofree char *objects_past = nested (HM_JSON_DEPTH_MAX + 1, '{', '}');
  g_autofree char *far = nested (1000000, '[', ']');

  expect (at, NULL);
  expect (past, "JSON deeper than 64 levels");
  expect (objects_at, NULL);
  expect (objects_past, "JSON deeper than 64 levels");
  expect (far, "JSON deeper than 64 levels");
}

/* An array of @n - 1 numbers: with itself, @n values. */
static char *
flat (guint n)
{
  GString *text = g_string_new ("[1");

  for (guint i = 2; i < n; i++)
    g_string_append (text, ",1");
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static void
test_values (void)
{
  g_autofree char *at = flat (HM_JSON_VALUES_MAX);
  g_autofree char *past = flat (HM_JSON_VALUES_MAX + 1);
  g_autofree char *commas = g_strnfill (HM_JSON_VALUES_MAX, ',');

  expect (at, NULL);
  expect (past, "JSON of more than 500000 values");
  expect (commas, "JSON of more than 500000 values");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer/texts", test_texts);
  g_test_add_func ("/answer/embedded-nul", test_embedded_nul);
  g_test_add_func ("/answer/cut-at-every-byte", test_cut);
  g_test_add_func ("/answer/depth", test_depth);
  g_test_add_func ("/answer/values", test_values);
  return g_test_run ();
}
