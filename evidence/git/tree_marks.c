/* SPDX-License-Identifier: Apache-2.0 */
/* Gathers the marks of entries, and drops those of the last ones when there are far too many. */
#include "evidence/git/tree_marks.h"

#include <string.h>

#include "core/limits.h"

/* Of one entry. */
typedef struct {
  guint32 entry;
  guint32 n_marks;
  HmMark *marks; /* owned, with their texts behind them */
} Found;

struct HmTreeMarks {
  GMutex mutex;
  GArray *founds; /* (element-type Found) */
  gsize marks_max;
  gsize n_marks;
  guint32 end; /* marks of entries from here on are over the limit, whatever else is found */
};

static void
found_clear (gpointer data)
{
  Found *found = data;

  g_free (found->marks);
}

HmTreeMarks *
hm_tree_marks_new (gsize marks_max)
{
  HmTreeMarks *found = g_new0 (HmTreeMarks, 1);

  g_mutex_init (&found->mutex);
  found->founds = g_array_new (FALSE, FALSE, sizeof (Found));
  g_array_set_clear_func (found->founds, found_clear);
  found->marks_max = marks_max;
  found->end = HM_NO_INDEX;
  return found;
}

void
hm_tree_marks_free (HmTreeMarks *found)
{
  if (found == NULL)
    return;
  g_array_unref (found->founds);
  g_mutex_clear (&found->mutex);
  g_free (found);
}

static gint
founds_compare (gconstpointer a, gconstpointer b)
{
  const Found *found_a = a;
  const Found *found_b = b;

  return found_a->entry < found_b->entry ? -1 : found_a->entry > found_b->entry;
}

/* Puts what was found in the order of entries, and drops what is over the limit. */
static void
founds_settle (HmTreeMarks *found)
{
  guint n = 0;

  g_array_sort (found->founds, founds_compare);
  for (found->n_marks = 0; n < found->founds->len; n++) {
    const Found *one = &g_array_index (found->founds, Found, n);

    if (one->n_marks > found->marks_max - found->n_marks) {
      found->end = one->entry;
      break;
    }
    found->n_marks += one->n_marks;
  }
  g_array_set_size (found->founds, n);
}

/* Returns: (owned) the same marks, and their texts, in one block. */
static HmMark *
marks_copy (const HmMark *marks, guint n_marks)
{
  gsize size = n_marks * sizeof (HmMark);
  HmMark *copies;
  char *text;

  for (guint i = 0; i < n_marks; i++)
    size += strlen (marks[i].text) + 1;
  copies = g_malloc (size);
  text = (char *) (copies + n_marks);
  for (guint i = 0; i < n_marks; i++) {
    copies[i] = marks[i];
    copies[i].text = text;
    text = g_stpcpy (text, marks[i].text) + 1;
  }
  return copies;
}

void
hm_tree_marks_add (HmTreeMarks *found, guint32 entry, const HmMark *marks, guint n_marks)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = NULL;
  Found *one;

  if (n_marks == 0)
    return;
  locker = g_mutex_locker_new (&found->mutex);
  if (entry >= found->end)
    return;
  g_array_set_size (found->founds, found->founds->len + 1);
  one = &g_array_index (found->founds, Found, found->founds->len - 1);
  *one = (Found){ .entry = entry, .n_marks = n_marks };
  one->marks = marks_copy (marks, n_marks);
  found->n_marks += n_marks;
  if (found->n_marks > 2 * found->marks_max)
    founds_settle (found);
}

gboolean
hm_tree_marks_finish (HmTreeMarks *found, HmTreeStore *store)
{
  founds_settle (found);
  for (guint i = 0; i < found->founds->len; i++) {
    const Found *one = &g_array_index (found->founds, Found, i);
    HmTreeEntry *entry = &g_array_index (store->entries, HmTreeEntry, one->entry);

    if (entry->content == HM_CONTENT_UNREAD)
      continue;
    entry->marks = store->marks->len;
    entry->n_marks = (guint16) one->n_marks;
    for (guint j = 0; j < one->n_marks; j++) {
      HmMark mark = one->marks[j];

      mark.text = g_string_chunk_insert (store->mark_texts, mark.text);
      g_array_append_val (store->marks, mark);
    }
  }
  return found->end == HM_NO_INDEX;
}
