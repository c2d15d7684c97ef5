/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts all text of the verdict. */
#include "render/shortfall.h"

#include "core/mask.h"
#include "core/number.h"

static void
text_append (GString *out, const char *text)
{
  hm_mask_terminal (out, text, -1, FALSE);
}

static void
numbers_append (GString *out, const HmShortfall *shortfall)
{
  char found[HM_SCORE_TEXT_SIZE];
  char wanted[HM_SCORE_TEXT_SIZE];

  g_string_append_printf (out, " %s of %s", hm_score_text (shortfall->found, found),
                          hm_score_text (shortfall->wanted, wanted));
}

static void
fall_append (GString *out, const HmShortfall *shortfall)
{
  char found[HM_SCORE_TEXT_SIZE];
  char wanted[HM_SCORE_TEXT_SIZE];

  if (shortfall->found < 0)
    g_string_append_printf (out, " is no longer scored, and was %s",
                            hm_score_text (shortfall->wanted, wanted));
  else
    g_string_append_printf (out, " fell from %s to %s", hm_score_text (shortfall->wanted, wanted),
                            hm_score_text (shortfall->found, found));
}

static void
finding_append (GString *out, const HmShortfall *shortfall)
{
  if (*shortfall->finding == '\0')
    return;
  g_string_append (out, ": ");
  text_append (out, shortfall->finding);
  if (*shortfall->place == '\0')
    return;
  g_string_append (out, " (");
  text_append (out, shortfall->place);
  g_string_append_c (out, ')');
}

void
hm_shortfall_append (GString *out, const HmShortfall *shortfall)
{
  switch (shortfall->kind) {
  case HM_SHORT_OF_SCORE:
    g_string_append (out, "score");
    numbers_append (out, shortfall);
    break;
  case HM_SHORT_OF_FLOOR:
    g_string_append (out, "floor");
    numbers_append (out, shortfall);
    break;
  case HM_SHORT_OF_COVERAGE:
    g_string_append_printf (out, "coverage %d %% of %d %%", shortfall->found, shortfall->wanted);
    break;
  case HM_SHORT_OF_CHECK_SCORE:
    text_append (out, shortfall->check_name);
    numbers_append (out, shortfall);
    break;
  case HM_SHORT_OF_CHECK_FLOOR:
    g_string_append (out, "floor of ");
    text_append (out, shortfall->check_name);
    numbers_append (out, shortfall);
    break;
  case HM_SHORT_OF_BASELINE:
    g_string_append (out, "score");
    fall_append (out, shortfall);
    break;
  case HM_SHORT_OF_CHECK_BASELINE:
    text_append (out, shortfall->check_name);
    fall_append (out, shortfall);
    break;
  case HM_SHORT_NEW_FINDING:
    g_string_append (out, "new in ");
    text_append (out, shortfall->check_name);
    finding_append (out, shortfall);
    break;
  }
}

void
hm_shortfall_append_ways (GString *out, const HmShortfall *shortfall)
{
  if (shortfall->kind != HM_SHORT_NEW_FINDING)
    finding_append (out, shortfall);
  for (guint i = 0; i < shortfall->ways->len; i++) {
    g_string_append (out, "; to pass: ");
    text_append (out, g_ptr_array_index (shortfall->ways, i));
  }
}
