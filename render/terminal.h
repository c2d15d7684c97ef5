/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report as text for a terminal. Distrusts all text of the report: nothing in it reaches the
 * terminal as a control or bidirectional character. Colour never says what the text doesn't.
 */
#ifndef HM_RENDER_TERMINAL_H
#define HM_RENDER_TERMINAL_H

#include "scoring/report.h"

/* Columns: what narrower terminals are taken for. */
#define HM_TERMINAL_WIDTH_MIN 40

typedef struct {
  guint width;      /* columns; below HM_TERMINAL_WIDTH_MIN counts as that */
  gboolean colour;  /* SGR sequences of the 16-colour set are understood */
  gboolean utf8;    /* characters past ASCII are understood */
  gboolean details; /* every finding with its evidence, and every step */
} HmTerminal;

/*
 * Appends the table of checks, the aggregate, the next steps and, where asked for, all findings;
 * then what a range or a baseline tells, and last the verdict of a gate (hm_terminal_verdict()),
 * where there is one. LF at the end.
 */
void hm_terminal_report (GString *out, const HmReport *report, const HmTerminal *terminal);

#endif
