/* SPDX-License-Identifier: Apache-2.0 */
/* Subjects of Security-Policy, and what their policies say. */
#ifndef TESTS_CHECKS_POLICY_CASE_H
#define TESTS_CHECKS_POLICY_CASE_H

#include "judged.h"
#include "subject.h"

#include "checks/list.h"

#define CONTACT "contact"
#define TEXT "text"
#define SPECIFICS "disclosure-specifics"
#define EXPIRY "security-txt-current"

#define GOOD_POLICY \
  "# Security\n\nMail security@example.org.\n" \
  "We answer within 3 days and disclose vulnerabilities after 90.\n"
#define GOOD_TXT "Contact: mailto:security@example.org\nExpires: 2027-01-01T00:00:00Z\n"
#define OLD_TXT "Contact: mailto:security@example.org\nExpires: 2020-01-01T00:00:00Z\n"

static inline HmResult *
judge_subject (const Subject *subject)
{
  return judge (&hm_check_security_policy, &subject->facts);
}

static inline HmResult *
judge_file (const char *path, const char *text)
{
  Subject subject;

  subject_init (&subject);
  subject_add (&subject, path, text);
  return judge_subject (&subject);
}

static inline const HmFinding *
finding_of (const HmResult *result, const char *probe)
{
  const HmFinding *finding = hm_findings_find (result->findings, probe);

  g_assert_nonnull (finding);
  return finding;
}

#endif
