/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports as they lie in the store: deflated, each slice with the like part of an earlier report of the same
 * repository as its dictionary. Week after week most of a report stays, and what stays costs 1 %. Pure.
 */
#ifndef HM_STORE_BODY_H
#define HM_STORE_BODY_H

#include <glib.h>

/* Returns: (owned) @text deflated. @base: (nullable) what hm_body_unpack() will be given again. */
GByteArray *hm_body_pack (const char *text, gsize size, GBytes *base);

/*
 * Distrusts @packed; takes no more memory than @size and a window.
 *
 * @size: bytes of the text; at most HM_REPORT_BYTES_MAX.
 *
 * Returns: (owned) (nullable) the text; NULL where @packed is not @size bytes deflated against @base.
 */
GBytes *hm_body_unpack (const guint8 *packed, gsize packed_size, gsize size, GBytes *base);

#endif
