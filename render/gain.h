/* SPDX-License-Identifier: Apache-2.0 */
/* What a step would gain, as every format shows it. */
#ifndef HM_RENDER_GAIN_H
#define HM_RENDER_GAIN_H

#include <glib.h>

#define HM_GAIN_TEXT_SIZE 8

/* @gain to hundredths of a point, which is what a report keeps; 0..10. */
double hm_gain_round (double gain);

/* "1.4" of a gain as hm_gain_round() leaves it, so that a report read back shows the same. Returns @text. */
const char *hm_gain_text (double gain, char text[HM_GAIN_TEXT_SIZE]);

#endif
