/* SPDX-License-Identifier: Apache-2.0 */
/* What the scanned project is called and where it came from. Distrusts the remote's URL. */
#ifndef HM_EVIDENCE_SUBJECT_H
#define HM_EVIDENCE_SUBJECT_H

#include "evidence/git/revision.h"
#include "evidence/store.h"

/* Fills in the subject and the platform of @store, and of what the forge is asked about. */
void hm_subject_collect (HmEvidenceStore *store, git_repository *repository,
                         const HmRevision *revision, const HmCollectOptions *options);

#endif
