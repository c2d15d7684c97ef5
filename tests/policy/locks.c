/* SPDX-License-Identifier: Apache-2.0 */
/* `keep`: what who extends a policy may do to it, and what not. */
#include "tests/policy/policy_case.h"

static const char base[] =
    "version: 1\n"
    "weights: { high: 8 }\n"
    "checks: { alpha-check: { weight: 4 } }\n"
    "badge: { partial-below: 80 }\n"
    "gate: { score: 7, regression: [alpha-check], checks: { alpha-check: 6 } }\n"
    "people: { bots: x }\n"
    "keep: [gate, checks, badge, weights.low, waivers.alpha-check, people]\n";

#define WAIVER(check) \
  "waivers: [ { check: " check ", path: a, reason: why, by: Ada, expires: 2027-05-01 } ]"

static const struct {
  const char *line;
  const char *message; /* NULL: it is allowed */
} cases[] = {
  { "gate: { score: 7 }", NULL },
  { "gate: { score: 7.1 }", NULL },
  { "gate: { score: 6.9 }",
    "gate.score: asks for less than the 7 of base.yml:5, and base.yml:7 keeps gate" },
  { "gate: { floor: 0 }", NULL },
  { "gate: { checks: { alpha-check: { score: 5.9 } } }",
    "gate.checks.alpha-check.score: asks for less than the 6 of base.yml:5, and base.yml:7 keeps "
    "gate" },
  { "gate: { regression: true }", NULL },
  { "gate: { regression: [beta-check, alpha-check] }", NULL },
  { "gate: { regression: [beta-check] }",
    "gate.regression: asks for less than the true of base.yml:5, and base.yml:7 keeps gate" },
  { "gate: { regression: false }",
    "gate.regression: asks for less than the true of base.yml:5, and base.yml:7 keeps gate" },
  { "gate: { new-findings: true }", NULL },
  { "checks: { alpha-check: { enabled: true, weight: 4 } }", NULL },
  { "checks: { alpha-check: { enabled: false } }",
    "checks.alpha-check.enabled: switches the check off, and base.yml:7 keeps gate" },
  { "checks: { beta-check: { enabled: false } }",
    "checks.beta-check.enabled: switches the check off, and base.yml:7 keeps checks" },
  { "checks: { alpha-check: { weight: 3.99 } }",
    "checks.alpha-check.weight: makes alpha-check weigh less than the 4 of base.yml:3, and "
    "base.yml:7 keeps checks" },
  { "checks: { beta-check: { weight: 2.4 } }",
    "checks.beta-check.weight: makes beta-check weigh less than the default, 2.5, and base.yml:7 "
    "keeps checks" },
  /* Its own weight is not that of its risk. */
  { "weights: { high: 1 }", NULL },
  { "weights: { low: 2.5 }", NULL },
  { "weights: { low: 3 }",
    "weights.low: differs from the default, 2.5, and base.yml:7 keeps weights.low" },
  { "badge: { partial-below: 80 }", NULL },
  { "badge: { partial-below: 90 }",
    "badge.partial-below: differs from the 80 of base.yml:4, and base.yml:7 keeps badge" },
  { WAIVER ("beta-check"), NULL },
  { WAIVER ("alpha-check"),
    "waivers.alpha-check: adds to what is extended, and base.yml:7 keeps waivers.alpha-check" },
  { "people: { bots: y }", "people.bots: adds to what is extended, and base.yml:7 keeps people" },
  { "branches: { release: y }", NULL },
};

static void
check_case (const PolicyFile *files, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmLoadedPolicy) loaded = policy_load (files, HM_POLICY_OF_USER, &error);

  if (message == NULL) {
    g_assert_no_error (error);
    return;
  }
  g_assert_null (loaded);
  if (strstr (error->message, message) == NULL)
    g_error ("%s: not in: %s", message, error->message);
}

static void
holds_against_who_extends (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *top =
        g_strconcat ("version: 1\nextends: { path: base.yml }\n", cases[i].line, "\n", NULL);
    const PolicyFile files[] = { { "top.yml", top }, { "base.yml", base }, { NULL, NULL } };

    check_case (files, cases[i].message);
  }
}

/*
 * What is extended beside the policy that keeps, be it before or after it, is bound too: else that
 * would be the way round.
 */
static void
holds_against_siblings (void)
{
  static const char *const orders[] = { "base.yml }, { path: side.yml",
                                        "side.yml }, { path: base.yml" };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autofree char *top = g_strdup_printf ("version: 1\nextends: [ { path: %s } ]\n", orders[i]);
    const PolicyFile files[] = {
      { "top.yml", top },
      { "base.yml", base },
      { "side.yml", "version: 1\n" WAIVER ("alpha-check") "\n" },
      { NULL, NULL },
    };

    check_case (files, "side.yml:2:12: waivers.alpha-check: adds to what is extended");
  }
}

static void
binds_nobody_who_is_not_extended (void)
{
  static const PolicyFile files[] = {
    { "top.yml", "version: 1\nextends: { path: base.yml }\ngate: { score: 1 }\nkeep: gate\n" },
    { "base.yml", "version: 1\ngate: { score: 7 }\n" },
    { NULL, NULL },
  };
  g_autoptr (HmLoadedPolicy) loaded = policy_load (files, HM_POLICY_OF_USER, NULL);

  policy_assert_setting (loaded, "gate.score", "1 top.yml:3");
}

/* The weight of a risk may go down where no kept check loses by it. */
static void
weight_of_a_risk_counts (void)
{
  static const PolicyFile files[] = {
    { "top.yml", "version: 1\nextends: { path: base.yml }\nweights: { high: 1 }\n" },
    { "base.yml", "version: 1\nkeep: checks.alpha-check\n" },
    { NULL, NULL },
  };

  policy_assert_refused (files, "top.yml:3:12: weights.high: makes alpha-check weigh less than the "
                                "default, 7.5, and base.yml:2 keeps checks.alpha-check");
}

/* Loads a policy with the line @own, that extends one with the line @base. */
static void
check_pair (const char *base_line, const char *own, const char *message)
{
  g_autofree char *top = g_strconcat ("version: 1\nextends: { path: base.yml }\n", own, "\n", NULL);
  g_autofree char *below = g_strconcat ("version: 1\n", base_line, "\n", NULL);
  const PolicyFile files[] = { { "top.yml", top }, { "base.yml", below }, { NULL, NULL } };

  check_case (files, message);
}

/*
 * A weight of its own would be the way round that of its risk; a higher one of a check that does
 * well as much as a lower one.
 */
static void
weight_of_a_risk_binds_its_checks (void)
{
  static const char kept[] = "checks: { alpha-check: { weight: 4 } }\nkeep: weights";

  check_pair (kept, "checks: { beta-check: { weight: 0 } }",
              "top.yml:3:25: checks.beta-check.weight: makes beta-check weigh something else than "
              "the default, 2.5, and base.yml:3 keeps weights");
  check_pair (kept, "checks: { beta-check: { weight: 100 } }", "weigh something else");
  check_pair (kept, "checks: { alpha-check: { weight: 7.5 } }",
              "weigh something else than the 4 of base.yml:2");
  check_pair (kept, "checks: { alpha-check: { weight: 4 }, beta-check: { weight: 2.5 } }", NULL);
  check_pair ("keep: weights.high", "checks: { beta-check: { weight: 0 } }", NULL);
}

/* What does not run is held to nothing. */
static void
bar_of_a_check_keeps_it_running (void)
{
  static const char off[] = "checks: { alpha-check: { enabled: false } }";
  static const char *const asked[] = {
    "gate: { checks: { alpha-check: 8 } }\nkeep: gate",
    "gate: { checks: { alpha-check: { floor: 8 } } }\nkeep: gate.checks",
    "gate: { regression: [alpha-check] }\nkeep: gate.regression",
    "gate: { new-findings: [beta-check, alpha-check] }\nkeep: gate",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    check_pair (asked[i], off,
                "checks.alpha-check.enabled: switches the check off, and base.yml:3 "
                "keeps gate");
  check_pair ("gate: { checks: { beta-check: 8 }, new-findings: [beta-check] }\nkeep: gate", off,
              NULL);
  check_pair ("gate: { checks: { alpha-check: 8 } }\nkeep: weights", off, NULL);
}

static void
check_of_the_policy_weighs_no_less (void)
{
  static const char kept[] = "checks: { policy: { weight: 5 } }\nkeep: checks";

  check_pair (kept, "checks: { policy: { weight: 4.99 } }",
              "makes policy weigh less than the 5 of base.yml:2, and base.yml:3 keeps checks");
  check_pair (kept, "checks: { policy: { weight: 6 } }", NULL);
  check_pair ("keep: checks", "checks: { policy: { weight: 0 } }", NULL);
}

/* Each document's files are beside it. */
static void
path_in_another_document_is_another_file (void)
{
  check_pair ("signatures: { keyring: all.asc }\nkeep: signatures",
              "signatures: { keyring: all.asc }",
              "signatures.keyring: differs from the 'all.asc' of base.yml:2, and base.yml:3 keeps "
              "signatures");
}

static void
kept_settings_say_so (void)
{
  static const PolicyFile files[] = { { "top.yml", "version: 1\nextends: { path: base.yml }\n" },
                                      { "base.yml", base },
                                      { NULL, NULL } };
  g_autoptr (HmLoadedPolicy) loaded = policy_load (files, HM_POLICY_OF_USER, NULL);

  policy_assert_setting (loaded, "gate.score", "7 base.yml:5, kept");
  policy_assert_setting (loaded, "weights.low", "2.5 default, kept");
  policy_assert_setting (loaded, "weights.high", "8 base.yml:2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-locks/holds-against-who-extends", holds_against_who_extends);
  g_test_add_func ("/policy-locks/holds-against-siblings", holds_against_siblings);
  g_test_add_func ("/policy-locks/binds-nobody-who-is-not-extended",
                   binds_nobody_who_is_not_extended);
  g_test_add_func ("/policy-locks/weight-of-a-risk-counts", weight_of_a_risk_counts);
  g_test_add_func ("/policy-locks/kept-settings-say-so", kept_settings_say_so);
  g_test_add_func ("/policy-locks/weight-of-a-risk-binds-its-checks",
                   weight_of_a_risk_binds_its_checks);
  g_test_add_func ("/policy-locks/bar-of-a-check-keeps-it-running",
                   bar_of_a_check_keeps_it_running);
  g_test_add_func ("/policy-locks/check-of-the-policy-weighs-no-less",
                   check_of_the_policy_weighs_no_less);
  g_test_add_func ("/policy-locks/path-in-another-document-is-another-file",
                   path_in_another_document_is_another_file);
  return g_test_run ();
}
