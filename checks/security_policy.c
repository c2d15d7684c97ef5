/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Security-Policy: whether somebody who finds a hole learns whom to tell and what will happen then. Distrusts
 * the policy's text; garbage is a policy that says nothing.
 */
#include <hallmark/check.h>

#include "checks/contact.h"
#include "checks/lines.h"
#include "checks/list.h"
#include "checks/policy_file.h"
#include "checks/unasked.h"
#include "core/instant.h"

#define CONTACT_POINTS 60
#define TEXT_POINTS 30
#define SPECIFICS_POINTS 10

/* Mentions of numbers, disclosure or vulnerabilities that Scorecard wants. */
#define SPECIFICS_MIN 2

static HmFinding *
add (HmFindings *findings, const char *probe, HmOutcome outcome, int points, const char *message)
{
  HmFinding *finding = hm_findings_add (findings, probe, outcome, "%s", message);

  hm_finding_set_points (finding, outcome == HM_PASS ? points : 0, points);
  return finding;
}

static void
cite (HmFinding *finding, const HmPolicyFile *policy, guint line)
{
  if (policy->entry != NULL)
    hm_finding_cite_file (finding, policy->entry, line > 0 ? line + policy->line_offset : 0);
}

static void
add_unread (const HmPolicyFile *policy, const char *probe, int points, HmFindings *findings)
{
  g_autofree char *message =
      policy->entry != NULL
          ? g_strdup_printf ("could not read %s: %s", policy->entry->path, policy->why)
          : g_strdup_printf ("could not see every file: %s", policy->why);
  HmFinding *finding = add (findings, probe, HM_UNKNOWN, points, message);

  cite (finding, policy, 0);
  hm_finding_set_remediation (
      finding, policy->entry != NULL && policy->entry->kind == HM_ENTRY_SYMLINK
                   ? "Put the policy itself in the place of the link."
                   : "Scan a complete clone, and keep the policy a text file of ordinary size.");
}

/* Private reporting on the forge is a contact wherever the tree names none. */
static gboolean
add_private_reporting (const HmFacts *facts, HmFindings *findings)
{
  const HmFact *fact = &facts->forge.has_private_reporting;
  HmFinding *finding = NULL;

  if (fact->truth != HM_TRUTH_YES)
    return FALSE;
  finding = add (findings, "contact", HM_PASS, CONTACT_POINTS,
                 "the forge takes private vulnerability reports");
  if (fact->source != NULL)
    hm_finding_cite_url (finding, fact->source);
  return TRUE;
}

/* A text that was read, and what is said of it. */
typedef struct {
  const HmPolicyFile *policy;
  const char *subject;  /* "SECURITY.md", "the section on security of README.md" */
  gboolean is_readable; /* no garbage */
  gboolean is_cut;      /* some line was too long, so what was not seen may be there */
} Judged;

static void
add_judged (const Judged *judged, const char *probe, int points, gboolean is_pass, guint line,
            const char *message, HmFindings *findings)
{
  HmFinding *finding = NULL;
  HmOutcome outcome = is_pass ? HM_PASS : judged->is_cut ? HM_UNKNOWN : HM_FAIL;

  finding = hm_findings_add (findings, probe, outcome, "%s %s", judged->subject,
                             outcome == HM_UNKNOWN ? "has a line too long to be looked at whole"
                             : judged->is_readable ? message
                                                   : "holds bytes that are not text");
  hm_finding_set_points (finding, is_pass ? points : 0, points);
  cite (finding, judged->policy, is_pass ? line : 0);
  if (outcome == HM_UNKNOWN)
    hm_finding_set_remediation (finding, "Break the policy's text into lines.");
}

static void
judge_text (const HmFacts *facts, const HmPolicyFile *policy, HmFindings *findings)
{
  HmPolicyText read = hm_policy_text_read (policy->text, policy->size);
  gboolean is_readable = hm_text_is_readable (policy->text, policy->size);
  gsize contact_bytes = read.contact_bytes + 2 * (gsize) read.n_contacts;
  gboolean has_contact = is_readable && read.n_contacts > 0;
  gboolean has_text = is_readable && policy->size > 1 && policy->size > contact_bytes;
  gboolean has_specifics = is_readable && read.n_specifics >= SPECIFICS_MIN;
  g_autofree char *subject =
      g_strconcat (policy->kind == HM_POLICY_README ? "the section on security of " : "",
                   policy->entry->path, NULL);
  g_autofree char *contacts = g_strdup_printf ("names %u way%s to report", read.n_contacts,
                                               read.n_contacts == 1 ? "" : "s");
  g_autofree char *specifics = g_strdup_printf (
      "speaks of disclosure, vulnerabilities or numbers %u times", read.n_specifics);
  Judged judged = { policy, subject, is_readable, is_readable && read.is_cut };

  if (has_contact || !add_private_reporting (facts, findings))
    add_judged (&judged, "contact", CONTACT_POINTS, has_contact, read.contact_line,
                has_contact ? contacts : "names no URL or e-mail address to report to", findings);
  add_judged (&judged, "text", TEXT_POINTS, has_text, 0,
              has_text            ? "goes beyond its links"
              : policy->size <= 1 ? "is empty"
                                  : "holds nothing but links",
              findings);
  add_judged (&judged, "disclosure-specifics", SPECIFICS_POINTS, has_specifics, read.specifics_line,
              has_specifics ? specifics : "says neither how nor how soon a report is handled",
              findings);
}

/* Fields are no text; what stands in the comments is. */
static void
judge_txt (const HmFacts *facts, const HmPolicyFile *policy, HmFindings *findings)
{
  const HmSecurityTxt *txt = policy->txt;
  HmPolicyText read = hm_policy_text_read (txt->comments->str, txt->comments->len);
  gsize contact_bytes = read.contact_bytes + 2 * (gsize) read.n_contacts;
  gboolean has_contact =
      txt->n_contacts > 0 && !policy->is_txt_expired && txt->expires_kind != HM_EXPIRES_CUT;
  gboolean has_text = txt->comments->len > contact_bytes + 1;
  gboolean has_specifics = read.n_specifics >= SPECIFICS_MIN;
  g_autofree char *contacts = g_strdup_printf ("names %u way%s to report", txt->n_contacts,
                                               txt->n_contacts == 1 ? "" : "s");
  Judged judged = { policy, policy->entry->path, TRUE, txt->is_cut };

  if (has_contact || !add_private_reporting (facts, findings))
    add_judged (&judged, "contact", CONTACT_POINTS, has_contact, txt->contact_line,
                has_contact              ? contacts
                : policy->is_txt_expired ? "has expired, so its contacts don't count"
                                         : "has no Contact with a URL or an e-mail address",
                findings);
  add_judged (&judged, "text", TEXT_POINTS, has_text, 0,
              has_text ? "explains itself in its comments" : "has fields but no text", findings);
  add_judged (&judged, "disclosure-specifics", SPECIFICS_POINTS, has_specifics, 0,
              has_specifics ? "says in its comments how a report is handled"
                            : "says neither how nor how soon a report is handled",
              findings);
}

static void
add_no_txt (const HmPolicyFile *policy, HmFindings *findings)
{
  HmFinding *finding = NULL;

  if (policy->txt_why == NULL) {
    hm_findings_add (findings, "security-txt-current", HM_NOT_APPLICABLE,
                     "there is no security.txt");
    return;
  }
  if (policy->txt_entry != NULL) {
    finding = hm_findings_add (findings, "security-txt-current", HM_UNKNOWN,
                               "could not read %s: %s", policy->txt_entry->path, policy->txt_why);
    hm_finding_cite_file (finding, policy->txt_entry, 0);
  } else {
    finding = hm_findings_add (findings, "security-txt-current", HM_UNKNOWN,
                               "could not see every file: %s", policy->txt_why);
  }
  hm_finding_set_remediation (
      finding, "Scan a complete clone, and keep the file itself, no link, in its place.");
}

static void
judge_expiry (const HmPolicyFile *policy, HmFindings *findings)
{
  const HmSecurityTxt *txt = policy->txt;
  HmFinding *finding = NULL;
  char date[HM_INSTANT_TEXT_SIZE];

  if (txt == NULL) {
    add_no_txt (policy, findings);
    return;
  }
  hm_instant_text (txt->expires, date);
  switch (txt->expires_kind) {
  case HM_EXPIRES_MISSING:
    finding =
        hm_findings_add (findings, "security-txt-current", HM_FAIL,
                         "%s has no Expires, which RFC 9116 requires", policy->txt_entry->path);
    break;
  case HM_EXPIRES_MALFORMED:
    finding =
        hm_findings_add (findings, "security-txt-current", HM_FAIL,
                         "%s has an Expires that is no RFC 3339 time", policy->txt_entry->path);
    break;
  case HM_EXPIRES_CUT:
    finding = hm_findings_add (findings, "security-txt-current", HM_UNKNOWN,
                               "%s has an Expires on a line too long to be looked at whole",
                               policy->txt_entry->path);
    hm_finding_set_remediation (finding, "Put nothing but a time behind Expires.");
    break;
  case HM_EXPIRES_KNOWN:
    finding = hm_findings_add (findings, "security-txt-current",
                               policy->is_txt_expired ? HM_FAIL : HM_PASS, "%s %s on %.10s",
                               policy->txt_entry->path,
                               policy->is_txt_expired ? "expired" : "expires", date);
    break;
  }
  hm_finding_cite_file (finding, policy->txt_entry, txt->expires_line);
}

/* The organisation's policy stands in another repository: that it is there is all that the forge says of it. */
static void
judge_elsewhere (const HmFacts *facts, HmFindings *findings)
{
  static const struct {
    const char *probe;
    int points;
  } unread[] = { { "text", TEXT_POINTS }, { "disclosure-specifics", SPECIFICS_POINTS } };
  const HmForge *forge = &facts->forge;

  if (!add_private_reporting (facts, findings)) {
    HmFinding *finding = add (findings, "contact", HM_PASS, CONTACT_POINTS,
                              "the forge shows a security policy that is not in the tree, such as "
                              "the organisation's");

    hm_finding_cite_url (finding, forge->security_policy_url);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (unread); i++) {
    HmFinding *finding = add (findings, unread[i].probe, HM_UNKNOWN, unread[i].points,
                              "the policy that the forge shows is not in the tree");

    hm_finding_cite_url (finding, forge->security_policy_url);
    hm_finding_set_remediation (finding, "Scan the organisation's .github repository.");
  }
}

/* On GitHub an organisation's .github repository may hold the policy of all its projects, and only the API says so. */
static gboolean
is_elsewhere_possible (const HmFacts *facts)
{
  return facts->platform.kind == HM_FORGE_GITHUB
         && facts->forge.has_security_policy.truth == HM_TRUTH_UNKNOWN;
}

static void
judge_nothing (const HmFacts *facts, HmFindings *findings)
{
  const HmForge *forge = &facts->forge;
  const char *message = "no SECURITY file, security.txt or README section on security";
  g_autofree char *contact = NULL;

  if (forge->has_security_policy.truth == HM_TRUTH_YES && forge->security_policy_url != NULL) {
    judge_elsewhere (facts, findings);
    return;
  }
  if (is_elsewhere_possible (facts))
    contact = g_strdup_printf ("%s; an organisation-wide policy was not looked for: %s", message,
                               hm_unasked_why (forge, forge->has_security_policy.why));
  if (!add_private_reporting (facts, findings))
    add (findings, "contact", HM_FAIL, CONTACT_POINTS, contact != NULL ? contact : message);
  add (findings, "text", HM_FAIL, TEXT_POINTS, message);
  add (findings, "disclosure-specifics", HM_FAIL, SPECIFICS_POINTS, message);
}

static void
judge_unread (const HmFacts *facts, const HmPolicyFile *policy, HmFindings *findings)
{
  if (!add_private_reporting (facts, findings))
    add_unread (policy, "contact", CONTACT_POINTS, findings);
  add_unread (policy, "text", TEXT_POINTS, findings);
  add_unread (policy, "disclosure-specifics", SPECIFICS_POINTS, findings);
}

static const char *
outcome_word (const HmFindings *findings, const char *probe, const char *yes, const char *no)
{
  HmOutcome outcome = hm_findings_find (findings, probe)->outcome;

  return outcome == HM_PASS ? yes : outcome == HM_FAIL ? no : "?";
}

static void
set_reason (const HmPolicyFile *policy, HmFindings *findings)
{
  if (policy->kind == HM_POLICY_UNREAD || policy->kind == HM_POLICY_NONE) {
    hm_findings_set_reason (findings, "%s", hm_findings_find (findings, "text")->message);
    return;
  }
  hm_findings_set_reason (findings, "%s%s: %s, %s, %s", policy->entry->path,
                          policy->kind == HM_POLICY_README ? " (section on security)" : "",
                          outcome_word (findings, "contact", "a contact", "no contact"),
                          outcome_word (findings, "text", "text", "no text"),
                          outcome_word (findings, "disclosure-specifics", "disclosure specifics",
                                        "no disclosure specifics"));
}

static void
security_policy_run (const HmFacts *facts, HmFindings *findings)
{
  g_auto (HmPolicyFile) policy = { 0 };

  hm_policy_file_find (facts, &policy);
  switch (policy.kind) {
  case HM_POLICY_NONE:
    judge_nothing (facts, findings);
    break;
  case HM_POLICY_UNREAD:
    judge_unread (facts, &policy, findings);
    break;
  case HM_POLICY_TXT:
    judge_txt (facts, &policy, findings);
    break;
  case HM_POLICY_FILE:
  case HM_POLICY_README:
    judge_text (facts, &policy, findings);
    break;
  }
  judge_expiry (&policy, findings);
  set_reason (&policy, findings);
}

static const HmProbe probes[] = {
  { .id = "contact",
    .question = "Does the project say where to report a vulnerability?",
    .evidence = "The SECURITY file (.md, .markdown, .adoc, .rst or .txt, in any case) in .github/, "
                ".gitlab/, .gitea/, .forgejo/, the root, docs/ or doc/, the first of these places "
                "that has one; without one, security.txt; without that, the section of the README "
                "(in .github/, the root or docs/) whose heading speaks of security or "
                "vulnerabilities. A file that could not be read, a link among them, is not passed "
                "over for a later one: then the answer is unknown. At least one URL or e-mail "
                "address, (at) and [at] forms included; where there is none, private "
                "vulnerability reporting on the forge, or a policy that the forge shows for the "
                "project though its tree holds none (on GitHub the organisation's, kept in its "
                ".github repository).",
    .scoring = "6 points.",
    .remediation =
        "Add SECURITY.md with an address that reaches more than one person, or turn on private "
        "reporting (GitHub: Settings > Advanced Security > Private vulnerability reporting) and "
        "link to its form, https://github.com/OWNER/REPO/security/advisories/new." },
  { .id = "text",
    .question = "Does the policy say more than where to write?",
    .evidence = "The same file. Text is what remains beside the URLs and addresses; of a "
                "security.txt only the comments are text. That of an organisation's policy is "
                "unknown here: scan its .github repository.",
    .scoring = "3 points.",
    .remediation = "Write into SECURITY.md which versions get fixes, what a report should hold, "
                   "and what the reporter may expect: a few sentences do." },
  { .id = "disclosure-specifics",
    .question = "Does the policy say how and how soon a report is handled?",
    .evidence = "The same file. At least two mentions of disclosure, of vulnerabilities, or of a "
                "number of up to four digits such as a count of days.",
    .scoring = "1 point.",
    .remediation =
        "State in SECURITY.md by when a report is answered, by when a fix is meant to be out, and "
        "when the vulnerability is disclosed: \"We answer within 3 days and disclose after 90.\"" },
  { .id = "security-txt-current",
    .question = "Is the security.txt in force?",
    .evidence = "The Expires field of security.txt, in .well-known/ of the root, static/, public/ "
                "or docs/, in static/ or public/, or where a SECURITY.txt may stand, against the "
                "time the scan is for.",
    .scoring = "None by itself, but the contacts of an expired security.txt do not count.",
    .remediation = "Set Expires to a time less than a year ahead, in the form "
                   "2030-01-31T00:00:00Z, and renew it with each release." },
};

static const char *const reads[] = { HM_POLICY_FILE_PLACES, HM_POLICY_TXT_PLACES,
                                     HM_POLICY_README_PLACES, NULL };

const HmCheck hm_check_security_policy = {
  .id = "security-policy",
  .name = "Security-Policy",
  .risk = HM_RISK_MEDIUM,
  .needs = HM_NEED_TREE | HM_NEED_PLATFORM | HM_NEED_FORGE,
  .summary = "Who finds a vulnerability learns whom to tell in private and what happens then",
  .why = "Somebody who finds a hole and no address to report it to has three ways left: a public "
         "issue that tells attackers first, a market that pays for it, or silence. A short policy "
         "with a contact, a few words on what to send, and a promise of when an answer comes turns "
         "finders into helpers, and gives the project the time to mend before the world knows.",
  .differs = "The points and the rules for contact, text and specifics are Scorecard's, with its "
             "file names. Also looked at: .txt files, .gitlab/, .gitea/ and .forgejo/, "
             "security.txt (RFC 9116) with its Expires, a section of the README, and private "
             "reporting on the forge. Addresses may also be written with (at) and [dot] and end in "
             "a long top-level domain, and a URL needs more than its scheme. Bytes that are not "
             "text earn nothing. A policy kept in the owner's .github repository, which GitHub "
             "shows for all its projects, is a contact where the forge was asked and shows it; its "
             "text, which Scorecard reads, is unknown.",
  .probes = probes,
  .n_probes = G_N_ELEMENTS (probes),
  .reads = reads,
  .run = security_policy_run,
};
