/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reader of setup.py. It looks for lists at install_requires, and for those of the names that stand there; it runs
 * nothing, and tells no scopes apart.
 */
#include <string.h>

#include "core/seeded_hash.h"
#include "evidence/content/manifest_readers.h"
#include "evidence/content/python_tokens.h"

/* What a bracket encloses. */
enum {
  LIST = 'l',
  GROUP = 'g', /* a tuple, or what is put into parentheses */
  ELSE = 'e',  /* arguments, an index, a mapping, or what no value is looked for in */
};

typedef struct {
  GHashTable *found;
  GHashTable *names;           /* (element-type utf8) that stand where a list is wanted */
  gboolean is_of_names;        /* values of these names are looked for, not of install_requires */
  GString *brackets;           /* those that are open, a letter each */
  HmPythonToken before[2];     /* the tokens before, the last one first */
  gboolean is_annotated;       /* what stands before "=" is the annotation of what is looked for */
  gboolean is_in_value;        /* of what is looked for */
  gsize value_depth;           /* brackets that were open where the value began */
  HmPythonToken possible_name; /* a name that counts if nothing is done with it */
} Reading;

static gboolean
is_sign (const HmPythonToken *token, const char *sign)
{
  return token->kind == HM_PYTHON_OTHER && hm_span_is (token->text, sign);
}

static gboolean
is_any_sign (const HmPythonToken *token, const char *signs)
{
  return token->kind == HM_PYTHON_OTHER && token->text.size == 1 && token->text.at[0] != '\0'
         && strchr (signs, token->text.at[0]) != NULL;
}

static gboolean
is_word (const HmPythonToken *token, const char *word)
{
  return token->kind == HM_PYTHON_NAME && hm_span_is (token->text, word);
}

static gboolean
is_requires (const HmPythonToken *token, HmPythonKind kind)
{
  return token->kind == kind
         && (hm_span_is (token->text, "install_requires")
             || hm_span_is (token->text, "setup_requires"));
}

/* Whether a statement can begin behind @token. */
static gboolean
is_before_statement (const HmPythonToken *token)
{
  return token->kind == HM_PYTHON_END || token->kind == HM_PYTHON_NEWLINE
         || is_any_sign (token, ";:");
}

/* Whether the token before is a name that is given a value here. */
static gboolean
is_target (const Reading *reading)
{
  g_autofree char *name = NULL;

  if (!reading->is_of_names)
    return is_requires (&reading->before[0], HM_PYTHON_NAME);
  if (reading->before[0].kind != HM_PYTHON_NAME || reading->brackets->len > 0
      || !is_before_statement (&reading->before[1]))
    return FALSE;
  name = hm_span_dup (reading->before[0].text);
  return g_hash_table_contains (reading->names, name);
}

/* Whether a value that is looked for begins behind @token. */
static gboolean
begins_value (Reading *reading, const HmPythonToken *token)
{
  const HmPythonToken *before = reading->before;

  if (is_sign (token, "=") || is_sign (token, "+=")) {
    /* kw["install_requires"] = ... */
    if (!reading->is_of_names && is_any_sign (&before[0], "]")
        && is_requires (&before[1], HM_PYTHON_STRING))
      return TRUE;
    return (reading->is_annotated && reading->brackets->len == 0) || is_target (reading);
  }
  if (!is_sign (token, ":"))
    return FALSE;
  if (!reading->is_of_names && is_requires (&before[0], HM_PYTHON_STRING))
    return TRUE;
  if (reading->brackets->len == 0 && is_before_statement (&before[1]) && is_target (reading))
    reading->is_annotated = TRUE;
  return FALSE;
}

/* Whether an operand of the value begins behind the token before. */
static gboolean
is_before_operand (const HmPythonToken *token)
{
  return is_any_sign (token, "=+:([,*") || is_sign (token, "+=") || is_word (token, "else")
         || is_word (token, "or");
}

/* Whether a name behind the token before adds its list to the value: requires + [...], [*requires] */
static gboolean
is_name_possible (const Reading *reading)
{
  const HmPythonToken *before = &reading->before[0];
  const int innermost = reading->brackets->len > reading->value_depth
                            ? reading->brackets->str[reading->brackets->len - 1]
                            : GROUP;

  if (innermost == ELSE || is_any_sign (before, ","))
    return FALSE;
  return is_any_sign (before, "*") || (innermost == GROUP && is_before_operand (before));
}

/* Whether a string behind the token before is an item of a list. */
static gboolean
is_item (const Reading *reading)
{
  return reading->brackets->len > reading->value_depth
         && reading->brackets->str[reading->brackets->len - 1] != ELSE
         && is_any_sign (&reading->before[0], "[(,");
}

static gboolean
ends_value (const Reading *reading, const HmPythonToken *token)
{
  if (reading->brackets->len > reading->value_depth)
    return FALSE;
  return token->kind == HM_PYTHON_NEWLINE || is_any_sign (token, ",;)]}");
}

/* Takes what @token, which is not the value's end, adds to it. */
static void
value_read (Reading *reading, const HmPythonToken *token)
{
  if (token->kind == HM_PYTHON_STRING && is_item (reading))
    hm_manifest_add_requirement (reading->found, token->text, token->line);
  else if (token->kind == HM_PYTHON_NAME && is_name_possible (reading))
    reading->possible_name = *token;
}

/* Counts the name before @token, unless @token does something with it: a call, an attribute. */
static void
possible_name_settle (Reading *reading, const HmPythonToken *token)
{
  const HmPythonToken name = reading->possible_name;

  reading->possible_name = (HmPythonToken){ 0 };
  if (name.kind == HM_PYTHON_NAME && !reading->is_of_names
      && (token->kind == HM_PYTHON_END || token->kind == HM_PYTHON_NEWLINE
          || is_any_sign (token, "+,;)]}") || is_word (token, "if") || is_word (token, "or")))
    g_hash_table_add (reading->names, hm_span_dup (name.text));
}

static void
bracket_note (Reading *reading, const HmPythonToken *token)
{
  if (is_any_sign (token, ")]}") && reading->brackets->len > 0)
    g_string_truncate (reading->brackets, reading->brackets->len - 1);
  if (!is_any_sign (token, "([{"))
    return;
  if (!reading->is_in_value || is_any_sign (token, "{") || !is_before_operand (&reading->before[0]))
    g_string_append_c (reading->brackets, ELSE);
  else
    g_string_append_c (reading->brackets, is_any_sign (token, "[") ? LIST : GROUP);
}

static void
token_read (Reading *reading, const HmPythonToken *token)
{
  possible_name_settle (reading, token);
  if (reading->is_in_value && ends_value (reading, token))
    reading->is_in_value = FALSE;
  if (reading->is_in_value) {
    value_read (reading, token);
  } else if (begins_value (reading, token)) {
    reading->is_in_value = TRUE;
    reading->value_depth = reading->brackets->len;
    reading->is_annotated = FALSE;
  }
  if (token->kind == HM_PYTHON_NEWLINE || is_any_sign (token, ";"))
    reading->is_annotated = FALSE;
  bracket_note (reading, token);
  reading->before[1] = reading->before[0];
  reading->before[0] = *token;
}

static void
file_read (Reading *reading, const HmText *file)
{
  g_autoptr (GString) brackets = g_string_new (NULL);
  HmPythonToken token;
  HmPythonTokens tokens;

  reading->brackets = brackets;
  hm_python_tokens_init (&tokens, file);
  do {
    token = hm_python_tokens_next (&tokens);
    if (token.kind != HM_PYTHON_NEWLINE || brackets->len == 0)
      token_read (reading, &token);
  } while (token.kind != HM_PYTHON_END);
}

/*
 * A name may be given its list before or behind where it is used, so that the file is gone through twice. What such a
 * list takes from a further name is left out.
 */
void
hm_manifest_read_setup_py (GHashTable *found, const HmText *file)
{
  g_autoptr (GHashTable) names =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  Reading direct = { .found = found, .names = names };
  Reading by_name = { .found = found, .names = names, .is_of_names = TRUE };

  file_read (&direct, file);
  if (g_hash_table_size (names) > 0)
    file_read (&by_name, file);
}
