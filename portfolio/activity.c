/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/activity.h"

#include "checks/activity.h"
#include "checks/organisation.h"
#include "checks/tenure.h"
#include "core/seeded_hash.h"
#include "portfolio/packages.h"

void
hm_activity_need (GPtrArray *reads, guint *needs)
{
  g_ptr_array_set_size (reads, (gint) reads->len - 1);
  for (gsize i = 0; hm_packages_reads[i] != NULL; i++)
    g_ptr_array_add (reads, (char *) (gsize) hm_packages_reads[i]);
  g_ptr_array_add (reads, NULL);
  *needs |= HM_NEED_TREE | HM_NEED_HISTORY | HM_NEED_SIGNATURES | HM_NEED_PLATFORM;
}

static gint64
organisations_count (const HmHistory *history, const HmActivity *activity)
{
  g_autoptr (GHashTable) domains =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);

  for (guint rank = 0; rank < activity->people->len; rank++) {
    const HmPersonActivity *person = hm_activity_person (activity, rank);
    char *domain = hm_organisation_of_email (history->people[person->person].email);

    if (domain != NULL)
      g_hash_table_add (domains, domain);
  }
  return (gint64) g_hash_table_size (domains);
}

static gint64
releases_count (const HmTag *tags, gsize n_tags, gint64 since, gint64 until)
{
  gint64 n = 0;

  for (gsize i = 0; i < n_tags; i++)
    n += tags[i].is_release && tags[i].time > since && tags[i].time <= until ? 1 : 0;
  return n;
}

static void
history_fill (HmReportActivity *counts, const HmFacts *facts)
{
  const HmHistory *history = &facts->history;
  const gint64 since = hm_activity_since (facts->as_of);
  g_autoptr (HmTenure) tenure = NULL;
  g_autoptr (HmActivity) activity = NULL;

  /* Nothing then says when anything was done. */
  if (history->n_commits == 0 || hm_activity_is_dated_ahead (history, facts->as_of))
    return;
  tenure = hm_tenure_new (history, facts->as_of);
  counts->last_commit_at = MIN (hm_tenure_time (tenure, 0), facts->as_of);
  if (history->cut == NULL)
    counts->first_commit_at = hm_tenure_begin (tenure);
  if (history->cut != NULL && history->cut_time > since)
    return;
  activity = hm_activity_new (history, facts->as_of);
  counts->n_commits = activity->n_work;
  counts->n_people = activity->people->len;
  counts->n_active = activity->n_active;
  counts->n_organisations = organisations_count (history, activity);
  counts->n_releases =
      releases_count (history->tags, history->n_tags, since, facts->as_of)
      + releases_count (history->branch_tags, history->n_branch_tags, since, facts->as_of);
}

static gint64
told_count (const HmCountFact *fact)
{
  return fact->is_known ? (gint64) fact->value : -1;
}

void
hm_activity_fill (HmReport *report, const HmFacts *facts)
{
  HmReportActivity *counts = hm_report_activity_new ();
  g_auto (HmPackages) packages = { 0 };

  history_fill (counts, facts);
  counts->n_forks = told_count (&facts->forge.n_forks);
  counts->n_stars = told_count (&facts->forge.n_stars);
  hm_packages_read (&facts->tree, facts->platform.url, &packages);
  g_strfreev (counts->packages);
  g_strfreev (counts->dependencies);
  counts->packages = g_steal_pointer (&packages.packages);
  counts->dependencies = g_steal_pointer (&packages.dependencies);
  hm_report_activity_free (report->activity);
  report->activity = counts;
}
