/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/command_state.h"

#include <string.h>

/* Lines that a substitution may stay open. */
#define OPEN_LINES_MAX 200

static void
join_flows (HmFlow *flow, const HmFlow *other)
{
  flow->kinds |= other->kinds;
  if (other->source.size > 0)
    flow->source = other->source;
  if (other->host.size > 0)
    flow->host = other->host;
}

static void
note_run (HmCommandScan *scan, const HmFlow *flow, HmSpan runner)
{
  guint decoded = flow->kinds & (HM_FLOW_DECODED | HM_FLOW_UNPACKED);

  if (decoded != 0 && (scan->noted & HM_FLOW_DECODED) == 0) {
    HM_NOTE_ROW (scan->marks, HM_MARK_DECODED_AND_RUN, scan->number, scan->row, "%.*s -> %.*s",
                 (int) MIN (flow->source.size, 80), flow->source.at, (int) MIN (runner.size, 80),
                 runner.at);
    scan->noted |= HM_FLOW_DECODED;
  }
  if ((flow->kinds & HM_FLOW_REMOTE) != 0 && (scan->noted & HM_FLOW_REMOTE) == 0
      && !scan->is_code) {
    HmSpan host = flow->host.size > 0 ? flow->host : hm_span ("a host not named here");

    HM_NOTE_ROW (scan->marks, HM_MARK_REMOTE_CODE_RUN, scan->number, scan->row, "%.*s",
                 HM_SPAN_ARG (host));
    scan->noted |= HM_FLOW_REMOTE;
  }
}

static void
set_carrier (HmCommandScan *scan, const char *sigil, HmSpan name, const HmFlow *flow)
{
  g_autofree char *key = NULL;

  if (name.size == 0 || (flow->kinds == 0 && g_hash_table_size (scan->carriers) == 0))
    return;
  key = g_strdup_printf ("%s%.*s", sigil, HM_SPAN_ARG (name));
  if (flow->kinds != 0)
    g_hash_table_replace (scan->carriers, g_steal_pointer (&key), g_memdup2 (flow, sizeof *flow));
  else
    g_hash_table_remove (scan->carriers, key);
}

static const HmFlow *
find_carrier (const HmCommandScan *scan, const char *sigil, HmSpan name)
{
  g_autofree char *key = NULL;

  if (name.size == 0 || g_hash_table_size (scan->carriers) == 0)
    return NULL;
  key = g_strdup_printf ("%s%.*s", sigil, HM_SPAN_ARG (name));
  return g_hash_table_lookup (scan->carriers, key);
}

gboolean
hm_command_runs_input (const HmCommandList *list)
{
  switch (list->program) {
  case HM_PROGRAM_SHELL:
  case HM_PROGRAM_INTERPRETER:
    return !list->has_code && (!list->has_script || list->has_key);
  case HM_PROGRAM_INVOKE:
    return TRUE;
  case HM_PROGRAM_POWERSHELL:
  case HM_PROGRAM_SOURCE:
    return list->has_key;
  default:
    return FALSE;
  }
}

static gboolean
runs_arguments (const HmCommandList *list)
{
  return list->has_code || list->program == HM_PROGRAM_EVAL || list->program == HM_PROGRAM_INVOKE;
}

gboolean
hm_command_runs_substitution (const HmCommandList *list)
{
  if (list->program == HM_PROGRAM_NONE)
    return list->assigned.size == 0;
  return runs_arguments (list) && list->n_code_words == 0;
}

static void
begin_command (HmCommandList *list)
{
  list->program = HM_PROGRAM_NONE;
  list->name = (HmSpan){ 0 };
  list->own = (HmFlow){ 0 };
  list->assigned = (HmSpan){ 0 };
  list->output = (HmSpan){ 0 };
  list->has_code = list->has_script = list->has_key = list->has_dollar = FALSE;
  list->n_code_words = 0;
  list->expects = HM_EXPECT_WORD;
}

void
hm_command_end (HmCommandScan *scan, gboolean is_piped)
{
  HmCommandList *list = &scan->lists[scan->depth];
  HmFlow yield = list->flow;

  if (list->flow.kinds != 0 && hm_command_runs_input (list)) {
    note_run (scan, &list->flow, list->name);
    yield = (HmFlow){ 0 };
  }
  join_flows (&yield, &list->own);
  if (list->program == HM_PROGRAM_FETCH) {
    yield.kinds |= HM_FLOW_REMOTE;
    yield.source = list->name;
  }
  if (is_piped && list->output.size == 0) {
    list->flow = yield;
  } else {
    if (list->output.size > 0
        && (list->program == HM_PROGRAM_FETCH || (yield.kinds & HM_FLOW_DECODED) != 0))
      set_carrier (scan, "", list->output, &yield);
    if (list->assigned.size > 0)
      set_carrier (scan, "$", list->assigned, &yield);
    else if (list->output.size == 0)
      join_flows (&list->whole, &yield);
    list->flow = (HmFlow){ 0 };
  }
  begin_command (list);
}

void
hm_command_list_open (HmCommandScan *scan, char close, gboolean is_run)
{
  HmCommandList *outer = &scan->lists[scan->depth];
  HmCommandList *inner = outer + 1;

  if (scan->depth + 1 == HM_COMMAND_DEPTH_MAX) {
    scan->n_ignored++;
    return;
  }
  *inner = (HmCommandList){ .close = close, .since = scan->number };
  inner->is_run = is_run || outer->is_run;
  inner->runner = !is_run ? outer->runner : outer->name.size > 0 ? outer->name : hm_span ("$()");
  scan->depth++;
}

void
hm_command_list_close (HmCommandScan *scan, char close)
{
  HmCommandList *inner = &scan->lists[scan->depth];
  HmCommandList *outer = inner - 1;

  if (scan->n_ignored > 0) {
    scan->n_ignored--;
    return;
  }
  hm_command_end (scan, FALSE);
  if (scan->depth == 0 || inner->close != close)
    return;
  scan->depth--;
  if (inner->whole.kinds == 0)
    return;
  if (inner->is_run)
    note_run (scan, &inner->whole, inner->runner);
  else if (outer->program == HM_PROGRAM_NONE || outer->program == HM_PROGRAM_PRINTER)
    join_flows (&outer->own, &inner->whole);
}

/* Joins the flows of the variables that @word takes: $x, ${x}, %x%. */
static HmFlow
flow_of_word (const HmCommandScan *scan, HmSpan word)
{
  HmFlow flow = { 0 };

  if (g_hash_table_size (scan->carriers) == 0)
    return flow;
  for (gsize i = 0; i + 1 < word.size; i++) {
    HmSpan name = { 0 };
    const HmFlow *carried = NULL;

    if (word.at[i] != '$')
      continue;
    name = hm_span_from (word, word.at + i + (word.at[i + 1] == '{' ? 2 : 1));
    for (gsize n = 0; n < name.size; n++)
      if (!hm_is_word_byte (name.at[n]))
        name.size = n;
    carried = find_carrier (scan, "$", name);
    if (carried != NULL)
      join_flows (&flow, carried);
  }
  return flow;
}

static void
take_option (HmCommandList *list, HmSpan word)
{
  gboolean is_long = hm_span_begins (word, "--");
  gboolean has_c = !is_long && memchr (word.at, 'c', word.size) != NULL;
  gboolean has_d =
      !is_long
      && (memchr (word.at, 'd', word.size) != NULL || memchr (word.at, 'D', word.size) != NULL);

  switch (list->program) {
  case HM_PROGRAM_SHELL:
    if (has_c)
      list->has_code = TRUE;
    if (!is_long && memchr (word.at, 's', word.size) != NULL)
      list->has_key = TRUE;
    break;
  case HM_PROGRAM_INTERPRETER:
    if (word.size == 1)
      break;
    if (hm_span_is (word, "-c") || hm_span_is (word, "-e") || hm_span_is (word, "-r")
        || hm_span_is (word, "--eval"))
      list->has_code = TRUE;
    if (strchr ("ceEmnpr", word.at[word.size - 1]) != NULL)
      list->has_script = TRUE;
    break;
  case HM_PROGRAM_POWERSHELL:
    if (word.size >= 2
        && (g_ascii_strncasecmp (word.at, "-encodedcommand", word.size) == 0
            || hm_span_is_nocase (word, "-ec")))
      list->expects = HM_EXPECT_CODE;
    else if (hm_span_is (word, "-"))
      list->has_key = TRUE;
    else if (word.size >= 2 && g_ascii_strncasecmp (word.at, "-command", word.size) == 0)
      list->has_code = TRUE;
    break;
  case HM_PROGRAM_DECODER:
    if ((has_d && word.size <= 4) || hm_span_is (word, "--decode") || hm_span_is (word, "--d"))
      list->own = (HmFlow){ .kinds = HM_FLOW_DECODED, .source = list->name };
    break;
  case HM_PROGRAM_HEX:
    if (memchr (word.at, 'r', word.size) != NULL)
      list->own = (HmFlow){ .kinds = HM_FLOW_DECODED, .source = list->name };
    break;
  case HM_PROGRAM_CARVER:
    if (has_c || hm_span_begins (word, "--bytes"))
      list->own = (HmFlow){ .kinds = HM_FLOW_UNPACKED, .source = list->name };
    break;
  case HM_PROGRAM_PACKER:
    if ((has_d && word.size <= 6) || hm_span_is (word, "--decompress")
        || hm_span_is (word, "--decode"))
      list->own = (HmFlow){ .kinds = HM_FLOW_UNPACKED, .source = list->name };
    break;
  case HM_PROGRAM_CERTUTIL:
    if (hm_span_is_nocase (word, "-decode") || hm_span_is_nocase (word, "-decodehex"))
      list->has_key = TRUE;
    break;
  case HM_PROGRAM_FETCH:
    if (hm_span_is (word, "-o") || hm_span_is (word, "-O") || hm_span_is (word, "--output")
        || hm_span_is_nocase (word, "-OutFile")
        || (hm_span_ends (word, "o") && word.size <= 8 && !is_long))
      list->expects = HM_EXPECT_OUTPUT;
    break;
  default:
    break;
  }
}

static void
take_argument (HmCommandScan *scan, HmCommandList *list, HmSpan word)
{
  const HmFlow *carried = NULL;
  HmSpan host = { 0 };

  switch (list->program) {
  case HM_PROGRAM_SHELL:
  case HM_PROGRAM_INTERPRETER:
  case HM_PROGRAM_SOURCE:
    if (hm_span_is (word, "/dev/stdin") || hm_span_is (word, "/dev/fd/0")) {
      list->has_key = TRUE;
      break;
    }
    if (list->program == HM_PROGRAM_INTERPRETER
        && (hm_span_is (word, "pack") || hm_span_is (word, "unpack")))
      join_flows (&list->own, &(HmFlow){ .kinds = HM_FLOW_DECODED, .source = word });
    carried = list->has_script || list->has_code ? NULL : find_carrier (scan, "", word);
    list->has_script = TRUE;
    if (carried != NULL)
      note_run (scan, carried, list->name);
    break;
  case HM_PROGRAM_FETCH:
    if (hm_span_host (word, &host))
      list->own.host = host;
    break;
  case HM_PROGRAM_XARGS:
    if (hm_program_of (word) == HM_PROGRAM_SHELL) {
      list->program = HM_PROGRAM_SHELL;
      list->name = word;
      list->has_script = TRUE;
    }
    break;
  case HM_PROGRAM_CERTUTIL:
    if (list->has_key)
      set_carrier (scan, "", word, &(HmFlow){ .kinds = HM_FLOW_DECODED, .source = list->name });
    break;
  case HM_PROGRAM_PRINTER:
    if (hm_word_is_escaped (word))
      join_flows (&list->own, &(HmFlow){ .kinds = HM_FLOW_DECODED, .source = list->name });
    break;
  default:
    break;
  }
}

/* B=base64 */
static void
learn_alias (HmCommandScan *scan, HmSpan name, HmSpan value)
{
  if (value.size > 0 && hm_program_of (value) != HM_PROGRAM_OTHER)
    g_hash_table_replace (scan->aliases, hm_span_dup (name), hm_span_dup (value));
}

/* Returns: what the variable $NAME or ${NAME} holds, where that is a program's name; else @word */
static HmSpan
word_aliased (const HmCommandScan *scan, HmSpan word)
{
  HmSpan name;
  g_autofree char *key = NULL;
  const char *value = NULL;

  if (word.at[0] != '$' || g_hash_table_size (scan->aliases) == 0)
    return word;
  name = hm_span_from (word, word.at + 1);
  if (name.size > 2 && name.at[0] == '{' && name.at[name.size - 1] == '}')
    name = (HmSpan){ name.at + 1, name.size - 2 };
  key = hm_span_dup (name);
  value = g_hash_table_lookup (scan->aliases, key);
  return value != NULL ? hm_span (value) : word;
}

/* @end: of the text, for what has to be read with its quotes */
static void
take_program (HmCommandScan *scan, HmCommandList *list, HmSpan word, const char *end)
{
  const char *equals = memchr (word.at, '=', word.size);
  const HmFlow *carried = NULL;

  if (word.at[word.size - 1] == ':') {
    if (!hm_word_is_command_key (word))
      list->assigned = word;
    return;
  }
  if (hm_word_is_prefix (word))
    return;
  if (word.at[0] == '-' && word.size > 1 && word.at[1] != '/')
    return;
  if (equals != NULL && equals > word.at && (hm_is_word_byte (equals[-1]) || equals[-1] == '+')) {
    list->assigned = (HmSpan){ word.at, (gsize) (equals - word.at) };
    if (!scan->is_code)
      learn_alias (scan, list->assigned, hm_span_from (word, equals + 1));
    return;
  }
  if (word.at[0] == '@' || (word.at[0] == '-' && word.size > 1))
    word = hm_span_from (word, word.at + 1);
  list->name = word;
  list->program = hm_program_of (word_aliased (scan, word));
  if (list->program == HM_PROGRAM_UNPACKER)
    list->own = (HmFlow){ .kinds = HM_FLOW_UNPACKED, .source = word };
  else if (list->program == HM_PROGRAM_UNCODER
           || (list->program == HM_PROGRAM_TRANSLATOR
               && hm_tr_is_cipher (word.at + word.size, end)))
    list->own = (HmFlow){ .kinds = HM_FLOW_DECODED, .source = word };
  else if (list->program == HM_PROGRAM_OTHER) {
    carried = find_carrier (scan, "", word);
    /* x="FILE" runs nothing. */
    if (carried != NULL && (carried->kinds & HM_FLOW_DECODED) != 0 && list->assigned.size == 0)
      note_run (scan, carried, word);
  }
}

void
hm_command_word (HmCommandScan *scan, HmSpan word, const char *end)
{
  HmCommandList *list = &scan->lists[scan->depth];
  HmFlow flow = flow_of_word (scan, word);
  gboolean is_command = list->program == HM_PROGRAM_NONE;
  HmSpan decoder = scan->may_decode ? hm_word_decoder (word) : (HmSpan){ 0 };

  if (decoder.size > 0)
    join_flows (&list->own, &(HmFlow){ .kinds = HM_FLOW_DECODED, .source = decoder });
  if (list->expects == HM_EXPECT_OUTPUT) {
    list->expects = HM_EXPECT_WORD;
    if (!hm_span_is (word, "-") && !hm_span_begins (word, "/dev/"))
      list->output = word;
    return;
  }
  if (list->expects == HM_EXPECT_INPUT) {
    const HmFlow *carried = find_carrier (scan, "", word);

    list->expects = HM_EXPECT_WORD;
    if (carried != NULL)
      join_flows (&list->flow, carried);
    return;
  }
  if (list->expects == HM_EXPECT_CODE) {
    list->expects = HM_EXPECT_WORD;
    if (word.size >= 16 || word.at[0] == '$')
      note_run (scan, &(HmFlow){ .kinds = HM_FLOW_DECODED, .source = hm_span ("-EncodedCommand") },
                list->name);
    return;
  }
  list->has_dollar = word.at[word.size - 1] == '$';
  if (hm_span_is (word, "$"))
    return;
  if (flow.kinds != 0) {
    if (hm_command_runs_substitution (list)
        && (list->program != HM_PROGRAM_NONE || word.at[0] == '$'))
      note_run (scan, &flow, list->name);
    else if (list->program == HM_PROGRAM_PRINTER || list->program == HM_PROGRAM_NONE)
      join_flows (&list->own, &flow);
  }
  if (list->program == HM_PROGRAM_NONE)
    take_program (scan, list, word, end);
  else if (word.at[0] == '-' && !(runs_arguments (list) && list->n_code_words > 0))
    take_option (list, word);
  else if (list->program == HM_PROGRAM_DECODER && hm_span_is (list->name, "openssl")
           && hm_span_is (word, "rand"))
    list->program = HM_PROGRAM_OTHER;
  else
    take_argument (scan, list, word);
  if (runs_arguments (list) && !is_command && word.at[0] != '-')
    list->n_code_words++;
}

void
hm_command_line_end (HmCommandScan *scan)
{
  for (guint i = 1; i <= scan->depth; i++)
    if (scan->is_code || !scan->lists[i].is_run
        || scan->number - scan->lists[i].since > OPEN_LINES_MAX) {
      while (scan->depth >= i)
        hm_command_list_close (scan, scan->lists[scan->depth].close);
      break;
    }
  scan->n_ignored = 0;
  hm_command_end (scan, FALSE);
  if (scan->depth == 0)
    scan->lists[0].whole = (HmFlow){ 0 };
}
