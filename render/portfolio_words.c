/* SPDX-License-Identifier: Apache-2.0 */
#include "render/portfolio_words.h"

#include <stdlib.h>

#include "core/number.h"

#define DAY_LENGTH 10

const char *
hm_criticality_text (const HmCriticality *criticality, char text[HM_CRITICALITY_TEXT_SIZE])
{
  if (criticality->origin == HM_CRITICALITY_UNKNOWN)
    return "n/a";
  return g_ascii_formatd (text, HM_CRITICALITY_TEXT_SIZE, "%.2f", criticality->value);
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

const char *
hm_day_text (gint64 seconds, char text[HM_INSTANT_TEXT_SIZE])
{
  hm_instant_text (seconds, text);
  if (text[0] != '-')
    text[DAY_LENGTH] = '\0';
  return text;
}

char *
hm_moves_headline (const HmMoves *moves)
{
  static const char *const words[HM_N_MOVE_KINDS] = {
    [HM_MOVE_FELL] = "fell",
    [HM_MOVE_FAILED] = "could not be scanned",
    [HM_MOVE_ROSE] = "rose",
    [HM_MOVE_ARRIVED] = "arrived",
    [HM_MOVE_OTHER] = "moved otherwise",
  };
  char since[HM_INSTANT_TEXT_SIZE];
  char until[HM_INSTANT_TEXT_SIZE];
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_first = TRUE;

  g_string_append_printf (text, "%s to %s: of %u %s", hm_day_text (moves->since, since),
                          hm_day_text (moves->until, until), moves->n_looked,
                          moves->n_looked == 1 ? "repository" : "repositories");
  for (int i = 0; i < HM_N_MOVE_KINDS; i++) {
    if (moves->counts[i] == 0)
      continue;
    g_string_append_printf (text, "%s %u %s", is_first ? "" : ",", moves->counts[i], words[i]);
    is_first = FALSE;
  }
  if (is_first)
    g_string_append (text, " none moved");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
