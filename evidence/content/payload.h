/* SPDX-License-Identifier: Apache-2.0 */
/* What decoded bytes are, by their beginning. */
#ifndef HM_EVIDENCE_CONTENT_PAYLOAD_H
#define HM_EVIDENCE_CONTENT_PAYLOAD_H

#include <glib.h>

/* Bytes of a beginning that are enough to tell. */
#define HM_PAYLOAD_SIZE 1024

/*
 * @bytes: the first @size of them
 *
 * Returns: (borrowed) (nullable) "gzip", "xz", "ELF program", ...; NULL where it is no archive and no program
 */
const char *hm_payload_name (const guint8 *bytes, gsize size);

/* Whether it is a picture, a font or a sound: data that is opaque wherever it stands. */
gboolean hm_payload_is_media (const guint8 *bytes, gsize size);

#endif
