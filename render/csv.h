/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of RFC 4180 (CRLF, quotes doubled) that a spreadsheet takes for no formula. */
#ifndef HM_RENDER_CSV_H
#define HM_RENDER_CSV_H

#include <glib.h>

/*
 * Appends one field of any bytes to @out, after a comma unless it is the line's first, which must
 * not be empty. Text that a spreadsheet would take for a formula begins with an apostrophe; what is
 * not UTF-8, and what a terminal would take for an order, is spelt out (hm_mask_terminal()).
 */
void hm_csv_text (GString *out, const char *text);

/* "8.7"; empty where @tenths is below 0. */
void hm_csv_score (GString *out, int tenths);

/* Ends the line. */
void hm_csv_end (GString *out);

#endif
