/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of a site say, and to whom. */
#include <string.h>

#include "render/site_part.h"
#include "tests/render/sample_report.h"
#include "tests/render/sample_site.h"

/* How often @part stands in @text. */
static guint
times_of (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

static char *
overview_write (HmRanking *ranking)
{
  HmSampleSite site;
  char *text;

  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &site);
  text = hm_sample_site_text (&site, "index.html");
  g_hash_table_unref (site.files);
  return text;
}

/* What is broad is there a second time, no broader than a phone. */
static void
test_narrow_pictures (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;

  hm_sample_row_add (ranking, "a", "a", 20, 1);
  text = overview_write (ranking);
  g_assert_cmpuint (times_of (text, "<div class=\"narrow\"><svg viewBox=\"0 0 360 "), ==, 3);
  g_assert_cmpuint (times_of (text, "<div class=\"broad\"><svg"), ==, 2);
  g_assert_cmpuint (times_of (text, "<div class=\"broad scroll exact\" tabindex=\"0\""), ==, 1);
}

/* Whatever the style sheet makes of its rows, the table says that it is one. */
static void
test_table_has_roles (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;

  hm_sample_row_add (ranking, "a", "a", 20, 1);
  text = overview_write (ranking);
  g_assert_cmpuint (times_of (text, "role=\"table\""), ==, 1);
  g_assert_cmpuint (times_of (text, "role=\"rowgroup\""), ==, 2);
  g_assert_cmpuint (times_of (text, "role=\"row\""), ==, 2);
  g_assert_cmpuint (times_of (text, "role=\"rowheader\""), ==, 1);
  g_assert_cmpuint (times_of (text, "role=\"columnheader\""), ==, 7);
  g_assert_cmpuint (times_of (text, "role=\"cell\""), ==, 6);
}

static void
test_groups_where_there_are_some (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;
  HmRankRow *row = hm_sample_row_add (ranking, "a", "a", 20, 1);

  without = overview_write (ranking);
  g_assert_null (strstr (without, ">Group<"));
  g_assert_null (strstr (without, "filter-group"));
  row->group = g_strdup ("web");
  with = overview_write (ranking);
  g_assert_nonnull (strstr (with, ">Group</th>"));
  g_assert_nonnull (strstr (with, "filter-group"));
}

/* Two at one place, of which the second is beneath the first. */
static void
test_key_of_the_risk_map (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;

  hm_sample_row_add (ranking, "a", "first", 20, 1);
  hm_sample_row_add (ranking, "b", "second", 20, 1);
  hm_sample_row_add (ranking, "c", "third", 90, 0.5);
  ranking->since = HM_SAMPLE_AS_OF - 86400;
  text = overview_write (ranking);
  g_assert_nonnull (strstr (text, ">risk of 5.0 or more<"));
  g_assert_nonnull (strstr (text, "its score fell since 2026-09-20"));
  g_assert_nonnull (strstr (text, ">first +1</text>"));
  g_assert_null (strstr (text, ">second +1</text>"));
  g_assert_nonnull (strstr (text, "first, risk 8.0, floor 2.0, and 1 more at its place\""));
  g_assert_nonnull (strstr (text, "1 mark stands for several, up to 2<"));
  g_assert_null (strstr (text, "small, and no link"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site-pages/narrow-pictures", test_narrow_pictures);
  g_test_add_func ("/site-pages/table-has-roles", test_table_has_roles);
  g_test_add_func ("/site-pages/groups-where-there-are-some", test_groups_where_there_are_some);
  g_test_add_func ("/site-pages/key-of-the-risk-map", test_key_of_the_risk_map);
  return g_test_run ();
}
