/* SPDX-License-Identifier: Apache-2.0 */
/* A store in a folder of its own, and reports to put there. */
#ifndef HM_TESTS_STORE_CASE_H
#define HM_TESTS_STORE_CASE_H

#include "store/maintain.h"

#define WEEK (7 * 86400)

typedef struct {
  char *folder;
  char *file;     /* of the store */
  HmStore *store; /* (nullable) open for writing */
} Case;

Case *case_new (void);
/* Closes the store, and removes all that lies in the folder. */
void case_free (Case *a_case);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Case, case_free)

/* Closes the store and opens it again. */
void case_reopen (Case *a_case, HmStoreMode mode);

/*
 * A sample report as of @as_of with the aggregate @score; the first check's first finding says @words.
 *
 * Returns: (owned)
 */
HmReport *case_report (gint64 as_of, int score, const char *words);

/* Puts such a report, which has to go well. */
HmStoreOutcome case_put (HmStore *store, const char *repository, gint64 as_of, int score,
                         const char *words);

/* Returns: how many rows of @table the store has. */
guint64 case_rows (HmStore *store, const char *table);

/* The text that is put for such a report. Returns: (owned) */
GBytes *case_text (gint64 as_of, int score, const char *words);

/* Asserts that the store is found whole, with @n_reports. */
void case_check_whole (HmStore *store, guint64 n_reports);

/* What hm_store_check() finds wrong, a line each. Returns: (owned) */
char *case_problems (HmStore *store);

/* Asserts that @error is of @code and holds @words, then clears it. */
void case_assert_error (GError **error, int code, const char *words);

#endif
