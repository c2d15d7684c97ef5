/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/merge.h"

#include "scoring/policy.h"

HmPolicyMerged *
hm_policy_merge (const GPtrArray *texts, guint32 within)
{
  HmPolicyMerged *merged = g_new0 (HmPolicyMerged, 1);

  merged->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  merged->items = g_ptr_array_new ();
  for (guint i = 0; i < texts->len; i++) {
    const HmPolicyText *text = g_ptr_array_index (texts, i);

    if ((within & (1u << text->number)) == 0)
      continue;
    for (guint j = 0; j < text->statements->len; j++) {
      HmPolicyStatement *statement = g_ptr_array_index (text->statements, j);

      if (statement->key->shape == HM_POLICY_ONE)
        g_hash_table_replace (merged->by_path, statement->path, statement);
      else
        g_ptr_array_add (merged->items, statement);
    }
  }
  return merged;
}

void
hm_policy_merged_free (HmPolicyMerged *merged)
{
  if (merged == NULL)
    return;
  g_hash_table_unref (merged->by_path);
  g_ptr_array_unref (merged->items);
  g_free (merged);
}

const HmPolicyStatement *
hm_policy_merged_find (const HmPolicyMerged *merged, const char *path)
{
  return g_hash_table_lookup (merged->by_path, path);
}

int
hm_policy_merged_number (const HmPolicyMerged *merged, const char *path)
{
  const HmPolicyStatement *statement = hm_policy_merged_find (merged, path);
  const HmPolicyKey *key = statement != NULL ? statement->key : hm_policy_key (path);

  if (statement != NULL)
    return statement->number;
  return key != NULL ? key->number : HM_POLICY_NO_NUMBER;
}

int
hm_policy_merged_weight (const HmPolicyMerged *merged, const HmCheck *check,
                         const HmPolicyStatement **ret_statement)
{
  g_autofree char *own = g_strdup_printf ("checks.%s.weight", check->id);
  g_autofree char *of_risk = g_strconcat ("weights.", hm_risk_text (check->risk), NULL);

  *ret_statement = hm_policy_merged_find (merged, own);
  if (*ret_statement != NULL)
    return (*ret_statement)->number;
  *ret_statement = hm_policy_merged_find (merged, of_risk);
  return hm_policy_merged_number (merged, of_risk);
}
