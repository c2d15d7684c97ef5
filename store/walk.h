/* SPDX-License-Identifier: Apache-2.0 */
/* Every report with its text, as far as the file can be read: for those that look after a store. */
#ifndef HM_STORE_WALK_H
#define HM_STORE_WALK_H

#include "store/database.h"
#include "store/maintain.h"

/* A report, as far as its text needs no other row. */
typedef struct {
  const char *key; /* of its repository */
  gint64 repository;
  gint64 id; /* of its body, too */
  gint64 as_of;
} HmStoredReport;

/*
 * @text: (nullable) NULL where it can't be restored, which @error says. Returns: FALSE with @ret_error set to end the
 * walk.
 */
typedef gboolean (*HmReportFunc) (HmStore *store, const HmStoredReport *report, GBytes *text,
                                  const GError *error, gpointer data, GError **ret_error);

/*
 * Calls @func for every report, by the keys of the repositories and by time. Damage (HM_ERROR_FORMAT) is told to
 * @problem, counted in @health, and what it hides is passed over: a report whose key, number and time can be read is
 * not hidden by what else is told of it.
 */
gboolean hm_reports_walk (HmStore *store, HmReportFunc func, gpointer data,
                          HmStoreProblemFunc problem, gpointer problem_data, const gint *cancelled,
                          HmStoreHealth *health, GError **error);

#endif
