/* SPDX-License-Identifier: Apache-2.0 */
/* Brings one small file over HTTPS: no token, no cookie, no more bytes than are asked for. Distrusts who sends it. */
#ifndef HM_EVIDENCE_FORGE_DOWNLOAD_H
#define HM_EVIDENCE_FORGE_DOWNLOAD_H

#include <glib.h>

typedef struct {
  const char *user_agent;
  gsize bytes_max;
  gboolean allows_loopback; /* also http, to this machine */
  const gint *cancelled;    /* (nullable) atomic */
} HmDownloadOptions;

/*
 * Brings what @url leads to, over redirects on the same host.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE (no https URL), HM_ERROR_NETWORK (no answer, or none
 * with a file), HM_ERROR_LIMIT (larger), HM_ERROR_CANCELLED: what is wrong, without the URL.
 */
GBytes *hm_download (const char *url, const HmDownloadOptions *options, GError **error);

#endif
