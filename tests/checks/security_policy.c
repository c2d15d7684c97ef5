/* SPDX-License-Identifier: Apache-2.0 */
#include "policy_case.h"

#include "checks/contact.h"
#include "checks/readme_section.h"
#include "checks/security_txt.h"
#include "core/limits.h"

static void
test_full_marks (void)
{
  g_autoptr (HmResult) result = judge_file ("SECURITY.md", GOOD_POLICY);
  const HmFinding *contact = finding_of (result, CONTACT);

  assert_triple (result, 100, 100, 100);
  assert_outcome (result, EXPIRY, HM_NOT_APPLICABLE);
  g_assert_cmpuint (contact->evidence->len, ==, 1);
  g_assert_cmpstr (evidence_at (contact, 0)->text, ==, "SECURITY.md");
  g_assert_cmpuint (evidence_at (contact, 0)->line, ==, 3);
  g_assert_cmpuint (evidence_at (finding_of (result, SPECIFICS), 0)->line, ==, 4);
  g_assert_cmpstr (result->reason, ==, "SECURITY.md: a contact, text, disclosure specifics");
}

static void
test_absent (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  result = judge_subject (&subject);
  assert_triple (result, 0, 0, 0);
  g_assert_cmpuint (count_outcome (result, HM_FAIL), ==, 3);
}

/* Scorecard's own cases: what each kind of content is worth. */
static void
test_scorecard_points (void)
{
  const struct {
    const char *text;
    int score;
  } cases[] = {
    { "", 0 },
    { "\n", 0 },
    { "Be careful.\n", 30 },
    { "Vulnerabilities are disclosed.\n", 40 },
    { "https://example.org/report", 60 },
    { "a@example.org", 60 },
    { "https://example.org/report a@example.org\n", 60 },
    { "Please write to a@example.org\n", 90 },
    { "Please write to a@example.org within 90 days\n", 90 },
    { "Please write to a@example.org within 90 days, vulnerabilities only\n", 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HmResult) result = judge_file ("SECURITY.md", cases[i].text);

    assert_triple (result, cases[i].score, cases[i].score, cases[i].score);
  }
}

static void
test_contact_without_text (void)
{
  g_autoptr (HmResult) result = judge_file ("SECURITY.md", "https://example.org/report\n");

  assert_outcome (result, CONTACT, HM_PASS);
  assert_outcome (result, TEXT, HM_FAIL);
  assert_outcome (result, SPECIFICS, HM_FAIL);
}

static void
test_contacts_are_found (void)
{
  const char *good[] = { "a@b.org",
                         "x a.b+c%d_e-f@sub.example.co.uk.",
                         "a[at]b.org",
                         "a [at] b [dot] org",
                         "a (at) b (dot) org",
                         "a\\[at\\]b.org",
                         "a@b.technology",
                         "<a@b.org>",
                         "(http://b.org)",
                         "https://b",
                         "hhttps://b.org",
                         "\xff\xfe a@b.org \x80" };
  const char *bad[] = { "",          "a@b",        "@b.org",   "a@.org",        "a@b.o",
                        "a b.org",   "https:/",    "https://", "http:// b.org", "a@b.org1",
                        "-@b.org",   "a@b..org",   "htt",      "a[at]",         "a@",
                        "a @ b.org", "ftp://b.org" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    if (hm_policy_text_read (good[i], strlen (good[i])).n_contacts != 1)
      g_error ("not found once: %s", good[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    if (hm_policy_text_read (bad[i], strlen (bad[i])).n_contacts != 0)
      g_error ("found: %s", bad[i]);
  }
}

static void
test_contacts_are_distinct (void)
{
  const char *text = "\na@b.org a@b.org https://b.org\nc@b.org a@b.org\n";
  HmPolicyText read = hm_policy_text_read (text, strlen (text));

  g_assert_cmpuint (read.n_contacts, ==, 3);
  g_assert_cmpuint (read.contact_bytes, ==, 7 + 7 + 13);
  g_assert_cmpuint (read.contact_line, ==, 2);
}

static void
test_specifics_are_counted (void)
{
  const struct {
    const char *text;
    guint n;
  } cases[] = { { "90 days", 1 },
                { "90days", 0 },
                { "v1.2", 2 },
                { "20210", 1 },
                { "DISCLOSure", 1 },
                { "vulnvuln", 2 },
                { "disclose vulnerability", 2 },
                { "12_3", 1 },
                { "", 0 },
                { "vul", 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (hm_policy_text_read (cases[i].text, strlen (cases[i].text)).n_specifics, ==,
                      cases[i].n);
}

static void
test_garbage_is_no_policy (void)
{
  const char binary[] = "\x7f"
                        "ELF\0\1\2 security@example.org disclose vulnerabilities\0";
  const char latin[] = "Schreiben Sie an a@b.org, auch f\xfcr Vulnerabilities; disclosure folgt.";
  Subject subject;
  g_autoptr (HmResult) garbage = NULL;
  g_autoptr (HmResult) other_charset = NULL;

  subject_init (&subject);
  subject_add_bytes (&subject, "SECURITY.md", binary, sizeof binary - 1);
  garbage = judge_subject (&subject);
  assert_triple (garbage, 0, 0, 0);
  g_assert_cmpstr (finding_of (garbage, CONTACT)->message, ==,
                   "SECURITY.md holds bytes that are not text");

  other_charset = judge_file ("SECURITY.md", latin);
  assert_triple (other_charset, 100, 100, 100);
}

static void
test_line_limit (void)
{
  g_autofree char *just = g_strdup_printf ("%*s", (int) HM_LINE_MAX, "a@b.org");
  g_autofree char *past = g_strdup_printf ("%*s", (int) HM_LINE_MAX + 1, "a@b.org");
  g_autofree char *seen = g_strdup_printf ("a@b.org 1 2 %*s", 1000 * 1000, "x");
  g_autoptr (HmResult) at_limit = judge_file ("SECURITY.md", just);
  g_autoptr (HmResult) past_limit = judge_file ("SECURITY.md", past);
  g_autoptr (HmResult) seen_before = judge_file ("SECURITY.md", seen);

  assert_outcome (at_limit, CONTACT, HM_PASS);
  assert_outcome (at_limit, SPECIFICS, HM_FAIL);
  /* The cut leaves "a@b.or", so two letters of the domain are enough; without them nothing is there. */
  assert_outcome (past_limit, SPECIFICS, HM_UNKNOWN);
  assert_triple (seen_before, 100, 100, 100);
}

static void
test_contact_past_the_line_limit (void)
{
  g_autofree char *text = g_strdup_printf ("%*s", (int) HM_LINE_MAX + 100, "a@b.org");
  g_autoptr (HmResult) result = judge_file ("SECURITY.md", text);

  assert_outcome (result, CONTACT, HM_UNKNOWN);
  assert_outcome (result, TEXT, HM_PASS);
  assert_triple (result, 30, 100, 100);
}

static void
test_private_reporting_is_a_contact (void)
{
  Subject subject;
  g_autoptr (HmResult) nothing = NULL;
  g_autoptr (HmResult) text_only = NULL;

  subject_init (&subject);
  subject.facts.forge.has_private_reporting =
      (HmFact){ .truth = HM_TRUTH_YES, .source = "https://forge.example/api" };
  nothing = judge_subject (&subject);
  assert_triple (nothing, 60, 60, 60);
  g_assert_cmpint (evidence_at (finding_of (nothing, CONTACT), 0)->kind, ==, HM_EVIDENCE_URL);

  subject_add (&subject, "SECURITY.md", "Use the form; we disclose vulnerabilities.\n");
  text_only = judge_subject (&subject);
  assert_triple (text_only, 100, 100, 100);
}

static void
test_private_reporting_off_changes_nothing (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject.facts.forge.has_private_reporting.truth = HM_TRUTH_NO;
  subject_add (&subject, "SECURITY.md", GOOD_POLICY);
  result = judge_subject (&subject);
  assert_triple (result, 100, 100, 100);
}

#define SHOWN "https://forge.example/o/.github/security/policy"

/* That the organisation has one is a contact; what it says is in another repository. */
static void
test_policy_that_only_the_forge_shows (void)
{
  Subject subject;
  g_autoptr (HmResult) shown = NULL;
  g_autoptr (HmResult) reporting = NULL;
  g_autoptr (HmResult) in_tree = NULL;

  subject_init (&subject);
  subject.facts.platform.kind = HM_FORGE_GITHUB;
  subject.facts.forge.has_security_policy =
      (HmFact){ .truth = HM_TRUTH_YES, .source = "https://forge.example/api" };
  subject.facts.forge.security_policy_url = SHOWN;
  shown = judge_subject (&subject);
  assert_triple (shown, 60, 100, 100);
  assert_outcome (shown, CONTACT, HM_PASS);
  assert_outcome (shown, "text", HM_UNKNOWN);
  assert_outcome (shown, "disclosure-specifics", HM_UNKNOWN);
  g_assert_cmpstr (evidence_at (finding_of (shown, CONTACT), 0)->text, ==, SHOWN);
  g_assert_cmpstr (finding_of (shown, "text")->remediation, ==,
                   "Scan the organisation's .github repository.");

  subject.facts.forge.has_private_reporting =
      (HmFact){ .truth = HM_TRUTH_YES, .source = "https://forge.example/api" };
  reporting = judge_subject (&subject);
  assert_triple (reporting, 60, 100, 100);

  subject_add (&subject, "SECURITY.md", GOOD_POLICY);
  in_tree = judge_subject (&subject);
  assert_triple (in_tree, 100, 100, 100);
  g_assert_cmpint (evidence_at (finding_of (in_tree, CONTACT), 0)->kind, ==, HM_EVIDENCE_FILE);
}

/* On GitHub nothing in the tree is not yet nothing, unless the forge says so. */
static void
test_organisation_policy_not_looked_for (void)
{
  static const struct {
    HmForgeKind kind;
    HmTruth truth;
    gboolean is_said;
  } cases[] = {
    { HM_FORGE_GITHUB, HM_TRUTH_UNKNOWN, TRUE },
    { HM_FORGE_GITHUB, HM_TRUTH_NO, FALSE },
    { HM_FORGE_GITLAB, HM_TRUTH_UNKNOWN, FALSE },
    { HM_FORGE_UNKNOWN, HM_TRUTH_UNKNOWN, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_init (&subject);
    subject.facts.platform.kind = cases[i].kind;
    subject.facts.forge.why = "no token: GITHUB_TOKEN is not set";
    subject.facts.forge.has_security_policy.truth = cases[i].truth;
    result = judge_subject (&subject);
    assert_triple (result, 0, 0, 0);
    assert_outcome (result, CONTACT, HM_FAIL);
    g_assert_cmpint (strstr (finding_of (result, CONTACT)->message,
                             "an organisation-wide policy was not looked for: no token: "
                             "GITHUB_TOKEN is not set")
                         != NULL,
                     ==, cases[i].is_said);
  }
}

static void
test_readme_section (void)
{
  g_autoptr (HmResult) result = judge_file (
      "README.md", "# Thing\nhttps://x.org\n## Security\n\nReport to a@b.org\n## Next\n1 2 3\n");
  const HmFinding *contact = finding_of (result, CONTACT);

  assert_triple (result, 90, 90, 90);
  g_assert_cmpuint (evidence_at (contact, 0)->line, ==, 5);
  g_assert_cmpstr (result->reason, ==,
                   "README.md (section on security): a contact, text, no disclosure specifics");
}

static void
test_readme_headings (void)
{
  const struct {
    const char *name;
    const char *text;
    const char *section; /* NULL: none */
  } cases[] = {
    { "README.md", "# A\n## Security\nreport\n## B\n", "report\n" },
    { "README.md", "## Security\n### How\nreport\n# B\n", "### How\nreport\n" },
    { "README.md", "Security\n--------\nreport\n", "report\n" },
    { "README.md", "Security\n========\nreport\n\nB\n---\nb\nC\n===\n", "report\n\nB\n---\nb\n" },
    { "README.md", "## Vulnerabilities\r\nreport\r\n", "report\r\n" },
    { "README.md", "## Reporting vulnerabilities\nwe disclose", "we disclose" },
    { "README.md", "## Security features\nTLS\n## Security\nreport\n", "report\n" },
    { "README.md", "## Security features\nTLS\n", NULL },
    { "README.md", "```\n## Security\nreport\n```\n", NULL },
    { "README.md", "~~~\n```\n## Security\nreport\n~~~\n", NULL },
    { "README.md", "#Security\nreport\n", NULL },
    { "README.md", "Security is here, report it\n", NULL },
    { "README.md", "####### Security\nreport\n", NULL },
    { "README.md", "## Security", NULL },
    { "README.md", "", NULL },
    { "README.adoc", "= A\n== Security\nreport\n== B\n", "report\n" },
    { "README.rst", "A\n=\n", NULL },
    { "README.rst", "Title\n=====\n\nSecurity\n--------\nreport\n\nMore\n~~~~\nx\nB\n---\n",
      "report\n\nMore\n~~~~\nx\n" },
    { "README", "SECURITY\n--------\nreport\n\nB\n---\n", "report\n\n" },
    { "README.rst", "## Security\nreport\n", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    HmReadmeSection section = { 0 };
    gboolean is_found =
        hm_readme_find_security (cases[i].name, cases[i].text, strlen (cases[i].text), &section);
    g_autofree char *found = is_found ? g_strndup (section.text, section.size) : NULL;

    g_assert_cmpstr (found, ==, cases[i].section);
  }
}

/* Nothing to hold but that it ends and stays inside the text: the sanitizers watch. */
static void
test_readers_of_texts_cut_at_every_byte (void)
{
  const char text[] =
      "\xff# A\r\n```\n\0\n```\nSecurity\n--\n---\n\n## vuln\n a [at] b [dot] org (at) x@y\n"
      "https://a https:// http:/\n-----BEGIN PGP\nExpires: 2027\nContact:\n#\n: x\n";

  for (gsize cut = 0; cut < sizeof text; cut++) {
    g_autofree char *exact = g_malloc (MAX (cut, 1));
    g_autoptr (HmSecurityTxt) txt = NULL;
    HmReadmeSection section = { 0 };
    HmPolicyText read;

    memcpy (exact, text, cut);
    txt = hm_security_txt_read (exact, cut);
    g_assert_cmpuint (txt->contact_line, <=, 30);
    read = hm_policy_text_read (exact, cut);
    g_assert_cmpuint (read.contact_bytes, <=, cut);
    if (hm_readme_find_security ("README.md", exact, cut, &section))
      g_assert_true (section.text >= exact && section.text + section.size <= exact + cut);
    if (hm_readme_find_security ("README", exact, cut, &section))
      g_assert_true (section.text >= exact && section.text + section.size <= exact + cut);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/security-policy/full-marks", test_full_marks);
  g_test_add_func ("/security-policy/absent", test_absent);
  g_test_add_func ("/security-policy/scorecard-points", test_scorecard_points);
  g_test_add_func ("/security-policy/contact-without-text", test_contact_without_text);
  g_test_add_func ("/security-policy/contacts-are-found", test_contacts_are_found);
  g_test_add_func ("/security-policy/contacts-are-distinct", test_contacts_are_distinct);
  g_test_add_func ("/security-policy/specifics-are-counted", test_specifics_are_counted);
  g_test_add_func ("/security-policy/garbage-is-no-policy", test_garbage_is_no_policy);
  g_test_add_func ("/security-policy/line-limit", test_line_limit);
  g_test_add_func ("/security-policy/contact-past-the-line-limit",
                   test_contact_past_the_line_limit);
  g_test_add_func ("/security-policy/private-reporting-is-a-contact",
                   test_private_reporting_is_a_contact);
  g_test_add_func ("/security-policy/private-reporting-off-changes-nothing",
                   test_private_reporting_off_changes_nothing);
  g_test_add_func ("/security-policy/only-the-forge-shows-it",
                   test_policy_that_only_the_forge_shows);
  g_test_add_func ("/security-policy/organisation-wide-not-looked-for",
                   test_organisation_policy_not_looked_for);
  g_test_add_func ("/security-policy/readme-section", test_readme_section);
  g_test_add_func ("/security-policy/readme-headings", test_readme_headings);
  g_test_add_func ("/security-policy/readers-of-texts-cut-at-every-byte",
                   test_readers_of_texts_cut_at_every_byte);
  return g_test_run ();
}
