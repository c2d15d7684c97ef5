/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/expression.h"

#include <string.h>

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

static const char *
skip_blanks (const char *at)
{
  while (g_ascii_isspace (*at))
    at++;
  return at;
}

static gsize
name_size (const char *at)
{
  gsize size = 0;

  while (is_name_char (at[size]))
    size++;
  return size;
}

static gboolean
name_is (const char *name, gsize size, const char *wanted)
{
  return size == strlen (wanted) && g_ascii_strncasecmp (name, wanted, size) == 0;
}

/* Past the string that opens at @at; a doubled quote within it stands for one. */
static const char *
skip_string (const char *at)
{
  for (at++; *at != '\0'; at++) {
    if (*at == '\'' && *++at != '\'')
      break;
  }
  return at;
}

/*
 * Reads what follows the context's name: .NAME, ['NAME'] or ["NAME"]. Anything else takes all of
 * it, or one that only a run could tell.
 */
static void
read_name (HmContextUses *uses, const char *at)
{
  char quote = '\0';
  gsize size = 0;

  uses->name = NULL;
  uses->name_size = 0;
  at = skip_blanks (at);
  if (*at == '.') {
    at = skip_blanks (at + 1);
    size = name_size (at);
  } else if (*at == '[') {
    at = skip_blanks (at + 1);
    quote = *at;
    if (quote != '\'' && quote != '"')
      return;
    size = name_size (++at);
    if (at[size] != quote || *skip_blanks (at + size + 1) != ']')
      return;
  }
  if (size == 0)
    return;
  uses->name = at;
  uses->name_size = size;
}

void
hm_context_uses_init (HmContextUses *uses, const char *text)
{
  *uses = (HmContextUses){ .next = text };
}

gboolean
hm_context_uses_next (HmContextUses *uses)
{
  const char *at = uses->next;
  gboolean is_member = FALSE; /* what comes next belongs to what stands before its dot */

  while (*at != '\0') {
    const char *start = at;
    gsize size = 0;

    if (!uses->is_inside) {
      at = strstr (at, "${{");
      if (at == NULL)
        break;
      at += strlen ("${{");
      uses->is_inside = TRUE;
      continue;
    }
    if (g_str_has_prefix (at, "}}")) {
      at += strlen ("}}");
      uses->is_inside = FALSE;
      is_member = FALSE;
      continue;
    }
    if (*at == '\'') {
      at = skip_string (at);
      is_member = FALSE;
      continue;
    }
    if (!is_name_char (*at)) {
      is_member = *at == '.' || (is_member && g_ascii_isspace (*at));
      at++;
      continue;
    }
    size = name_size (at);
    at += size;
    if (!is_member && (name_is (start, size, "secrets") || name_is (start, size, "env"))) {
      uses->context = name_is (start, size, "env") ? HM_CONTEXT_ENV : HM_CONTEXT_SECRETS;
      read_name (uses, at);
      uses->next = at;
      return TRUE;
    }
    is_member = FALSE;
  }
  uses->next = at != NULL ? at : "";
  return FALSE;
}
