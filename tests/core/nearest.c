/* SPDX-License-Identifier: Apache-2.0 */
#include "core/nearest.h"

static const char *const words[] = { "repositories", "groups", "group", "owners", "url", NULL };

static void
test_nearest (void)
{
  const struct {
    const char *typed;
    const char *meant; /* (nullable) */
  } cases[] = {
    { "repositorys", "repositories" },
    { "repo", "repositories" },
    { "grups", "groups" },
    { "grop", "group" },
    { "Owner", "owners" },
    { "uri", "url" },
    { "policy", NULL },
    { "", NULL },
  };
  g_autofree char *long_word = g_strnfill (1000000, 'g');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (hm_word_nearest (cases[i].typed, words), ==, cases[i].meant);
  g_assert_null (hm_word_nearest (long_word, words));
}

static void
test_slips (void)
{
  g_assert_cmpuint (hm_word_slips ("group", "group"), ==, 0);
  g_assert_cmpuint (hm_word_slips ("GROUP", "group"), ==, 0);
  g_assert_cmpuint (hm_word_slips ("gro", "group"), ==, 1);
  g_assert_cmpuint (hm_word_slips ("gr", "group"), ==, G_MAXUINT);
  g_assert_cmpuint (hm_word_slips ("group", "gro"), ==, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nearest/word-that-was-meant", test_nearest);
  g_test_add_func ("/nearest/slips", test_slips);
  return g_test_run ();
}
