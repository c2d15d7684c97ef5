/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/shape.h"

#include <string.h>

#include "core/limits.h"

static json_t *
load (const char *text)
{
  json_t *json = json_loads (text, JSON_DECODE_ANY, NULL);

  g_assert_nonnull (json);
  return json;
}

static void
test_get (void)
{
  json_t *json =
      load ("{\"a\": {\"b\": {\"c\": 1}}, \"null\": null, \"list\": [{\"x\": 1}], \"\": 5}");
  g_autofree char *long_key = g_strnfill (300, 'k');

  g_assert_cmpint (json_integer_value (hm_shape_get (json, "a.b.c")), ==, 1);
  g_assert_true (json_is_object (hm_shape_get (json, "a.b")));
  g_assert_null (hm_shape_get (json, "a.x.c"));
  g_assert_null (hm_shape_get (json, "a.b.c.d"));
  g_assert_null (hm_shape_get (json, "null"));
  g_assert_null (hm_shape_get (json, "null.a"));
  g_assert_null (hm_shape_get (json, "list.x"));
  g_assert_null (hm_shape_get (json, "missing"));
  g_assert_null (hm_shape_get (json, long_key));
  g_assert_null (hm_shape_get (NULL, "a"));
  json_decref (json);
}

static void
test_text (void)
{
  g_autofree char *at = g_strnfill (HM_IDENTITY_BYTES_MAX, 'x');
  g_autofree char *past = g_strnfill (HM_IDENTITY_BYTES_MAX + 1, 'x');
  json_t *json =
      json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:b, s:n, s:s%, s:[s]}", "at", at, "past",
                 past, "line", "a\nb", "del", "a\x7f", "c1", "a\xc2\x85", "good", "M\xc3\xa9lanie",
                 "number", 1, "truth", 1, "null", "nul", "a\0b", 3, "list", "x");

  g_assert_cmpstr (hm_shape_text (json, "good"), ==, "M\xc3\xa9lanie");
  g_assert_cmpstr (hm_shape_text (json, "at"), ==, at);
  g_assert_null (hm_shape_text (json, "past"));
  g_assert_null (hm_shape_text (json, "line"));
  g_assert_null (hm_shape_text (json, "del"));
  g_assert_null (hm_shape_text (json, "c1"));
  g_assert_null (hm_shape_text (json, "number"));
  g_assert_null (hm_shape_text (json, "truth"));
  g_assert_null (hm_shape_text (json, "null"));
  g_assert_null (hm_shape_text (json, "nul"));
  g_assert_null (hm_shape_text (json, "list"));
  g_assert_null (hm_shape_text (json, "missing"));
  json_decref (json);
}

static void
test_truth (void)
{
  json_t *json = load (
      "{\"yes\": true, \"no\": false, \"null\": null, \"one\": 1, \"zero\": 0, \"text\": \"true\","
      " \"object\": {\"enabled\": true}}");

  g_assert_cmpint (hm_shape_truth (json, "yes"), ==, HM_TRUTH_YES);
  g_assert_cmpint (hm_shape_truth (json, "no"), ==, HM_TRUTH_NO);
  g_assert_cmpint (hm_shape_truth (json, "object.enabled"), ==, HM_TRUTH_YES);
  g_assert_cmpint (hm_shape_truth (json, "null"), ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpint (hm_shape_truth (json, "one"), ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpint (hm_shape_truth (json, "zero"), ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpint (hm_shape_truth (json, "text"), ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpint (hm_shape_truth (json, "missing"), ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpint (hm_shape_truth (NULL, "yes"), ==, HM_TRUTH_UNKNOWN);
  json_decref (json);
}

static void
test_count (void)
{
  json_t *json =
      load ("{\"zero\": 0, \"max\": 4294967295, \"past\": 4294967296, \"minus\": -1,"
            " \"huge\": 9223372036854775807, \"real\": 1.0, \"text\": \"1\", \"null\": null}");
  guint count = 7;

  g_assert_true (hm_shape_count (json, "zero", &count));
  g_assert_cmpuint (count, ==, 0);
  g_assert_true (hm_shape_count (json, "max", &count));
  g_assert_cmpuint (count, ==, G_MAXUINT32);
  count = 7;
  g_assert_false (hm_shape_count (json, "past", &count));
  g_assert_false (hm_shape_count (json, "minus", &count));
  g_assert_false (hm_shape_count (json, "huge", &count));
  g_assert_false (hm_shape_count (json, "real", &count));
  g_assert_false (hm_shape_count (json, "text", &count));
  g_assert_false (hm_shape_count (json, "null", &count));
  g_assert_false (hm_shape_count (json, "missing", &count));
  g_assert_cmpuint (count, ==, 7);
  json_decref (json);
}

static void
test_time (void)
{
  json_t *json =
      load ("{\"utc\": \"2023-11-14T22:13:20Z\", \"offset\": \"2023-11-15T00:13:20.000+02:00\","
            " \"date\": \"2023-11-14\", \"seconds\": \"@1700000000\", \"number\": 1700000000,"
            " \"local\": \"2023-11-14T22:13:20\", \"text\": \"Today\", \"null\": null,"
            " \"month\": \"2023-13-14T22:13:20Z\"}");
  gint64 seconds = 7;

  g_assert_true (hm_shape_time (json, "utc", &seconds));
  g_assert_cmpint (seconds, ==, 1700000000);
  seconds = 7;
  g_assert_true (hm_shape_time (json, "offset", &seconds));
  g_assert_cmpint (seconds, ==, 1700000000);
  seconds = 7;
  g_assert_false (hm_shape_time (json, "date", &seconds));
  g_assert_false (hm_shape_time (json, "seconds", &seconds));
  g_assert_false (hm_shape_time (json, "number", &seconds));
  g_assert_false (hm_shape_time (json, "local", &seconds));
  g_assert_false (hm_shape_time (json, "text", &seconds));
  g_assert_false (hm_shape_time (json, "null", &seconds));
  g_assert_false (hm_shape_time (json, "month", &seconds));
  g_assert_false (hm_shape_time (json, "missing", &seconds));
  g_assert_cmpint (seconds, ==, 7);
  json_decref (json);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shape/get", test_get);
  g_test_add_func ("/shape/text", test_text);
  g_test_add_func ("/shape/truth", test_truth);
  g_test_add_func ("/shape/count", test_count);
  g_test_add_func ("/shape/time", test_time);
  return g_test_run ();
}
