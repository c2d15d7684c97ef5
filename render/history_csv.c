/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts text: a tag may be called =HYPERLINK("http://..."). */
#include "render/history_csv.h"

#include "core/instant.h"
#include "core/mask.h"
#include "core/number.h"
#include "core/oid.h"

#include <string.h>

/* What the common spreadsheets begin a formula with; TAB and CR since they skip them. */
#define FORMULA_STARTS "=+-@\t\r"

/* One field of text, after a comma unless it is the line's first. */
static void
text_append (GString *out, const char *text)
{
  g_autoptr (GString) masked = g_string_new (NULL);
  const gboolean is_first = out->len == 0 || out->str[out->len - 1] == '\n';

  if (*text != '\0' && strchr (FORMULA_STARTS, *text) != NULL)
    g_string_append_c (masked, '\'');
  hm_mask_utf8 (masked, text, -1);
  if (!is_first)
    g_string_append_c (out, ',');
  if (strpbrk (masked->str, "\",\r\n") == NULL) {
    g_string_append (out, masked->str);
    return;
  }
  g_string_replace (masked, "\"", "\"\"", 0);
  g_string_append_printf (out, "\"%s\"", masked->str);
}

static void
score_append (GString *out, int tenths)
{
  char score[HM_SCORE_TEXT_SIZE];

  text_append (out, tenths < 0 ? "" : hm_score_text (tenths, score));
}

static void
names_append (GString *out, const HmHistoryReport *history)
{
  g_string_append (out, "time,commit,tag,score,floor,ceiling,coverage");
  for (guint i = 0; i < history->checks->len; i++) {
    const HmHistoryCheck *check = g_ptr_array_index (history->checks, i);

    text_append (out, check->id);
  }
  for (guint i = 0; i < history->signals->len; i++)
    text_append (out, hm_history_signal (history, i)->id);
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
  text_append (out, row->tag != NULL ? row->tag : "");
  score_append (out, row->score);
  score_append (out, row->floor);
  score_append (out, row->ceiling);
  g_string_append_printf (out, ",%d.%02d", row->coverage_percent / 100,
                          row->coverage_percent % 100);
  for (guint i = 0; i < history->checks->len; i++)
    score_append (out, row->check_scores[i]);
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
