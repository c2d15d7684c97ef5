/* SPDX-License-Identifier: Apache-2.0 */
/* What the user says of people: who is no human, and which spellings are one person's. */
#include "evidence/git/people.h"

#include "core/limits.h"

static HmSlice
slice (const char *text)
{
  return (HmSlice){ .text = text, .size = strlen (text) };
}

static const char *const bots[] = { "*-Bot@example.org", "Night Builder", NULL };
static const char *const ada[] = { "ada@example.org", "Ada Example", "Ada@Work.example", NULL };
static const char *const eve[] = { "eve@example.org", "ada@example.org", NULL };
static const char *const *const same_people[] = { ada, eve, NULL };

static const char *const texts[] = {
  "a <ada@example.org>",          "a <ada@work.example>",   "ada EXAMPLE <third@example.org>",
  "e <eve@example.org>",          "x <ci-bot@example.org>", "Night Builder <n@example.org>",
  "Daylight <robot@example.org>",
};

/* Checks who is who, where the rules are told before or after @n_before of the identities are there. */
static void
check_told (guint n_before)
{
  const HmPeopleRules rules = { bots, same_people };
  HmIdentities *identities = hm_identities_new (100);
  g_autoptr (HmPeople) people = hm_people_new_of (identities, 100);
  g_autoptr (HmResolver) resolver = NULL;
  guint32 numbers[G_N_ELEMENTS (texts)];
  const HmPerson *persons;
  gsize n_persons;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const HmSlice text = slice (texts[i]);

    if (i == n_before)
      hm_identities_tell (identities, &rules);
    hm_identities_intern (identities, &text);
  }
  if (n_before >= G_N_ELEMENTS (texts))
    hm_identities_tell (identities, &rules);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const HmSlice text = slice (texts[i]);

    numbers[i] = hm_people_intern (people, &text);
  }
  resolver = hm_resolver_new (identities, NULL);
  hm_people_join_resolved (people, resolver);
  persons = hm_people_persons (people, &n_persons);
  g_assert_cmpuint (n_persons, ==, 5);
  g_assert_cmpuint (hm_people_person (people, numbers[0]), ==, 0);
  g_assert_cmpuint (hm_people_person (people, numbers[1]), ==, 0);
  g_assert_cmpuint (hm_people_person (people, numbers[2]), ==, 0);
  /* An address that stands in two lists is the first's, and joins nobody else. */
  g_assert_cmpuint (hm_people_person (people, numbers[3]), ==, 1);
  g_assert_false (persons[0].is_bot || persons[1].is_bot);
  g_assert_true (persons[2].is_bot && persons[3].is_bot);
  g_assert_false (persons[4].is_bot);
  hm_people_free (g_steal_pointer (&people));
  hm_resolver_free (g_steal_pointer (&resolver));
  hm_identities_free (identities);
}

static void
joins_whom_the_user_says (void)
{
  check_told (0);
}

/* As of a journal that was read before. */
static void
holds_for_identities_that_are_there (void)
{
  check_told (3);
  check_told (G_N_ELEMENTS (texts));
}

/*
 * A long name, and patterns so many and so long that holding them against it takes more steps than
 * all may take together.
 */
static void
cuts_what_bots_may_cost (void)
{
  static const char *const few[] = { "nobody@example.org", NULL };
  g_autofree char *name = g_strnfill (HM_IDENTITY_BYTES_MAX, 'a');
  g_autofree char *text = g_strconcat (name, " <long@example.org>", NULL);
  g_autofree char *pattern = g_strnfill (HM_IDENTITY_BYTES_MAX, 'b');
  const char *many[HM_BOT_STEPS_MAX / HM_IDENTITY_BYTES_MAX / HM_IDENTITY_BYTES_MAX + 1];

  for (gsize i = 0; i + 1 < G_N_ELEMENTS (many); i++)
    many[i] = pattern;
  many[G_N_ELEMENTS (many) - 1] = NULL;
  for (guint is_dear = 0; is_dear <= 1; is_dear++) {
    HmIdentities *identities = hm_identities_new (10);
    const HmPeopleRules rules = { is_dear ? many : few, NULL };
    const HmSlice long_text = slice (text);

    hm_identities_tell (identities, &rules);
    hm_identities_intern (identities, &long_text);
    g_assert_cmpint (hm_identities_bots_are_cut (identities), ==, is_dear);
    hm_identities_free (identities);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people-told/joins-whom-the-user-says", joins_whom_the_user_says);
  g_test_add_func ("/people-told/holds-for-identities-that-are-there",
                   holds_for_identities_that_are_there);
  g_test_add_func ("/people-told/cuts-what-bots-may-cost", cuts_what_bots_may_cost);
  return g_test_run ();
}
