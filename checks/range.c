/* SPDX-License-Identifier: Apache-2.0 */
/* Judges the commits of a range one by one. Distrusts their dates: a commit of today may say that it is of 1970. */
#include "checks/range.h"

#include "checks/list.h"
#include "checks/sensitive.h"
#include "core/instant.h"
#include "core/limits.h"
#include "core/oid.h"

#include <string.h>

#define PROBE_SIGNED "recent-commits-signed"
#define PROBE_VERIFIED "recent-commits-verified"
#define PROBE_TAGS "release-tags-signed"
#define PROBE_WITNESSED "sensitive-changes-witnessed"
#define PROBE_CONTACTS "contact-changes-witnessed"

/* Files that a finding cites beside its commit. */
#define FILES_MAX 10u

gboolean
hm_range_has_own (const char *check_id, const char *probe)
{
  if (g_str_equal (check_id, hm_check_signed_commits.id))
    return g_str_equal (probe, PROBE_SIGNED);
  return g_str_equal (check_id, hm_check_sensitive_changes.id)
         && (g_str_equal (probe, PROBE_WITNESSED) || g_str_equal (probe, PROBE_CONTACTS));
}

gboolean
hm_range_is_of_whole (const char *check_id, const char *probe)
{
  if (g_str_equal (check_id, hm_check_signed_commits.id))
    return g_str_equal (probe, PROBE_VERIFIED) || g_str_equal (probe, PROBE_TAGS);
  return g_str_equal (check_id, hm_check_maintainers.id);
}

/* Those of bots too: anybody can type a bot's address. */
static void
signed_judge (const HmHistory *history, HmFindings *findings)
{
  guint n = 0;
  guint n_unsigned = 0;
  HmFinding *finding;

  for (gsize i = 0; i < history->n_commits; i++) {
    const HmCommit *commit = &history->commits[i];

    if (commit->is_before)
      continue;
    n++;
    if (commit->signature == HM_SIGNATURE_NONE || commit->signature == HM_SIGNATURE_OTHER)
      n_unsigned++;
  }
  if (n_unsigned == 0)
    return;
  finding = hm_findings_add (findings, PROBE_SIGNED, HM_FAIL,
                             "%u of %u %s of the range %s no signature", n_unsigned, n,
                             n == 1 ? "commit" : "commits", n_unsigned == 1 ? "has" : "have");
  for (gsize i = 0, n_cited = 0; i < history->n_commits && n_cited < HM_FINDINGS_MAX; i++) {
    const HmCommit *commit = &history->commits[i];

    if (commit->is_before
        || (commit->signature != HM_SIGNATURE_NONE && commit->signature != HM_SIGNATURE_OTHER))
      continue;
    hm_finding_cite_commit (finding, &commit->oid);
    n_cited++;
  }
}

static void
change_cite (const HmFileChange *change, HmFinding *finding)
{
  hm_finding_cite_file (
      finding,
      &(HmTreeEntry){ .path = change->path,
                      .oid = change->kind == HM_CHANGE_DELETED ? change->before : change->after },
      0);
}

static void
sensitive_judge (const HmHistory *history, const HmSensitiveCommit *sensitive, HmFindings *findings)
{
  const HmCommit *commit = &history->commits[sensitive->commit];
  g_autofree char *roles = hm_sensitive_roles_text (sensitive->roles);
  HmFinding *finding;
  guint n_cited = 0;

  if (sensitive->trace != HM_TRACE_NONE || sensitive->roles == 0)
    return;
  finding = hm_findings_add (findings, PROBE_WITNESSED, HM_FAIL,
                             "a change of: %s; nobody but its author is visible", roles);
  for (guint32 i = 0; i < commit->n_changes && n_cited < FILES_MAX; i++) {
    const HmFileChange *change = &history->changes[commit->changes + i];

    if (hm_change_sensitive_roles (history, change) == 0)
      continue;
    change_cite (change, finding);
    n_cited++;
  }
  hm_finding_cite_commit (finding, &commit->oid);
}

/* "user@example.org" of the first mark of @kind; "" where there is none. */
static const char *
mark_text (const HmHistory *history, const HmFileChange *change, HmMarkKind kind)
{
  for (guint i = 0; i < change->n_marks; i++)
    if (history->marks[change->marks + i].kind == kind)
      return history->marks[change->marks + i].text;
  return "";
}

/*
 * While a change is under review a request is all that can be seen of it: who looks does so now,
 * and wants to be told.
 */
static void
contacts_judge (const HmHistory *history, const HmSensitiveCommit *sensitive, HmFindings *findings)
{
  const HmCommit *commit = &history->commits[sensitive->commit];

  if (!sensitive->swaps_contact || sensitive->trace == HM_TRACE_SECOND)
    return;
  for (guint32 i = 0; i < commit->n_changes; i++) {
    const HmFileChange *change = &history->changes[commit->changes + i];
    const char *added = mark_text (history, change, HM_MARK_ADDRESS_ADDED);
    HmFinding *finding;

    if (!hm_change_swaps_contact (history, change))
      continue;
    finding = hm_findings_add (findings, PROBE_CONTACTS, HM_FAIL,
                               "%s %s%s, and no second person is visible",
                               mark_text (history, change, HM_MARK_ADDRESS_REMOVED),
                               *added != '\0' ? "became " : "was taken out", added);
    change_cite (change, finding);
    hm_finding_cite_commit (finding, &commit->oid);
  }
}

static void
changes_judge (const HmFacts *facts, HmFindings *findings)
{
  g_autoptr (HmTenure) tenure = hm_tenure_new (&facts->history, facts->as_of);
  g_autoptr (HmWitness) witness = hm_witness_new (facts, tenure);
  g_autoptr (GArray) commits = hm_sensitive_commits (facts, tenure, witness, G_MININT64);

  for (guint i = 0; i < commits->len; i++) {
    const HmSensitiveCommit *commit = &g_array_index (commits, HmSensitiveCommit, i);

    if (findings->items->len >= HM_FINDINGS_MAX)
      return;
    contacts_judge (&facts->history, commit, findings);
    sensitive_judge (&facts->history, commit, findings);
  }
}

void
hm_range_judge (const HmCheck *check, const HmFacts *facts, HmFindings *findings)
{
  if (g_str_equal (check->id, hm_check_signed_commits.id))
    signed_judge (&facts->history, findings);
  else if (g_str_equal (check->id, hm_check_sensitive_changes.id))
    changes_judge (facts, findings);
}

/* Returns: (owned) "HEX PATH" of what the file @path comes to; @oid all zero where it is gone. */
static char *
version_key (const char *path, const HmOid *oid)
{
  char hex[HM_OID_HEX_SIZE + 1];

  return g_strconcat (hm_oid_hex (oid, hex), " ", path, NULL);
}

/* Returns: (owned) keys of all versions of sensitive files that commits of the range are seen to make. */
static GHashTable *
versions_made (const HmHistory *history)
{
  GHashTable *versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < history->n_commits; i++) {
    const HmCommit *commit = &history->commits[i];

    for (guint32 j = 0; !commit->is_before && j < commit->n_changes; j++) {
      const HmFileChange *change = &history->changes[commit->changes + j];

      if (hm_change_sensitive_roles (history, change) != 0)
        g_hash_table_add (versions, version_key (change->path, &change->after));
    }
  }
  return versions;
}

/* @before, @after: what the trees have at the path of @entry, all zero where they have nothing */
static void
entry_judge (GHashTable *versions, const HmTreeEntry *entry, const HmOid *before,
             const HmOid *after, HmFindings *findings)
{
  const guint32 roles = entry->roles & HM_SENSITIVE_ROLES;
  g_autofree char *words = NULL;
  g_autofree char *key = NULL;

  if (roles == 0 || findings->items->len >= HM_FINDINGS_MAX || hm_oid_equal (before, after))
    return;
  key = version_key (entry->path, after);
  if (g_hash_table_contains (versions, key))
    return;
  words = hm_sensitive_roles_text (roles);
  hm_finding_cite_file (hm_findings_add (findings, PROBE_WITNESSED, HM_FAIL,
                                         "a change of: %s; no commit of the range is seen to make "
                                         "it, so a merge did, or one too large to be looked at",
                                         words),
                        entry, 0);
}

void
hm_range_judge_trees (const HmCheck *check, const HmFacts *facts, const HmTree *before,
                      const HmTree *after, HmFindings *findings)
{
  static const HmOid nothing = { { 0 } };
  g_autoptr (GHashTable) versions = NULL;
  gsize i = 0;
  gsize j = 0;

  /* What is not listed may be there all the same. */
  if (!g_str_equal (check->id, hm_check_sensitive_changes.id) || before->cut != NULL
      || after->cut != NULL)
    return;
  versions = versions_made (&facts->history);
  while (i < before->n_entries || j < after->n_entries) {
    const HmTreeEntry *old = i < before->n_entries ? &before->entries[i] : NULL;
    const HmTreeEntry *new = j < after->n_entries ? &after->entries[j] : NULL;
    const int order = old == NULL ? 1 : new == NULL ? -1 : strcmp (old->path, new->path);

    if (old != NULL && order < 0) {
      entry_judge (versions, old, &old->oid, &nothing, findings);
      i++;
    } else if (new != NULL && order > 0) {
      entry_judge (versions, new, &nothing, &new->oid, findings);
      j++;
    } else if (old != NULL && new != NULL) {
      entry_judge (versions, new, &old->oid, &new->oid, findings);
      i++;
      j++;
    }
  }
}
