/* SPDX-License-Identifier: Apache-2.0 */
/* Repositories and checks: the database knows them by numbers. */
#include "core/error.h"
#include "core/seeded_hash.h"
#include "store/database.h"

#include <string.h>

/* Pairs of a check's id and name that a store may know: those of built-in checks and of plug-ins are some dozens. */
#define CHECKS_MAX 4096u

/* Bytes of an id or a name. */
#define NAME_BYTES_MAX 1024u

static guint
words_hash (gconstpointer check)
{
  const HmCheckName *one = check;

  return hm_seeded_text_hash (one->id) * 31 + hm_seeded_text_hash (one->name);
}

static gboolean
words_equal (gconstpointer a, gconstpointer b)
{
  const HmCheckName *one = a;
  const HmCheckName *other = b;

  return g_str_equal (one->id, other->id) && g_str_equal (one->name, other->name);
}

void
hm_database_checks_forget (HmStore *store)
{
  g_clear_pointer (&store->checks_by_words, g_hash_table_unref);
  g_clear_pointer (&store->checks_by_number, g_hash_table_unref);
  g_clear_pointer (&store->check_words, g_string_chunk_free);
}

static void
checks_begin (HmStore *store)
{
  hm_database_checks_forget (store);
  store->checks_by_number = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  store->checks_by_words = g_hash_table_new (words_hash, words_equal);
  store->check_words = g_string_chunk_new (4096);
}

static void
check_keep (HmStore *store, gint64 number, const char *id, const char *name)
{
  HmCheckName *check = g_new0 (HmCheckName, 1);

  check->number = number;
  check->id = g_string_chunk_insert (store->check_words, id);
  check->name = g_string_chunk_insert (store->check_words, name);
  g_hash_table_add (store->checks_by_words, check);
  g_hash_table_insert (store->checks_by_number, &check->number, check);
}

static gboolean
checks_load (HmStore *store, GError **error)
{
  g_autoptr (HmStatement) rows =
      hm_database_statement (store, "SELECT id, check_id, name FROM check_name", error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  checks_begin (store);
  while (hm_database_step (store, rows, &has_row, error)) {
    if (!has_row)
      return TRUE;
    if (g_hash_table_size (store->checks_by_number) >= CHECKS_MAX
        || sqlite3_column_bytes (rows, 1) > (int) NAME_BYTES_MAX
        || sqlite3_column_bytes (rows, 2) > (int) NAME_BYTES_MAX)
      return hm_database_damaged (store, error, "more or longer names of checks than there can be");
    check_keep (store, sqlite3_column_int64 (rows, 0), hm_column_text (rows, 1),
                hm_column_text (rows, 2));
  }
  return FALSE;
}

/*
 * A summary that somebody holds may name the check while all are read anew. What is interned stays
 * for good: so only what is asked for, not all that a hostile report brought.
 */
static void
check_intern (HmCheckName *check)
{
  check->id = g_intern_string (check->id);
  check->name = g_intern_string (check->name);
  check->is_interned = TRUE;
}

const HmCheckName *
hm_database_check (HmStore *store, gint64 number, GError **error)
{
  HmCheckName *check = store->checks_by_number != NULL
                           ? g_hash_table_lookup (store->checks_by_number, &number)
                           : NULL;

  /* Another process may have made it known since. */
  if (check == NULL && !checks_load (store, error))
    return NULL;
  if (check == NULL)
    check = g_hash_table_lookup (store->checks_by_number, &number);
  if (check == NULL)
    hm_database_damaged (store, error, "no check %" G_GINT64_FORMAT, number);
  else if (!check->is_interned)
    check_intern (check);
  return check;
}

gboolean
hm_database_check_number (HmStore *store, const char *id, const char *name, gboolean is_foreign,
                          gint64 *ret_number, GError **error)
{
  const guint most = is_foreign ? CHECKS_MAX - HM_STORE_CHECKS_MAX : CHECKS_MAX;
  const HmCheckName wanted = { .id = id, .name = name };
  const HmCheckName *check;
  g_autoptr (HmStatement) put = NULL;

  if (store->checks_by_words == NULL && !checks_load (store, error))
    return FALSE;
  check = g_hash_table_lookup (store->checks_by_words, &wanted);
  if (check != NULL) {
    *ret_number = check->number;
    return TRUE;
  }
  if (strlen (id) > NAME_BYTES_MAX || strlen (name) > NAME_BYTES_MAX)
    return hm_fail (error, HM_ERROR_LIMIT,
                    "the check %.100s: a store takes ids and names of %u bytes at most", id,
                    NAME_BYTES_MAX);
  if (g_hash_table_size (store->checks_by_number) >= most)
    return hm_fail (error, HM_ERROR_LIMIT,
                    "the check %.100s: %s knows %u checks, and takes no more%s; 'hallmark store "
                    "forget' of a repository that brought many makes room, 'hallmark store vacuum' "
                    "drops those that no report has",
                    id, store->file, g_hash_table_size (store->checks_by_number),
                    is_foreign ? " from other stores" : "");
  put = hm_database_statement (store, "INSERT INTO check_name (check_id, name) VALUES (?1, ?2)",
                               error);
  if (put == NULL)
    return FALSE;
  hm_bind_text (put, 1, id);
  hm_bind_text (put, 2, name);
  if (!hm_database_finish (store, put, error))
    return FALSE;
  *ret_number = sqlite3_last_insert_rowid (store->db);
  check_keep (store, *ret_number, id, name);
  return TRUE;
}

gboolean
hm_repository_key_check (const char *key, GError **error)
{
  if (*key == '\0' || strlen (key) > HM_STORE_KEY_MAX || !g_utf8_validate (key, -1, NULL))
    return hm_fail (error, HM_ERROR_USAGE,
                    "%.100s: no name for a repository; UTF-8 of 1 to %d bytes", key,
                    HM_STORE_KEY_MAX);
  for (const char *at = key; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return hm_fail (error, HM_ERROR_USAGE,
                      "%.100s: no name for a repository; it holds a control character", key);
  return TRUE;
}

gboolean
hm_repository_find (HmStore *store, const char *key, gint64 *ret_number, GError **error)
{
  g_autoptr (HmStatement) rows =
      hm_database_statement (store, "SELECT id FROM repository WHERE key = ?1", error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  hm_bind_text (rows, 1, key);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  *ret_number = has_row ? sqlite3_column_int64 (rows, 0) : 0;
  return TRUE;
}

gboolean
hm_repository_need (HmStore *store, const char *key, gint64 *ret_number, GError **error)
{
  g_autoptr (HmStatement) put = NULL;

  if (!hm_repository_find (store, key, ret_number, error) || *ret_number != 0)
    return *ret_number != 0;
  put = hm_database_statement (store, "INSERT INTO repository (key) VALUES (?1)", error);
  if (put == NULL)
    return FALSE;
  hm_bind_text (put, 1, key);
  if (!hm_database_finish (store, put, error))
    return FALSE;
  *ret_number = sqlite3_last_insert_rowid (store->db);
  return TRUE;
}
