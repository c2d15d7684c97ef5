/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What nobody could look at is no change: a finding comes or goes only where both reports could
 * have told it. So neither a token that is missing today nor a check that is new makes a difference
 * that the project didn't make.
 */
#include "scoring/compare.h"

#include "core/error.h"
#include "scoring/fingerprint.h"
#include "scoring/report.h"

static void
check_change_free (gpointer data)
{
  HmCheckChange *change = data;

  g_free (change->id);
  g_free (change->name);
  g_free (change);
}

static void
finding_change_free (gpointer data)
{
  HmFindingChange *change = data;

  g_free (change->check_id);
  g_free (change->check_name);
  g_free (change->fingerprint);
  hm_findings_free (change->findings);
  g_free (change);
}

HmComparison *
hm_comparison_new (void)
{
  HmComparison *comparison = g_new0 (HmComparison, 1);

  comparison->before_score = HM_NO_SCORE;
  comparison->after_score = HM_NO_SCORE;
  comparison->before_floor = HM_NO_SCORE;
  comparison->after_floor = HM_NO_SCORE;
  comparison->checks = g_ptr_array_new_with_free_func (check_change_free);
  comparison->added = g_ptr_array_new_with_free_func (finding_change_free);
  comparison->mended = g_ptr_array_new_with_free_func (finding_change_free);
  return comparison;
}

void
hm_comparison_free (HmComparison *comparison)
{
  if (comparison == NULL)
    return;
  g_ptr_array_unref (comparison->checks);
  g_ptr_array_unref (comparison->added);
  g_ptr_array_unref (comparison->mended);
  g_free (comparison);
}

HmCheckChange *
hm_comparison_add_check (HmComparison *comparison, const char *id, const char *name)
{
  HmCheckChange *change = g_new0 (HmCheckChange, 1);

  change->id = g_strdup (id);
  change->name = g_strdup (name);
  change->before = HM_NO_SCORE;
  change->after = HM_NO_SCORE;
  g_ptr_array_add (comparison->checks, change);
  return change;
}

HmFindingChange *
hm_finding_changes_add (GPtrArray *changes, const char *check_id, const char *check_name,
                        HmRisk risk, const char *fingerprint)
{
  HmFindingChange *change = g_new0 (HmFindingChange, 1);

  change->check_id = g_strdup (check_id);
  change->check_name = g_strdup (check_name);
  change->risk = risk;
  change->fingerprint = g_strdup (fingerprint);
  change->findings = hm_findings_new ();
  g_ptr_array_add (changes, change);
  return change;
}

static gboolean
are_of_one_project (const HmReport *before, const HmReport *after)
{
  return g_str_equal (before->subject_name, after->subject_name)
         || (*before->subject_url != '\0' && g_str_equal (before->subject_url, after->subject_url));
}

/* Returns: (owned) from id (borrowed) to result (borrowed) */
static GHashTable *
results_by_id (const HmReport *report)
{
  GHashTable *results = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < report->results->len; i++) {
    HmResult *result = g_ptr_array_index (report->results, i);

    g_hash_table_insert (results, result->id, result);
  }
  return results;
}

/* What one check could tell of its failed findings. */
typedef struct {
  GHashTable *settled; /* fingerprints of failed and of unknown findings */
  GHashTable *dark;    /* probes that nobody could look at as a whole */
} Told;

static void
told_clear (Told *told)
{
  g_clear_pointer (&told->settled, g_hash_table_unref);
  g_clear_pointer (&told->dark, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Told, told_clear)

static gboolean
cites_place (const HmFinding *finding)
{
  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidenceKind kind = g_array_index (finding->evidence, HmEvidence, i).kind;

    if (kind == HM_EVIDENCE_FILE || kind == HM_EVIDENCE_COMMIT)
      return TRUE;
  }
  return FALSE;
}

static Told
told_by (const HmResult *result, const GPtrArray *fingerprints)
{
  Told told = {
    .settled = g_hash_table_new (g_str_hash, g_str_equal),
    .dark = g_hash_table_new (g_str_hash, g_str_equal),
  };

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (finding->outcome != HM_FAIL && finding->outcome != HM_UNKNOWN)
      continue;
    g_hash_table_add (told.settled, g_ptr_array_index (fingerprints, i));
    /* One that names a file or a commit is about that alone. */
    if (finding->outcome == HM_UNKNOWN && !cites_place (finding))
      g_hash_table_add (told.dark, finding->probe);
  }
  return told;
}

/*
 * Adds to @changes the failed findings of @result that @other, the same check at another time,
 * could have told and didn't. @is_latest: whether
 * @result is of the later report, whose waivers the numbers are of.
 */
static void
findings_compare (GPtrArray *changes, const HmResult *result, const HmResult *other,
                  gboolean is_latest)
{
  g_autoptr (GPtrArray) fingerprints = hm_findings_fingerprints (result->id, result->findings);
  g_autoptr (GPtrArray) others = hm_findings_fingerprints (other->id, other->findings);
  g_auto (Told) told = told_by (other, others);

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);
    const char *fingerprint = g_ptr_array_index (fingerprints, i);
    HmFindingChange *change;

    if (finding->outcome != HM_FAIL || g_hash_table_contains (told.settled, fingerprint)
        || g_hash_table_contains (told.dark, finding->probe))
      continue;
    change = hm_finding_changes_add (changes, result->id, result->name, result->risk, fingerprint);
    hm_findings_add_copy (change->findings, finding)->waiver = is_latest ? finding->waiver : 0;
  }
}

/*
 * Returns: (owned) the probes (borrowed) of @result that something could not be seen of; with
 * @is_any all that it has findings of
 */
static GHashTable *
probes_of (const HmResult *result, gboolean is_any)
{
  GHashTable *probes = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (is_any || finding->outcome == HM_UNKNOWN)
      g_hash_table_add (probes, finding->probe);
  }
  return probes;
}

/* Whether a probe that could be seen whole @before can't be @after. */
static gboolean
is_darker (const HmResult *before, const HmResult *after)
{
  g_autoptr (GHashTable) known = probes_of (before, TRUE);
  g_autoptr (GHashTable) dark = probes_of (before, FALSE);

  for (guint i = 0; i < after->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (after->findings->items, i);

    if (finding->outcome == HM_UNKNOWN && g_hash_table_contains (known, finding->probe)
        && !g_hash_table_contains (dark, finding->probe))
      return TRUE;
  }
  return FALSE;
}

static void
checks_compare (HmComparison *comparison, const HmReport *before, const HmReport *after)
{
  g_autoptr (GHashTable) earlier = results_by_id (before);
  g_autoptr (GHashTable) later = results_by_id (after);

  for (guint i = 0; i < after->results->len; i++) {
    const HmResult *result = g_ptr_array_index (after->results, i);
    const HmResult *other = g_hash_table_lookup (earlier, result->id);
    HmCheckChange *change = hm_comparison_add_check (comparison, result->id, result->name);

    change->after = result->score;
    change->is_new = other == NULL;
    if (other == NULL)
      continue;
    change->before = other->score;
    change->is_darker = is_darker (other, result);
    if (other->status != HM_STATUS_UNKNOWN)
      findings_compare (comparison->added, result, other, TRUE);
    if (other->status == HM_STATUS_SCORED && result->status == HM_STATUS_SCORED)
      findings_compare (comparison->mended, other, result, FALSE);
  }
  for (guint i = 0; i < before->results->len; i++) {
    const HmResult *result = g_ptr_array_index (before->results, i);
    HmCheckChange *change;

    if (g_hash_table_contains (later, result->id))
      continue;
    change = hm_comparison_add_check (comparison, result->id, result->name);
    change->before = result->score;
    change->is_gone = TRUE;
  }
}

HmComparison *
hm_reports_compare (const HmReport *before, const HmReport *after, GError **error)
{
  HmComparison *comparison;

  if (!are_of_one_project (before, after)) {
    hm_fail (error, HM_ERROR_USAGE, "%s: a report of another project, where one of %s is asked for",
             before->subject_name, after->subject_name);
    return NULL;
  }
  comparison = hm_comparison_new ();
  comparison->before_commit = before->commit;
  comparison->after_commit = after->commit;
  comparison->before_as_of = before->as_of;
  comparison->after_as_of = after->as_of;
  comparison->before_score = before->score;
  comparison->after_score = after->score;
  comparison->before_floor = before->floor;
  comparison->after_floor = after->floor;
  comparison->before_coverage_percent = before->coverage_percent;
  comparison->after_coverage_percent = after->coverage_percent;
  checks_compare (comparison, before, after);
  return comparison;
}
