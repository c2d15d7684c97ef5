/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the changes of the last year add that honest work almost never does. Most marks stand in
 * some honest project too; who brought them, into which kind of file, and who else looked, is what
 * a row of the table asks for.
 */
#include "checks/takeover/families.h"
#include "core/oid.h"

/* By whom a mark means something. */
typedef enum {
  BY_ANYBODY,
  BY_NEWCOMER,
  BY_STRANGER,
} By;

typedef struct {
  HmTakeoverRule rule;
  HmMarkKind kind;
  guint32 roles;     /* HmRole: at least one of these; 0: any or none */
  guint32 not_roles; /* HmRole: none of these */
  By by;
  HmTrace trace; /* the most that still counts */
} Row;

/* What is not run on anybody's machine but a developer's, or is not read by people anyway. */
#define ASIDE_ROLES (HM_ROLE_TEST | HM_ROLE_DOC | HM_ROLE_GENERATED | HM_ROLE_LOCKFILE)
#define CLAIMED_ASIDE_ROLES (HM_ROLE_TEST | HM_ROLE_DOC | HM_ROLE_LOCKFILE)
#define RUN_ROLES \
  (HM_ROLE_BUILD | HM_ROLE_WORKFLOW | HM_ROLE_RELEASE | HM_ROLE_SCRIPT | HM_ROLE_MANIFEST)

static const Row rows[] = {
  { HM_TAKEOVER_SECRET_SENT, HM_MARK_SECRET_SENT, RUN_ROLES, ASIDE_ROLES, BY_ANYBODY,
    HM_TRACE_NONE },
  { HM_TAKEOVER_DECODED_AND_RUN, HM_MARK_DECODED_AND_RUN, 0, ASIDE_ROLES, BY_ANYBODY,
    HM_TRACE_NONE },
  /* A forge that squashes a pull request never shows who let it in: that excuses no newcomer. */
  { HM_TAKEOVER_SECRET_SENT, HM_MARK_SECRET_SENT, RUN_ROLES, ASIDE_ROLES, BY_NEWCOMER,
    HM_TRACE_REQUEST },
  { HM_TAKEOVER_DECODED_AND_RUN, HM_MARK_DECODED_AND_RUN, 0, ASIDE_ROLES, BY_NEWCOMER,
    HM_TRACE_REQUEST },
  /* A folder called vendor only claims that a tool wrote what is in it; whoever is new is not taken at their word. */
  { HM_TAKEOVER_SECRET_SENT, HM_MARK_SECRET_SENT, HM_ROLE_GENERATED, CLAIMED_ASIDE_ROLES,
    BY_NEWCOMER, HM_TRACE_NONE },
  { HM_TAKEOVER_DECODED_AND_RUN, HM_MARK_DECODED_AND_RUN, HM_ROLE_GENERATED, CLAIMED_ASIDE_ROLES,
    BY_NEWCOMER, HM_TRACE_NONE },
  { HM_TAKEOVER_SABOTAGED_TEST, HM_MARK_LONE_DOT, 0, HM_ROLE_DOC, BY_ANYBODY, HM_TRACE_SECOND },
  { HM_TAKEOVER_SABOTAGED_TEST, HM_MARK_BROKEN_FEATURE_TEST, 0, HM_ROLE_DOC, BY_NEWCOMER,
    HM_TRACE_REQUEST },
  { HM_TAKEOVER_SAFE_TO_UNSAFE, HM_MARK_SAFE_TO_UNSAFE, 0, ASIDE_ROLES, BY_NEWCOMER,
    HM_TRACE_SECOND },
  { HM_TAKEOVER_HIDDEN_CODE, HM_MARK_INVISIBLE, 0, ASIDE_ROLES, BY_ANYBODY, HM_TRACE_NONE },
  { HM_TAKEOVER_HIDDEN_CODE, HM_MARK_BIDI_CONTROL, 0, ASIDE_ROLES, BY_NEWCOMER, HM_TRACE_NONE },
  { HM_TAKEOVER_HIDDEN_CODE, HM_MARK_OFF_SCREEN, 0, ASIDE_ROLES, BY_NEWCOMER, HM_TRACE_NONE },
  { HM_TAKEOVER_ENCODED_PAYLOAD, HM_MARK_ENCODED_WALL, RUN_ROLES, ASIDE_ROLES, BY_NEWCOMER,
    HM_TRACE_NONE },
  { HM_TAKEOVER_ENCODED_PAYLOAD, HM_MARK_ENCODED_ARCHIVE, RUN_ROLES, ASIDE_ROLES, BY_NEWCOMER,
    HM_TRACE_NONE },
  { HM_TAKEOVER_INSTALL_HOOK, HM_MARK_INSTALL_HOOK, 0, ASIDE_ROLES, BY_NEWCOMER, HM_TRACE_NONE },
  { HM_TAKEOVER_PROTECTION_REMOVED, HM_MARK_PROTECTION_REMOVED, 0, ASIDE_ROLES, BY_NEWCOMER,
    HM_TRACE_NONE },
  { HM_TAKEOVER_HIDDEN_INPUT, HM_MARK_INPUT_HIDDEN, 0, 0, BY_NEWCOMER, HM_TRACE_NONE },
};

/* What is said of each rule: where it is true, and where it is not. */
static const struct {
  HmTakeoverRule rule;
  const char *what;
  const char *calm;
} sayings[] = {
  { HM_TAKEOVER_SECRET_SENT, "send a secret to a host", "no secret is sent out" },
  { HM_TAKEOVER_DECODED_AND_RUN, "hand decoded data to an interpreter",
    "no decoded data is handed to an interpreter" },
  { HM_TAKEOVER_SABOTAGED_TEST, "add a feature test that can't succeed",
    "no feature test was made to fail" },
  { HM_TAKEOVER_SAFE_TO_UNSAFE,
    "replace, by a newcomer's hand, a checking call by one that doesn't check",
    "no newcomer replaced a checking call by one that doesn't check" },
  { HM_TAKEOVER_HIDDEN_CODE, "add code that editors don't show", "no code is hidden from editors" },
  { HM_TAKEOVER_ENCODED_PAYLOAD,
    "add, by a newcomer's hand, encoded data to scripts, build files or workflows",
    "no newcomer added encoded data to what is run" },
  { HM_TAKEOVER_INSTALL_HOOK, "add, by a newcomer's hand, code that runs at installation",
    "no newcomer added code that runs at installation" },
  { HM_TAKEOVER_PROTECTION_REMOVED,
    "switch off, by a newcomer's hand, a sanitizer, a sandbox, a hardening flag or a warning",
    "no newcomer switched a protection off" },
  { HM_TAKEOVER_HIDDEN_INPUT, "hide, by a newcomer's hand, a file from git that the build reads",
    "no newcomer hid a build input" },
};

/* One commit that fits a rule. */
typedef struct {
  guint32 index;
  const HmFileChange *change;
  const HmMark *mark;
  gboolean is_settled;
} Fit;

/* Of one rule. */
typedef struct {
  GArray *fits;     /* (element-type Fit) */
  GArray *possible; /* (element-type Fit) where it can't be seen who it was, or who looked */
} Tally;

/*
 * Settling is looked for only among the first of them, which is as many as are cited: an attacker
 * may add any number.
 */
#define SETTLED_MAX HM_TAKEOVER_CITED_MAX

static HmTruth
row_by (const Row *row, const HmTakeoverCommit *commit)
{
  switch (row->by) {
  case BY_NEWCOMER:
    return commit->newcomer;
  case BY_STRANGER:
    return commit->stranger;
  case BY_ANYBODY:
  default:
    return HM_TRUTH_YES;
  }
}

/*
 * A pull request that nobody else is seen to have read excuses nothing where the project slept:
 * there was nobody to read it. Otherwise it leaves open what was read.
 */
static HmTruth
row_fits (const Row *row, const HmTakeoverCommit *commit)
{
  HmTruth by = row_by (row, commit);

  if (by == HM_TRUTH_NO || (commit->trace == HM_TRACE_SECOND && row->trace != HM_TRACE_SECOND))
    return HM_TRUTH_NO;
  if (commit->trace == HM_TRACE_REQUEST && row->trace == HM_TRACE_NONE
      && !(commit->is_waking && commit->is_unread))
    return HM_TRUTH_UNKNOWN;
  return by;
}

static gboolean
row_wants (const Row *row, const HmFileChange *change)
{
  return (row->roles == 0 || (change->roles & row->roles) != 0)
         && (change->roles & row->not_roles) == 0;
}

/* Adds what the marks of @change come to; each commit once a rule. */
static void
change_tally (const HmTakeoverScene *scene, const HmTakeoverCommit *commit,
              const HmFileChange *change, Tally *tallies)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HmMark *mark = hm_takeover_mark (scene, change, rows[i].kind);
    HmTruth truth = HM_TRUTH_NO;
    Fit fit = { .index = commit->index, .change = change, .mark = mark };
    GArray *fits;

    if (mark != NULL && row_wants (&rows[i], change))
      truth = row_fits (&rows[i], commit);
    if (truth == HM_TRUTH_NO)
      continue;
    fits = truth == HM_TRUTH_YES ? tallies[rows[i].rule].fits : tallies[rows[i].rule].possible;
    if (fits->len == 0 || g_array_index (fits, Fit, fits->len - 1).index != commit->index)
      g_array_append_val (fits, fit);
  }
}

/* Whether @change takes back what @fit did to the same file. */
static gboolean
is_undone_by (const Fit *fit, const HmFileChange *change)
{
  return g_str_equal (fit->change->path, change->path)
         && (change->kind == HM_CHANGE_DELETED
             || (fit->change->kind == HM_CHANGE_MODIFIED
                 && hm_oid_equal (&change->after, &fit->change->before)));
}

/* An older hand, even the one whose name was abused, took it back: settled, for what is still to come. */
static void
fits_settle (const HmTakeoverScene *scene, GArray *fits)
{
  guint n = MIN (fits->len, SETTLED_MAX);

  for (guint i = 0; i < scene->year->len && n > 0; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);
    HmTakeoverCommit commit;

    if (scene->history->commits[index].n_changes == 0)
      continue;
    commit = hm_takeover_commit (scene, index);
    if (commit.newcomer != HM_TRUTH_NO)
      continue;
    HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
    {
      for (guint f = 0; f < n; f++) {
        Fit *fit = &g_array_index (fits, Fit, f);

        if (fit->index != index && hm_tenure_time (scene->tenure, fit->index) <= commit.when
            && is_undone_by (fit, change))
          fit->is_settled = TRUE;
      }
    }
  }
}

static HmTakeoverState
fits_state (const HmTakeoverScene *scene, const Tally *tally)
{
  if (tally->fits->len > 0) {
    for (guint i = 0; i < tally->fits->len; i++)
      if (!g_array_index (tally->fits, Fit, i).is_settled)
        return HM_TAKEOVER_TRUE;
    return HM_TAKEOVER_SETTLED;
  }
  return tally->possible->len > 0 || scene->blind != NULL ? HM_TAKEOVER_UNKNOWN : HM_TAKEOVER_CALM;
}

static void
fits_cite (const HmTakeoverScene *scene, HmFinding *finding, const GArray *fits)
{
  for (guint i = 0; i < MIN (fits->len, HM_TAKEOVER_CITED_MAX); i++) {
    const Fit *fit = &g_array_index (fits, Fit, i);

    hm_takeover_cite_change (finding, fit->change, fit->mark->line);
    hm_finding_cite_commit (finding, &scene->history->commits[fit->index].oid);
  }
}

static void
tally_say (HmTakeoverScene *scene, HmTakeoverRule rule, const char *what, const char *calm,
           const Tally *tally)
{
  const GArray *fits = tally->fits->len > 0 ? tally->fits : tally->possible;
  HmTakeoverState state = fits_state (scene, tally);
  const Fit *first;
  HmFinding *finding;

  if (fits->len == 0) {
    hm_takeover_say (scene, rule, state, "%s%s%s", calm, scene->blind != NULL ? ", but " : "",
                     scene->blind != NULL ? scene->blind : "");
    return;
  }
  first = &g_array_index (fits, Fit, 0);
  finding = hm_takeover_say (
      scene, rule, state, "commits of the last 12 months that %s: %u, lately in %s%s%s%s%s", what,
      fits->len, first->change->path, *first->mark->text != '\0' ? " (" : "", first->mark->text,
      *first->mark->text != '\0' ? ")" : "",
      state == HM_TAKEOVER_SETTLED ? "; an older hand took it back"
      : state == HM_TAKEOVER_UNKNOWN
          ? "; it can't be seen whether somebody new did so, or who looked"
          : "");
  fits_cite (scene, finding, fits);
}

void
hm_takeover_judge_marks (HmTakeoverScene *scene)
{
  Tally tallies[HM_N_TAKEOVER_RULES] = { 0 };

  for (gsize i = 0; i < HM_N_TAKEOVER_RULES; i++) {
    tallies[i].fits = g_array_new (FALSE, FALSE, sizeof (Fit));
    tallies[i].possible = g_array_new (FALSE, FALSE, sizeof (Fit));
  }
  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);
    HmTakeoverCommit commit;

    if (scene->history->commits[index].n_changes == 0)
      continue;
    commit = hm_takeover_commit (scene, index);
    HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
    {
      if (change->n_marks > 0)
        change_tally (scene, &commit, change, tallies);
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (sayings); i++) {
    Tally *tally = &tallies[sayings[i].rule];

    fits_settle (scene, tally->fits);
    tally_say (scene, sayings[i].rule, sayings[i].what, sayings[i].calm, tally);
  }
  for (gsize i = 0; i < HM_N_TAKEOVER_RULES; i++) {
    g_array_unref (tallies[i].fits);
    g_array_unref (tallies[i].possible);
  }
}
