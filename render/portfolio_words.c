/* SPDX-License-Identifier: Apache-2.0 */
#include "render/portfolio_words.h"

#include <stdlib.h>
#include <string.h>

#include "core/number.h"
#include "core/oid.h"

#define DAY_LENGTH 10

const char *
hm_criticality_text (const HmCriticality *criticality, char text[HM_CRITICALITY_TEXT_SIZE])
{
  if (criticality->origin == HM_CRITICALITY_UNKNOWN)
    return "n/a";
  return g_ascii_formatd (text, HM_CRITICALITY_TEXT_SIZE, "%.2f", criticality->value);
}

char *
hm_ranking_none_words (const HmRanking *ranking)
{
  if (ranking->n_repositories == 0)
    return g_strdup ("The portfolio holds no repository: 'hallmark portfolio add' puts one there");
  return g_strdup_printf ("0 of %u repositories: none is of what was asked for",
                          ranking->n_repositories);
}

char *
hm_change_words (const HmRankRow *row)
{
  char text[HM_SCORE_TEXT_SIZE];
  int change;

  if (row->has_report && !row->has_before)
    return g_strdup ("new");
  if (!hm_rank_row_change (row, &change))
    return g_strdup ("n/a");
  if (change == 0)
    return g_strdup ("same");
  return g_strdup_printf ("%s %s", change < 0 ? "fell" : "rose",
                          hm_score_text (abs (change), text));
}

char *
hm_from_to_words (int before, int after)
{
  char from[HM_SCORE_TEXT_SIZE];
  char to[HM_SCORE_TEXT_SIZE];

  return g_strdup_printf ("%s to %s", hm_score_text (before, from), hm_score_text (after, to));
}

gboolean
hm_move_tool_changed (const HmMove *move)
{
  return move->before_as_of != 0 && move->after_as_of != 0
         && !g_str_equal (move->before_tool_version, move->after_tool_version);
}

GPtrArray *
hm_move_causes (const HmMove *move)
{
  GPtrArray *causes = g_ptr_array_new_with_free_func (g_free);
  const char *still =
      hm_oid_equal (&move->before_commit, &move->after_commit) ? " (the commit did not)" : "";

  if (move->policy_changed == HM_TRUTH_YES && g_str_equal (move->before_policy, move->after_policy))
    g_ptr_array_add (causes, g_strdup_printf ("policy changed%s: %s, with other contents", still,
                                              move->after_policy));
  else if (move->policy_changed == HM_TRUTH_YES)
    g_ptr_array_add (causes, g_strdup_printf ("policy changed%s: %s to %s", still,
                                              move->before_policy, move->after_policy));
  if (hm_move_tool_changed (move))
    g_ptr_array_add (causes, g_strdup_printf ("hallmark changed%s: %s to %s", still,
                                              move->before_tool_version, move->after_tool_version));
  return causes;
}

char *
hm_moved_verb (const char *verb, const HmMovedFinding *finding)
{
  const gboolean came = g_str_equal (verb, "came");

  return g_strdup_printf ("%s%s", verb,
                          finding->outcome == HM_UNKNOWN ? " (could not look)"
                          : !finding->is_by_waiver       ? ""
                          : came                         ? " (its waiver ended)"
                                                         : " (waived)");
}

const char *
hm_moved_file (const HmMovedFinding *finding)
{
  return finding->file != NULL && strstr (finding->message, finding->file) == NULL ? finding->file
                                                                                   : NULL;
}

static gboolean
reads_as (gconstpointer a, gconstpointer b)
{
  const HmMovedFinding *one = a;
  const HmMovedFinding *other = b;

  return (one->outcome == HM_UNKNOWN) == (other->outcome == HM_UNKNOWN)
         && one->is_by_waiver == other->is_by_waiver
         && g_str_equal (one->check_name, other->check_name)
         && g_str_equal (one->message, other->message) && g_strcmp0 (one->file, other->file) == 0;
}

GPtrArray *
hm_moved_shown (const GPtrArray *findings, guint *ret_n_more)
{
  GPtrArray *shown = g_ptr_array_new ();

  *ret_n_more = 0;
  for (guint i = 0; i < findings->len; i++) {
    gpointer finding = g_ptr_array_index (findings, i);

    if (g_ptr_array_find_with_equal_func (shown, finding, reads_as, NULL))
      continue;
    if (shown->len < HM_MOVED_SHOWN_MAX)
      g_ptr_array_add (shown, finding);
    else
      ++*ret_n_more;
  }
  return shown;
}

const char *
hm_day_text (gint64 seconds, char text[HM_INSTANT_TEXT_SIZE])
{
  hm_instant_text (seconds, text);
  if (text[0] != '-')
    text[DAY_LENGTH] = '\0';
  return text;
}

/* The title, and what the headline says so many did. */
static const struct {
  const char *title;
  const char *words;
} kinds[HM_N_MOVE_KINDS] = {
  [HM_MOVE_FELL] = { "Fell", "fell" },
  [HM_MOVE_FOUND] = { "New findings", "with new findings" },
  [HM_MOVE_FAILED] = { "Could not be scanned", "could not be scanned" },
  [HM_MOVE_UNSEEN] = { "Not looked at", "not looked at" },
  [HM_MOVE_ROSE] = { "Rose", "rose" },
  [HM_MOVE_ARRIVED] = { "Arrived", "arrived" },
  [HM_MOVE_OTHER] = { "Moved otherwise", "moved otherwise" },
};

const char *
hm_move_kind_title (HmMoveKind kind)
{
  return kinds[kind].title;
}

/* Where there was no report before, or it was the same, "5.1". */
static void
figure_append (GString *text, const char *name, const HmMove *move, int before, int after)
{
  g_autofree char *from_to = hm_from_to_words (before, after);
  char alone[HM_SCORE_TEXT_SIZE];

  g_string_append_printf (
      text, "%s %s", name,
      move->before_as_of != 0 && before != after ? from_to : hm_score_text (after, alone));
}

char *
hm_move_figures (const HmMove *move)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char risk[HM_SCORE_TEXT_SIZE];

  if (move->after_as_of != 0) {
    figure_append (text, "score", move, move->before_score, move->after_score);
    figure_append (text, ", floor", move, move->before_floor, move->after_floor);
  }
  if (move->risk >= 0)
    g_string_append_printf (text, ", risk %s", hm_score_text (move->risk, risk));
  if (move->before_as_of != 0 && move->before_coverage_percent != move->after_coverage_percent)
    g_string_append_printf (text, ", coverage %d to %d %%", move->before_coverage_percent,
                            move->after_coverage_percent);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
hm_move_unseen_words (const HmMove *move)
{
  char day[HM_INSTANT_TEXT_SIZE];

  return move->after_as_of != 0
             ? g_strdup_printf ("last report %s", hm_day_text (move->after_as_of, day))
             : g_strdup ("never scanned");
}

char *
hm_moves_headline (const HmMoves *moves)
{
  char since[HM_INSTANT_TEXT_SIZE];
  char until[HM_INSTANT_TEXT_SIZE];
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_first = TRUE;

  g_string_append_printf (text, "%s to %s: of %u %s", hm_day_text (moves->since, since),
                          hm_day_text (moves->until, until), moves->n_repositories,
                          moves->n_repositories == 1 ? "repository" : "repositories");
  for (int i = 0; i < HM_N_MOVE_KINDS; i++) {
    if (moves->counts[i] == 0)
      continue;
    g_string_append_printf (text, "%s %u %s", is_first ? "" : ",", moves->counts[i],
                            kinds[i].words);
    is_first = FALSE;
  }
  if (is_first)
    g_string_append (text, " none moved");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
