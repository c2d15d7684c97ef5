/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters that make a file read otherwise than it runs ("Trojan Source", CVE-2021-42574 and
 * -42694) or that hide data in plain sight. Only of files that something executes or obeys: in
 * prose, where people write right to left, balanced or not, nothing of it runs.
 *
 * Honest uses pass: closed embeddings, a byte order mark, emoji sequences and flags, joiners within
 * words of scripts that need them. A line that isn't UTF-8 is skipped: in other encodings the same
 * bytes are other characters.
 */
#include <string.h>

#include "evidence/content/confusables.h"
#include "evidence/content/line_counter.h"
#include "evidence/content/recognisers.h"

/* A run of this many characters that no editor shows is data, wherever it stands. */
#define RUN_MIN 4

/* The same for characters of private use, which icon fonts give a glyph: a row of icons is shorter. */
#define PRIVATE_RUN_MIN 8

/* Longest emoji tag sequence: the flags of regions have five tags and an end. */
#define FLAG_TAGS_MAX 8

/* Words of look-alikes that the file is searched for: each search reads all of it. */
#define SEARCHES_MAX 32

/* Letters of such a word: words of one or two are words of many languages. */
#define TWIN_MIN 3

#define BLACK_FLAG 0x1f3f4

typedef enum {
  HIDDEN_NOT,
  HIDDEN_JOINER,  /* of words in scripts that need it, and of emoji */
  HIDDEN_SPACE,   /* no width, allowed in no identifier */
  HIDDEN_FILLER,  /* a letter to compilers, a blank to people */
  HIDDEN_VARIANT, /* variation selectors */
  HIDDEN_TAG,     /* U+E0000 on: ASCII that isn't shown */
  HIDDEN_PRIVATE,
} Hidden;

/* What a scan of a file has in hand. */
typedef struct {
  HmMarks *marks;
  const HmText *file;
  HmLineCounter lines;
  guint n_searches;
} Scan;

typedef struct {
  const char *start;
  const char *end;
} Line;

static gboolean
is_ascii_word (gunichar character)
{
  return character < 0x80
         && (g_ascii_isalnum ((gchar) character) || character == '_' || character == '$');
}

static Hidden
hidden_kind (gunichar c)
{
  if (c < 0xad)
    return HIDDEN_NOT;
  if (c == 0x200c || c == 0x200d)
    return HIDDEN_JOINER;
  if (c == 0xad || c == 0x34f || c == 0x61c || c == 0x200b || c == 0x200e || c == 0x200f
      || (c >= 0x2060 && c <= 0x2065) || (c >= 0x206a && c <= 0x206f) || c == 0xfeff
      || (c >= 0xfff9 && c <= 0xfffb))
    return HIDDEN_SPACE;
  if (c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0)
    return HIDDEN_FILLER;
  if ((c >= 0x180b && c <= 0x180f) || (c >= 0xfe00 && c <= 0xfe0f)
      || (c >= 0xe0100 && c <= 0xe01ef))
    return HIDDEN_VARIANT;
  if (c >= 0xe0000 && c <= 0xe007f)
    return HIDDEN_TAG;
  if ((c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000)
    return HIDDEN_PRIVATE;
  return HIDDEN_NOT;
}

/* Whether words of @character's script are written with joiners: Arabic, the Indic scripts and their like. */
static gboolean
is_joining (gunichar character)
{
  const GUnicodeScript script = g_unichar_get_script (character);

  return character >= 0x600 && script != G_UNICODE_SCRIPT_COMMON && script != G_UNICODE_SCRIPT_LATIN
         && script != G_UNICODE_SCRIPT_GREEK && script != G_UNICODE_SCRIPT_CYRILLIC
         && script != G_UNICODE_SCRIPT_INHERITED;
}

static gboolean
is_emoji (gunichar character)
{
  return character >= 0x2000
         && (g_unichar_type (character) == G_UNICODE_OTHER_SYMBOL
             || (character >= 0x1f3fb && character <= 0x1f3ff) || character == 0xfe0f);
}

/* A line's marks are the same ones wherever it stands, indented or not. */
static void
line_note (Scan *scan, const Line *line, HmMarkKind kind, gunichar character, guint n)
{
  const char *start = line->start;
  const char *end = line->end;
  const guint32 number = hm_line_counter_go (&scan->lines, line->start);

  while (start < end && g_ascii_isspace (*start))
    start++;
  while (end > start && g_ascii_isspace (end[-1]))
    end--;
  if (n > 1)
    hm_marks_note (scan->marks, kind, number, start, (gsize) (end - start), "U+%04X and %u more",
                   character, n - 1);
  else
    hm_marks_note (scan->marks, kind, number, start, (gsize) (end - start), "U+%04X", character);
}

/*
 * Whether a control is open where the line ends, or where the comment or string ends that it was
 * opened in: from there on what is shown is not what is read.
 *
 * Returns: that control, 0 where all are closed.
 */
static gunichar
bidi_find_open (const Line *line)
{
  gunichar embedding = 0; /* the outermost open one */
  gunichar isolate = 0;
  guint n_embeddings = 0;
  guint n_isolates = 0;
  gboolean is_quoted = FALSE;
  gboolean opened_quoted = FALSE;

  for (const char *at = line->start; at < line->end; at = g_utf8_next_char (at)) {
    const gunichar c = g_utf8_get_char (at);
    const gboolean is_open = n_embeddings > 0 || n_isolates > 0;

    if (c == 0x202a || c == 0x202b || c == 0x202d || c == 0x202e) {
      if (n_embeddings++ == 0)
        embedding = c;
    } else if (c >= 0x2066 && c <= 0x2068) {
      if (n_isolates++ == 0)
        isolate = c;
    } else if (c == 0x202c) {
      n_embeddings -= n_embeddings > 0 ? 1 : 0;
    } else if (c == 0x2069) {
      n_isolates -= n_isolates > 0 ? 1 : 0;
    } else if (is_open
               && ((c == '*' && at + 1 < line->end && at[1] == '/')
                   || (c == '"' && opened_quoted))) {
      break;
    } else if (c == '\\' && at + 1 < line->end && (at[1] == '"' || at[1] == '\\')) {
      at++;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    }
    if (!is_open)
      opened_quoted = is_quoted;
  }
  if (n_isolates > 0)
    return isolate;
  return n_embeddings > 0 ? embedding : 0;
}

/* A run of characters that aren't shown, and what stands around it. */
typedef struct {
  Hidden kind; /* of its first */
  gunichar first;
  guint n;
  gunichar before; /* 0 at the line's beginning */
  gunichar after;  /* 0 at its end */
} Run;

static gboolean
is_run_suspicious (const Run *run)
{
  const gboolean is_word_before = is_ascii_word (run->before);
  const gboolean is_word_after = is_ascii_word (run->after);

  switch (run->kind) {
  case HIDDEN_TAG:
    return run->before != BLACK_FLAG || run->n > FLAG_TAGS_MAX;
  case HIDDEN_PRIVATE:
    return run->n >= PRIVATE_RUN_MIN;
  case HIDDEN_FILLER:
    return g_unichar_get_script (run->before) != G_UNICODE_SCRIPT_HANGUL
           && g_unichar_get_script (run->after) != G_UNICODE_SCRIPT_HANGUL;
  case HIDDEN_VARIANT:
    /* One after a character that has variants; the keycaps are the only ASCII ones. */
    return run->n >= RUN_MIN
           || (run->n == 1 && is_word_before && !g_ascii_isdigit ((gchar) run->before));
  case HIDDEN_JOINER:
    if (run->n >= RUN_MIN)
      return TRUE;
    return is_word_before && !is_joining (run->after) && !is_emoji (run->after);
  case HIDDEN_SPACE:
    return run->n >= RUN_MIN || (is_word_before && is_word_after);
  default:
    return FALSE;
  }
}

static void
hidden_look (Scan *scan, const Line *line)
{
  Run worst = { HIDDEN_NOT, 0, 0, 0, 0 };
  Run run = worst;
  gunichar before = 0;

  for (const char *at = line->start; at <= line->end; at = g_utf8_next_char (at)) {
    const gunichar c = at < line->end ? g_utf8_get_char (at) : 0;
    const Hidden kind = hidden_kind (c);

    if (kind != HIDDEN_NOT && !(c == 0xfeff && at == scan->file->text)) {
      if (run.n == 0) {
        run.kind = kind;
        run.first = c;
        run.before = before;
      }
      run.n++;
    } else if (run.n > 0) {
      run.after = c;
      if (run.n > worst.n && is_run_suspicious (&run))
        worst = run;
      run.n = 0;
    }
    before = c;
    if (at == line->end)
      break;
  }
  if (worst.n > 0)
    line_note (scan, line, HM_MARK_INVISIBLE, worst.first, worst.n);
}

/*
 * Whether what begins at @at, outside of quotes, is a comment up to the line's end, as far as that
 * can be told without the language.
 */
static gboolean
is_comment (const Line *line, const char *at)
{
  const gsize left = (gsize) (line->end - at);
  char before = ' ';
  char after = ' ';

  if (at > line->start)
    before = at[-1];
  if (left > 1)
    after = at[1];

  /* Not in the middle of something: a URL, a decrement. */
  if (!g_ascii_isspace (before) && strchr (";{}(),", before) == NULL)
    return FALSE;
  switch (*at) {
  case '/':
    return after == '/' || (after == '*' && memmem (at + 2, left - 2, "*/", 2) == NULL);
  case '#':
    return g_ascii_isspace (after) || after == '#';
  case '-':
    return after == '-' && (left == 2 || g_ascii_isspace (at[2]));
  case '<':
    return left >= 4 && memcmp (at, "<!--", 4) == 0 && memmem (at, left, "-->", 3) == NULL;
  default:
    return FALSE;
  }
}

/* Returns: where the comment of the line begins; line->end where there is none. */
static const char *
comment_find (const Line *line)
{
  const char *at = line->start;
  gboolean is_quoted = FALSE;

  while (at < line->end && g_ascii_isspace (*at))
    at++;
  /* A line within a block comment, or of Lisp's or an assembler's. */
  if (line->end - at >= 2
      && ((*at == '*' && (at[1] == ' ' || at[1] == '/'))
          || (*at == ';' && (at[1] == ' ' || at[1] == ';'))))
    return at;
  for (; at < line->end; at++)
    if (*at == '\\')
      at += at + 1 < line->end ? 1 : 0;
    else if (*at == '"')
      is_quoted = !is_quoted;
    else if (!is_quoted && is_comment (line, at))
      return at;
  return line->end;
}

static gboolean
is_word_character (gunichar c)
{
  return c < 0x80 ? is_ascii_word (c) : g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Whether @size bytes of @word stand as a whole word somewhere in the file. */
static gboolean
file_has_word (Scan *scan, const char *word, gsize size)
{
  const char *at = scan->file->text;
  const char *end = scan->file->text + scan->file->size;

  if (scan->n_searches == SEARCHES_MAX)
    return FALSE;
  scan->n_searches++;
  while ((at = memmem (at, (gsize) (end - at), word, size)) != NULL) {
    if ((at == scan->file->text || !is_ascii_word ((guint8) at[-1]))
        && !is_ascii_word ((guint8) at[size]))
      return TRUE;
    at += size;
  }
  return FALSE;
}

/* The letters of a word between digits and underscores, which people do write in two alphabets: rho_air, delta_2. */
typedef struct {
  guint n_latin;
  guint n_confusable;
  guint n_foreign;      /* of other scripts, and like no Latin letter */
  guint n_mathematical; /* of n_confusable */
} Letters;

/* The bold, italic and other letters of formulas, which nobody takes for plain ones. */
static gboolean
is_mathematical (gunichar c)
{
  return c >= 0x1d400 && c <= 0x1d7ff;
}

static gboolean
is_mixed (const Letters *letters)
{
  return letters->n_latin > 0 && letters->n_confusable > 0 && letters->n_foreign == 0;
}

/* Looks at the word from @start to @end, which has characters beyond ASCII. */
static void
word_look (Scan *scan, const char *start, const char *end)
{
  char twin[64]; /* the word as it looks */
  gsize twin_size = 0;
  Letters letters = { 0 };
  Letters all = { 0 };
  gboolean has_mixed = FALSE;

  for (const char *at = start; at < end; at = g_utf8_next_char (at)) {
    const gunichar c = g_utf8_get_char (at);
    char letter = *at;

    if (c >= 0x80)
      letter = hm_confusable_letter (c);

    if (twin_size < sizeof twin)
      twin[twin_size++] = letter;
    if (c < 0x80 ? g_ascii_isalpha ((gchar) c)
                 : g_unichar_get_script (c) == G_UNICODE_SCRIPT_LATIN && letter == '\0') {
      letters.n_latin++;
      all.n_latin++;
    } else if (letter != '\0' && c >= 0x80) {
      letters.n_confusable++;
      all.n_confusable++;
      all.n_mathematical += is_mathematical (c) ? 1 : 0;
    } else if (c >= 0x80) {
      letters.n_foreign++;
      all.n_foreign++;
    } else {
      has_mixed |= is_mixed (&letters);
      letters = (Letters){ 0 };
    }
  }
  has_mixed |= is_mixed (&letters);
  /* All of it look-alikes: a word of another language, unless the file has its Latin twin too; of a formula it may. */
  if (!has_mixed
      && (all.n_foreign > 0 || all.n_mathematical == all.n_confusable || all.n_confusable < TWIN_MIN
          || twin_size == sizeof twin || !file_has_word (scan, twin, twin_size)))
    return;
  hm_marks_note (scan->marks, HM_MARK_HOMOGLYPH, hm_line_counter_go (&scan->lines, start), start,
                 (gsize) (end - start), "%.*s", (int) MIN (end - start, 4 * (gssize) sizeof twin),
                 start);
}

static void
homoglyphs_look (Scan *scan, const Line *line)
{
  const char *end = comment_find (line);
  const char *word = NULL;
  gboolean is_ascii = TRUE;

  for (const char *at = line->start; at < end; at = g_utf8_next_char (at)) {
    const gunichar c = g_utf8_get_char (at);

    if (is_word_character (c)) {
      if (word == NULL) {
        word = at;
        is_ascii = TRUE;
      }
      is_ascii &= c < 0x80;
    } else {
      if (word != NULL && !is_ascii)
        word_look (scan, word, at);
      word = NULL;
    }
  }
  if (word != NULL && !is_ascii)
    word_look (scan, word, end);
}

/* NULs pass: an interpreter may read on past one. */
static gboolean
is_utf8 (const Line *line)
{
  const char *at = line->start;

  while (!g_utf8_validate_len (at, (gsize) (line->end - at), &at))
    if (*at != '\0')
      return FALSE;
    else if (++at >= line->end)
      break;
  return TRUE;
}

static void
line_look (Scan *scan, const Line *line)
{
  gunichar control;

  if (!is_utf8 (line))
    return;
  control = bidi_find_open (line);
  if (control != 0)
    line_note (scan, line, HM_MARK_BIDI_CONTROL, control, 1);
  hidden_look (scan, line);
  homoglyphs_look (scan, line);
}

/* Returns: the first byte at or after @at that is no ASCII, @end where all are. */
static const char *
ascii_skip (const char *at, const char *end)
{
  const guint64 high = G_GUINT64_CONSTANT (0x8080808080808080);
  guint64 words[4];

  for (; end - at >= (gssize) sizeof words; at += sizeof words) {
    memcpy (words, at, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & high) != 0)
      break;
  }
  while (at < end && ((guint8) *at & 0x80) == 0)
    at++;
  return at;
}

void
hm_recognise_characters (HmMarks *marks, const HmText *file)
{
  Scan scan = { marks, file, hm_line_counter (file->text), 0 };
  const char *end = file->text + file->size;
  const char *at = file->text;

  while ((at = ascii_skip (at, end)) < end) {
    const char *before = memrchr (file->text, '\n', (gsize) (at - file->text));
    const char *newline = memchr (at, '\n', (gsize) (end - at));
    const Line line = { before != NULL ? before + 1 : file->text, newline != NULL ? newline : end };

    line_look (&scan, &line);
    at = line.end;
  }
}
