/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bare copies of remote repositories, kept under the cache folder and brought up to date. Distrusts
 * the server: https and file only, no credential prompts, redirects within the host, size told as
 * it comes and limited.
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

/* A copy that nobody else changes or removes as long as this is held. */
typedef struct {
  char *path;                /* of the bare repository */
  struct HmCachePlace *lock; /* shared with all who read the copy */
} HmClone;

void hm_clone_free (HmClone *clone);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmClone, hm_clone_free)

/*
 * Clones @url into @cache_folder, or fetches what is new into the copy that is there (all branches
 * and tags, pruned, HEAD following the remote's). A clone is made beside its place and moved into
 * it when whole; what an interrupted one left is swept by the next. Two processes on one copy wait
 * for each other: who fetches, until those who read are done.
 *
 * Servers' certificates are held against the system's authorities, or against those of the file
 * that the environment names as SSL_CERT_FILE or CURL_CA_BUNDLE. @cache_folder is made where it is
 * missing. @progress (nullable) is called at most 20 times a second, and once at the end.
 *
 * Returns: (owned) to be freed when all was read; NULL with HM_ERROR_USAGE (a scheme other than
 * https or file, credentials in the URL), HM_ERROR_NETWORK (does not resolve, refused, broke off,
 * no such repository), HM_ERROR_LIMIT (more than HM_CLONE_BYTES_MAX, HM_CLONE_OBJECTS_MAX or
 * HM_CLONE_BLOCK_MAX), HM_ERROR_IO, HM_ERROR_CANCELLED.
 */
HmClone *hm_clone_or_fetch (const char *url, const char *cache_folder, HmCloneProgressFunc progress,
                            gpointer user_data, const gint *cancelled, GError **error);

#endif
