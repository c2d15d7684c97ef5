/* SPDX-License-Identifier: Apache-2.0 */
#include "core/number.h"

#include <locale.h>
#include <string.h>

static void
score_text (void)
{
  char text[HM_SCORE_TEXT_SIZE];

  g_assert_cmpstr (hm_score_text (-1, text), ==, "n/a");
  g_assert_cmpstr (hm_score_text (0, text), ==, "0.0");
  g_assert_cmpstr (hm_score_text (9, text), ==, "0.9");
  g_assert_cmpstr (hm_score_text (87, text), ==, "8.7");
  g_assert_cmpstr (hm_score_text (99, text), ==, "9.9");
  g_assert_cmpstr (hm_score_text (100, text), ==, "10");
}

static void
score_parse (void)
{
  static const char *const bad[] = { "",     " 7",   "7 ",    "-1",    "+1",   "10.1", "11",
                                     "7.",   ".",    "7.55",  "7,5",   "1e1",  "nan",  "0x7",
                                     "7.-1", "7.5.", "7.501", "10.01", "7.0x", "0.5 ", ".-1" };
  int tenths = -5;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (hm_score_parse (bad[i], &tenths));
  g_assert_cmpint (tenths, ==, -5);
  g_assert_true (hm_score_parse ("0", &tenths));
  g_assert_cmpint (tenths, ==, 0);
  g_assert_true (hm_score_parse ("7.5", &tenths));
  g_assert_cmpint (tenths, ==, 75);
  g_assert_true (hm_score_parse ("10.0", &tenths));
  g_assert_cmpint (tenths, ==, 100);
  g_assert_true (hm_score_parse (".5", &tenths));
  g_assert_cmpint (tenths, ==, 5);
  g_assert_true (hm_score_parse ("7.500", &tenths));
  g_assert_cmpint (tenths, ==, 75);
}

static void
mean (void)
{
  g_assert_cmpint (hm_mean_tenths (0.0, 0.0), ==, -1);
  g_assert_cmpint (hm_mean_tenths (0.0, 5.0), ==, 0);
  g_assert_cmpint (hm_mean_tenths (50.0, 5.0), ==, 100);
  g_assert_cmpint (hm_mean_tenths (7.5 * 10 + 5 * 4, 12.5), ==, 76);
  /* As Go's and C's %.1f do it: the binary 8.25 is a tie and goes to even, 8.35 lies below its decimal. */
  g_assert_cmpint (hm_mean_tenths (8.25, 1.0), ==, 82);
  g_assert_cmpint (hm_mean_tenths (8.35, 1.0), ==, 83);
  g_assert_cmpint (hm_mean_tenths (9.96, 1.0), ==, 100);
}

static void
mean_under_a_comma_locale (void)
{
  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL
      && setlocale (LC_NUMERIC, "fr_FR.UTF-8") == NULL) {
    g_test_skip ("no locale with a decimal comma is installed");
    return;
  }
  g_assert_cmpint (hm_mean_tenths (8.74, 1.0), ==, 87);
  setlocale (LC_NUMERIC, "C");
}

static void
parse (void)
{
  const char *wrong[] = { "",  "-1", "+1", " 1", "1 ", "1.0", "0x1", "101", "18446744073709551616",
                          "1a" };
  guint64 number = 7;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_false (hm_number_parse (wrong[i], strlen (wrong[i]), 100, &number));
    g_assert_cmpuint (number, ==, 7);
  }
  g_assert_true (hm_number_parse ("100", 3, 100, &number));
  g_assert_cmpuint (number, ==, 100);
  g_assert_true (hm_number_parse ("12345", 2, 100, &number));
  g_assert_cmpuint (number, ==, 12);
  g_assert_true (hm_number_parse ("18446744073709551615", 20, G_MAXUINT64, &number));
  g_assert_cmpuint (number, ==, G_MAXUINT64);
}

static void
grouped (void)
{
  const struct {
    guint64 number;
    const char *text;
  } cases[] = { { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 1234567, "1,234,567" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = hm_number_grouped (cases[i].number);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/score-text", score_text);
  g_test_add_func ("/number/score-parse", score_parse);
  g_test_add_func ("/number/mean", mean);
  g_test_add_func ("/number/mean-under-a-comma-locale", mean_under_a_comma_locale);
  g_test_add_func ("/number/parse", parse);
  g_test_add_func ("/number/grouped", grouped);
  return g_test_run ();
}
