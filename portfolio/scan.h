/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scans many repositories at once, and puts each report into the store as soon as it is there. Whatever goes wrong with
 * one repository is told in its row. An error of the store ends the run; what was stored by then stays.
 *
 * A repository is not scanned anew while its last report still holds. It holds if the commit, the tags and the remote
 * are the same; if it was made by the same version of hallmark on the same terms; if the forge, where one is asked,
 * gives the same answers; and if it is younger than a limit, since time alone changes what a report says. Then only the
 * time of this look is stored. So a run that was broken off goes on where it was when it is started again.
 *
 * A scan as of a given time in the past adds its report, and leaves what is known of the last scan alone.
 */
#ifndef HM_PORTFOLIO_SCAN_H
#define HM_PORTFOLIO_SCAN_H

#include <hallmark/check.h>

#include "evidence/collect.h"
#include "portfolio/portfolio.h"
#include "scoring/policy.h"
#include "store/store.h"

/* What one repository is scanned by. */
typedef struct {
  HmCollectOptions collect;
  const HmCheck *const *checks;
  gsize n_checks;
  const HmPolicy *policy;
  gpointer own; /* (nullable) what the others borrow from, where nobody else does */
} HmScanTerms;

/* Knows the terms of each repository. Thread-safe. */
typedef struct {
  /* Returns: (borrowed) a digest of all that a scan of @entry goes by, other than what is in the repository itself. */
  const char *(*digest) (gpointer data, const HmPortfolioEntry *entry);

  /* @path: where the repository, or the copy of it, is. Returns: FALSE with @error set */
  gboolean (*open) (gpointer data, const HmPortfolioEntry *entry, const char *path,
                    HmScanTerms *ret_terms, GError **error);
  void (*close) (gpointer data, HmScanTerms *terms);
  gboolean may_ask; /* there are terms by which a forge is asked */
  gpointer data;
} HmScanTermsSource;

typedef enum {
  HM_SCAN_WAITING,   /* its turn did not come, or what may be asked of a forge was spent by then */
  HM_SCAN_SKIPPED,   /* looked at since the time that was given: not now */
  HM_SCAN_UNCHANGED, /* looked at: its last report still holds */
  HM_SCAN_DONE,      /* has a new report */
  HM_SCAN_FAILED,
} HmScanFate;

#define HM_N_SCAN_FATES 5

/* What became of one repository. */
typedef struct {
  const HmPortfolioEntry *entry;
  HmScanFate fate;
  int score;  /* tenths, of the new report; HM_NO_SCORE where there is none */
  int floor;  /* tenths; likewise */
  char *why;  /* (nullable) why it failed, or is kept waiting by a quota */
  char *note; /* (nullable) what its owner should know: it was renamed, stands here by URL too */
  gint64 took_us; /* that it was worked on */
} HmScanRow;

typedef struct {
  HmScanTermsSource terms;
  const char *tool_version;
  const char *cache_folder; /* where copies of remote repositories are kept */
  /*
   * (nullable) (element-type HmPortfolioEntry) All of the portfolio, of which a run may be about some; NULL: those of
   * the run.
   */
  const GPtrArray *entries;
  guint n_jobs;           /* threads that scan, each one repository; >= 1 */
  gint64 as_of;           /* now */
  gboolean has_as_of;     /* that was asked for: the newest commit not after it is scanned */
  gint64 max_age_seconds; /* that a report holds at most; 0: every repository is scanned anew */
  /* What was scanned or found unchanged at this time or later is skipped; HM_INSTANT_MAX: nothing is. */
  gint64 since;
  /* How long another process may write to the store without a break; 0: ten minutes. */
  guint store_wait_ms;
  const gint *cancelled; /* (nullable) atomic */

  /*
   * (nullable) On the caller's thread: @row is final, and what is to be stored of it is stored, but that it was found
   * unchanged, which is by the end of the run.
   */
  void (*on_row) (const HmScanRow *row, gpointer data);
  /* (nullable) On the caller's thread, some ten times a second. */
  void (*on_tick) (gpointer data);
  gpointer data;
} HmScanOptions;

/* One run. */
typedef struct {
  /* (element-type HmScanRow) One for each repository, in the order they were given in. */
  GPtrArray *rows;
  guint counts[HM_N_SCAN_FATES]; /* of rows, by fate */
} HmScanRun;

/* @entries: (element-type const HmPortfolioEntry) which outlive the run. Returns: (owned) all waiting */
HmScanRun *hm_scan_run_new (const GPtrArray *entries);
void hm_scan_run_free (HmScanRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmScanRun, hm_scan_run_free)

/*
 * Scans those of @run that need it. The rows tell how far it came in any case.
 *
 * Returns: FALSE with an error of the store, HM_ERROR_LIMIT (no thread can be had), HM_ERROR_TOKEN (a forge refuses the
 * token) or HM_ERROR_CANCELLED.
 */
gboolean hm_scan_run_go (HmScanRun *run, HmStore *store, const HmScanOptions *options,
                         GError **error);

#endif
