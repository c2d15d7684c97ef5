/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HM_STORE_DIGEST_H
#define HM_STORE_DIGEST_H

#include <glib.h>

#define HM_SHA256_BYTES 32

void hm_sha256 (const void *bytes, gsize size, guint8 digest[HM_SHA256_BYTES]);

#endif
