/* SPDX-License-Identifier: Apache-2.0 */
/* The report as JUnit XML, which GitLab, Jenkins and most other CI servers show as test results. */
#ifndef HM_RENDER_JUNIT_H
#define HM_RENDER_JUNIT_H

#include "scoring/report.h"

/*
 * One suite with a case for each check and for score, floor and coverage; for the comparison with a
 * baseline and for a range, where there is one. A case fails where the gate says that it fell
 * short, and so none does without a gate; a check that could not be looked at, or does not apply,
 * is skipped, with the reason.
 *
 * Returns: (owned) XML 1.0 in UTF-8, LF at the end.
 */
GBytes *hm_junit_write (const HmReport *report);

#endif
