/* SPDX-License-Identifier: Apache-2.0 */
/* Reads .gitattributes for export-ignore and export-subst (gitattributes(5)); all other attributes are passed over. */
#include "evidence/release/attributes.h"

#include <string.h>

#include "core/limits.h"

typedef struct {
  char *pattern; /* from the root of the repository, or of one name in any folder below @folder */
  char *folder;  /* "", or with a slash at its end */
  gboolean is_name;
  guint set;
  guint unset;
} Rule;

struct HmAttributes {
  GArray *rules; /* (element-type Rule) */
  guint64 n_steps;
};

static void
rule_clear (gpointer data)
{
  Rule *rule = data;

  g_free (rule->pattern);
  g_free (rule->folder);
}

HmAttributes *
hm_attributes_new (void)
{
  HmAttributes *attributes = g_new0 (HmAttributes, 1);

  attributes->rules = g_array_new (FALSE, TRUE, sizeof (Rule));
  g_array_set_clear_func (attributes->rules, rule_clear);
  return attributes;
}

void
hm_attributes_free (HmAttributes *attributes)
{
  if (attributes == NULL)
    return;
  g_array_unref (attributes->rules);
  g_free (attributes);
}

/* "[a-z]" at @set, whose end goes to @ret_end. Returns: whether it has @c; FALSE with NULL where it has no end. */
static gboolean
class_has (const char *set, char c, const char **ret_end)
{
  const char *at = set + 1;
  const gboolean is_not = *at == '!' || *at == '^';
  gboolean has = FALSE;

  if (is_not)
    at++;
  *ret_end = NULL;
  for (gboolean is_first = TRUE; *at != '\0' && (is_first || *at != ']'); is_first = FALSE) {
    const char from = *at++;
    char to = from;

    if (at[0] == '-' && at[1] != ']' && at[1] != '\0') {
      to = at[1];
      at += 2;
    }
    has = has || ((guchar) c >= (guchar) from && (guchar) c <= (guchar) to);
  }
  if (*at != ']')
    return FALSE;
  *ret_end = at + 1;
  return has != is_not && c != '/';
}

/* Whether the next of @pattern takes the character @c. @ret_next: what follows in the pattern. */
static gboolean
takes (const char *pattern, char c, const char **ret_next)
{
  const char *end;

  *ret_next = pattern + 1;
  if (c == '\0')
    return FALSE;
  if (*pattern == '?')
    return c != '/';
  if (*pattern == '[') {
    const gboolean has = class_has (pattern, c, &end);

    if (end != NULL) {
      *ret_next = end;
      return has;
    }
  }
  if (*pattern == '\\' && pattern[1] != '\0') {
    *ret_next = pattern + 2;
    return pattern[1] == c;
  }
  return *pattern == c;
}

/* A star to come back to: where the pattern goes on after it, and how far it has reached. */
typedef struct {
  const char *pattern; /* NULL: none yet */
  const char *path;
} Star;

/* "**", which must be a whole part, takes any number of folders, with a slash behind. Returns: its end, or NULL. */
static const char *
folders_star (const char *start, const char *pattern)
{
  if (strncmp (pattern, "**", 2) != 0 || (pattern > start && pattern[-1] != '/'))
    return NULL;
  return pattern[2] == '/' ? pattern + 3 : pattern[2] == '\0' ? pattern + 2 : NULL;
}

/*
 * Only the last star of each kind is ever gone back to: what those before it could still take, it
 * takes as well. So the work is bounded by the sizes' product for stars within a part, and once
 * more by the number of folders.
 */
static gboolean
glob_matches (const char *pattern, const char *path, guint64 *steps)
{
  const char *start = pattern;
  Star part = { 0 };
  Star folders = { 0 };

  while (++*steps <= HM_ATTRIBUTE_STEPS_MAX) {
    const char *after = folders_star (start, pattern);
    const char *next;

    if (after != NULL) {
      if (*after == '\0')
        return TRUE;
      folders = (Star){ after, path };
      part.pattern = NULL;
      pattern = after;
      continue;
    }
    if (*pattern == '*') {
      part = (Star){ pattern + 1, path };
      pattern++;
      continue;
    }
    if (*pattern == '\0' && *path == '\0')
      return TRUE;
    if (*pattern != '\0' && takes (pattern, *path, &next)) {
      pattern = next;
      path++;
      continue;
    }
    if (part.pattern != NULL && *part.path != '\0' && *part.path != '/') {
      path = ++part.path;
      pattern = part.pattern;
      continue;
    }
    if (folders.pattern == NULL)
      return FALSE;
    folders.path = strchr (folders.path, '/');
    if (folders.path == NULL)
      return FALSE;
    path = ++folders.path;
    pattern = folders.pattern;
    part.pattern = NULL;
  }
  return FALSE;
}

gboolean
hm_path_glob (const char *pattern, const char *path)
{
  guint64 steps = 0;

  return glob_matches (pattern, path, &steps);
}

/* The next word of a line from @at up to @end. Returns: its end; @ret_word at its start. */
static const char *
word_next (const char *at, const char *end, const char **ret_word)
{
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
    at++;
  *ret_word = at;
  while (at < end && *at != ' ' && *at != '\t' && *at != '\r')
    at++;
  return at;
}

static void
attribute_read (const char *word, gsize size, Rule *rule)
{
  static const struct {
    const char *name;
    HmAttribute attribute;
  } known[] = {
    { "export-ignore", HM_ATTRIBUTE_EXPORT_IGNORE },
    { "export-subst", HM_ATTRIBUTE_EXPORT_SUBST },
  };
  const gboolean is_off = size > 0 && (*word == '-' || *word == '!');

  if (is_off) {
    word++;
    size--;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    if (size != strlen (known[i].name) || memcmp (word, known[i].name, size) != 0)
      continue;
    if (is_off)
      rule->unset |= known[i].attribute;
    else
      rule->set |= known[i].attribute;
  }
}

static void
line_read (HmAttributes *attributes, const char *folder, const char *line, const char *end)
{
  const char *word;
  const char *at = word_next (line, end, &word);
  const char *pattern = word;
  gsize pattern_size = (gsize) (at - word);
  Rule rule = { 0 };
  Rule *kept;

  if (pattern_size == 0 || *pattern == '#' || *pattern == '!' || *pattern == '['
      || pattern_size > HM_PATH_MAX || memchr (pattern, '\0', pattern_size) != NULL)
    return;
  while (at < end) {
    at = word_next (at, end, &word);
    attribute_read (word, (gsize) (at - word), &rule);
  }
  if ((rule.set | rule.unset) == 0 || attributes->rules->len >= HM_ATTRIBUTE_RULES_MAX)
    return;
  rule.is_name = memchr (pattern, '/', pattern_size) == NULL;
  if (*pattern == '/') {
    pattern++;
    pattern_size--;
  }
  g_array_append_val (attributes->rules, rule);
  kept = &g_array_index (attributes->rules, Rule, attributes->rules->len - 1);
  kept->folder = *folder != '\0' ? g_strconcat (folder, "/", NULL) : g_strdup ("");
  /*
   * In truth a pattern with a slash at its end matches nothing in .gitattributes; people write it
   * and mean the folder.
   */
  kept->pattern = g_strndup (pattern, pattern_size);
}

void
hm_attributes_add (HmAttributes *attributes, const char *folder, const char *text, gsize size)
{
  const char *end = text + size;

  for (const char *line = text; line < end;) {
    const char *line_end = memchr (line, '\n', (gsize) (end - line));

    if (line_end == NULL)
      line_end = end;
    line_read (attributes, folder, line, line_end);
    line = line_end + 1;
  }
}

/* What the rules say of @path itself; later ones go before. */
static guint
path_get (HmAttributes *attributes, const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  guint result = 0;

  for (guint i = 0; i < attributes->rules->len; i++) {
    const Rule *rule = &g_array_index (attributes->rules, Rule, i);
    const char *below;

    if (attributes->n_steps++ >= HM_ATTRIBUTE_STEPS_MAX)
      return 0;
    if (!g_str_has_prefix (path, rule->folder))
      continue;
    below = rule->is_name ? name : path + strlen (rule->folder);
    if (glob_matches (rule->pattern, below, &attributes->n_steps))
      result = (result & ~rule->unset) | rule->set;
  }
  return result;
}

guint
hm_attributes_get (HmAttributes *attributes, const char *path)
{
  guint result = path_get (attributes, path);
  g_autofree char *folder = NULL;
  char *slash;

  if (attributes->rules->len == 0 || strlen (path) > HM_PATH_MAX)
    return result;
  folder = g_strdup (path);
  while ((slash = strrchr (folder, '/')) != NULL) {
    *slash = '\0';
    result |= path_get (attributes, folder) & HM_ATTRIBUTE_EXPORT_IGNORE;
  }
  return result;
}
