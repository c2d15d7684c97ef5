/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rankings and changes as GitHub-flavoured Markdown. Distrusts all text: no name can add markup, mention anybody or
 * leave its line.
 */
#include "render/portfolio_format.h"

#include "core/mask.h"
#include "core/number.h"
#include "render/markdown.h"
#include "render/portfolio_names.h"
#include "render/portfolio_words.h"
#include "render/public_text.h"

/* Unicode characters kept of one text; masked, a hostile one takes ten bytes at most. */
#define NAME_MAX_CHARACTERS 80
#define NAME_COLUMNS_MAX 80u
#define WHY_MAX_CHARACTERS 200
#define MESSAGE_MAX_CHARACTERS 300

/* Left free at the end for the line that counts what is left out. */
#define REST_BYTES 100

/* Bytes that one repository's changes may take. */
#define MOVE_BYTES_MAX 12000

static void
text_append (GString *out, const char *text, glong max)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (g_utf8_strlen (valid, -1) <= max) {
    hm_mask_markdown (out, text, -1);
    return;
  }
  hm_mask_markdown (out, valid, g_utf8_offset_to_pointer (valid, max) - valid);
  g_string_append (out, "...");
}

static void
row_append (GString *out, const HmRanking *ranking, guint index, const char *name)
{
  const HmRankRow *row = hm_ranking_row (ranking, index);
  g_autofree char *change = hm_change_words (row);
  g_autofree char *why = hm_public_why (row);
  char risk[HM_SCORE_TEXT_SIZE];
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  char criticality[HM_CRITICALITY_TEXT_SIZE];

  g_string_append_printf (out, "| %u | ", index + 1);
  hm_mask_markdown (out, name, -1);
  g_string_append_printf (out, " | %s | %s | %s | %s |", hm_score_text (row->risk, risk),
                          hm_criticality_text (&row->criticality, criticality),
                          hm_score_text (row->score, score), hm_score_text (row->floor, floor));
  if (ranking->since != 0)
    g_string_append_printf (out, " %s |", change);
  g_string_append_c (out, ' ');
  text_append (out, why, WHY_MAX_CHARACTERS);
  if (row->is_nebraska) {
    g_string_append (out, " (");
    text_append (out, row->nebraska, WHY_MAX_CHARACTERS);
    g_string_append_c (out, ')');
  }
  g_string_append (out, " |\n");
}

void
hm_ranking_markdown (GString *out, const HmRanking *ranking)
{
  const gsize begin = out->len;
  const gboolean has_change = ranking->since != 0;
  g_autoptr (GPtrArray) names = hm_ranking_names (ranking, HM_NAMES_PUBLIC, NAME_COLUMNS_MAX);

  if (ranking->rows->len == 0) {
    g_autofree char *none = hm_ranking_none_words (ranking);

    g_string_append_printf (out, "%s\n", none);
    return;
  }
  g_string_append_printf (out,
                          "| # | Repository | Risk | Criticality | Score | Floor |%s Why now |\n",
                          has_change ? " Change |" : "");
  g_string_append_printf (out, "|--:|---|--:|--:|--:|--:|%s---|\n", has_change ? "---|" : "");
  for (guint i = 0; i < ranking->rows->len; i++) {
    const gsize before = out->len;

    row_append (out, ranking, i, g_ptr_array_index (names, i));
    if (out->len - begin > HM_MARKDOWN_MAX - REST_BYTES) {
      g_string_truncate (out, before);
      g_string_append_printf (out, "\n... and %u more\n", ranking->rows->len - i);
      return;
    }
  }
}

static void
findings_append (GString *out, const char *verb, const GPtrArray *findings, gsize end)
{
  guint n_more;
  g_autoptr (GPtrArray) shown = hm_moved_shown (findings, &n_more);
  guint n_left = shown->len;

  for (guint i = 0; i < shown->len && out->len <= end; i++) {
    const HmMovedFinding *finding = g_ptr_array_index (shown, i);
    const char *file = hm_moved_file (finding);
    g_autofree char *told = hm_moved_verb (verb, finding);

    g_string_append_printf (out, "  - %s: ", told);
    text_append (out, finding->check_name, NAME_MAX_CHARACTERS);
    g_string_append (out, ": ");
    text_append (out, finding->message, MESSAGE_MAX_CHARACTERS);
    if (file != NULL) {
      g_string_append (out, " (");
      text_append (out, file, NAME_MAX_CHARACTERS);
      g_string_append_c (out, ')');
    }
    g_string_append_c (out, '\n');
    n_left = shown->len - i - 1;
  }
  if (n_left + n_more > 0)
    g_string_append_printf (out, "  - %s: ... and %u more\n", verb, n_left + n_more);
}

static void
causes_append (GString *out, const HmMove *move)
{
  g_autoptr (GPtrArray) causes = hm_move_causes (move);

  for (guint i = 0; i < causes->len; i++) {
    g_string_append (out, "  - ");
    text_append (out, g_ptr_array_index (causes, i), MESSAGE_MAX_CHARACTERS);
    g_string_append_c (out, '\n');
  }
}

static void
move_append (GString *out, const HmMove *move, const char *name)
{
  const gsize end = out->len + MOVE_BYTES_MAX;
  g_autofree char *figures =
      move->kind == HM_MOVE_UNSEEN ? hm_move_unseen_words (move) : hm_move_figures (move);

  g_string_append (out, "- **");
  hm_mask_markdown (out, name, -1);
  g_string_append_printf (out, "**%s%s\n", *figures != '\0' ? ": " : "", figures);
  if (move->kind == HM_MOVE_UNSEEN)
    return;
  if (*move->failure != '\0') {
    g_autofree char *failure = hm_public_move_failure (move);

    g_string_append (out, "  - the last scan failed: ");
    text_append (out, failure, MESSAGE_MAX_CHARACTERS);
    g_string_append_c (out, '\n');
  }
  causes_append (out, move);
  for (guint i = 0; i < move->checks->len; i++) {
    const HmMovedCheck *check = &g_array_index (move->checks, HmMovedCheck, i);
    g_autofree char *moved = hm_from_to_words (check->before, check->after);

    if (out->len > end) {
      g_string_append_printf (out, "  - ... and %u more checks\n", move->checks->len - i);
      break;
    }
    g_string_append (out, "  - ");
    text_append (out, check->name, NAME_MAX_CHARACTERS);
    g_string_append_printf (out, " %s\n", moved);
  }
  findings_append (out, "came", move->came, end);
  findings_append (out, "went", move->went, end);
}

void
hm_moves_markdown (GString *out, const HmMoves *moves)
{
  const gsize begin = out->len;
  g_autofree char *headline = hm_moves_headline (moves);
  g_autoptr (GPtrArray) names = hm_moves_names (moves, HM_NAMES_PUBLIC, NAME_COLUMNS_MAX);
  guint n_of_kind = 0;

  g_string_append_printf (out, "%s\n", headline);
  for (guint i = 0; i < moves->moves->len; i++) {
    const HmMove *move = g_ptr_array_index (moves->moves, i);
    const HmMove *last = i > 0 ? g_ptr_array_index (moves->moves, i - 1) : NULL;
    const gsize before = out->len;

    if (last == NULL || last->kind != move->kind) {
      g_string_append_printf (out, "\n### %s\n\n", hm_move_kind_title (move->kind));
      n_of_kind = 0;
    }
    n_of_kind++;
    if (move->kind != HM_MOVE_UNSEEN || n_of_kind <= HM_UNSEEN_SHOWN_MAX)
      move_append (out, move, g_ptr_array_index (names, i));
    else if (n_of_kind == moves->counts[HM_MOVE_UNSEEN])
      g_string_append_printf (out, "- ... and %u more\n", n_of_kind - HM_UNSEEN_SHOWN_MAX);
    if (out->len - begin > HM_MARKDOWN_MAX - REST_BYTES) {
      g_string_truncate (out, before);
      g_string_append_printf (out, "\n... and %u more repositories\n", moves->moves->len - i);
      return;
    }
  }
}
