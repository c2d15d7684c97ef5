/* SPDX-License-Identifier: Apache-2.0 */
#include "render/csv.h"

static const struct {
  const char *text;
  const char *field;
} fields[] = {
  { "plain", "plain" },
  { "", "" },
  { "a, b", "\"a, b\"" },
  { "say \"so\"", "\"say \"\"so\"\"\"" },
  { "=1+1", "'=1+1" },
  { "+1", "'+1" },
  { "-1", "'-1" },
  { "@SUM(A1)", "'@SUM(A1)" },
  { "a=1", "a=1" },
  { "\x1b[31mred", "\\x1b[31mred" },
  { "two\nlines", "two\\x0alines" },
  { "\xe2\x80\xae"
    "fdp.exe",
    "\\u{202E}fdp.exe" },
  { "not \xff utf-8", "not \\xff utf-8" },
  { "ż", "ż" },
};

static void
test_fields (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autoptr (GString) line = g_string_new (NULL);
    g_autofree char *wanted = g_strdup_printf ("key,%s\r\n", fields[i].field);

    hm_csv_text (line, "key");
    hm_csv_text (line, fields[i].text);
    hm_csv_end (line);
    g_assert_cmpstr (line->str, ==, wanted);
  }
}

static void
test_scores (void)
{
  g_autoptr (GString) line = g_string_new (NULL);

  hm_csv_text (line, "key");
  hm_csv_score (line, 87);
  hm_csv_score (line, -1);
  hm_csv_score (line, 100);
  g_assert_cmpstr (line->str, ==, "key,8.7,,10");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/fields", test_fields);
  g_test_add_func ("/csv/scores", test_scores);
  return g_test_run ();
}
