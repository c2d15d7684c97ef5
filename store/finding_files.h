/* SPDX-License-Identifier: Apache-2.0 */
/* Which files a finding cites, as a store keeps that: enough to tell whether another one cites the same. Pure. */
#ifndef HM_STORE_FINDING_FILES_H
#define HM_STORE_FINDING_FILES_H

#include <hallmark/finding.h>

/* Of a digest: too many to make another path of the same. */
#define HM_FINDING_FILE_BYTES 8

/* Of one finding; of more a single digest is kept, which is that of all of them. */
#define HM_FINDING_FILES_MAX 64

/* Returns: (owned) the digests of the paths that @finding cites, each once, rising; no bytes where it cites none. */
GBytes *hm_finding_files (const HmFinding *finding);

#endif
