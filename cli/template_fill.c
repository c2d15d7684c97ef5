/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/templates.h"

#include <string.h>

/*
 * As YAML's double quotes want it. A name comes from the repository: what is no text, or would end
 * the line, is written as YAML writes it, so that the value is on one line in a comment too.
 */
static void
value_append (GString *out, const char *value)
{
  g_autofree char *text = g_utf8_make_valid (value, -1);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    const gunichar character = g_utf8_get_char (p);

    if (character == '"' || character == '\\')
      g_string_append_printf (out, "\\%c", (char) character);
    else if (g_unichar_isprint (character))
      g_string_append_unichar (out, character);
    else
      g_string_append_printf (out, "\\U%08X", character);
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
