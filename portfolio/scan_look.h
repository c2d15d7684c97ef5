/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be seen of a repository without reading its history or its files: whether a scan would find anything else
 * than the last one.
 */
#ifndef HM_PORTFOLIO_SCAN_LOOK_H
#define HM_PORTFOLIO_SCAN_LOOK_H

#include "evidence/git/revision.h"

typedef struct {
  git_repository *repository;
  HmRevision revision;
  char *remote_url; /* (nullable) of the remote that stands for it; of a copy of a URL NULL */
  /* Of what is in the repository besides the commit and bears on a scan: tags, the remote. */
  char *digest;
} HmScanLook;

void hm_scan_look_clear (HmScanLook *look);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmScanLook, hm_scan_look_clear)

/*
 * Looks at the repository at @path, which is none that is found above it.
 *
 * @url: (nullable) what the repository at @path is a copy of
 * @revision: which of its commits is meant; of them has_as_of, as_of and cancelled count
 *
 * Returns: FALSE with the errors of hm_collect() for one that can't be read.
 */
gboolean hm_scan_look (const char *path, const char *url, const HmCollectOptions *revision,
                       HmScanLook *ret_look, GError **error);

/*
 * Asks the forge as a scan of @look, which is of the repository at @path, with @collect would.
 *
 * @ret_digest: (owned) hm_forge_facts_digest()
 * @ret_renamed_to: (owned) (nullable)
 *
 * Returns: FALSE with the errors of hm_forge_gather_finish().
 */
gboolean hm_scan_look_at_forge (const HmScanLook *look, const char *path,
                                const HmCollectOptions *collect, char **ret_digest,
                                char **ret_renamed_to, GError **error);

#endif
