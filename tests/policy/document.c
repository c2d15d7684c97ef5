/* SPDX-License-Identifier: Apache-2.0 */
/* One document: what it comes to, and each way in which it can be wrong. */
#include "tests/policy/policy_case.h"

#include "core/error.h"
#include "core/limits.h"
#include "scoring/policy.h"

#define DIGEST "gitoid:blob:sha1:00ff10a9b8c7d6e5f40123456789abcdef012345"
#define COMMIT "00ff10a9b8c7d6e5f40123456789abcdef012345"
#define WAIVER "reason: why\n    by: Ada\n    expires: 2027-05-01\n"

static const char whole[] =
    "version: 1\n"
    "name: example-policy\n"
    "weights: { critical: 20, high: 7.25, medium: 0, low: 100 }\n"
    "checks:\n"
    "  alpha-check: { enabled: false }\n"
    "  beta-check: { weight: 1.5 }\n"
    "  policy: { weight: 3 }\n"
    "badge: { bands: { good: 9, fair: 6.5, weak: 0.1 }, partial-below: 50 }\n"
    "branches: { release: 'release/*' }\n"
    "people:\n"
    "  bots: ['*-bot@example.org', builder]\n"
    "  same: [ [ada@example.org, Ada Example] ]\n"
    "signatures: { allowed-signers: keys/signers, keyring: keys/all.asc }\n"
    "forges: [ { host: Git.Example.org, kind: gitlab, api: 'https://git.example.org/api/v4' } ]\n"
    "gate:\n"
    "  score: 7\n"
    "  floor: 5.5\n"
    "  coverage: 60\n"
    "  regression: [alpha-check]\n"
    "  new-findings: true\n"
    "  checks: { alpha-check: 8, beta-check: { score: 7, floor: 5 } }\n"
    "waivers:\n"
    "  - check: alpha-check\n"
    "    probe: no-binaries\n"
    "    path: tests/**/*.bin\n"
    "    digest: " DIGEST "\n"
    "    " WAIVER "  - check: beta-check\n"
    "    commit: [" COMMIT ", " COMMIT "]\n"
    "    " WAIVER;

static void
says_what_it_states (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmLoadedPolicy) loaded = policy_load_text (whole, &error);
  const HmPolicyEvidence *evidence;
  const HmPolicy *policy;
  gsize n_forges;

  g_assert_no_error (error);
  policy = hm_loaded_policy (loaded);
  g_assert_cmpstr (policy->name, ==, "example-policy");
  g_assert_cmpfloat (policy->risk_weights[HM_RISK_HIGH], ==, 7.25);
  g_assert_cmpuint (policy->n_checks, ==, 3);
  g_assert_true (policy->checks[0].is_off);
  g_assert_cmpfloat (policy->checks[0].weight, ==, HM_NO_WEIGHT);
  g_assert_cmpfloat (policy->checks[1].weight, ==, 1.5);
  g_assert_cmpstr (policy->checks[2].check_id, ==, "policy");
  g_assert_cmpstr (hm_policy_band (policy, 65)->id, ==, "fair");
  g_assert_cmpstr (hm_policy_band (policy, 0)->id, ==, "poor");
  g_assert_cmpint (policy->partial_below_percent, ==, 50);
  g_assert_cmpint (policy->gate.score, ==, 70);
  g_assert_cmpint (policy->gate.floor, ==, 55);
  g_assert_cmpint (policy->gate.coverage_percent, ==, 60);
  g_assert_cmpuint (policy->gate.n_checks, ==, 2);
  g_assert_cmpint (policy->gate.checks[0].score, ==, 80);
  g_assert_cmpint (policy->gate.checks[0].floor, ==, HM_NO_BAR);
  g_assert_cmpint (policy->gate.checks[1].floor, ==, 50);
  g_assert_true (policy->gate.forbids_regression);
  g_assert_cmpstr (policy->gate.kept[0], ==, "alpha-check");
  g_assert_null (policy->gate.kept[1]);
  g_assert_true (policy->gate.forbids_new_findings);
  evidence = hm_loaded_policy_evidence (loaded);
  g_assert_cmpstr (evidence->bots[1], ==, "builder");
  g_assert_null (evidence->bots[2]);
  g_assert_cmpstr (evidence->people[0][1], ==, "Ada Example");
  g_assert_null (evidence->people[1]);
  g_assert_cmpstr (evidence->release_branches[0], ==, "release/*");
  g_assert_cmpstr (evidence->allowed_signers, ==, "keys/signers");
  g_assert_cmpstr (evidence->keyring_from, ==, "p.yml");
  g_assert_cmpstr (hm_loaded_policy_forges (loaded, &n_forges)->host, ==, "git.example.org");
  g_assert_cmpuint (n_forges, ==, 1);
}

static void
makes_waivers (void)
{
  g_autoptr (HmLoadedPolicy) loaded = policy_load_text (whole, NULL);
  const HmPolicy *policy = hm_loaded_policy (loaded);

  g_assert_cmpuint (policy->n_waivers, ==, 2);
  g_assert_cmpstr (policy->waivers[0].probe, ==, "no-binaries");
  g_assert_cmpstr (policy->waivers[0].path, ==, "tests/**/*.bin");
  g_assert_cmpint (policy->waivers[0].digest.kind, ==, HM_DIGEST_BLOB);
  /* The midnight that ends 2027-05-01. */
  g_assert_cmpint (policy->waivers[0].expires, ==, 1809216000);
  g_assert_cmpstr (policy->waivers[0].place, ==, "p.yml:23");
  g_assert_cmpuint (policy->waivers[1].n_commits, ==, 2);
  g_assert_cmpint (policy->waivers[1].commits[1].bytes[1], ==, 0xff);
  g_assert_null (policy->waivers[1].probe);
}

static void
least_is_the_default (void)
{
  g_autoptr (HmLoadedPolicy) loaded = policy_load_text ("version: 1\n", NULL);
  const HmPolicy *policy = hm_loaded_policy (loaded);

  g_assert_cmpstr (policy->name, ==, "custom");
  g_assert_cmpstr (policy->digest, ==,
                   "09bfcc6a14b83e2192b8673677725c84883ee9cd0c70e45c9ec09daa8f2b2847");
  for (int risk = 0; risk < HM_N_RISKS; risk++)
    g_assert_cmpfloat (policy->risk_weights[risk], ==, hm_policy_default.risk_weights[risk]);
  g_assert_cmpuint (policy->n_bands, ==, hm_policy_default.n_bands);
  for (gsize i = 0; i < policy->n_bands; i++)
    g_assert_cmpint (policy->bands[i].from_tenths, ==, hm_policy_default.bands[i].from_tenths);
  g_assert_cmpint (policy->partial_below_percent, ==, hm_policy_default.partial_below_percent);
  g_assert_false (hm_gate_asks (&policy->gate));
  g_assert_cmpuint (policy->n_checks, ==, 0);
}

static void
lists_what_counts (void)
{
  g_autoptr (HmLoadedPolicy) loaded = policy_load_text (whole, NULL);

  policy_assert_setting (loaded, "name", "example-policy p.yml:2");
  policy_assert_setting (loaded, "weights.high", "7.25 p.yml:3");
  policy_assert_setting (loaded, "checks.alpha-check.enabled", "false p.yml:5");
  policy_assert_setting (loaded, "checks.alpha-check.weight", "7.25 p.yml:3");
  policy_assert_setting (loaded, "checks.beta-check.enabled", "true default");
  policy_assert_setting (loaded, "checks.policy.weight", "3 p.yml:7");
  policy_assert_setting (loaded, "badge.bands.weak", "0.1 p.yml:8");
  policy_assert_setting (loaded, "people.bots", "\"*-bot@example.org\" p.yml:11");
  policy_assert_setting (loaded, "gate.regression", "[alpha-check] p.yml:19");
  policy_assert_setting (loaded, "gate.checks.alpha-check.score", "8 p.yml:21");
  policy_assert_setting (loaded, "gate.checks.alpha-check.floor", NULL);
  policy_assert_setting (
      loaded, "waivers.alpha-check",
      "{ check: alpha-check, probe: no-binaries, path: tests/**/*.bin, digest: " DIGEST
      ", reason: why, by: Ada, expires: 2027-05-01 } p.yml:23");
}

static void
tells_what_is_wrong_and_where (void)
{
  static const struct {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "p.yml:1:1: empty, no policy; the least is 'version: 1'" },
    { "[]", "p.yml:1:1: a list; write a map: keys with their values" },
    { "name: x", "p.yml:1:1: version is missing: The version of this format: 1." },
    { "version: 2", "p.yml:1:10: version: '2'; write 1, the only version there is" },
    { "version: 1\ngaet: {}", "p.yml:2:1: gaet: no such key; did you mean gate?" },
    { "version: 1\ngate: { scoer: 7 }", "p.yml:2:9: gate.scoer: no such key; did you mean score?" },
    { "version: 1\npeople: { zzz: 7 }",
      "p.yml:2:11: people.zzz: no such key; there are bots and same" },
    { "version: 1\ngate:\n", "p.yml:2:6: gate: nothing; write a map: keys with their values" },
    { "version: 1\ngate: { score: 10.1 }",
      "p.yml:2:16: gate.score: '10.1'; write a score from 0 to 10 with at most one decimal" },
    { "version: 1\ngate: { score: '7' }",
      "p.yml:2:16: gate.score: '7' as text, in quotes or a block; write a score from 0 to 10 with "
      "at most one decimal" },
    { "version: 1\ngate: { score: 7.55 }",
      "p.yml:2:16: gate.score: '7.55'; write a score from 0 to 10 with at most one decimal" },
    { "version: 1\ngate: { coverage: -1 }",
      "p.yml:2:19: gate.coverage: '-1'; write percent from 0 to 100" },
    { "version: 1\ngate: { new-findings: yes }",
      "p.yml:2:23: gate.new-findings: 'yes'; write true, false, or a list of ids of checks" },
    { "version: 1\ngate: { regression: [alpha] }",
      "p.yml:2:22: gate.regression: alpha: no such check; did you mean alpha-check?" },
    { "version: 1\nchecks: { alfa-check: { enabled: true } }",
      "p.yml:2:11: checks: alfa-check: no such check; did you mean alpha-check?" },
    { "version: 1\nchecks: { policy: { enabled: false } }",
      "p.yml:2:30: checks.policy.enabled: can't be switched off; it weighs nothing unless a policy "
      "says so" },
    { "version: 1\nbadge: { bands: { good: 5 } }",
      "p.yml:2:19: badge.bands.good: good must begin above fair" },
    { "version: 1\nbadge: { bands: { weak: 0 } }",
      "p.yml:2:19: badge.bands.weak: weak must begin above poor" },
    { "version: 1\npeople: { bots: ['a[b'] }", "p.yml:2:18: people.bots: a[b: a [ without its ]" },
    { "version: 1\npeople: { same: [ [ada] ] }",
      "p.yml:2:19: people.same: a list; write a list of two or more addresses and names" },
    { "version: 1\nforges: { host: a, kind: b }",
      "p.yml:2:9: forges: a map; write a list: each item behind a dash" },
    { "version: 1\nforges: [ { host: git.example.org, kind: svn } ]",
      "p.yml:2:42: forges.kind: 'svn'; write github, gitlab or forgejo" },
    { "version: 1\nwaivers:\n  - check: alpha-check\n    probe: no-fake\n    " WAIVER,
      "p.yml:4:12: waivers: no-fake: no such probe of alpha-check; did you mean no-fakes?" },
    { "version: 1\nwaivers:\n  - check: policy\n    probe: x\n    " WAIVER,
      "p.yml:3:12: waivers: what the check policy finds is about waivers, and can't be waived" },
    { "version: 1\nwaivers:\n  - check: alpha-check\n    " WAIVER,
      "p.yml:3:5: waivers: a whole check can't be waived; say which path, commit or probe" },
    { "version: 1\nwaivers:\n  - check: alpha-check\n    commit: []\n    " WAIVER,
      "p.yml:4:13: waivers: an empty list of commits" },
    { "version: 1\nwaivers:\n  - check: alpha-check\n    commit: 00ff10\n    " WAIVER,
      "p.yml:4:13: waivers.commit: '00ff10'; write the whole id of a commit, 40 hexadecimal "
      "digits" },
    { "version: 1\nwaivers:\n  - check: alpha-check\n    digest: " DIGEST "\n    " WAIVER,
      "p.yml:4:13: waivers: a digest is of files; say of which with path" },
    { "version: 1\nwaivers:\n  - { check: alpha-check, path: a, by: me, expires: 2027-05-01 }",
      "p.yml:3:5: waivers: reason is missing: Why the findings are right as they are." },
    { "version: 1\nwaivers:\n  - { check: alpha-check, path: a, by: ' ' }",
      "p.yml:3:40: waivers.by: ' ' as text, in quotes or a block; write a text of 1 to 1000 "
      "characters" },
    { "version: 1\nextends: { path: a, url: 'https://example.org/a' }",
      "p.yml:2:10: extends: give a path or a url, one of both" },
    { "version: 1\nextends: { url: 'https://example.org/a' }",
      "p.yml:2:10: extends: a url needs the digest of what it is to bring: sha256:HEX" },
    { "version: 1\nextends: { url: 'http://example.org/a' }",
      "p.yml:2:17: extends.url: 'http://example.org/a' as text, in quotes or a block; write an "
      "https address without credentials" },
    { "version: 1\nextends: { path: a, digest: 'sha256:00' }",
      "p.yml:2:29: extends.digest: 'sha256:00' as text, in quotes or a block; write sha256: and 64 "
      "hexadecimal digits, as sha256sum prints them" },
    { "version: 1\nkeep: gaet", "p.yml:2:7: keep: gaet: no such key; did you mean gate?" },
    { "version: 1\nkeep: [gate.scoer]",
      "p.yml:2:8: keep: gate.scoer: no such key; did you mean gate.score?" },
    { "version: 1\nkeep: [waivers.alfa-check]",
      "p.yml:2:8: keep: alfa-check: no such check; did you mean alpha-check?" },
    { "version: 1\nkeep: name", "p.yml:2:7: keep: name: can't be kept" },
    { "version: 1\ngate:\n\tscore: 1",
      "p.yml:3:1: the line is indented with a tab, YAML takes spaces alone" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const PolicyFile files[] = { { "p.yml", cases[i].text }, { NULL, NULL } };

    policy_assert_refused (files, cases[i].message);
  }
}

static gboolean
expires (const char *day)
{
  g_autofree char *text = g_strdup_printf ("version: 1\n"
                                           "waivers:\n"
                                           "  - { check: alpha-check, path: a, reason: why,\n"
                                           "      by: Ada, expires: %s }\n",
                                           day);
  g_autoptr (HmLoadedPolicy) loaded = policy_load_text (text, NULL);

  return loaded != NULL;
}

static void
days_are_of_the_calendar (void)
{
  static const char *const wrong[] = {
    "2027-02-29", "2027-13-01", "2027-00-10",           "2027-04-31",
    "2027-1-1",   "20270101",   "2027-W05-1",           "2027-121",
    "27-01-01",   "tomorrow",   "2027-01-01T00:00:00Z", "9999-12-31",
    "0000-01-01",
  };

  g_assert_true (expires ("2028-02-29"));
  g_assert_true (expires ("'2027-01-01'"));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (expires (wrong[i]));
}

static void
subject_names_no_forges (void)
{
  static const PolicyFile files[] = {
    { ".hallmark.yml", "version: 1\nforges: [ { host: git.example.org, kind: gitlab } ]\n" },
    { NULL, NULL }
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmLoadedPolicy) loaded = policy_load (files, HM_POLICY_OF_SUBJECT, &error);

  g_assert_null (loaded);
  g_assert_cmpstr (error->message, ==,
                   ".hallmark.yml:2:1: forges: a repository's own policy may not say which forges "
                   "to trust; a policy given with --policy may");
}

/* Items of a list, up to the limit and one past it. */
static void
lists_have_an_end (void)
{
  static const struct {
    const char *begin;
    const char *item;
    guint n_max;
  } lists[] = {
    { "people: { bots: [", "a, ", 100 },
    { "people: { same: [", "[a, b], ", 1000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    for (guint n = lists[i].n_max; n <= lists[i].n_max + 1; n++) {
      g_autoptr (GString) text = g_string_new ("version: 1\n");
      g_autoptr (HmLoadedPolicy) loaded = NULL;

      g_string_append (text, lists[i].begin);
      for (guint j = 0; j < n; j++)
        g_string_append (text, lists[i].item);
      g_string_append (text, "] }\n");
      loaded = policy_load_text (text->str, NULL);
      g_assert_true ((loaded != NULL) == (n == lists[i].n_max));
    }
  }
}

static void
bytes_have_an_end (void)
{
  for (gsize size = HM_POLICY_BYTES_MAX; size <= HM_POLICY_BYTES_MAX + 1; size++) {
    g_autoptr (GString) text = g_string_new ("version: 1\n#");
    g_autoptr (HmLoadedPolicy) loaded = NULL;
    g_autoptr (GError) error = NULL;

    while (text->len < size)
      g_string_append_c (text, '#');
    loaded = policy_load_text (text->str, &error);
    g_assert_true ((loaded != NULL) == (size == HM_POLICY_BYTES_MAX));
    if (loaded == NULL)
      g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
  }
}

/* Whatever is left of a policy is read or refused, with a place. */
static void
reads_every_cut (void)
{
  for (gsize size = 0; size < strlen (whole); size++) {
    g_autofree char *cut = g_strndup (whole, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (HmLoadedPolicy) loaded = policy_load_text (cut, &error);

    g_assert_true ((loaded == NULL) == (error != NULL));
    if (error != NULL)
      g_assert_true (g_str_has_prefix (error->message, "p.yml:"));
  }
}

static void
refuses_bytes_that_are_no_text (void)
{
  static const char *const texts[] = {
    "version: 1\nname: \"a\\0b\"\n",     "version: 1\nname: \xff\xfe\n",
    "version: 1\nname: !!binary aGk=\n", "version: 1\n---\nversion: 1\n",
    "version: 1\nname: a\nname: b\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (policy_load_text (texts[i], NULL));
}

/* Nine levels of ten aliases each: a billion names. */
static void
bomb_is_refused (void)
{
  g_autoptr (GString) text = g_string_new ("version: 1\npeople:\n  bots: &a0 [x]\n  same:\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (HmLoadedPolicy) loaded = NULL;

  for (guint level = 1; level < 10; level++) {
    g_string_append_printf (text, "    - &a%u [", level);
    for (guint i = 0; i < 10; i++)
      g_string_append_printf (text, "*a%u, ", level - 1);
    g_string_append (text, "]\n");
  }
  loaded = policy_load_text (text->str, &error);
  g_assert_null (loaded);
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-document/says-what-it-states", says_what_it_states);
  g_test_add_func ("/policy-document/makes-waivers", makes_waivers);
  g_test_add_func ("/policy-document/least-is-the-default", least_is_the_default);
  g_test_add_func ("/policy-document/lists-what-counts", lists_what_counts);
  g_test_add_func ("/policy-document/tells-what-is-wrong-and-where", tells_what_is_wrong_and_where);
  g_test_add_func ("/policy-document/days-are-of-the-calendar", days_are_of_the_calendar);
  g_test_add_func ("/policy-document/subject-names-no-forges", subject_names_no_forges);
  g_test_add_func ("/policy-document/lists-have-an-end", lists_have_an_end);
  g_test_add_func ("/policy-document/bytes-have-an-end", bytes_have_an_end);
  g_test_add_func ("/policy-document/reads-every-cut", reads_every_cut);
  g_test_add_func ("/policy-document/refuses-bytes-that-are-no-text",
                   refuses_bytes_that_are_no_text);
  g_test_add_func ("/policy-document/bomb-is-refused", bomb_is_refused);
  return g_test_run ();
}
