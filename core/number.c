/* SPDX-License-Identifier: Apache-2.0 */
#include "core/number.h"

#include <string.h>

const char *
hm_score_text (int tenths, char text[HM_SCORE_TEXT_SIZE])
{
  if (tenths < 0)
    g_strlcpy (text, "n/a", HM_SCORE_TEXT_SIZE);
  else if (tenths >= 100)
    g_strlcpy (text, "10", HM_SCORE_TEXT_SIZE);
  else {
    text[0] = (char) ('0' + tenths / 10);
    text[1] = '.';
    text[2] = (char) ('0' + tenths % 10);
    text[3] = '\0';
  }
  return text;
}

int
hm_mean_tenths (double weighted_sum, double weight_sum)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double mean;

  if (weight_sum <= 0.0)
    return -1;
  /* Rounding happens once, in print: what is compared and stored is what is shown. */
  mean = weighted_sum / weight_sum;
  g_ascii_formatd (text, sizeof text, "%.1f", CLAMP (mean, 0.0, 10.0));
  return (int) (g_ascii_strtod (text, NULL) * 10.0 + 0.5);
}

gboolean
hm_number_parse (const char *text, gsize size, guint64 max, guint64 *ret_number)
{
  guint64 number = 0;

  if (size == 0)
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    if (!g_ascii_isdigit (text[i]) || !g_uint64_checked_mul (&number, number, 10)
        || !g_uint64_checked_add (&number, number, (guint64) (text[i] - '0')) || number > max)
      return FALSE;
  }
  *ret_number = number;
  return TRUE;
}

gboolean
hm_score_parse (const char *text, int *ret_tenths)
{
  const char *point = strchr (text, '.');
  const gsize size = point != NULL ? (gsize) (point - text) : strlen (text);
  guint64 whole = 0;
  guint64 tenth = 0;

  if ((size > 0 || point == NULL) && !hm_number_parse (text, size, 10, &whole))
    return FALSE;
  if (point != NULL
      && (!hm_number_parse (point + 1, MIN (strlen (point + 1), 1), 9, &tenth)
          || point[2 + strspn (point + 2, "0")] != '\0'))
    return FALSE;
  if (10 * whole + tenth > 100)
    return FALSE;
  *ret_tenths = (int) (10 * whole + tenth);
  return TRUE;
}

char *
hm_number_grouped (guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  GString *text = g_string_new (digits);

  for (gssize at = (gssize) text->len - 3; at > 0; at -= 3)
    g_string_insert_c (text, at, ',');
  return g_string_free (text, FALSE);
}
