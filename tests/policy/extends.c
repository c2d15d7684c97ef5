/* SPDX-License-Identifier: Apache-2.0 */
/* Several documents: which one counts, and what becomes of those that are missing, altered or go round in a circle. */
#include "tests/policy/policy_case.h"

#include "core/error.h"

#define BASE_TEXT "version: 1\ngate: { score: 5 }\n"

static void
later_ones_count (void)
{
  static const PolicyFile files[] = {
    { "top.yml", "version: 1\nextends: [ { path: a.yml }, { path: b.yml } ]\n"
                 "gate: { coverage: 3 }\npeople: { bots: c }\n" },
    { "a.yml", "version: 1\nname: other\ngate: { score: 1, floor: 1, coverage: 1 }\n"
               "people: { bots: a }\n" },
    { "b.yml", "version: 1\ngate: { floor: 2, coverage: 2 }\npeople: { bots: b }\n" },
    { NULL, NULL },
  };
  g_autoptr (HmLoadedPolicy) loaded = policy_load (files, HM_POLICY_OF_USER, NULL);
  const HmPolicyEvidence *evidence = hm_loaded_policy_evidence (loaded);

  policy_assert_setting (loaded, "gate.score", "1 a.yml:3");
  policy_assert_setting (loaded, "gate.floor", "2 b.yml:2");
  policy_assert_setting (loaded, "gate.coverage", "3 top.yml:3");
  /* Lists add up, names are not handed down. */
  g_assert_cmpstr (evidence->bots[0], ==, "a");
  g_assert_cmpstr (evidence->bots[1], ==, "b");
  g_assert_cmpstr (evidence->bots[2], ==, "c");
  policy_assert_setting (loaded, "name", "custom default");
  g_assert_cmpstr (hm_loaded_policy_document (loaded, 0), ==, "a.yml");
  g_assert_cmpstr (hm_loaded_policy_document (loaded, 2), ==, "top.yml");
  g_assert_null (hm_loaded_policy_document (loaded, 3));
}

static void
one_that_two_extend_is_read_once (void)
{
  static const PolicyFile files[] = {
    { "top.yml", "version: 1\nextends: [ { path: a.yml }, { path: b.yml } ]\n" },
    { "a.yml", "version: 1\nextends: { path: base.yml }\n" },
    { "b.yml", "version: 1\nextends: { path: base.yml }\n" },
    { "base.yml", "version: 1\npeople: { bots: x }\n" },
    { NULL, NULL },
  };
  g_autoptr (HmLoadedPolicy) loaded = policy_load (files, HM_POLICY_OF_USER, NULL);

  g_assert_null (hm_loaded_policy_evidence (loaded)->bots[1]);
}

static void
digest_is_held_against_what_comes (void)
{
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, BASE_TEXT, -1);
  g_autofree char *right = g_strdup_printf (
      "version: 1\nextends: { url: 'https://example.org/a.yml', digest: 'sha256:%s' }\n", hex);
  g_autofree char *altered =
      g_strdup_printf ("top.yml:2:10: extends: https://example.org/a.yml is not what the digest "
                       "says: it is sha256:%s",
                       hex);
  PolicyFile files[] = { { "top.yml", right },
                         { "https://example.org/a.yml", BASE_TEXT },
                         { NULL, NULL } };
  g_autoptr (HmLoadedPolicy) loaded = policy_load (files, HM_POLICY_OF_USER, NULL);
  g_autofree char *wrong = g_strdup (right);
  char *at;

  policy_assert_setting (loaded, "gate.score", "5 https://example.org/a.yml:2");
  at = strstr (wrong, "sha256:") + strlen ("sha256:");
  *at = *at == '0' ? '1' : '0';
  files[0].text = wrong;
  policy_assert_refused (files, altered);
}

static void
circle_is_told (void)
{
  static const PolicyFile files[] = {
    { "a.yml", "version: 1\nextends: { path: b.yml }\n" },
    { "b.yml", "version: 1\nextends:\n  - path: a.yml\n" },
    { NULL, NULL },
  };
  static const PolicyFile itself[] = { { "a.yml", "version: 1\nextends: { path: a.yml }\n" },
                                       { NULL, NULL } };

  policy_assert_refused (files, "b.yml:3:5: extends: leads back to where it began: a.yml, which "
                                "extends b.yml, which extends a.yml");
  policy_assert_refused (itself, "a.yml:2:10: extends: leads back to where it began: a.yml, which "
                                 "extends a.yml");
}

static void
missing_and_wrong_ones_are_told (void)
{
  static const PolicyFile missing[] = { { "a.yml", "version: 1\nextends: { path: b.yml }\n" },
                                        { NULL, NULL } };
  static const PolicyFile wrong[] = {
    { "a.yml", "version: 1\nextends: { path: b.yml }\n" },
    { "b.yml", "version: 1\ngate: 7\n" },
    { NULL, NULL },
  };

  policy_assert_refused (missing, "a.yml:2:10: extends: b.yml: no such file");
  policy_assert_refused (wrong, "b.yml:2:7: gate: '7'; write a map: keys with their values");
}

/* Policies 1.yml to N.yml, each extending the next, or the first all others. */
static gboolean
loads (guint n, gboolean is_chain)
{
  g_autofree PolicyFile *files = g_new0 (PolicyFile, n + 1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HmLoadedPolicy) loaded = NULL;

  for (guint i = 0; i < n; i++) {
    GString *text = g_string_new ("version: 1\n");

    if (is_chain && i + 1 < n)
      g_string_append_printf (text, "extends: { path: %u.yml }\n", i + 2);
    if (!is_chain && i == 0)
      g_string_append (text, "extends:\n");
    for (guint j = 1; !is_chain && i == 0 && j < n; j++)
      g_string_append_printf (text, "  - path: %u.yml\n", j + 1);
    files[i].name = g_strdup_printf ("%u.yml", i + 1);
    g_ptr_array_add (texts, (gpointer) (guintptr) files[i].name);
    files[i].text = g_string_free (text, FALSE);
    g_ptr_array_add (texts, (gpointer) (guintptr) files[i].text);
  }
  loaded = policy_load (files, HM_POLICY_OF_USER, NULL);
  return loaded != NULL;
}

static void
chains_and_numbers_have_an_end (void)
{
  g_assert_true (loads (HM_POLICY_CHAIN_MAX, TRUE));
  g_assert_false (loads (HM_POLICY_CHAIN_MAX + 1, TRUE));
  g_assert_true (loads (HM_POLICY_DOCUMENTS_MAX, FALSE));
  g_assert_false (loads (HM_POLICY_DOCUMENTS_MAX + 1, FALSE));
}

static void
web_names_no_files_and_no_api (void)
{
  static const struct {
    const char *text;
    const char *message;
  } cases[] = {
    { "version: 1\nextends: { path: a.yml }\n",
      "https://example.org/p:2:10: extends: a policy from the web has no files beside it; name a "
      "url" },
    { "version: 1\nsignatures: { keyring: all.asc }\n",
      "https://example.org/p:2:15: signatures.keyring: a policy from the web has no files beside "
      "it" },
    { "version: 1\nforges:\n  - { host: a.org, kind: gitlab, api: 'https://b.org/api/v4' }\n",
      "https://example.org/p:3:5: forges: a policy from the web may not say where an API is; one "
      "of this machine may, and --api" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const PolicyFile files[] = { { "https://example.org/p", cases[i].text }, { NULL, NULL } };

    policy_assert_refused (files, cases[i].message);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-extends/later-ones-count", later_ones_count);
  g_test_add_func ("/policy-extends/one-that-two-extend-is-read-once",
                   one_that_two_extend_is_read_once);
  g_test_add_func ("/policy-extends/digest-is-held-against-what-comes",
                   digest_is_held_against_what_comes);
  g_test_add_func ("/policy-extends/circle-is-told", circle_is_told);
  g_test_add_func ("/policy-extends/missing-and-wrong-ones-are-told",
                   missing_and_wrong_ones_are_told);
  g_test_add_func ("/policy-extends/chains-and-numbers-have-an-end",
                   chains_and_numbers_have_an_end);
  g_test_add_func ("/policy-extends/web-names-no-files-and-no-api", web_names_no_files_and_no_api);
  return g_test_run ();
}
