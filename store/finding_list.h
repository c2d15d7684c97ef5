/* SPDX-License-Identifier: Apache-2.0 */
/* Which findings a report has, by their numbers in the repository, as text: "1-40,42,45-61". Pure. */
#ifndef HM_STORE_FINDING_LIST_H
#define HM_STORE_FINDING_LIST_H

#include <glib.h>

/* Findings of a report: past any that HM_REPORT_BYTES_MAX holds. */
#define HM_FINDING_LIST_MAX 1000000u

/* @numbers: (element-type guint32) is sorted, and what stands in it twice becomes one. Returns: (owned) */
char *hm_finding_list_text (GArray *numbers);

/*
 * Distrusts @text: numbers rise, from 1 on, and are at most HM_FINDING_LIST_MAX many.
 *
 * Returns: (owned) (nullable) (element-type guint32) NULL where it is no such list.
 */
GArray *hm_finding_list_parse (const char *text);

#endif
