/* SPDX-License-Identifier: Apache-2.0 */
/* Subjects of Two-Factor-Auth, and the files by which they publish. */
#ifndef TESTS_CHECKS_TWO_FACTOR_CASE_H
#define TESTS_CHECKS_TWO_FACTOR_CASE_H

#include "judged.h"
#include "subject.h"

#include "checks/list.h"

#define ORGANISATION "organisation-requires-2fa"
#define MEMBERS "members-have-2fa"
#define PLATFORM "platform-requires-2fa"
#define CHANNELS "release-channels-require-2fa"
#define DECLARED "declared-2fa"

#define SOURCE "https://forge.example/api/group"

/* 2023-12-31T23:59:59Z: the last second before PyPI and github.com required it of all. */
#define BEFORE_2024 G_GINT64_CONSTANT (1704067199)

#define PYPROJECT "[project]\nname = \"thing\"\n"
#define PACKAGE_JSON "{\n\t\"name\": \"thing\",\n\t\"version\": \"1.0.0\"\n}\n"
#define CARGO_TOML "[package]\nname = \"thing\"\nversion = \"1.0.0\"\n"
#define GEMSPEC "Gem::Specification.new do |s|\n  s.name = 'thing'\nend\n"
#define GEMSPEC_MFA \
  "Gem::Specification.new do |s|\n" \
  "  s.metadata[\"rubygems_mfa_required\"] = \"true\"\nend\n"

/* A workflow of one job, with what the job may do and its steps. */
#define JOB(permissions, steps) "on: push\njobs:\n  publish:\n" permissions "    steps:\n" steps
#define IDENTITY "    permissions:\n      id-token: write\n"

static inline HmResult *
judge_subject (const Subject *subject)
{
  return judge (&hm_check_two_factor_auth, &subject->facts);
}

static inline void
subject_on (Subject *subject, const char *host)
{
  subject_init (subject);
  subject->facts.platform.host = host;
}

static inline const HmFinding *
finding_of (const HmResult *result, const char *probe)
{
  const HmFinding *finding = hm_findings_find (result->findings, probe);

  g_assert_nonnull (finding);
  return finding;
}

#endif
