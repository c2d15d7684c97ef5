/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts ids and names of results that come from a report file. */
#include "render/sarif_rules.h"

#include "core/mask.h"
#include "render/checks_doc.h"
#include "scoring/policy_check.h"

#include <string.h>

struct HmSarifRules {
  json_t *array;
  GHashTable *indices; /* "CHECK/PROBE" to the index plus one */
};

/*
 * GitHub calls a rule critical over 9.0, high from 7.0, medium from 4.0 and low below, as CVSS v3
 * does ("SARIF support for code scanning", properties.security-severity): a value from the middle
 * of each.
 */
static const char *
security_severity (HmRisk risk)
{
  switch (risk) {
  case HM_RISK_CRITICAL:
    return "9.5";
  case HM_RISK_HIGH:
    return "8.0";
  case HM_RISK_MEDIUM:
    return "5.5";
  case HM_RISK_LOW:
  default:
    return "2.0";
  }
}

const char *
hm_sarif_level (HmRisk risk)
{
  switch (risk) {
  case HM_RISK_CRITICAL:
  case HM_RISK_HIGH:
    return "error";
  case HM_RISK_MEDIUM:
    return "warning";
  case HM_RISK_LOW:
  default:
    return "note";
  }
}

json_t *
hm_sarif_message (const char *text)
{
  g_autoptr (GString) masked = g_string_new (NULL);
  json_t *message = json_object ();

  hm_mask_terminal (masked, text, -1, FALSE);
  g_string_replace (masked, "](", "\\](", 0);
  hm_json_put (message, "text", hm_json_text (masked->str));
  return message;
}

json_t *
hm_sarif_rule_id (const HmResult *result, const char *probe)
{
  g_autofree char *id = g_strdup_printf ("%s/%s", result->id, probe);

  return hm_json_text (id);
}

/* "SecurityPolicyContact": what SARIF calls a name has neither blanks nor punctuation. */
static void
name_append (GString *out, const char *text)
{
  gboolean is_start = TRUE;

  for (const char *at = text; *at != '\0'; at++) {
    if (g_ascii_isalnum (*at))
      g_string_append_c (out, is_start ? g_ascii_toupper (*at) : *at);
    is_start = !g_ascii_isalnum (*at);
  }
}

static json_t *
properties_json (HmRisk risk)
{
  json_t *properties = json_object ();
  json_t *tags = json_array ();

  hm_json_append (tags, json_string ("security"));
  hm_json_append (tags, json_string ("supply-chain"));
  hm_json_put (properties, "precision", json_string ("high"));
  hm_json_put (properties, "problem.severity",
               json_string (risk == HM_RISK_LOW ? "recommendation" : hm_sarif_level (risk)));
  hm_json_put (properties, "security-severity", json_string (security_severity (risk)));
  hm_json_put (properties, "tags", tags);
  return properties;
}

static json_t *
help_json (const HmCheck *check, const HmProbe *probe)
{
  g_autofree char *text = g_strdup_printf (
      "%s\n\nEvidence: %s\n\nScoring: %s\n\nTo mend it: %s\n\nSee 'hallmark checks %s'.",
      probe->question, probe->evidence, probe->scoring, probe->remediation, check->id);
  g_autoptr (GString) markdown = g_string_new (NULL);
  json_t *help = json_object ();

  hm_checks_doc_probe (markdown, probe);
  g_string_append_printf (markdown, "\n`hallmark checks %s` says more.\n", check->id);
  hm_json_put (help, "text", hm_json_text (text));
  hm_json_put (help, "markdown", hm_json_text (markdown->str));
  return help;
}

/* @check, @probe: (nullable) where they are not known. */
static json_t *
rule_json (const HmResult *result, const char *probe_id, const HmCheck *check, const HmProbe *probe)
{
  g_autofree char *title = g_strdup_printf ("%s: %s", result->name, probe_id);
  const char *about = *result->summary != '\0' ? result->summary : title;
  g_autoptr (GString) name = g_string_new (NULL);
  json_t *rule = json_object ();
  json_t *configuration = json_object ();

  name_append (name, result->name);
  name_append (name, probe_id);
  hm_json_put (rule, "id", hm_sarif_rule_id (result, probe_id));
  if (name->len > 0)
    hm_json_put (rule, "name", hm_json_text (name->str));
  hm_json_put (rule, "shortDescription",
               hm_sarif_message (probe != NULL ? probe->question : title));
  hm_json_put (rule, "fullDescription", hm_sarif_message (check != NULL ? check->why : about));
  /* Which GitHub demands of every rule. */
  hm_json_put (rule, "help", probe != NULL ? help_json (check, probe) : hm_sarif_message (about));
  hm_json_put (configuration, "level", json_string (hm_sarif_level (result->risk)));
  hm_json_put (rule, "defaultConfiguration", configuration);
  hm_json_put (rule, "properties", properties_json (result->risk));
  return rule;
}

static int
rule_add (HmSarifRules *rules, const HmResult *result, const char *probe_id, const HmCheck *check,
          const HmProbe *probe)
{
  const gsize n_rules = json_array_size (rules->array);
  g_autofree char *key = g_strdup_printf ("%s/%s", result->id, probe_id);
  const int found = GPOINTER_TO_INT (g_hash_table_lookup (rules->indices, key));

  if (found > 0)
    return found - 1;
  if (n_rules >= HM_SARIF_RULES_MAX)
    return HM_SARIF_NO_RULE;
  hm_json_append (rules->array, rule_json (result, probe_id, check, probe));
  g_hash_table_insert (rules->indices, g_steal_pointer (&key), GINT_TO_POINTER ((int) n_rules + 1));
  return (int) n_rules;
}

int
hm_sarif_rule_index (HmSarifRules *rules, const HmResult *result, const char *probe)
{
  return rule_add (rules, result, probe, NULL, NULL);
}

static const HmCheck *
check_find (const HmCheck *const *checks, gsize n_checks, const char *id)
{
  for (gsize i = 0; i < n_checks; i++) {
    if (g_str_equal (checks[i]->id, id))
      return checks[i];
  }
  return g_str_equal (id, HM_POLICY_CHECK_ID) ? &hm_policy_check : NULL;
}

HmSarifRules *
hm_sarif_rules_new (const HmReport *report, const HmCheck *const *checks, gsize n_checks)
{
  HmSarifRules *rules = g_new0 (HmSarifRules, 1);

  rules->array = json_array ();
  rules->indices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    const HmCheck *check = check_find (checks, n_checks, result->id);

    for (gsize j = 0; check != NULL && j < check->n_probes; j++)
      rule_add (rules, result, check->probes[j].id, check, &check->probes[j]);
  }
  return rules;
}

void
hm_sarif_rules_free (HmSarifRules *rules)
{
  if (rules == NULL)
    return;
  json_decref (rules->array);
  g_hash_table_unref (rules->indices);
  g_free (rules);
}

json_t *
hm_sarif_rules_json (const HmSarifRules *rules)
{
  return rules->array;
}
