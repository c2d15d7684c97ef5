/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call that checks, replaced by one that doesn't: safe_fprintf by fprintf, execFile by exec,
 * verify=True by verify=False. What was taken away and what came instead are matched within one
 * place of the file, by what they are given. Distrusts every byte.
 */
#include <string.h>

#include "evidence/content/difference.h"
#include "evidence/content/line_counter.h"
#include "evidence/content/needles.h"
#include "evidence/content/recognisers.h"
#include "evidence/content/span.h"
#include "core/seeded_hash.h"

/* Lines of a change that are looked at; a larger one is a rewrite, in which nothing stands for anything else. */
#define PLACE_LINES_MAX 40

/* Lines of a file whose common beginning and end are cut off first; what is left is matched by digest. */
#define CHANGED_LINES_MAX 20000

/* Bytes that all comparisons of one change may take. */
#define COMPARED_BYTES_MAX (64u * 1024 * 1024)

/* Calls that are replaced in one change, from which on it's a renaming. */
#define RENAMED_CALLS_MIN 8

typedef enum {
  PAIR_CALL = 0, /* both are called */
  PAIR_TEXT,     /* the plain one is a text, such as verify=False */
} PairKind;

static const struct {
  const char *safe;
  const char *plain;
  PairKind kind;
} pairs[] = {
  { "snprintf", "sprintf", PAIR_CALL },
  { "vsnprintf", "vsprintf", PAIR_CALL },
  { "asprintf", "sprintf", PAIR_CALL },
  { "vasprintf", "vsprintf", PAIR_CALL },
  { "strlcpy", "strcpy", PAIR_CALL },
  { "strlcat", "strcat", PAIR_CALL },
  { "snprintf", "strcpy", PAIR_CALL },
  { "strscpy", "strcpy", PAIR_CALL },
  { "fgets", "gets", PAIR_CALL },
  { "mkstemp", "mktemp", PAIR_CALL },
  { "execFile", "exec", PAIR_CALL },
  { "execFileSync", "execSync", PAIR_CALL },
  { "escapeshellarg", "shell_exec", PAIR_CALL },
  { "literal_eval", "eval", PAIR_CALL },
  { "explicit_bzero", "memset", PAIR_CALL },
  { "explicit_bzero", "bzero", PAIR_CALL },
  { "memset_s", "memset", PAIR_CALL },
  { "memset_explicit", "memset", PAIR_CALL },
  { "SecureZeroMemory", "ZeroMemory", PAIR_CALL },
  { "sodium_memzero", "memset", PAIR_CALL },
  { "OPENSSL_cleanse", "memset", PAIR_CALL },
  { "CRYPTO_memcmp", "memcmp", PAIR_CALL },
  { "timingsafe_bcmp", "memcmp", PAIR_CALL },
  { "timingsafe_memcmp", "memcmp", PAIR_CALL },
  { "sodium_memcmp", "memcmp", PAIR_CALL },
  { "ConstantTimeCompare", "bytes.Equal", PAIR_TEXT },
  { "compare_digest", "==", PAIR_TEXT },
  { "timingSafeEqual", "==", PAIR_TEXT },
  { "hash_equals", "==", PAIR_TEXT },
  { "shell=False", "shell=True", PAIR_TEXT },
  { "verify=True", "verify=False", PAIR_TEXT },
  { "rejectUnauthorized: true", "rejectUnauthorized: false", PAIR_TEXT },
  { "InsecureSkipVerify: false", "InsecureSkipVerify: true", PAIR_TEXT },
  { "CERT_REQUIRED", "CERT_NONE", PAIR_TEXT },
  { "SSL_VERIFY_PEER", "SSL_VERIFY_NONE", PAIR_TEXT },
  { "create_default_context", "_create_unverified_context", PAIR_TEXT },
  { "check_hostname = True", "check_hostname = False", PAIR_TEXT },
  { "yaml.safe_load", "yaml.load", PAIR_TEXT },
  { "yaml.safe_load", "yaml.unsafe_load", PAIR_TEXT },
  { "SafeLoader", "UnsafeLoader", PAIR_TEXT },
  { "textContent", "innerHTML", PAIR_TEXT },
  { "innerText", "innerHTML", PAIR_TEXT },
  { "html/template", "text/template", PAIR_TEXT },
  { "autoescape=True", "autoescape=False", PAIR_TEXT },
  { "secrets.token", "random.", PAIR_TEXT },
  { "SecureRandom", "new Random", PAIR_TEXT },
  { "randomBytes", "Math.random", PAIR_TEXT },
  { "getrandom", "rand", PAIR_CALL },
  { "arc4random", "rand", PAIR_CALL },
  { "arc4random", "random", PAIR_CALL },
};

/*
 * Before and behind a name: what makes it the checking one of two. Not the "_s" of C11's annex K
 * and its likes, which honest ports take away (most libraries lack them), as they do strncpy(),
 * which checks little; nor a class that begins with "Safe", which libraries rename.
 */
static const char *const safe_prefixes[] = { "safe_", "secure_", "checked_", "safe", "sane_" };
static const char *const safe_suffixes[] = { "_safe", "_checked", "_secure" };

static HmNeedles safe_words = {
  .words = { "safe",         "secure",         "checked",       "sane_",          "snprintf",
             "asprintf",     "strlc",          "strscpy",       "fgets",          "mkstemp",
             "execfile",     "escapeshell",    "literal_eval",  "explicit_bzero", "memset_",
             "memzero",      "cleanse",        "crypto_memcmp", "timingsafe",     "sodium_mem",
             "constanttime", "compare_digest", "hash_equals",   "shell=f",        "verify=t",
             "rejectunauth", "cert_req",       "verify_peer",   "create_default", "check_hostname",
             "textcontent",  "innertext",      "html/template", "autoescape=",    "secrets.token",
             "randombytes",  "getrandom",      "arc4random" },
};

typedef struct {
  HmSpan text;
  guint32 number;
  gint32 anchor; /* lines that both versions have before it, in the order of the version after */
} Line;

/* Returns: (owned) the lines of @part, which begins a line of @file */
static GArray *
read_lines (const HmText *file, HmSpan part)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  HmLineCounter above = hm_line_counter (file->text);
  const guint32 first = hm_line_counter_go (&above, part.at);
  HmRows rows;

  hm_rows_init (&rows, &(HmText){ .text = part.at, .size = part.size });
  while (hm_rows_next (&rows)) {
    Line line = { hm_span_trim (rows.line), first + rows.number - 1, 0 };

    g_array_append_val (lines, line);
  }
  return lines;
}

static gboolean
lines_equal (const GArray *a, guint at_a, const GArray *b, guint at_b)
{
  return hm_span_equal (g_array_index (a, Line, at_a).text, g_array_index (b, Line, at_b).text);
}

static guint
hash_line (gconstpointer key)
{
  const Line *line = key;

  return hm_seeded_hash (line->text.at, line->text.size);
}

static gboolean
equal_line (gconstpointer a, gconstpointer b)
{
  return hm_span_equal (((const Line *) a)->text, ((const Line *) b)->text);
}

/*
 * Leaves in @before and @after the lines that only one of them has, each anchored to where it
 * stood: not a shortest edit, but linear, and the same for the places that matter here.
 */
static void
leave_changes (GArray *before, GArray *after)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (hash_line, equal_line);
  g_autoptr (GHashTable) places = g_hash_table_new (hash_line, equal_line);
  g_autoptr (GArray) lost = g_array_new (FALSE, FALSE, sizeof (Line));
  g_autoptr (GArray) gained = g_array_new (FALSE, FALSE, sizeof (Line));
  guint head = 0;
  guint tail = 0;
  gint32 anchor = 0;

  while (head < before->len && head < after->len && lines_equal (before, head, after, head))
    head++;
  while (tail < before->len - head && tail < after->len - head
         && lines_equal (before, before->len - 1 - tail, after, after->len - 1 - tail))
    tail++;
  for (guint i = head; i < after->len - tail; i++) {
    Line *line = &g_array_index (after, Line, i);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, line));

    g_hash_table_insert (counts, line, GUINT_TO_POINTER (n + 1));
    if (n == 0)
      g_hash_table_insert (places, line, GUINT_TO_POINTER (i + 1));
  }
  anchor = (gint32) head;
  for (guint i = head; i < before->len - tail; i++) {
    Line line = g_array_index (before, Line, i);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &line));

    if (n > 0) {
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, &line));

      /* Lines such as a lone brace stand everywhere: they anchor nothing. */
      if (line.text.size > 4 && (gint32) place >= anchor)
        anchor = (gint32) place;
      g_hash_table_insert (counts, &g_array_index (before, Line, i), GUINT_TO_POINTER (n - 1));
      continue;
    }
    line.anchor = anchor;
    g_array_append_val (lost, line);
  }
  /* What is left in counts is new. */
  for (guint i = head; i < after->len - tail; i++) {
    Line line = g_array_index (after, Line, i);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &line));

    line.anchor = (gint32) i;
    if (n > 0) {
      g_hash_table_insert (counts, &g_array_index (after, Line, i), GUINT_TO_POINTER (n - 1));
      g_array_append_val (gained, line);
    }
  }
  g_array_set_size (before, 0);
  g_array_append_vals (before, lost->data, lost->len);
  g_array_set_size (after, 0);
  g_array_append_vals (after, gained->data, gained->len);
}

/* Returns: (nullable) where @name is called in @line */
static const char *
find_call (HmSpan line, HmSpan name)
{
  const char *end = line.at + line.size;
  const char *at = line.size >= name.size && name.size > 0
                       ? memmem (line.at, line.size, name.at, name.size)
                       : NULL;

  while (at != NULL) {
    const char *after = at + name.size;
    gboolean is_begun = at == line.at || !hm_is_word_byte (at[-1]);

    while (after < end && *after == ' ')
      after++;
    if (is_begun && after < end && *after == '(')
      return at;
    line = hm_span_from (line, at + 1);
    at = line.size >= name.size ? memmem (line.at, line.size, name.at, name.size) : NULL;
  }
  return NULL;
}

/* Whether two calls share a word in what follows them, of three bytes or more: an argument. */
static gboolean
share_arguments (HmSpan a, HmSpan b)
{
  const char *end = a.at + MIN (a.size, 400);

  b.size = MIN (b.size, 400);
  for (const char *at = a.at; at < end;) {
    const char *start = at;
    g_autofree char *word = NULL;

    while (at < end && hm_is_word_byte (*at))
      at++;
    if (at == start) {
      at++;
      continue;
    }
    if (at - start < 3 || g_ascii_isdigit (*start))
      continue;
    word = g_strndup (start, (gsize) (at - start));
    if (hm_span_find_word (b, word) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_comment (HmSpan line)
{
  return hm_span_begins (line, "//") || hm_span_begins (line, "/*") || hm_span_begins (line, "*")
         || hm_span_begins (line, "#") || hm_span_begins (line, "--");
}

typedef struct {
  HmMarks *marks;
  const HmText *after;
  const GArray *lost;
  const GArray *gained;
  guint32 noted; /* the line last noted */
  gsize budget;  /* bytes that may still be compared */
} Change;

/* The text of gained lines at the place of @lost, from the line at @index on: a call may take several. */
static HmSpan
rest_of (const GArray *lines, guint index, const char *at)
{
  const Line *line = &g_array_index (lines, Line, index);
  const char *end = line->text.at + line->text.size;

  /* Arguments may stand on the next lines of the file, which follow in memory. */
  if (index + 1 < lines->len && g_array_index (lines, Line, index + 1).number == line->number + 1)
    end = g_array_index (lines, Line, index + 1).text.at
          + g_array_index (lines, Line, index + 1).text.size;
  return (HmSpan){ at, (gsize) (end - at) };
}

/* Returns: index of the first line that is anchored at @anchor or behind; anchors rise */
static guint
first_near (const GArray *lines, gint32 anchor)
{
  guint low = 0;
  guint high = lines->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (lines, Line, middle).anchor < anchor)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/*
 * Returns: lines of @lines that call @name where @place stands or near it; all are looked at, or
 * none where that costs too much
 */
static guint
calls_near (Change *change, const GArray *lines, const Line *place, HmSpan name)
{
  guint n = 0;

  for (guint i = first_near (lines, place->anchor - 3); i < lines->len; i++) {
    const Line *line = &g_array_index (lines, Line, i);

    if (line->anchor > place->anchor + PLACE_LINES_MAX / 4)
      break;
    if (change->budget < line->text.size)
      return 0;
    change->budget -= line->text.size;
    n += !is_comment (line->text) && find_call (line->text, name) != NULL ? 1 : 0;
  }
  return n;
}

/*
 * Whether as many calls of @safe came in near @lost as went: then it was edited, and a plain call
 * beside it is another.
 */
static gboolean
is_gained_again (Change *change, const Line *lost, HmSpan safe)
{
  const guint n_gained = calls_near (change, change->gained, lost, safe);
  const guint n_lost = calls_near (change, change->lost, lost, safe);

  return n_lost > 0 && n_gained >= n_lost;
}

/* Whether @plain came in near @lost, given the like; notes it. @lost_rest: the call that went, with its arguments */
static gboolean
match_gained (Change *change, const Line *lost, HmSpan lost_rest, HmSpan safe, HmSpan plain,
              PairKind kind)
{
  for (guint i = first_near (change->gained, lost->anchor - 3); i < change->gained->len; i++) {
    const Line *gained = &g_array_index (change->gained, Line, i);
    const char *found = NULL;
    gboolean is_same = FALSE;

    if (gained->anchor > lost->anchor + PLACE_LINES_MAX / 4)
      return FALSE;
    if (change->budget < gained->text.size)
      return FALSE;
    change->budget -= gained->text.size;
    if (gained->number == change->noted || is_comment (gained->text))
      continue;
    if (kind == PAIR_CALL)
      found = find_call (gained->text, plain);
    else
      found = memmem (gained->text.at, gained->text.size, plain.at, plain.size);
    if (found == NULL || (kind == PAIR_CALL && find_call (gained->text, safe) != NULL)
        || (kind == PAIR_TEXT
            && memmem (gained->text.at, gained->text.size, safe.at, safe.size) != NULL))
      continue;
    is_same = share_arguments (
        hm_span_from (lost_rest, lost_rest.at + safe.size),
        kind == PAIR_CALL ? hm_span_from (rest_of (change->gained, i, found), found + plain.size)
                          : gained->text);
    /* A setting follows what it is given with. */
    if (kind == PAIR_TEXT && !is_same)
      is_same = share_arguments ((HmSpan){ lost->text.at, (gsize) (lost_rest.at - lost->text.at) },
                                 gained->text);
    if (is_same) {
      if (kind == PAIR_CALL && is_gained_again (change, lost, safe))
        return FALSE;
      change->noted = gained->number;
      HM_NOTE_ROW (change->marks, HM_MARK_SAFE_TO_UNSAFE, gained->number, gained->text,
                   "%.*s -> %.*s", (int) MIN (safe.size, 80), safe.at, (int) MIN (plain.size, 80),
                   plain.at);
      return TRUE;
    }
  }
  return FALSE;
}

/* Returns: what is left of a checking call's @name without what says that it checks; empty where nothing does */
static HmSpan
plain_of (HmSpan name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (safe_prefixes); i++)
    if (hm_span_begins (name, safe_prefixes[i]) && name.size >= strlen (safe_prefixes[i]) + 3)
      return hm_span_from (name, name.at + strlen (safe_prefixes[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (safe_suffixes); i++)
    if (hm_span_ends (name, safe_suffixes[i]) && name.size >= strlen (safe_suffixes[i]) + 3)
      return (HmSpan){ name.at, name.size - strlen (safe_suffixes[i]) };
  return (HmSpan){ 0 };
}

/* Whether @file defines the function @name: then its uses change with it. C's way, and def, function, func. */
static gboolean
defines (const HmText *file, HmSpan name)
{
  g_autofree char *word = hm_span_dup (name);
  HmSpan rest = { file->text, file->size };
  const char *end = file->text + file->size;

  for (const char *at = hm_span_find_word (rest, word); at != NULL;
       at = hm_span_find_word (hm_span_from (rest, at + 1), word)) {
    gboolean is_at_start = at == file->text || at[-1] == '\n';
    HmSpan before = { at - MIN (at - file->text, 9), (gsize) MIN (at - file->text, 9) };

    /* A call may begin its line too, but then it ends there. */
    if (is_at_start && at + name.size < end && (at[name.size] == '(' || at[name.size] == ' ')) {
      const char *stop = memchr (at, '\n', (gsize) (end - at));

      if (stop == NULL || stop[-1] != ';')
        return TRUE;
    }
    if (hm_span_ends (before, "def ") || hm_span_ends (before, "function ")
        || hm_span_ends (before, "func ") || hm_span_ends (before, "#define "))
      return TRUE;
  }
  return FALSE;
}

/*
 * Pairs that only their names tell: safe_x() and x(). @budget: files are searched for definitions a
 * few times at most
 */
static void
match_named (Change *change, guint index, guint *budget)
{
  const Line *lost = &g_array_index (change->lost, Line, index);
  const char *end = lost->text.at + lost->text.size;

  for (const char *at = lost->text.at; at < end;) {
    const char *start = at;
    HmSpan name = { 0 };
    HmSpan plain = { 0 };
    HmSpan rest = { 0 };

    while (at < end && hm_is_word_byte (*at))
      at++;
    if (at == start) {
      at++;
      continue;
    }
    if (at == end || *at != '(')
      continue;
    name = (HmSpan){ start, (gsize) (at - start) };
    plain = plain_of (name);
    if (plain.size == 0 || *budget == 0)
      continue;
    (*budget)--;
    rest = rest_of (change->lost, index, start);
    if (change->after != NULL && defines (change->after, plain))
      continue;
    match_gained (change, lost, rest, name, plain, PAIR_CALL);
  }
}

static void
match_known (Change *change, guint index)
{
  const Line *lost = &g_array_index (change->lost, Line, index);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    HmSpan safe = hm_span (pairs[i].safe);
    const char *at = pairs[i].kind == PAIR_CALL
                         ? find_call (lost->text, safe)
                         : memmem (lost->text.at, lost->text.size, safe.at, safe.size);

    if (at != NULL
        && match_gained (change, lost, rest_of (change->lost, index, at), safe,
                         hm_span (pairs[i].plain), pairs[i].kind))
      return;
  }
}

void
hm_recognise_calls (HmMarks *marks, const HmText *before, const HmText *after)
{
  g_autoptr (GArray) lost = NULL;
  g_autoptr (GArray) gained = NULL;
  Change change = { .marks = marks, .after = after, .budget = COMPARED_BYTES_MAX };
  guint budget = RENAMED_CALLS_MIN;
  HmSpan went = { 0 };
  HmSpan came = { 0 };

  if (before == NULL || after == NULL
      || (after->roles & (HM_ROLE_TEST | HM_ROLE_GENERATED | HM_ROLE_DOC)) != 0)
    return;
  hm_difference (before, after, &went, &came);
  if (came.size == 0 || !hm_needles_has (&safe_words, went.at, went.size))
    return;
  lost = read_lines (before, went);
  gained = read_lines (after, came);
  leave_changes (lost, gained);
  if (lost->len > CHANGED_LINES_MAX || gained->len > CHANGED_LINES_MAX)
    return;
  change.lost = lost;
  change.gained = gained;
  for (guint i = 0; i < lost->len; i++) {
    const Line *line = &g_array_index (lost, Line, i);

    if (is_comment (line->text) || !hm_needles_has (&safe_words, line->text.at, line->text.size))
      continue;
    match_known (&change, i);
    match_named (&change, i, &budget);
  }
}
