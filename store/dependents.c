/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who needs whose packages. Names are whatever a repository or an imported report says: they are sorted and looked
 * for by halves, never hashed, so that nobody can choose names that collide, and a name that many offer is dropped
 * before it is joined, so that the time grows with the number of names alone.
 */
#include <string.h>

#include "core/error.h"
#include "store/summary.h"

/* Names between two looks at the flag. */
#define LOOK_EVERY 4096u

/* A repository that takes part. */
typedef struct {
  char *key;
  GPtrArray *dependents; /* (nullable) (element-type utf8, borrowed) keys, each once */
} Member;

/* A name, and one that offers it. */
typedef struct {
  const char *name;
  guint member;
} Offer;

typedef struct {
  const gint *cancelled;
  gint64 at;
  GPtrArray *members;  /* (element-type Member) */
  GHashTable *indices; /* number of a repository to its index among them + 1 */
  GStringChunk *names;
  GArray *offers; /* (element-type Offer) */
  guint n_seen;   /* names so far */
} Join;

/* What is done with each @name of a list of @member, of the join; it lives during the call. */
typedef void (*NameFunc) (Join *join, guint member, char *name);

static void
member_free (gpointer data)
{
  Member *member = data;

  g_free (member->key);
  if (member->dependents != NULL)
    g_ptr_array_unref (member->dependents);
  g_free (member);
}

static void
join_clear (Join *join)
{
  g_array_unref (join->offers);
  g_string_chunk_free (join->names);
  g_hash_table_unref (join->indices);
  g_ptr_array_unref (join->members);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Join, join_clear)

static gpointer
number_pointer (gint64 number)
{
  return GSIZE_TO_POINTER ((gsize) number);
}

static gboolean
member_take (HmStore *store, gint64 number, const char *key, gpointer data, GError **error)
{
  Join *join = data;
  Member *member = g_new0 (Member, 1);

  (void) store;
  (void) error;
  member->key = g_strdup (key);
  g_ptr_array_add (join->members, member);
  g_hash_table_insert (join->indices, number_pointer (number),
                       GUINT_TO_POINTER (join->members->len));
  return TRUE;
}

static gboolean
names_take (Join *join, guint member, const char *names, NameFunc func, GError **error)
{
  g_autofree char *text = g_strdup (names);
  char *next = text;

  while (next != NULL && *next != '\0') {
    char *name = next;

    if (join->cancelled != NULL && ++join->n_seen % LOOK_EVERY == 0
        && g_atomic_int_get (join->cancelled) != 0)
      return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
    next = strchr (name, '\n');
    if (next != NULL)
      *next++ = '\0';
    func (join, member, name);
  }
  return TRUE;
}

/* @sql: a literal that asks for a repository's number and its names as of ?1 */
static gboolean
lists_walk (HmStore *store, const char *sql, Join *join, NameFunc func, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (store, sql, error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, join->at);
  while (hm_database_step (store, rows, &has_row, error)) {
    guint index;

    if (!has_row)
      return TRUE;
    index = GPOINTER_TO_UINT (
        g_hash_table_lookup (join->indices, number_pointer (sqlite3_column_int64 (rows, 0))));
    if (index > 0 && !names_take (join, index - 1, hm_column_text (rows, 1), func, error))
      return FALSE;
  }
  return FALSE;
}

static void
offer_take (Join *join, guint member, char *name)
{
  const Offer offer = { g_string_chunk_insert (join->names, name), member };

  g_array_append_val (join->offers, offer);
}

static int
offers_compare (gconstpointer a, gconstpointer b)
{
  const Offer *one = a;
  const Offer *other = b;
  const int by_name = strcmp (one->name, other->name);

  return by_name != 0 ? by_name : (one->member > other->member) - (one->member < other->member);
}

/* Sorts the offers, and drops those of names that too many offer. */
static void
offers_settle (GArray *offers)
{
  guint n_kept = 0;
  guint end;

  g_array_sort (offers, offers_compare);
  for (guint begin = 0; begin < offers->len; begin = end) {
    const char *name = g_array_index (offers, Offer, begin).name;

    end = begin + 1;
    while (end < offers->len && strcmp (g_array_index (offers, Offer, end).name, name) == 0)
      end++;
    if (end - begin > HM_STORE_OFFERS_MAX)
      continue;
    for (guint i = begin; i < end; i++)
      g_array_index (offers, Offer, n_kept++) = g_array_index (offers, Offer, i);
  }
  g_array_set_size (offers, n_kept);
}

/* Names arrive repository by repository, so to have each dependent once only the last entry needs to be compared. */
static void
need_add (Join *join, guint needed, guint by)
{
  Member *member = g_ptr_array_index (join->members, needed);
  char *key = ((Member *) g_ptr_array_index (join->members, by))->key;

  if (needed == by)
    return;
  if (member->dependents == NULL)
    member->dependents = g_ptr_array_new ();
  if (member->dependents->len == 0
      || g_ptr_array_index (member->dependents, member->dependents->len - 1) != key)
    g_ptr_array_add (member->dependents, key);
}

/* A repository that offers the package itself is a copy or a fork of the others that do, and needs its own. */
static void
need_take (Join *join, guint member, char *name)
{
  guint begin = 0;
  guint end = join->offers->len;

  while (begin < end) {
    const guint middle = begin + (end - begin) / 2;

    if (strcmp (g_array_index (join->offers, Offer, middle).name, name) < 0)
      begin = middle + 1;
    else
      end = middle;
  }
  for (end = begin;
       end < join->offers->len && strcmp (g_array_index (join->offers, Offer, end).name, name) == 0;
       end++) {
    if (g_array_index (join->offers, Offer, end).member == member)
      return;
  }
  for (; begin < end; begin++)
    need_add (join, g_array_index (join->offers, Offer, begin).member, member);
}

/* CROSS: the rows of one repository are looked for, rather than all rows of all times read. */
#define NAMES_OF(list) \
  "SELECT activity.repository, names FROM repository" \
  " CROSS JOIN activity ON activity.repository = repository.id" \
  " AND as_of = (SELECT max(as_of) FROM activity AS newest" \
  "  WHERE newest.repository = repository.id AND newest.as_of <= ?1)" \
  " JOIN name_list ON name_list.repository = repository.id AND name_list.number = activity." list

/* All of it sees one state of the store. */
static gboolean
join_fill (HmStore *store, const char *const *repositories, Join *join, GError **error)
{
  if (!hm_repositories_walk (store, repositories, member_take, join, error)
      || !lists_walk (store, NAMES_OF ("packages"), join, offer_take, error))
    return FALSE;
  offers_settle (join->offers);
  return lists_walk (store, NAMES_OF ("dependencies"), join, need_take, error);
}

gboolean
hm_store_dependents (HmStore *store, const char *const *repositories, gint64 at,
                     const gint *cancelled, HmStoreDependentsFunc func, gpointer data,
                     GError **error)
{
  g_auto (Join) join = {
    .cancelled = cancelled,
    .at = at,
    .members = g_ptr_array_new_with_free_func (member_free),
    .indices = g_hash_table_new (NULL, NULL),
    .names = g_string_chunk_new (4096),
    .offers = g_array_new (FALSE, FALSE, sizeof (Offer)),
  };
  gboolean is_entered;
  gboolean is_done;

  if (!hm_database_enter_read (store, &is_entered, error))
    return FALSE;
  is_done = join_fill (store, repositories, &join, error);
  hm_database_leave_read (store, is_entered);
  for (guint i = 0; is_done && i < join.members->len; i++) {
    const Member *member = g_ptr_array_index (join.members, i);

    is_done = member->dependents == NULL || func (member->key, member->dependents, data, error);
  }
  return is_done;
}
