/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: reports of many repositories over time. Put a report; ask for the latest of each, the history of one,
 * what changed between two times, a whole report. It is one SQLite file, which is distrusted like anything else that is
 * read.
 *
 * A repository is known by its key, any UTF-8 text of 1..HM_STORE_KEY_MAX bytes without control characters:
 * "github.com/o/r". It has at most one report for each second of as_of.
 *
 * Several processes may use one store at once: readers never wait; a writer waits for another for some seconds, then
 * is told HM_ERROR_IO. What a put has returned for survives the end of the process and of the machine's power. One
 * HmStore belongs to one thread.
 *
 * A process that may read the file but not write to its folder can't take part in that. Each of its questions looks
 * whether the file still has the size and time that it had when the store was opened, and whether a writer has begun;
 * if not so, it fails with HM_ERROR_IO rather than answer from old or mixed pages, and the store has to be opened
 * again.
 *
 * Errors of the store name the file and say what to do: HM_ERROR_IO (locked, read-only, full disk), HM_ERROR_FORMAT
 * (damaged, or no store), HM_ERROR_UNSUPPORTED (made by another version), HM_ERROR_NOT_FOUND. Errors of what is put
 * name the repository: HM_ERROR_USAGE (a key that can't be one), HM_ERROR_LIMIT (more than a store takes),
 * HM_ERROR_FORMAT (no report). Where a call takes a flag or a function that can end it, that gives
 * HM_ERROR_CANCELLED. After an error the store holds what it held before the call; an import and a batch say
 * themselves what stays.
 */
#ifndef HM_STORE_STORE_H
#define HM_STORE_STORE_H

#include "scoring/report.h"

#define HM_STORE_KEY_MAX 1024

/* Returns: whether @key may stand for a repository; else FALSE with HM_ERROR_USAGE. */
gboolean hm_repository_key_check (const char *key, GError **error);

/*
 * Checks of one report that is put: hallmark has some 15 of its own, and plug-ins add some more. A store knows 4,096
 * checks in all, by id and name. So that reports which somebody else made can't use them up, the last
 * HM_STORE_CHECKS_MAX are left to those that hallmark makes here: hm_store_put_json() takes none of them.
 */
#define HM_STORE_CHECKS_MAX 256

typedef struct HmStore HmStore;

typedef enum {
  HM_STORE_READ,  /* must be there; nothing is written */
  HM_STORE_WRITE, /* made where it is not there, and brought up to this version's schema */
} HmStoreMode;

/* Returns: (owned) "hallmark/portfolio.db" in the folder for the user's data (XDG_DATA_HOME). */
char *hm_store_default_file (void);

/* Returns: (owned) NULL with an error as above. */
HmStore *hm_store_open (const char *file, HmStoreMode mode, GError **error);
void hm_store_free (HmStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmStore, hm_store_free)

/* Returns: whether to go on waiting for another process that writes. @waited_ms: how long that has been so far. */
typedef gboolean (*HmStoreWaitFunc) (guint waited_ms, gpointer data);

/*
 * While @store waits for another writer, @func is asked some ten times a second, on the thread that waits. NULL: it
 * waits for some seconds.
 */
void hm_store_set_wait (HmStore *store, HmStoreWaitFunc func, gpointer data);

/*
 * Makes one change of what is written until hm_store_commit(): many times as fast as one by one. Other writers wait
 * meanwhile, so put a few hundred reports at most. A put that fails in between leaves the others as they are, unless
 * the disk is full: then all are given up, and the commit fails.
 */
gboolean hm_store_begin (HmStore *store, GError **error);
gboolean hm_store_commit (HmStore *store, GError **error);

/* Gives up what was written since hm_store_begin(). hm_store_free() does so too. */
void hm_store_rollback (HmStore *store);

/*
 * Between hm_store_view_begin() and hm_store_view_end() all questions are answered from one state
 * of the store, that of the first of them, whatever other connections write meanwhile. Views nest:
 * the outermost one counts. Within hm_store_begin() they are of no effect, since no one else writes
 * then. While one is open nothing can be written with @store: a put or hm_store_begin() fails with
 * HM_ERROR_IO. hm_store_free() ends it.
 *
 * Returns: FALSE with HM_ERROR_IO or HM_ERROR_FORMAT; then there is nothing to end.
 */
gboolean hm_store_view_begin (HmStore *store, GError **error);
void hm_store_view_end (HmStore *store);

/* What to do where the repository has another report of the same as_of. */
typedef enum {
  HM_STORE_REPLACE,
  HM_STORE_KEEP,
} HmStoreConflict;

typedef enum {
  HM_STORE_ADDED,
  HM_STORE_SAME,     /* was there, byte for byte */
  HM_STORE_REPLACED, /* was another */
  HM_STORE_KEPT,     /* is another, and stays */
} HmStoreOutcome;

/*
 * @ret_outcome: (nullable)
 *
 * Returns: FALSE with an error; HM_ERROR_LIMIT names the repository and the time of the report, which has more than a
 * store takes.
 */
gboolean hm_store_put (HmStore *store, const char *repository, const HmReport *report,
                       HmStoreConflict conflict, HmStoreOutcome *ret_outcome, GError **error);

/*
 * As hm_store_put(), of a JSON report of @size bytes that somebody else may have made: it is distrusted, and kept to
 * the byte.
 */
gboolean hm_store_put_json (HmStore *store, const char *repository, const char *text, gsize size,
                            HmStoreConflict conflict, HmStoreOutcome *ret_outcome, GError **error);

/*
 * Forgets @repository with its reports, its state, and the names of checks that only it had; one that is not there is
 * forgotten already. What lay in the file stays there until other reports, or hm_store_vacuum(), write over it.
 *
 * @ret_was_there: (nullable)
 */
gboolean hm_store_forget (HmStore *store, const char *repository, gboolean *ret_was_there,
                          GError **error);

/* A check of a report. */
typedef struct {
  const char *id;   /* interned */
  const char *name; /* interned; as this report calls it */
  HmStatus status;
  int score;   /* tenths; HM_NO_SCORE unless scored */
  int floor;   /* tenths; HM_NO_SCORE where not applicable */
  int ceiling; /* tenths; likewise */
} HmStoreCheck;

/* A report without its findings and words. */
typedef struct {
  const char *repository;
  gint64 as_of;
  HmOid commit;
  gint64 committed_at;
  int score; /* tenths, HM_NO_SCORE: as HmReport has it; so the next two */
  int floor;
  int ceiling;
  int coverage_percent;
  gboolean is_partial;
  const char *band;
  const char *tool_version;
  const char *policy_name;
  const char *policy_digest;    /* (nullable) "" for the default policy; NULL: not known */
  HmTruth is_policy_of_subject; /* it is the repository's own */
  const HmStoreCheck *checks;   /* in the order of the report */
  guint n_checks;
} HmStoreSummary;

/*
 * @summary: valid during the call, which may use the store, but neither write to it nor ask it the same question again.
 *
 * Returns: FALSE with @error set to end the walk, which then fails with that error.
 */
typedef gboolean (*HmStoreSummaryFunc) (const HmStoreSummary *summary, gpointer data,
                                        GError **error);

/*
 * The latest report as of @at or before (HM_INSTANT_MAX: of all) of each repository that has one, ordered by the
 * bytes of the keys.
 *
 * @repositories: (nullable) NULL-terminated: these, in this order; those that the store lacks are left out. NULL:
 * all.
 */
gboolean hm_store_latest (HmStore *store, const char *const *repositories, gint64 at,
                          HmStoreSummaryFunc func, gpointer data, GError **error);

/* The reports of @repository with @from <= as_of <= @until, oldest first; none where it is not known. */
gboolean hm_store_history (HmStore *store, const char *repository, gint64 from, gint64 until,
                           HmStoreSummaryFunc func, gpointer data, GError **error);

/* A finding of a report. */
typedef struct {
  char *check_id;
  char *check_name;
  char *probe;
  HmOutcome outcome;
  char *message;
  char *fingerprint; /* hm_finding_fingerprint() */
  /* Whether a waiver settles it. Of what an older version put this is not known, nor are the files. */
  HmTruth waived;
  /* (nullable) digests of the files that it cites (store/finding_files.h); NULL: not known */
  GBytes *files;
  /* (nullable) the first of them, "" where it cites none; NULL: not known */
  char *file;
} HmStoreFinding;

void hm_store_finding_free (HmStoreFinding *finding);

/* What moved in a repository between two times. */
typedef struct {
  const HmStoreSummary *before; /* (nullable) NULL: it had no report then */
  const HmStoreSummary *after;
  /*
   * (element-type HmStoreFinding) of @after, not of @before (store/finding_pairs.h); one with another outcome both
   * came and went
   */
  const GPtrArray *came;
  /* (element-type HmStoreFinding) of @before, not of @after; both are empty where @before is NULL */
  const GPtrArray *went;
} HmStoreChange;

/* As HmStoreSummaryFunc. */
typedef gboolean (*HmStoreChangeFunc) (const HmStoreChange *change, gpointer data, GError **error);

/*
 * Compares, for each repository, the latest report as of @until or before with the latest as of @since or before, also
 * where both are the same one. @repositories and the order are as for hm_store_latest().
 */
gboolean hm_store_changes (HmStore *store, const char *const *repositories, gint64 since,
                           gint64 until, HmStoreChangeFunc func, gpointer data, GError **error);

/*
 * How busy a repository was when that was last counted: HmReport.activity of the newest report that has one, up to
 * the time that is asked about.
 */
typedef struct {
  const char *repository;
  gint64 as_of;
  const HmReportActivity *activity; /* without packages and dependencies */
} HmStoreActivity;

/* As HmStoreSummaryFunc. */
typedef gboolean (*HmStoreActivityFunc) (const HmStoreActivity *activity, gpointer data,
                                         GError **error);

/* The activity as of @at or before of each repository that has one, ordered by the bytes of the keys. */
gboolean hm_store_activities (HmStore *store, gint64 at, HmStoreActivityFunc func, gpointer data,
                              GError **error);

/*
 * How many of the repositories that are asked about may offer one package: the one that it belongs to, and a mirror,
 * a fork or a successor of that. A name that more of them offer (forks of one monorepo, a template's example) belongs
 * to none: to say that each of them is needed would tell nothing.
 */
#define HM_STORE_OFFERS_MAX 3

/*
 * Called with each @repository that others need. As HmStoreSummaryFunc.
 *
 * @dependents: (element-type utf8) the keys of those others, which declare that they need a package of @repository
 * and don't offer it themselves; at least one, each once, in no order of meaning
 */
typedef gboolean (*HmStoreDependentsFunc) (const char *repository, const GPtrArray *dependents,
                                           gpointer data, GError **error);

/*
 * Calls @func for each of @repositories that others of them need, in no order of meaning, by what the newest report
 * of each as of @at or before says. The time grows with the number of names alone, however many share one.
 *
 * @repositories: (nullable) NULL-terminated. NULL: all.
 * @cancelled: (nullable) atomic; ends it with HM_ERROR_CANCELLED
 */
gboolean hm_store_dependents (HmStore *store, const char *const *repositories, gint64 at,
                              const gint *cancelled, HmStoreDependentsFunc func, gpointer data,
                              GError **error);

/*
 * Returns: (owned) the latest report of @repository as of @at or before; NULL with HM_ERROR_NOT_FOUND where there is
 * none.
 */
HmReport *hm_store_report (HmStore *store, const char *repository, gint64 at, GError **error);

/* As hm_store_report(), the JSON as it was put. */
GBytes *hm_store_report_json (HmStore *store, const char *repository, gint64 at, GError **error);

/* What a rescan looks at to see whether it has anything to do. "" and 0 where not known. */
typedef struct {
  HmOid head;          /* what the default branch led to when it was last scanned */
  char *tool_version;  /* which scanned it */
  char *policy_digest; /* under which policy */
  char *forge_digest;  /* of what the forge answered */
  gint64 scanned_at;   /* of the last scan that went well */
  gint64 failed_at;    /* of the last failure; 0 where the last scan went well */
  char *failure;       /* its reason */
  gint64 looked_at;    /* when it was last scanned or found unchanged */
  gint64 tried_at;     /* when it last had its turn, whatever came of that */
} HmStoreState;

/* Returns: (owned) with nothing known */
HmStoreState *hm_store_state_new (void);
void hm_store_state_free (HmStoreState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmStoreState, hm_store_state_free)

/* Texts that are not UTF-8 are spelt out as in a report. */
gboolean hm_store_put_state (HmStore *store, const char *repository, const HmStoreState *state,
                             GError **error);

/*
 * Returns: (owned) with nothing known where the repository is not, or its state is damaged: it is only what the last
 * look left, and the next scan writes it anew; NULL with an error.
 */
HmStoreState *hm_store_state (HmStore *store, const char *repository, GError **error);

/* Each repository whose state is known; it lives during the call. Returns: FALSE with @error set to end the walk. */
typedef gboolean (*HmStoreStateFunc) (const char *repository, const HmStoreState *state,
                                      gpointer data, GError **error);

/* The states of all repositories that have one, ordered by the bytes of the keys; one that is damaged is left out. */
gboolean hm_store_states (HmStore *store, HmStoreStateFunc func, gpointer data, GError **error);

#endif
