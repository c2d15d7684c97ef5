/* SPDX-License-Identifier: Apache-2.0 */
#include "policy_case.h"

#include "checks/security_txt.h"
#include "core/limits.h"

static void
test_security_txt (void)
{
  const char *places[] = { ".well-known/security.txt", "security.txt", "static/security.txt",
                           "public/.well-known/security.txt" };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (HmResult) result = judge_file (places[i], GOOD_TXT);

    assert_triple (result, 60, 60, 60);
    assert_outcome (result, EXPIRY, HM_PASS);
    g_assert_cmpuint (evidence_at (finding_of (result, EXPIRY), 0)->line, ==, 2);
  }
}

static void
test_security_txt_with_comments (void)
{
  g_autoptr (HmResult) result =
      judge_file (".well-known/security.txt",
                  "# We answer within 3 days.\n# And disclose after 90.\n" GOOD_TXT);

  assert_triple (result, 100, 100, 100);
}

static void
test_expired_security_txt (void)
{
  Subject subject;
  g_autoptr (HmResult) alone = NULL;
  g_autoptr (HmResult) with_readme = NULL;
  g_autoptr (HmResult) with_file = NULL;

  subject_init (&subject);
  subject_add (&subject, ".well-known/security.txt", OLD_TXT);
  alone = judge_subject (&subject);
  assert_triple (alone, 0, 0, 0);
  assert_outcome (alone, EXPIRY, HM_FAIL);
  g_assert_cmpstr (finding_of (alone, EXPIRY)->message, ==,
                   ".well-known/security.txt expired on 2020-01-01");

  subject_add (&subject, "README.md", "# A\n## Security\nReport to a@b.org\n");
  with_readme = judge_subject (&subject);
  assert_triple (with_readme, 90, 90, 90);
  assert_outcome (with_readme, EXPIRY, HM_FAIL);

  subject_add (&subject, "SECURITY.md", GOOD_POLICY);
  with_file = judge_subject (&subject);
  assert_triple (with_file, 100, 100, 100);
  assert_outcome (with_file, EXPIRY, HM_FAIL);
}

static void
test_expiry_is_to_the_second (void)
{
  Subject subject;
  g_autoptr (HmResult) on_time = NULL;
  g_autoptr (HmResult) late = NULL;

  subject_init (&subject);
  subject_add (&subject, "security.txt",
               "Contact: https://b.org/report\nExpires: 2026-06-01T00:00:00Z\n");
  on_time = judge_subject (&subject);
  assert_outcome (on_time, EXPIRY, HM_PASS);
  subject.facts.as_of++;
  late = judge_subject (&subject);
  assert_outcome (late, EXPIRY, HM_FAIL);
  assert_outcome (late, CONTACT, HM_FAIL);
}

static void
test_security_txt_without_a_good_date (void)
{
  const char *dates[] = { "",
                          "Expires:\n",
                          "Expires: soon\n",
                          "Expires: @1900000000\n",
                          "Expires: 2027-01-01\n",
                          "Expires: 2027-01-01T00:00:00Z trailing\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++) {
    g_autofree char *text = g_strconcat ("Contact: mailto:a@b.org\n", dates[i], NULL);
    g_autoptr (HmResult) result = judge_file ("security.txt", text);

    assert_outcome (result, EXPIRY, HM_FAIL);
    assert_outcome (result, CONTACT, HM_PASS);
  }
}

static void
test_security_txt_reader (void)
{
  const char *text = "-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n# c\r\n"
                     "contact: nobody\r\nCONTACT:\ttel:+1\r\nExpires: 2027-01-01t00:00:00z\r\n"
                     "Expires: 2020-01-01T00:00:00Z\r\n-----BEGIN PGP SIGNATURE-----\r\n"
                     "Contact: https://late.example\r\n";
  g_autoptr (HmSecurityTxt) txt = hm_security_txt_read (text, strlen (text));

  g_assert_cmpuint (txt->n_contacts, ==, 1);
  g_assert_cmpuint (txt->contact_line, ==, 6);
  g_assert_cmpint (txt->expires_kind, ==, HM_EXPIRES_KNOWN);
  g_assert_cmpint (txt->expires, ==, 1798761600);
  g_assert_cmpuint (txt->expires_line, ==, 7);
  g_assert_true (txt->has_fields_only);
  g_assert_cmpstr (txt->comments->str, ==, " c\n");
}

static void
test_prose_named_security_txt (void)
{
  g_autoptr (HmResult) result = judge_file ("SECURITY.txt", "Contact: see below\n\n" GOOD_POLICY);

  assert_triple (result, 100, 100, 100);
  assert_outcome (result, EXPIRY, HM_NOT_APPLICABLE);
}

static void
test_line_past_the_limit (void)
{
  g_autofree char *pad = g_strnfill (HM_LINE_MAX, ' ');
  g_autofree char *contact =
      g_strconcat ("Contact:", pad, "mailto:a@b.org\n", "Expires: 2027-01-01T00:00:00Z\n", NULL);
  g_autofree char *expires =
      g_strconcat ("Contact: mailto:a@b.org\nExpires:", pad, "2020-01-01T00:00:00Z\n", NULL);
  g_autoptr (HmResult) without_contact = judge_file ("security.txt", contact);
  g_autoptr (HmResult) without_date = judge_file ("security.txt", expires);

  assert_outcome (without_contact, CONTACT, HM_UNKNOWN);
  assert_outcome (without_contact, EXPIRY, HM_PASS);
  assert_outcome (without_date, CONTACT, HM_UNKNOWN);
  assert_outcome (without_date, EXPIRY, HM_UNKNOWN);
}

static void
test_line_at_the_limit (void)
{
  g_autofree char *text =
      g_strdup_printf ("Contact:%*s\nExpires: 2027-01-01T00:00:00Z\n",
                       (int) (HM_LINE_MAX - strlen ("Contact:")), "mailto:a@b.org");
  g_autoptr (HmResult) result = judge_file ("security.txt", text);

  assert_outcome (result, CONTACT, HM_PASS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/security-txt/security-txt", test_security_txt);
  g_test_add_func ("/security-txt/security-txt-with-comments", test_security_txt_with_comments);
  g_test_add_func ("/security-txt/expired-security-txt", test_expired_security_txt);
  g_test_add_func ("/security-txt/expiry-is-to-the-second", test_expiry_is_to_the_second);
  g_test_add_func ("/security-txt/security-txt-without-a-good-date",
                   test_security_txt_without_a_good_date);
  g_test_add_func ("/security-txt/security-txt-reader", test_security_txt_reader);
  g_test_add_func ("/security-txt/prose-named-security-txt", test_prose_named_security_txt);
  g_test_add_func ("/security-txt/line-past-the-limit", test_line_past_the_limit);
  g_test_add_func ("/security-txt/line-at-the-limit", test_line_at_the_limit);
  return g_test_run ();
}
