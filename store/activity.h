/* SPDX-License-Identifier: Apache-2.0 */
/* How busy repositories are, and who needs whom, as rows. */
#ifndef HM_STORE_ACTIVITY_H
#define HM_STORE_ACTIVITY_H

#include "store/database.h"

/* Makes HmReport.activity of @report, where it has one, that of @repository, unless a later report told. */
gboolean hm_activity_put (HmStore *store, gint64 repository, const HmReport *report,
                          GError **error);

#endif
