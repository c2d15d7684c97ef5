/* SPDX-License-Identifier: Apache-2.0 */
/* Paints with cairo. Nothing here touches a font: the outlines come as paths. */
#include "render/painter.h"

#include "core/error.h"
#include "core/instant.h"
#include "render/cairo_library.h"

static void
context_free (cairo_t *cr)
{
  hm_cairo.destroy (cr);
}

static void
surface_free (cairo_surface_t *surface)
{
  hm_cairo.surface_destroy (surface);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (cairo_t, context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cairo_surface_t, surface_free)

/* CSS has 96 px to the inch, PDF 72 points. */
#define POINTS_PER_PX 0.75

typedef struct {
  HmPainter painter;
  cairo_t *cr;
} CairoPainter;

static cairo_t *
painter_cr (HmPainter *painter)
{
  return ((CairoPainter *) painter)->cr;
}

static void
cairo_begin (HmPainter *painter, const HmColour *colour)
{
  hm_cairo.set_source_rgb (painter_cr (painter), (colour->rgb >> 16 & 0xff) / 255.0,
                           (colour->rgb >> 8 & 0xff) / 255.0, (colour->rgb & 0xff) / 255.0);
}

static void
cairo_move (HmPainter *painter, int x, int y)
{
  hm_cairo.move_to (painter_cr (painter), x, y);
}

static void
cairo_line (HmPainter *painter, int x, int y)
{
  hm_cairo.line_to (painter_cr (painter), x, y);
}

static void
cairo_quad (HmPainter *painter, int x1, int y1, int x, int y)
{
  cairo_t *cr = painter_cr (painter);
  double x0, y0;

  /* A cubic's control points lie two thirds of the way to the quadratic's. */
  hm_cairo.get_current_point (cr, &x0, &y0);
  hm_cairo.curve_to (cr, x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3, x + (x1 - x) * 2 / 3.0,
                     y + (y1 - y) * 2 / 3.0, x, y);
}

static void
cairo_curve (HmPainter *painter, int x1, int y1, int x2, int y2, int x, int y)
{
  hm_cairo.curve_to (painter_cr (painter), x1, y1, x2, y2, x, y);
}

static void
cairo_end (HmPainter *painter)
{
  hm_cairo.fill (painter_cr (painter));
}

static cairo_status_t
picture_paint (cairo_surface_t *surface, const HmPicture *picture, double scale)
{
  g_autoptr (cairo_t) cr = hm_cairo.create (surface);
  CairoPainter cairo = {
    .painter = { cairo_begin, cairo_move, cairo_line, cairo_quad, cairo_curve, cairo_end },
    .cr = cr,
  };

  hm_cairo.scale (cr, scale / 10, scale / 10);
  picture->draw (&cairo.painter, picture->data);
  return hm_cairo.status (cr);
}

static cairo_status_t
bytes_take (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Returns: (owned) what is in @bytes, which become empty; NULL with HM_ERROR_IO. */
static GBytes *
bytes_finish (GByteArray *bytes, cairo_status_t status, const char *format, GError **error)
{
  gsize size;
  guint8 *data;

  if (status != CAIRO_STATUS_SUCCESS) {
    hm_fail (error, HM_ERROR_IO, "%s of the badge: %s", format, hm_cairo.status_to_string (status));
    return NULL;
  }
  data = g_byte_array_steal (bytes, &size);
  return g_bytes_new_take (data, size);
}

GBytes *
hm_picture_png (const HmPicture *picture, guint scale, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (cairo_surface_t) surface = NULL;
  cairo_status_t status;

  if (!hm_cairo_open (error))
    return NULL;
  surface = hm_cairo.image_surface_create (CAIRO_FORMAT_ARGB32, (int) (picture->width * scale),
                                           (int) (picture->height * scale));
  status = picture_paint (surface, picture, scale);
  if (status == CAIRO_STATUS_SUCCESS)
    status = hm_cairo.surface_write_to_png_stream (surface, bytes_take, bytes);
  return bytes_finish (bytes, status, "PNG", error);
}

GBytes *
hm_picture_pdf (const HmPicture *picture, gint64 date, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (cairo_surface_t) surface = NULL;
  g_autofree char *title = g_utf8_make_valid (picture->title, -1);
  char created[HM_INSTANT_TEXT_SIZE];
  cairo_status_t status;

  if (!hm_cairo_open (error))
    return NULL;
  surface = hm_cairo.pdf_surface_create_for_stream (
      bytes_take, bytes, picture->width * POINTS_PER_PX, picture->height * POINTS_PER_PX);
  /* Without it cairo writes the time of day. */
  hm_cairo.pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                     hm_instant_text (date, created));
  hm_cairo.pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  status = picture_paint (surface, picture, POINTS_PER_PX);
  hm_cairo.surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = hm_cairo.surface_status (surface);
  return bytes_finish (bytes, status, "PDF", error);
}
