/* SPDX-License-Identifier: Apache-2.0 */
/* The failed findings as GitLab's Code Quality report, which it shows in merge requests. */
#ifndef HM_RENDER_CODE_QUALITY_H
#define HM_RENDER_CODE_QUALITY_H

#include "scoring/report.h"

/*
 * What a finding about no file is shown at, by all formats that demand a file: where it may be
 * settled. GitHub refuses a whole upload for one result without a location, GitLab an issue without
 * a path; and a file that some projects have and others lack would move the finding.
 */
#define HM_PLACE_OF_NO_FILE ".hallmark.yml"

/* Returns: (owned) a JSON array of the findings that no waiver settles, the gravest first; LF at the end. */
GBytes *hm_code_quality_write (const HmReport *report);

#endif
