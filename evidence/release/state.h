/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of the user's that remembers where the tags of repositories led when they were first seen:
 * nothing else shows that one was moved. Distrusts the tags; a file that is not what was written
 * here is an error, and stays as it is.
 */
#ifndef HM_EVIDENCE_RELEASE_STATE_H
#define HM_EVIDENCE_RELEASE_STATE_H

#include "evidence/release/tag_refs.h"

#define HM_STATE_SCHEMA "hallmark/state/1"

/*
 * Holds @tags, which are all of @subject's, against what @file remembers, and adds those that it
 * does not know; what it knows it keeps, so that a tag that was moved is told of until somebody
 * takes it out of the file. A file that is not there is begun. It is replaced whole, and only where
 * there is something to add.
 *
 * @subject: what the repository is called, any bytes
 * @ret_n_remembered: how many tags were remembered of it before
 *
 * Returns: (owned) (element-type HmTagMove) in order of names, with names owned by @strings; NULL
 * with HM_ERROR_IO, HM_ERROR_LIMIT (larger than HM_STATE_BYTES_MAX), HM_ERROR_FORMAT (damaged),
 * HM_ERROR_UNSUPPORTED (of a newer version), each naming @file.
 */
GArray *hm_state_update (const char *file, const char *subject, const GArray *tags,
                         GStringChunk *strings, gsize *ret_n_remembered, GError **error);

/*
 * What @repository is called: "github.com/o/r" by its remote, else "root:" and the id of the first
 * commit of HEAD's main line, as folders of one name are many. Blind: of a shallow clone that is
 * where it was cut; and copies without a remote, of one beginning, are one.
 *
 * Returns: (owned)
 */
char *hm_state_subject (git_repository *repository, git_odb *odb, const gint *cancelled);

/*
 * The same in one go for a scan: lists the tags of @repository, and sets what @ret_history says of moved ones.
 *
 * @subject: (nullable) "github.com/o/r", where a forge has it; NULL: by its first commit
 *
 * Returns: (owned) as hm_state_update().
 */
GArray *hm_state_scan (const char *file, const char *subject, git_repository *repository,
                       GStringChunk *strings, const gint *cancelled, HmHistory *ret_history,
                       GError **error);

#endif
