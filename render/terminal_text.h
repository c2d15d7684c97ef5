/* SPDX-License-Identifier: Apache-2.0 */
/* Text and colours of the terminal renderers. */
#ifndef HM_RENDER_TERMINAL_TEXT_H
#define HM_RENDER_TERMINAL_TEXT_H

#include "render/terminal.h"

#define HM_SGR_NORMAL "0"
#define HM_SGR_BOLD "1"

/* Columns of a paragraph. */
#define HM_TERMINAL_PROSE_MAX 100

/* Returns: (owned) @text masked for @terminal, cut with "..." where it is far too long to be read. */
char *hm_terminal_text (const HmTerminal *terminal, const char *text);

/* Returns: the SGR colour of a band, HM_SGR_NORMAL for one that is not known. */
const char *hm_terminal_band_sgr (const char *band);

/* As hm_terminal_band_sgr(), of a check's score. */
const char *hm_terminal_score_sgr (int tenths);

#endif
