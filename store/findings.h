/* SPDX-License-Identifier: Apache-2.0 */
/* Findings between reports and rows. */
#ifndef HM_STORE_FINDINGS_H
#define HM_STORE_FINDINGS_H

#include "scoring/fingerprint.h"
#include "store/database.h"

#define HM_FINGERPRINT_BYTES ((HM_FINGERPRINT_SIZE - 1) / 2)

/* Returns: (owned) (element-type HmStoreFinding) those of @report, as rows hold them. */
GPtrArray *hm_findings_of_report (const HmReport *report);

/* Reads finding @number of @repository. Returns: (owned) NULL with @error set, also where there is none. */
HmStoreFinding *hm_finding_read (HmStore *store, gint64 repository, guint32 number, GError **error);

/*
 * Makes the findings of a report rows of @repository. Those that the report with the list @known has too are rows
 * already; a damaged list, or one of damaged rows, counts as "". @is_foreign: as for hm_database_check_number().
 *
 * Returns: (owned) their list (store/finding_list.h); NULL with @error set.
 */
char *hm_findings_put (HmStore *store, gint64 repository, const GPtrArray *findings,
                       const char *known, gboolean is_foreign, GError **error);

/* The findings of the list @text. Returns: (owned) (element-type HmStoreFinding) NULL with @error set. */
GPtrArray *hm_findings_read (HmStore *store, gint64 repository, const char *text, GError **error);

/*
 * Whether both are told in the same words, of the same files, waived or not; what is not known of one is as the other
 * has it.
 */
gboolean hm_finding_agrees (gconstpointer a, gconstpointer b);

/* Of the words alone, and seeded: reports choose them. */
guint hm_finding_hash (gconstpointer finding);

#endif
