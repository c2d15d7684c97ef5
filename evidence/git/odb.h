/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The objects of a repository: libgit2's packs, our own loose objects (evidence/git/loose.h), and
 * those of its alternates. Distrusts the list of alternates.
 *
 * A hostile repository may name any folder of this machine as an alternate, as it may by its common
 * folder. Nothing is read there but git objects, and no object is found but by its id. So what it
 * can learn, if it sees the report, is whether an object is there whose id it knows already, and
 * what a scan says of one: the paths of a tree, whether a file is a binary. It learns no id, and
 * gets at nothing that is not a git object.
 */
#ifndef HM_EVIDENCE_GIT_ODB_H
#define HM_EVIDENCE_GIT_ODB_H

#include "evidence/git/autoptr.h"

/*
 * Returns: (owned) NULL with HM_ERROR_GIT (can't be opened; something else than a file where git
 * reads one) or HM_ERROR_LIMIT (alternates), each naming the file or folder.
 */
git_odb *hm_odb_new (const char *objects_folder, GError **error);

#endif
