/* SPDX-License-Identifier: Apache-2.0 */
/* Parses git's config format, a byte at a time, in one pass. */
#include "evidence/git/config.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/plain.h"

#define END (-1)

struct HmConfig {
  GArray *entries; /* (element-type HmConfigEntry) */
  GStringChunk *strings;
};

/* Where a parse stands. */
typedef struct {
  HmConfig *config;
  const char *at;
  const char *end;
  guint line;
  GString *section; /* "section." or "section.subsection.", lower-cased as names are */
  GString *name;
  GString *value;
} Cursor;

static gboolean
line_fail (const Cursor *cursor, const char *what, GError **error)
{
  return hm_fail (error, HM_ERROR_FORMAT, "line %u: %s", cursor->line, what);
}

/* Git reads CR LF as LF. */
static int
peek (const Cursor *cursor)
{
  if (cursor->at == cursor->end)
    return END;
  if (cursor->at[0] == '\r' && cursor->end - cursor->at > 1 && cursor->at[1] == '\n')
    return '\n';
  return (guchar) *cursor->at;
}

static int
take (Cursor *cursor)
{
  int byte = peek (cursor);

  if (byte == END)
    return END;
  cursor->at += byte == '\n' && *cursor->at == '\r' ? 2 : 1;
  if (byte == '\n')
    cursor->line++;
  return byte;
}

static gboolean
is_blank (int byte)
{
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\v' || byte == '\f';
}

static gboolean
is_name_byte (int byte)
{
  return byte != END && (g_ascii_isalnum (byte) || byte == '-');
}

static void
line_skip (Cursor *cursor)
{
  while (peek (cursor) != '\n' && peek (cursor) != END)
    take (cursor);
}

/* What stands between the quotes of `[section "subsection"]`, in its own case, with the dot behind it. */
static gboolean
subsection_read (Cursor *cursor, GError **error)
{
  int byte;

  while (is_blank (peek (cursor)))
    take (cursor);
  if (take (cursor) != '"')
    return line_fail (cursor, "a section's name is not followed by ] or a quote", error);
  while ((byte = take (cursor)) != '"') {
    if (byte == '\\')
      byte = take (cursor);
    if (byte == '\n' || byte == END || byte == '\0')
      return line_fail (cursor, "a section's quoted name does not end", error);
    g_string_append_c (cursor->section, (char) byte);
  }
  g_string_append_c (cursor->section, '.');
  return TRUE;
}

/* Behind the opening bracket. */
static gboolean
section_read (Cursor *cursor, GError **error)
{
  g_string_truncate (cursor->section, 0);
  while (is_name_byte (peek (cursor)) || peek (cursor) == '.')
    g_string_append_c (cursor->section, g_ascii_tolower ((char) take (cursor)));
  if (cursor->section->len == 0)
    return line_fail (cursor, "a section has no name", error);
  g_string_append_c (cursor->section, '.');
  if (is_blank (peek (cursor)) && !subsection_read (cursor, error))
    return FALSE;
  if (take (cursor) != ']')
    return line_fail (cursor, "a section's name is not followed by ]", error);
  return TRUE;
}

/* Behind the backslash. Returns: FALSE where git knows no such escape. */
static gboolean
escape_read (Cursor *cursor)
{
  static const char letters[] = "ntb\\\"";
  static const char bytes[] = "\n\t\b\\\"";
  int byte = take (cursor);
  const char *found;

  if (byte == '\n')
    return TRUE;
  if (byte == END || byte == '\0')
    return FALSE;
  found = strchr (letters, byte);
  if (found != NULL)
    g_string_append_c (cursor->value, bytes[found - letters]);
  return found != NULL;
}

/*
 * Behind the `=`, up to the end of the line that is its last: quotes and backslashes undone, white
 * space around it left out.
 */
static gboolean
value_read (Cursor *cursor, GError **error)
{
  gboolean is_quoted = FALSE;
  gsize size = 0; /* without white space that stands unquoted at the end */

  g_string_truncate (cursor->value, 0);
  for (;;) {
    int byte = peek (cursor);

    if (byte == END || byte == '\n') {
      if (is_quoted)
        return line_fail (cursor, "a quote does not end", error);
      break;
    }
    take (cursor);
    if (!is_quoted && (byte == '#' || byte == ';')) {
      line_skip (cursor);
      break;
    }
    if (byte == '\0')
      return line_fail (cursor, "a value holds a NUL", error);
    if (!is_quoted && is_blank (byte)) {
      if (cursor->value->len > 0)
        g_string_append_c (cursor->value, (char) byte);
      continue;
    }
    if (byte == '"') {
      is_quoted = !is_quoted;
    } else if (byte == '\\') {
      if (!escape_read (cursor))
        return line_fail (cursor, "a backslash before what needs none", error);
    } else {
      g_string_append_c (cursor->value, (char) byte);
    }
    size = cursor->value->len;
  }
  g_string_truncate (cursor->value, size);
  return TRUE;
}

static gboolean
entry_read (Cursor *cursor, GError **error)
{
  HmConfigEntry entry = { 0 };

  g_string_assign (cursor->name, cursor->section->str);
  while (is_name_byte (peek (cursor)))
    g_string_append_c (cursor->name, g_ascii_tolower ((char) take (cursor)));
  while (is_blank (peek (cursor)))
    take (cursor);
  if (peek (cursor) == '=') {
    take (cursor);
    if (!value_read (cursor, error))
      return FALSE;
    entry.value = g_string_chunk_insert_len (cursor->config->strings, cursor->value->str,
                                             (gssize) cursor->value->len);
  } else if (peek (cursor) != '\n' && peek (cursor) != END) {
    return line_fail (cursor, "a key is not followed by =", error);
  }
  entry.name = g_string_chunk_insert_len (cursor->config->strings, cursor->name->str,
                                          (gssize) cursor->name->len);
  g_array_append_val (cursor->config->entries, entry);
  return TRUE;
}

static gboolean
next_read (Cursor *cursor, GError **error)
{
  int byte = peek (cursor);

  if (is_blank (byte) || byte == '\n') {
    take (cursor);
    return TRUE;
  }
  if (byte == '#' || byte == ';') {
    line_skip (cursor);
    return TRUE;
  }
  if (byte == '[') {
    take (cursor);
    return section_read (cursor, error);
  }
  if (g_ascii_isalpha (byte))
    return entry_read (cursor, error);
  return line_fail (cursor, "neither a section, a key nor a comment", error);
}

HmConfig *
hm_config_parse (const char *text, gsize size, GError **error)
{
  static const char bom[] = "\xef\xbb\xbf";
  g_autoptr (HmConfig) config = g_new0 (HmConfig, 1);
  g_autoptr (GString) section = g_string_new (NULL);
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  Cursor cursor = {
    .config = config,
    .at = text,
    .end = text + size,
    .line = 1,
    .section = section,
    .name = name,
    .value = value,
  };

  config->entries = g_array_new (FALSE, FALSE, sizeof (HmConfigEntry));
  config->strings = g_string_chunk_new (1024);
  if (cursor.end - cursor.at >= (gssize) strlen (bom) && memcmp (text, bom, strlen (bom)) == 0)
    cursor.at += strlen (bom);
  while (cursor.at < cursor.end)
    if (!next_read (&cursor, error))
      return NULL;
  return g_steal_pointer (&config);
}

HmConfig *
hm_config_read (const char *path, GError **error)
{
  g_autoptr (GError) read_error = NULL;
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *text = NULL;
  HmConfig *config;
  gsize size;

  text = hm_plain_file_read (path, HM_CONFIG_BYTES_MAX, &size, &read_error);
  if (text == NULL && g_error_matches (read_error, HM_ERROR, HM_ERROR_NOT_FOUND))
    return hm_config_parse ("", 0, error);
  if (text == NULL) {
    g_propagate_error (error, g_steal_pointer (&read_error));
    return NULL;
  }
  config = hm_config_parse (text, size, &parse_error);
  if (config == NULL)
    hm_fail (error, HM_ERROR_GIT, "%s: %s", path, parse_error->message);
  return config;
}

void
hm_config_free (HmConfig *config)
{
  if (config == NULL)
    return;
  g_array_unref (config->entries);
  g_string_chunk_free (config->strings);
  g_free (config);
}

const HmConfigEntry *
hm_config_entries (const HmConfig *config, gsize *ret_n_entries)
{
  *ret_n_entries = config->entries->len;
  return (const HmConfigEntry *) (gpointer) config->entries->data;
}

const char *
hm_config_first (const HmConfig *config, const char *name)
{
  for (guint i = 0; i < config->entries->len; i++) {
    const HmConfigEntry *entry = &g_array_index (config->entries, HmConfigEntry, i);

    if (strcmp (entry->name, name) == 0)
      return entry->value;
  }
  return NULL;
}

const char *
hm_config_last (const HmConfig *config, const char *name)
{
  for (guint i = config->entries->len; i > 0; i--) {
    const HmConfigEntry *entry = &g_array_index (config->entries, HmConfigEntry, i - 1);

    if (strcmp (entry->name, name) == 0)
      return entry->value;
  }
  return NULL;
}
