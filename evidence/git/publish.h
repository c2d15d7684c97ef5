/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a few files as the one commit of a branch of its own, so that a forge serves them without
 * a service in between. The only code that writes into a repository, and into none but the one that
 * the user names for it.
 */
#ifndef HM_EVIDENCE_GIT_PUBLISH_H
#define HM_EVIDENCE_GIT_PUBLISH_H

#include <hallmark/facts.h>

typedef struct {
  const char *name; /* of a file at the root: "badge.svg" */
  GBytes *bytes;
} HmPublishedFile;

typedef struct {
  const char *branch; /* "badges" */
  const HmPublishedFile *files;
  gsize n_files;
  /* of the commit, seconds since the epoch: the same files at the same time are the same commit */
  gint64 time;
  const char *message;
} HmPublication;

/*
 * Makes the branch one commit without parents that holds these files alone. What it was before is
 * left to git's garbage collector, if it was such a commit of files with these names; else nothing
 * is touched. So it is where a branch of that name, as it was last fetched from "origin", is
 * something else. The work tree and the index never are touched.
 *
 * @path: the repository, or a folder in it
 *
 * Returns: FALSE with HM_ERROR_USAGE (no name for a branch, a branch of something else, one that is
 * checked out or that HEAD names), HM_ERROR_NOT_FOUND (no repository), HM_ERROR_GIT (it can't be
 * written, or somebody else wrote the branch meanwhile).
 */
gboolean hm_publish (const char *path, const HmPublication *publication, HmOid *ret_commit,
                     GError **error);

#endif
