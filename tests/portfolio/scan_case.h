/* SPDX-License-Identifier: Apache-2.0 */
/* A portfolio of one origin under as many names as a test wants, a store beside it, and runs over both. */
#ifndef HM_TESTS_PORTFOLIO_SCAN_CASE_H
#define HM_TESTS_PORTFOLIO_SCAN_CASE_H

#include "checks/registry.h"
#include "portfolio/scan.h"
#include "tests/evidence/origin.h"

#define NOW G_GINT64_CONSTANT (1780272000)
#define DAY (24 * 3600)

typedef struct {
  Origin *origin;
  char *url;
  char *store_file;
  char *cache;
  HmRegistry *registry;
  char *digest;                 /* of the terms */
  const HmCheck *const *checks; /* (nullable) NULL: those of the registry; else one */
  gint n_opened;                /* atomic: how often terms were asked for */
  gint quota;                   /* how often in a run; 0: no end */
  guint n_told;                 /* rows that were told of */
  gint cancelled;               /* what the run is stopped by, */
  guint cancel_after;           /* after so many rows; 0: never */
  GPtrArray *entries;           /* (element-type HmPortfolioEntry) */
  GPtrArray *others;            /* (element-type HmPortfolioEntry) what else the portfolio holds */
  HmScanOptions options;
} ScanCase;

/* Fixture functions of g_test_add(). */
void scan_case_set_up (ScanCase *test, gconstpointer unused);
void scan_case_tear_down (ScanCase *test, gconstpointer unused);

/* Returns: (owned) one that scan_case_tear_down() frees with the list that it is put into */
HmPortfolioEntry *scan_entry_new (const char *name, const char *where, gboolean is_path);
void scan_entry_free (gpointer entry);
void scan_case_add (ScanCase *test, const char *name, const char *where, gboolean is_path);

/* Returns: (owned) the run, which went as @code (-1: well) says. */
HmScanRun *scan_case_run (ScanCase *test, int code);

/* A run that comes to so many of each fate, and tells of each once. */
void scan_case_counts (ScanCase *test, guint n_done, guint n_unchanged, guint n_failed);

/* Returns: (owned) what the store knows of @key */
HmStoreState *scan_case_state (const ScanCase *test, const char *key);

#endif
