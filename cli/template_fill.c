/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/templates.h"

#include <string.h>

/* As YAML's double quotes want it; the values are one line each. */
static void
value_append (GString *out, const char *value)
{
  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
}

/* Returns: (nullable) the word that stands at @text, which begins with "@". */
static const HmTemplateWord *
word_at (const char *text, const HmTemplateWord *words)
{
  for (const HmTemplateWord *word = words; word->word != NULL; word++) {
    const gsize size = strlen (word->word);

    if (strncmp (text + 1, word->word, size) == 0 && text[1 + size] == '@')
      return word;
  }
  return NULL;
}

char *
hm_template_fill (const char *text, const HmTemplateWord *words)
{
  GString *out = g_string_new (NULL);

  while (*text != '\0') {
    const HmTemplateWord *word = *text == '@' ? word_at (text, words) : NULL;

    if (word == NULL) {
      g_string_append_c (out, *text++);
      continue;
    }
    value_append (out, word->value);
    text += strlen (word->word) + 2;
  }
  return g_string_free (out, FALSE);
}
