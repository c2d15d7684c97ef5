/* SPDX-License-Identifier: Apache-2.0 */
#include "judged.h"
#include "subject.h"

#include "checks/list.h"
#include "checks/manifest.h"
#include "checks/publishing.h"

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

static HmResult *
judge_subject (const Subject *subject)
{
  return judge (&hm_check_two_factor_auth, &subject->facts);
}

static void
subject_on (Subject *subject, const char *host)
{
  subject_init (subject);
  subject->facts.platform.host = host;
}

static const HmFinding *
finding_of (const HmResult *result, const char *probe)
{
  const HmFinding *finding = hm_findings_find (result->findings, probe);

  g_assert_nonnull (finding);
  return finding;
}

static void
test_nothing_known (void)
{
  Subject subject;
  g_autoptr (HmResult) no_remote = NULL;
  g_autoptr (HmResult) elsewhere = NULL;

  subject_init (&subject);
  no_remote = judge_subject (&subject);
  g_assert_cmpint (no_remote->status, ==, HM_STATUS_UNKNOWN);
  assert_outcome (no_remote, PLATFORM, HM_UNKNOWN);
  assert_outcome (no_remote, CHANNELS, HM_NOT_APPLICABLE);
  assert_outcome (no_remote, DECLARED, HM_NOT_APPLICABLE);
  g_assert_cmpstr (no_remote->reason, ==, "nothing shows whether 2FA is required");

  subject_on (&subject, "git.example.org");
  elsewhere = judge_subject (&subject);
  g_assert_cmpint (elsewhere->status, ==, HM_STATUS_UNKNOWN);
  assert_outcome (elsewhere, PLATFORM, HM_NOT_APPLICABLE);
}

static void
test_platform_policy (void)
{
  Subject subject;
  g_autoptr (HmResult) now = NULL;
  g_autoptr (HmResult) before = NULL;

  subject_on (&subject, "github.com");
  now = judge_subject (&subject);
  assert_triple (now, 70, 70, 100);
  g_assert_cmpint (evidence_at (finding_of (now, PLATFORM), 0)->kind, ==, HM_EVIDENCE_URL);
  g_assert_true (g_str_has_prefix (evidence_at (finding_of (now, PLATFORM), 0)->text,
                                   "https://docs.github.com/"));

  subject.facts.as_of = BEFORE_2024;
  before = judge_subject (&subject);
  g_assert_cmpint (before->status, ==, HM_STATUS_UNKNOWN);
  assert_outcome (before, PLATFORM, HM_NOT_APPLICABLE);
}

static void
test_hosts_that_look_like_github (void)
{
  const char *hosts[] = { "github.example.com", "github.com.example.org", "gist.github.com",
                          "gitlab.com",         "codeberg.org",           "notgithub.com" };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_on (&subject, hosts[i]);
    result = judge_subject (&subject);
    assert_outcome (result, PLATFORM, HM_NOT_APPLICABLE);
  }
}

static void
test_organisation_proof (void)
{
  Subject subject;
  g_autoptr (HmResult) on = NULL;
  g_autoptr (HmResult) off = NULL;
  g_autoptr (HmResult) off_on_github = NULL;

  subject_on (&subject, "gitlab.com");
  subject.facts.forge.requires_two_factor = (HmFact){ .truth = HM_TRUTH_YES, .source = SOURCE };
  on = judge_subject (&subject);
  assert_triple (on, 100, 100, 100);
  g_assert_cmpstr (evidence_at (finding_of (on, ORGANISATION), 0)->text, ==, SOURCE);

  subject.facts.forge.requires_two_factor.truth = HM_TRUTH_NO;
  off = judge_subject (&subject);
  assert_triple (off, 0, 0, 100);

  subject.facts.platform.host = "github.com";
  off_on_github = judge_subject (&subject);
  assert_triple (off_on_github, 70, 70, 100);
}

static void
test_members_proof (void)
{
  Subject subject;
  g_autoptr (HmResult) all = NULL;
  g_autoptr (HmResult) not_all = NULL;
  g_autoptr (HmResult) required_anyhow = NULL;

  subject_on (&subject, "github.com");
  subject.facts.forge.all_members_two_factor.truth = HM_TRUTH_YES;
  all = judge_subject (&subject);
  assert_triple (all, 100, 100, 100);

  subject.facts.forge.all_members_two_factor.truth = HM_TRUTH_NO;
  not_all = judge_subject (&subject);
  assert_triple (not_all, 0, 0, 100);
  assert_outcome (not_all, PLATFORM, HM_FAIL);
  g_assert_cmpstr (not_all->reason, ==, "at least one member is without 2FA");

  subject.facts.forge.requires_two_factor.truth = HM_TRUTH_YES;
  required_anyhow = judge_subject (&subject);
  assert_triple (required_anyhow, 100, 100, 100);
}

static void
test_could_not_look_says_why (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_on (&subject, "gitlab.com");
  subject.facts.forge.why = "no forge was asked";
  subject.facts.forge.requires_two_factor.why = "404 Not Found";
  result = judge_subject (&subject);
  g_assert_cmpstr (finding_of (result, ORGANISATION)->message, ==,
                   "could not see whether the organisation requires 2FA: 404 Not Found");
  g_assert_cmpstr (finding_of (result, MEMBERS)->message, ==,
                   "could not see whether every member has 2FA: no forge was asked");
}

static void
test_pypi_requires_it (void)
{
  Subject subject;
  g_autoptr (HmResult) alone = NULL;
  g_autoptr (HmResult) with_platform = NULL;
  g_autoptr (HmResult) before = NULL;

  subject_on (&subject, "gitlab.com");
  subject_add (&subject, "pyproject.toml", PYPROJECT);
  alone = judge_subject (&subject);
  assert_triple (alone, 20, 20, 100);
  g_assert_cmpstr (evidence_at (finding_of (alone, CHANNELS), 0)->text, ==, "pyproject.toml");

  subject.facts.platform.host = "github.com";
  with_platform = judge_subject (&subject);
  assert_triple (with_platform, 90, 90, 100);

  subject.facts.as_of = BEFORE_2024;
  before = judge_subject (&subject);
  assert_outcome (before, CHANNELS, HM_UNKNOWN);
}

static void
test_gem_requires_it (void)
{
  const struct {
    const char *text;
    HmOutcome outcome;
  } cases[] = {
    { GEMSPEC_MFA, HM_PASS },
    { "Gem::Specification.new { |s| s.metadata = { 'rubygems_mfa_required' => 'true' } }",
      HM_PASS },
    { GEMSPEC, HM_UNKNOWN },
    { GEMSPEC "# s.metadata[\"rubygems_mfa_required\"] = \"true\"\n", HM_UNKNOWN },
    { GEMSPEC "s.metadata[\"rubygems_mfa_required\"] = \"false\"\n", HM_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_on (&subject, "gitlab.com");
    subject_add (&subject, "thing.gemspec", cases[i].text);
    result = judge_subject (&subject);
    assert_outcome (result, CHANNELS, cases[i].outcome);
  }
}

static void
test_every_gem_must_require_it (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_on (&subject, "gitlab.com");
  subject_add (&subject, "a.gemspec", GEMSPEC_MFA);
  subject_add (&subject, "b.gemspec", GEMSPEC);
  result = judge_subject (&subject);
  assert_outcome (result, CHANNELS, HM_UNKNOWN);
}

/* One manifest, one workflow, what comes of them. */
static void
assert_channel (const char *manifest, const char *manifest_text, const char *workflow,
                HmOutcome outcome, guint line)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding = NULL;

  subject_on (&subject, "gitlab.com");
  subject.facts.as_of = BEFORE_2024; /* so that PyPI shows its workflows too */
  subject_add (&subject, ".github/workflows/release.yml", workflow);
  subject_add (&subject, manifest, manifest_text);
  result = judge_subject (&subject);
  finding = finding_of (result, CHANNELS);
  if (finding->outcome != outcome)
    g_error ("%s: %s\n%s", manifest, finding->message, workflow);
  if (line > 0) {
    g_assert_cmpstr (evidence_at (finding, 0)->text, ==, ".github/workflows/release.yml");
    g_assert_cmpuint (evidence_at (finding, 0)->line, ==, line);
  }
}

static void
test_trusted_publishing (void)
{
  assert_channel (
      "pyproject.toml", PYPROJECT,
      JOB (IDENTITY,
           "    - uses: actions/checkout@v4\n    - uses: pypa/gh-action-pypi-publish@release/v1\n"),
      HM_PASS, 8);
  assert_channel ("pyproject.toml", PYPROJECT, JOB (IDENTITY, "    - run: uv publish\n"), HM_PASS,
                  7);
  assert_channel (
      "package.json", PACKAGE_JSON,
      JOB (IDENTITY, "    - run: |\n        npm ci\n        npm publish --access public\n"),
      HM_PASS, 7);
  assert_channel ("thing.gemspec", GEMSPEC, JOB (IDENTITY, "    - uses: rubygems/release-gem@v1\n"),
                  HM_PASS, 7);
  assert_channel ("Cargo.toml", CARGO_TOML,
                  JOB (IDENTITY, "    - uses: rust-lang/crates-io-auth-action@v1\n      id: auth\n"
                                 "    - run: cargo publish\n      env:\n"
                                 "        CARGO_REGISTRY_TOKEN: ${{ steps.auth.outputs.token }}\n"),
                  HM_PASS, 7);
  assert_channel (
      "package.json", PACKAGE_JSON,
      "permissions:\n  id-token: write\njobs:\n  a:\n    steps:\n    - run: npm publish\n", HM_PASS,
      6);
  assert_channel ("package.json", PACKAGE_JSON,
                  "permissions: write-all\njobs:\n  a:\n    steps:\n    - run: npm publish\n",
                  HM_PASS, 5);
}

static void
test_identity_that_is_not_granted (void)
{
  assert_channel ("package.json", PACKAGE_JSON, JOB ("", "    - run: npm publish\n"), HM_UNKNOWN,
                  0);
  assert_channel ("package.json", PACKAGE_JSON,
                  JOB ("    permissions:\n      id-token: none\n", "    - run: npm publish\n"),
                  HM_UNKNOWN, 0);
  /* A job's own permissions replace the workflow's. */
  assert_channel ("package.json", PACKAGE_JSON,
                  "permissions:\n  id-token: write\njobs:\n  a:\n    permissions:\n"
                  "      contents: read\n    steps:\n    - run: npm publish\n",
                  HM_UNKNOWN, 0);
  /* An identity token alone opens neither of these. */
  assert_channel ("Cargo.toml", CARGO_TOML, JOB (IDENTITY, "    - run: cargo publish\n"),
                  HM_UNKNOWN, 0);
  assert_channel ("thing.gemspec", GEMSPEC, JOB (IDENTITY, "    - run: gem push x.gem\n"),
                  HM_UNKNOWN, 0);
}

static void
test_long_lived_tokens (void)
{
  assert_channel ("package.json", PACKAGE_JSON,
                  JOB (IDENTITY, "    - run: npm publish\n      env:\n"
                                 "        NODE_AUTH_TOKEN: ${{ secrets.WHATEVER }}\n"),
                  HM_FAIL, 9);
  assert_channel ("package.json", PACKAGE_JSON,
                  JOB ("", "    - run: echo //r/:_authToken=${{ secrets.NPM_TOKEN }} > .npmrc\n"
                           "    - run: npm publish\n"),
                  HM_FAIL, 5);
  assert_channel (
      "package.json", PACKAGE_JSON,
      JOB ("    env:\n      NPM_TOKEN: ${{secrets.T}}\n", "    - run: npx semantic-release\n"),
      HM_FAIL, 5);
  assert_channel (
      "package.json", PACKAGE_JSON,
      "env:\n  X: ${{ secrets.NPM_TOKEN }}\njobs:\n  a:\n    steps:\n    - run: npm publish\n",
      HM_FAIL, 2);
  assert_channel ("pyproject.toml", PYPROJECT,
                  JOB (IDENTITY, "    - uses: pypa/gh-action-pypi-publish@v1\n      with:\n"
                                 "        password: ${{ secrets.ANYTHING }}\n"),
                  HM_FAIL, 9);
  assert_channel ("pyproject.toml", PYPROJECT,
                  JOB ("", "    - run: twine upload dist/*\n      env:\n"
                           "        TWINE_PASSWORD: ${{ secrets.P }}\n"),
                  HM_FAIL, 7);
  assert_channel ("Cargo.toml", CARGO_TOML,
                  JOB ("", "    - run: cargo publish --token ${{ secrets.CRATES_IO }}\n"), HM_FAIL,
                  5);
  assert_channel ("thing.gemspec", GEMSPEC_MFA,
                  JOB ("", "    - run: gem push x.gem\n      env:\n"
                           "        GEM_HOST_API_KEY: ${{ secrets.KEY }}\n"),
                  HM_FAIL, 7);
}

static void
test_token_beats_what_the_registry_requires (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_on (&subject, "github.com");
  subject_add (&subject, ".github/workflows/release.yml",
               JOB ("", "    - uses: pypa/gh-action-pypi-publish@v1\n      with:\n"
                        "        password: ${{ secrets.PYPI_API_TOKEN }}\n"));
  subject_add (&subject, "pyproject.toml", PYPROJECT);
  result = judge_subject (&subject);
  assert_outcome (result, CHANNELS, HM_FAIL);
  assert_triple (result, 70, 70, 100);
  g_assert_cmpstr (finding_of (result, CHANNELS)->message, ==,
                   "PyPI: a workflow publishes with the long-lived secret PYPI_API_TOKEN");
}

static void
test_what_publishes_nothing (void)
{
  const char *workflows[] = {
    JOB ("", "    - run: npm test\n      env:\n        NPM_TOKEN: ${{ secrets.NPM_TOKEN }}\n"),
    JOB ("", "    - run: npm publish --dry-run\n      env:\n        NPM_TOKEN: ${{ "
             "secrets.NPM_TOKEN }}\n"),
    JOB ("", "    - run: |\n        # npm publish\n      env:\n        NPM_TOKEN: ${{ "
             "secrets.NPM_TOKEN }}\n"),
    JOB ("", "    - run: npm publish\n      env:\n        NODE_AUTH_TOKEN: ${{ "
             "secrets.GITHUB_TOKEN }}\n"),
    JOB ("",
         "    - uses: actions/setup-node@v4\n      with:\n        registry-url: "
         "https://npm.pkg.github.com\n"
         "    - run: npm publish\n      env:\n        NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}\n"),
    "jobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets: inherit\n",
    "jobs: []\n",
    "jobs:\n  a: 1\n  b:\n    steps: no\n  c:\n    steps: [1, [2], {run: {a: b}}, {uses: [x]}]\n",
    "",
    "- a\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (workflows); i++)
    assert_channel ("package.json", PACKAGE_JSON, workflows[i], HM_UNKNOWN, 0);
  assert_channel ("pyproject.toml", PYPROJECT,
                  JOB (IDENTITY, "    - uses: pypa/gh-action-pypi-publish@v1\n      with:\n"
                                 "        password: ${{ secrets.TEST_PYPI_TOKEN }}\n"
                                 "        repository-url: https://test.pypi.org/legacy/\n"),
                  HM_UNKNOWN, 0);
}

static void
test_workflow_that_cannot_be_read (void)
{
  Subject subject;
  g_autoptr (HmResult) unparsable = NULL;
  g_autoptr (HmResult) unrelated = NULL;
  g_autoptr (HmResult) unread = NULL;

  subject_on (&subject, "gitlab.com");
  subject_add (&subject, ".github/workflows/release.yml", "jobs: [\n run: twine upload\n");
  subject_add (&subject, "pyproject.toml", PYPROJECT);
  unparsable = judge_subject (&subject);
  assert_outcome (unparsable, CHANNELS, HM_UNKNOWN);
  g_assert_true (g_str_has_prefix (finding_of (unparsable, CHANNELS)->message,
                                   "PyPI: could not read .github/workflows/release.yml: line "));

  subject_on (&subject, "gitlab.com");
  subject_add (&subject, ".github/workflows/release.yml", "jobs: [\n run: npm publish\n");
  subject_add (&subject, "pyproject.toml", PYPROJECT);
  unrelated = judge_subject (&subject);
  assert_outcome (unrelated, CHANNELS, HM_PASS);

  subject_on (&subject, "gitlab.com");
  subject_add_unread (&subject, ".github/workflows/release.yml", "missing object");
  subject_add (&subject, "pyproject.toml", PYPROJECT);
  unread = judge_subject (&subject);
  assert_outcome (unread, CHANNELS, HM_UNKNOWN);
}

static void
test_one_open_channel_keeps_the_points (void)
{
  Subject subject;
  g_autoptr (HmResult) one_unknown = NULL;

  subject_on (&subject, "github.com");
  subject_add (&subject, "package.json", PACKAGE_JSON);
  subject_add (&subject, "pyproject.toml", PYPROJECT);
  one_unknown = judge_subject (&subject);
  g_assert_cmpuint (count_outcome (one_unknown, HM_PASS), ==, 2);
  assert_triple (one_unknown, 70, 70, 100);
}

static void
test_manifests (void)
{
  const struct {
    const char *path;
    const char *text;
    int channel; /* -1: none */
  } cases[] = {
    { "pyproject.toml", "[tool.poetry]\nname = \"a\"\n", HM_CHANNEL_PYPI },
    { "pyproject.toml", "[tool.poetry]\nname = \"a\"\npackage-mode = false\n", -1 },
    { "pyproject.toml", "[tool.ruff]\nname = \"a\"\n", -1 },
    { "pyproject.toml", "name = \"a\"\n", -1 },
    { "pyproject.toml", "[project]\nname=\"a\"\nclassifiers = [\"Private :: Do Not Upload\"]\n",
      -1 },
    { "setup.cfg", "[metadata]\nname = a\n", HM_CHANNEL_PYPI },
    { "setup.cfg", "[flake8]\nname = a\n", -1 },
    { "setup.py", "from setuptools import setup\nsetup(name='a')\n", HM_CHANNEL_PYPI },
    { "setup.py", "setup()\n", -1 },
    { "helper/setup.py", "setup(name='a')\n", -1 },
    { "package.json", "{\"name\": \"a\", \"version\": \"1\", \"private\": true}", -1 },
    { "package.json", "{\"name\": \"a\", \"version\": \"1\", \"private\": false}", HM_CHANNEL_NPM },
    { "package.json", "{\"name\": \"a\"}", -1 },
    { "package.json",
      "{\"name\": \"a\", \"version\": \"1\", \"publishConfig\": {\"registry\": "
      "\"https://r.example\"}}",
      -1 },
    { "package.json", "{\"name\": ", HM_CHANNEL_NPM },
    { "Cargo.toml", "[package]\nname = \"a\"\npublish = false\n", -1 },
    { "Cargo.toml", "[workspace]\nmembers = []\n", -1 },
    { "Cargo.toml", "[dependencies.x]\nname = \"a\"\n", -1 },
    { "Cargo.toml", "[package\nname = \"a\"\n", -1 },
    { "python/setup.cfg", "[metadata]\nname = a\n", HM_CHANNEL_PYPI },
    { "packages/a/package.json", PACKAGE_JSON, HM_CHANNEL_NPM },
    { "crates/a/Cargo.toml", CARGO_TOML, HM_CHANNEL_CRATES },
    { "a/b/package.json", PACKAGE_JSON, -1 },
    { "packages/a/b/package.json", PACKAGE_JSON, -1 },
    { "node_modules/package.json", PACKAGE_JSON, -1 },
    { "tests/package.json", PACKAGE_JSON, -1 },
    { "packages/fixtures/package.json", PACKAGE_JSON, -1 },
    { "examples/Cargo.toml", CARGO_TOML, -1 },
    { ".github/package.json", PACKAGE_JSON, -1 },
    { "a.gemspec", "", -1 },
    { "a.gemspec.in", GEMSPEC, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Subject subject;
    HmManifests manifests[HM_N_CHANNELS];

    subject_init (&subject);
    subject_add (&subject, cases[i].path, cases[i].text);
    hm_manifests_read (&subject.facts.tree, manifests);
    for (int channel = 0; channel < HM_N_CHANNELS; channel++) {
      if ((manifests[channel].n_manifests == 1) != (channel == cases[i].channel))
        g_error ("%s: %s", cases[i].path, cases[i].text);
    }
  }
}

static void
test_manifest_that_cannot_be_read (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_on (&subject, "gitlab.com");
  subject_add_unread (&subject, "Cargo.toml", "larger than 1048576 bytes");
  result = judge_subject (&subject);
  assert_outcome (result, CHANNELS, HM_UNKNOWN);
}

static void
test_cut_tree_may_hide_a_channel (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_on (&subject, "gitlab.com");
  subject.facts.tree.cut = "more than 500000 entries";
  result = judge_subject (&subject);
  assert_outcome (result, CHANNELS, HM_UNKNOWN);
}

static void
test_claims (void)
{
  const struct {
    const char *text;
    HmOutcome outcome;
    guint line;
  } cases[] = {
    { "header:\n  schema-version: 2.0.0\n  comment: |\n    MFA is required of all maintainers.\n",
      HM_PASS, 3 },
    { "repository:\n  security:\n    two-factor-authentication: true\n", HM_PASS, 3 },
    { "mfa-enforced: 'yes'\n", HM_PASS, 1 },
    { "2fa: false\n", HM_FAIL, 1 },
    { "comment: Two-factor authentication is not required\n", HM_UNKNOWN, 1 },
    { "comment: we plan to require 2FA\n", HM_UNKNOWN, 1 },
    { "comment: a comfactory of drummfakers\n", HM_NOT_APPLICABLE, 0 },
    { "header:\n  expiration-date: '2025-01-01T00:00:00.000Z'\ncomment: 2FA is required\n",
      HM_NOT_APPLICABLE, 3 },
    { "header:\n  expiration-date: '2027-01-01T00:00:00Z'\ncomment: 2FA is required\n", HM_PASS,
      3 },
    { "", HM_NOT_APPLICABLE, 0 },
    { "a: [\n", HM_UNKNOWN, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_on (&subject, "gitlab.com");
    subject_add (&subject, ".github/security-insights.yml", cases[i].text);
    result = judge_subject (&subject);
    if (finding_of (result, DECLARED)->outcome != cases[i].outcome)
      g_error ("%s: %s", finding_of (result, DECLARED)->message, cases[i].text);
    g_assert_cmpuint (evidence_at (finding_of (result, DECLARED), 0)->line, ==, cases[i].line);
  }
}

static void
test_a_claim_is_worth_little (void)
{
  Subject subject;
  g_autoptr (HmResult) alone = NULL;
  g_autoptr (HmResult) with_channel = NULL;
  g_autoptr (HmResult) with_platform = NULL;
  g_autoptr (HmResult) against_proof = NULL;

  subject_on (&subject, "gitlab.com");
  subject_add (&subject, "SECURITY-INSIGHTS.yml", "comment: 2FA is required\n");
  alone = judge_subject (&subject);
  assert_triple (alone, 0, 20, 100);

  subject_add (&subject, "pyproject.toml", PYPROJECT);
  with_channel = judge_subject (&subject);
  assert_triple (with_channel, 20, 20, 100);

  subject.facts.platform.host = "github.com";
  with_platform = judge_subject (&subject);
  assert_triple (with_platform, 90, 90, 100);

  subject.facts.platform.host = "gitlab.com";
  subject.facts.tree.n_documents = 1;
  subject.facts.forge.requires_two_factor.truth = HM_TRUTH_NO;
  against_proof = judge_subject (&subject);
  assert_triple (against_proof, 0, 0, 100);
}

/* The two laws of a scoring rule, over all ways that its probes can answer. */
static void
test_floor_score_ceiling_and_monotony (void)
{
  static const char *const probes[] = { ORGANISATION, MEMBERS,  PLATFORM,
                                        CHANNELS,     CHANNELS, DECLARED };
  const HmOutcome all[] = { HM_FAIL, HM_UNKNOWN, HM_PASS, HM_NOT_APPLICABLE };
  int scores[4 * 4 * 4 * 4 * 4 * 4];

  for (guint code = 0; code < G_N_ELEMENTS (scores); code++) {
    g_autoptr (HmFindings) findings = hm_findings_new ();
    guint rest = code;
    guint step = 1;

    for (guint i = 0; i < G_N_ELEMENTS (probes); i++, rest /= 4)
      hm_findings_add (findings, probes[i], all[rest % 4], "m");
    scores[code] = hm_check_two_factor_auth.score (findings, HM_ASSUME_NOTHING);
    if (scores[code] == HM_NO_SCORE)
      continue;
    g_assert_cmpint (hm_check_two_factor_auth.score (findings, HM_ASSUME_WORST), <=, scores[code]);
    g_assert_cmpint (hm_check_two_factor_auth.score (findings, HM_ASSUME_BEST), >=, scores[code]);
    rest = code;
    for (guint i = 0; i < G_N_ELEMENTS (probes); i++, step *= 4, rest /= 4) {
      if (all[rest % 4] != HM_PASS)
        continue;
      g_assert_cmpint (scores[code - 2 * step], <=, scores[code]);
      g_assert_cmpint (scores[code - step], <=, scores[code]);
    }
  }
}

/* The workflow reader must end on whatever a cut leaves, and free what it holds. */
static void
test_workflow_cut_at_every_byte (void)
{
  const char text[] = JOB (IDENTITY, "    - run: npm publish\n      env:\n"
                                     "        NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}\n");

  for (gsize cut = 0; cut < sizeof text; cut++) {
    g_autofree char *copy = g_malloc (cut + 1);
    Subject subject;
    HmPublishing publishing[HM_N_CHANNELS];

    memcpy (copy, text, cut);
    copy[cut] = '\0';
    subject_init (&subject);
    subject_add_bytes (&subject, ".github/workflows/a.yaml", copy, cut);
    hm_publishing_read (&subject.facts.tree, publishing);
    g_assert_null (publishing[HM_CHANNEL_PYPI].token.entry);
    for (guint i = 0; i < HM_N_CHANNELS; i++)
      hm_publishing_clear (&publishing[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/two-factor-auth/nothing-known", test_nothing_known);
  g_test_add_func ("/two-factor-auth/platform-policy", test_platform_policy);
  g_test_add_func ("/two-factor-auth/hosts-that-look-like-github",
                   test_hosts_that_look_like_github);
  g_test_add_func ("/two-factor-auth/organisation-proof", test_organisation_proof);
  g_test_add_func ("/two-factor-auth/members-proof", test_members_proof);
  g_test_add_func ("/two-factor-auth/could-not-look-says-why", test_could_not_look_says_why);
  g_test_add_func ("/two-factor-auth/pypi-requires-it", test_pypi_requires_it);
  g_test_add_func ("/two-factor-auth/gem-requires-it", test_gem_requires_it);
  g_test_add_func ("/two-factor-auth/every-gem-must-require-it", test_every_gem_must_require_it);
  g_test_add_func ("/two-factor-auth/trusted-publishing", test_trusted_publishing);
  g_test_add_func ("/two-factor-auth/identity-that-is-not-granted",
                   test_identity_that_is_not_granted);
  g_test_add_func ("/two-factor-auth/long-lived-tokens", test_long_lived_tokens);
  g_test_add_func ("/two-factor-auth/token-beats-what-the-registry-requires",
                   test_token_beats_what_the_registry_requires);
  g_test_add_func ("/two-factor-auth/what-publishes-nothing", test_what_publishes_nothing);
  g_test_add_func ("/two-factor-auth/workflow-that-cannot-be-read",
                   test_workflow_that_cannot_be_read);
  g_test_add_func ("/two-factor-auth/one-open-channel-keeps-the-points",
                   test_one_open_channel_keeps_the_points);
  g_test_add_func ("/two-factor-auth/manifests", test_manifests);
  g_test_add_func ("/two-factor-auth/manifest-that-cannot-be-read",
                   test_manifest_that_cannot_be_read);
  g_test_add_func ("/two-factor-auth/cut-tree-may-hide-a-channel",
                   test_cut_tree_may_hide_a_channel);
  g_test_add_func ("/two-factor-auth/claims", test_claims);
  g_test_add_func ("/two-factor-auth/a-claim-is-worth-little", test_a_claim_is_worth_little);
  g_test_add_func ("/two-factor-auth/floor-score-ceiling-and-monotony",
                   test_floor_score_ceiling_and_monotony);
  g_test_add_func ("/two-factor-auth/workflow-cut-at-every-byte", test_workflow_cut_at_every_byte);
  return g_test_run ();
}
