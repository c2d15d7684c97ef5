/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts the waivers: of the scanned repository's own policy an attacker wrote each one. So that
 * a waiver can't cover what nobody looked at, all that a finding cites has to fit, and what a file
 * holds is part of it.
 */
#include "scoring/waivers.h"

#include "core/glob.h"
#include "core/oid.h"

#include <string.h>

#define DAY_SECONDS 86400

/* What a file of a set costs, in these terms: it is sorted and hashed. */
#define SET_FILE_COST 512u

/*
 * Bytes of patterns times bytes of paths that the waivers of one check may cost: seconds. What a
 * person writes takes a thousandth of it.
 */
#define MATCH_COST_MAX (G_GUINT64_CONSTANT (1) << 30)

static HmReportWaiver *
waiver_copy (const HmWaiver *waiver)
{
  HmReportWaiver *copy = hm_report_waiver_new ();

  hm_text_set (&copy->check_id, waiver->check_id);
  hm_text_set (&copy->probe, waiver->probe != NULL ? waiver->probe : "");
  hm_text_set (&copy->path, waiver->path != NULL ? waiver->path : "");
  if (waiver->n_commits > 0)
    g_array_append_vals (copy->commits, waiver->commits, (guint) waiver->n_commits);
  copy->digest = waiver->digest;
  hm_text_set (&copy->reason, waiver->reason);
  hm_text_set (&copy->by, waiver->by);
  copy->expires = waiver->expires;
  hm_text_set (&copy->place, waiver->place != NULL ? waiver->place : "");
  return copy;
}

/* The first second after the day of @time, which a waiver of that last day would hold to. */
static gint64
day_end (gint64 time)
{
  return time - (time % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS + DAY_SECONDS;
}

GPtrArray *
hm_waivers_new (const HmPolicy *policy, gint64 as_of)
{
  GPtrArray *waivers = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_report_waiver_free);

  for (gsize i = 0; i < policy->n_waivers; i++) {
    HmReportWaiver *waiver = waiver_copy (&policy->waivers[i]);

    if (waiver->expires <= as_of)
      waiver->state = HM_WAIVER_EXPIRED;
    else if (waiver->expires - day_end (as_of) > (gint64) HM_WAIVER_DAYS_MAX * DAY_SECONDS)
      waiver->state = HM_WAIVER_TOO_LONG;
    g_ptr_array_add (waivers, waiver);
  }
  return waivers;
}

/* How a waiver stands to one finding. */
typedef enum {
  FIT_NONE, /* it is about something else */
  FIT_WHOLE,
  FIT_ALTERED,
  FIT_NO_DIGEST,
} Fit;

/* Where a finding's evidence lies, as far as one waiver is concerned. */
typedef struct {
  guint n_files;
  guint n_files_within; /* of the path */
  guint n_blobs;        /* files with a blob id */
  guint n_blobs_equal;  /* to that of the digest */
  guint n_commits;
  guint n_commits_listed;
} Cited;

/* Returns: FALSE where @cost is more than is left: then nothing is. */
static gboolean
budget_take (guint64 *budget, guint64 cost)
{
  const gboolean does = cost <= *budget;

  *budget = does ? *budget - cost : 0;
  return does;
}

static gboolean
path_fits (const char *glob, const char *path, guint64 *budget)
{
  const gsize plain = strcspn (glob, "*?[\\");

  if (strncmp (glob, path, plain) != 0)
    return FALSE;
  if (glob[plain] == '\0')
    return path[plain] == '\0';
  return budget_take (budget, (guint64) strlen (glob) * (strlen (path) + 1))
         && hm_path_glob_matches (glob, path);
}

static Cited
cited_count (const HmReportWaiver *waiver, GHashTable *commits, const HmFinding *finding,
             guint64 *budget)
{
  Cited cited = { 0 };

  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_FILE) {
      const gboolean is_blob = !hm_oid_is_zero (&evidence->oid);

      cited.n_files++;
      cited.n_blobs += is_blob ? 1 : 0;
      if (is_blob && waiver->digest.kind == HM_DIGEST_BLOB
          && hm_oid_equal (&evidence->oid, &waiver->digest.blob))
        cited.n_blobs_equal++;
      if (*waiver->path != '\0' && path_fits (waiver->path, evidence->text, budget))
        cited.n_files_within++;
    } else if (evidence->kind == HM_EVIDENCE_COMMIT) {
      cited.n_commits++;
      cited.n_commits_listed += g_hash_table_contains (commits, &evidence->oid) ? 1 : 0;
    }
  }
  return cited;
}

/* As far as one finding tells: whether the digest of a set fits is told by all of them together. */
static Fit
finding_fit (const HmReportWaiver *waiver, GHashTable *commits, const HmFinding *finding,
             guint64 *budget)
{
  const gboolean has_commits = waiver->commits->len > 0;
  const gboolean has_path = *waiver->path != '\0';
  Cited cited;

  if (finding->outcome != HM_FAIL
      || (*waiver->probe != '\0' && !g_str_equal (waiver->probe, finding->probe)))
    return FIT_NONE;
  cited = cited_count (waiver, commits, finding, budget);
  if (has_commits && (cited.n_commits == 0 || cited.n_commits_listed < cited.n_commits))
    return FIT_NONE;
  if (has_path && (cited.n_files == 0 || cited.n_files_within < cited.n_files))
    return FIT_NONE;
  if (!has_path)
    return has_commits || cited.n_files == 0 ? FIT_WHOLE
           : cited.n_blobs > 0               ? FIT_NO_DIGEST
                                             : FIT_NONE;
  switch (waiver->digest.kind) {
  case HM_DIGEST_BLOB:
    return cited.n_blobs_equal == cited.n_files ? FIT_WHOLE : FIT_ALTERED;
  case HM_DIGEST_SET:
    return cited.n_blobs == cited.n_files ? FIT_WHOLE : FIT_ALTERED;
  case HM_DIGEST_NONE:
  default:
    /* What a commit holds can't change under it. */
    return has_commits || cited.n_blobs == 0 ? FIT_WHOLE : FIT_NO_DIGEST;
  }
}

static void
files_add (GArray *files, const HmFinding *finding)
{
  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_FILE)
      g_array_append_vals (files, evidence, 1);
  }
}

static gboolean
set_fits (const HmReportWaiver *waiver, const GPtrArray *fitting, guint64 *budget)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (HmEvidence));
  HmDigest digest;

  for (guint i = 0; i < fitting->len; i++)
    files_add (files, g_ptr_array_index (fitting, i));
  if (!budget_take (budget, (guint64) files->len * SET_FILE_COST))
    return FALSE;
  hm_digest_of_files (files, &digest);
  return hm_digest_equal (&digest, &waiver->digest);
}

/* Whether something that @waiver is about could not be looked at. */
static gboolean
is_in_the_dark (const HmReportWaiver *waiver, const HmResult *result)
{
  if (result->status == HM_STATUS_UNKNOWN)
    return TRUE;
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (finding->outcome == HM_UNKNOWN
        && (*waiver->probe == '\0' || g_str_equal (waiver->probe, finding->probe)))
      return TRUE;
  }
  return FALSE;
}

static guint
oid_hash (gconstpointer key)
{
  const HmOid *oid = key;

  return (guint) oid->bytes[0] | (guint) oid->bytes[1] << 8 | (guint) oid->bytes[2] << 16
         | (guint) oid->bytes[3] << 24;
}

static gboolean
oid_equal (gconstpointer a, gconstpointer b)
{
  return hm_oid_equal (a, b);
}

/* @number: of the waiver, from 1. One that the budget does not reach settles nothing: nobody looked. */
static void
waiver_apply (HmReportWaiver *waiver, guint number, HmResult *result, guint64 *budget)
{
  g_autoptr (GHashTable) commits = g_hash_table_new (oid_hash, oid_equal);
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();
  guint n_altered = 0;
  guint n_without_digest = 0;

  for (guint i = 0; i < waiver->commits->len; i++)
    g_hash_table_add (commits, &g_array_index (waiver->commits, HmOid, i));
  for (guint i = 0; i < result->findings->items->len; i++) {
    HmFinding *finding = g_ptr_array_index (result->findings->items, i);
    const Fit fit = finding_fit (waiver, commits, finding, budget);

    if (fit == FIT_WHOLE)
      g_ptr_array_add (fitting, finding);
    n_altered += fit == FIT_ALTERED;
    n_without_digest += fit == FIT_NO_DIGEST;
  }
  if (waiver->digest.kind == HM_DIGEST_SET && *waiver->path != '\0' && fitting->len > 0
      && !set_fits (waiver, fitting, budget)) {
    n_altered += fitting->len;
    g_ptr_array_set_size (fitting, 0);
  }
  if (*budget == 0)
    return;
  for (guint i = 0; i < fitting->len; i++) {
    HmFinding *finding = g_ptr_array_index (fitting, i);

    if (finding->waiver == 0)
      finding->waiver = number;
  }
  waiver->n_findings = fitting->len;
  waiver->state = fitting->len > 0                  ? HM_WAIVER_IN_FORCE
                  : n_altered > 0                   ? HM_WAIVER_ALTERED
                  : n_without_digest > 0            ? HM_WAIVER_NO_DIGEST
                  : is_in_the_dark (waiver, result) ? HM_WAIVER_UNASKED
                                                    : HM_WAIVER_UNMATCHED;
}

void
hm_waivers_apply (GPtrArray *waivers, HmResult *result)
{
  guint64 budget = MATCH_COST_MAX;

  for (guint i = 0; i < waivers->len; i++) {
    HmReportWaiver *waiver = g_ptr_array_index (waivers, i);

    if (waiver->state == HM_WAIVER_UNASKED && g_str_equal (waiver->check_id, result->id))
      waiver_apply (waiver, i + 1, result, &budget);
  }
}
