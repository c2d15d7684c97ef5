/* SPDX-License-Identifier: Apache-2.0 */
/* What merged statements come to for scoring, for evidence and for forges. */
#include "core/error.h"
#include "policy/loaded.h"
#include "policy/waiver_rules.h"

static void
weights_fill (HmLoadedPolicy *loaded)
{
  for (int risk = 0; risk < HM_N_RISKS; risk++) {
    g_autofree char *path = g_strconcat ("weights.", hm_risk_text ((HmRisk) risk), NULL);

    loaded->policy.risk_weights[risk] = hm_policy_merged_number (loaded->merged, path) / 100.0;
  }
}

/* What is set for the check @id, where anything is. */
static void
check_fill (HmLoadedPolicy *loaded, const char *id)
{
  g_autofree char *enabled = g_strdup_printf ("checks.%s.enabled", id);
  g_autofree char *weight = g_strdup_printf ("checks.%s.weight", id);
  g_autofree char *score = g_strdup_printf ("gate.checks.%s.score", id);
  g_autofree char *floor = g_strdup_printf ("gate.checks.%s.floor", id);
  const HmPolicyStatement *of_run = hm_policy_merged_find (loaded->merged, enabled);
  const HmPolicyStatement *of_weight = hm_policy_merged_find (loaded->merged, weight);
  const char *kept_id = g_string_chunk_insert_const (loaded->strings, id);
  const HmCheckSetting setting = {
    .check_id = kept_id,
    .is_off = of_run != NULL && of_run->number == FALSE,
    .weight = of_weight != NULL ? of_weight->number / 100.0 : HM_NO_WEIGHT,
  };
  const HmCheckBar bar = {
    .check_id = kept_id,
    .score = hm_policy_merged_number (loaded->merged, score),
    .floor = hm_policy_merged_number (loaded->merged, floor),
  };

  if (of_run != NULL || of_weight != NULL)
    g_array_append_val (loaded->check_settings, setting);
  if (bar.score != HM_NO_BAR || bar.floor != HM_NO_BAR)
    g_array_append_val (loaded->bars, bar);
}

static void
checks_fill (HmLoadedPolicy *loaded)
{
  HmPolicy *policy = &loaded->policy;

  for (gsize i = 0; i < loaded->checks.n_checks; i++)
    check_fill (loaded, loaded->checks.checks[i]->id);
  if (hm_policy_check_find (&loaded->checks, HM_POLICY_CHECK_OF_ITSELF) == NULL)
    check_fill (loaded, HM_POLICY_CHECK_OF_ITSELF);
  policy->checks = (const HmCheckSetting *) (gpointer) loaded->check_settings->data;
  policy->n_checks = loaded->check_settings->len;
}

static gboolean
bands_fill (HmLoadedPolicy *loaded, GError **error)
{
  static const char *const ids[] = { "good", "fair", "weak", "poor" };
  HmPolicy *policy = &loaded->policy;

  G_STATIC_ASSERT (G_N_ELEMENTS (ids) == G_N_ELEMENTS (loaded->bands));
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *path = g_strconcat ("badge.bands.", ids[i], NULL);
    const gboolean is_last = i + 1 == G_N_ELEMENTS (ids);

    loaded->bands[i].id = ids[i];
    loaded->bands[i].from_tenths = is_last ? 0 : hm_policy_merged_number (loaded->merged, path);
  }
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (ids); i++) {
    g_autofree char *path = g_strconcat ("badge.bands.", ids[i], NULL);
    g_autofree char *next = g_strconcat ("badge.bands.", ids[i + 1], NULL);
    const HmPolicyStatement *at = hm_policy_merged_find (loaded->merged, path);

    if (loaded->bands[i].from_tenths > loaded->bands[i + 1].from_tenths)
      continue;
    if (at == NULL)
      at = hm_policy_merged_find (loaded->merged, next);
    return hm_policy_fail_at (at, error, "%s must begin above %s", ids[i], ids[i + 1]);
  }
  policy->bands = loaded->bands;
  policy->n_bands = G_N_ELEMENTS (ids);
  policy->partial_below_percent = hm_policy_merged_number (loaded->merged, "badge.partial-below");
  return TRUE;
}

/*
 * What @key says of checks: whether it is on, and in @ret_ids, for which.
 *
 * @texts: (element-type utf8) keeps the ids
 */
static gboolean
watched_fill (const HmLoadedPolicy *loaded, const char *key, GPtrArray *texts,
              const char *const **ret_ids)
{
  const HmPolicyStatement *watched = hm_policy_merged_find (loaded->merged, key);

  if (watched != NULL && watched->value->kind == HM_YAML_SEQUENCE) {
    for (guint i = 0; i < watched->value->items->len; i++) {
      const HmYaml *id = g_ptr_array_index (watched->value->items, i);

      g_ptr_array_add (texts, id->text);
    }
    g_ptr_array_add (texts, NULL);
    *ret_ids = (const char *const *) texts->pdata;
  }
  return watched != NULL && watched->number > 0;
}

static void
gate_fill (HmLoadedPolicy *loaded)
{
  HmGate *gate = &loaded->policy.gate;

  gate->score = hm_policy_merged_number (loaded->merged, "gate.score");
  gate->floor = hm_policy_merged_number (loaded->merged, "gate.floor");
  gate->coverage_percent = hm_policy_merged_number (loaded->merged, "gate.coverage");
  gate->checks = (const HmCheckBar *) (gpointer) loaded->bars->data;
  gate->n_checks = loaded->bars->len;
  gate->forbids_regression = watched_fill (loaded, "gate.regression", loaded->watched, &gate->kept);
  gate->forbids_new_findings =
      watched_fill (loaded, "gate.new-findings", loaded->new_in, &gate->new_in);
}

static void
waiver_add (HmLoadedPolicy *loaded, const HmPolicyStatement *statement)
{
  g_autofree char *place = hm_policy_statement_place (statement);
  GArray *commits = g_array_new (FALSE, FALSE, sizeof (HmOid));
  HmWaiver waiver;

  hm_waiver_rules_make (statement->value, g_string_chunk_insert (loaded->strings, place), commits,
                        &waiver);
  waiver.commits = waiver.n_commits > 0 ? (const HmOid *) (gpointer) commits->data : NULL;
  g_ptr_array_add (loaded->commits, commits);
  g_array_append_val (loaded->waivers, waiver);
}

static void
person_add (HmLoadedPolicy *loaded, const HmYaml *person)
{
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < person->items->len; i++)
    g_ptr_array_add (texts, ((const HmYaml *) g_ptr_array_index (person->items, i))->text);
  g_ptr_array_add (texts, NULL);
  g_ptr_array_add (loaded->people, texts);
  g_ptr_array_add (loaded->same, texts->pdata);
}

/* Of two that name one host the later counts. */
static void
forge_add (HmLoadedPolicy *loaded, const HmYaml *item)
{
  g_autofree char *host = g_ascii_strdown (hm_yaml_get_text (item, "host"), -1);
  const HmPolicyForge forge = {
    .host = g_string_chunk_insert (loaded->strings, host),
    .kind = hm_yaml_get_text (item, "kind"),
    .api = hm_yaml_get_text (item, "api"),
  };

  for (guint i = 0; i < loaded->forges->len; i++) {
    HmPolicyForge *known = &g_array_index (loaded->forges, HmPolicyForge, i);

    if (g_str_equal (known->host, host)) {
      *known = forge;
      return;
    }
  }
  g_array_append_val (loaded->forges, forge);
}

static void
item_fill (HmLoadedPolicy *loaded, const HmPolicyStatement *statement)
{
  const char *path = statement->key->path;

  if (g_str_equal (path, "waivers"))
    waiver_add (loaded, statement);
  else if (g_str_equal (path, "people.bots"))
    g_ptr_array_add (loaded->bots, statement->value->text);
  else if (g_str_equal (path, "people.same"))
    person_add (loaded, statement->value);
  else if (g_str_equal (path, "branches.release"))
    g_ptr_array_add (loaded->releases, statement->value->text);
  else if (g_str_equal (path, "forges"))
    forge_add (loaded, statement->value);
}

/* NULL for none. */
static gpointer
list_end (GPtrArray *list)
{
  if (list->len == 0)
    return NULL;
  g_ptr_array_add (list, NULL);
  return list->pdata;
}

static void
evidence_fill (HmLoadedPolicy *loaded)
{
  HmPolicyEvidence *evidence = &loaded->evidence;
  const HmPolicyStatement *signers =
      hm_policy_merged_find (loaded->merged, "signatures.allowed-signers");
  const HmPolicyStatement *keyring = hm_policy_merged_find (loaded->merged, "signatures.keyring");

  evidence->bots = list_end (loaded->bots);
  evidence->release_branches = list_end (loaded->releases);
  evidence->people = list_end (loaded->same);
  if (signers != NULL) {
    evidence->allowed_signers = signers->value->text;
    evidence->allowed_signers_from = signers->text->identity;
  }
  if (keyring != NULL) {
    evidence->keyring = keyring->value->text;
    evidence->keyring_from = keyring->text->identity;
  }
}

gboolean
hm_loaded_policy_fill (HmLoadedPolicy *loaded, GError **error)
{
  HmPolicy *policy = &loaded->policy;
  const HmPolicyText *outer = g_ptr_array_index (loaded->texts, loaded->texts->len - 1);
  const HmPolicyStatement *name = hm_policy_merged_find (loaded->merged, "name");

  /* The name of one that is extended would say that this is that one. */
  policy->name = name != NULL && name->text == outer ? name->value->text : "custom";
  policy->digest = loaded->digest;
  if (!bands_fill (loaded, error))
    return FALSE;
  weights_fill (loaded);
  checks_fill (loaded);
  gate_fill (loaded);
  for (guint i = 0; i < loaded->merged->items->len; i++)
    item_fill (loaded, g_ptr_array_index (loaded->merged->items, i));
  policy->waivers = (const HmWaiver *) (gpointer) loaded->waivers->data;
  policy->n_waivers = loaded->waivers->len;
  evidence_fill (loaded);
  return TRUE;
}
