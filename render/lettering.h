/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text as outlines, so that a picture needs no font: printable ASCII of DejaVu Sans, baked in. Any
 * other character, and any byte that isn't UTF-8, is drawn as `?`. Lengths are tenths of a px.
 */
#ifndef HM_RENDER_LETTERING_H
#define HM_RENDER_LETTERING_H

#include "render/painter.h"

typedef enum {
  HM_FACE_SANS,
  HM_FACE_BOLD,
} HmFace;

/*
 * Takes one character, or one byte that isn't UTF-8, off *@text, which is not at its end. Returns:
 * what is drawn for it.
 */
char hm_lettering_take (const char **text);

/* Returns: how far @c, as of hm_lettering_take(), moves the pen on, in 1/2048 of the font size. */
int hm_lettering_advance (HmFace face, char c);

/* Returns: @units of 1/2048 of the font size, to the nearest tenth of a px. */
int hm_lettering_scale (int units, int font_size);

/* Adds the contours of @c to a shape that was begun. */
void hm_lettering_draw_glyph (HmPainter *painter, HmFace face, char c, int x, int baseline,
                              int font_size);

/* Returns: the width of @text. */
int hm_lettering_width (HmFace face, const char *text, int font_size);

/* Returns: (owned) as much of @text as @width has room for, as it is drawn; cut, it ends with dots. */
char *hm_lettering_fit (HmFace face, const char *text, int font_size, int width);

/* Adds the contours of @text to a shape that was begun. */
void hm_lettering_draw (HmPainter *painter, HmFace face, const char *text, int x, int baseline,
                        int font_size);

#endif
