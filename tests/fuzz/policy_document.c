/* SPDX-License-Identifier: Apache-2.0 */
/* A policy, as a repository brings it: read whole, or refused with its place. */
#include "checks/registry.h"
#include "core/error.h"
#include "core/limits.h"
#include "policy/load.h"
#include "tests/fuzz/target.h"

/* What the document extends is the document once more, under another name. */
static GBytes *
fetch (gpointer data, const HmPolicyReference *reference, char **ret_identity, char **ret_name,
       GError **error G_GNUC_UNUSED)
{
  *ret_identity = g_strdup (reference->url != NULL ? reference->url : reference->path);
  *ret_name = g_strdup ("extended.yml");
  return g_bytes_ref (data);
}

static void
check_loaded (const HmLoadedPolicy *loaded)
{
  const HmPolicy *policy = hm_loaded_policy (loaded);
  gsize n_settings;
  const HmPolicySetting *settings = hm_loaded_policy_settings (loaded, &n_settings);

  g_assert (policy->n_bands == 4 && policy->bands[3].from_tenths == 0);
  for (gsize i = 1; i < policy->n_bands; i++)
    g_assert (policy->bands[i - 1].from_tenths > policy->bands[i].from_tenths);
  for (gsize i = 0; i < policy->n_waivers; i++) {
    const HmWaiver *waiver = &policy->waivers[i];

    g_assert (waiver->reason != NULL && waiver->by != NULL && waiver->expires % 86400 == 0);
    g_assert (waiver->path != NULL || waiver->n_commits > 0 || waiver->probe != NULL);
  }
  for (gsize i = 0; i < n_settings; i++)
    g_assert (settings[i].key != NULL && settings[i].value != NULL && settings[i].place != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autoptr (GBytes) text = g_bytes_new_static (data, size);
  const HmPolicyFetcher fetcher = { fetch, text };
  gsize n_checks;
  const HmCheck *const *checks = hm_registry_checks (registry, &n_checks);

  for (int speaker = HM_POLICY_OF_USER; speaker <= HM_POLICY_OF_SUBJECT; speaker++) {
    const HmPolicyDocument document = { .text = text,
                                        .identity = "first.yml",
                                        .name = "first.yml",
                                        .source = "first.yml",
                                        .speaker = (HmPolicySpeaker) speaker };
    g_autoptr (GError) error = NULL;
    g_autoptr (HmLoadedPolicy) loaded =
        hm_policy_load (&document, checks, n_checks, &fetcher, &error);

    g_assert ((loaded == NULL) == (error != NULL));
    if (loaded != NULL)
      check_loaded (loaded);
    else
      g_assert (strstr (error->message, ".yml:") != NULL);
  }
  return 0;
}
