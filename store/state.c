/* SPDX-License-Identifier: Apache-2.0 */
#include "store/state.h"

#include "core/error.h"
#include "core/limits.h"
#include "core/mask.h"

#include <string.h>

HmStoreState *
hm_store_state_new (void)
{
  HmStoreState *state = g_new0 (HmStoreState, 1);

  state->tool_version = g_strdup ("");
  state->policy_digest = g_strdup ("");
  state->forge_digest = g_strdup ("");
  state->failure = g_strdup ("");
  return state;
}

void
hm_store_state_free (HmStoreState *state)
{
  if (state == NULL)
    return;
  g_free (state->tool_version);
  g_free (state->policy_digest);
  g_free (state->forge_digest);
  g_free (state->failure);
  g_free (state);
}

/* Returns: (owned) UTF-8 of at most HM_TEXT_MAX bytes */
static char *
text_fit (const char *text)
{
  g_autoptr (GString) fit = g_string_new (NULL);

  hm_mask_utf8 (fit, text, (gssize) strnlen (text, HM_TEXT_MAX));
  return g_string_free (g_steal_pointer (&fit), FALSE);
}

static gboolean
state_insert (HmStore *store, const char *repository, const HmStoreState *state, GError **error)
{
  const char *const texts[] = { state->tool_version, state->policy_digest, state->forge_digest,
                                state->failure };
  static const int parameters[] = { 3, 4, 5, 8 };
  g_auto (GStrv) fit = g_new0 (char *, G_N_ELEMENTS (texts) + 1);
  g_autoptr (HmStatement) put = hm_database_statement (
      store,
      "INSERT OR REPLACE INTO state (repository, head, tool_version, policy_digest, forge_digest,"
      " scanned_at, failed_at, failure, looked_at, tried_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      error);
  gint64 number;

  if (put == NULL || !hm_repository_need (store, repository, &number, error))
    return FALSE;
  sqlite3_bind_int64 (put, 1, number);
  hm_bind_bytes (put, 2, state->head.bytes, sizeof state->head.bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    fit[i] = text_fit (texts[i]);
    hm_bind_text (put, parameters[i], fit[i]);
  }
  sqlite3_bind_int64 (put, 6, state->scanned_at);
  sqlite3_bind_int64 (put, 7, state->failed_at);
  sqlite3_bind_int64 (put, 9, state->looked_at);
  sqlite3_bind_int64 (put, 10, state->tried_at);
  return hm_database_finish (store, put, error);
}

gboolean
hm_store_put_state (HmStore *store, const char *repository, const HmStoreState *state,
                    GError **error)
{
  return hm_repository_key_check (repository, error) && hm_database_enter (store, error)
         && hm_database_leave (store, state_insert (store, repository, state, error), error);
}

/* The columns of a state, from @column on. */
#define COLUMNS \
  "head, tool_version, policy_digest, forge_digest, scanned_at, failed_at, failure, looked_at," \
  " tried_at"

/* Returns: FALSE where no state was written like that; @state is as it was. */
static gboolean
state_read (HmStatement *rows, int column, HmStoreState *state)
{
  if (!hm_column_bytes (rows, column, state->head.bytes, sizeof state->head.bytes))
    return FALSE;
  hm_text_set (&state->tool_version, hm_column_text (rows, column + 1));
  hm_text_set (&state->policy_digest, hm_column_text (rows, column + 2));
  hm_text_set (&state->forge_digest, hm_column_text (rows, column + 3));
  state->scanned_at = sqlite3_column_int64 (rows, column + 4);
  state->failed_at = sqlite3_column_int64 (rows, column + 5);
  hm_text_set (&state->failure, hm_column_text (rows, column + 6));
  state->looked_at = sqlite3_column_int64 (rows, column + 7);
  state->tried_at = sqlite3_column_int64 (rows, column + 8);
  return TRUE;
}

HmStoreState *
hm_store_state (HmStore *store, const char *repository, GError **error)
{
  g_autoptr (HmStoreState) state = hm_store_state_new ();
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT " COLUMNS
      " FROM state JOIN repository ON repository.id = state.repository WHERE key = ?1",
      error);
  gboolean has_row;

  if (rows == NULL)
    return NULL;
  hm_bind_text (rows, 1, repository);
  if (!hm_database_step (store, rows, &has_row, error))
    return NULL;
  /* One that is damaged was only ever what a scan would find again. */
  if (has_row)
    state_read (rows, 0, state);
  return g_steal_pointer (&state);
}

/* @state: what to read into. @damaged: (nullable) told of those that are damaged, which @func is not */
static gboolean
states_walk (HmStore *store, HmStoreState *state, HmStoreStateFunc func, HmStateDamageFunc damaged,
             gpointer data, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT key, " COLUMNS
      " FROM state JOIN repository ON repository.id = state.repository ORDER BY key",
      error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  while (hm_database_step (store, rows, &has_row, error)) {
    const char *key;

    if (!has_row)
      return TRUE;
    key = hm_column_text (rows, 0);
    if (!state_read (rows, 1, state)) {
      if (damaged != NULL)
        damaged (key, data);
    } else if (func != NULL && !func (key, state, data, error)) {
      return FALSE;
    }
  }
  return FALSE;
}

gboolean
hm_store_states (HmStore *store, HmStoreStateFunc func, gpointer data, GError **error)
{
  g_autoptr (HmStoreState) state = hm_store_state_new ();

  return states_walk (store, state, func, NULL, data, error);
}

gboolean
hm_states_check (HmStore *store, HmStateDamageFunc damaged, gpointer data, GError **error)
{
  g_autoptr (HmStoreState) state = hm_store_state_new ();

  return states_walk (store, state, NULL, damaged, data, error);
}
