/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An open repository, with all that was read of it so far: what the facts about one of its commits
 * need is there for the next. A scan and each moment of a timeline are put together here, and so
 * alike.
 */
#ifndef HM_EVIDENCE_ARCHIVE_H
#define HM_EVIDENCE_ARCHIVE_H

#include "evidence/collect.h"
#include "evidence/git/history.h"
#include "evidence/git/revision.h"

typedef struct HmArchive HmArchive;

/*
 * @options outlive the archive, and are not asked for commit, ref and time. Returns: (owned) NULL
 * with the errors of hm_collect().
 */
HmArchive *hm_archive_open (const char *path, const HmCollectOptions *options, GError **error);
void hm_archive_free (HmArchive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmArchive, hm_archive_free)

/* Reads the trust anchors that the options name. Returns: FALSE with HM_ERROR_USAGE. */
gboolean hm_archive_open_anchors (HmArchive *archive, GError **error);

/* Returns: (borrowed) */
git_repository *hm_archive_repository (HmArchive *archive);

/* From now on what files of one tree are is remembered for the next. */
void hm_archive_remember_files (HmArchive *archive);

/* Returns: FALSE where no commit of that id was read so far; @ret_tree and @ret_time are those of it. */
gboolean hm_archive_find (const HmArchive *archive, const HmOid *commit, HmOid *ret_tree,
                          gint64 *ret_time);

/* Walks the history of @commit. Returns: (owned) NULL with the errors of hm_walk_new(). */
HmWalk *hm_archive_walk (HmArchive *archive, const HmOid *commit, GError **error);

/* What is to be collected of an archive. */
typedef struct {
  HmOid commit;
  HmOid tree;
  gint64 as_of;
  gint64 tags_until; /* tags of a later time are left out; G_MAXINT64: none is */
} HmMomentWanted;

/*
 * Collects what the repository itself says at @wanted into @store, which is without any facts of
 * that kind: subject and forge are left alone. The tree is read on a thread of its own and history
 * on this one; which is done first helps the other.
 *
 * Returns: FALSE with HM_ERROR_GIT, HM_ERROR_LIMIT, HM_ERROR_CANCELLED.
 */
gboolean hm_archive_collect (HmArchive *archive, const HmMomentWanted *wanted,
                             HmEvidenceStore *store, GError **error);

/* Keeps what was learned of commits for the next run, where the options have a folder for it. */
void hm_archive_save (HmArchive *archive);

#endif
