/* SPDX-License-Identifier: Apache-2.0 */
#include "render/terminal_text.h"

#include "core/mask.h"
#include "scoring/policy.h"

/* Bytes of masked text: more than any honest message, less than a flood. */
#define TEXT_MAX 2000

char *
hm_terminal_text (const HmTerminal *terminal, const char *text)
{
  GString *masked = g_string_new (NULL);

  hm_mask_terminal (masked, text, -1, !terminal->utf8);
  if (masked->len > TEXT_MAX) {
    const char *end = g_utf8_find_prev_char (masked->str, masked->str + TEXT_MAX + 1);

    g_string_truncate (masked, (gsize) (end - masked->str));
    g_string_append (masked, "...");
  }
  return g_string_free (masked, FALSE);
}

static const struct {
  const char *band;
  const char *sgr;
} colours[] = {
  { "good", "32" },
  { "fair", "36" },
  { "weak", "33" },
  { "poor", "31" },
};

const char *
hm_terminal_band_sgr (const char *band)
{
  for (gsize i = 0; i < G_N_ELEMENTS (colours); i++) {
    if (g_str_equal (colours[i].band, band))
      return colours[i].sgr;
  }
  return HM_SGR_NORMAL;
}

const char *
hm_terminal_score_sgr (int tenths)
{
  if (tenths < 0)
    return HM_SGR_NORMAL;
  return hm_terminal_band_sgr (hm_policy_band (&hm_policy_default, tenths)->id);
}
