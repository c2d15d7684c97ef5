/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A report: all that a renderer sees, whether it comes from a scan or was read back from JSON. It owns
 * its strings; nothing in it points at facts or checks.
 */
#ifndef HM_SCORING_REPORT_H
#define HM_SCORING_REPORT_H

#include <hallmark/check.h>

#include "scoring/compare.h"
#include "scoring/gate.h"
#include "scoring/waiver.h"

typedef enum {
  HM_STATUS_SCORED,
  HM_STATUS_UNKNOWN,        /* nothing known: no score, floor 0, ceiling 100 */
  HM_STATUS_NOT_APPLICABLE, /* leaves every sum */
} HmStatus;

typedef struct {
  char *id;
  char *name;
  char *summary;
  HmRisk risk;
  double weight;
  HmStatus status;
  int score;          /* tenths; HM_NO_SCORE unless scored */
  int floor;          /* tenths */
  int ceiling;        /* tenths */
  int unwaived_score; /* tenths; what the score would be without waivers; HM_NO_SCORE unless scored */
  int unwaived_floor; /* tenths; likewise */
  char *reason;
  HmFindings *findings;
} HmResult;

/* Something to do, worth doing: mending every failed finding of one probe. */
typedef struct {
  char *check_id;
  char *check_name;
  char *probe;
  char *text;     /* the remediation */
  int check_gain; /* tenths that the check would gain */
  double gain;    /* points that the aggregate would gain, 0..10 */
  /* not a fault: evidence to be made visible; gain is then how much may be settled */
  gboolean is_view;
} HmStep;

/* How the forge came to be asked, or not. */
typedef struct {
  char *host;        /* "" where none is known */
  char *token_class; /* who asked: "anonymous", "classic token"; "" where nobody was asked */
  char *why;       /* why nobody was asked, no answer came, or no token went along; "" otherwise */
  gint64 asked_at; /* seconds since the epoch; 0: nobody was asked */
  guint n_requests;
} HmReportForge;

/*
 * How busy the subject is, and what it needs and offers: what the portfolio works criticality out
 * of. Counts are of the twelve months before as_of; one below 0 is not known.
 */
typedef struct {
  gint64 first_commit_at; /* 0: not known */
  gint64 last_commit_at;  /* 0: not known */
  gint64 n_commits;       /* but merges, of people */
  gint64 n_people;        /* who made them */
  gint64 n_active;        /* maintainers who are active */
  gint64 n_organisations; /* of these people, by the domains of their addresses */
  gint64 n_releases;
  gint64 n_forks; /* as the forge tells; so the next */
  gint64 n_stars;
  char **packages;     /* NULL-terminated: what its manifests call it, "npm:left-pad" */
  char **dependencies; /* NULL-terminated: what its manifests declare to need, likewise */
} HmReportActivity;

typedef struct _HmReport {
  char *tool_version;
  char *policy_name;
  char *policy_source; /* HmPolicy.source: "" for the default */
  char *policy_digest; /* HmPolicy.digest: "" for the default */
  gboolean is_policy_of_subject;
  char *subject_name;
  char *subject_url; /* "" where there is none */
  char *subject_ref; /* "" where there is none */
  HmOid commit;
  gint64 committed_at;
  gint64 as_of;
  HmReportForge forge;
  HmReportActivity *activity; /* (nullable) (owned) where it was counted */
  GPtrArray *results;         /* (element-type HmResult), in report order */
  int score;                  /* tenths; HM_NO_SCORE where no check scored */
  int floor;                  /* tenths; HM_NO_SCORE where no check applies */
  int ceiling;                /* tenths; likewise */
  int coverage_percent;       /* 0..100: the weighted share of the scale that evidence settles */
  gboolean is_partial;        /* coverage is under the policy's partial_below_percent */
  char *band;                 /* id of the policy's band; "unknown" where there is no score */
  gboolean is_stale;          /* whoever shows it found it too old to go by; never written */
  GPtrArray *steps;           /* (element-type HmStep), most valuable first; all of them */
  GPtrArray *waivers;         /* (element-type HmReportWaiver) of the policy, in its order */
  int unwaived_score;         /* tenths; without waivers; HM_NO_SCORE where no check scored */
  int unwaived_floor;         /* tenths; likewise */
  HmComparison *range;        /* (nullable) (owned) what the looked-at range did: --diff */
  HmComparison *baseline; /* (nullable) (owned) what changed since an earlier report: --baseline */
  HmGateVerdict *verdict; /* (nullable) (owned) where a gate was asked for */
} HmReport;

/* Returns: (owned) a report with no results, no score, empty strings. */
HmReport *hm_report_new (void);
void hm_report_free (HmReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmReport, hm_report_free)

/* Returns: (owned) one of which nothing is known. */
HmReportActivity *hm_report_activity_new (void);
void hm_report_activity_free (HmReportActivity *activity);

HmResult *hm_result_new (void);
void hm_result_free (HmResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmResult, hm_result_free)

HmStep *hm_step_new (void);
void hm_step_free (HmStep *step);

/* Replaces the owned text at @text by a copy of @value, which may be part of it. */
void hm_text_set (char **text, const char *value);

/* "scored", "unknown", "not-applicable" */
const char *hm_status_text (HmStatus status);

/* "pass", "fail", "unknown", "not-applicable" */
const char *hm_outcome_text (HmOutcome outcome);

#endif
