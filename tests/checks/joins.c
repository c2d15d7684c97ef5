/* SPDX-License-Identifier: Apache-2.0 */
/* How people were joined: as words, as Maintainers shows it, and beside a newcomer's name. */
#include "checks/joins.h"

#include "history_case.h"
#include "judged.h"

#include "checks/list.h"

#define JOINED "joined-identities"

/* Active people, of whom each has two identities. */
#define N_TWINS 25u

static const HmIdentity identities[] = {
  { "Ada", "ada@one.example.org", HM_JOIN_FIRST },
  { "A. Archer", "ada@one.example.org", HM_JOIN_ADDRESS },
  { "Ada Archer", "ada@two.example.org", HM_JOIN_MAILMAP },
  { "Ada Archer", "ada@three.example.org", HM_JOIN_NAME },
  { "Ada Archer", "1+ada@users.noreply.example.org", HM_JOIN_LOGIN },
  { "ada", "ada@one.example.org", HM_JOIN_ADDRESS },
};

static void
test_words (void)
{
  const HmPerson person = { .name = "Ada", .email = "", .n_identities = 6 };
  const HmPerson alone = { .name = "Bo", .email = "", .n_identities = 1 };
  HmHistory history = { .people = &person,
                        .n_people = 1,
                        .identities = identities,
                        .n_identities = G_N_ELEMENTS (identities) };
  g_autofree char *words = hm_person_joins (&history, 0);

  g_assert_cmpstr (words, ==,
                   "6 identities joined: .mailmap 1, address 2, full name 1, forge login 1");
  history.people = &alone;
  g_assert_null (hm_person_joins (&history, 0));
}

static void
twins_judge (guint n, HmResult **ret_result)
{
  static const HmIdentity pair[] = {
    { "Twin", "a@example.org", HM_JOIN_FIRST },
    { "Twin", "b@example.org", HM_JOIN_NAME },
  };
  HmPerson twins[N_TWINS];
  g_auto (Case) self;

  case_init (&self);
  for (guint i = 0; i < n; i++) {
    twins[i] = (HmPerson){ .name = "Twin", .email = "a@example.org", .n_identities = 2 };
    case_add (&self, 2, i, i);
  }
  self.facts.history.people = twins;
  self.facts.history.n_people = n;
  self.facts.history.identities = pair;
  self.facts.history.n_identities = G_N_ELEMENTS (pair);
  *ret_result = judge (&hm_check_maintainers, case_facts (&self));
}

static void
test_maintainers (void)
{
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  twins_judge (2, &result);
  finding = hm_findings_find (result->findings, JOINED);
  g_assert_cmpint (finding->outcome, ==, HM_PASS);
  g_assert_cmpint (finding->points_max, ==, 0);
  g_assert_cmpstr (finding->message, ==,
                   "2 active people are known under several names: Twin, 2 identities joined: full "
                   "name 1; Twin, 2 identities joined: full name 1");
  g_assert_cmpuint (finding->evidence->len, ==, 2);
}

static void
test_maintainers_limit (void)
{
  for (guint n = 20; n <= 21; n++) {
    g_autoptr (HmResult) result = NULL;
    const HmFinding *finding;

    twins_judge (n, &result);
    finding = hm_findings_find (result->findings, JOINED);
    g_assert_true (g_str_has_suffix (finding->message, "; and 1 more") == (n == 21));
    g_assert_cmpuint (finding->evidence->len, ==, 10);
  }
}

static void
test_nobody_joined (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 3, ADA, ADA);
  result = judge (&hm_check_maintainers, case_facts (&self));
  assert_outcome (result, JOINED, HM_NOT_APPLICABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/joins/words", test_words);
  g_test_add_func ("/joins/maintainers", test_maintainers);
  g_test_add_func ("/joins/maintainers-limit", test_maintainers_limit);
  g_test_add_func ("/joins/nobody-joined", test_nobody_joined);
  return g_test_run ();
}
