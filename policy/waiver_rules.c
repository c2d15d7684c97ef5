/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/waiver_rules.h"

#include "core/error.h"
#include "core/oid.h"

gboolean
hm_waiver_rules_check (const HmPolicyChecks *checks, const HmYaml *item, const HmYaml **ret_at,
                       GError **error)
{
  const HmCheck *check = hm_policy_check_find (checks, hm_yaml_get_text (item, "check"));
  const HmYaml *probe = hm_yaml_get (item, "probe");
  const HmYaml *path = hm_yaml_get (item, "path");
  const HmYaml *commit = hm_yaml_get (item, "commit");
  const HmYaml *digest = hm_yaml_get (item, "digest");

  if (check == NULL) {
    *ret_at = hm_yaml_get (item, "check");
    return hm_fail (error, HM_ERROR_FORMAT,
                    "what the check policy finds is about waivers, and can't be waived");
  }
  if (probe != NULL && !hm_policy_check_probe (check, probe->text, error)) {
    *ret_at = probe;
    return FALSE;
  }
  if (digest != NULL && path == NULL) {
    *ret_at = digest;
    return hm_fail (error, HM_ERROR_FORMAT, "a digest is of files; say of which with path");
  }
  if (commit != NULL && commit->kind == HM_YAML_SEQUENCE && commit->items->len == 0) {
    *ret_at = commit;
    return hm_fail (error, HM_ERROR_FORMAT, "an empty list of commits");
  }
  if (path == NULL && commit == NULL && probe == NULL)
    return hm_fail (error, HM_ERROR_FORMAT,
                    "a whole check can't be waived; say which path, commit or probe");
  return TRUE;
}

static void
commit_add (GArray *commits, const HmYaml *commit)
{
  HmOid oid;

  if (hm_oid_parse (commit->text, &oid))
    g_array_append_val (commits, oid);
}

void
hm_waiver_rules_make (const HmYaml *item, const char *place, GArray *commits, HmWaiver *ret_waiver)
{
  const HmYaml *commit = hm_yaml_get (item, "commit");
  const char *digest = hm_yaml_get_text (item, "digest");

  *ret_waiver = (HmWaiver){
    .check_id = hm_yaml_get_text (item, "check"),
    .probe = hm_yaml_get_text (item, "probe"),
    .path = hm_yaml_get_text (item, "path"),
    .reason = hm_yaml_get_text (item, "reason"),
    .by = hm_yaml_get_text (item, "by"),
    .place = place,
  };
  hm_policy_date (hm_yaml_get_text (item, "expires"), &ret_waiver->expires);
  if (digest != NULL)
    hm_digest_parse (digest, &ret_waiver->digest, NULL);
  if (commit != NULL && commit->kind == HM_YAML_SCALAR)
    commit_add (commits, commit);
  for (guint i = 0; commit != NULL && commit->items != NULL && i < commit->items->len; i++)
    commit_add (commits, g_ptr_array_index (commit->items, i));
  ret_waiver->n_commits = commits->len;
}
