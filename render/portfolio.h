/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said of many repositories at once: which to look at first, what moved, what one of them went through.
 * Plain structs that portfolio/ fills (portfolio/ranking.h) and the renderers of tables, documents and pages take.
 * Distrusts all text in them: each renderer masks it.
 */
#ifndef HM_RENDER_PORTFOLIO_H
#define HM_RENDER_PORTFOLIO_H

#include "render/trend.h"
#include "scoring/report.h"

/* --- Criticality ---------------------------------------------------------------------------------- */

/* The signals of a criticality, in the order in which they are told. */
typedef enum {
  HM_CRITICALITY_CREATED,       /* months since the first commit */
  HM_CRITICALITY_UPDATED,       /* months since the newest commit: the fewer, the more critical */
  HM_CRITICALITY_PEOPLE,        /* who committed in the last twelve months */
  HM_CRITICALITY_ORGANISATIONS, /* of these, by the domains of their addresses */
  HM_CRITICALITY_COMMITS,       /* a week, over the last twelve months */
  HM_CRITICALITY_RELEASES,      /* in the last twelve months */
  HM_CRITICALITY_DEPENDENTS,    /* repositories of the portfolio that declare to need it */
  HM_CRITICALITY_FORKS,         /* where a forge told */
  HM_CRITICALITY_STARS,         /* likewise */
} HmCriticalitySignal;
#define HM_CRITICALITY_N_SIGNALS 9

typedef struct {
  gboolean is_known;
  /* As it was found; above the threshold where it is large. */
  double value;
  /* From here on more makes no difference. */
  double threshold;
  /* In the mean. */
  double weight;
  /*
   * log (1 + min (value, threshold)) / log (1 + threshold), 0..1; 0 where not known. Of months since the newest commit
   * log (1 + threshold - min (value, threshold)) / log (1 + threshold).
   */
  double share;
} HmCriticalityPart;

typedef enum {
  HM_CRITICALITY_UNKNOWN, /* to be worked out, and nothing is known to do so */
  HM_CRITICALITY_GIVEN,   /* the portfolio file says so */
  HM_CRITICALITY_WORKED_OUT,
} HmCriticalityOrigin;

typedef struct {
  HmCriticalityOrigin origin;
  /* 0..1; 0 where unknown. */
  double value;
  /* What the parts come to, also beside a given value; below 0: nothing is known. */
  double worked_out;
  /* Of the scan that the parts are of; 0: none. */
  gint64 as_of;
  HmCriticalityPart parts[HM_CRITICALITY_N_SIGNALS];
} HmCriticality;

/* "unknown", "given", "auto": as JSON and CSV call it */
const char *hm_criticality_origin_text (HmCriticalityOrigin origin);

/* "created", "dependents": likewise */
const char *hm_criticality_signal_id (HmCriticalitySignal signal);

/* "months since the first commit" */
const char *hm_criticality_signal_text (HmCriticalitySignal signal);

/* --- The ranking ---------------------------------------------------------------------------------- */

/* A check in a row. */
typedef struct {
  const char *id;   /* interned */
  const char *name; /* interned */
  HmStatus status;
  int score;   /* tenths; HM_NO_SCORE unless scored */
  int floor;   /* tenths; HM_NO_SCORE where not applicable */
  int ceiling; /* tenths; likewise */
  int before; /* tenths; the score at the beginning of the period; HM_NO_SCORE where there was none */
} HmRankCheck;

/* A repository of the portfolio. */
typedef struct {
  char *key;     /* as the store knows it: "github.com/o/r" */
  char *name;    /* as people do */
  char *where;   /* URL or path, as the portfolio file has it */
  char *group;   /* (nullable) */
  char **owners; /* NULL-terminated */
  HmCriticality criticality;

  /* The latest report. */
  gboolean has_report; /* else: never scanned with success; what follows up to @checks is unset */
  gint64 as_of;
  HmOid commit;
  gint64 committed_at;
  int score; /* tenths or HM_NO_SCORE; so the next two */
  int floor;
  int ceiling;
  int coverage_percent;
  gboolean is_partial;
  const char *band; /* interned; id of the policy's band; "unknown" where there is no score */
  gboolean is_by_own_policy; /* the repository said by itself what it is measured by */
  GArray *checks;            /* (element-type HmRankCheck) in the order of the report */

  /* criticality x (10 - floor), tenths 0..100; HM_NO_SCORE where either is not known. */
  int risk;

  /*
   * Nobody looked at it in the period that was asked for: it has no report of then, and was not found unchanged
   * either.
   */
  gboolean is_unseen;

  /* The latest report as of the beginning of the period, where one was asked for. */
  gboolean has_before;
  gint64 before_as_of;
  int before_score; /* tenths or HM_NO_SCORE */
  int before_floor;
  int before_coverage_percent;

  /* Much depended upon, kept up by next to nobody. */
  gboolean is_nebraska;
  /* Its reasons: "needed by 12, one active maintainer, 9 commits in a year"; "" where it is not. */
  char *nebraska;
  int n_dependents; /* within the portfolio; below 0: not known */
  int n_active;     /* maintainers active over the last twelve months; below 0: not known */
  int n_commits;    /* of people over the last twelve months; below 0: not known */

  gint64 scanned_at; /* of the last scan that went well; 0: not known */
  /* when it was last scanned or found unchanged, as the store knows it now; 0: not known */
  gint64 looked_at;
  gint64 failed_at;  /* of the last scan, where that failed; else 0 */
  char *failure;     /* why; "" where it did not */
  gboolean is_stale; /* the latest report is older than HM_RANKING_STALE_DAYS, or there is none */

  /* Why now, in a few words: what fell, and what is weakest. */
  char *why;
} HmRankRow;

/* How it is said that is_by_own_policy. */
#define HM_BY_OWN_POLICY "by its own policy"

/* Days after which nobody knows how a repository is. */
#define HM_RANKING_STALE_DAYS 30

/* What a repository is called in a list, by HmPortfolioEntry.key and name. */
typedef struct {
  const char *key;
  const char *name;
} HmNamed;

typedef struct {
  gint64 as_of; /* the "now" of it */
  gint64 since; /* the beginning of the period; 0: none was asked for */
  char *by;     /* "risk", "score", "floor", "criticality", "change", "name" or the id of a check */
  /* (element-type HmRankRow) in order */
  GPtrArray *rows;
  /*
   * (element-type HmNamed) the rest of the portfolio, from which the names of the rows are told apart too; borrows
   * them
   */
  GArray *others;
  guint n_repositories; /* of the portfolio, before filters and limit */
  guint n_chosen;       /* after filters, before limit */
} HmRanking;

/* Returns: (owned) one without rows. */
HmRanking *hm_ranking_new (void);
void hm_ranking_free (HmRanking *ranking);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmRanking, hm_ranking_free)

/* Returns: (owned) one with empty texts, nothing known. */
HmRankRow *hm_rank_row_new (const char *key);
void hm_rank_row_free (HmRankRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmRankRow, hm_rank_row_free)

/* Returns: (borrowed) the row at @index. */
const HmRankRow *hm_ranking_row (const HmRanking *ranking, guint index);

/* Returns: (borrowed) (nullable) the check @id of @row. */
const HmRankCheck *hm_rank_row_check (const HmRankRow *row, const char *id);

/* Returns: (owned) (element-type char*) the ids of all checks that any row has, by their bytes. */
GPtrArray *hm_ranking_check_ids (const HmRanking *ranking);

/* Whether it was looked at in the period, and both scores are known; @ret_change: tenths, below 0 where it fell. */
gboolean hm_rank_row_change (const HmRankRow *row, int *ret_change);

/*
 * The weighted mean of what is scored: each repository weighs its criticality, one without a known criticality the
 * mean of the others'. Where all that are scored weigh nothing they weigh alike.
 */
typedef struct {
  guint n_repositories;
  guint n_scored;
  int score;            /* tenths or HM_NO_SCORE; so the next */
  int floor;            /* of those with a report alone */
  int coverage_percent; /* 0..100; a repository without a score counts as none of it is known */
  gboolean is_stale;    /* something is scored, and all of that is stale */
  double weight;
} HmRankMean;

/* @group: (nullable) of this group alone; of all groups at once hm_ranking_groups() knows */
HmRankMean hm_ranking_mean (const HmRanking *ranking, const char *group);

/* The repositories of a group. */
typedef struct {
  /* Borrowed from a row. */
  const char *name;
  HmRankMean mean;
  /* Index of the row with the highest risk; of equal ones, and where none is known, the first. */
  guint riskiest;
} HmRankGroup;

/* Returns: (owned) (element-type HmRankGroup) in the order of their first rows, without what belongs to no group. */
GArray *hm_ranking_groups (const HmRanking *ranking);

/* --- One repository --------------------------------------------------------------------------------- */

typedef struct {
  gint64 as_of;
  HmOid commit;
  int score; /* tenths or HM_NO_SCORE; so the next two */
  int floor;
  int ceiling;
  int coverage_percent;
  int *check_scores; /* tenths or HM_NO_SCORE, one for each of HmRepositoryStory.checks */
} HmStoryPoint;

typedef struct {
  const HmRankRow *row; /* borrowed */
  /* (element-type HmRankCheck) of all points, in the order of the newest report; gone ones last */
  GPtrArray *checks;
  /* (element-type HmStoryPoint) oldest first */
  GPtrArray *points;
  HmReport *report; /* (nullable) (owned) the latest */
} HmRepositoryStory;

HmRepositoryStory *hm_repository_story_new (const HmRankRow *row);
void hm_repository_story_free (HmRepositoryStory *story);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmRepositoryStory, hm_repository_story_free)

/* --- What moved ------------------------------------------------------------------------------------- */

/* From bad news to none. */
typedef enum {
  /*
   * Score, floor or a check's score is lower by the threshold, but for what follows from checks that one report
   * lacks.
   */
  HM_MOVE_FELL,
  /* None of them is, but a finding that fails came. */
  HM_MOVE_FOUND,
  /* The last scan failed. */
  HM_MOVE_FAILED,
  /*
   * Nobody looked: there is no report of the period, it was not found unchanged in it, and no scan is known to have
   * failed.
   */
  HM_MOVE_UNSEEN,
  HM_MOVE_ROSE,
  /* It had no report before. */
  HM_MOVE_ARRIVED,
  /* Nothing moved by the threshold; or only what follows from checks that one of both reports lacks. */
  HM_MOVE_OTHER,
} HmMoveKind;
#define HM_N_MOVE_KINDS 7

/* "fell", "found", "failed", "unseen", "rose", "arrived", "other": as JSON calls it */
const char *hm_move_kind_text (HmMoveKind kind);

/* A check whose score moved. */
typedef struct {
  const char *id;   /* interned */
  const char *name; /* interned */
  int before;       /* tenths or HM_NO_SCORE */
  int after;
} HmMovedCheck;

/* A finding that came or went. */
typedef struct {
  char *check_id;
  char *check_name;
  char *probe;
  HmOutcome outcome;
  char *message;
  char *file;            /* (nullable) the first that it cites */
  gboolean is_by_waiver; /* came: a waiver settled it before; went: one settles it now */
} HmMovedFinding;

typedef struct {
  char *key;
  char *name;
  char *group; /* (nullable) */
  char **owners;
  HmMoveKind kind;
  gint64 before_as_of; /* 0: there was none */
  gint64 after_as_of;
  HmOid before_commit;
  HmOid after_commit;
  int before_score; /* tenths or HM_NO_SCORE */
  int after_score;
  int before_floor;
  int after_floor;
  int before_coverage_percent;
  int after_coverage_percent;
  const char *before_tool_version; /* interned; "" where there was no report; so the next three */
  const char *after_tool_version;
  const char *before_policy; /* its name */
  const char *after_policy;
  /* By its digest; not known of reports that an older version stored. */
  HmTruth policy_changed;
  /* As HmRankRow.risk, at the end of the period. */
  int risk;
  /* (element-type HmMovedCheck) in the order of the report */
  GArray *checks;
  /* (element-type HmMovedFinding) by check, probe and message, without passes and what a waiver settles */
  GPtrArray *came;
  /* Likewise. */
  GPtrArray *went;
  char *failure; /* "" where the last scan went well */
} HmMove;

typedef struct {
  gint64 since;
  gint64 until;
  int threshold; /* tenths: a score that moved by less neither fell nor rose */
  /*
   * (element-type HmMove) by kind, then the highest risk first; where it is not known what moved furthest; then by
   * key
   */
  GPtrArray *moves;
  /* (element-type HmNamed) as HmRanking.others */
  GArray *others;
  guint n_repositories; /* of the portfolio, by the filters */
  guint counts[HM_N_MOVE_KINDS];
} HmMoves;

HmMoves *hm_moves_new (gint64 since, gint64 until, int threshold);
void hm_moves_free (HmMoves *moves);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmMoves, hm_moves_free)

HmMove *hm_move_new (const char *key);
void hm_move_free (HmMove *move);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmMove, hm_move_free)

/* Returns: (owned) (element-type HmMovedFinding) an empty list */
GPtrArray *hm_moved_findings_new (void);

#endif
