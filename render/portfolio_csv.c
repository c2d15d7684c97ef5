/* SPDX-License-Identifier: Apache-2.0 */
#include "render/portfolio_format.h"

#include "core/instant.h"
#include "core/oid.h"
#include "render/csv.h"

static const char columns[] =
    "rank,repository,name,group,owners,risk,criticality,criticality_origin,score,floor,ceiling,"
    "coverage,band,as_of,commit,before_as_of,before_score,change,dependents,active_maintainers,"
    "commits_in_a_year,nebraska,scanned_at,failed_at,failure,stale,why";

static void
count_append (GString *out, int count)
{
  g_autofree char *text = count >= 0 ? g_strdup_printf ("%d", count) : NULL;

  hm_csv_text (out, text != NULL ? text : "");
}

static void
instant_append (GString *out, gint64 seconds)
{
  char text[HM_INSTANT_TEXT_SIZE];

  hm_csv_text (out, seconds != 0 ? hm_instant_text (seconds, text) : "");
}

/* A number below 0 begins as a formula does; it is ours, and stays a number. */
static void
change_append (GString *out, const HmRankRow *row)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  int change;

  g_string_append_c (out, ',');
  if (hm_rank_row_change (row, &change))
    g_string_append (out, g_ascii_formatd (number, sizeof number, "%.1f", change / 10.0));
}

static void
criticality_append (GString *out, const HmCriticality *criticality)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  hm_csv_text (out, criticality->origin != HM_CRITICALITY_UNKNOWN
                        ? g_ascii_formatd (number, sizeof number, "%.3f", criticality->value)
                        : "");
  hm_csv_text (out, hm_criticality_origin_text (criticality->origin));
}

static void
report_append (GString *out, const HmRankRow *row)
{
  g_autofree char *coverage =
      row->has_report
          ? g_strdup_printf ("%d.%02d", row->coverage_percent / 100, row->coverage_percent % 100)
          : g_strdup ("");
  char hex[HM_OID_HEX_SIZE + 1];

  hm_csv_score (out, row->score);
  hm_csv_score (out, row->floor);
  hm_csv_score (out, row->ceiling);
  hm_csv_text (out, coverage);
  hm_csv_text (out, row->band);
  instant_append (out, row->has_report ? row->as_of : 0);
  hm_csv_text (out, row->has_report ? hm_oid_hex (&row->commit, hex) : "");
  instant_append (out, row->has_before ? row->before_as_of : 0);
  hm_csv_score (out, row->has_before ? row->before_score : HM_NO_SCORE);
  change_append (out, row);
}

/* A score for each of @checks, whose places @places (of quarks, from 1 on) has. */
static void
scores_append (GString *out, const HmRankRow *row, guint n_checks, GHashTable *places)
{
  g_autofree int *scores = g_new (int, MAX (n_checks, 1));

  for (guint i = 0; i < n_checks; i++)
    scores[i] = HM_NO_SCORE;
  for (guint i = 0; i < row->checks->len; i++) {
    const HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, i);
    const gconstpointer id = GUINT_TO_POINTER (g_quark_from_string (check->id));

    scores[GPOINTER_TO_UINT (g_hash_table_lookup (places, id)) - 1] = check->score;
  }
  for (guint i = 0; i < n_checks; i++)
    hm_csv_score (out, scores[i]);
}

static void
row_append (GString *out, const HmRankRow *row, guint rank)
{
  g_autofree char *owners = g_strjoinv ("; ", row->owners);

  g_string_append_printf (out, "%u", rank);
  hm_csv_text (out, row->key);
  hm_csv_text (out, row->name);
  hm_csv_text (out, row->group != NULL ? row->group : "");
  hm_csv_text (out, owners);
  hm_csv_score (out, row->risk);
  criticality_append (out, &row->criticality);
  report_append (out, row);
  count_append (out, row->n_dependents);
  count_append (out, row->n_active);
  count_append (out, row->n_commits);
  hm_csv_text (out, row->nebraska);
  instant_append (out, row->scanned_at);
  instant_append (out, row->failed_at);
  hm_csv_text (out, row->failure);
  hm_csv_text (out, row->is_stale ? "1" : "0");
  hm_csv_text (out, row->why);
}

void
hm_ranking_csv (GString *out, const HmRanking *ranking)
{
  g_autoptr (GPtrArray) checks = hm_ranking_check_ids (ranking);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);

  g_string_append (out, columns);
  for (guint i = 0; i < checks->len; i++) {
    const char *id = g_ptr_array_index (checks, i);
    g_autofree char *name = g_strconcat ("check:", id, NULL);

    g_hash_table_insert (places, GUINT_TO_POINTER (g_quark_from_string (id)),
                         GUINT_TO_POINTER (i + 1));
    hm_csv_text (out, name);
  }
  hm_csv_end (out);
  for (guint i = 0; i < ranking->rows->len; i++) {
    row_append (out, hm_ranking_row (ranking, i), i + 1);
    scores_append (out, hm_ranking_row (ranking, i), checks->len, places);
    hm_csv_end (out);
  }
}
