/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/people.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/git/services.h"

static guint32
use (HmPeople *people, const char *identity)
{
  const HmSlice slice = { identity, strlen (identity) };

  return hm_people_intern (people, &slice);
}

static HmMailmap *
mailmap_new (const char *text)
{
  return hm_mailmap_parse (text, strlen (text));
}

/* Whether two identities are one person, in a history of nothing else. */
static gboolean
are_one (const char *a, const char *b)
{
  g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
  guint32 index_a = use (people, a);
  guint32 index_b = use (people, b);

  hm_people_join (people, NULL);
  return hm_people_person (people, index_a) == hm_people_person (people, index_b);
}

static void
test_joined (void)
{
  g_assert_true (are_one ("Ada <ada@x.org>", "A. L. <ADA@X.org>"));
  g_assert_true (are_one ("Ada Lovelace <a@x.org>", "ada lovelace <b@y.org>"));
  g_assert_true (are_one ("\xc3\x89mile Zola <a@x.org>", "\xc3\xa9MILE zola <b@y.org>"));
  g_assert_true (
      are_one ("x <123+ada@users.noreply.github.com>", "y <ada@users.noreply.github.com>"));
  g_assert_true (
      are_one ("x <7-ada@users.noreply.gitlab.com>", "y <ada@users.noreply.gitlab.com>"));
}

static void
test_kept_apart (void)
{
  g_assert_false (are_one ("Ada <ada@x.org>", "Ada <ada@y.org>"));
  g_assert_false (are_one ("A Bcd <a@x.org>", "A Bcd <b@x.org>"));
  g_assert_false (are_one ("lovelace <a@x.org>", "lovelace <b@x.org>"));
  g_assert_false (are_one ("Ada <noreply@github.com>", "Bob <noreply@github.com>"));
  g_assert_false (are_one ("Ada <root@localhost>", "Bob <root@localhost>"));
  g_assert_false (are_one ("Ada <>", "Bob <>"));
  g_assert_false (
      are_one ("x <1+ada@users.noreply.github.com>", "y <1+bob@users.noreply.github.com>"));
  g_assert_false (
      are_one ("x <1+ada@users.noreply.github.com>", "y <1-ada@users.noreply.gitlab.com>"));
  g_assert_false (are_one ("Renovate Bot <bot@renovateapp.com>", "Renovate Bot Fan <x@y.org>"));
  g_assert_false (are_one ("Ada <1+ada[bot]@users.noreply.github.com>", "Ada <ada@x.org>"));
  g_assert_false (are_one ("Travis CI <travis@travis-ci.org>", "Travis  CI <t@x.org>"));
}

/* Calling oneself a bot hides nobody's work. */
static void
test_name_makes_no_bot (void)
{
  static const char *const names[] = { "Jia Tan[bot]", "dependabot[bot]", "renovate-bot",
                                       "github-actions" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
    g_autofree char *text = g_strdup_printf ("%s <jia@x.org>", names[i]);
    const HmSlice identity = { .text = text, .size = strlen (text) };
    const HmPerson *persons;
    gsize n;

    hm_people_intern (people, &identity);
    hm_people_join (people, NULL);
    persons = hm_people_persons (people, &n);
    g_assert_cmpuint (n, ==, 1);
    g_assert_false (persons[0].is_bot);
  }
}

static void
test_bots (void)
{
  static const char *const bots[] = {
    "49699333+dependabot[bot]@users.noreply.github.com",
    "dependabot[bot]@users.noreply.github.com",
    "1+any[bot]@users.noreply.github.com",
    "1+any[bot]@users.noreply.git.corp.example",
    "travis@travis-ci.org",
    "20407524+k8s-ci-robot@users.noreply.github.com",
    "project_42_bot_af3@noreply.gitlab.example",
    "group_7_bot@noreply.gitlab.com",
  };
  static const char *const people[] = {
    "build-system@noreply.dev",
    "abbot@x.org",
    "project_x_bot@noreply.gitlab.com",
    "project_42_bot@noreply.",
    "project_42_botany@x@noreply.gitlab.com",
    "noreply@github.com",
    "jia[bot]@x.org",
    "jia[bot]",
    "[bot]@users.noreply.github.com",
    "1+[bot]@users.noreply.github.com",
    "jia tan[bot]@users.noreply.github.com",
    "jia[bot]@users.noreply.",
    "jia[bot]@users.noreply.github.com@x.org",
    "jia@users.noreply.github.com",
    "1+travis@travis-ci.org",
    "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bots); i++)
    g_assert_true (hm_service_is_bot (bots[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    g_assert_false (hm_service_is_bot (people[i]));
  g_assert_true (hm_service_is_forge ("GitHub", "noreply@github.com"));
  g_assert_false (hm_service_is_forge ("Ada", "noreply@github.com"));
  g_assert_false (hm_service_is_forge ("GitHub", "ada@github.com"));
}

/* The tables are searched by halving: every row must be found. */
static void
test_tables_are_sorted (void)
{
  static const char *const addresses[] = { "action@github.com", "travis@travis-ci.org",
                                           "k8s-ci-robot@users.noreply.github.com",
                                           "snyk-bot@snyk.io", "hosted@weblate.org" };
  static const char *const shared[] = { "devnull@localhost",
                                        "you@example.com",
                                        "noreply@github.com",
                                        "root@localhost.localdomain",
                                        "none",
                                        "unknown" };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    g_assert_true (hm_service_is_bot (addresses[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (shared); i++)
    g_assert_true (hm_service_is_shared_address (shared[i]));
}

static void
test_most_used_spelling (void)
{
  g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
  const HmPerson *persons;
  gsize n_persons;

  use (people, "ada <ada@x.org>");
  use (people, "Ada Lovelace <ADA@x.org>");
  use (people, "Ada Lovelace <lovelace@x.org>");
  use (people, "Zed Zorro <z@x.org>");
  use (people, "Aed Zorro <z@x.org>");
  use (people, " <nameless@x.org>");
  hm_people_join (people, NULL);
  persons = hm_people_persons (people, &n_persons);
  g_assert_cmpuint (n_persons, ==, 3);
  g_assert_cmpstr (persons[0].name, ==, "Ada Lovelace");
  g_assert_cmpstr (persons[0].email, ==, "ada@x.org");
  g_assert_cmpuint (persons[0].n_identities, ==, 3);
  g_assert_cmpstr (persons[1].name, ==, "Aed Zorro"); /* a tie goes by bytes */
  g_assert_cmpstr (persons[2].name, ==, "");
  g_assert_cmpstr (persons[2].email, ==, "nameless@x.org");
}

static void
test_odd_identities (void)
{
  static const struct {
    const char *identity;
    const char *name;
    const char *email;
  } odd[] = {
    { "", "", "" },
    { "Ada", "Ada", "" },
    { "<ada@x.org>", "", "ada@x.org" },
    { "Ada <", "Ada", "" },
    { "Ada <ada@x.org", "Ada", "ada@x.org" },
    { "Ada <a> <b@x.org>", "Ada", "a" },
    { "Ada < ada@x.org >", "Ada", "ada@x.org" },
    { "A\xff\xfe <\xff@x.org>", "A\xff\xfe", "\xff@x.org" },
    { "> <", ">", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
    const HmPerson *persons;
    gsize n_persons;

    g_test_message ("%s", odd[i].identity);
    use (people, odd[i].identity);
    hm_people_join (people, NULL);
    persons = hm_people_persons (people, &n_persons);
    g_assert_cmpuint (n_persons, ==, 1);
    g_assert_cmpstr (persons[0].name, ==, odd[i].name);
    g_assert_cmpstr (persons[0].email, ==, odd[i].email);
  }
}

static void
test_embedded_nul (void)
{
  static const char identity[] = "Ada\0Bob <a@x.org>";
  const HmSlice slice = { identity, sizeof identity - 1 };
  g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
  gsize n_persons;

  hm_people_intern (people, &slice);
  hm_people_join (people, NULL);
  g_assert_cmpstr (hm_people_persons (people, &n_persons)[0].name, ==, "Ada");
}

static void
test_long_name (void)
{
  g_autofree char *name = g_strnfill (HM_IDENTITY_BYTES_MAX + 1, 'n');
  g_autofree char *identity = g_strconcat (name, " <a@x.org>", NULL);
  g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
  const HmPerson *persons;
  gsize n_persons;

  use (people, identity);
  hm_people_join (people, NULL);
  persons = hm_people_persons (people, &n_persons);
  g_assert_cmpuint (strlen (persons[0].name), ==, HM_IDENTITY_BYTES_MAX);
  g_assert_cmpstr (persons[0].email, ==, "a@x.org");
}

/* The address is what joins: no name is so long that it is lost, and it is cut itself no sooner than at the limit. */
static void
test_long_identities (void)
{
  g_autofree char *long_name = g_strnfill (3 * HM_IDENTITY_BYTES_MAX, 'n');
  g_autofree char *long_email = g_strnfill (HM_IDENTITY_BYTES_MAX, 'm');
  g_autofree char *short_of_one = g_strconcat ("Ada <", long_email, ">", NULL);
  g_autofree char *long_of_one = g_strconcat (long_name, " <", long_email, ">", NULL);
  g_autofree char *other = g_strconcat (long_name, " <", long_email + 1, ">", NULL);
  g_autofree char *no_address = g_strconcat (long_name, long_name, NULL);
  g_autofree char *no_end = g_strconcat (long_name, "<a@x.org", NULL);

  g_assert_true (are_one (long_of_one, short_of_one));
  g_assert_false (are_one (long_of_one, other));
  g_assert_false (are_one (no_address, "Ada <a@x.org>"));
  g_assert_true (are_one (no_end, "Ada <a@x.org>"));
}

static void
test_identities_limit (void)
{
  g_autoptr (HmPeople) people = hm_people_new (2);
  const HmPerson *persons;
  guint32 third, fourth;
  gsize n_persons;

  use (people, "Ada <a@x.org>");
  use (people, "Bob <b@x.org>");
  g_assert_false (hm_people_is_full (people));
  third = use (people, "Cyd <c@x.org>");
  fourth = use (people, "Dan <d@x.org>");
  g_assert_true (hm_people_is_full (people));
  g_assert_cmpuint (third, ==, fourth);
  g_assert_cmpuint (use (people, "Ada <a@x.org>"), ==, 0);
  hm_people_join (people, NULL);
  persons = hm_people_persons (people, &n_persons);
  g_assert_cmpuint (n_persons, ==, 3);
  g_assert_cmpstr (persons[2].name, ==, "");
}

static void
assert_resolves (const char *text, const char *name, const char *email, const char *wanted_name,
                 const char *wanted_email)
{
  g_autoptr (HmMailmap) mailmap = mailmap_new (text);

  hm_mailmap_resolve (mailmap, &name, &email);
  g_assert_cmpstr (name, ==, wanted_name);
  g_assert_cmpstr (email, ==, wanted_email);
}

static void
test_mailmap (void)
{
  assert_resolves ("Ada Lovelace <ada@x.org>\n", "ada", "ADA@X.ORG", "Ada Lovelace", "ADA@X.ORG");
  assert_resolves ("<new@x.org> <old@x.org>\n", "ada", "old@x.org", "ada", "new@x.org");
  assert_resolves ("Ada <new@x.org> <old@x.org>\n", "x", "old@x.org", "Ada", "new@x.org");
  assert_resolves ("Ada <new@x.org> Robot <old@x.org>", "robot", "old@x.org", "Ada", "new@x.org");
  assert_resolves ("Ada <new@x.org> Robot <old@x.org>", "human", "old@x.org", "human", "old@x.org");
  assert_resolves ("# Ada <ada@x.org>\n", "x", "ada@x.org", "x", "ada@x.org");
  assert_resolves ("A <a@x.org>\nB <a@x.org>\n", "x", "a@x.org", "B", "a@x.org");
  assert_resolves ("Ada <ada@x.org> # why\r\n", "x", "ada@x.org", "Ada", "ada@x.org");
  assert_resolves ("", "x", "y", "x", "y");
}

static void
test_mailmap_garbage (void)
{
  static const char garbage[] =
      "<\n>\n<>\n<><>\n\0\0<a@x.org>\n\xff<\xfe>\xfd<\xfc>\n>>><<<\nAda <a@x.org\nBob\n<<a>> <<b>>";

  for (gsize size = 0; size < sizeof garbage; size++) {
    g_autofree char *copy = g_memdup2 (garbage, size);
    g_autoptr (HmMailmap) mailmap = hm_mailmap_parse (copy, size);
    const char *name = "x";
    const char *email = "a@x.org";

    hm_mailmap_resolve (mailmap, &name, &email);
    g_assert_cmpstr (name, ==, "x");
    g_assert_cmpstr (email, ==, "a@x.org");
  }
}

static void
test_mailmap_joins (void)
{
  g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
  g_autoptr (HmMailmap) mailmap = mailmap_new ("Ada Lovelace <ada@x.org> <old@y.org>\n");
  const HmPerson *persons;
  gsize n_persons;

  use (people, "al <old@y.org>");
  use (people, "ada <ada@x.org>");
  hm_people_join (people, mailmap);
  persons = hm_people_persons (people, &n_persons);
  g_assert_cmpuint (n_persons, ==, 1);
  g_assert_cmpstr (persons[0].name, ==, "Ada Lovelace");
  g_assert_cmpstr (persons[0].email, ==, "ada@x.org");
  g_assert_cmpuint (persons[0].n_identities, ==, 2);
}

/* One address stays one person, whatever names the subject's own file hands out for it. */
static void
test_mailmap_does_not_split (void)
{
  g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
  g_autoptr (HmMailmap) mailmap = mailmap_new ("Alice Able <a@aaa.org> Joe0 <joe@x.org>\n"
                                               "Bob Bible <b@bbb.org> Joe1 <joe@x.org>\n");
  gsize n_persons;

  use (people, "Joe0 <joe@x.org>");
  use (people, "Joe1 <joe@x.org>");
  hm_people_join (people, mailmap);
  hm_people_persons (people, &n_persons);
  g_assert_cmpuint (n_persons, ==, 1);
}

/* How the identities of one person came to be so, in the order of their first use. */
static void
assert_joins (const char *mailmap_text, const char *const *identities, gsize n,
              const HmJoin *expected)
{
  g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
  g_autoptr (HmMailmap) mailmap = mailmap_new (mailmap_text);
  const HmPerson *persons;
  const HmIdentity *found;
  gsize n_persons, n_found;

  for (gsize i = 0; i < n; i++)
    use (people, identities[i]);
  hm_people_join (people, mailmap);
  persons = hm_people_persons (people, &n_persons);
  found = hm_people_identities (people, &n_found);
  g_assert_cmpuint (n_persons, ==, 1);
  g_assert_cmpuint (persons[0].n_identities, ==, n);
  g_assert_cmpuint (n_found, ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpint (found[persons[0].identities + i].join, ==, expected[i]);
}

static void
test_joins (void)
{
  static const char *const identities[] = {
    "Ada Lovelace <ada@x.org>",
    "ada <ADA@x.org>",
    "Ada Lovelace <7+ada@users.noreply.github.com>",
    "countess <ada@users.noreply.github.com>",
    "A. L. <al@z.org>",
  };
  static const HmJoin joins[] = { HM_JOIN_FIRST, HM_JOIN_ADDRESS, HM_JOIN_NAME, HM_JOIN_LOGIN,
                                  HM_JOIN_MAILMAP };

  assert_joins ("Ada Lovelace <ada@x.org> <al@z.org>\n", identities, G_N_ELEMENTS (identities),
                joins);
}

/* The third joins the first two. */
static void
test_join_by_a_later_one (void)
{
  static const char *const identities[] = { "Ada Lovelace <a@x.org>", "ada <b@x.org>",
                                            "Ada Lovelace <b@x.org>" };
  static const HmJoin joins[] = { HM_JOIN_FIRST, HM_JOIN_NAME, HM_JOIN_ADDRESS };

  assert_joins ("", identities, G_N_ELEMENTS (identities), joins);
}

/* Two persons' identities lie apart, each in the order of first use, as they were spelled. */
static void
test_identities_listed (void)
{
  g_autoptr (HmPeople) people = hm_people_new (HM_IDENTITIES_MAX);
  const HmPerson *persons;
  const HmIdentity *found;
  gsize n_persons, n_found;

  use (people, "Ada <ada@x.org>");
  use (people, "Bob <bob@x.org>");
  use (people, "A <Ada@X.org>");
  use (people, "Bob <bob@x.org>");
  hm_people_join (people, NULL);
  persons = hm_people_persons (people, &n_persons);
  found = hm_people_identities (people, &n_found);
  g_assert_cmpuint (n_found, ==, 3);
  g_assert_cmpuint (persons[0].identities, ==, 0);
  g_assert_cmpuint (persons[1].identities, ==, 2);
  g_assert_cmpstr (found[0].name, ==, "Ada");
  g_assert_cmpstr (found[1].name, ==, "A");
  g_assert_cmpstr (found[1].email, ==, "ada@x.org");
  g_assert_cmpstr (found[2].name, ==, "Bob");
}

/* Whom @text means among Ada and Bob. Returns: a person, or HM_NO_INDEX. */
static guint32
find (const char *text)
{
  g_autoptr (HmIdentities) identities = hm_identities_new (100);
  g_autoptr (HmMailmap) mailmap = mailmap_new ("Ada Lovelace <ada@x.org> <old@x.org>\n");
  g_autoptr (HmResolver) resolver = hm_resolver_new (identities, mailmap);
  g_autoptr (HmPeople) people = hm_people_new_of (identities, 100);
  const HmSlice slice = { text, strlen (text) };

  use (people, "Ada Lovelace <ada@x.org>");
  use (people, "bob <5+bob@users.noreply.github.com>");
  hm_people_join_resolved (people, resolver);
  return hm_people_find (people, resolver, hm_identities_intern (identities, &slice));
}

static void
test_find (void)
{
  g_assert_cmpuint (find ("Ada Lovelace <ada@x.org>"), ==, 0);
  g_assert_cmpuint (find ("x <ADA@x.org>"), ==, 0);
  g_assert_cmpuint (find ("x <old@x.org>"), ==, 0);
  g_assert_cmpuint (find ("ADA LOVELACE"), ==, 0);
  g_assert_cmpuint (find ("x <bob@users.noreply.github.com>"), ==, 1);
  g_assert_cmpuint (find ("bob"), ==, HM_NO_INDEX);
  g_assert_cmpuint (find ("Cyril Young <cy@x.org>"), ==, HM_NO_INDEX);
  g_assert_cmpuint (find (""), ==, HM_NO_INDEX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people/joined", test_joined);
  g_test_add_func ("/people/kept-apart", test_kept_apart);
  g_test_add_func ("/people/bots", test_bots);
  g_test_add_func ("/people/name-makes-no-bot", test_name_makes_no_bot);
  g_test_add_func ("/people/tables-are-sorted", test_tables_are_sorted);
  g_test_add_func ("/people/most-used-spelling", test_most_used_spelling);
  g_test_add_func ("/people/odd-identities", test_odd_identities);
  g_test_add_func ("/people/embedded-nul", test_embedded_nul);
  g_test_add_func ("/people/long-name", test_long_name);
  g_test_add_func ("/people/long-identities", test_long_identities);
  g_test_add_func ("/people/identities-limit", test_identities_limit);
  g_test_add_func ("/mailmap/forms", test_mailmap);
  g_test_add_func ("/mailmap/garbage-cut-at-every-byte", test_mailmap_garbage);
  g_test_add_func ("/mailmap/joins", test_mailmap_joins);
  g_test_add_func ("/mailmap/does-not-split", test_mailmap_does_not_split);
  g_test_add_func ("/people/joins", test_joins);
  g_test_add_func ("/people/join-by-a-later-one", test_join_by_a_later_one);
  g_test_add_func ("/people/identities-listed", test_identities_listed);
  g_test_add_func ("/people/find", test_find);
  return g_test_run ();
}
