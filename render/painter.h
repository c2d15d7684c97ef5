/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture, drawn by one routine through a painter, and the painters: SVG (ours), PNG and PDF (cairo). Coordinates are
 * tenths of a pixel, from the top left.
 */
#ifndef HM_RENDER_PAINTER_H
#define HM_RENDER_PAINTER_H

#include "render/palette.h"

#include <glib.h>

typedef struct HmPainter HmPainter;

/*
 * A shape is begin, one or more closed contours, end; it is filled by the non-zero rule, and a
 * contour closes by itself.
 */
struct HmPainter {
  void (*begin) (HmPainter *painter, const HmColour *colour);
  void (*move_to) (HmPainter *painter, int x, int y);
  void (*line_to) (HmPainter *painter, int x, int y);
  void (*quad_to) (HmPainter *painter, int x1, int y1, int x, int y);
  void (*curve_to) (HmPainter *painter, int x1, int y1, int x2, int y2, int x, int y);
  void (*end) (HmPainter *painter);
};

typedef struct {
  guint width;             /* px */
  guint height;            /* px */
  const char *title;       /* what a screen reader says; any bytes */
  const char *description; /* (nullable) the long text behind it; any bytes */
  const char *link;        /* (nullable) where it leads; anything but an https URL counts as none */

  /* Draws it. Called once for each picture made, with the same calls each time. */
  void (*draw) (HmPainter *painter, gconstpointer data);
  gconstpointer data;
} HmPicture;

/*
 * Appends the picture as an SVG document to @out, LF at the end. It may be inlined in a page beside others: it has no
 * id, and the rule of its style element says the same in every picture that has it.
 */
void hm_picture_svg (GString *out, const HmPicture *picture);

/*
 * @scale: pixels per px. Returns: (owned) a PNG; NULL with HM_ERROR_IO where cairo says no,
 * HM_ERROR_UNSUPPORTED where it is not there.
 */
GBytes *hm_picture_png (const HmPicture *picture, guint scale, GError **error);

/* @date: seconds since the epoch, the creation date. Returns: (owned) a PDF of one page; NULL as above. */
GBytes *hm_picture_pdf (const HmPicture *picture, gint64 date, GError **error);

#endif
