/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens a store. The file is distrusted: SQLite is told to take no schema for granted, to run no trigger and no view,
 * and to look at each page before it believes it; then the schema has to be ours (store/schema.h).
 */
#include "store/store.h"

#include "core/error.h"
#include "core/limits.h"
#include "store/database.h"
#include "store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a writer waits for another: many times the second that a batch takes. */
#define BUSY_MS 30000

/* How often who waits is asked whether to go on. */
#define WAIT_STEP_MS 100

/* SQLite's own page cache. */
#define SETTINGS \
  "PRAGMA cache_size = -16000; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;" \
  " PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = OFF;"

/* After a commit has returned, it is on the disk. */
#define WRITE_SETTINGS "PRAGMA synchronous = FULL;"

#define READ_SETTINGS "PRAGMA query_only = ON;"

char *
hm_store_default_file (void)
{
  return g_build_filename (g_get_user_data_dir (), "hallmark", "portfolio.db", NULL);
}

static void
statement_free (gpointer statement)
{
  sqlite3_finalize (statement);
}

void
hm_store_free (HmStore *store)
{
  if (store == NULL)
    return;
  g_hash_table_unref (store->statements);
  /* What was begun and not committed is undone. */
  sqlite3_close (store->db);
  hm_database_checks_forget (store);
  g_free (store->file);
  g_free (store);
}

/* SQLite asks whether to try once more, for the @n_asked-th time. */
static int
wait_ask (void *data, int n_asked)
{
  HmStore *store = data;
  const guint waited_ms = (guint) MIN (n_asked, G_MAXINT / WAIT_STEP_MS) * WAIT_STEP_MS;

  if (!store->waits_on (waited_ms, store->wait_data))
    return 0;
  sqlite3_sleep (WAIT_STEP_MS);
  return 1;
}

void
hm_store_set_wait (HmStore *store, HmStoreWaitFunc func, gpointer data)
{
  store->waits_on = func;
  store->wait_data = data;
  if (func != NULL)
    sqlite3_busy_handler (store->db, wait_ask, store);
  else
    sqlite3_busy_timeout (store->db, BUSY_MS);
}

static void
connection_harden (sqlite3 *db)
{
  static const struct {
    int setting;
    int value;
  } settings[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 }, { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },        { SQLITE_DBCONFIG_DQS_DML, 0 },
    { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    sqlite3_db_config (db, settings[i].setting, settings[i].value, NULL);
  sqlite3_limit (db, SQLITE_LIMIT_LENGTH, (int) (HM_REPORT_BYTES_MAX + HM_REPORT_BYTES_MAX / 8));
  /* VACUUM attaches the file that it makes. */
  sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, 1);
  sqlite3_limit (db, SQLITE_LIMIT_WORKER_THREADS, 0);
  sqlite3_busy_timeout (db, BUSY_MS);
}

/* Reports of private repositories may lie in it: for its owner alone. */
static gboolean
file_make (const char *file, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *usual = hm_store_default_file ();
  int descriptor;

  if (g_str_equal (file, usual) && g_mkdir_with_parents (folder, 0700) != 0)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be made: %s", folder, g_strerror (errno));
  descriptor = g_open (file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0 && errno != EEXIST)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be made: %s", file, g_strerror (errno));
  if (descriptor >= 0)
    close (descriptor);
  return TRUE;
}

/* A pipe would block, a device may do anything. */
static gboolean
file_look (const char *file, HmStoreMode mode, GError **error)
{
  GStatBuf status;

  if (g_stat (file, &status) == 0) {
    if (S_ISREG (status.st_mode))
      return TRUE;
    return hm_fail (error, HM_ERROR_FORMAT, "%s: no file, so no store", file);
  }
  if (mode == HM_STORE_WRITE && errno == ENOENT)
    return file_make (file, error);
  if (errno == ENOENT)
    return hm_fail (error, HM_ERROR_NOT_FOUND,
                    "%s: no store there, nothing was scanned yet; 'hallmark portfolio scan' makes "
                    "it, --store names another file",
                    file);
  return hm_fail (error, HM_ERROR_IO, "%s: can't be read: %s", file, g_strerror (errno));
}

/* Whether SQLite can work with the file. Returns: an extended code of SQLite's. */
static int
connection_try (sqlite3 *db)
{
  return sqlite3_exec (db, "PRAGMA schema_version", NULL, NULL, NULL) == SQLITE_OK
             ? SQLITE_OK
             : sqlite3_extended_errcode (db);
}

static int
connection_open (const char *file, int flags, sqlite3 **ret_db)
{
  int code =
      sqlite3_open_v2 (file, ret_db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  if (code != SQLITE_OK)
    return code;
  connection_harden (*ret_db);
  return connection_try (*ret_db);
}

/*
 * Where the folder may not be written to, SQLite can't make the file through which the users of a WAL database agree.
 * If nobody left anything in a log, nobody is writing, and the database alone is all there is. SQLite is told to take
 * that for granted, so each step looks whether it is still so.
 */
static int
connection_open_still (HmStore *store)
{
  g_autofree char *path = g_uri_escape_string (store->file, "/", FALSE);
  g_autofree char *uri = g_strconcat ("file:", path, "?immutable=1", NULL);

  if (!hm_still_take (store->file, &store->still))
    return SQLITE_CANTOPEN;
  store->is_still = TRUE;
  g_clear_pointer (&store->db, sqlite3_close);
  return connection_open (uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, &store->db);
}

static gboolean
store_connect (HmStore *store, HmStoreMode mode, GError **error)
{
  /* Also to read, with the right to write where there is one: who closes last cleans up. */
  int code = connection_open (store->file, SQLITE_OPEN_READWRITE, &store->db);

  if (mode == HM_STORE_READ
      && ((code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_READONLY))
    code = connection_open_still (store);
  if (code == SQLITE_OK && mode == HM_STORE_WRITE && sqlite3_db_readonly (store->db, "main"))
    code = SQLITE_READONLY;
  if (code == SQLITE_OK)
    return TRUE;
  return hm_database_fail_code (
      store->file, code, store->db != NULL ? sqlite3_errmsg (store->db) : "no memory", error);
}

/*
 * The write-ahead log lets readers and a writer work at once. A file system that can't have one stays safe, if
 * slower.
 */
static gboolean
store_prepare (HmStore *store, HmStoreMode mode, GError **error)
{
  const gboolean may_write = mode == HM_STORE_WRITE;

  return hm_database_run (store, SETTINGS, error)
         && hm_database_run (store, may_write ? WRITE_SETTINGS : READ_SETTINGS, error)
         && hm_schema_apply (&hm_schema, store->db, store->file, may_write, error)
         && (!may_write || hm_database_run (store, "PRAGMA journal_mode = WAL", error));
}

HmStore *
hm_store_open (const char *file, HmStoreMode mode, GError **error)
{
  g_autoptr (HmStore) store = g_new0 (HmStore, 1);

  store->statements = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, statement_free);
  /* From the root, so that no name means anything of its own to SQLite (":memory:"). */
  store->file = g_canonicalize_filename (file, NULL);
  if (!file_look (store->file, mode, error) || !store_connect (store, mode, error)
      || !store_prepare (store, mode, error))
    return NULL;
  store->is_open = TRUE;
  return g_steal_pointer (&store);
}
