/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the text: names of folders can be any bytes, those of other sentences too. */
#include "render/public_text.h"

#include <string.h>

/* What the key of a folder begins with: HmPortfolioEntry.key. */
#define PATH_KEY "path:"

/* Bytes behind a quote or bracket in which its other half is looked for: those of the longest path. */
#define QUOTED_MAX 4096u

typedef struct {
  const char *at;
  const char *word;   /* where the word at @at begins */
  const char *before; /* where the word before that begins */
  const char *folder; /* (nullable) the path that the key is */
  const char *name;
  GString *out;
  gsize out_word; /* where @word begins in @out */
  gboolean has_path;
} Reading;

static gboolean
is_of_word (gunichar character)
{
  return g_unichar_isalnum (character)
         || (character != 0 && character < 128 && strchr ("/_-.%+@~", (int) character) != NULL);
}

static gboolean
is_word_end (const char *at)
{
  return !is_of_word (g_utf8_get_char (at))
         || (*at == '.' && !is_of_word (g_utf8_get_char (at + 1)));
}

/* Returns: (nullable) what closes the quote or bracket that @text begins with. */
static const char *
closing_of (const char *text)
{
  static const char *const pairs[][2] = {
    { "'", "'" },
    { "\"", "\"" },
    { "`", "`" },
    { "`", "'" },
    { "(", ")" },
    { "[", "]" },
    { "<", ">" },
    { "{", "}" },
    { "\xe2\x80\x98", "\xe2\x80\x99" },
    { "\xe2\x80\x9c", "\xe2\x80\x9d" },
    { "\xc2\xab", "\xc2\xbb" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_has_prefix (text, pairs[i][0]))
      return pairs[i][1];
  return NULL;
}

/*
 * Returns: (nullable) where the quotes or brackets close that stand around the path which begins at
 * @path, behind @open.
 */
static const char *
closing_find (const char *open, const char *path)
{
  const char *closing = closing_of (open);

  if (closing == NULL)
    return NULL;
  for (const char *at = path; *at != '\0' && (gsize) (at - path) < QUOTED_MAX; at++)
    if (g_str_has_prefix (at, closing) && is_word_end (at + strlen (closing)))
      return at;
  return NULL;
}

static gboolean
is_clause_end (const char *at)
{
  return *at == '\0' || *at == '\n'
         || ((*at == ':' || *at == ';') && (at[1] == '\0' || g_ascii_isspace (at[1])));
}

/* Returns: the end of the path that begins at @path. @text: where all begins */
static const char *
path_end (const char *text, const char *path)
{
  const char *open = path > text ? g_utf8_prev_char (path) : NULL;
  const char *closing = open != NULL ? closing_find (open, path) : NULL;
  const char *end = path;

  if (closing != NULL && strchr ("([<{", *open) == NULL)
    return closing;
  while (!is_clause_end (end) && end != closing)
    end++;
  return end;
}

static gboolean
has_prefix_of_size (const char *text, gsize size, const char *const *words)
{
  for (; *words != NULL; words++)
    if (strlen (*words) == size && g_ascii_strncasecmp (text, *words, size) == 0)
      return TRUE;
  return FALSE;
}

/* Whether the slash at @reading is that of "https://host". */
static gboolean
is_url (const Reading *reading)
{
  static const char *const schemes[] = { "https", "http",      "ssh",     "git", "ftp",
                                         "ftps",  "git+https", "git+ssh", NULL };
  const char *at = reading->at;

  return reading->word == at && at > reading->before && at[-1] == ':' && at[1] == '/'
         && is_of_word (g_utf8_get_char (at + 2)) && at[2] != '/'
         && has_prefix_of_size (reading->before, (gsize) (at - 1 - reading->before), schemes);
}

/* Whether the word with the slash at @reading, its first, is a path of this machine. */
static gboolean
is_path (const Reading *reading)
{
  const char *word = reading->word;
  const gsize size = (gsize) (reading->at - word);

  if (size == 0)
    return !g_ascii_isspace (reading->at[1]) && reading->at[1] != '\0';
  /* "~user/r", "../r", and an option that is not parted from its value. */
  if (*word == '~' || *word == '-')
    return TRUE;
  for (gsize i = 0; i < size; i++)
    if (strchr ("-.%+@~_", word[i]) == NULL)
      return reading->has_path
             && !has_prefix_of_size (word, size, (const char *const[]){ "refs", NULL });
  return TRUE;
}

static void
url_copy (Reading *reading)
{
  const gsize size = strcspn (reading->at, " \t\r\n\"'`<>");

  g_string_append_len (reading->out, reading->at, (gssize) size);
  reading->at += size;
  reading->before = reading->at;
  reading->word = reading->at;
  reading->out_word = reading->out->len;
}

/* Returns: bytes behind the folder's path that are of a path below it. */
static gsize
below_size (const char *rest)
{
  return *rest == '/' ? strcspn (rest, " \t\r\n:;,\"'`()<>") : 0;
}

/* Whether the path at @reading is the folder's, or below it. */
static gboolean
is_of_folder (const Reading *reading)
{
  const gsize size = reading->folder != NULL ? strlen (reading->folder) : 0;
  const char *rest = reading->at + size;

  return size > 0 && reading->word == reading->at
         && strncmp (reading->at, reading->folder, size) == 0
         && (*rest == '/' || is_word_end (rest))
         && g_strstr_len (rest, (gssize) below_size (rest), "/..") == NULL;
}

static void
path_replace (Reading *reading, const char *text)
{
  g_string_truncate (reading->out, reading->out_word);
  if (is_of_folder (reading)) {
    const char *rest = reading->at + strlen (reading->folder);

    g_string_append (reading->out, reading->name);
    g_string_append_len (reading->out, rest, (gssize) below_size (rest));
    reading->at = rest + below_size (rest);
  } else {
    g_string_append (reading->out, HM_PUBLIC_PATH);
    reading->at = path_end (text, reading->word);
  }
  reading->has_path = TRUE;
  reading->before = reading->at;
  reading->word = reading->at;
  reading->out_word = reading->out->len;
}

char *
hm_public_text (const char *text, const char *key, const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  Reading reading = { .at = valid,
                      .word = valid,
                      .before = valid,
                      .name = name,
                      .folder = g_str_has_prefix (key, PATH_KEY) ? key + strlen (PATH_KEY) : NULL,
                      .out = g_string_sized_new (strlen (valid)) };
  /* Of the word at hand the first slash was looked at. */
  gboolean is_settled = FALSE;

  while (*reading.at != '\0') {
    const char *next = g_utf8_next_char (reading.at);

    if (*reading.at == '/' && !is_settled) {
      is_settled = TRUE;
      if (is_url (&reading)) {
        url_copy (&reading);
        is_settled = FALSE;
        continue;
      }
      if (is_path (&reading)) {
        path_replace (&reading, valid);
        is_settled = FALSE;
        continue;
      }
    }
    g_string_append_len (reading.out, reading.at, next - reading.at);
    if (!is_of_word (g_utf8_get_char (reading.at))) {
      reading.before = reading.word;
      reading.word = next;
      reading.out_word = reading.out->len;
      is_settled = FALSE;
    }
    reading.at = next;
  }
  return g_string_free (reading.out, FALSE);
}

char *
hm_public_failure (const HmRankRow *row)
{
  return hm_public_text (row->failure, row->key, row->name);
}

char *
hm_public_why (const HmRankRow *row)
{
  g_autofree char *failure = hm_public_failure (row);
  g_autoptr (GString) why = g_string_new (row->why);

  if (*row->failure != '\0')
    g_string_replace (why, row->failure, failure, 0);
  return g_string_free (g_steal_pointer (&why), FALSE);
}

char *
hm_public_move_failure (const HmMove *move)
{
  return hm_public_text (move->failure, move->key, move->name);
}
