/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Lines out and in. A report lies in the store as hm_json_print() indents it; on a line it stands without the
 * line ends and the blanks after them, and printing it again gives the same bytes. The lines that come in are
 * distrusted.
 */
#include "core/error.h"
#include "core/instant.h"
#include "core/limits.h"
#include "render/json_text.h"
#include "render/json_value.h"
#include "store/walk.h"

#include <errno.h>
#include <string.h>

/* Lines, or bytes of them, that are put at once. */
#define BATCH_LINES 256u
#define BATCH_BYTES (16u * 1024 * 1024)

static const char line_schema[] =
    "{\"type\": \"object\", \"additionalProperties\": false,"
    " \"required\": [\"schema\", \"repository\", \"as_of\", \"report\"], \"properties\": {"
    "  \"schema\": {\"const\": \"" HM_STORE_LINE_SCHEMA "\"},"
    "  \"repository\": {\"type\": \"string\"}, \"as_of\": {\"type\": \"string\"},"
    "  \"report\": {\"type\": \"object\"}}}";

static const HmJsonKind line_kind = {
  .noun = "export",
  .prefix = "hallmark/store/",
  .version = 1,
  .schema = line_schema,
  .schema_size = sizeof line_schema - 1,
};

typedef struct {
  FILE *file;
  HmStoreProblemFunc func;
  gpointer data;
  HmStoreHealth *health;
  GString *line;
} Export;

/* No string of JSON holds a line end as it is: each is the printer's. */
static void
unindented_append (GString *line, GBytes *text)
{
  gsize size;
  const char *at = g_bytes_get_data (text, &size);
  const char *end = at + size;

  while (at < end) {
    const char *stop = memchr (at, '\n', (gsize) (end - at));

    stop = stop != NULL ? stop : end;
    g_string_append_len (line, at, stop - at);
    for (at = stop; at < end && (*at == '\n' || *at == ' ');)
      at++;
  }
}

static gboolean
report_export (HmStore *store, const HmStoredReport *report, GBytes *text, const GError *mistake,
               gpointer data, GError **error)
{
  Export *export = data;
  g_autoptr (json_t) key = NULL;
  g_autofree char *quoted = NULL;
  char as_of[HM_INSTANT_TEXT_SIZE];

  (void) store;
  hm_instant_text (report->as_of, as_of);
  if (text == NULL) {
    g_autofree char *problem =
        g_strdup_printf ("%s as of %s: %s", report->key, as_of, mistake->message);

    export->func (problem, export->data);
    export->health->n_problems++;
    return TRUE;
  }
  key = hm_json_text (report->key);
  quoted = json_dumps (key, JSON_ENCODE_ANY);
  g_string_printf (export->line,
                   "{\"schema\": \"" HM_STORE_LINE_SCHEMA
                   "\", \"repository\": %s, \"as_of\": \"%s\", \"report\": ",
                   quoted, as_of);
  unindented_append (export->line, text);
  g_string_append (export->line, "}\n");
  if (fwrite (export->line->str, 1, export->line->len, export->file) != export->line->len)
    return hm_fail (error, HM_ERROR_IO, "the export can't be written: %s", g_strerror (errno));
  return TRUE;
}

gboolean
hm_store_export (HmStore *store, FILE *file, HmStoreProblemFunc func, gpointer data,
                 const gint *cancelled, HmStoreHealth *ret_health, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  HmStoreHealth health = { 0 };
  Export export = { file, func, data, &health, line };

  if (!hm_reports_walk (store, report_export, &export, func, data, cancelled, &health, error))
    return FALSE;
  if (fflush (file) != 0)
    return hm_fail (error, HM_ERROR_IO, "the export can't be written: %s", g_strerror (errno));
  *ret_health = health;
  return TRUE;
}

/* Reads a line without its end. @ret_is_end: there was none. */
static gboolean
line_read (FILE *file, GString *line, gboolean *ret_is_end, GError **error)
{
  int byte;

  g_string_truncate (line, 0);
  while ((byte = getc_unlocked (file)) != EOF && byte != '\n') {
    if (line->len >= HM_REPORT_BYTES_MAX)
      return hm_fail (error, HM_ERROR_LIMIT, "longer than %u MiB",
                      HM_REPORT_BYTES_MAX / 1024 / 1024);
    g_string_append_c (line, (char) byte);
  }
  if (byte == EOF && ferror (file) != 0)
    return hm_fail (error, HM_ERROR_IO, "can't be read: %s", g_strerror (errno));
  *ret_is_end = byte == EOF && line->len == 0;
  return TRUE;
}

static gboolean
line_put (HmStore *store, const GString *line, HmStoreOutcome *ret_outcome, GError **error)
{
  g_autoptr (json_t) root = hm_json_read (&line_kind, line->str, line->len, error);
  g_autoptr (GBytes) text = NULL;
  const json_t *report;
  const char *as_of;
  const char *inner;
  const char *data;
  gsize size;

  if (root == NULL)
    return FALSE;
  report = json_object_get (root, "report");
  as_of = json_string_value (json_object_get (root, "as_of"));
  inner = json_string_value (json_object_get (report, "as_of"));
  if (g_strcmp0 (as_of, inner) != 0)
    return hm_fail (error, HM_ERROR_FORMAT, "as_of: this is %.40s, the report says %.40s", as_of,
                    inner != NULL ? inner : "nothing");
  text = hm_json_print (report, 2);
  data = g_bytes_get_data (text, &size);
  return hm_store_put_json (store, json_string_value (json_object_get (root, "repository")), data,
                            size, HM_STORE_KEEP, ret_outcome, error);
}

/* Puts lines until a batch is full or the file ends. */
static gboolean
batch_put (HmStore *store, FILE *file, GString *line, const gint *cancelled, HmStoreImport *import,
           gboolean *ret_is_end, GError **error)
{
  gsize n_bytes = 0;

  for (guint n = 0; n < BATCH_LINES && n_bytes < BATCH_BYTES; n++) {
    HmStoreOutcome outcome = HM_STORE_KEPT;

    if (cancelled != NULL && g_atomic_int_get (cancelled) != 0)
      return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
    if (!line_read (file, line, ret_is_end, error))
      return FALSE;
    if (*ret_is_end)
      return TRUE;
    n_bytes += line->len;
    if (!line_put (store, line, &outcome, error))
      return FALSE;
    import->n_lines++;
    import->counts[outcome]++;
  }
  return TRUE;
}

gboolean
hm_store_import (HmStore *store, FILE *file, const char *name, const gint *cancelled,
                 HmStoreImport *ret_import, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  HmStoreImport kept = { 0 };
  gboolean is_end = FALSE;
  gboolean is_done = TRUE;

  while (is_done && !is_end) {
    HmStoreImport import = kept;
    g_autoptr (GError) mistake = NULL;

    *ret_import = kept;
    if (!hm_store_begin (store, error))
      return FALSE;
    is_done = batch_put (store, file, line, cancelled, &import, &is_end, &mistake);
    if (!is_done)
      g_propagate_prefixed_error (error, g_steal_pointer (&mistake),
                                  "%s: line %" G_GUINT64_FORMAT ": ", name, import.n_lines + 1);
    /* The first mistake is the one to be told. */
    if (!hm_store_commit (store, is_done ? error : NULL))
      is_done = FALSE;
    else
      kept = import;
  }
  *ret_import = kept;
  return is_done;
}
