/* SPDX-License-Identifier: Apache-2.0 */
/* The step behind hm_store_put(), for those that have both forms of a report. */
#ifndef HM_STORE_PUT_H
#define HM_STORE_PUT_H

#include "store/store.h"

/* As hm_store_put(). @text: @report as it is kept. @report: what hm_report_read() makes of @text. */
gboolean hm_store_put_both (HmStore *store, const char *repository, const HmReport *report,
                            const char *text, gsize size, HmStoreConflict conflict,
                            HmStoreOutcome *ret_outcome, GError **error);

#endif
