/* SPDX-License-Identifier: Apache-2.0 */
#include "store/body.h"

#include "core/limits.h"

#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

/*
 * Deflate looks back 32 KiB, and at the nearest of what is alike first; a report says like things all over. So a
 * slice is small, and of the base it sees its own place and 8 KiB to either side: what moved by no more is found, and
 * however large a report is, nothing falls out of the window.
 */
#define SLICE_BYTES 8192u
#define WINDOW_BYTES 24576u
#define LEAD_BYTES 8192u

/* Without a base, all that deflate can look back. */
#define HISTORY_BYTES 32768u

/* How hard deflate looks. Against a base nearly all is found at once, and what is not is worth a longer look. */
#define LEVEL_WHOLE 6
#define LEVEL_BASE 9

/* Raw deflate: the digest of the whole stands beside it in the database. */
#define WINDOW_BITS (-15)

/* The part of @base that is like the slice at @offset. */
static const guint8 *
window_find (GBytes *base, gsize offset, uInt *ret_size)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (base, &size);
  const gsize last = size > WINDOW_BYTES ? size - WINDOW_BYTES : 0;
  const gsize begin = MIN (offset > LEAD_BYTES ? offset - LEAD_BYTES : 0, last);

  *ret_size = (uInt) MIN (size - begin, WINDOW_BYTES);
  return data + begin;
}

/* Without memory GLib would end the program too; all else would be our own mistake. */
static void
zlib_must (int code, int wanted)
{
  if (code != wanted)
    g_error ("zlib: %s", zError (code));
}

GByteArray *
hm_body_pack (const char *text, gsize size, GBytes *base)
{
  GByteArray *packed = g_byte_array_new ();
  z_stream stream = { 0 };

  g_assert (size <= HM_REPORT_BYTES_MAX);
  zlib_must (deflateInit2 (&stream, base != NULL ? LEVEL_BASE : LEVEL_WHOLE, Z_DEFLATED,
                           WINDOW_BITS, 8, Z_DEFAULT_STRATEGY),
             Z_OK);
  for (gsize offset = 0; offset < size; offset += SLICE_BYTES) {
    const uInt slice = (uInt) MIN (size - offset, SLICE_BYTES);
    guint8 out[SLICE_BYTES + SLICE_BYTES / 8];

    zlib_must (deflateReset (&stream), Z_OK);
    if (base != NULL) {
      uInt window_size;
      const guint8 *window = window_find (base, offset, &window_size);

      if (window_size > 0)
        zlib_must (deflateSetDictionary (&stream, window, window_size), Z_OK);
    } else if (offset > 0) {
      const gsize begin = offset > HISTORY_BYTES ? offset - HISTORY_BYTES : 0;

      zlib_must (
          deflateSetDictionary (&stream, (const Bytef *) text + begin, (uInt) (offset - begin)),
          Z_OK);
    }
    stream.next_in = (const Bytef *) text + offset;
    stream.avail_in = slice;
    stream.next_out = out;
    stream.avail_out = sizeof out;
    zlib_must (deflate (&stream, Z_FINISH), Z_STREAM_END);
    g_byte_array_append (packed, out, (guint) (sizeof out - stream.avail_out));
  }
  deflateEnd (&stream);
  return packed;
}

/* Inflates the slice at @offset of @text, of exactly @slice bytes. */
static gboolean
slice_unpack (z_stream *stream, guint8 *text, gsize offset, uInt slice, GBytes *base)
{
  if (inflateReset (stream) != Z_OK)
    return FALSE;
  if (base != NULL) {
    uInt window_size;
    const guint8 *window = window_find (base, offset, &window_size);

    if (window_size > 0 && inflateSetDictionary (stream, window, window_size) != Z_OK)
      return FALSE;
  } else if (offset > 0) {
    const gsize begin = offset > HISTORY_BYTES ? offset - HISTORY_BYTES : 0;

    if (inflateSetDictionary (stream, text + begin, (uInt) (offset - begin)) != Z_OK)
      return FALSE;
  }
  stream->next_out = text + offset;
  stream->avail_out = slice;
  return inflate (stream, Z_FINISH) == Z_STREAM_END && stream->avail_out == 0;
}

GBytes *
hm_body_unpack (const guint8 *packed, gsize packed_size, gsize size, GBytes *base)
{
  g_autofree guint8 *text = NULL;
  z_stream stream = { 0 };
  gboolean is_sound = TRUE;

  /* Deflate shrinks to a thousandth at best: a few bytes that claim to be megabytes are not believed. */
  if (size > HM_REPORT_BYTES_MAX || packed_size > HM_REPORT_BYTES_MAX * 2ull
      || size / 1100 > packed_size)
    return NULL;
  if (inflateInit2 (&stream, WINDOW_BITS) != Z_OK)
    return NULL;
  text = g_malloc (MAX (size, 1));
  stream.next_in = packed;
  stream.avail_in = (uInt) packed_size;
  for (gsize offset = 0; is_sound && offset < size; offset += SLICE_BYTES)
    is_sound = slice_unpack (&stream, text, offset, (uInt) MIN (size - offset, SLICE_BYTES), base);
  is_sound = is_sound && stream.avail_in == 0;
  inflateEnd (&stream);
  return is_sound ? g_bytes_new_take (g_steal_pointer (&text), size) : NULL;
}
