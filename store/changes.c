/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What moved between two times: two rows of each repository side by side; of the findings only those are read that
 * one of the two has alone.
 */
#include "core/error.h"
#include "store/finding_list.h"
#include "store/finding_pairs.h"
#include "store/findings.h"
#include "store/summary.h"

typedef struct {
  gint64 since;
  gint64 until;
  HmStoreChangeFunc func;
  gpointer data;
  HmSummaryRow before;
  HmSummaryRow after;
  GPtrArray *came;
  GPtrArray *went;
} Question;

static void
finding_free (gpointer finding)
{
  hm_store_finding_free (finding);
}

static void
question_init (Question *question)
{
  hm_summary_row_init (&question->before);
  hm_summary_row_init (&question->after);
  question->came = g_ptr_array_new_with_free_func (finding_free);
  question->went = g_ptr_array_new_with_free_func (finding_free);
}

static void
question_clear (Question *question)
{
  hm_summary_row_clear (&question->before);
  hm_summary_row_clear (&question->after);
  g_clear_pointer (&question->came, g_ptr_array_unref);
  g_clear_pointer (&question->went, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

/* Puts into @found the findings of @numbers that @others has not; both rise. */
static gboolean
difference_read (HmStore *store, gint64 repository, const GArray *numbers, const GArray *others,
                 GPtrArray *found, GError **error)
{
  guint j = 0;

  for (guint i = 0; i < numbers->len; i++) {
    const guint32 number = g_array_index (numbers, guint32, i);
    HmStoreFinding *finding;

    while (j < others->len && g_array_index (others, guint32, j) < number)
      j++;
    if (j < others->len && g_array_index (others, guint32, j) == number)
      continue;
    finding = hm_finding_read (store, repository, number, error);
    if (finding == NULL)
      return FALSE;
    g_ptr_array_add (found, finding);
  }
  return TRUE;
}

static gboolean
findings_compare (HmStore *store, gint64 repository, Question *question, GError **error)
{
  g_autoptr (GArray) before = hm_finding_list_parse (question->before.findings);
  g_autoptr (GArray) after = hm_finding_list_parse (question->after.findings);

  if (before == NULL || after == NULL)
    return hm_database_damaged (store, error, "a report has a list of findings that can't be");
  if (!difference_read (store, repository, after, before, question->came, error)
      || !difference_read (store, repository, before, after, question->went, error))
    return FALSE;
  hm_finding_pairs_drop (question->came, question->went);
  return TRUE;
}

static gboolean
change_tell (HmStore *store, gint64 number, const char *key, gpointer data, GError **error)
{
  Question *question = data;
  HmStoreChange change = { .after = &question->after.summary,
                           .came = question->came,
                           .went = question->went };

  if (!hm_summary_row_read (store, number, question->until, &question->after, error)
      || !hm_summary_row_read (store, number, question->since, &question->before, error))
    return FALSE;
  if (question->after.id == 0)
    return TRUE;
  g_ptr_array_set_size (question->came, 0);
  g_ptr_array_set_size (question->went, 0);
  question->before.summary.repository = key;
  question->after.summary.repository = key;
  if (question->before.id != 0) {
    change.before = &question->before.summary;
    if (!g_str_equal (question->before.findings, question->after.findings)
        && !findings_compare (store, number, question, error))
      return FALSE;
  }
  return question->func (&change, question->data, error);
}

gboolean
hm_store_changes (HmStore *store, const char *const *repositories, gint64 since, gint64 until,
                  HmStoreChangeFunc func, gpointer data, GError **error)
{
  g_auto (Question)
      question = { .since = MIN (since, until), .until = until, .func = func, .data = data };

  question_init (&question);
  return hm_repositories_walk (store, repositories, change_tell, &question, error);
}
