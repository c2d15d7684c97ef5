/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/policy/policy_case.h"

#include "core/error.h"

static const HmProbe probes[] = { { .id = "no-binaries" }, { .id = "no-fakes" } };

static const HmCheck alpha = { .id = "alpha-check",
                               .name = "Alpha-Check",
                               .risk = HM_RISK_HIGH,
                               .probes = probes,
                               .n_probes = G_N_ELEMENTS (probes) };
static const HmCheck beta = { .id = "beta-check", .name = "Beta-Check", .risk = HM_RISK_LOW };
static const HmCheck *const checks[] = { &alpha, &beta };

static GBytes *
fetch (gpointer data, const HmPolicyReference *reference, char **ret_identity, char **ret_name,
       GError **error)
{
  const char *wanted = reference->url != NULL ? reference->url : reference->path;

  for (const PolicyFile *file = data; file->name != NULL; file++) {
    if (g_str_equal (file->name, wanted)) {
      *ret_identity = g_strdup (wanted);
      *ret_name = g_strdup (wanted);
      return g_bytes_new_static (file->text, strlen (file->text));
    }
  }
  hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no such file", wanted);
  return NULL;
}

HmLoadedPolicy *
policy_load (const PolicyFile *files, HmPolicySpeaker speaker, GError **error)
{
  const HmPolicyFetcher fetcher = { fetch, (gpointer) (guintptr) files };
  g_autoptr (GBytes) text = g_bytes_new_static (files->text, strlen (files->text));
  const HmPolicyDocument document = {
    .text = text,
    .identity = files->name,
    .name = files->name,
    .source = files->name,
    .speaker = speaker,
    .is_remote = g_str_has_prefix (files->name, "https://"),
  };

  return hm_policy_load (&document, checks, G_N_ELEMENTS (checks), &fetcher, error);
}

HmLoadedPolicy *
policy_load_text (const char *text, GError **error)
{
  const PolicyFile files[] = { { "p.yml", text }, { NULL, NULL } };

  return policy_load (files, HM_POLICY_OF_USER, error);
}

void
policy_assert_refused (const PolicyFile *files, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmLoadedPolicy) loaded = policy_load (files, HM_POLICY_OF_USER, &error);

  g_assert_null (loaded);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
}

void
policy_assert_setting (const HmLoadedPolicy *loaded, const char *key, const char *expected)
{
  gsize n_settings;
  const HmPolicySetting *settings = hm_loaded_policy_settings (loaded, &n_settings);

  for (gsize i = 0; i < n_settings; i++) {
    g_autofree char *found = NULL;

    if (!g_str_equal (settings[i].key, key))
      continue;
    found = g_strdup_printf ("%s %s%s", settings[i].value, settings[i].place,
                             settings[i].is_kept ? ", kept" : "");
    g_assert_cmpstr (found, ==, expected);
    return;
  }
  g_assert_null (expected);
}
