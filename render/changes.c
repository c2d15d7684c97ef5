/* SPDX-License-Identifier: Apache-2.0 */
#include "render/changes.h"

#include <string.h>

#include "core/instant.h"
#include "core/mask.h"
#include "core/oid.h"
#include "render/json_value.h"
#include "render/markdown.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

/* Hexadecimal digits of a commit where a person reads them. */
#define COMMIT_DIGITS 10
#define DATE_DIGITS 10

/* Left free at the end of Markdown for the line that counts what is left out. */
#define MARKDOWN_REST 200

static const struct {
  const char *id;    /* of the JSON */
  const char *words; /* for people */
  const char *sgr;
} traces[] = {
  [HM_TRACE_NONE] = { "none", "nobody else visible", "31" },
  [HM_TRACE_REQUEST] = { "request", "by request, review not visible", "33" },
  [HM_TRACE_SECOND] = { "second", "second person", "32" },
};

static void
file_free (gpointer data)
{
  HmChangedFile *file = data;

  g_free (file->path);
  g_free (file->what);
  g_free (file->roles);
  g_free (file->contact);
  g_free (file);
}

static void
row_free (gpointer data)
{
  HmChangeRow *row = data;

  g_free (row->author);
  g_free (row->second);
  g_ptr_array_unref (row->files);
  g_free (row);
}

HmChangeList *
hm_change_list_new (const char *subject, const char *since, const HmOid *commit, const char *why)
{
  HmChangeList *list = g_new0 (HmChangeList, 1);

  list->subject = g_strdup (subject);
  list->since = g_strdup (since);
  list->commit = *commit;
  list->why = g_strdup (why);
  list->rows = g_ptr_array_new_with_free_func (row_free);
  return list;
}

void
hm_change_list_free (HmChangeList *list)
{
  if (list == NULL)
    return;
  g_free (list->subject);
  g_free (list->since);
  g_free (list->why);
  g_ptr_array_unref (list->rows);
  g_free (list);
}

HmChangeRow *
hm_change_list_add (HmChangeList *list, const HmOid *commit, gint64 time, const char *author,
                    HmTrace trace, const char *second, guint pull_request)
{
  HmChangeRow *row = g_new0 (HmChangeRow, 1);

  row->commit = *commit;
  row->time = time;
  row->author = g_strdup (author);
  row->trace = trace;
  row->second = g_strdup (second);
  row->pull_request = pull_request;
  row->files = g_ptr_array_new_with_free_func (file_free);
  g_ptr_array_add (list->rows, row);
  return row;
}

void
hm_change_row_add (HmChangeRow *row, const char *path, const char *what, const char *roles,
                   const char *contact)
{
  HmChangedFile *file = g_new0 (HmChangedFile, 1);

  file->path = g_strdup (path);
  file->what = g_strdup (what);
  file->roles = g_strdup (roles);
  file->contact = g_strdup (contact);
  g_ptr_array_add (row->files, file);
}

guint
hm_change_list_count (const HmChangeList *list, HmTrace trace)
{
  guint n = 0;

  for (guint i = 0; i < list->rows->len; i++)
    n += ((const HmChangeRow *) g_ptr_array_index (list->rows, i))->trace == trace ? 1 : 0;
  return n;
}

static const char *
row_date (const HmChangeRow *row, char text[HM_INSTANT_TEXT_SIZE])
{
  hm_instant_text (row->time, text);
  if (text[0] != '-')
    text[DATE_DIGITS] = '\0';
  return text;
}

/* "5 sensitive commits since v1.2: 3 with a second person, ...". Returns: (owned) */
static char *
headline (const HmChangeList *list)
{
  if (list->rows->len == 0)
    return g_strdup_printf ("no sensitive commit since %s", list->since);
  return g_strdup_printf (
      "%u sensitive %s since %s: %u with a second person, %u by request, %u with "
      "nobody else",
      list->rows->len, list->rows->len == 1 ? "commit" : "commits", list->since,
      hm_change_list_count (list, HM_TRACE_SECOND), hm_change_list_count (list, HM_TRACE_REQUEST),
      hm_change_list_count (list, HM_TRACE_NONE));
}

static void
terminal_file (HmWrap *wrap, const HmTerminal *terminal, const HmChangedFile *file)
{
  g_autofree char *path = hm_terminal_text (terminal, file->path);
  g_autofree char *contact = hm_terminal_text (terminal, file->contact);

  hm_wrap_indent (wrap, 6);
  hm_wrap_to_column (wrap, 4);
  hm_wrap_printf (wrap, "%s %s", file->what, path);
  if (*file->roles != '\0')
    hm_wrap_printf (wrap, "(%s)", file->roles);
  if (*file->contact != '\0')
    hm_wrap_printf (wrap, terminal->utf8 ? "\xe2\x80\x93 %s" : "- %s", contact);
  hm_wrap_end (wrap);
}

static void
terminal_row (HmWrap *wrap, const HmTerminal *terminal, const HmChangeRow *row)
{
  g_autofree char *author = hm_terminal_text (terminal, row->author);
  g_autofree char *second = hm_terminal_text (terminal, row->second);
  char hex[HM_OID_HEX_SIZE + 1];
  char date[HM_INSTANT_TEXT_SIZE];

  hm_oid_hex (&row->commit, hex);
  hm_wrap_indent (wrap, 4);
  hm_wrap_printf (wrap, "%.*s %s %s", COMMIT_DIGITS, hex, row_date (row, date), author);
  if (row->pull_request != 0)
    hm_wrap_printf (wrap, "(#%u)", row->pull_request);
  hm_wrap_text (wrap, terminal->utf8 ? "\xe2\x80\x93" : "-");
  hm_wrap_colour (wrap, traces[row->trace].sgr);
  hm_wrap_printf (wrap, "%s%s%s", traces[row->trace].words, *second != '\0' ? ": " : "", second);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
  for (guint i = 0; i < row->files->len; i++)
    terminal_file (wrap, terminal, g_ptr_array_index (row->files, i));
}

void
hm_changes_terminal (GString *out, const HmChangeList *list, const HmTerminal *terminal)
{
  g_autofree char *words = headline (list);
  g_autofree char *line = g_strdup_printf ("%s: %s", list->subject, words);
  g_autofree char *masked = hm_terminal_text (terminal, line);
  HmWrap wrap = { .out = out,
                  .width = MAX (terminal->width, HM_TERMINAL_WIDTH_MIN),
                  .is_colour = terminal->colour };

  hm_wrap_text (&wrap, masked);
  hm_wrap_end (&wrap);
  if (*list->why != '\0') {
    g_autofree char *why = hm_terminal_text (terminal, list->why);

    hm_wrap_printf (&wrap, "Not all could be looked at: %s", why);
    hm_wrap_end (&wrap);
  }
  for (guint i = 0; i < list->rows->len; i++) {
    hm_wrap_indent (&wrap, 0);
    hm_wrap_end (&wrap);
    terminal_row (&wrap, terminal, g_ptr_array_index (list->rows, i));
  }
}

static void
markdown_row (GString *out, const HmChangeRow *row)
{
  char hex[HM_OID_HEX_SIZE + 1];
  char date[HM_INSTANT_TEXT_SIZE];

  hm_oid_hex (&row->commit, hex);
  g_string_append_printf (out, "- `%.*s` %s ", COMMIT_DIGITS, hex, row_date (row, date));
  hm_mask_markdown (out, row->author, -1);
  g_string_append_printf (out, ": %s%s%s", row->trace == HM_TRACE_NONE ? "**" : "",
                          traces[row->trace].words, row->trace == HM_TRACE_NONE ? "**" : "");
  if (*row->second != '\0') {
    g_string_append (out, ", ");
    hm_mask_markdown (out, row->second, -1);
  }
  g_string_append_c (out, '\n');
  for (guint i = 0; i < row->files->len; i++) {
    const HmChangedFile *file = g_ptr_array_index (row->files, i);

    g_string_append_printf (out, "  - %s ", file->what);
    hm_mask_markdown (out, file->path, -1);
    if (*file->roles != '\0')
      g_string_append_printf (out, " (%s)", file->roles);
    if (*file->contact != '\0') {
      g_string_append (out, ": ");
      hm_mask_markdown (out, file->contact, -1);
    }
    g_string_append_c (out, '\n');
  }
}

void
hm_changes_markdown (GString *out, const HmChangeList *list)
{
  g_autofree char *words = headline (list);
  const gsize begin = out->len;

  g_string_append (out, "## Sensitive changes of ");
  hm_mask_markdown (out, list->subject, -1);
  g_string_append (out, "\n\n");
  hm_mask_markdown (out, words, -1);
  g_string_append (out, ".\n\n");
  if (*list->why != '\0') {
    g_string_append (out, "Not all could be looked at: ");
    hm_mask_markdown (out, list->why, -1);
    g_string_append (out, ".\n\n");
  }
  for (guint i = 0; i < list->rows->len; i++) {
    const gsize before = out->len;

    markdown_row (out, g_ptr_array_index (list->rows, i));
    if (out->len - begin > HM_MARKDOWN_MAX - MARKDOWN_REST) {
      g_string_truncate (out, before);
      g_string_append_printf (out, "- ... and %u more\n", list->rows->len - i);
      return;
    }
  }
}

static json_t *
json_row (const HmChangeRow *row)
{
  json_t *object = json_object ();
  json_t *files = json_array ();
  char hex[HM_OID_HEX_SIZE + 1];

  hm_json_put (object, "commit", hm_json_text (hm_oid_hex (&row->commit, hex)));
  hm_json_put (object, "committed_at", hm_json_instant (row->time));
  hm_json_put (object, "author", hm_json_text (row->author));
  hm_json_put (object, "trace", hm_json_text (traces[row->trace].id));
  hm_json_put (object, "second_person", hm_json_text_or_null (row->second));
  hm_json_put (object, "pull_request",
               row->pull_request != 0 ? json_integer (row->pull_request) : json_null ());
  for (guint i = 0; i < row->files->len; i++) {
    const HmChangedFile *file = g_ptr_array_index (row->files, i);
    json_t *value = json_object ();

    hm_json_put (value, "path", hm_json_text (file->path));
    hm_json_put (value, "change", hm_json_text (file->what));
    hm_json_put (value, "roles", hm_json_text (file->roles));
    hm_json_put (value, "contact", hm_json_text_or_null (file->contact));
    hm_json_append (files, value);
  }
  hm_json_put (object, "files", files);
  return object;
}

GBytes *
hm_changes_json (const HmChangeList *list)
{
  g_autoptr (json_t) object = json_object ();
  json_t *rows = json_array ();
  char hex[HM_OID_HEX_SIZE + 1];

  hm_json_put (object, "schema", hm_json_text ("hallmark/changes/1"));
  hm_json_put (object, "subject", hm_json_text (list->subject));
  hm_json_put (object, "commit", hm_json_text (hm_oid_hex (&list->commit, hex)));
  hm_json_put (object, "since", hm_json_text (list->since));
  hm_json_put (object, "incomplete", hm_json_text_or_null (list->why));
  for (guint i = 0; i < list->rows->len; i++)
    hm_json_append (rows, json_row (g_ptr_array_index (list->rows, i)));
  hm_json_put (object, "changes", rows);
  return hm_json_print (object, 2);
}
