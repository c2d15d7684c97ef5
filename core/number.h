/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers from text and to text, the same under every locale. */
#ifndef HM_CORE_NUMBER_H
#define HM_CORE_NUMBER_H

#include <glib.h>

/* Room for any score as text, with its NUL. */
#define HM_SCORE_TEXT_SIZE 8

/* "8.7", "10", "0.0"; "n/a" where @tenths is below 0. Returns @text. */
const char *hm_score_text (int tenths, char text[HM_SCORE_TEXT_SIZE]);

/*
 * The weighted mean of scores as Scorecard rounds it: one double, printed %.1f. The only place where a
 * score is not an integer.
 *
 * Returns: tenths; -1 where @weight_sum is 0.
 */
int hm_mean_tenths (double weighted_sum, double weight_sum);

/* A decimal number of nothing but digits, at most @max. Returns: whether @text is one. */
gboolean hm_number_parse (const char *text, gsize size, guint64 max, guint64 *ret_number);

/*
 * "7", "7.5", ".5", "7.50": 0 to 10 with at most one decimal, and zeros behind it.
 *
 * Returns: whether @text is such a score.
 */
gboolean hm_score_parse (const char *text, int *ret_tenths);

/* "1,234,567". Returns: (owned) */
char *hm_number_grouped (guint64 number);

#endif
