/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Maintainers: how many people a project rests on. Judges from history, so it knows who landed changes and who wrote
 * them; who may is for the forge to say, and moves no score.
 */
#include <string.h>

#include "checks/activity.h"
#include "checks/joins.h"
#include "checks/list.h"
#include "checks/organisation.h"
#include "checks/unasked.h"
#include "core/seeded_hash.h"

#define PROBE_ACTIVE "active-maintainers"
#define PROBE_HALF "bus-factor-half"
#define PROBE_MOST "bus-factor-most"
#define PROBE_SHARED "shared-recent-work"
#define PROBE_ORGANISATIONS "organisations"
#define PROBE_JOINED "joined-identities"
#define PROBE_ACCESS "push-access"

/* Tenths of the check's ten. */
#define ACTIVE_POINTS 40
#define ACTIVE_TWO_POINTS 20
#define ACTIVE_ONE_BASE_POINTS 3 /* and one more for each month */
#define HALF_POINTS 20
#define MOST_POINTS 15
#define SHARED_POINTS 15
#define ORGANISATIONS_POINTS 10

#define ACTIVE_WANTED 3u
#define HALF_PERCENT 50u
#define HALF_WANTED 2u
#define MOST_PERCENT 80u
#define MOST_WANTED 3u
#define SHARED_PERCENT_MAX 75u
#define ORGANISATIONS_WANTED 2u

/* Commits in the recent window below which a share says nothing. */
#define SHARED_COMMITS_MIN 5u

/*
 * The most that the check scores with one active person; and with two, or where half of the work
 * was not seen to be shared.
 */
#define ONE_ACTIVE_CAP 30
#define TWO_ACTIVE_CAP 70

#define CITED_PEOPLE_MAX 10u
#define NAMED_PEOPLE_MAX 3u
#define JOINED_PEOPLE_MAX 20u
#define NAME_BYTES_MAX 40u
#define UTF8_TAIL_MAX 3u

static void
person_cite (HmFinding *finding, const HmHistory *history, const HmPersonActivity *person)
{
  hm_finding_cite_commit (finding, &history->commits[person->newest].oid);
}

static int
active_points (const HmActivity *activity)
{
  if (activity->n_active >= ACTIVE_WANTED)
    return ACTIVE_POINTS;
  if (activity->n_active == 2)
    return ACTIVE_TWO_POINTS;
  return activity->n_active == 0 ? 0 : ACTIVE_ONE_BASE_POINTS + (int) activity->n_months;
}

static void
active_judge (const HmHistory *history, const HmActivity *activity, HmFindings *findings)
{
  guint n = activity->n_active;
  HmOutcome outcome = n >= ACTIVE_WANTED ? HM_PASS : HM_FAIL;
  HmFinding *finding;
  guint n_cited = 0;

  if (n == 0)
    finding = hm_findings_add (findings, PROBE_ACTIVE, outcome,
                               "nobody was active in the last 12 months");
  else if (n == 1)
    finding =
        hm_findings_add (findings, PROBE_ACTIVE, outcome,
                         "1 person was active, in %u of the last 12 months", activity->n_months);
  else
    finding = hm_findings_add (findings, PROBE_ACTIVE, outcome,
                               "%u people were active in the last 12 months", n);
  hm_finding_set_points (finding, active_points (activity), ACTIVE_POINTS);
  for (guint rank = 0; rank < activity->people->len && n_cited < CITED_PEOPLE_MAX; rank++)
    if (hm_activity_person (activity, rank)->is_active) {
      person_cite (finding, history, hm_activity_person (activity, rank));
      n_cited++;
    }
}

/* Appends @name, cut to NAME_BYTES_MAX; where it is UTF-8, no character is split. */
static void
name_append (GString *out, const char *name)
{
  gsize size = strlen (name);

  if (size == 0) {
    g_string_append (out, "(no name)");
    return;
  }
  if (size > NAME_BYTES_MAX) {
    size = NAME_BYTES_MAX;
    for (guint i = 0; i < UTF8_TAIL_MAX && ((guchar) name[size] & 0xc0) == 0x80; i++)
      size--;
  }
  g_string_append_len (out, name, (gssize) size);
}

/* "Ada 120, Bo 80 and 4 more". Returns: (owned) */
static char *
top_people (const HmHistory *history, const HmActivity *activity, guint n)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint rank = 0; rank < MIN (n, NAMED_PEOPLE_MAX); rank++) {
    const HmPersonActivity *person = hm_activity_person (activity, rank);

    g_string_append (names, rank == 0 ? "" : ", ");
    name_append (names, history->people[person->person].name);
    g_string_append_printf (names, " %u", person->n_authored);
  }
  if (n > NAMED_PEOPLE_MAX)
    g_string_append_printf (names, " and %u more", n - NAMED_PEOPLE_MAX);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
bus_factor_judge (const HmHistory *history, const HmActivity *activity, HmFindings *findings,
                  const char *probe, guint percent, guint wanted, int at_stake)
{
  guint n = hm_activity_bus_factor (activity, percent);
  g_autofree char *names = NULL;
  HmFinding *finding;

  if (activity->n_work == 0) {
    hm_findings_add (findings, probe, HM_NOT_APPLICABLE,
                     "no commits by people in the last 12 months");
    return;
  }
  names = top_people (history, activity, n);
  if (activity->n_work == 1)
    finding = hm_findings_add (findings, probe, n >= wanted ? HM_PASS : HM_FAIL,
                               "the year's only commit rests on 1 person: %s", names);
  else
    finding = hm_findings_add (findings, probe, n >= wanted ? HM_PASS : HM_FAIL,
                               "%u %% of the year's %u commits rest on %u %s: %s", percent,
                               activity->n_work, n, n == 1 ? "person" : "people", names);
  hm_finding_set_points (finding, n >= wanted ? at_stake : 0, at_stake);
  for (guint rank = 0; rank < MIN (n, NAMED_PEOPLE_MAX); rank++)
    person_cite (finding, history, hm_activity_person (activity, rank));
}

static void
shared_judge (const HmHistory *history, const HmActivity *activity, HmFindings *findings)
{
  const HmPersonActivity *top = NULL;
  gboolean is_shared;
  HmFinding *finding;

  for (guint rank = 0; rank < activity->people->len; rank++) {
    const HmPersonActivity *person = hm_activity_person (activity, rank);

    if (top == NULL || person->n_authored_recent > top->n_authored_recent)
      top = person;
  }
  if (top == NULL || activity->n_work_recent < SHARED_COMMITS_MIN) {
    hm_findings_add (findings, PROBE_SHARED, HM_NOT_APPLICABLE,
                     "%u commits in the last 90 days, too few to tell", activity->n_work_recent);
    return;
  }
  is_shared = (guint64) top->n_authored_recent * 100
              <= (guint64) activity->n_work_recent * SHARED_PERCENT_MAX;
  finding = hm_findings_add (findings, PROBE_SHARED, is_shared ? HM_PASS : HM_FAIL,
                             "one person wrote %u of the %u commits of the last 90 days",
                             top->n_authored_recent, activity->n_work_recent);
  hm_finding_set_points (finding, is_shared ? SHARED_POINTS : 0, SHARED_POINTS);
  person_cite (finding, history, top);
}

static void
organisations_judge (const HmHistory *history, const HmActivity *activity, HmFindings *findings)
{
  g_autoptr (GHashTable) domains =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  guint n_people = 0;
  guint n_domains;
  HmFinding *finding;

  for (guint rank = 0; rank < activity->people->len; rank++) {
    const HmPersonActivity *person = hm_activity_person (activity, rank);
    char *domain = NULL;

    if (person->is_active)
      domain = hm_organisation_of_email (history->people[person->person].email);
    if (domain == NULL)
      continue;
    n_people++;
    g_hash_table_add (domains, domain);
  }
  n_domains = g_hash_table_size (domains);
  if (n_people < ORGANISATIONS_WANTED) {
    hm_findings_add (findings, PROBE_ORGANISATIONS, HM_NOT_APPLICABLE,
                     "addresses of %u of %u active people name an organisation, too few to tell",
                     n_people, activity->n_active);
    return;
  }
  finding = hm_findings_add (findings, PROBE_ORGANISATIONS,
                             n_domains >= ORGANISATIONS_WANTED ? HM_PASS : HM_FAIL,
                             "%u active people write from the domains of %u %s", n_people,
                             n_domains, n_domains == 1 ? "organisation" : "organisations");
  hm_finding_set_points (finding, n_domains >= ORGANISATIONS_WANTED ? ORGANISATIONS_POINTS : 0,
                         ORGANISATIONS_POINTS);
}

/* Who is taken for one person decides all the counts: it informs, so that a reader can object. */
static void
joined_judge (const HmHistory *history, const HmActivity *activity, HmFindings *findings)
{
  g_autoptr (GString) people = g_string_new (NULL);
  guint n_joined = 0;
  HmFinding *finding;

  for (guint rank = 0; rank < activity->people->len; rank++) {
    const HmPersonActivity *person = hm_activity_person (activity, rank);
    g_autofree char *joins = person->is_active ? hm_person_joins (history, person->person) : NULL;

    if (joins == NULL || n_joined++ >= JOINED_PEOPLE_MAX)
      continue;
    g_string_append (people, people->len == 0 ? "" : "; ");
    name_append (people, history->people[person->person].name);
    g_string_append_printf (people, ", %s", joins);
  }
  if (n_joined == 0) {
    hm_findings_add (findings, PROBE_JOINED, HM_NOT_APPLICABLE,
                     "no active person has more than one spelling of name and address");
    return;
  }
  if (n_joined > JOINED_PEOPLE_MAX)
    g_string_append_printf (people, "; and %u more", n_joined - JOINED_PEOPLE_MAX);
  finding = hm_findings_add (findings, PROBE_JOINED, HM_PASS,
                             "%u active %s under several names: %s", n_joined,
                             n_joined == 1 ? "person is known" : "people are known", people->str);
  for (guint rank = 0, n_cited = 0;
       rank < activity->people->len && n_cited < MIN (n_joined, CITED_PEOPLE_MAX); rank++) {
    const HmPersonActivity *person = hm_activity_person (activity, rank);

    if (!person->is_active || history->people[person->person].n_identities < 2)
      continue;
    person_cite (finding, history, person);
    n_cited++;
  }
}

/* Who may is not who does: it informs, and earns nothing. */
static void
access_judge (const HmForge *forge, HmFindings *findings)
{
  const HmCountFact *pushers = &forge->n_pushers;
  const HmCountFact *admins = &forge->n_admins;
  g_autofree char *administer = NULL;
  HmFinding *finding;

  if (!pushers->is_known && !admins->is_known) {
    finding = hm_findings_add (findings, PROBE_ACCESS, HM_UNKNOWN, "could not see who may push: %s",
                               hm_unasked_why (forge, pushers->why));
    hm_finding_set_remediation (finding, "%s", hm_unasked_how (forge));
    return;
  }
  if (admins->is_known)
    administer = g_strdup_printf ("%s%u %s", admins->is_minimum ? "at least " : "", admins->value,
                                  admins->value == 1 ? "administers" : "administer");
  if (pushers->is_known)
    finding =
        hm_findings_add (findings, PROBE_ACCESS, HM_PASS, "%s%u %s may push%s%s",
                         pushers->is_minimum ? "at least " : "", pushers->value,
                         pushers->value == 1 ? "person" : "people", administer != NULL ? "; " : "",
                         administer != NULL ? administer : "");
  else
    finding = hm_findings_add (findings, PROBE_ACCESS, HM_PASS, "%s", administer);
  if (pushers->is_known && pushers->source != NULL)
    hm_finding_cite_url (finding, pushers->source);
  if (admins->is_known && admins->source != NULL
      && (!pushers->is_known || g_strcmp0 (admins->source, pushers->source) != 0))
    hm_finding_cite_url (finding, admins->source);
}

static void
unknown_add (const char *why, const char *remediation, HmFindings *findings)
{
  static const struct {
    const char *probe;
    int at_stake;
  } stakes[] = {
    { PROBE_ACTIVE, ACTIVE_POINTS },
    { PROBE_HALF, HALF_POINTS },
    { PROBE_MOST, MOST_POINTS },
    { PROBE_SHARED, SHARED_POINTS },
    { PROBE_ORGANISATIONS, ORGANISATIONS_POINTS },
    { PROBE_JOINED, 0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (stakes); i++) {
    HmFinding *finding = hm_findings_add (findings, stakes[i].probe, HM_UNKNOWN, "%s", why);

    hm_finding_set_points (finding, 0, stakes[i].at_stake);
    hm_finding_set_remediation (finding, "%s", remediation);
  }
  hm_findings_set_reason (findings, "%s", why);
}

static void
reason_set (const HmActivity *activity, HmFindings *findings)
{
  guint n_half = hm_activity_bus_factor (activity, HALF_PERCENT);
  guint n = activity->n_active;

  if (n == 0)
    hm_findings_set_reason (findings, "nobody was active in the last 12 months");
  else if (n_half == 0)
    hm_findings_set_reason (findings, "%u active %s, no new work in 12 months", n,
                            n == 1 ? "person" : "people");
  else
    hm_findings_set_reason (findings, "%u active %s; %u %s half of the work", n,
                            n == 1 ? "person" : "people", n_half,
                            n_half == 1 ? "person does" : "people do");
}

/* Where people could not be joined there may be fewer of them than were counted: what that could undo is unknown. */
static void
counts_doubt (const char *why, HmFindings *findings)
{
  g_autofree char *reason = g_strdup (findings->reason);

  for (guint i = 0; i < findings->items->len; i++) {
    HmFinding *finding = g_ptr_array_index (findings->items, i);
    char *message;

    if (finding->outcome != HM_PASS && finding->points == 0)
      continue;
    message =
        g_strdup_printf ("%s, but one person may be counted as several: %s", finding->message, why);
    g_free (finding->message);
    finding->message = message;
    finding->outcome = HM_UNKNOWN;
    hm_finding_set_points (finding, 0, finding->points_max);
    hm_finding_set_remediation (finding, "See that .mailmap can be read, and scan again.");
  }
  hm_findings_set_reason (findings, "%s; one person may be counted as several: %s", reason, why);
}

static void
maintainers_run (const HmFacts *facts, HmFindings *findings)
{
  const HmHistory *history = &facts->history;
  g_autoptr (HmActivity) activity = NULL;

  if (history->n_commits == 0
      || (history->cut != NULL && history->cut_time >= hm_activity_since (facts->as_of))) {
    unknown_add (history->cut != NULL ? history->cut : "no history was read",
                 "Fetch the rest of the history (`git fetch --unshallow`) and scan again.",
                 findings);
    access_judge (&facts->forge, findings);
    return;
  }
  if (hm_activity_is_dated_ahead (history, facts->as_of)) {
    unknown_add ("the scanned commit is dated after the time of the scan, so nobody knows when the "
                 "newest work was done",
                 "Set the committer's clock right and commit again, or scan as of a later time.",
                 findings);
    access_judge (&facts->forge, findings);
    return;
  }
  activity = hm_activity_new (history, facts->as_of);
  active_judge (history, activity, findings);
  bus_factor_judge (history, activity, findings, PROBE_HALF, HALF_PERCENT, HALF_WANTED,
                    HALF_POINTS);
  bus_factor_judge (history, activity, findings, PROBE_MOST, MOST_PERCENT, MOST_WANTED,
                    MOST_POINTS);
  shared_judge (history, activity, findings);
  organisations_judge (history, activity, findings);
  joined_judge (history, activity, findings);
  access_judge (&facts->forge, findings);
  reason_set (activity, findings);
  if (history->people_why != NULL)
    counts_doubt (history->people_why, findings);
}

/* The most that the check scores where active-maintainers earned @points. */
static int
active_cap (int points)
{
  if (points >= ACTIVE_POINTS)
    return 100;
  if (points >= ACTIVE_TWO_POINTS)
    return TWO_ACTIVE_CAP;
  return points > 0 ? ONE_ACTIVE_CAP : 0;
}

/* The common rule, capped by how many people are active and whether two of them or more do the work. */
static int
maintainers_score (const HmFindings *findings, HmAssume assume)
{
  int earned = 0;
  int at_stake = 0;
  int cap = 100;
  gboolean is_half_shared = FALSE;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    HmOutcome outcome = hm_finding_outcome (finding, assume);
    int points = hm_finding_points (finding, assume);

    if (outcome != HM_PASS && outcome != HM_FAIL)
      continue;
    earned += points;
    at_stake += finding->points_max;
    if (g_str_equal (finding->probe, PROBE_ACTIVE))
      cap = active_cap (points);
    if (g_str_equal (finding->probe, PROBE_HALF))
      is_half_shared = outcome == HM_PASS;
  }
  if (!is_half_shared)
    cap = MIN (cap, TWO_ACTIVE_CAP);
  return at_stake == 0 ? HM_NO_SCORE : MIN (100 * earned / at_stake, cap);
}

static const HmProbe maintainers_probes[] = {
  {
      .id = PROBE_ACTIVE,
      .question = "Were at least three people active as maintainers in the last 12 months?",
      .evidence =
          "The commits committed in the 12 months before the as-of time; bots are left "
          "out, and one person's addresses are joined. Active is who landed a merge or "
          "work of others on the mainline (as committer, or as author of a merge made in "
          "the forge's web interface), two commits of their own there, or five commits of "
          "others on branches that were merged, as maintainers of a part do. A squash made "
          "in the web interface and a bot's merge do not say who asked for it; there, five "
          "commits of one's own count. GitHub signs what it commits; what bears its name "
          "without a signature shows nobody to be active. A commit dated in the future "
          "counts at the time of the oldest that builds on it; where the scanned commit is "
          "itself more than a day ahead, the answer is unknown. So a regular contributor may pass for a maintainer, "
          "and one who only presses buttons may be missed: what the forge lets people do "
          "is not in the history. Where work landed but nobody qualifies, one person is "
          "taken to be active.",
      .scoring = "Four points for three people or more, two for two, 0.4 to 1.5 for one, by the "
                 "number of months with activity. Nobody active: the check scores 0. One: at most "
                 "3. Two: at most 7.",
      .remediation = "Give a regular contributor the right to merge, and ask for help in the open "
                     "before it is urgent: say in the README and in MAINTAINERS who looks after "
                     "what, and how to join.",
  },
  {
      .id = PROBE_HALF,
      .question = "Does it take at least two people to account for half of the work?",
      .evidence = "The commits of the last 12 months by author, merges and bots left out, wherever "
                  "they stand in the history.",
      .scoring = "Two points when half of the commits come from two people or more. Unless they "
                 "are seen to do so the check scores at most 7, so that three who only press merge "
                 "on a bot's commits are no ten.",
      .remediation = "Share the work that only one person does: pair on releases, write down what "
                     "is only in somebody's head, and hand whole areas over.",
  },
  {
      .id = PROBE_MOST,
      .question = "Does it take at least three people to account for 80 % of the work?",
      .evidence = "The same commits.",
      .scoring = "One and a half points when 80 % of the commits come from three people or more.",
      .remediation = "Widen the circle: mark issues that suit newcomers, review their work within "
                     "days, and invite those who stay.",
  },
  {
      .id = PROBE_SHARED,
      .question = "Is the work of the last 90 days shared, with nobody doing more than 75 % of it?",
      .evidence = "The same commits, of the last 90 days. With fewer than five the question does "
                  "not apply.",
      .scoring = "One and a half points.",
      .remediation = "Look at who is away and who carries the load alone: a project that slides "
                     "towards one person is easiest to help, and to take over, before the others "
                     "are gone.",
  },
  {
      .id = PROBE_ORGANISATIONS,
      .question = "Do the active people come from at least two organisations?",
      .evidence = "The registrable domains of the active people's most used addresses. Mail "
                  "providers' domains and forges' no-reply addresses name no organisation; a "
                  "domain of one's own counts as one. With fewer than two people to compare, the "
                  "question does not apply.",
      .scoring = "One point for two domains or more.",
      .remediation = "Invite a maintainer from outside, so that one employer's change of plans "
                     "does not end the project.",
  },
  {
      .id = PROBE_JOINED,
      .question = "Who is counted as one person, and why?",
      .evidence =
          "Each active person with several spellings of name and address, and by what each of "
          "these after the first was joined: .mailmap, the same address, the same full name "
          "(six letters or more, in two words), or a forge's private address with the same "
          "login. Of more than twenty people the rest is counted.",
      .scoring = "None: it informs.",
      .remediation = "Where two people were taken for one, or one for two, say so in .mailmap.",
  },
  {
      .id = PROBE_ACCESS,
      .question = "Does the forge show how many people may push and administer?",
      .evidence = "The forge's list of collaborators or members: on GitHub a token that may push "
                  "sees it, on GitLab and Forgejo any token that reads the project. What a team "
                  "or a group brings in counts where the list holds it.",
      .scoring = "None: it informs. Who may push is not who does.",
      .remediation = "Take the right to push from who no longer needs it, and see that at least "
                     "two people administer the project.",
  },
};

const HmCheck hm_check_maintainers = {
  .id = "maintainers",
  .name = "Maintainers",
  .risk = HM_RISK_HIGH,
  .needs = HM_NEED_HISTORY | HM_NEED_FORGE,
  .summary = "Is the project in the hands of enough people?",
  .why = "A project that rests on one person ends with that person's time, health or mood, and "
         "until then nobody looks over their shoulder. It is also the easiest to take over: XZ's "
         "sole maintainer was worn down and handed his project to the only one who offered help. "
         "Several active people of several organisations see each other's changes and outlast each "
         "other.",
  .differs = "OpenSSF Scorecard has no such check. Its Contributors check counts the organisations "
             "that contributors name in their profiles; its Maintained check counts commits and "
             "answered issues, whoever made them.",
  .probes = maintainers_probes,
  .n_probes = G_N_ELEMENTS (maintainers_probes),
  .run = maintainers_run,
  .score = maintainers_score,
};
