/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/github_view.h"

#include "evidence/forge/shape.h"

HmCountFact
hm_github_count_known (HmForgeStore *store, guint value, const char *source)
{
  return (HmCountFact){ .is_known = TRUE,
                        .value = value,
                        .source = g_string_chunk_insert_const (store->strings, source) };
}

/* A view in which every setting is @fact. */
static HmGithubView
view_of (HmFact fact, HmCountFact approvals)
{
  HmGithubView view = { .approvals = approvals,
                        .admins = fact,
                        .is_whole = fact.truth != HM_TRUTH_UNKNOWN };

  for (gsize i = 0; i < HM_GITHUB_N_SETTINGS; i++)
    view.settings[i] = fact;
  return view;
}

HmGithubView
hm_github_view_off (HmForgeStore *store, const char *source)
{
  return view_of (hm_forge_known (store, FALSE, source), hm_github_count_known (store, 0, source));
}

HmGithubView
hm_github_view_unseen (HmFact unknown)
{
  return view_of (unknown, (HmCountFact){ .why = unknown.why });
}

gboolean
hm_github_view_adds (const HmGithubView *view, const HmGithubView *other)
{
  for (gsize i = 0; i < HM_GITHUB_N_SETTINGS; i++)
    if (view->settings[i].truth == HM_TRUTH_YES && other->settings[i].truth != HM_TRUTH_YES)
      return TRUE;
  return view->approvals.is_known && view->approvals.value > 0
         && (!other->approvals.is_known || other->approvals.value < view->approvals.value);
}

gboolean
hm_github_view_is_empty (const HmGithubView *view)
{
  const HmGithubView nothing = { 0 };

  return !hm_github_view_adds (view, &nothing);
}

HmTruth
hm_github_has_items (const json_t *json, const char *path)
{
  const json_t *list = hm_shape_get (json, path);

  if (!json_is_array (list))
    return HM_TRUTH_UNKNOWN;
  return json_array_size (list) > 0 ? HM_TRUTH_YES : HM_TRUTH_NO;
}
