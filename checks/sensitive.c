/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the commits that make sensitive changes. */
#include "checks/sensitive.h"

static const struct {
  guint32 role;
  const char *text;
} role_texts[] = {
  { HM_ROLE_LICENSE, "licence" },
  { HM_ROLE_SECURITY, "security policy" },
  { HM_ROLE_CODE_OWNERS, "code owners" },
  { HM_ROLE_MAINTAINERS, "maintainers" },
  { HM_ROLE_FUNDING, "funding" },
  { HM_ROLE_WORKFLOW, "workflow" },
  { HM_ROLE_BUILD, "build" },
  { HM_ROLE_RELEASE, "release" },
  { HM_ROLE_SUBMODULE, "submodule" },
  { HM_ROLE_KEYS, "keys" },
  { HM_ROLE_PUBLISHING, "publishing" },
  { HM_ROLE_POLICY, "policy" },
};

/* Files where people look for whom to write to; a name in AUTHORS is thanks. */
#define CONTACT_ROLES \
  ((guint32) (HM_ROLE_SECURITY | HM_ROLE_CODE_OWNERS | HM_ROLE_MAINTAINERS | HM_ROLE_FUNDING \
              | HM_ROLE_CONTACT))

static gboolean
has_mark (const HmHistory *history, const HmFileChange *change, HmMarkKind kind)
{
  for (guint i = 0; i < change->n_marks; i++)
    if (history->marks[change->marks + i].kind == kind)
      return TRUE;
  return FALSE;
}

/*
 * An address that went is a contact that somebody relied on; one that only came is one more. Where
 * a file was made anew, nobody was.
 */
gboolean
hm_change_swaps_contact (const HmHistory *history, const HmFileChange *change)
{
  return (change->roles & CONTACT_ROLES) != 0 && change->kind != HM_CHANGE_ADDED
         && has_mark (history, change, HM_MARK_ADDRESS_REMOVED);
}

gboolean
hm_change_is_sensitive (const HmHistory *history, const HmFileChange *change)
{
  return (change->roles & HM_SENSITIVE_ROLES) != 0
         || has_mark (history, change, HM_MARK_PUBLISHER_CHANGED)
         || hm_change_swaps_contact (history, change);
}

guint32
hm_change_sensitive_roles (const HmHistory *history, const HmFileChange *change)
{
  return (change->roles & HM_SENSITIVE_ROLES)
         | (has_mark (history, change, HM_MARK_PUBLISHER_CHANGED) ? HM_ROLE_PUBLISHING : 0);
}

static gboolean
commit_look (const HmHistory *history, guint32 index, HmSensitiveCommit *ret_commit)
{
  const HmCommit *commit = &history->commits[index];

  *ret_commit = (HmSensitiveCommit){ .commit = index };
  for (guint32 i = 0; i < commit->n_changes; i++) {
    const HmFileChange *change = &history->changes[commit->changes + i];

    if (!hm_change_is_sensitive (history, change))
      continue;
    ret_commit->n_files++;
    ret_commit->roles |= hm_change_sensitive_roles (history, change);
    ret_commit->swaps_contact |= hm_change_swaps_contact (history, change);
  }
  return ret_commit->n_files > 0;
}

static gint
compare_commits (gconstpointer a, gconstpointer b, gpointer data)
{
  const HmSensitiveCommit *commit_a = a;
  const HmSensitiveCommit *commit_b = b;
  gint64 time_a = hm_tenure_time (data, commit_a->commit);
  gint64 time_b = hm_tenure_time (data, commit_b->commit);

  if (time_a != time_b)
    return time_a > time_b ? -1 : 1;
  return commit_a->commit < commit_b->commit ? -1 : commit_a->commit > commit_b->commit;
}

GArray *
hm_sensitive_commits (const HmFacts *facts, const HmTenure *tenure, const HmWitness *witness,
                      gint64 since)
{
  const HmHistory *history = &facts->history;
  GArray *commits = g_array_new (FALSE, FALSE, sizeof (HmSensitiveCommit));

  for (guint32 i = 0; i < history->n_commits; i++) {
    HmSensitiveCommit commit;

    if (history->commits[i].n_changes == 0 || hm_tenure_time (tenure, i) < since
        || history->commits[i].is_before || !commit_look (history, i, &commit))
      continue;
    commit.trace = hm_witness_trace (witness, i);
    g_array_append_val (commits, commit);
  }
  g_array_sort_with_data (commits, compare_commits, (gpointer) (guintptr) tenure);
  return commits;
}

const char *
hm_sensitive_role_text (guint32 role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (role_texts); i++)
    if (role_texts[i].role == role)
      return role_texts[i].text;
  return "";
}

char *
hm_sensitive_roles_text (guint32 roles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (role_texts); i++)
    if ((roles & role_texts[i].role) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", role_texts[i].text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
