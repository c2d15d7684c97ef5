/* SPDX-License-Identifier: Apache-2.0 */
#include "store/findings.h"

#include "core/error.h"
#include "core/seeded_hash.h"
#include "store/finding_files.h"
#include "store/finding_list.h"

#include <string.h>

void
hm_store_finding_free (HmStoreFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->check_id);
  g_free (finding->check_name);
  g_free (finding->probe);
  g_free (finding->message);
  g_free (finding->fingerprint);
  g_clear_pointer (&finding->files, g_bytes_unref);
  g_free (finding->file);
  g_free (finding);
}

static void
finding_free (gpointer finding)
{
  hm_store_finding_free (finding);
}

static gboolean
words_equal (const HmStoreFinding *one, const HmStoreFinding *other)
{
  return one->outcome == other->outcome && g_str_equal (one->fingerprint, other->fingerprint)
         && g_str_equal (one->message, other->message)
         && g_str_equal (one->check_id, other->check_id) && g_str_equal (one->probe, other->probe);
}

/* Whether both are told in the same words, of the same files, waived or not. */
static gboolean
finding_equal (gconstpointer a, gconstpointer b)
{
  const HmStoreFinding *one = a;
  const HmStoreFinding *other = b;

  return words_equal (one, other) && one->waived == other->waived
         && (one->files == NULL) == (other->files == NULL)
         && (one->files == NULL || g_bytes_equal (one->files, other->files))
         && g_strcmp0 (one->file, other->file) == 0;
}

gboolean
hm_finding_agrees (gconstpointer a, gconstpointer b)
{
  const HmStoreFinding *one = a;
  const HmStoreFinding *other = b;

  return words_equal (one, other)
         && (one->waived == other->waived || one->waived == HM_TRUTH_UNKNOWN
             || other->waived == HM_TRUTH_UNKNOWN)
         && (one->files == NULL || other->files == NULL || g_bytes_equal (one->files, other->files))
         && (one->file == NULL || other->file == NULL || g_str_equal (one->file, other->file));
}

guint
hm_finding_hash (gconstpointer finding)
{
  const HmStoreFinding *one = finding;

  return hm_seeded_text_hash (one->fingerprint) * 31 + hm_seeded_text_hash (one->message)
         + (guint) one->outcome;
}

static const char *
first_file (const HmFinding *finding)
{
  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_FILE)
      return evidence->text;
  }
  return "";
}

GPtrArray *
hm_findings_of_report (const HmReport *report)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (finding_free);

  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    g_autoptr (GPtrArray) fingerprints = hm_findings_fingerprints (result->id, result->findings);

    for (guint j = 0; j < result->findings->items->len; j++) {
      const HmFinding *from = g_ptr_array_index (result->findings->items, j);
      HmStoreFinding *finding = g_new0 (HmStoreFinding, 1);

      finding->check_id = g_strdup (result->id);
      finding->check_name = g_strdup (result->name);
      finding->probe = g_strdup (from->probe);
      finding->outcome = from->outcome;
      finding->message = g_strdup (from->message);
      finding->fingerprint = g_strdup (g_ptr_array_index (fingerprints, j));
      finding->waived = from->waiver > 0 ? HM_TRUTH_YES : HM_TRUTH_NO;
      finding->files = hm_finding_files (from);
      finding->file = g_strdup (first_file (from));
      g_ptr_array_add (findings, finding);
    }
  }
  return findings;
}

static char *
fingerprint_text (const guint8 *bytes)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_new (char, HM_FINGERPRINT_SIZE);

  for (gsize i = 0; i < HM_FINGERPRINT_BYTES; i++) {
    text[2 * i] = digits[bytes[i] >> 4];
    text[2 * i + 1] = digits[bytes[i] & 0xf];
  }
  text[HM_FINGERPRINT_SIZE - 1] = '\0';
  return text;
}

static void
fingerprint_bytes (const char *text, guint8 *bytes)
{
  g_assert (strlen (text) == HM_FINGERPRINT_SIZE - 1);
  for (gsize i = 0; i < HM_FINGERPRINT_BYTES; i++)
    bytes[i] =
        (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
}

/* @ret_files: NULL where they are not known. Returns: whether they are what was put. */
static gboolean
files_read (HmStatement *rows, int column, GBytes **ret_files)
{
  const int size = sqlite3_column_bytes (rows, column);

  if (sqlite3_column_type (rows, column) == SQLITE_NULL)
    return TRUE;
  if (size % HM_FINDING_FILE_BYTES != 0 || size > HM_FINDING_FILES_MAX * HM_FINDING_FILE_BYTES)
    return FALSE;
  *ret_files = g_bytes_new (sqlite3_column_blob (rows, column), (gsize) size);
  return TRUE;
}

HmStoreFinding *
hm_finding_read (HmStore *store, gint64 repository, guint32 number, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT fingerprint, check_name, probe, outcome, message, files, waived, file"
      " FROM finding WHERE repository = ?1 AND number = ?2",
      error);
  HmStoreFinding *finding;
  const HmCheckName *check;
  g_autoptr (GBytes) files = NULL;
  guint8 fingerprint[HM_FINGERPRINT_BYTES];
  gboolean has_row;

  if (rows == NULL)
    return NULL;
  sqlite3_bind_int64 (rows, 1, repository);
  sqlite3_bind_int64 (rows, 2, number);
  if (!hm_database_step (store, rows, &has_row, error))
    return NULL;
  if (!has_row || !hm_column_bytes (rows, 0, fingerprint, sizeof fingerprint)
      || sqlite3_column_int64 (rows, 3) < 0 || sqlite3_column_int64 (rows, 3) > HM_NOT_APPLICABLE
      || !files_read (rows, 5, &files)) {
    hm_database_damaged (store, error, "finding %u of a repository is not as it was put", number);
    return NULL;
  }
  check = hm_database_check (store, sqlite3_column_int64 (rows, 1), error);
  if (check == NULL)
    return NULL;
  finding = g_new0 (HmStoreFinding, 1);
  finding->check_id = g_strdup (check->id);
  finding->check_name = g_strdup (check->name);
  finding->probe = g_strdup (hm_column_text (rows, 2));
  finding->outcome = (HmOutcome) sqlite3_column_int64 (rows, 3);
  finding->message = g_strdup (hm_column_text (rows, 4));
  finding->fingerprint = fingerprint_text (fingerprint);
  finding->files = g_steal_pointer (&files);
  if (sqlite3_column_type (rows, 6) != SQLITE_NULL)
    finding->waived = sqlite3_column_int64 (rows, 6) != 0 ? HM_TRUTH_YES : HM_TRUTH_NO;
  if (sqlite3_column_type (rows, 7) != SQLITE_NULL)
    finding->file = g_strdup (hm_column_text (rows, 7));
  return finding;
}

/* Returns: (owned) (element-type guint32) NULL with @error set. */
static GArray *
list_parse (HmStore *store, const char *text, GError **error)
{
  GArray *numbers = hm_finding_list_parse (text);

  if (numbers == NULL)
    hm_database_damaged (store, error, "a report has a list of findings that can't be");
  return numbers;
}

GPtrArray *
hm_findings_read (HmStore *store, gint64 repository, const char *text, GError **error)
{
  g_autoptr (GArray) numbers = list_parse (store, text, error);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (finding_free);

  if (numbers == NULL)
    return NULL;
  for (guint i = 0; i < numbers->len; i++) {
    HmStoreFinding *finding =
        hm_finding_read (store, repository, g_array_index (numbers, guint32, i), error);

    if (finding == NULL)
      return NULL;
    g_ptr_array_add (findings, finding);
  }
  return g_steal_pointer (&findings);
}

/* Numbers of findings that are rows already. */
typedef struct {
  GPtrArray *findings; /* (element-type HmStoreFinding) owns the keys */
  GHashTable *numbers; /* HmStoreFinding to its number */
} Known;

static void
known_clear (Known *known)
{
  g_clear_pointer (&known->numbers, g_hash_table_unref);
  g_clear_pointer (&known->findings, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

/* Where the list @text or one of its rows is damaged, nothing is known, and each finding becomes a row anew. */
static gboolean
known_read (HmStore *store, gint64 repository, const char *text, Known *known, GError **error)
{
  g_autoptr (GArray) numbers = hm_finding_list_parse (text);
  g_autoptr (GError) mistake = NULL;

  known->numbers = g_hash_table_new (hm_finding_hash, finding_equal);
  if (numbers == NULL)
    return TRUE;
  known->findings = hm_findings_read (store, repository, text, &mistake);
  if (known->findings == NULL) {
    if (g_error_matches (mistake, HM_ERROR, HM_ERROR_FORMAT))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&mistake));
    return FALSE;
  }
  for (guint i = 0; i < numbers->len; i++)
    g_hash_table_insert (known->numbers, g_ptr_array_index (known->findings, i),
                         GUINT_TO_POINTER (g_array_index (numbers, guint32, i)));
  return TRUE;
}

/* @ret_number: the first that @repository has not given away. */
static gboolean
number_next (HmStore *store, gint64 repository, guint32 *ret_number, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store, "SELECT ifnull(max(number), 0) FROM finding WHERE repository = ?1", error);
  gboolean has_row;
  gint64 number;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, repository);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  number = sqlite3_column_int64 (rows, 0);
  if (number < 0 || number >= G_MAXINT32)
    return hm_fail (error, HM_ERROR_LIMIT,
                    "%s has no more numbers for findings of it; 'hallmark store vacuum' frees "
                    "those that no report has",
                    store->file);
  *ret_number = (guint32) number + 1;
  return TRUE;
}

/* None at all is not the same as not known: bytes that are not there would be bound as NULL. */
static void
files_bind (HmStatement *put, int parameter, GBytes *files)
{
  if (g_bytes_get_size (files) > 0)
    hm_bind_bytes (put, parameter, g_bytes_get_data (files, NULL), g_bytes_get_size (files));
  else
    sqlite3_bind_zeroblob (put, parameter, 0);
}

static gboolean
finding_insert (HmStore *store, gint64 repository, guint32 number, const HmStoreFinding *finding,
                gboolean is_foreign, GError **error)
{
  g_autoptr (HmStatement) put = hm_database_statement (
      store,
      "INSERT INTO finding (repository, number, fingerprint, check_name, probe, outcome, message,"
      " files, waived, file) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      error);
  guint8 fingerprint[HM_FINGERPRINT_BYTES];
  gint64 check;

  if (put == NULL
      || !hm_database_check_number (store, finding->check_id, finding->check_name, is_foreign,
                                    &check, error))
    return FALSE;
  fingerprint_bytes (finding->fingerprint, fingerprint);
  sqlite3_bind_int64 (put, 1, repository);
  sqlite3_bind_int64 (put, 2, number);
  hm_bind_bytes (put, 3, fingerprint, sizeof fingerprint);
  sqlite3_bind_int64 (put, 4, check);
  hm_bind_text (put, 5, finding->probe);
  sqlite3_bind_int (put, 6, finding->outcome);
  hm_bind_text (put, 7, finding->message);
  files_bind (put, 8, finding->files);
  sqlite3_bind_int (put, 9, finding->waived == HM_TRUTH_YES);
  hm_bind_text (put, 10, finding->file);
  return hm_database_finish (store, put, error);
}

char *
hm_findings_put (HmStore *store, gint64 repository, const GPtrArray *findings,
                 const char *known_text, gboolean is_foreign, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (Known) known = { 0 };
  guint32 next = 1;

  if (!known_read (store, repository, known_text, &known, error)
      || !number_next (store, repository, &next, error))
    return NULL;
  for (guint i = 0; i < findings->len; i++) {
    HmStoreFinding *finding = g_ptr_array_index (findings, i);
    guint32 number = GPOINTER_TO_UINT (g_hash_table_lookup (known.numbers, finding));

    if (number == 0) {
      number = next++;
      if (!finding_insert (store, repository, number, finding, is_foreign, error))
        return NULL;
      g_hash_table_insert (known.numbers, finding, GUINT_TO_POINTER (number));
    }
    g_array_append_val (numbers, number);
  }
  return hm_finding_list_text (numbers);
}
