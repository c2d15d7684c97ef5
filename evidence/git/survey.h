/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commits of a walk changed, as of a time: of those of the last two years which files, of
 * those of the last year also what is new in them. What the journal knows is not read again; the
 * rest is read by any number of threads (evidence/git/changes.h).
 *
 * How far to look hangs on the walk and the time alone, and facts are put together from looks of
 * just that kind: what other moments of the history, or other runs, asked for does not show.
 */
#ifndef HM_EVIDENCE_GIT_SURVEY_H
#define HM_EVIDENCE_GIT_SURVEY_H

#include "evidence/git/history.h"

/*
 * Whoever began in this history at most so long before a commit is new to it then, and so is a
 * spelling of somebody's name and address, and a bot that signs nothing: the content of source
 * files is looked at as well. When a commit was made is as evidence/git/settled.h says. Blind:
 * whoever types name and address of an old hand is none but that one.
 */
#define HM_NEWCOMER_SECONDS (3ll * 365 * 86400)

typedef struct {
  /* seconds since the epoch; commits that say they are of later are looked at as the newest are */
  gint64 as_of;
  /*
   * whole looks at all commits from @since on, but those that HmCommit.is_before: not as long as a
   * scan looks back
   */
  gboolean has_since;
  gint64 since;
  gsize changes_max;     /* HM_CHANGES_MAX, but in tests */
  guint64 bytes_max;     /* HM_CHANGES_BYTES_MAX, but in tests */
  const gint *cancelled; /* (nullable) atomic */
} HmSurveyOptions;

typedef struct HmSurvey HmSurvey;

/* Lines up what is to be read; after hm_walk_join(). @walk outlives the survey. Returns: (owned) */
HmSurvey *hm_survey_new (HmWalk *walk, const HmSurveyOptions *options);
void hm_survey_free (HmSurvey *survey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmSurvey, hm_survey_free)

/* Commits to be read. */
guint hm_survey_n_jobs (const HmSurvey *survey);

/*
 * Reads until none is left to begin, or it is cancelled. Any number of threads, each with its own
 * @odb; nobody changes the journal meanwhile.
 */
void hm_survey_run (HmSurvey *survey, git_odb *odb);

/*
 * After all runs have ended: tells the journal, and fills in what @walk says of changes. Past
 * bytes_max none of its commits counts as looked at, since which of them came before must not hang
 * on what the threads did.
 *
 * Returns: FALSE with HM_ERROR_CANCELLED.
 */
gboolean hm_survey_finish (HmSurvey *survey, GError **error);

#endif
