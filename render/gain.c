/* SPDX-License-Identifier: Apache-2.0 */
#include "render/gain.h"

/* Hundredths as an integer: halves go up. */
static int
gain_hundredths (double gain)
{
  return (int) (CLAMP (gain, 0.0, 10.0) * 100.0 + 0.5);
}

double
hm_gain_round (double gain)
{
  return gain_hundredths (gain) / 100.0;
}

const char *
hm_gain_text (double gain, char text[HM_GAIN_TEXT_SIZE])
{
  const int tenths = (gain_hundredths (gain) + 5) / 10;

  g_snprintf (text, HM_GAIN_TEXT_SIZE, "%d.%d", tenths / 10, tenths % 10);
  return text;
}
