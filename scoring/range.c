/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/range.h"

#include "checks/list.h"
#include "checks/range.h"
#include "core/oid.h"
#include "scoring/fingerprint.h"
#include "scoring/waivers.h"

/* Adds the finding at @index of @findings to those that the range adds. */
static void
finding_add (const HmResult *result, const HmFindings *findings, guint index, GPtrArray *added)
{
  char fingerprint[HM_FINGERPRINT_SIZE];
  HmFindingChange *change =
      hm_finding_changes_add (added, result->id, result->name, result->risk,
                              hm_finding_fingerprint (result->id, findings, index, fingerprint));

  hm_findings_add_copy (change->findings, g_ptr_array_index (findings->items, index));
}

static const HmFinding *
change_finding (const HmFindingChange *change)
{
  return g_ptr_array_index (change->findings->items, 0);
}

static const HmResult *
result_find (const HmReport *report, const char *id)
{
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    if (g_str_equal (result->id, id))
      return result;
  }
  return NULL;
}

/*
 * Whether @change is of the whole history, and @other, the report of the other end, has it as well
 * with other examples.
 */
static gboolean
is_of_both (const HmFindingChange *change, const HmReport *other)
{
  const HmResult *result = result_find (other, change->check_id);
  const char *probe = change_finding (change)->probe;

  if (result == NULL || !hm_range_is_of_whole (change->check_id, probe))
    return FALSE;
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (finding->outcome == HM_FAIL && g_str_equal (finding->probe, probe))
      return TRUE;
  }
  return FALSE;
}

/* Takes out what hm_range_judge() tells better, and what @other has as well. */
static void
own_remove (GPtrArray *changes, const HmReport *other)
{
  for (guint i = changes->len; i-- > 0;) {
    const HmFindingChange *change = g_ptr_array_index (changes, i);

    if (hm_range_has_own (change->check_id, change_finding (change)->probe)
        || is_of_both (change, other))
      g_ptr_array_remove_index (changes, i);
  }
}

static void
remediations_fill (const HmCheck *check, HmFindings *findings)
{
  for (guint i = 0; i < findings->items->len; i++) {
    HmFinding *finding = g_ptr_array_index (findings->items, i);

    for (gsize j = 0; j < check->n_probes; j++)
      if (g_str_equal (check->probes[j].id, finding->probe))
        hm_text_set (&finding->remediation, check->probes[j].remediation);
  }
}

static const HmCheck *
check_find (const HmRangeScene *scene, const char *id)
{
  for (gsize i = 0; i < scene->n_checks; i++)
    if (g_str_equal (scene->checks[i]->id, id))
      return scene->checks[i];
  return NULL;
}

/* Adds what the commits of the range did, as far as @result's check looks at them. */
static void
own_add (const HmRangeScene *scene, const HmPolicy *policy, const HmResult *result,
         GPtrArray *added)
{
  const HmCheck *check = check_find (scene, result->id);
  g_autoptr (GPtrArray) waivers = NULL;
  g_autoptr (HmResult) own = NULL;

  if (check == NULL)
    return;
  own = hm_result_new ();
  hm_text_set (&own->id, result->id);
  hm_text_set (&own->name, result->name);
  own->risk = result->risk;
  own->status = HM_STATUS_SCORED;
  hm_range_judge (check, scene->facts, own->findings);
  hm_range_judge_trees (check, scene->facts, scene->before, scene->after, own->findings);
  if (own->findings->items->len == 0)
    return;
  remediations_fill (check, own->findings);
  waivers = hm_waivers_new (policy, scene->head->as_of);
  hm_waivers_apply (waivers, own);
  for (guint i = 0; i < own->findings->items->len; i++)
    finding_add (own, own->findings, i, added);
}

/* Returns: (nullable) the first file that @finding cites, if it failed. */
static const HmEvidence *
failed_file (const HmFinding *finding)
{
  for (guint i = 0; finding->outcome == HM_FAIL && i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_FILE)
      return evidence;
  }
  return NULL;
}

/*
 * Returns: (owned) from the fingerprints (owned) of failed findings of @result to the HmOid
 * (borrowed) of their files
 */
static GHashTable *
contents_by_fingerprint (const HmResult *result)
{
  GHashTable *contents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) fingerprints = hm_findings_fingerprints (result->id, result->findings);

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmEvidence *file = failed_file (g_ptr_array_index (result->findings->items, i));

    if (file != NULL)
      g_hash_table_insert (contents, g_strdup (g_ptr_array_index (fingerprints, i)),
                           (gpointer) (guintptr) &file->oid);
  }
  return contents;
}

/*
 * A finding stays the same where the file under it changes: of a binary that nobody can read,
 * another one is a new one. By fingerprint, not by path: paths that differ in bytes that are no
 * text alone are one to it.
 */
static void
replaced_add (const HmRangeScene *scene, const HmResult *result, GPtrArray *added)
{
  const HmResult *base = result_find (scene->base, result->id);
  g_autoptr (GHashTable) contents = NULL;
  g_autoptr (GPtrArray) fingerprints = NULL;

  if (base == NULL || !g_str_equal (result->id, hm_check_binary_artifacts.id))
    return;
  contents = contents_by_fingerprint (base);
  fingerprints = hm_findings_fingerprints (result->id, result->findings);
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmEvidence *file = failed_file (g_ptr_array_index (result->findings->items, i));
    const HmOid *before =
        file != NULL ? g_hash_table_lookup (contents, g_ptr_array_index (fingerprints, i)) : NULL;

    if (before != NULL && !hm_oid_equal (before, &file->oid))
      finding_add (result, result->findings, i, added);
  }
}

/* Moves those of @changes, which are NULL once moved, that are of the check @id behind @to. */
static void
changes_move (HmFindingChange **changes, gsize n_changes, const char *id, GPtrArray *to)
{
  for (gsize i = 0; i < n_changes; i++) {
    if (changes[i] == NULL || !g_str_equal (changes[i]->check_id, id))
      continue;
    g_ptr_array_add (to, changes[i]);
    changes[i] = NULL;
  }
}

HmComparison *
hm_range_compare (const HmRangeScene *scene, const HmPolicy *policy, GError **error)
{
  HmComparison *comparison = hm_reports_compare (scene->base, scene->head, error);
  g_autofree HmFindingChange **added = NULL;
  gsize n_added;

  if (comparison == NULL)
    return NULL;
  own_remove (comparison->added, scene->base);
  own_remove (comparison->mended, scene->head);
  /* What is put in anew stands beside its like, in report order: each of those added is of a check of the head. */
  added = (HmFindingChange **) g_ptr_array_steal (comparison->added, &n_added);
  for (guint i = 0; i < scene->head->results->len; i++) {
    const HmResult *result = g_ptr_array_index (scene->head->results, i);

    changes_move (added, n_added, result->id, comparison->added);
    replaced_add (scene, result, comparison->added);
    own_add (scene, policy, result, comparison->added);
  }
  return comparison;
}
