/* SPDX-License-Identifier: Apache-2.0 */
/* What makes two findings of different reports the same one. Pure. */
#ifndef HM_SCORING_FINGERPRINT_H
#define HM_SCORING_FINGERPRINT_H

#include <hallmark/finding.h>

/* 128 bits of SHA-256 in hex, and a NUL. */
#define HM_FINGERPRINT_SIZE 33

/*
 * The fingerprint of the finding at @index of @findings: of its check, its probe, and where its
 * evidence is (paths, commits, tags, URLs), not of words, lines or contents, which move under a
 * finding that stays the same. Of several alike the second and later ones differ by their number.
 * It is of the text as a JSON report has it, so that a report that was read back has the same.
 *
 * Returns @text.
 */
const char *hm_finding_fingerprint (const char *check_id, const HmFindings *findings, guint index,
                                    char text[HM_FINGERPRINT_SIZE]);

/* Returns: (owned) (element-type utf8) those of all @findings in their order, in one pass. */
GPtrArray *hm_findings_fingerprints (const char *check_id, const HmFindings *findings);

#endif
