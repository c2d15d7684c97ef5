/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts text: a tag may be called =HYPERLINK("http://..."). */
#include "render/csv.h"

#include <string.h>

#include "core/mask.h"
#include "core/number.h"

/* What the common spreadsheets begin a formula with; TAB and CR since they skip them. */
#define FORMULA_STARTS "=+-@\t\r"

void
hm_csv_text (GString *out, const char *text)
{
  g_autoptr (GString) masked = g_string_new (NULL);
  const gboolean is_first = out->len == 0 || out->str[out->len - 1] == '\n';

  if (*text != '\0' && strchr (FORMULA_STARTS, *text) != NULL)
    g_string_append_c (masked, '\'');
  hm_mask_terminal (masked, text, -1, FALSE);
  if (!is_first)
    g_string_append_c (out, ',');
  if (strpbrk (masked->str, "\",\r\n") == NULL) {
    g_string_append (out, masked->str);
    return;
  }
  g_string_replace (masked, "\"", "\"\"", 0);
  g_string_append_printf (out, "\"%s\"", masked->str);
}

void
hm_csv_score (GString *out, int tenths)
{
  char score[HM_SCORE_TEXT_SIZE];

  hm_csv_text (out, tenths < 0 ? "" : hm_score_text (tenths, score));
}

void
hm_csv_end (GString *out)
{
  g_string_append (out, "\r\n");
}
