/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/waiver_draft.h"

#include <string.h>

#include "core/error.h"
#include "core/glob.h"
#include "core/oid.h"
#include "scoring/waivers.h"

void
hm_waiver_draft_free (HmWaiverDraft *draft)
{
  if (draft == NULL)
    return;
  g_array_unref (draft->waivers);
  g_string_chunk_free (draft->strings);
  g_ptr_array_unref (draft->commits);
  g_free (draft);
}

static gboolean
cites_commit (const HmFinding *finding, const HmOid *commit)
{
  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_COMMIT && hm_oid_equal (&evidence->oid, commit))
      return TRUE;
  }
  return FALSE;
}

/* Whether @finding cites files, and all of them lie within @path. */
static gboolean
lies_within (const HmFinding *finding, const char *path)
{
  guint n_files = 0;

  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind != HM_EVIDENCE_FILE)
      continue;
    if (!hm_path_glob_matches (path, evidence->text))
      return FALSE;
    n_files++;
  }
  return n_files > 0;
}

/* Whether @wish means @finding, waived or not. */
static gboolean
is_meant (const HmWaiverWish *wish, const HmFinding *finding)
{
  return finding->outcome == HM_FAIL
         && (wish->probe == NULL || g_str_equal (finding->probe, wish->probe))
         && (wish->path == NULL || lies_within (finding, wish->path))
         && (wish->commit == NULL || cites_commit (finding, wish->commit));
}

GPtrArray *
hm_waiver_wish_pick (const HmWaiverWish *wish, const HmResult *result)
{
  GPtrArray *picked = g_ptr_array_new ();

  for (guint i = 0; i < result->findings->items->len; i++) {
    HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (finding->waiver == 0 && is_meant (wish, finding))
      g_ptr_array_add (picked, finding);
  }
  return picked;
}

static HmWaiver
waiver_begin (const HmWaiverWish *wish, const HmResult *result)
{
  return (HmWaiver){
    .check_id = result->id,
    .reason = wish->reason,
    .by = wish->by,
    .expires = wish->expires,
    .place = "",
  };
}

static gboolean
waivers_equal (const HmWaiver *a, const HmWaiver *b)
{
  if (g_strcmp0 (a->probe, b->probe) != 0 || g_strcmp0 (a->path, b->path) != 0
      || !hm_digest_equal (&a->digest, &b->digest) || a->n_commits != b->n_commits)
    return FALSE;
  for (gsize i = 0; i < a->n_commits; i++)
    if (!hm_oid_equal (&a->commits[i], &b->commits[i]))
      return FALSE;
  return TRUE;
}

static void
draft_add (HmWaiverDraft *draft, const HmWaiver *waiver)
{
  for (guint i = 0; i < draft->waivers->len; i++)
    if (waivers_equal (&g_array_index (draft->waivers, HmWaiver, i), waiver))
      return;
  g_array_append_vals (draft->waivers, waiver, 1);
}

/* A path that means itself alone: what a glob would take for a wildcard is taken as it is. */
static const char *
path_quote (HmWaiverDraft *draft, const char *path)
{
  g_autoptr (GString) quoted = g_string_new (NULL);

  for (const char *at = path; *at != '\0'; at++) {
    if (strchr ("*?[\\", *at) != NULL)
      g_string_append_c (quoted, '\\');
    g_string_append_c (quoted, *at);
  }
  return g_string_chunk_insert (draft->strings, quoted->str);
}

/* Returns: (borrowed) (nullable) the commits that @finding cites, each once */
static const GArray *
commits_list (HmWaiverDraft *draft, const HmFinding *finding)
{
  g_autoptr (GArray) commits = g_array_new (FALSE, FALSE, sizeof (HmOid));

  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_COMMIT)
      g_array_append_val (commits, evidence->oid);
  }
  if (commits->len == 0)
    return NULL;
  g_ptr_array_add (draft->commits, g_array_ref (commits));
  return commits;
}

/* Returns: (borrowed) (nullable) the file that @finding cites; *ret_is_one tells whether there is no other. */
static const HmEvidence *
file_find (const HmFinding *finding, gboolean *ret_is_one)
{
  const HmEvidence *file = NULL;

  *ret_is_one = TRUE;
  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind != HM_EVIDENCE_FILE)
      continue;
    if (file != NULL
        && (!g_str_equal (file->text, evidence->text)
            || !hm_oid_equal (&file->oid, &evidence->oid)))
      *ret_is_one = FALSE;
    file = evidence;
  }
  return file;
}

static gboolean
finding_draft (HmWaiverDraft *draft, const HmWaiverWish *wish, const HmResult *result,
               const HmFinding *finding, GError **error)
{
  HmWaiver waiver = waiver_begin (wish, result);
  const GArray *commits = commits_list (draft, finding);
  gboolean is_one;
  const HmEvidence *file = file_find (finding, &is_one);

  waiver.probe = finding->probe;
  if (commits != NULL) {
    waiver.commits = (const HmOid *) (gpointer) commits->data;
    waiver.n_commits = commits->len;
  } else if (file != NULL && !is_one) {
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: '%s' is about several files; give --path with a glob that covers them",
                    result->id, finding->message);
  } else if (file != NULL) {
    waiver.path = path_quote (draft, file->text);
    if (!hm_oid_is_zero (&file->oid))
      waiver.digest = (HmDigest){ .kind = HM_DIGEST_BLOB, .blob = file->oid };
  }
  draft_add (draft, &waiver);
  return TRUE;
}

/* One waiver over all files: its digest is of what the failed findings within it cite, waived before or not. */
static void
glob_draft (HmWaiverDraft *draft, const HmWaiverWish *wish, const HmResult *result)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (HmEvidence));
  HmWaiver waiver = waiver_begin (wish, result);

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (!is_meant (wish, finding))
      continue;
    for (guint j = 0; j < finding->evidence->len; j++) {
      const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, j);

      if (evidence->kind == HM_EVIDENCE_FILE)
        g_array_append_vals (files, evidence, 1);
    }
  }
  waiver.probe = wish->probe;
  waiver.path = wish->path;
  hm_digest_of_files (files, &waiver.digest);
  draft_add (draft, &waiver);
}

HmWaiverDraft *
hm_waiver_draft_new (const HmWaiverWish *wish, const HmResult *result, const GPtrArray *picked,
                     GError **error)
{
  g_autoptr (HmWaiverDraft) draft = g_new0 (HmWaiverDraft, 1);

  draft->waivers = g_array_new (FALSE, TRUE, sizeof (HmWaiver));
  draft->strings = g_string_chunk_new (256);
  draft->commits = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  if (wish->path != NULL && wish->commit == NULL && !hm_path_glob_is_literal (wish->path)) {
    glob_draft (draft, wish, result);
    return g_steal_pointer (&draft);
  }
  for (guint i = 0; i < picked->len; i++)
    if (!finding_draft (draft, wish, result, g_ptr_array_index (picked, i), error))
      return NULL;
  return g_steal_pointer (&draft);
}

/* A result with the findings of @result, none of them waived. Returns: (owned) */
static HmResult *
result_copy (const HmResult *result)
{
  HmResult *copy = hm_result_new ();

  hm_text_set (&copy->id, result->id);
  copy->status = result->status;
  for (guint i = 0; i < result->findings->items->len; i++) {
    HmFinding *finding =
        hm_findings_add_copy (copy->findings, g_ptr_array_index (result->findings->items, i));

    finding->waiver = 0;
  }
  return copy;
}

gboolean
hm_waiver_draft_check (const HmWaiverDraft *draft, const HmResult *result, gint64 as_of,
                       GError **error)
{
  const HmPolicy policy = {
    .waivers = (const HmWaiver *) (gpointer) draft->waivers->data,
    .n_waivers = draft->waivers->len,
  };
  g_autoptr (HmResult) copy = result_copy (result);
  g_autoptr (GPtrArray) waivers = hm_waivers_new (&policy, as_of);

  hm_waivers_apply (waivers, copy);
  for (guint i = 0; i < waivers->len; i++) {
    const HmReportWaiver *waiver = g_ptr_array_index (waivers, i);

    if (waiver->state != HM_WAIVER_IN_FORCE)
      return hm_fail (error, HM_ERROR_USAGE, "%s%s%s: a waiver would settle nothing: it is %s",
                      waiver->check_id, *waiver->path != '\0' ? " " : "", waiver->path,
                      hm_waiver_state_text (waiver->state));
  }
  return TRUE;
}

void
hm_waiver_finding_append (GString *out, const HmFinding *finding)
{
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append_printf (out, "%s: ", finding->probe);
  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_COMMIT)
      g_string_append_printf (out, "commit %.10s: ", hm_oid_hex (&evidence->oid, hex));
    else
      g_string_append_printf (out, "%s: ", evidence->text);
    break;
  }
  g_string_append (out, finding->message);
}
