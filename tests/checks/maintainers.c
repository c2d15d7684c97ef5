/* SPDX-License-Identifier: Apache-2.0 */
#include "history_case.h"
#include "judged.h"

#include "checks/list.h"

#define ACTIVE "active-maintainers"
#define HALF "bus-factor-half"
#define MOST "bus-factor-most"
#define SHARED "shared-recent-work"
#define ORGANISATIONS "organisations"
#define ACCESS "push-access"

static HmResult *
case_judge (Case *self)
{
  return judge (&hm_check_maintainers, case_facts (self));
}

static int
active_of (const HmResult *result)
{
  return hm_findings_find (result->findings, ACTIVE)->points;
}

/* Three who land each other's work, of two organisations: all of it. */
static void
test_shared_project (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 10, ADA, BO);
  case_add (&self, 10, BO, CY);
  case_add (&self, 10, CY, ADA);
  result = case_judge (&self);
  assert_triple (result, 100, 100, 100);
  g_assert_cmpuint (count_outcome (result, HM_PASS), ==, 5);
  g_assert_cmpstr (result->reason, ==, "3 active people; 2 people do half of the work");
  g_assert_cmpstr (hm_findings_find (result->findings, HALF)->message, ==,
                   "50 % of the year's 30 commits rest on 2 people: Ada 10, Bo 10");
  g_assert_cmpuint (hm_findings_find (result->findings, ACTIVE)->evidence->len, ==, 3);
}

/* What counts of people show is in doubt where one of them may be several; what more joining can only worsen is not. */
static void
test_people_not_joined (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 10, ADA, BO);
  case_add (&self, 10, BO, CY);
  case_add (&self, 10, CY, ADA);
  self.facts.history.people_why = ".mailmap is larger than 4 MiB and was not read";
  result = case_judge (&self);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  /* The five, and who may push. */
  g_assert_cmpuint (count_outcome (result, HM_UNKNOWN), ==, 6);
  g_assert_nonnull (strstr (result->reason, "4 MiB"));
  g_assert_nonnull (strstr (hm_findings_find (result->findings, HALF)->message,
                            "one person may be counted as several: .mailmap is larger"));
}

static void
test_one_person_not_joined (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 30, ADA, ADA);
  self.facts.history.people_why = ".mailmap is larger than 4 MiB and was not read";
  result = case_judge (&self);
  assert_outcome (result, HALF, HM_FAIL);
  assert_outcome (result, SHARED, HM_FAIL);
  assert_outcome (result, ACTIVE, HM_UNKNOWN);
}

static void
test_nobody (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add_at (&self, 50, SINCE - 1, ADA, BO, 1, TRUE);
  result = case_judge (&self);
  assert_triple (result, 0, 0, 0);
  g_assert_cmpstr (result->reason, ==, "nobody was active in the last 12 months");
  assert_outcome (result, HALF, HM_NOT_APPLICABLE);
  assert_outcome (result, MOST, HM_NOT_APPLICABLE);
  assert_outcome (result, SHARED, HM_NOT_APPLICABLE);
  assert_outcome (result, ORGANISATIONS, HM_NOT_APPLICABLE);
}

static void
test_bots_alone_are_nobody (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 50, BOT, BOT);
  case_add (&self, 50, BOT, FORGE);
  case_add_at (&self, 50, AS_OF - DAY, BOT, FORGE, 2, TRUE);
  result = case_judge (&self);
  assert_triple (result, 0, 0, 0);
}

static void
test_window_edges (void)
{
  static const struct {
    gint64 time;
    gboolean is_inside;
  } cases[] = {
    { SINCE - 1, FALSE }, { SINCE, TRUE },           { AS_OF, TRUE },
    { AS_OF + 1, TRUE },  { G_MININT64 / 2, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Case) self;
    g_autoptr (HmResult) result = NULL;

    case_init (&self);
    case_add_at (&self, 2, cases[i].time, ADA, BO, 1, TRUE);
    result = case_judge (&self);
    g_assert_cmpint (active_of (result) > 0, ==, cases[i].is_inside);
  }
}

static void
test_one_by_months (void)
{
  int before = 0;

  for (guint months = 1; months <= 12; months++) {
    g_auto (Case) self;
    g_autoptr (HmResult) result = NULL;

    case_init (&self);
    for (guint i = 0; i < months; i++)
      case_add_at (&self, 5, AS_OF - i * 365 * DAY / 12, ADA, ADA, 1, TRUE);
    result = case_judge (&self);
    g_assert_cmpint (active_of (result), ==, 3 + (int) months);
    g_assert_cmpint (result->score, >, before);
    g_assert_cmpint (result->score, <=, 30);
    before = result->score;
    assert_outcome (result, HALF, HM_FAIL);
  }
}

/* The one whom nobody is named for counts too. */
static void
test_one_unnamed (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 1, ADA, FORGE);
  result = case_judge (&self);
  g_assert_cmpint (active_of (result), ==, 4);
  g_assert_cmpint (result->score, >, 0);
  g_assert_cmpint (result->score, <=, 30);
}

/* Contributors may write most of it: with one who lands it, it is still one. */
static void
test_one_is_capped (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 4, ADA, ADA);
  case_add (&self, 4, BO, ADA);
  case_add (&self, 4, CY, ADA);
  case_add (&self, 4, DI, ADA);
  result = case_judge (&self);
  assert_triple (result, 30, 30, 30);
  assert_outcome (result, HALF, HM_PASS);
  assert_outcome (result, MOST, HM_PASS);
}

static void
test_two_are_capped (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 4, ADA, CY);
  case_add (&self, 4, CY, ADA);
  case_add (&self, 4, BO, ADA);
  case_add (&self, 4, DI, ADA);
  result = case_judge (&self);
  assert_triple (result, 70, 70, 70);
}

/* The least that two can score is not under the most that one alone can. */
static void
test_two_beat_one (void)
{
  g_auto (Case) one;
  g_auto (Case) two;
  g_autoptr (HmResult) one_result = NULL;
  g_autoptr (HmResult) two_result = NULL;

  case_init (&one);
  for (guint i = 0; i < 12; i++)
    case_add_at (&one, 9, AS_OF - i * 365 * DAY / 12, ADA, ADA, 1, TRUE);
  one_result = case_judge (&one);
  case_init (&two);
  case_add (&two, 90, ADA, ADA);
  case_add (&two, 2, BO, BO);
  two_result = case_judge (&two);
  g_assert_cmpint (two_result->score, >=, one_result->score);
}

static void
test_bus_factor_of_one_is_never_ten (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add_at (&self, 60, AS_OF - 300 * DAY, ADA, ADA, 1, TRUE);
  case_add (&self, 20, BO, BO);
  case_add (&self, 20, CY, CY);
  result = case_judge (&self);
  assert_outcome (result, ACTIVE, HM_PASS);
  assert_outcome (result, HALF, HM_FAIL);
  assert_triple (result, 65, 65, 65);
  g_assert_cmpstr (result->reason, ==, "3 active people; 1 person does half of the work");
}

static void
test_shared_recent_work (void)
{
  static const struct {
    guint top, rest;
    HmOutcome outcome;
  } cases[] = {
    { 3, 1, HM_NOT_APPLICABLE }, { 4, 1, HM_FAIL },   { 3, 2, HM_PASS },
    { 75, 25, HM_PASS },         { 76, 24, HM_FAIL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Case) self;
    g_autoptr (HmResult) result = NULL;

    case_init (&self);
    case_add (&self, cases[i].top, ADA, ADA);
    case_add (&self, cases[i].rest, BO, BO);
    /* Older work does not count here. */
    case_add_at (&self, 100, AS_OF - 90 * DAY - 1, CY, CY, 1, TRUE);
    result = case_judge (&self);
    assert_outcome (result, SHARED, cases[i].outcome);
  }
}

/* Continuation bytes that continue nothing. */
#define NO_TEXT_8 "\x80\x80\x80\x80\x80\x80\x80\x80"
#define NO_TEXT_37 NO_TEXT_8 NO_TEXT_8 NO_TEXT_8 NO_TEXT_8 "\x80\x80\x80\x80\x80"

static void
test_long_and_empty_names (void)
{
  static const HmPerson odd_people[] = {
    { .name = "", .email = "" },
    /* 39 bytes, then a character of two that must not be split. */
    { .name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa9"
              "bbb",
      .email = "" },
    { .name = NO_TEXT_37 NO_TEXT_37, .email = "" },
    { .name = "last", .email = "" },
  };
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  self.facts.history.people = odd_people;
  self.facts.history.n_people = G_N_ELEMENTS (odd_people);
  for (guint i = 0; i < 4; i++)
    case_add (&self, 10, i, i);
  result = case_judge (&self);
  g_assert_cmpstr (hm_findings_find (result->findings, MOST)->message, ==,
                   "80 % of the year's 40 commits rest on 4 people: (no name) 10, "
                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 10, " NO_TEXT_37 " 10 and 1 more");
}

/* A share of a single commit would tell nothing. */
static void
test_only_commit (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 1, ADA, ADA);
  result = case_judge (&self);
  g_assert_cmpstr (hm_findings_find (result->findings, HALF)->message, ==,
                   "the year's only commit rests on 1 person: Ada 1");
}

static void
test_organisations (void)
{
  static const struct {
    const char *emails[3];
    HmOutcome outcome;
    const char *message;
  } cases[] = {
    { { "a@gmail.com", "b@gmx.de", "" },
      HM_NOT_APPLICABLE,
      "addresses of 0 of 3 active people name an organisation, too few to tell" },
    { { "a@one.com", "b@gmx.de", "" },
      HM_NOT_APPLICABLE,
      "addresses of 1 of 3 active people name an organisation, too few to tell" },
    { { "a@one.com", "b@mail.one.com", "c@gmail.com" },
      HM_FAIL,
      "2 active people write from the domains of 1 organisation" },
    { { "a@one.com", "b@two.com", "c@two.com" },
      HM_PASS,
      "3 active people write from the domains of 2 organisations" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    HmPerson some_people[3];
    g_auto (Case) self;
    g_autoptr (HmResult) result = NULL;

    case_init (&self);
    for (guint j = 0; j < 3; j++) {
      some_people[j] = (HmPerson){ .name = "P", .email = cases[i].emails[j] };
      case_add (&self, 5, j, j);
    }
    self.facts.history.people = some_people;
    self.facts.history.n_people = G_N_ELEMENTS (some_people);
    result = case_judge (&self);
    assert_outcome (result, ORGANISATIONS, cases[i].outcome);
    g_assert_cmpstr (hm_findings_find (result->findings, ORGANISATIONS)->message, ==,
                     cases[i].message);
  }
}

static void
test_no_address_is_shown (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 10, ADA, BO);
  case_add (&self, 10, BO, ADA);
  result = case_judge (&self);
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    g_assert_null (strchr (finding->message, '@'));
    g_assert_null (strstr (finding->message, "example"));
  }
}

static void
test_cut_inside_the_window (void)
{
  static const gint64 times[] = { SINCE, AS_OF, G_MAXINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    g_auto (Case) self;
    g_autoptr (HmResult) result = NULL;

    case_init (&self);
    case_add (&self, 10, ADA, BO);
    self.facts.history.cut = "history is cut at 10 commits (shallow clone)";
    self.facts.history.cut_time = times[i];
    result = case_judge (&self);
    g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
    g_assert_cmpuint (count_outcome (result, HM_UNKNOWN), ==, 7);
    g_assert_cmpint (result->floor, ==, 0);
    g_assert_cmpint (result->ceiling, ==, 100);
    g_assert_cmpstr (result->reason, ==, "history is cut at 10 commits (shallow clone)");
  }
}

static void
test_cut_before_the_window (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 10, ADA, BO);
  self.facts.history.cut = "history is cut at 500 commits (shallow clone)";
  self.facts.history.cut_time = SINCE - 1;
  result = case_judge (&self);
  g_assert_cmpint (result->status, ==, HM_STATUS_SCORED);
}

static void
test_no_history (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  result = case_judge (&self);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpstr (result->reason, ==, "no history was read");
}

/* Three who land a bot's commits keep the lights on, but nobody does any work that another could take over. */
static void
test_merging_for_bots_alone_is_never_ten (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self);
  case_add (&self, 10, BOT, ADA);
  case_add (&self, 10, BOT, BO);
  case_add (&self, 10, BOT, CY);
  result = case_judge (&self);
  assert_outcome (result, ACTIVE, HM_PASS);
  assert_outcome (result, HALF, HM_NOT_APPLICABLE);
  assert_triple (result, 70, 70, 70);
}

/* The laws of a scoring rule, over all ways that its probes can answer. */
static void
test_floor_score_ceiling_and_monotony (void)
{
  static const struct {
    const char *probe;
    int at_stake;
  } probes[] = {
    { ACTIVE, 40 }, { HALF, 20 }, { MOST, 15 }, { SHARED, 15 }, { ORGANISATIONS, 10 }
  };
  const HmOutcome all[] = { HM_FAIL, HM_UNKNOWN, HM_PASS, HM_NOT_APPLICABLE };
  int scores[4 * 4 * 4 * 4 * 4];

  for (guint code = 0; code < G_N_ELEMENTS (scores); code++) {
    g_autoptr (HmFindings) findings = hm_findings_new ();
    guint rest = code;
    guint step = 1;

    for (guint i = 0; i < G_N_ELEMENTS (probes); i++, rest /= 4) {
      int points = all[rest % 4] == HM_PASS ? probes[i].at_stake : 0;

      hm_finding_set_points (hm_findings_add (findings, probes[i].probe, all[rest % 4], "m"),
                             points, probes[i].at_stake);
    }
    scores[code] = hm_check_maintainers.score (findings, HM_ASSUME_NOTHING);
    if (scores[code] == HM_NO_SCORE)
      continue;
    g_assert_cmpint (hm_check_maintainers.score (findings, HM_ASSUME_WORST), <=, scores[code]);
    g_assert_cmpint (hm_check_maintainers.score (findings, HM_ASSUME_BEST), >=, scores[code]);
    rest = code;
    for (guint i = 0; i < G_N_ELEMENTS (probes); i++, step *= 4, rest /= 4) {
      if (all[rest % 4] != HM_PASS)
        continue;
      g_assert_cmpint (scores[code - 2 * step], <=, scores[code]);
      g_assert_cmpint (scores[code - step], <=, scores[code]);
    }
  }
}

/* A clock that is a day ahead is forgiven; past that nobody knows when the newest work was done. */
static void
test_dated_ahead (void)
{
  static const struct {
    gint64 time;
    gboolean is_known;
  } cases[] = { { AS_OF + DAY, TRUE }, { AS_OF + DAY + 1, FALSE }, { G_MAXINT64 / 2, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Case) self;
    g_autoptr (HmResult) result = NULL;

    case_init (&self);
    case_add_at (&self, 1, cases[i].time, ADA, BO, 1, TRUE);
    case_add (&self, 9, ADA, BO);
    result = case_judge (&self);
    g_assert_cmpint (result->status, ==, cases[i].is_known ? HM_STATUS_SCORED : HM_STATUS_UNKNOWN);
  }
}

/* Who may push informs: whatever the forge says of it, the score stays. */
static void
test_access_moves_no_score (void)
{
  static const struct {
    HmCountFact pushers;
    HmCountFact admins;
    HmOutcome outcome;
    const char *message;
  } cases[] = {
    { { 0 }, { 0 }, HM_UNKNOWN, "could not see who may push: no forge was asked" },
    { { .why = "403 for this token" },
      { 0 },
      HM_UNKNOWN,
      "could not see who may push: 403 for this token" },
    { { .is_known = TRUE, .value = 7 },
      { .is_known = TRUE, .value = 2 },
      HM_PASS,
      "7 people may push; 2 administer" },
    { { .is_known = TRUE, .value = 1 },
      { .is_known = TRUE, .value = 1 },
      HM_PASS,
      "1 person may push; 1 administers" },
    { { .is_known = TRUE, .value = 7, .is_minimum = TRUE },
      { 0 },
      HM_PASS,
      "at least 7 people may push" },
    { { 0 },
      { .is_known = TRUE, .value = 3, .is_minimum = TRUE },
      HM_PASS,
      "at least 3 administer" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Case) self;
    g_autoptr (HmResult) result = NULL;
    const HmFinding *finding;

    case_init (&self);
    case_add (&self, 10, ADA, BO);
    case_add (&self, 10, BO, CY);
    case_add (&self, 10, CY, ADA);
    self.facts.forge.n_pushers = cases[i].pushers;
    self.facts.forge.n_admins = cases[i].admins;
    result = case_judge (&self);
    assert_triple (result, 100, 100, 100);
    finding = hm_findings_find (result->findings, ACCESS);
    g_assert_cmpint (finding->outcome, ==, cases[i].outcome);
    g_assert_cmpint (finding->points_max, ==, 0);
    g_assert_cmpstr (finding->message, ==, cases[i].message);
  }
}

static void
test_access_cites_each_source_once (void)
{
  g_auto (Case) self;
  g_autoptr (HmResult) same = NULL;
  g_autoptr (HmResult) different = NULL;

  case_init (&self);
  case_add (&self, 10, ADA, BO);
  self.facts.forge.n_pushers =
      (HmCountFact){ .is_known = TRUE, .value = 2, .source = "https://forge.example/a" };
  self.facts.forge.n_admins = self.facts.forge.n_pushers;
  same = case_judge (&self);
  g_assert_cmpuint (hm_findings_find (same->findings, ACCESS)->evidence->len, ==, 1);
  self.facts.forge.n_admins.source = "https://forge.example/b";
  different = case_judge (&self);
  g_assert_cmpuint (hm_findings_find (different->findings, ACCESS)->evidence->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/maintainers/" path, function)
  ADD ("shared-project", test_shared_project);
  ADD ("people-not-joined", test_people_not_joined);
  ADD ("one-person-not-joined", test_one_person_not_joined);
  ADD ("nobody", test_nobody);
  ADD ("bots-alone-are-nobody", test_bots_alone_are_nobody);
  ADD ("window-edges", test_window_edges);
  ADD ("one/by-months", test_one_by_months);
  ADD ("one/unnamed", test_one_unnamed);
  ADD ("one/is-capped", test_one_is_capped);
  ADD ("two/are-capped", test_two_are_capped);
  ADD ("two/beat-one", test_two_beat_one);
  ADD ("bus-factor/of-one-is-never-ten", test_bus_factor_of_one_is_never_ten);
  ADD ("bus-factor/of-none-is-never-ten", test_merging_for_bots_alone_is_never_ten);
  ADD ("floor-score-ceiling-and-monotony", test_floor_score_ceiling_and_monotony);
  ADD ("dated-ahead", test_dated_ahead);
  ADD ("shared-recent-work", test_shared_recent_work);
  ADD ("long-and-empty-names", test_long_and_empty_names);
  ADD ("organisations/only-commit", test_only_commit);
  ADD ("organisations/of-active-people", test_organisations);
  ADD ("no-address-is-shown", test_no_address_is_shown);
  ADD ("cut/inside-the-window", test_cut_inside_the_window);
  ADD ("cut/before-the-window", test_cut_before_the_window);
  ADD ("no-history", test_no_history);
  ADD ("push-access/moves-no-score", test_access_moves_no_score);
  ADD ("push-access/cites-each-source-once", test_access_cites_each_source_once);
#undef ADD
  return g_test_run ();
}
