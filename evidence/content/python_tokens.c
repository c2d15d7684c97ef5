/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/python_tokens.h"

#include <string.h>

void
hm_python_tokens_init (HmPythonTokens *ret_tokens, const HmText *file)
{
  *ret_tokens = (HmPythonTokens){ file->text, file->text + file->size, 1 };
}

/* Whether @size bytes from @at on are there. */
static gboolean
has_bytes (const HmPythonTokens *tokens, const char *at, gsize size)
{
  return (gsize) (tokens->end - at) >= size;
}

/* Goes past blanks, comments, and ends of lines that a backslash takes away. */
static void
gap_skip (HmPythonTokens *tokens)
{
  while (tokens->at < tokens->end) {
    const char *at = tokens->at;

    if (*at == '#') {
      const char *stop = memchr (at, '\n', (gsize) (tokens->end - at));

      tokens->at = stop != NULL ? stop : tokens->end;
    } else if (*at == '\\' && has_bytes (tokens, at, 2) && at[1] == '\n') {
      tokens->at += 2;
      tokens->line++;
    } else if (*at == '\\' && has_bytes (tokens, at, 3) && at[1] == '\r' && at[2] == '\n') {
      tokens->at += 3;
      tokens->line++;
    } else if (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\f') {
      tokens->at++;
    } else {
      return;
    }
  }
}

/* Reads from the quote on. A string of one line that has no end ends with its line, and is none. */
static HmPythonToken
string_read (HmPythonTokens *tokens)
{
  const char *at = tokens->at;
  const char quote = *at;
  const gsize size = has_bytes (tokens, at, 3) && at[1] == quote && at[2] == quote ? 3 : 1;
  HmPythonToken token = { .kind = HM_PYTHON_STRING, .line = tokens->line };

  at += size;
  token.text.at = at;
  for (; at < tokens->end; at++) {
    if (*at == quote
        && (size == 1 || (has_bytes (tokens, at, 3) && at[1] == quote && at[2] == quote))) {
      token.text.size = (gsize) (at - token.text.at);
      tokens->at = at + size;
      return token;
    }
    if (*at == '\n' && size == 1)
      break;
    if (*at == '\\' && has_bytes (tokens, at, 3) && at[1] == '\r' && at[2] == '\n')
      at++;
    if (*at == '\\' && has_bytes (tokens, at, 2))
      at++;
    tokens->line += *at == '\n' ? 1 : 0;
  }
  token.kind = HM_PYTHON_OTHER;
  token.text.size = (gsize) (at - token.text.at);
  tokens->at = at;
  return token;
}

/* Whether @word directly before a quote belongs to the string: u"", rb'' */
static gboolean
is_string_prefix (HmSpan word)
{
  for (gsize i = 0; i < word.size; i++) {
    if (strchr ("rRbBuUfF", word.at[i]) == NULL)
      return FALSE;
  }
  return word.size <= 2;
}

/* Whether "=" behind @sign makes one sign with it: "+=", "==", ":=". */
static gboolean
begins_assignment (char sign)
{
  return sign != '\0' && strchr ("+-*/%@&|^=!<>:", sign) != NULL;
}

HmPythonToken
hm_python_tokens_next (HmPythonTokens *tokens)
{
  HmPythonToken token = { .kind = HM_PYTHON_END };
  const char *start = NULL;

  gap_skip (tokens);
  start = tokens->at;
  token.line = tokens->line;
  if (start == tokens->end)
    return token;
  while (tokens->at < tokens->end && hm_is_word_byte (*tokens->at))
    tokens->at++;
  token.text = (HmSpan){ start, (gsize) (tokens->at - start) };
  if (tokens->at < tokens->end && (*tokens->at == '"' || *tokens->at == '\'')
      && is_string_prefix (token.text))
    return string_read (tokens);
  if (token.text.size > 0) {
    token.kind = g_ascii_isdigit (*start) ? HM_PYTHON_OTHER : HM_PYTHON_NAME;
    return token;
  }
  token.kind = *start == '\n' ? HM_PYTHON_NEWLINE : HM_PYTHON_OTHER;
  tokens->line += *start == '\n' ? 1 : 0;
  tokens->at++;
  if (tokens->at < tokens->end && *tokens->at == '=' && begins_assignment (*start))
    tokens->at++;
  token.text.size = (gsize) (tokens->at - start);
  return token;
}
