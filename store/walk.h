/* SPDX-License-Identifier: Apache-2.0 */
/* Every report with its text, as far as the file can be read: for those that look after a store. */
#ifndef HM_STORE_WALK_H
#define HM_STORE_WALK_H

#include "store/maintain.h"
#include "store/summary.h"

/*
 * @text: (nullable) NULL where it can't be restored, which @error says. Returns: FALSE with @ret_error set to end the
 * walk.
 */
typedef gboolean (*HmReportFunc) (HmStore *store, gint64 repository, const HmSummaryRow *row,
                                  GBytes *text, const GError *error, gpointer data,
                                  GError **ret_error);

/*
 * Calls @func for every report, by the keys of the repositories and by time. Damage (HM_ERROR_FORMAT) is told to
 * @problem, counted in @health, and what it hides is passed over.
 */
gboolean hm_reports_walk (HmStore *store, HmReportFunc func, gpointer data,
                          HmStoreProblemFunc problem, gpointer problem_data, const gint *cancelled,
                          HmStoreHealth *health, GError **error);

#endif
