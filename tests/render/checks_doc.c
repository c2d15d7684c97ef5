/* SPDX-License-Identifier: Apache-2.0 */
#include "render/checks_doc.h"

#include "tests/render/golden.h"

#include <string.h>

static const HmProbe probes[] = {
  {
      .id = "contact",
      .question = "Does the policy name a contact?",
      .evidence = "`SECURITY.md`, *.txt, <URL> and snake_case or _private_ names.",
      .scoring = "6 of 10 points.",
      .remediation = "Write an address | a form into `SECURITY.md`.",
  },
  {
      .id = "text",
      .question = "Does it say more than where to write?",
      .evidence = "Its words, less the contacts.",
      .scoring = "3 of 10 points, in one step & nothing between.",
      .remediation = "Say what is in scope, [and] what isn't; an open ` is a backtick.",
  },
};

static const HmCheck policy_check = {
  .id = "security-policy",
  .name = "Security-Policy",
  .risk = HM_RISK_MEDIUM,
  .summary = "Does the project say how to report a vulnerability?",
  .why =
      "Who finds a hole and finds no address tells everybody or nobody. Both leave users open to "
      "attack for longer than they need be.",
  .differs = "It reads `security.txt` (RFC 9116) too.",
  .probes = probes,
  .n_probes = G_N_ELEMENTS (probes),
};

static const HmCheck plugin_check = {
  .id = "plugged",
  .name = "Plugged\033[31m",
  .risk = HM_RISK_CRITICAL,
  .summary = "A check that a plug-in brings.",
  .why = "Because.",
  .differs = "",
};

static const HmCheck *const checks[] = { &policy_check, &plugin_check };

static void
test_markdown (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hm_checks_doc_markdown (out, checks, 1, &hm_policy_default);
  hm_golden_check ("checks.md", out->str, out->len);
}

static void
test_list (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hm_checks_doc_list (out, checks, G_N_ELEMENTS (checks), &hm_policy_default,
                      &(HmTerminal){ .width = 80 });
  hm_golden_check ("checks-list.txt", out->str, out->len);
  g_assert_null (strchr (out->str, '\033'));
}

static void
test_check (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hm_checks_doc_check (out, &policy_check, &hm_policy_default, &(HmTerminal){ .width = 60 });
  hm_golden_check ("checks-security-policy.txt", out->str, out->len);
}

static void
test_check_in_colour (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hm_checks_doc_check (out, &plugin_check, &hm_policy_default,
                       &(HmTerminal){ .width = 80, .colour = TRUE });
  g_assert_cmpstr (out->str, ==,
                   "\033[1mPlugged\\x1b[31m\033[0m (critical risk, weight 10)\n"
                   "  A check that a plug-in brings.\n\n  Because.\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks-doc/markdown", test_markdown);
  g_test_add_func ("/checks-doc/list", test_list);
  g_test_add_func ("/checks-doc/check", test_check);
  g_test_add_func ("/checks-doc/check-in-colour", test_check_in_colour);
  return g_test_run ();
}
