/* SPDX-License-Identifier: Apache-2.0 */
#include "render/history_csv.h"

#include "core/instant.h"
#include "core/oid.h"
#include "render/csv.h"

static void
names_append (GString *out, const HmHistoryReport *history)
{
  g_string_append (out, "time,commit,tag,score,floor,ceiling,coverage");
  for (guint i = 0; i < history->checks->len; i++) {
    const HmHistoryCheck *check = g_ptr_array_index (history->checks, i);

    hm_csv_text (out, check->id);
  }
  for (guint i = 0; i < history->signals->len; i++)
    hm_csv_text (out, hm_history_signal (history, i)->id);
  g_string_append (out, "\r\n");
}

static void
row_append (GString *out, const HmHistoryReport *history, guint index)
{
  const HmHistoryRow *row = hm_history_row (history, index);
  char time[HM_INSTANT_TEXT_SIZE];
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append_printf (out, "%s,%s", hm_instant_text (row->time, time),
                          hm_oid_hex (&row->commit, hex));
  hm_csv_text (out, row->tag != NULL ? row->tag : "");
  hm_csv_score (out, row->score);
  hm_csv_score (out, row->floor);
  hm_csv_score (out, row->ceiling);
  g_string_append_printf (out, ",%d.%02d", row->coverage_percent / 100,
                          row->coverage_percent % 100);
  for (guint i = 0; i < history->checks->len; i++)
    hm_csv_score (out, row->check_scores[i]);
  for (guint i = 0; i < history->signals->len; i++)
    g_string_append (out, hm_history_is_on (history, index, i) ? ",1" : ",0");
  g_string_append (out, "\r\n");
}

GBytes *
hm_history_write_csv (const HmHistoryReport *history)
{
  GString *out = g_string_new (NULL);

  names_append (out, history);
  for (guint i = 0; i < history->rows->len; i++)
    row_append (out, history, i);
  return g_string_free_to_bytes (out);
}
