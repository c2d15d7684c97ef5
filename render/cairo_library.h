/* SPDX-License-Identifier: Apache-2.0 */
/* cairo, opened when a picture is asked for that is no SVG (core/library.h). */
#ifndef HM_RENDER_CAIRO_LIBRARY_H
#define HM_RENDER_CAIRO_LIBRARY_H

#include <cairo-pdf.h>
#include <cairo.h>
#include <glib.h>

#define HM_CAIRO_FUNCTIONS(FUNCTION) \
  FUNCTION (create) \
  FUNCTION (curve_to) \
  FUNCTION (destroy) \
  FUNCTION (fill) \
  FUNCTION (get_current_point) \
  FUNCTION (image_surface_create) \
  FUNCTION (line_to) \
  FUNCTION (move_to) \
  FUNCTION (pdf_surface_create_for_stream) \
  FUNCTION (pdf_surface_set_metadata) \
  FUNCTION (scale) \
  FUNCTION (set_source_rgb) \
  FUNCTION (status) \
  FUNCTION (status_to_string) \
  FUNCTION (surface_destroy) \
  FUNCTION (surface_finish) \
  FUNCTION (surface_status) \
  FUNCTION (surface_write_to_png_stream)

/* cairo_create() is hm_cairo.create (), and so on. */
typedef struct {
#define HM_CAIRO_MEMBER(name) __typeof__ (cairo_##name) *(name);
  HM_CAIRO_FUNCTIONS (HM_CAIRO_MEMBER)
#undef HM_CAIRO_MEMBER
} HmCairo;

extern HmCairo hm_cairo;

/* Before anything of hm_cairo is called. Returns: FALSE with HM_ERROR_UNSUPPORTED where the library is not there. */
gboolean hm_cairo_open (GError **error);

#endif
