/* SPDX-License-Identifier: Apache-2.0 */
#include "two_factor_case.h"

#include "checks/publishing.h"
#include "core/limits.h"

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

/* All ways to name a secret; the action's input says what it is for. */
static void
test_spellings_of_a_secret (void)
{
  const char *named[] = { "secrets.X",          "secrets['X']",   "secrets[\"X\"]",
                          "SECRETS.x",          "Secrets['x']",   "secrets [ 'X' ]",
                          "secrets . X",        "a || secrets.X", "format('{0}', secrets['X'])",
                          "inputs.t||secrets.X" };
  const char *unclear[] = { "toJSON(secrets)", "secrets[inputs.name]", "secrets",
                            "secrets.*",       "secrets[format('X')]", "secrets['X",
                            "secrets['a b']",  "tojson( SECRETS )",    "secrets[0]" };
  const char *none[] = { "inputs.secrets",       "github.token",
                         "'secrets.X'",          "steps.a.outputs.secrets",
                         "secrets.GITHUB_TOKEN", "secrets['github_token']",
                         "mysecrets.X",          "" };
  const struct {
    const char *const *expressions;
    gsize n;
    HmOutcome outcome;
  } cases[] = { { named, G_N_ELEMENTS (named), HM_FAIL },
                { unclear, G_N_ELEMENTS (unclear), HM_UNKNOWN },
                { none, G_N_ELEMENTS (none), HM_PASS } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (gsize j = 0; j < cases[i].n; j++) {
      g_autofree char *workflow = g_strdup_printf (
          JOB (IDENTITY, "    - uses: pypa/gh-action-pypi-publish@v1\n      with:\n"
                         "        password: |-\n          ${{ %s }}\n"),
          cases[i].expressions[j]);

      assert_channel ("pyproject.toml", PYPROJECT, workflow, cases[i].outcome, 0);
    }
  }
}

/* Whatever takes all secrets may take the registry's, in any step of the job and above it. */
static void
test_all_secrets_at_once (void)
{
  const char *workflows[] = {
    JOB (IDENTITY, "    - run: echo '${{ toJSON(secrets) }}' > s\n    - run: npm publish\n"),
    JOB (IDENTITY, "    - uses: a/b@v1\n      with:\n        all: ${{ toJSON(secrets) }}\n"
                   "    - run: npm publish\n"),
    JOB (IDENTITY "    env:\n      A: ${{ toJSON(secrets) }}\n", "    - run: npm publish\n"),
    "env:\n  A: ${{ toJSON(secrets) }}\n" JOB (IDENTITY, "    - run: npm publish\n"),
    "env:\n  A: ${{ secrets[github.ref_name] }}\n" JOB (IDENTITY, "    - run: npm publish\n"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (workflows); i++)
    assert_channel ("package.json", PACKAGE_JSON, workflows[i], HM_UNKNOWN, 0);
}

static void
test_secrets_through_variables (void)
{
  const struct {
    const char *workflow;
    HmOutcome outcome;
    guint line;
  } cases[] = {
    { "env:\n  A: ${{ secrets['X'] }}\n" JOB (IDENTITY,
                                              "    - uses: pypa/gh-action-pypi-publish@v1\n"
                                              "      with:\n        password: ${{ env.A }}\n"),
      HM_FAIL, 2 },
    { JOB (IDENTITY "    env:\n      A: ${{ secrets[\"X\"] }}\n",
           "    - uses: pypa/gh-action-pypi-publish@v1\n"
           "      with:\n        password: ${{ env['A'] }}\n"),
      HM_FAIL, 7 },
    { JOB (IDENTITY "    env:\n      A: ${{ secrets.X }}\n",
           "    - run: twine upload dist/*\n      env:\n        TWINE_PASSWORD: ${{ env.A }}\n"),
      HM_FAIL, 7 },
    { JOB (IDENTITY "    env:\n      A: ${{ secrets.X }}\n",
           "    - run: twine upload -p \"$A\" dist/*\n"),
      HM_FAIL, 7 },
    { JOB (IDENTITY "    env:\n      A: ${{ secrets.X }}\n", "    - run: uv publish -t ${A}\n"),
      HM_FAIL, 7 },
    { "env:\n  TWINE_PASSWORD: ${{ secrets['X'] }}\n" JOB (IDENTITY, "    - run: twine upload\n"),
      HM_FAIL, 2 },
    /* Nobody sees what sets it. */
    { JOB (IDENTITY, "    - uses: pypa/gh-action-pypi-publish@v1\n"
                     "      with:\n        password: ${{ env.A }}\n"),
      HM_UNKNOWN, 0 },
    { JOB (IDENTITY, "    - uses: pypa/gh-action-pypi-publish@v1\n"
                     "      with:\n        password: ${{ env[inputs.a] }}\n"),
      HM_UNKNOWN, 0 },
    /* A variable that takes itself takes the one further out, and there is none. */
    { JOB (IDENTITY, "    - run: twine upload\n      env:\n"
                     "        TWINE_PASSWORD: ${{ env.TWINE_PASSWORD }}\n"),
      HM_UNKNOWN, 0 },
    /* A secret for something else. */
    { JOB (IDENTITY "    env:\n      A: ${{ secrets.X }}\n",
           "    - run: git push https://$A@forge.example\n    - run: uv publish\n"),
      HM_PASS, 0 },
    { JOB (IDENTITY "    env:\n      A: ${{ secrets.X }}\n", "    - run: uv publish $AB\n"),
      HM_PASS, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_channel ("pyproject.toml", PYPROJECT, cases[i].workflow, cases[i].outcome,
                    cases[i].line);
}

/* A token may be behind what can't be seen, and no registry asks the owner of one for a second factor. */
static void
test_what_is_not_to_be_seen_never_passes (void)
{
  Subject subject;
  g_autoptr (HmResult) pypi = NULL;
  g_autoptr (HmResult) gem = NULL;

  subject_on (&subject, "github.com");
  subject_add (
      &subject, ".github/workflows/release.yml",
      JOB ("", "    - run: twine upload\n      env:\n        A: ${{ toJSON(secrets) }}\n"));
  subject_add (&subject, "pyproject.toml", PYPROJECT);
  pypi = judge_subject (&subject);
  assert_outcome (pypi, CHANNELS, HM_UNKNOWN);
  g_assert_cmpuint (evidence_at (finding_of (pypi, CHANNELS), 0)->line, ==, 7);

  subject_on (&subject, "github.com");
  subject_add (&subject, ".github/workflows/release.yml", JOB ("", "    - run: gem push a.gem\n"));
  subject_add (&subject, "thing.gemspec", GEMSPEC_MFA);
  gem = judge_subject (&subject);
  assert_outcome (gem, CHANNELS, HM_UNKNOWN);
}

static void
test_line_past_the_limit (void)
{
  g_autofree char *pad = g_strnfill (HM_LINE_MAX, ' ');
  g_autofree char *at_end =
      g_strdup_printf (JOB ("", "    - run: |\n        true;%s twine upload\n      env:\n"
                                "        TWINE_PASSWORD: ${{ secrets.P }}\n"),
                       pad);
  g_autofree char *beside = g_strdup_printf (
      JOB (IDENTITY, "    - run: uv publish\n    - run: |\n        true;%s twine upload\n"), pad);
  g_autofree char *comment =
      g_strdup_printf (JOB (IDENTITY, "    - run: |\n        # %s\n        uv publish\n"), pad);
  const struct {
    const char *workflow;
    HmOutcome outcome;
  } cases[] = { { at_end, HM_UNKNOWN }, { beside, HM_UNKNOWN }, { comment, HM_PASS } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_on (&subject, "gitlab.com");
    subject_add (&subject, ".github/workflows/release.yml", cases[i].workflow);
    subject_add (&subject, "pyproject.toml", PYPROJECT);
    result = judge_subject (&subject);
    assert_outcome (result, CHANNELS, cases[i].outcome);
  }
}

/* What rehearses in one command may publish in the next. */
static void
test_rehearsal_hides_no_publishing (void)
{
  const char *steps[] = {
    "    - run: npm publish --dry-run && npm publish\n",
    "    - run: npm publish --dry-run; npm publish\n",
    "    - run: npm publish --dry-run || npm publish\n",
    "    - run: |\n        npm publish --dry-run\n        npm publish\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autofree char *workflow =
        g_strdup_printf (JOB ("    env:\n      NPM_TOKEN: ${{ secrets.T }}\n", "%s"), steps[i]);

    assert_channel ("package.json", PACKAGE_JSON, workflow, HM_FAIL, 5);
  }
  assert_channel ("pyproject.toml", PYPROJECT,
                  JOB ("    env:\n      TWINE_PASSWORD: ${{ secrets.T }}\n",
                       "    - run: |\n        twine upload -r testpypi dist/*\n"
                       "        twine upload dist/*\n"),
                  HM_FAIL, 5);
  assert_channel ("pyproject.toml", PYPROJECT,
                  JOB ("", "    - name: Like testpypi\n      run: twine upload dist/*\n"
                           "      env:\n        TWINE_PASSWORD: ${{ secrets.T }}\n"),
                  HM_FAIL, 8);
}

/* Variables that take each other a thousandfold cost no more than the budget: past it is unclear what they take. */
static void
test_variables_in_excess (void)
{
  g_autoptr (GString) workflow = g_string_new ("env:\n  A: '");
  g_autofree char *uses_b = NULL;
  g_autoptr (GString) uses = g_string_new (NULL);

  for (guint i = 0; i < 4000; i++)
    g_string_append (uses, "${{env.A}}");
  uses_b = g_strdup (uses->str);
  for (char *at = uses_b; (at = strstr (at, "env.A")) != NULL; at++)
    at[4] = 'B';
  g_string_append_printf (workflow,
                          "%s'\njobs:\n  publish:\n" IDENTITY
                          "    env:\n      B: '%s'\n    steps:\n"
                          "    - uses: pypa/gh-action-pypi-publish@v1\n"
                          "      with:\n        password: '%s'\n",
                          "none", uses->str, uses_b);
  assert_channel ("pyproject.toml", PYPROJECT, workflow->str, HM_UNKNOWN, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/publishing/trusted-publishing", test_trusted_publishing);
  g_test_add_func ("/publishing/identity-that-is-not-granted", test_identity_that_is_not_granted);
  g_test_add_func ("/publishing/long-lived-tokens", test_long_lived_tokens);
  g_test_add_func ("/publishing/token-beats-what-the-registry-requires",
                   test_token_beats_what_the_registry_requires);
  g_test_add_func ("/publishing/what-publishes-nothing", test_what_publishes_nothing);
  g_test_add_func ("/publishing/workflow-that-cannot-be-read", test_workflow_that_cannot_be_read);
  g_test_add_func ("/publishing/workflow-cut-at-every-byte", test_workflow_cut_at_every_byte);
  g_test_add_func ("/publishing/spellings-of-a-secret", test_spellings_of_a_secret);
  g_test_add_func ("/publishing/all-secrets-at-once", test_all_secrets_at_once);
  g_test_add_func ("/publishing/secrets-through-variables", test_secrets_through_variables);
  g_test_add_func ("/publishing/what-is-not-to-be-seen-never-passes",
                   test_what_is_not_to_be_seen_never_passes);
  g_test_add_func ("/publishing/line-past-the-limit", test_line_past_the_limit);
  g_test_add_func ("/publishing/rehearsal-hides-no-publishing", test_rehearsal_hides_no_publishing);
  g_test_add_func ("/publishing/variables-in-excess", test_variables_in_excess);
  return g_test_run ();
}
