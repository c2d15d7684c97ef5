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

/*
 * Holds what the rows say of the time of @report against it. Where only one of the two knows of activity nothing is
 * wrong: an older version kept the newest alone, and did not drop it with its report.
 *
 * Returns: FALSE with an error; HM_ERROR_FORMAT where they say something else.
 */
gboolean hm_activity_verify (HmStore *store, gint64 repository, const HmReport *report,
                             GError **error);

/* @ret_n: rows of activity whose report is not there. */
gboolean hm_activity_count_strays (HmStore *store, guint64 *ret_n, GError **error);

#endif
