/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sensitive-Changes: whether the files that decide who can do what change under a second pair of
 * eyes. Judges what each commit of the last 12 months did to them, by what git and the forge show
 * of who saw it.
 */
#include "checks/controls.h"
#include "checks/list.h"
#include "checks/sensitive.h"
#include "core/instant.h"

#include <string.h>

#define PROBE_WITNESSED "sensitive-changes-witnessed"
#define PROBE_REQUESTS "sensitive-requests-reviewed"
#define PROBE_CONTACTS "contact-changes-witnessed"

/* Tenths: all sensitive commits together, and the contacts among them. */
#define SHARE_POINTS 70
#define CONTACT_POINTS 30

/* The most that a check scores where a contact was changed and nobody else is visible. */
#define CONTACT_CAP 40

#define MONTHS 12

/* Commits cited as examples. */
#define EXAMPLES_MAX 10u

#define REVIEWS_HOW "Scan with a token of the forge, so that reviews can be seen."

/* What the sensitive commits of a year come to. */
typedef struct {
  guint n;
  guint n_of[HM_TRACE_SECOND + 1];
  guint32 roles; /* of those without a second person */
} Tally;

static Tally
tally_make (const GArray *commits)
{
  Tally tally = { .n = commits->len };

  for (guint i = 0; i < commits->len; i++) {
    const HmSensitiveCommit *commit = &g_array_index (commits, HmSensitiveCommit, i);

    tally.n_of[commit->trace]++;
    if (commit->trace == HM_TRACE_NONE)
      tally.roles |= commit->roles;
  }
  return tally;
}

static void
commits_cite (const HmHistory *history, const GArray *commits, HmTrace trace, HmFinding *finding)
{
  guint n_cited = 0;

  for (guint i = 0; i < commits->len && n_cited < EXAMPLES_MAX; i++) {
    const HmSensitiveCommit *commit = &g_array_index (commits, HmSensitiveCommit, i);

    if (commit->trace != trace)
      continue;
    hm_finding_cite_commit (finding, &history->commits[commit->commit].oid);
    n_cited++;
  }
}

/* The share at stake of @n of all, so that what is unknown weighs as much as it is of the whole. */
static int
share (guint n, guint n_all)
{
  return (int) ((guint64) n * SHARE_POINTS / n_all);
}

static void
witnessed_judge (const HmHistory *history, const GArray *commits, const Tally *tally,
                 HmFindings *findings)
{
  guint n_none = tally->n_of[HM_TRACE_NONE];
  guint n_second = tally->n_of[HM_TRACE_SECOND];
  g_autofree char *roles = hm_sensitive_roles_text (tally->roles);
  HmFinding *finding;

  if (n_none + n_second == 0)
    return;
  finding = hm_findings_add (
      findings, PROBE_WITNESSED, n_none == 0 ? HM_PASS : HM_FAIL,
      "%u of %u sensitive %s of the last 12 months %s a second "
      "person%s%s%s",
      n_second, tally->n, tally->n == 1 ? "commit" : "commits", n_second == 1 ? "shows" : "show",
      n_none > 0 ? "; nobody else is visible on " : "", n_none > 0 ? "changes of: " : "", roles);
  hm_finding_set_points (finding, share (n_second, tally->n),
                         SHARE_POINTS - share (tally->n_of[HM_TRACE_REQUEST], tally->n));
  commits_cite (history, commits, HM_TRACE_NONE, finding);
}

static void
requests_judge (const HmForge *forge, const HmHistory *history, const GArray *commits,
                const Tally *tally, HmFindings *findings)
{
  guint n = tally->n_of[HM_TRACE_REQUEST];
  HmFinding *finding;

  if (n == 0)
    return;
  finding = hm_findings_add (findings, PROBE_REQUESTS, HM_UNKNOWN,
                             "%u of %u sensitive %s came by a pull request, a web page or with "
                             "an unknown name; who looked at %s can't be seen%s%s",
                             n, tally->n, tally->n == 1 ? "commit" : "commits",
                             n == 1 ? "it" : "them", forge->changes_why != NULL ? ": " : "",
                             forge->changes_why != NULL ? forge->changes_why : " in git");
  hm_finding_set_points (finding, 0, share (n, tally->n));
  hm_finding_set_remediation (finding, "%s", REVIEWS_HOW);
  commits_cite (history, commits, HM_TRACE_REQUEST, finding);
}

/* The first change of @commit that swaps a contact. */
static const HmFileChange *
contact_change (const HmHistory *history, const HmSensitiveCommit *commit)
{
  const HmCommit *of = &history->commits[commit->commit];

  for (guint32 i = 0; i < of->n_changes; i++)
    if (hm_change_swaps_contact (history, &history->changes[of->changes + i]))
      return &history->changes[of->changes + i];
  return NULL;
}

/* "user@example.org" of the first mark of @kind; "" where there is none. */
static const char *
mark_text (const HmHistory *history, const HmFileChange *change, HmMarkKind kind)
{
  for (guint i = 0; i < change->n_marks; i++)
    if (history->marks[change->marks + i].kind == kind)
      return history->marks[change->marks + i].text;
  return "";
}

static void
contact_judge (const HmHistory *history, const HmSensitiveCommit *commit, int at_stake,
               HmFindings *findings)
{
  static const struct {
    HmOutcome outcome;
    const char *text;
  } verdicts[] = {
    [HM_TRACE_NONE] = { HM_FAIL, "nobody but the author is visible" },
    [HM_TRACE_REQUEST] = { HM_UNKNOWN,
                           "by a pull request, a web page or with an unknown name; who looked can't "
                           "be seen" },
    [HM_TRACE_SECOND] = { HM_PASS, "a second person is visible" },
  };
  const HmFileChange *change = contact_change (history, commit);
  const HmCommit *of = &history->commits[commit->commit];
  const char *removed = mark_text (history, change, HM_MARK_ADDRESS_REMOVED);
  const char *added = mark_text (history, change, HM_MARK_ADDRESS_ADDED);
  char date[HM_INSTANT_TEXT_SIZE];
  HmFinding *finding;

  hm_instant_text (of->committer_time, date);
  date[strlen ("2024-01-01")] = '\0';
  finding = hm_findings_add (findings, PROBE_CONTACTS, verdicts[commit->trace].outcome,
                             "%s: %s %s%s on %s; %s", change->path, removed,
                             *added != '\0' ? "became " : "was taken out", added, date,
                             verdicts[commit->trace].text);
  hm_finding_set_points (finding, commit->trace == HM_TRACE_SECOND ? at_stake : 0, at_stake);
  if (commit->trace == HM_TRACE_REQUEST)
    hm_finding_set_remediation (finding, "%s", REVIEWS_HOW);
  hm_finding_cite_commit (finding, &of->oid);
  hm_finding_cite_file (
      finding,
      &(HmTreeEntry){ .path = change->path,
                      .oid = change->kind == HM_CHANGE_DELETED ? change->before : change->after },
      0);
}

/*
 * What the contact change @index of @n has at stake: an equal part, and the first ones a tenth more
 * of what is left over.
 */
static int
stake_of (guint index, guint n)
{
  return (int) (CONTACT_POINTS / n + (index < CONTACT_POINTS % n ? 1 : 0));
}

static void
contacts_judge (const HmHistory *history, const GArray *commits, HmFindings *findings)
{
  guint n = 0;

  for (guint i = 0; i < commits->len; i++)
    n += g_array_index (commits, HmSensitiveCommit, i).swaps_contact ? 1 : 0;
  if (n == 0) {
    hm_finding_set_points (hm_findings_add (findings, PROBE_CONTACTS, HM_PASS,
                                            "no contact was replaced or taken out in the last 12 "
                                            "months"),
                           CONTACT_POINTS, CONTACT_POINTS);
    return;
  }
  for (guint i = 0, n_judged = 0; i < commits->len; i++) {
    const HmSensitiveCommit *commit = &g_array_index (commits, HmSensitiveCommit, i);

    if (!commit->swaps_contact)
      continue;
    contact_judge (history, commit, stake_of (n_judged, n), findings);
    n_judged++;
  }
}

static void
unknown_add (HmFindings *findings, const char *probe, int at_stake, const char *why)
{
  HmFinding *finding = hm_findings_add (findings, probe, HM_UNKNOWN, "%s", why);

  hm_finding_set_points (finding, 0, at_stake);
  hm_finding_set_remediation (
      finding, "Fetch the whole history (`git fetch --unshallow`, no `--filter`) and scan again.");
}

/* Whether what the commits since @since changed was looked at. Returns: (nullable) why not */
static const char *
blind_why (const HmHistory *history, gint64 since)
{
  if (history->n_commits == 0 || (history->cut != NULL && history->cut_time >= since))
    return history->cut != NULL ? history->cut : "no history was read";
  return history->changes_why;
}

static void
sensitive_changes_run (const HmFacts *facts, HmFindings *findings)
{
  const HmHistory *history = &facts->history;
  gint64 since = hm_instant_add_months (facts->as_of, -MONTHS);
  const char *why = blind_why (history, since);
  g_autoptr (HmTenure) tenure = NULL;
  g_autoptr (HmWitness) witness = NULL;
  g_autoptr (GArray) commits = NULL;
  Tally tally;

  if (why != NULL) {
    unknown_add (findings, PROBE_WITNESSED, SHARE_POINTS, why);
    unknown_add (findings, PROBE_CONTACTS, CONTACT_POINTS, why);
    hm_findings_set_reason (findings, "%s", why);
    return;
  }
  tenure = hm_tenure_new (history, facts->as_of);
  witness = hm_witness_new (facts, tenure);
  commits = hm_sensitive_commits (facts, tenure, witness, since);
  if (commits->len == 0) {
    hm_findings_add (findings, PROBE_WITNESSED, HM_NOT_APPLICABLE,
                     "no sensitive file changed in the last 12 months");
    hm_findings_set_reason (findings, "no sensitive file changed in the last 12 months");
    return;
  }
  tally = tally_make (commits);
  witnessed_judge (history, commits, &tally, findings);
  requests_judge (&facts->forge, history, commits, &tally, findings);
  contacts_judge (history, commits, findings);
  hm_controls_tell (findings);
  hm_findings_set_reason (findings,
                          "%u sensitive %s in 12 months: %u with a second person, %u by "
                          "request, %u with nobody else",
                          tally.n, tally.n == 1 ? "commit" : "commits", tally.n_of[HM_TRACE_SECOND],
                          tally.n_of[HM_TRACE_REQUEST], tally.n_of[HM_TRACE_NONE]);
}

/* The common rule, capped where a contact was replaced alone. */
static int
sensitive_changes_score (const HmFindings *findings, HmAssume assume)
{
  int earned = 0;
  int at_stake = 0;
  int cap = 100;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    HmOutcome outcome = hm_finding_outcome (finding, assume);

    if (outcome != HM_PASS && outcome != HM_FAIL)
      continue;
    earned += hm_finding_points (finding, assume);
    at_stake += finding->points_max;
    if (g_str_equal (finding->probe, PROBE_CONTACTS) && outcome == HM_FAIL)
      cap = CONTACT_CAP;
  }
  return at_stake == 0 ? HM_NO_SCORE : MIN (100 * earned / at_stake, cap);
}

static const HmProbe sensitive_changes_probes[] = {
  {
      .id = PROBE_WITNESSED,
      .question = "Do changes of sensitive files show a second person?",
      .evidence =
          "The commits of the last 12 months that change a licence, a security policy, code owners, "
          "maintainers, funding, workflows, build and release files, submodules, keys, publishing "
          "settings, policies of bots and forges, or where a package is published. A second person "
          "is another human who committed it, merged it, or stands in a trailer and has work of "
          "their own in the history, or whom the forge shows to have approved or merged its pull "
          "request. Two newcomers do not vouch for each other. Trailers and names can be made up "
          "by whoever holds the project.",
      .scoring = "Up to seven points, by the share of the commits.",
      .remediation =
          "Let somebody else merge, or approve, every change of these files: name owners "
          "for them in CODEOWNERS and require their review on the default branch.",
  },
  {
      .id = PROBE_REQUESTS,
      .question = "Is it visible who looked at the sensitive changes that came by pull request?",
      .evidence =
          "The same commits, where git shows a pull request, the forge's web interface, or a trailer "
          "with a name that has no work here, and no second identity: a pull request that its own "
          "author merged looks like this too. The forge's reviews settle it, where it was asked.",
      .scoring = "Their share of the seven points is unknown until the forge is asked.",
      .remediation =
          "Scan with a token, so that approvals can be seen, and have these pull requests "
          "approved by somebody else.",
  },
  {
      .id = PROBE_CONTACTS,
      .question = "Was every contact that changed hands seen by a second person?",
      .evidence = "Changes of the last 12 months that take an address, an account or a fingerprint "
                  "out of SECURITY.md, code owners, MAINTAINERS, funding, README or package "
                  "metadata, or replace it. Each is named by file and commit.",
      .scoring = "Three points, shared by all of them; three when there was none. One that nobody "
                 "else is visible on caps the check at 4.",
      .remediation = "Unless it was put out on purpose, write to the address that went, and ask. "
                     "Announce a new contact where the project is discussed, and let who is "
                     "leaving commit the change.",
  },
};

const HmCheck hm_check_sensitive_changes = {
  .id = "sensitive-changes",
  .name = "Sensitive-Changes",
  .risk = HM_RISK_HIGH,
  .needs = HM_NEED_HISTORY | HM_NEED_CHANGES | HM_NEED_FORGE,
  .summary = "Do files that decide who is in charge change under a second pair of eyes?",
  .why =
      "Whoever takes a project over changes a few small files: where security reports go, who owns "
      "which folder, what the build runs, where packages are published. In XZ the bug address, "
      "the list of authors, the CI and the home page all changed hands in the open, one quiet "
      "commit at a time, most of them with nobody else's name on it. Those who were told "
      "of such changes as they happened would have had eleven months.",
  .differs =
      "OpenSSF Scorecard has no such check. Its Code-Review looks at the last thirty changes "
      "whatever they touch, and takes any approval for a review.",
  .probes = sensitive_changes_probes,
  .n_probes = G_N_ELEMENTS (sensitive_changes_probes),
  .run = sensitive_changes_run,
  .score = sensitive_changes_score,
};
