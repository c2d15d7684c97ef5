/* SPDX-License-Identifier: Apache-2.0 */
#include "core/instant.h"

#include "core/error.h"

static void
text (void)
{
  char buffer[HM_INSTANT_TEXT_SIZE];

  g_assert_cmpstr (hm_instant_text (0, buffer), ==, "1970-01-01T00:00:00Z");
  g_assert_cmpstr (hm_instant_text (-1, buffer), ==, "1969-12-31T23:59:59Z");
  g_assert_cmpstr (hm_instant_text (1709337600, buffer), ==, "2024-03-02T00:00:00Z");
  g_assert_cmpstr (hm_instant_text (G_MININT64, buffer), ==, "0001-01-01T00:00:00Z");
  g_assert_cmpstr (hm_instant_text (G_MAXINT64, buffer), ==, "9999-12-31T23:59:59Z");
}

static void
parse (void)
{
  const struct {
    const char *text;
    gint64 seconds;
  } cases[] = {
    { "1970-01-01", 86399 },
    { "1970-01-01T00:00:00Z", 0 },
    { "1970-01-01T02:00:00+02:00", 0 },
    { "@1700000000", 1700000000 },
    { "@-5", -5 },
    { "2024-02-29", 1709251199 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    gint64 seconds = 1;

    g_assert_true (hm_instant_parse (cases[i].text, &seconds, &error));
    g_assert_no_error (error);
    g_assert_cmpint (seconds, ==, cases[i].seconds);
  }
}

static void
parse_refuses (void)
{
  const char *wrong[] = { "",
                          "yesterday",
                          "2024-13-01",
                          "2024-02-30",
                          "2024-1-1",
                          "@",
                          "@1e9",
                          "@--5",
                          "2024-01-01T00:00:00",
                          "2024-01-01T25:00:00Z",
                          "@99999999999999",
                          "2024-01-01 " };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    gint64 seconds = 42;

    g_assert_false (hm_instant_parse (wrong[i], &seconds, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
    g_assert_cmpint (seconds, ==, 42);
  }
}

static void
months (void)
{
  gint64 leap_day;
  gint64 expected;

  g_assert_true (hm_instant_parse ("2024-02-29T12:00:00Z", &leap_day, NULL));
  g_assert_true (hm_instant_parse ("2023-02-28T12:00:00Z", &expected, NULL));
  g_assert_cmpint (hm_instant_add_months (leap_day, -12), ==, expected);
  g_assert_cmpint (hm_instant_add_months (G_MININT64, -12), ==, HM_INSTANT_MIN);
  g_assert_cmpint (hm_instant_add_months (G_MAXINT64, 12), ==, HM_INSTANT_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instant/text", text);
  g_test_add_func ("/instant/parse", parse);
  g_test_add_func ("/instant/parse-refuses", parse_refuses);
  g_test_add_func ("/instant/months", months);
  return g_test_run ();
}
