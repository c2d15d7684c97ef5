/* SPDX-License-Identifier: Apache-2.0 */
/* Matches paths against the patterns of checks. */
#include "evidence/git/documents.h"

#include <fnmatch.h>
#include <string.h>

/* Longer names are never those of a document that a check asks for. */
#define NAME_BYTES_MAX 255

typedef enum {
  GLOB_LITERAL,
  GLOB_PREFIX, /* TEXT* */
  GLOB_SUFFIX, /* *TEXT */
  GLOB_ANY,    /* for fnmatch(3) */
} GlobKind;

typedef struct {
  char *folder;             /* (nullable) lower-cased; NULL: any */
  gboolean is_at_any_depth; /* @folder may stand below others */
  GlobKind kind;
  char *glob; /* lower-cased; its literal text but for GLOB_ANY */
  gsize glob_size;
} Pattern;

struct HmMatcher {
  GPtrArray *patterns;    /* (element-type Pattern) all of them; owns */
  GHashTable *by_folder;  /* folder -> GPtrArray of those that are for this very folder */
  GPtrArray *below;       /* those for a folder at any depth */
  GHashTable *everywhere; /* literal names wanted in every folder */
  GPtrArray *globs_everywhere;
};

static void
pattern_free (gpointer data)
{
  Pattern *pattern = data;

  g_free (pattern->folder);
  g_free (pattern->glob);
  g_free (pattern);
}

static void
glob_read (Pattern *pattern, const char *glob)
{
  static const char special[] = "*?[\\";
  gsize size = strlen (glob);
  gsize n_plain = strcspn (glob, special);

  pattern->kind = GLOB_ANY;
  if (n_plain == size)
    pattern->kind = GLOB_LITERAL;
  else if (glob[n_plain] == '*' && n_plain == size - 1)
    pattern->kind = GLOB_PREFIX;
  else if (glob[0] == '*' && strcspn (glob + 1, special) == size - 1)
    pattern->kind = GLOB_SUFFIX;
  pattern->glob = g_ascii_strdown (pattern->kind == GLOB_SUFFIX ? glob + 1 : glob, -1);
  if (pattern->kind == GLOB_PREFIX)
    pattern->glob[size - 1] = '\0';
  pattern->glob_size = strlen (pattern->glob);
}

static Pattern *
pattern_new (const char *text)
{
  Pattern *pattern = g_new0 (Pattern, 1);
  const char *name;

  if (g_str_has_prefix (text, "**/")) {
    pattern->is_at_any_depth = TRUE;
    text += 3;
  }
  name = strrchr (text, '/');
  if (name != NULL)
    pattern->folder = g_ascii_strdown (text, name - text);
  else if (!pattern->is_at_any_depth)
    pattern->folder = g_strdup ("");
  glob_read (pattern, name != NULL ? name + 1 : text);
  return pattern;
}

static void
pattern_enter (HmMatcher *matcher, Pattern *pattern)
{
  GPtrArray *same;

  g_ptr_array_add (matcher->patterns, pattern);
  if (pattern->folder == NULL) {
    if (pattern->kind == GLOB_LITERAL)
      g_hash_table_add (matcher->everywhere, pattern->glob);
    else
      g_ptr_array_add (matcher->globs_everywhere, pattern);
    return;
  }
  if (pattern->is_at_any_depth) {
    g_ptr_array_add (matcher->below, pattern);
    return;
  }
  same = g_hash_table_lookup (matcher->by_folder, pattern->folder);
  if (same == NULL) {
    same = g_ptr_array_new ();
    g_hash_table_insert (matcher->by_folder, pattern->folder, same);
  }
  g_ptr_array_add (same, pattern);
}

HmMatcher *
hm_matcher_new (const char *const *reads)
{
  HmMatcher *matcher = g_new0 (HmMatcher, 1);

  matcher->patterns = g_ptr_array_new_with_free_func (pattern_free);
  matcher->by_folder =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  matcher->below = g_ptr_array_new ();
  matcher->everywhere = g_hash_table_new (g_str_hash, g_str_equal);
  matcher->globs_everywhere = g_ptr_array_new ();
  for (; reads != NULL && *reads != NULL; reads++)
    pattern_enter (matcher, pattern_new (*reads));
  return matcher;
}

void
hm_matcher_free (HmMatcher *matcher)
{
  if (matcher == NULL)
    return;
  g_hash_table_unref (matcher->by_folder);
  g_hash_table_unref (matcher->everywhere);
  g_ptr_array_unref (matcher->below);
  g_ptr_array_unref (matcher->globs_everywhere);
  g_ptr_array_unref (matcher->patterns);
  g_free (matcher);
}

/* Whether @folder is @wanted or ends in "/" and it. */
static gboolean
is_folder_or_below (const char *folder, const char *wanted)
{
  gsize size = strlen (folder);
  gsize wanted_size = strlen (wanted);

  return size >= wanted_size && strcmp (folder + size - wanted_size, wanted) == 0
         && (size == wanted_size || folder[size - wanted_size - 1] == '/');
}

GPtrArray *
hm_matcher_folder (const HmMatcher *matcher, const char *folder)
{
  g_autofree char *lower = g_ascii_strdown (folder, -1);
  g_autoptr (GPtrArray) found = NULL;
  GPtrArray *same = g_hash_table_lookup (matcher->by_folder, lower);

  if (same != NULL) {
    found = g_ptr_array_new ();
    g_ptr_array_extend (found, same, NULL, NULL);
  }
  for (guint i = 0; i < matcher->below->len; i++) {
    Pattern *pattern = g_ptr_array_index (matcher->below, i);

    if (!is_folder_or_below (lower, pattern->folder))
      continue;
    if (found == NULL)
      found = g_ptr_array_new ();
    g_ptr_array_add (found, pattern);
  }
  return g_steal_pointer (&found);
}

static gboolean
glob_matches (const Pattern *pattern, const char *name, gsize size)
{
  switch (pattern->kind) {
  case GLOB_LITERAL:
    return size == pattern->glob_size && memcmp (name, pattern->glob, size) == 0;
  case GLOB_PREFIX:
    return size >= pattern->glob_size && memcmp (name, pattern->glob, pattern->glob_size) == 0;
  case GLOB_SUFFIX:
    return size >= pattern->glob_size
           && memcmp (name + size - pattern->glob_size, pattern->glob, pattern->glob_size) == 0;
  case GLOB_ANY:
    break;
  }
  return fnmatch (pattern->glob, name, 0) == 0;
}

static gboolean
any_matches (const GPtrArray *patterns, const char *name, gsize size)
{
  for (guint i = 0; i < patterns->len; i++)
    if (glob_matches (g_ptr_array_index (patterns, i), name, size))
      return TRUE;
  return FALSE;
}

gboolean
hm_matcher_wants (const HmMatcher *matcher, const GPtrArray *patterns, const char *name)
{
  char lower[NAME_BYTES_MAX + 1];
  gsize size = 0;

  for (; name[size] != '\0'; size++) {
    if (size == NAME_BYTES_MAX)
      return FALSE;
    lower[size] = g_ascii_tolower (name[size]);
  }
  lower[size] = '\0';
  return (patterns != NULL && any_matches (patterns, lower, size))
         || g_hash_table_contains (matcher->everywhere, lower)
         || any_matches (matcher->globs_everywhere, lower, size);
}
