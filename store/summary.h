/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a report as they are read, shared by the questions. */
#ifndef HM_STORE_SUMMARY_H
#define HM_STORE_SUMMARY_H

#include "store/database.h"

/* A summary that owns what it points at, to be used again for the next. */
typedef struct {
  HmStoreSummary summary; /* all of it but .repository, which is the reader's */
  gint64 id;              /* 0: none */
  char *band;
  char *tool_version;
  char *policy_name;
  char *policy_digest; /* (nullable) */
  char *findings;      /* store/finding_list.h */
  GArray *checks;      /* (element-type HmStoreCheck) */
} HmSummaryRow;

void hm_summary_row_init (HmSummaryRow *row);
void hm_summary_row_clear (HmSummaryRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmSummaryRow, hm_summary_row_clear)

/* Reads the latest report of @repository as of @at or before; @row.id is 0 where there is none. */
gboolean hm_summary_row_read (HmStore *store, gint64 repository, gint64 at, HmSummaryRow *row,
                              GError **error);

/* As hm_summary_row_read(), the first report from @from on. */
gboolean hm_summary_row_read_next (HmStore *store, gint64 repository, gint64 from,
                                   HmSummaryRow *row, GError **error);

/* Returns: FALSE with @error set to end the walk. */
typedef gboolean (*HmRepositoryFunc) (HmStore *store, gint64 number, const char *key, gpointer data,
                                      GError **error);

/*
 * Calls @func for each of @repositories that the store knows, in that order; for all by their keys where it is NULL.
 * They are of one state of the store.
 */
gboolean hm_repositories_walk (HmStore *store, const char *const *repositories,
                               HmRepositoryFunc func, gpointer data, GError **error);

#endif
