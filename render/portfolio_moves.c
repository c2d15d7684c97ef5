/* SPDX-License-Identifier: Apache-2.0 */
/* What moved in a portfolio, for a terminal. */
#include "render/portfolio_format.h"

#include "render/portfolio_names.h"
#include "render/portfolio_words.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

static const char *const sgrs[HM_N_MOVE_KINDS] = {
  [HM_MOVE_FELL] = "31",           [HM_MOVE_FOUND] = "31", [HM_MOVE_FAILED] = "33",
  [HM_MOVE_UNSEEN] = "33",         [HM_MOVE_ROSE] = "32",  [HM_MOVE_ARRIVED] = HM_SGR_NORMAL,
  [HM_MOVE_OTHER] = HM_SGR_NORMAL,
};

static void
findings_write (HmWrap *wrap, const HmTerminal *terminal, const char *verb,
                const GPtrArray *findings)
{
  guint n_more;
  g_autoptr (GPtrArray) shown = hm_moved_shown (findings, &n_more);

  hm_wrap_indent (wrap, 6);
  for (guint i = 0; i < shown->len; i++) {
    const HmMovedFinding *finding = g_ptr_array_index (shown, i);
    const char *file = hm_moved_file (finding);
    g_autofree char *name = hm_terminal_text (terminal, finding->check_name);
    g_autofree char *message = hm_terminal_text (terminal, finding->message);
    g_autofree char *told = hm_moved_verb (verb, finding);

    hm_wrap_to_column (wrap, 4);
    hm_wrap_printf (wrap, "%s: %s: %s", told, name, message);
    if (file != NULL) {
      g_autofree char *place = hm_terminal_text (terminal, file);

      hm_wrap_printf (wrap, "(%s)", place);
    }
    hm_wrap_end (wrap);
  }
  if (n_more > 0) {
    hm_wrap_to_column (wrap, 4);
    hm_wrap_printf (wrap, "%s: ... and %u more", verb, n_more);
    hm_wrap_end (wrap);
  }
}

static void
causes_write (HmWrap *wrap, const HmTerminal *terminal, const HmMove *move)
{
  g_autoptr (GPtrArray) causes = hm_move_causes (move);

  for (guint i = 0; i < causes->len; i++) {
    g_autofree char *cause = hm_terminal_text (terminal, g_ptr_array_index (causes, i));

    hm_wrap_to_column (wrap, 4);
    hm_wrap_text (wrap, cause);
    hm_wrap_end (wrap);
  }
}

static void
move_write (HmWrap *wrap, const HmTerminal *terminal, const HmMove *move, const char *called)
{
  g_autofree char *name = hm_terminal_text (terminal, called);
  g_autofree char *figures =
      move->kind == HM_MOVE_UNSEEN ? hm_move_unseen_words (move) : hm_move_figures (move);

  hm_wrap_indent (wrap, 4);
  hm_wrap_to_column (wrap, 2);
  hm_wrap_printf (wrap, "%s:", name);
  hm_wrap_text (wrap, figures);
  hm_wrap_end (wrap);
  if (move->kind == HM_MOVE_UNSEEN)
    return;
  if (*move->failure != '\0') {
    g_autofree char *failure = hm_terminal_text (terminal, move->failure);

    hm_wrap_to_column (wrap, 4);
    hm_wrap_printf (wrap, "the last scan failed: %s", failure);
    hm_wrap_end (wrap);
  }
  causes_write (wrap, terminal, move);
  for (guint i = 0; i < move->checks->len; i++) {
    const HmMovedCheck *check = &g_array_index (move->checks, HmMovedCheck, i);
    g_autofree char *check_name = hm_terminal_text (terminal, check->name);
    g_autofree char *score = hm_from_to_words (check->before, check->after);

    hm_wrap_to_column (wrap, 4);
    hm_wrap_printf (wrap, "%s %s", check_name, score);
    hm_wrap_end (wrap);
  }
  findings_write (wrap, terminal, "came", move->came);
  findings_write (wrap, terminal, "went", move->went);
}

void
hm_moves_terminal (GString *out, const HmMoves *moves, const HmTerminal *terminal)
{
  HmWrap wrap = { .out = out,
                  .width = MAX (terminal->width, HM_TERMINAL_WIDTH_MIN),
                  .is_colour = terminal->colour };
  g_autofree char *headline = hm_moves_headline (moves);
  g_autoptr (GPtrArray) names = hm_moves_names (moves, HM_NAMES_WITH_FOLDERS, 0);
  guint n_of_kind = 0;

  hm_wrap_text (&wrap, headline);
  hm_wrap_end (&wrap);
  for (guint i = 0; i < moves->moves->len; i++) {
    const HmMove *move = g_ptr_array_index (moves->moves, i);
    const HmMove *before = i > 0 ? g_ptr_array_index (moves->moves, i - 1) : NULL;

    if (before == NULL || before->kind != move->kind) {
      hm_wrap_indent (&wrap, 0);
      hm_wrap_end (&wrap);
      hm_wrap_colour (&wrap, sgrs[move->kind]);
      hm_wrap_text (&wrap, hm_move_kind_title (move->kind));
      hm_wrap_colour (&wrap, HM_SGR_NORMAL);
      hm_wrap_end (&wrap);
      n_of_kind = 0;
    }
    n_of_kind++;
    if (move->kind != HM_MOVE_UNSEEN || n_of_kind <= HM_UNSEEN_SHOWN_MAX)
      move_write (&wrap, terminal, move, g_ptr_array_index (names, i));
    else if (n_of_kind == moves->counts[HM_MOVE_UNSEEN]) {
      hm_wrap_to_column (&wrap, 2);
      hm_wrap_printf (&wrap, "... and %u more", n_of_kind - HM_UNSEEN_SHOWN_MAX);
      hm_wrap_end (&wrap);
    }
  }
}
