/* SPDX-License-Identifier: Apache-2.0 */
/* How busy repositories are, and who needs whom, as rows. */
#ifndef HM_STORE_ACTIVITY_H
#define HM_STORE_ACTIVITY_H

#include "store/database.h"

/*
 * Makes HmReport.activity of @report that of @repository as of its time; where it has none, nothing is known as of
 * then.
 */
gboolean hm_activity_put (HmStore *store, gint64 repository, const HmReport *report,
                          GError **error);

#endif
