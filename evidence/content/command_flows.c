/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Data on its way through commands: from what decodes or fetches it, through pipes, substitutions,
 * variables and files, to what runs it. One pass, with a small stack for substitutions. Distrusts
 * the text; what is nested deeper than the stack is not followed.
 */
#include "evidence/content/flows.h"

#include <string.h>

#include "evidence/content/command_state.h"
#include "evidence/content/gates.h"
#include "core/seeded_hash.h"

/* Whether the pipe at @at ends its line, and is no mark of a YAML block: its command goes on below. */
static gboolean
pipe_goes_on (const char *line, const char *at)
{
  while (at > line && (at[-1] == ' ' || at[-1] == '\t'))
    at--;
  return at > line && at[-1] != ':';
}

static const char *
skip_blanks (const char *at, const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
    at++;
  return at;
}

/* The operator at @at. Returns: where it ends; @at where it is none. */
static const char *
take_operator (HmCommandScan *scan, const char *line, const char *at, const char *end)
{
  HmCommandList *list = &scan->lists[scan->depth];
  char next = (char) (at + 1 < end ? at[1] : '\0');

  switch (*at) {
  case '|':
    if (next == '|') {
      hm_command_end (scan, FALSE);
      return at + 2;
    }
    if (next == '-' || next == '+' || *skip_blanks (at + 1, end) == '\n')
      hm_command_end (scan, pipe_goes_on (line, at));
    else
      hm_command_end (scan, TRUE);
    return at + 1 + (next == '&');
  case '&':
    if (next == '>')
      return at + 1;
    hm_command_end (scan, FALSE);
    return at + 1;
  case ';':
    hm_command_end (scan, FALSE);
    return at + 1;
  case '<':
    if (next == '(') {
      gboolean is_run =
          list->program == HM_PROGRAM_SOURCE
          || ((list->program == HM_PROGRAM_SHELL || list->program == HM_PROGRAM_INTERPRETER)
              && !list->has_script);

      hm_command_list_open (scan, ')', is_run);
      return at + 2;
    }
    if (next == '<' && at + 2 < end && at[2] == '<') {
      if (hm_command_runs_input (list))
        list->has_code = TRUE;
      return at + 3;
    }
    if (next != '<')
      list->expects = HM_EXPECT_INPUT;
    return at + (next == '<' ? 2 : 1);
  case '>':
    at += next == '>' ? 2 : 1;
    if (at < end && *at == '&')
      at++;
    list->expects = HM_EXPECT_OUTPUT;
    return at;
  case '(':
    hm_command_list_open (scan, ')',
                          (list->has_dollar || scan->lists[scan->depth].is_run)
                              && hm_command_runs_substitution (list));
    return at + 1;
  case ')':
    hm_command_list_close (scan, ')');
    return at + 1;
  case '`':
    if (list->close == '`')
      hm_command_list_close (scan, '`');
    else
      hm_command_list_open (scan, '`', !scan->is_code && hm_command_runs_substitution (list));
    return at + 1;
  default:
    return at;
  }
}

static gboolean
ends_word (char byte)
{
  switch (byte) {
  case '\0':
  case '|':
  case '&':
  case ';':
  case '<':
  case '>':
  case '(':
  case ')':
  case '`':
  case '"':
  case '\'':
  case ',':
    return TRUE;
  default:
    return g_ascii_isspace (byte);
  }
}

/* Whether a backslash before @byte ends a word. */
static gboolean
is_escaped (char byte)
{
  return byte == '\r' || byte == '\n' || byte == '"' || byte == '\'' || byte == '\0';
}

/* Where the word that begins at @at ends. */
static const char *
word_end (const char *at, const char *end)
{
  while (at < end && !ends_word (*at) && !(*at == '\\' && at + 1 < end && is_escaped (at[1])))
    at++;
  return at;
}

/* Whether the line that begins at @at goes on with the pipeline of the one before. */
static gboolean
begins_with_pipe (const char *at, const char *end)
{
  at = skip_blanks (at, end);
  return at + 1 < end && at[0] == '|' && at[1] != '|';
}

/* Scans from @at to the end of the command's last line. Returns: what follows. */
static const char *
scan_line (HmCommandScan *scan, const char *line, const char *end)
{
  const char *at = line;

  while (at < end) {
    const char *start = at;
    const char *after = NULL;

    if (*at == '\n') {
      gboolean is_piped = scan->lists[scan->depth].program == HM_PROGRAM_NONE
                          && scan->lists[scan->depth].flow.kinds != 0;

      if (!scan->is_code && (is_piped || begins_with_pipe (at + 1, end))) {
        scan->number++;
        at++;
        continue;
      }
      return at + 1;
    }
    if (*at == '\\' && at + 1 < end
        && (at[1] == '\n' || (at[1] == '\r' && at + 2 < end && at[2] == '\n')) && !scan->is_code) {
      at += at[1] == '\r' ? 3 : 2;
      scan->number++;
      continue;
    }
    if (*at == '"' || *at == '\'') {
      at++;
      /* In other languages the next argument follows. */
      if (scan->is_code && *skip_blanks (at, end) == ',')
        hm_command_end (scan, FALSE);
      continue;
    }
    if (g_ascii_isspace (*at) || *at == ',' || *at == '\0') {
      at++;
      continue;
    }
    after = take_operator (scan, line, at, end);
    if (after != at) {
      at = after;
      continue;
    }
    at = word_end (at, end);
    if (at == start)
      at++; /* an escaped quote */
    else
      hm_command_word (scan, (HmSpan){ start, (gsize) (at - start) }, end);
  }
  return end;
}

static gboolean
is_comment (const char *at, const char *end)
{
  at = skip_blanks (at, end);
  return at < end && *at == '#' && !(at + 1 < end && at[1] == '!');
}

static const char *
next_line (const char *at, const char *end)
{
  const char *stop = memchr (at, '\n', (gsize) (end - at));

  return stop != NULL ? stop + 1 : end;
}

/* Decoding commands without which nothing flows on a line of a program. */
HmNeedles hm_program_words = {
  .words = { "base64", "openssl", "xxd", "base32", "uudecode", "-enc", "-Enc", "rev", "tr " },
};

/*
 * Whether a line of a program that has such a word, in whatever case, can hold a decoding command
 * and a pipe or a substitution.
 */
static gboolean
line_may_flow (HmSpan line)
{
  if (hm_span_find (line, "|") == NULL && hm_span_find (line, "$(") == NULL
      && hm_span_find (line, "ell") == NULL)
    return FALSE;
  for (gsize i = 0; hm_program_words.words[i] != NULL; i++)
    if (hm_span_find (line, hm_program_words.words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Each line stands for itself, but for the files and variables that it fills. */
static void
read_program (HmCommandScan *scan, const HmText *file)
{
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next_with (&rows, &hm_program_words)) {
    const char *at = rows.line.at;

    if (is_comment (at, rows.end) || !line_may_flow (rows.line))
      continue;
    scan->number = rows.number;
    scan->row = (HmSpan){ at, (gsize) (rows.next - at) };
    scan->noted = 0;
    scan_line (scan, at, rows.end);
    hm_command_line_end (scan);
  }
}

/* Whether a row may give a program another name: what a word holds behind a = is one. */
static gboolean
has_alias (const char *at, const char *next, const char *end)
{
  while ((at = memchr (at, '=', (gsize) (next - at))) != NULL) {
    const char *value = ++at;

    if (hm_program_of ((HmSpan){ value, (gsize) (word_end (value, end) - value) })
        != HM_PROGRAM_OTHER)
      return TRUE;
  }
  return FALSE;
}

/* Whether a row says NAME=WORD and nothing else: it may name a program. */
static gboolean
is_assignment (const char *at, const char *next)
{
  const HmSpan row = hm_span_trim ((HmSpan){ at, (gsize) (next - at) });

  return row.size > 0 && hm_is_word_byte (row.at[0]) && memchr (row.at, '=', row.size) != NULL
         && memchr (row.at, ' ', row.size) == NULL;
}

/*
 * Whether the row from @at to @next, which has no source of a flow, leaves nothing open for those
 * after it: neither a substitution, nor is it the beginning of a longer line. Each bracket opens or
 * closes one list, whatever quotes stand around it, so those that come in pairs leave none.
 */
static gboolean
row_stands_alone (const char *at, const char *next, const char *end)
{
  /* What may matter; has_dollar: or what else makes a bracket one of a substitution. */
  static const guint8 matters[256] = {
    ['`'] = 1, ['\\'] = 1, ['('] = 1, [')'] = 1, ['$'] = 1, ['<'] = 1
  };
  gsize depth = 0;
  gboolean has_dollar = FALSE;

  for (const char *byte = at; byte < next; byte++) {
    if (!matters[(guint8) *byte])
      continue;
    if (*byte == '`' || (*byte == '\\' && byte + 1 < next && (byte[1] == '\n' || byte[1] == '\r')))
      return FALSE;
    if (*byte == '(')
      depth++;
    else if (*byte == ')')
      depth -= depth > 0 ? 1 : 0;
    else
      has_dollar |= *byte != '\\';
  }
  return !(depth > 0 && has_dollar) && !begins_with_pipe (next, end);
}

/* Names of one file that rows are looked through for: with more it takes as long to do what each row says. */
#define NAMES_MAX 8

static gboolean
row_has_name (HmSpan row, GHashTable *names)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    const char *name = key;

    if (hm_span_find (row, name + (*name == '$')) != NULL)
      return TRUE;
  }
  return FALSE;
}

/*
 * Whether the row from @at to @next, which has no source of a flow and stands alone, changes
 * nothing and shows nothing: it tells of no variable or file that holds data, nor of one that holds
 * a program's name, and names none anew. A name is longer in a row than in a table, if anything.
 */
static gboolean
row_is_silent (const HmCommandScan *scan, const char *at, const char *next, const char *end)
{
  const HmSpan row = { at, (gsize) (next - at) };
  const guint n_names = g_hash_table_size (scan->carriers) + g_hash_table_size (scan->aliases);

  if (n_names == 0)
    return !is_assignment (at, next) || !has_alias (at, next, end);
  return n_names <= NAMES_MAX && !row_has_name (row, scan->carriers)
         && !row_has_name (row, scan->aliases) && !has_alias (at, next, end);
}

static void
read_commands (HmCommandScan *scan, const HmText *file)
{
  const char *end = file->text + file->size;
  const char *source = hm_text_find_source ((HmSpan){ file->text, file->size });
  const char *next = NULL;

  for (const char *at = file->text; at < end; at = next, scan->number++) {
    const gboolean is_idle = scan->depth == 0 && g_hash_table_size (scan->carriers) == 0
                             && g_hash_table_size (scan->aliases) == 0;

    if (source != NULL && source < at)
      source = hm_text_find_source ((HmSpan){ at, (gsize) (end - at) });
    /* With nothing under way and nothing to come. */
    if (is_idle && source == NULL)
      return;
    next = next_line (at, end);
    if (is_comment (at, end)
        || (scan->depth == 0 && (source == NULL || source >= next)
            && row_stands_alone (at, next, end) && row_is_silent (scan, at, next, end)))
      continue;
    scan->row = (HmSpan){ at, (gsize) (next - at) };
    scan->noted = 0;
    next = scan_line (scan, at, end);
    hm_command_line_end (scan);
  }
}

void
hm_flows_of_commands (HmMarks *marks, const HmText *file, gboolean is_code)
{
  g_autoptr (GHashTable) carriers =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) aliases =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, g_free);
  g_autofree HmCommandScan *scan = g_new0 (HmCommandScan, 1);

  scan->marks = marks;
  scan->is_code = is_code;
  scan->may_decode = hm_marks_have_words (marks, file, HM_WORDS_CALL);
  scan->carriers = carriers;
  scan->aliases = aliases;
  scan->number = 1;
  if (is_code && hm_marks_have_words (marks, file, HM_WORDS_PROGRAM))
    read_program (scan, file);
  else if (!is_code
           && (scan->may_decode || hm_marks_have_words (marks, file, HM_WORDS_SOURCE)
               || hm_marks_have_words (marks, file, HM_WORDS_ESCAPE)))
    read_commands (scan, file);
}
