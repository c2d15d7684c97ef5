/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A project's life as the history command tells it: the score at many moments, each as a scan of
 * that commit as of that time gives it, and when which signal was on. Pure: what scans found is
 * added row by row, oldest first. Distrusts names and messages: they are kept as they came, and
 * each renderer masks them.
 */
#ifndef HM_RENDER_HISTORY_H
#define HM_RENDER_HISTORY_H

#include "render/trend.h"
#include "scoring/report.h"

/* Rows of one history: four hundred years of months, or thirteen of days. */
#define HM_HISTORY_ROWS_MAX 5000u

/* What a signal is about; in the order in which the eye should meet them. */
typedef enum {
  HM_SIGNAL_ARTEFACT,   /* a change that honest work almost never makes */
  HM_SIGNAL_TRANSITION, /* power is moving */
  HM_SIGNAL_EXPOSURE,   /* fragile */
} HmSignalKind;
#define HM_N_SIGNAL_KINDS 3

/* "artefact", "transition", "exposure" */
const char *hm_signal_kind_text (HmSignalKind kind);

/* What is said of a signal beside what the report tells: checks know it, renderers do not. */
typedef struct {
  HmSignalKind kind;
  const char *name;  /* (nullable) two or three words: "new lead" */
  const char *label; /* (nullable) a few more that name nobody: "a newcomer leads" */
} HmSignalTraits;

/* Returns: what @finding, a failed one of the check @check, is as a signal. */
typedef HmSignalTraits (*HmSignalDescribe) (const char *check, const HmFinding *finding);

/* A probe that failed in some row. */
typedef struct {
  char *id;    /* "takeover-signals/new-lead": the check's and the probe's */
  char *check; /* "takeover-signals" */
  char *name;  /* "new lead"; the probe in words where nothing else is known */
  char *label; /* "a newcomer leads"; the name where nothing else is known */
  HmSignalKind kind;
  guint first_row;       /* where it was on first */
  guint n_rows;          /* in how many it was on */
  HmOid commit;          /* that the first finding cites; else of the first row */
  char *message;         /* of that finding */
  HmOid came_on_commit;  /* as hm_history_came_on() told */
  gint64 came_on_time;   /* likewise */
  char *came_on_message; /* (nullable) likewise; NULL: nobody looked between the rows */
} HmHistorySignal;

typedef struct {
  char *id;
  char *name;
} HmHistoryCheck;

typedef struct {
  gint64 time; /* as of when, seconds since the epoch */
  HmOid commit;
  char *tag; /* (nullable) the release that the row is of */
  int score; /* tenths; HM_NO_SCORE as in HmReport; so are floor and ceiling */
  int floor;
  int ceiling;
  int coverage_percent;
  int *check_scores; /* tenths, or HM_NO_SCORE; one for each of HmHistoryReport.checks */
  GArray *signals;   /* (element-type guint) rising indices into HmHistoryReport.signals */
} HmHistoryRow;

typedef struct {
  gint64 time;
  char *name;
} HmHistoryRelease;

typedef struct {
  char *tool_version;
  char *policy_name;
  char *subject_name;
  char *subject_url;  /* "" where there is none */
  char *subject_ref;  /* "" where there is none */
  HmOid commit;       /* the newest */
  char *step;         /* "month", "quarter", "year", "week", "30d", "tag" */
  GPtrArray *checks;  /* (element-type HmHistoryCheck) in report order */
  GPtrArray *rows;    /* (element-type HmHistoryRow) oldest first */
  GPtrArray *signals; /* (element-type HmHistorySignal) in the order in which they came on */
  /* (element-type HmHistoryRelease) oldest first, of the time that the rows tell of */
  GPtrArray *releases;
  GPtrArray *notes; /* (element-type char*) what a reader has to know of what is not told */
} HmHistoryReport;

/* Returns: (owned) a history of nothing, with empty strings. */
HmHistoryReport *hm_history_report_new (void);
void hm_history_report_free (HmHistoryReport *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmHistoryReport, hm_history_report_free)

/* Whether what the check @id finds are signals. */
gboolean hm_history_is_signal_check (const char *id);

/*
 * Adds the row that @report tells of. The first one says which checks there are, and all others are of the same checks.
 *
 * @tag: (nullable)
 */
void hm_history_report_add (HmHistoryReport *history, const HmReport *report, const char *tag,
                            HmSignalDescribe describe);

/* Returns: (borrowed) (nullable) what @report says where @signal is on in it: the first failed finding of its probe. */
const HmFinding *hm_history_signal_in (const HmHistorySignal *signal, const HmReport *report);

/*
 * Tells where between the row before and the first row of it the signal @signal came on: at
 * @commit, as of @time, with what was said there. Once a signal.
 */
void hm_history_came_on (HmHistoryReport *history, guint signal, const HmOid *commit, gint64 time,
                         const char *message);

/* Returns: (borrowed) the row at @index. */
const HmHistoryRow *hm_history_row (const HmHistoryReport *history, guint index);

/* Returns: (borrowed) the signal at @index. */
const HmHistorySignal *hm_history_signal (const HmHistoryReport *history, guint index);

/* Returns: the index of the check @id among the checks; HM_NO_INDEX where it was not run. */
guint hm_history_find_check (const HmHistoryReport *history, const char *id);

/*
 * Returns: the score in @row of the check at @check, or of all together where that is HM_NO_INDEX;
 * HM_NO_SCORE where there is none.
 */
int hm_history_score (const HmHistoryReport *history, guint row, guint check);

/* Whether signal @signal is on in row @row. */
gboolean hm_history_is_on (const HmHistoryReport *history, guint row, guint signal);

/*
 * A row by its period: "2024-02" of months, "2024 Q1", "2024", else the day "2024-02-23"; the tag's name of a release.
 *
 * Returns: (owned)
 */
char *hm_history_row_name (const HmHistoryReport *history, guint row);

/* Sets @ret_trend to that of the last twelve months told. */
void hm_history_trend (const HmHistoryReport *history, HmTrend *ret_trend);

/* Returns: (owned) the history in at most ten lines of plain text, each with LF; raw as the names in it. */
char *hm_history_story (const HmHistoryReport *history);

#endif
