/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Data on its way through the calls of an interpreted language: exec (b64decode (...)), new
 * Function (atob (...)), and a variable between the two. One pass over tokens; strings and comments
 * are skipped, so that what is nested in a payload stays one. Distrusts the text.
 */
#include "evidence/content/flows.h"

#include <string.h>

#include "evidence/content/call_words.h"
#include "evidence/content/span.h"
#include "core/seeded_hash.h"

/* Open brackets that are told apart. */
#define DEPTH_MAX 64

/* Lines that one call that runs code may take outside of strings: past them a bracket was lost. */
#define CALL_LINES_MAX 60

/* Calls of chr() that build a program rather than one odd character. */
#define CHARACTERS_MIN 4

/* Receivers under which a bare word is still itself. */
static const char *const globals[] = {
  "window",        "globalThis",   "global",      "self",
  "builtins",      "__builtins__", "__builtin__", "Kernel",
  "child_process", "childProcess", "cp",          "process",
  "module",        "subprocess",   "vm",          NULL,
};

/* Modules whose loads() makes code, or what holds some, of bytes. */
static const char *const unpackers[] = {
  "marshal", "pickle", "cPickle", "dill", "cloudpickle", NULL
};

/* How text is encoded, as Buffer.from(), decode() and pack() name it. */
static const char *const encodings[] = {
  "base64",       "base64url", "hex",        "rot13", "rot_13", "rot-13", "zlib", "bz2", "uu",
  "base64_codec", "hex_codec", "zlib_codec", "H*",    "m",      "m0",     "u",    NULL,
};

typedef enum {
  LANGUAGE_C_LIKE, /* // and C's comments */
  LANGUAGE_HASH,   /* # begins a comment */
} Language;

typedef struct {
  HmMarks *marks;
  Language language;
  gboolean is_code;
  const char *at;
  const char *end;
  const char *line; /* where the line under way begins */
  guint32 number;
  guint depth;
  guint kinds[DEPTH_MAX]; /* of the word before each open bracket */
  /* The outermost call under way that runs what it is given. */
  HmSpan runner;
  guint runner_kind;
  guint runner_depth;
  guint32 runner_number;
  const char *runner_line;
  HmSpan row;            /* the line last noted */
  gboolean is_statement; /* it has no brackets, and ends with its line */
  gboolean is_elsewhere; /* an argument that isn't run is under way: input= */
  gboolean is_noted;
  guint n_characters;
  /* The assignment under way. */
  HmSpan target;
  guint target_depth;
  GHashTable *aliases; /* names given to known words, to those: e = exec */
  GHashTable *decoded; /* names of variables that hold what was decoded, to the decoder's */
  /* The token before. */
  HmSpan word;
  HmSpan receiver; /* what stood before the dot */
  guint word_kind;
  gboolean has_dot;
  gboolean is_import; /* it was "as", and word is the one before that */
} Scan;

/* A line may be noted once for every few bytes of it: its end is looked for once. */
static HmSpan
row_at (Scan *scan, const char *line)
{
  if (scan->row.at != line) {
    const char *stop = memchr (line, '\n', (gsize) (scan->end - line));

    scan->row = (HmSpan){ line, (gsize) ((stop != NULL ? stop : scan->end) - line) };
  }
  return scan->row;
}

static void
note_decoded (Scan *scan, HmSpan decoder)
{
  if (scan->runner.size > 0 && !scan->is_elsewhere) {
    if (!scan->is_noted)
      HM_NOTE_ROW (scan->marks, HM_MARK_DECODED_AND_RUN, scan->runner_number,
                   row_at (scan, scan->runner_line), "%.*s -> %.*s", (int) MIN (decoder.size, 80),
                   decoder.at, (int) MIN (scan->runner.size, 80), scan->runner.at);
    scan->is_noted = TRUE;
  } else if (scan->runner.size == 0 && scan->target.size > 0 && scan->is_code) {
    g_hash_table_replace (scan->decoded, hm_span_dup (scan->target), hm_span_dup (decoder));
  }
}

static void
begin_runner (Scan *scan, HmSpan name, guint kind, gboolean is_statement)
{
  if (scan->runner.size > 0)
    return;
  scan->runner = name;
  scan->runner_kind = kind;
  scan->runner_depth = scan->depth;
  scan->runner_number = scan->number;
  scan->runner_line = scan->line;
  scan->is_statement = is_statement;
  scan->is_elsewhere = FALSE;
  scan->is_noted = FALSE;
  scan->n_characters = 0;
}

static void
end_runner (Scan *scan)
{
  scan->runner = (HmSpan){ 0 };
}

static void
end_line (Scan *scan)
{
  gboolean is_lost = !scan->is_code || scan->number - scan->runner_number > CALL_LINES_MAX;

  scan->number++;
  scan->line = scan->at;
  if (scan->runner.size > 0
      && (is_lost || (scan->is_statement && scan->depth <= scan->runner_depth)))
    end_runner (scan);
  if (scan->target.size > 0 && scan->depth <= scan->target_depth && scan->language == LANGUAGE_HASH)
    scan->target = (HmSpan){ 0 };
  if (!scan->is_code)
    scan->depth = 0;
}

static void
open_bracket (Scan *scan)
{
  guint kind = scan->word_kind;

  if (kind & (HM_CALL_CODE | HM_CALL_COMMAND) && *scan->at == '(')
    begin_runner (scan, scan->word, kind, FALSE);
  if (scan->depth < DEPTH_MAX)
    scan->kinds[scan->depth] = *scan->at == '(' ? kind : 0;
  scan->depth++;
  /* bytes ([105, 109]) */
  if (*scan->at == '[' && scan->depth >= 2 && scan->depth - 2 < DEPTH_MAX
      && scan->kinds[scan->depth - 2] & HM_CALL_BUFFER && scan->at + 1 < scan->end
      && (g_ascii_isdigit (scan->at[1])) && scan->at[-1] == '(')
    note_decoded (scan, hm_span ("bytes"));
}

static void
close_bracket (Scan *scan)
{
  if (scan->depth > 0)
    scan->depth--;
  if (scan->runner.size > 0 && scan->depth <= scan->runner_depth && !scan->is_statement)
    end_runner (scan);
  if (scan->target.size > 0 && scan->depth < scan->target_depth)
    scan->target = (HmSpan){ 0 };
}

/* A string literal whose content is @text, before scan->at. */
static void
take_string (Scan *scan, HmSpan text)
{
  gboolean is_called = scan->at < scan->end && (*scan->at == ']' || *scan->at == ')')
                       && scan->at + 1 < scan->end && scan->at[1] == '(';
  guint kind = scan->depth > 0 && scan->depth <= DEPTH_MAX ? scan->kinds[scan->depth - 1] : 0;

  scan->word_kind = 0;
  if (text.size == 0 || text.size > 32)
    return;
  if (kind & HM_CALL_BUFFER && hm_span_is_any (text, encodings)) {
    note_decoded (scan, text);
    return;
  }
  /* window["eval"](...), getattr (builtins, "exec")(...) */
  if (is_called) {
    guint named = hm_call_kind (text);

    scan->word = text;
    scan->at++;
    if (scan->depth > 0)
      scan->depth--;
    scan->word_kind = named & (HM_CALL_CODE | HM_CALL_COMMAND | HM_CALL_DECODES);
    if (named & HM_CALL_DECODES)
      note_decoded (scan, text);
  }
}

static void
skip_string (Scan *scan)
{
  const char quote = *scan->at;
  const char *start = scan->at + 1;
  const char *at = start;
  gboolean is_triple = scan->language == LANGUAGE_HASH && scan->end - scan->at >= 3
                       && scan->at[1] == quote && scan->at[2] == quote;

  if (is_triple) {
    for (at = scan->at + 3; at < scan->end; at++) {
      if (*at == '\n') {
        scan->number++;
        scan->line = at + 1;
      } else if (*at == '\\' && at + 1 < scan->end && at[1] != '\n') {
        at++;
      } else if (*at == quote && scan->end - at >= 3 && at[1] == quote && at[2] == quote) {
        at += 3;
        break;
      }
    }
    scan->at = at;
    scan->word_kind = 0;
    return;
  }
  for (; at < scan->end && *at != quote; at++) {
    if (*at == '\n') {
      if (quote != '`')
        break;
      scan->number++;
      scan->line = at + 1;
    } else if (*at == '\\' && at + 1 < scan->end && at[1] != '\n') {
      at++;
    }
  }
  scan->at = at < scan->end && *at == quote ? at + 1 : at;
  take_string (scan, (HmSpan){ start, (gsize) (at - start) });
}

/* Goes past the end of a comment in C's manner. */
static void
skip_block (Scan *scan)
{
  for (scan->at += 2; scan->at < scan->end; scan->at++) {
    if (*scan->at == '\n') {
      scan->number++;
      scan->line = scan->at + 1;
    } else if (*scan->at == '*' && scan->at + 1 < scan->end && scan->at[1] == '/') {
      scan->at += 2;
      return;
    }
  }
}

static char
next_byte (const Scan *scan)
{
  const char *at = scan->at;

  while (at < scan->end && (*at == ' ' || *at == '\t'))
    at++;
  return (char) (at < scan->end ? *at : '\0');
}

static gboolean
is_assigned (const Scan *scan)
{
  const char *at = scan->at;

  while (at < scan->end && (*at == ' ' || *at == '\t'))
    at++;
  if (scan->end - at >= 2 && at[0] == ':' && at[1] == '=')
    return TRUE;
  return scan->end - at >= 2 && at[0] == '=' && at[1] != '=' && at[1] != '>' && at[1] != '~';
}

static void
take_variable (Scan *scan, HmSpan word)
{
  g_autofree char *name = NULL;
  const char *decoder = NULL;

  if (g_hash_table_size (scan->decoded) == 0)
    return;
  name = hm_span_dup (word);
  decoder = g_hash_table_lookup (scan->decoded, name);
  if (decoder != NULL && (scan->runner.size == 0 || scan->runner_kind & HM_CALL_CODE))
    note_decoded (scan, hm_span (decoder));
}

static void
begin_assignment (Scan *scan, HmSpan word)
{
  g_autofree char *name = NULL;

  if (scan->runner.size > 0) {
    /* subprocess.run (..., input=data): not what is run. */
    static const char *const data[] = { "input", "stdin", "env", "cwd", "timeout", NULL };

    if (scan->runner_kind & HM_CALL_COMMAND && scan->depth == scan->runner_depth + 1)
      scan->is_elsewhere = hm_span_is_any (word, data);
    return;
  }
  scan->target = word;
  scan->target_depth = scan->depth;
  if (g_hash_table_size (scan->decoded) == 0 && g_hash_table_size (scan->aliases) == 0)
    return;
  name = hm_span_dup (word);
  g_hash_table_remove (scan->decoded, name);
  g_hash_table_remove (scan->aliases, name);
}

/* The kind of @word, or of what it is another name of. */
static guint
kind_known (const Scan *scan, HmSpan word, gboolean has_dot)
{
  const guint kind = hm_call_kind (word);
  g_autofree char *name = NULL;
  const char *known = NULL;

  if (kind != 0 || has_dot || g_hash_table_size (scan->aliases) == 0)
    return kind;
  name = hm_span_dup (word);
  known = g_hash_table_lookup (scan->aliases, name);
  return known != NULL ? hm_call_kind (hm_span (known)) : 0;
}

/* Gives @word, a whole value or an import, the name @alias as well. */
static void
add_alias (Scan *scan, HmSpan alias, HmSpan word)
{
  if (scan->is_code
      && (hm_call_kind (word) & (HM_CALL_CODE | HM_CALL_COMMAND | HM_CALL_DECODES)) != 0
      && !hm_span_equal (alias, word))
    g_hash_table_replace (scan->aliases, hm_span_dup (alias), hm_span_dup (word));
}

static void
take_word (Scan *scan)
{
  const char *start = scan->at;
  HmSpan word = { 0 };
  HmSpan receiver = scan->word;
  gboolean has_dot = scan->has_dot;
  guint kind = 0;
  char next = '\0';

  while (scan->at < scan->end
         && (hm_is_word_byte (*scan->at)
             || (*scan->at == '-' && scan->at - start == 6 && memcmp (start, "Invoke", 6) == 0)))
    scan->at++;
  word = (HmSpan){ start, (gsize) (scan->at - start) };
  kind = kind_known (scan, word, has_dot);
  next = next_byte (scan);
  if (kind & HM_CALL_OBJECT && has_dot && hm_span_is_any (receiver, unpackers))
    kind = HM_CALL_DECODES;
  if (kind & HM_CALL_BARE && has_dot && !hm_span_is_any (receiver, globals))
    kind = 0;
  /* from base64 import b64decode as d; e = exec */
  if (scan->is_import)
    add_alias (scan, word, receiver);
  else if (kind != 0 && scan->target.size > 0 && scan->runner.size == 0
           && scan->depth <= scan->target_depth
           && (next == '\n' || next == '\r' || next == ';' || next == '\0'))
    add_alias (scan, scan->target, word);
  scan->is_import = scan->language == LANGUAGE_HASH && hm_span_is (word, "as");
  if (kind & HM_CALL_DECODES && next != '=')
    note_decoded (scan, word);
  if (kind & HM_CALL_CHARACTER && scan->runner.size > 0)
    scan->n_characters++;
  if (scan->n_characters > 0 && scan->runner.size > 0
      && (scan->n_characters >= CHARACTERS_MIN || hm_span_is (word, "for")
          || hm_span_is (word, "map")
          || (kind & HM_CALL_CHARACTER && hm_span_is (receiver, "map"))))
    note_decoded (scan, hm_span ("chr"));
  /* exec "...".decode ("base64"), eval base64_decode (...) */
  if (kind & HM_CALL_STATEMENT && next != '(' && next != '\0' && next != '=' && next != '.'
      && next != ',' && next != ':' && next != ')' && scan->is_code && !has_dot)
    begin_runner (scan, word, kind, TRUE);
  if (!has_dot && next != '(' && is_assigned (scan))
    begin_assignment (scan, word);
  else if (!has_dot && kind == 0)
    take_variable (scan, word);
  if (!scan->is_import)
    scan->word = word;
  scan->word_kind = kind;
  scan->has_dot = FALSE;
}

static gboolean
begins_comment (const Scan *scan)
{
  if (!scan->is_code)
    return FALSE;
  if (scan->language == LANGUAGE_HASH)
    return *scan->at == '#';
  return *scan->at == '/' && scan->at + 1 < scan->end && scan->at[1] == '/'
         && !(scan->at > scan->line && scan->at[-1] == ':');
}

static void
step (Scan *scan)
{
  char byte = *scan->at;

  if (byte == '\n') {
    scan->at++;
    end_line (scan);
  } else if (begins_comment (scan)) {
    const char *stop = memchr (scan->at, '\n', (gsize) (scan->end - scan->at));

    scan->at = stop != NULL ? stop : scan->end;
  } else if (scan->is_code && scan->language == LANGUAGE_C_LIKE && byte == '/'
             && scan->at + 1 < scan->end && scan->at[1] == '*') {
    skip_block (scan);
  } else if (byte == '"' || byte == '\''
             || (byte == '`' && scan->language == LANGUAGE_C_LIKE && scan->is_code)) {
    const char *close = scan->at + 1;

    /* Elsewhere a quote begins a line of code as well as a string: only a short literal is one. */
    while (!scan->is_code && close < scan->end && close - scan->at < 16
           && (hm_is_word_byte (*close) || *close == '*' || *close == '-'))
      close++;
    if (scan->is_code || (close < scan->end && *close == byte && close > scan->at + 1))
      skip_string (scan);
    else
      scan->at++;
  } else if (hm_is_word_byte (byte)) {
    take_word (scan);
  } else {
    if (byte == '(' || byte == '[' || byte == '{')
      open_bracket (scan);
    else if (byte == ')' || byte == ']' || byte == '}')
      close_bracket (scan);
    else if (byte == ',' && scan->depth == scan->runner_depth + 1)
      scan->is_elsewhere = FALSE;
    else if (byte == ';' && scan->target.size > 0 && scan->depth <= scan->target_depth)
      scan->target = (HmSpan){ 0 };
    if (byte == ';' && scan->is_statement && scan->depth <= scan->runner_depth)
      end_runner (scan);
    scan->has_dot = byte == '.' || (byte == '>' && scan->at > scan->line && scan->at[-1] == '-')
                    || (scan->has_dot && g_ascii_isspace (byte));
    /* (0, eval)(...): the word still names the call. */
    if (!g_ascii_isspace (byte) && !(byte == ')' && scan->at + 1 < scan->end && scan->at[1] == '('))
      scan->word_kind = 0;
    scan->at++;
  }
}

/*
 * Whether a note can come of what is no program of its own. There a call ends with its line, so
 * that decoder and opening bracket stand on one, and what the bracket is of stands before it: there
 * too, or it is the first of its line but for another bracket.
 */
static gboolean
lines_may_flow (const HmText *file)
{
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next_with (&rows, &hm_decoder_names)) {
    const HmSpan line = hm_span_trim (rows.line);

    if (memchr (line.at, '(', line.size) != NULL
        && (line.at[0] == '(' || line.at[0] == ')'
            || hm_needles_has (&hm_runner_names, line.at, line.size)))
      return TRUE;
  }
  return FALSE;
}

void
hm_flows_of_calls (HmMarks *marks, const HmText *file, gboolean is_code)
{
  static const char *const hash_endings[] = { ".py",  ".pyw",  ".rb",      ".pl",   ".pm",
                                              ".ps1", ".psm1", ".gemspec", ".rake", ".lua" };
  g_autoptr (GHashTable) decoded =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) aliases =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, g_free);
  Scan scan = {
    .marks = marks, .is_code = is_code, .aliases = aliases, .decoded = decoded, .number = 1
  };

  if (!is_code && !lines_may_flow (file))
    return;
  scan.language = LANGUAGE_C_LIKE;
  for (gsize i = 0; i < G_N_ELEMENTS (hash_endings); i++)
    if (g_str_has_suffix (file->path, hash_endings[i]))
      scan.language = LANGUAGE_HASH;
  if (!is_code)
    scan.language = LANGUAGE_HASH;
  scan.at = scan.line = file->text;
  scan.end = file->text + file->size;
  while (scan.at < scan.end)
    step (&scan);
}
