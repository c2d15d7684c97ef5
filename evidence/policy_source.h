/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brings the documents of a policy, and the files that it names: from this machine, from the tree
 * of a commit, from the web. Distrusts the last two.
 */
#ifndef HM_EVIDENCE_POLICY_SOURCE_H
#define HM_EVIDENCE_POLICY_SOURCE_H

#include "evidence/collect.h"

/* Where the policy of a repository stands in its tree. */
#define HM_POLICY_FILE_NAME ".hallmark.yml"

/* Reads a regular file of at most @bytes_max. Returns: (owned) NULL as hm_plain_file_read(), naming @path. */
GBytes *hm_policy_file_read (const char *path, gsize bytes_max, GError **error);

typedef struct {
  gboolean is_offline;      /* what is not kept already can't be had */
  gboolean allows_loopback; /* this machine may be asked too */
  /* (nullable) keeps what came, each under the digest that was asked for */
  const char *cache_folder;
  const char *user_agent;
  const gint *cancelled; /* (nullable) atomic */
} HmPolicyWebOptions;

/*
 * Brings what @url leads to. With @digest ("sha256:HEX") it is taken out of the cache where that
 * holds it.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE, HM_ERROR_NETWORK, HM_ERROR_LIMIT, HM_ERROR_CANCELLED.
 * What came is not held against @digest.
 */
GBytes *hm_policy_url_read (const char *url, const char *digest, const HmPolicyWebOptions *options,
                            GError **error);

/* The tree of one commit. */
typedef struct HmPolicyTree HmPolicyTree;

/*
 * Opens the tree of the commit that @options name in the repository at or above @path. Returns:
 * (owned) NULL as hm_collect().
 */
HmPolicyTree *hm_policy_tree_open (const char *path, const HmCollectOptions *options,
                                   GError **error);
void hm_policy_tree_free (HmPolicyTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmPolicyTree, hm_policy_tree_free)

const HmOid *hm_policy_tree_commit (const HmPolicyTree *tree);

/*
 * Finds the file @path, from the root: no link, and none on the way.
 *
 * Returns: FALSE with HM_ERROR_NOT_FOUND (nothing there), HM_ERROR_FORMAT (a link, a folder),
 * HM_ERROR_LIMIT, HM_ERROR_GIT: what is wrong, without @path.
 */
gboolean hm_policy_tree_find (const HmPolicyTree *tree, const char *path, HmOid *ret_oid,
                              GError **error);

/* Reads it. @ret_oid: its blob. Returns: (owned) NULL as hm_policy_tree_find(). */
GBytes *hm_policy_tree_read (const HmPolicyTree *tree, const char *path, gsize bytes_max,
                             HmOid *ret_oid, GError **error);

#endif
