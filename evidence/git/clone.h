/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bare copies of remote repositories, kept under the cache folder and brought up to date. Distrusts
 * the server: https and file only, no credential prompts, redirects within the host, size told as
 * it comes.
 */
#ifndef HM_EVIDENCE_GIT_CLONE_H
#define HM_EVIDENCE_GIT_CLONE_H

#include <glib.h>

typedef struct {
  guint received_objects;
  guint total_objects;
  guint indexed_deltas;
  guint total_deltas;
  guint64 received_bytes;
} HmCloneProgress;

typedef void (*HmCloneProgressFunc) (const HmCloneProgress *progress, gpointer user_data);

/* Whether @text is a URL to be cloned rather than a path: SCHEME://..., or the scp form
 * host:path. */
gboolean hm_clone_is_url (const char *text);

/*
 * Clones @url into @cache_folder, or fetches what is new into the copy that is there (all branches
 * and tags, pruned, HEAD following the remote's). A clone is made beside its place and moved into
 * it when whole; what an interrupted one left is swept by the next. Two processes on one copy wait
 * for each other.
 *
 * Servers' certificates are held against the system's authorities, or against those of the file
 * that the environment names as SSL_CERT_FILE or CURL_CA_BUNDLE. @cache_folder is made where it is
 * missing. @progress (nullable) is called at most 20 times a second, and once at the end.
 *
 * Returns: (owned) the path of the bare repository; NULL with HM_ERROR_USAGE (a scheme other than
 * https or file, credentials in the URL), HM_ERROR_NETWORK (does not resolve, refused, broke off,
 * no such repository), HM_ERROR_IO, HM_ERROR_CANCELLED.
 */
char *hm_clone_or_fetch (const char *url, const char *cache_folder, HmCloneProgressFunc progress,
                         gpointer user_data, const gint *cancelled, GError **error);

#endif
