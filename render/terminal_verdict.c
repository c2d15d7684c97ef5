/* SPDX-License-Identifier: Apache-2.0 */
#include "render/terminal_verdict.h"

#include "core/mask.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

#include <string.h>

#define COMMIT_DIGITS 12
#define CUT_MARK "..."

/* Shortfalls told where there are more than fit with a word on each. */
#define TOLD_MAX 5

typedef struct {
  GString *out;
  const HmTerminal *terminal;
  guint width;
} Block;

/* Returns: (owned) the first characters of @text that take @columns, with CUT_MARK where it is longer. */
static char *
text_cut_end (const char *text, guint columns)
{
  g_autoptr (GString) cut = g_string_new (NULL);

  if (hm_text_columns (text) <= columns)
    return g_strdup (text);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    const gsize before = cut->len;

    g_string_append_len (cut, at, g_utf8_next_char (at) - at);
    if (hm_text_columns (cut->str) + strlen (CUT_MARK) > columns) {
      g_string_truncate (cut, before);
      break;
    }
  }
  g_strchomp (cut->str);
  return g_strconcat (cut->str, CUT_MARK, NULL);
}

/* As text_cut_end(), of the last characters: the end of a path tells more than its beginning. */
static char *
text_cut_start (const char *text, guint columns)
{
  const char *at = text;

  if (hm_text_columns (text) <= columns)
    return g_strdup (text);
  while (*at != '\0' && hm_text_columns (at) + strlen (CUT_MARK) > columns)
    at = g_utf8_next_char (at);
  return g_strconcat (CUT_MARK, at, NULL);
}

static void
line_add (const Block *block, guint indent, const char *text)
{
  g_autofree char *cut = text_cut_end (text, block->width - indent);

  for (guint i = 0; i < indent; i++)
    g_string_append_c (block->out, ' ');
  g_string_append (block->out, cut);
  g_string_append_c (block->out, '\n');
}

/* "PASS  github.com/o/r ..." with the word in its colour. */
static void
head_add (const Block *block, const char *word, const char *sgr, const char *text)
{
  g_autofree char *cut = text_cut_end (text, block->width - (guint) strlen (word) - 2);

  if (block->terminal->colour)
    g_string_append_printf (block->out, "\033[%sm%s\033[" HM_SGR_NORMAL "m", sgr, word);
  else
    g_string_append (block->out, word);
  g_string_append_printf (block->out, "  %s\n", cut);
}

/* Returns: (owned) "PLACE: FINDING", either of which may be missing; "" where both are. */
static char *
finding_text (const Block *block, const HmShortfall *shortfall, guint columns)
{
  g_autofree char *place = hm_terminal_text (block->terminal, shortfall->place);
  g_autofree char *finding = hm_terminal_text (block->terminal, shortfall->finding);
  g_autofree char *cut = text_cut_start (place, columns * 2 / 3);

  if (*place == '\0')
    return g_steal_pointer (&finding);
  return g_strdup_printf ("%s%s%s", cut, *finding != '\0' ? ": " : "", finding);
}

static char *
asked_text (const char *name, const HmShortfall *shortfall)
{
  char wanted[HM_SCORE_TEXT_SIZE];
  char found[HM_SCORE_TEXT_SIZE];
  char apart[HM_SCORE_TEXT_SIZE];

  return g_strdup_printf ("%s %s, where %s is asked for: %s short", name,
                          hm_score_text (shortfall->found, found),
                          hm_score_text (shortfall->wanted, wanted),
                          hm_score_text (shortfall->wanted - MAX (shortfall->found, 0), apart));
}

static char *
dropped_text (const char *name, const HmShortfall *shortfall)
{
  char wanted[HM_SCORE_TEXT_SIZE];
  char found[HM_SCORE_TEXT_SIZE];
  char apart[HM_SCORE_TEXT_SIZE];

  return g_strdup_printf ("%s %s, where it was %s: %s less", name,
                          hm_score_text (shortfall->found, found),
                          hm_score_text (shortfall->wanted, wanted),
                          hm_score_text (shortfall->wanted - MAX (shortfall->found, 0), apart));
}

/* Returns: (owned) what fell short, and by how much. */
static char *
title_text (const Block *block, const HmShortfall *shortfall)
{
  g_autofree char *name = hm_terminal_text (block->terminal, shortfall->check_name);
  g_autofree char *floor_name = g_strconcat ("Floor of ", name, NULL);
  g_autofree char *finding = NULL;

  switch (shortfall->kind) {
  case HM_SHORT_OF_SCORE:
    return asked_text ("Score", shortfall);
  case HM_SHORT_OF_FLOOR:
    return asked_text ("Floor", shortfall);
  case HM_SHORT_OF_COVERAGE:
    return g_strdup_printf ("Coverage %d %%, where %d %% is asked for: %d short", shortfall->found,
                            shortfall->wanted, shortfall->wanted - shortfall->found);
  case HM_SHORT_OF_CHECK_SCORE:
    return asked_text (name, shortfall);
  case HM_SHORT_OF_CHECK_FLOOR:
    return asked_text (floor_name, shortfall);
  case HM_SHORT_OF_BASELINE:
    return dropped_text ("Score", shortfall);
  case HM_SHORT_OF_CHECK_BASELINE:
    return dropped_text (name, shortfall);
  case HM_SHORT_NEW_FINDING:
  default:
    finding = finding_text (block, shortfall, block->width - 2);
    return g_strdup_printf ("New: %s (%s)", finding, name);
  }
}

/* Returns: (owned) the lines that may follow the title, the most telling first. */
static GPtrArray *
more_lines (const Block *block, const HmShortfall *shortfall)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *finding = finding_text (block, shortfall, block->width - 4);

  if (shortfall->kind != HM_SHORT_NEW_FINDING && *finding != '\0')
    g_ptr_array_add (lines, g_steal_pointer (&finding));
  for (guint i = 0; i < shortfall->ways->len; i++) {
    g_autofree char *way =
        hm_terminal_text (block->terminal, g_ptr_array_index (shortfall->ways, i));

    /* Counted, since not all of them may find room. */
    g_ptr_array_add (
        lines, shortfall->ways->len == 1
                   ? g_strconcat ("to pass: ", way, NULL)
                   : g_strdup_printf ("to pass, %u of %u: %s", i + 1, shortfall->ways->len, way));
  }
  return lines;
}

/*
 * How many lines past its title each of the first @n_told shortfalls has: first two each, from the
 * gravest on, then what they have more.
 */
static void
lines_allot (const GPtrArray *lines, guint *n_lines, guint n_spare)
{
  static const guint rounds[] = { 2, G_MAXUINT };

  for (gsize round = 0; round < G_N_ELEMENTS (rounds); round++) {
    for (guint i = 0; i < lines->len; i++) {
      const GPtrArray *own = g_ptr_array_index (lines, i);
      const guint n_wanted = MIN (own->len, rounds[round]);
      const guint n_more = MIN (n_wanted - MIN (n_lines[i], n_wanted), n_spare);

      n_lines[i] += n_more;
      n_spare -= n_more;
    }
  }
}

/* Returns: how many lines it took. */
static guint
shortfalls_add (const Block *block, const GPtrArray *shortfalls)
{
  const guint n_told = shortfalls->len > TOLD_MAX ? TOLD_MAX - 1 : shortfalls->len;
  const guint n_counted = shortfalls->len > n_told ? 1 : 0;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  guint n_lines[TOLD_MAX] = { 0 };
  guint n_taken = n_told + n_counted;

  for (guint i = 0; i < n_told; i++)
    g_ptr_array_add (lines, more_lines (block, g_ptr_array_index (shortfalls, i)));
  lines_allot (lines, n_lines, HM_VERDICT_LINES_MAX - 1 - n_taken);
  for (guint i = 0; i < n_told; i++) {
    const GPtrArray *own = g_ptr_array_index (lines, i);
    g_autofree char *title = title_text (block, g_ptr_array_index (shortfalls, i));

    line_add (block, 2, title);
    for (guint j = 0; j < n_lines[i]; j++)
      line_add (block, 4, g_ptr_array_index (own, j));
    n_taken += n_lines[i];
  }
  if (n_counted > 0) {
    g_autofree char *rest =
        g_strdup_printf ("... and %u more in the JSON report", shortfalls->len - n_told);

    line_add (block, 2, rest);
  }
  return n_taken;
}

static void
notes_add (const Block *block, const GPtrArray *notes, guint n_lines)
{
  for (guint i = 0; i < MIN (notes->len, n_lines); i++) {
    const gboolean is_last = i + 1 == n_lines && notes->len > n_lines;
    g_autofree char *note = hm_terminal_text (block->terminal, g_ptr_array_index (notes, i));
    g_autofree char *line = is_last
                                ? g_strdup_printf ("note (1 of %u more): %s", notes->len - i, note)
                                : g_strconcat ("note: ", note, NULL);

    line_add (block, 2, line);
  }
}

static void
pass_add (const Block *block, const HmReport *report)
{
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  char unwaived[HM_SCORE_TEXT_SIZE];
  g_autofree char *waived = report->unwaived_score != report->score
                                ? g_strdup_printf (" (%s without waivers)",
                                                   hm_score_text (report->unwaived_score, unwaived))
                                : g_strdup ("");
  g_autofree char *text =
      g_strdup_printf ("score %s%s, floor %s, coverage %d %%", hm_score_text (report->score, score),
                       waived, hm_score_text (report->floor, floor), report->coverage_percent);

  head_add (block, "PASS", "32", text);
  notes_add (block, report->verdict->notes, 1);
}

void
hm_terminal_verdict (GString *out, const HmReport *report, const HmTerminal *terminal)
{
  const Block block = {
    .out = out,
    .terminal = terminal,
    .width = CLAMP (terminal->width, HM_TERMINAL_WIDTH_MIN, HM_VERDICT_WIDTH_MAX),
  };
  g_autofree char *name = NULL;
  g_autofree char *head = NULL;
  char hex[HM_OID_HEX_SIZE + 1];
  guint n_shortfalls;
  guint n_taken;

  if (report->verdict == NULL)
    return;
  if (report->verdict->has_passed) {
    pass_add (&block, report);
    return;
  }
  n_shortfalls = report->verdict->shortfalls->len;
  name = hm_terminal_text (terminal, report->subject_name);
  head = g_strdup_printf ("%u %s short at %.*s of %s", n_shortfalls,
                          n_shortfalls == 1 ? "thing falls" : "things fall", COMMIT_DIGITS,
                          hm_oid_hex (&report->commit, hex), name);
  head_add (&block, "FAIL", "31", head);
  n_taken = 1 + shortfalls_add (&block, report->verdict->shortfalls);
  notes_add (&block, report->verdict->notes, HM_VERDICT_LINES_MAX - n_taken);
}
