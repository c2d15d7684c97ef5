/* SPDX-License-Identifier: Apache-2.0 */
/* The commits whose parents a shallow clone left out. Distrusts the file that names them. */
#ifndef HM_EVIDENCE_GIT_SHALLOW_H
#define HM_EVIDENCE_GIT_SHALLOW_H

#include <hallmark/facts.h>

#include "evidence/git/autoptr.h"

/*
 * Returns: (owned) (element-type HmOid) sorted; empty where the clone is whole. Lines that are no
 * ids are passed over.
 */
GArray *hm_shallow_read (git_repository *repository);

gboolean hm_shallow_contains (const GArray *shallow, const HmOid *oid);

#endif
