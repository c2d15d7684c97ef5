/* SPDX-License-Identifier: Apache-2.0 */
#include "two_factor_case.h"

#include "checks/manifest.h"
#include "core/limits.h"

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

/* What a line says past its limit may be the name, or that nothing is to be published. */
static void
test_line_past_the_limit (void)
{
  g_autofree char *pad = g_strnfill (HM_LINE_MAX, ' ');
  const struct {
    const char *path;
    char *text; /* owned */
    HmOutcome outcome;
  } cases[] = {
    { "Cargo.toml", g_strconcat ("[package]\nname =", pad, "\"a\"\n", NULL), HM_UNKNOWN },
    { "pyproject.toml", g_strconcat ("[project]\nname =", pad, "\"a\"\n", NULL), HM_UNKNOWN },
    { "pyproject.toml", g_strconcat (PYPROJECT "#", pad, "\n", NULL), HM_UNKNOWN },
    { "pyproject.toml", g_strndup (PYPROJECT, strlen (PYPROJECT)), HM_PASS },
    { "a.gemspec",
      g_strconcat (GEMSPEC "s.metadata[\"rubygems_mfa_required\"] = \"true\"", pad, "if false\n",
                   NULL),
      HM_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_on (&subject, "gitlab.com");
    subject_add (&subject, cases[i].path, cases[i].text);
    result = judge_subject (&subject);
    assert_outcome (result, CHANNELS, cases[i].outcome);
    g_free (cases[i].text);
  }
}

/* A workflow that is not listed may publish with a token. */
static void
test_no_channel_passes_on_a_cut_tree (void)
{
  static const struct {
    const char *path;
    const char *text;
  } cases[] = { { "pyproject.toml", PYPROJECT }, { "a.gemspec", GEMSPEC_MFA } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_on (&subject, "gitlab.com");
    subject.facts.tree.cut = "more than 500000 entries";
    subject_add (&subject, cases[i].path, cases[i].text);
    result = judge_subject (&subject);
    assert_outcome (result, CHANNELS, HM_UNKNOWN);
    g_assert_true (g_str_has_suffix (finding_of (result, CHANNELS)->message,
                                     ": could not see every file: more than 500000 entries"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifest/gem-requires-it", test_gem_requires_it);
  g_test_add_func ("/manifest/every-gem-must-require-it", test_every_gem_must_require_it);
  g_test_add_func ("/manifest/manifests", test_manifests);
  g_test_add_func ("/manifest/manifest-that-cannot-be-read", test_manifest_that_cannot_be_read);
  g_test_add_func ("/manifest/cut-tree-may-hide-a-channel", test_cut_tree_may_hide_a_channel);
  g_test_add_func ("/manifest/line-past-the-limit", test_line_past_the_limit);
  g_test_add_func ("/manifest/no-channel-passes-on-a-cut-tree",
                   test_no_channel_passes_on_a_cut_tree);
  return g_test_run ();
}
