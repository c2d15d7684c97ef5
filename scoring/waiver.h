/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a policy settles: findings that are right as they are, for a reason and for a time. A waived
 * finding keeps its outcome and stays in every report; only the score is made as though it had
 * passed, and the score without waivers stands beside it. Pure.
 */
#ifndef HM_SCORING_WAIVER_H
#define HM_SCORING_WAIVER_H

#include <hallmark/finding.h>

/* Days that a waiver may still hold: within a year somebody looks again. */
#define HM_WAIVER_DAYS_MAX 366

#define HM_DIGEST_SIZE 32

/* What a waiver says the waived files hold. */
typedef enum {
  HM_DIGEST_NONE = 0, /* nothing: the finding is not about the content of a file */
  HM_DIGEST_BLOB,     /* one file: its git blob id, written "gitoid:blob:sha1:HEX" */
  HM_DIGEST_SET, /* all files that the glob covers, written "files:sha256:HEX": see hm_digest_of_files() */
} HmDigestKind;

typedef struct {
  HmDigestKind kind;
  HmOid blob;                 /* HM_DIGEST_BLOB */
  guint8 set[HM_DIGEST_SIZE]; /* HM_DIGEST_SET */
} HmDigest;

/* Characters of the longest written form, the NUL included. */
#define HM_DIGEST_TEXT_SIZE 80

/* Returns: FALSE with HM_ERROR_FORMAT that says what a digest looks like. */
gboolean hm_digest_parse (const char *text, HmDigest *ret_digest, GError **error);

/* "" for HM_DIGEST_NONE. Returns @text. */
const char *hm_digest_text (const HmDigest *digest, char text[HM_DIGEST_TEXT_SIZE]);

gboolean hm_digest_equal (const HmDigest *a, const HmDigest *b);

/*
 * The SHA-256 of one line "HEX PATH\n" for each file, HEX its blob id, in the order of paths by byte, each once: what
 * `git ls-tree -r --format="%(objectname) %(path)"` prints of these files. A path that is cited with
 * several contents is there with each, by their ids.
 *
 * @files: (element-type HmEvidence) of kind HM_EVIDENCE_FILE
 */
void hm_digest_of_files (const GArray *files, HmDigest *ret_digest);

/* One waiver as a policy has it. Texts are borrowed from whoever read it. */
typedef struct {
  const char *check_id;
  const char *probe;    /* (nullable) any */
  const char *path;     /* (nullable) a glob as hm_path_glob_matches() (core/glob.h) has it */
  const HmOid *commits; /* (nullable) */
  gsize n_commits;
  HmDigest digest;
  const char *reason;
  const char *by;
  gint64 expires;    /* seconds since the epoch: the first second at which it holds no longer */
  const char *place; /* where it is written: ".hallmark.yml:12" */
} HmWaiver;

/* What became of a waiver. All but the first are findings of their own, and settle nothing. */
typedef enum {
  HM_WAIVER_IN_FORCE,
  HM_WAIVER_EXPIRED,
  HM_WAIVER_TOO_LONG,  /* its last day is more than HM_WAIVER_DAYS_MAX after that of the report */
  HM_WAIVER_ALTERED,   /* the files that it names hold something else than its digest says */
  HM_WAIVER_NO_DIGEST, /* it fits findings about a file, and says not what that holds */
  HM_WAIVER_UNMATCHED, /* there is nothing that it could settle */
  HM_WAIVER_UNASKED,   /* its check did not run, or could not look: nobody knows */
} HmWaiverState;

/* "in-force", "expired", "too-long", "altered", "no-digest", "unmatched", "unasked" */
const char *hm_waiver_state_text (HmWaiverState state);

/* A waiver as a report keeps it. Owns its texts. */
typedef struct {
  char *check_id;
  char *probe;     /* "" any */
  char *path;      /* "" none */
  GArray *commits; /* (element-type HmOid) */
  HmDigest digest;
  char *reason;
  char *by;
  gint64 expires;
  char *place;
  HmWaiverState state;
  guint n_findings; /* that it settles */
} HmReportWaiver;

HmReportWaiver *hm_report_waiver_new (void);
void hm_report_waiver_free (HmReportWaiver *waiver);

#endif
