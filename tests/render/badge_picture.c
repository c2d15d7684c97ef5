/* SPDX-License-Identifier: Apache-2.0 */
/* The badge through cairo: pixels of the PNG, bytes of the PDF. */
#include "render/badge.h"

#include "core/error.h"

#include <cairo.h>
#include <string.h>

/* How far a channel may be off the golden: another pixman may round a half-covered pixel otherwise. */
#define TOLERANCE 6

static const HmBadgeStyle flat = { .shape = HM_BADGE_FLAT, .label = "scorecard" };
static const HmBadge badge = { "8.7", "good", "8.7 out of 10", NULL };

typedef struct {
  const guint8 *data;
  gsize size;
} Reader;

static cairo_status_t
bytes_give (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->size)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data, length);
  reader->data += length;
  reader->size -= length;
  return CAIRO_STATUS_SUCCESS;
}

/* Returns: (owned) */
static cairo_surface_t *
png_decode (GBytes *png)
{
  Reader reader;
  cairo_surface_t *surface;

  reader.data = g_bytes_get_data (png, &reader.size);
  surface = cairo_image_surface_create_from_png_stream (bytes_give, &reader);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

static cairo_surface_t *
badge_decode (const HmBadgeStyle *style)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = hm_badge_png (&badge, style, &error);

  g_assert_no_error (error);
  return png_decode (png);
}

static guint32
pixel_at (cairo_surface_t *surface, int x, int y)
{
  guint32 pixel;

  memcpy (&pixel,
          cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface)
              + 4 * x,
          sizeof pixel);
  /* A picture without a clear pixel comes back with an alpha that means nothing. */
  if (cairo_image_surface_get_format (surface) == CAIRO_FORMAT_RGB24)
    pixel |= 0xff000000;
  return pixel;
}

static void
assert_size (cairo_surface_t *surface, int width, int height)
{
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, height);
}

static void
test_png_scales (void)
{
  HmBadgeStyle style = flat;
  cairo_surface_t *surface;

  surface = badge_decode (&style);
  assert_size (surface, 188, 40);
  cairo_surface_destroy (surface);
  style.scale = 1;
  surface = badge_decode (&style);
  assert_size (surface, 94, 20);
  cairo_surface_destroy (surface);
}

/* In premultiplied ARGB: clear outside the round corners, the grounds, and white inside the 7's bar. */
static void
test_png_pixels (void)
{
  cairo_surface_t *surface = badge_decode (&flat);

  g_assert_cmphex (pixel_at (surface, 0, 0), ==, 0x00000000);
  g_assert_cmphex (pixel_at (surface, 187, 0), ==, 0x00000000);
  g_assert_cmphex (pixel_at (surface, 0, 39), ==, 0x00000000);
  g_assert_cmphex (pixel_at (surface, 187, 39), ==, 0x00000000);
  g_assert_cmphex (pixel_at (surface, 4, 20), ==, 0xff444c56);
  g_assert_cmphex (pixel_at (surface, 127, 20), ==, 0xff444c56);
  g_assert_cmphex (pixel_at (surface, 128, 20), ==, 0xff1a7f37);
  g_assert_cmphex (pixel_at (surface, 184, 20), ==, 0xff1a7f37);
  g_assert_cmphex (pixel_at (surface, 168, 13), ==, 0xffffffff);
  cairo_surface_destroy (surface);
}

static void
test_png_golden (gconstpointer data)
{
  const HmBadgeShape shape = (HmBadgeShape) GPOINTER_TO_INT (data);
  const char *file = shape == HM_BADGE_FLAT ? SOURCE_ROOT "/tests/render/goldens/flat.png"
                                            : SOURCE_ROOT "/tests/render/goldens/for-the-badge.png";
  const HmBadgeStyle style = { .shape = shape, .label = "scorecard" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = hm_badge_png (&badge, &style, &error);
  g_autoptr (GBytes) golden_png = NULL;
  cairo_surface_t *surface, *golden;
  char *contents;
  gsize size;

  g_assert_no_error (error);
  if (g_getenv ("HALLMARK_UPDATE_GOLDENS") != NULL) {
    g_file_set_contents (file, g_bytes_get_data (png, NULL), (gssize) g_bytes_get_size (png),
                         &error);
    g_assert_no_error (error);
  }
  g_file_get_contents (file, &contents, &size, &error);
  g_assert_no_error (error);
  golden_png = g_bytes_new_take (contents, size);
  surface = png_decode (png);
  golden = png_decode (golden_png);
  assert_size (surface, cairo_image_surface_get_width (golden),
               cairo_image_surface_get_height (golden));
  for (int y = 0; y < cairo_image_surface_get_height (golden); y++) {
    for (int x = 0; x < cairo_image_surface_get_width (golden); x++) {
      for (int shift = 0; shift < 32; shift += 8)
        g_assert_cmpint (ABS ((int) (pixel_at (surface, x, y) >> shift & 0xff)
                              - (int) (pixel_at (golden, x, y) >> shift & 0xff)),
                         <=, TOLERANCE);
    }
  }
  cairo_surface_destroy (golden);
  cairo_surface_destroy (surface);
}

static void
test_png_refused (void)
{
  HmBadgeStyle style = flat;
  g_autoptr (GError) error = NULL;

  style.scale = 4000; /* cairo's surfaces end at 32767 pixels a side */
  g_assert_null (hm_badge_png (&badge, &style, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
}

static gboolean
has_text (GBytes *bytes, const char *text)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text))
         != NULL;
}

static GBytes *
pdf_make (const HmBadge *subject, gint64 date)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = hm_badge_pdf (subject, &flat, date, &error);

  g_assert_no_error (error);
  return pdf;
}

static void
test_pdf_bytes (void)
{
  g_autoptr (GBytes) pdf = pdf_make (&badge, 1700000000);
  g_autoptr (GBytes) again = pdf_make (&badge, 1700000000);
  g_autoptr (GBytes) later = pdf_make (&badge, 1700000001);

  g_assert_true (g_bytes_equal (pdf, again));
  g_assert_false (g_bytes_equal (pdf, later));
  g_assert_true (has_text (pdf, "%PDF-"));
  g_assert_true (has_text (pdf, "20231114221320"));
  g_assert_true (has_text (later, "20231114221321"));
  g_assert_true (has_text (pdf, "(scorecard: 8.7 out of 10)"));
  g_assert_true (has_text (pdf, "/MediaBox [ 0 0 70.5 15 ]"));
  g_assert_false (has_text (pdf, "/Font"));
}

static void
test_pdf_hostile_title (void)
{
  const HmBadge hostile = { ") >> /OpenAction (\\\xff", "good", NULL, NULL };
  g_autoptr (GBytes) pdf = pdf_make (&hostile, G_MININT64);
  g_autoptr (GBytes) far = pdf_make (&hostile, G_MAXINT64);

  /* The title holds U+FFFD, so it is written as UTF-16 in hexadecimal: nothing of it is syntax. */
  g_assert_false (has_text (pdf, "OpenAction"));
  g_assert_true (has_text (far, "99991231"));
}

static gpointer
pictures_thread (gpointer data)
{
  GByteArray *all = g_byte_array_new ();

  (void) data;
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GBytes) png = hm_badge_png (&badge, &flat, NULL);
    g_autoptr (GBytes) pdf = pdf_make (&badge, 1700000000);

    g_byte_array_append (all, g_bytes_get_data (png, NULL), (guint) g_bytes_get_size (png));
    g_byte_array_append (all, g_bytes_get_data (pdf, NULL), (guint) g_bytes_get_size (pdf));
  }
  return all;
}

static void
test_threads (void)
{
  g_autoptr (GByteArray) here = pictures_thread (NULL);
  GThread *threads[] = { g_thread_new ("a", pictures_thread, NULL),
                         g_thread_new ("b", pictures_thread, NULL) };

  g_assert_true (memcmp (here->data, here->data + here->len / 3, here->len / 3) == 0);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
    g_autoptr (GByteArray) there = g_thread_join (threads[i]);

    g_assert_cmpuint (here->len, ==, there->len);
    g_assert_true (memcmp (here->data, there->data, here->len) == 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("FONTCONFIG_FILE", "/dev/null", TRUE);
  g_test_add_func ("/badge-png/scales", test_png_scales);
  g_test_add_func ("/badge-png/pixels", test_png_pixels);
  g_test_add_data_func ("/badge-png/golden-flat", GINT_TO_POINTER (HM_BADGE_FLAT), test_png_golden);
  g_test_add_data_func ("/badge-png/golden-for-the-badge", GINT_TO_POINTER (HM_BADGE_FOR_THE_BADGE),
                        test_png_golden);
  g_test_add_func ("/badge-png/refused-by-cairo", test_png_refused);
  g_test_add_func ("/badge-pdf/bytes", test_pdf_bytes);
  g_test_add_func ("/badge-pdf/hostile-title", test_pdf_hostile_title);
  g_test_add_func ("/badge-picture/same-bytes-from-threads", test_threads);
  return g_test_run ();
}
