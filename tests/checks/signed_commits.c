/* SPDX-License-Identifier: Apache-2.0 */
#include "judged.h"

#include "checks/list.h"
#include "core/limits.h"

#define COMMITS "recent-commits-signed"
#define VERIFIED "recent-commits-verified"
#define BAD "no-bad-signatures"
#define TAGS "release-tags-signed"
#define FORGE "forge-requires-signatures"

#define TAGS_MAX 12
#define PATH_MAX_COMMITS 120

/* A first-parent path of commits that nobody signed, by a person and a bot. */
typedef struct {
  HmCommit commits[PATH_MAX_COMMITS];
  guint32 parents[PATH_MAX_COMMITS];
  HmPerson people[2];
  HmRecentCommit recent[HM_RECENT_COMMITS];
  HmFacts facts;
} Path;

/* A history of @n_recent commits that nobody signed and no tags, to be changed by each test. */
typedef struct {
  HmCommit commits[HM_RECENT_COMMITS];
  HmRecentCommit recent[HM_RECENT_COMMITS];
  HmTag tags[TAGS_MAX];
  HmFacts facts;
} Case;

static void
case_init (Case *self, guint n_recent)
{
  memset (self, 0, sizeof *self);
  for (guint i = 0; i < n_recent; i++) {
    self->commits[i].oid.bytes[0] = (guint8) (i + 1);
    self->recent[i].commit = i;
  }
  self->facts.history = (HmHistory){ .commits = self->commits,
                                     .n_commits = n_recent,
                                     .recent = self->recent,
                                     .n_recent = n_recent,
                                     .tags = self->tags };
}

static void
case_sign (Case *self, guint from, guint n, HmSignatureKind kind, HmVerdict verdict,
           gboolean is_web_key)
{
  for (guint i = from; i < from + n; i++)
    self->recent[i].signature =
        (HmSignature){ .kind = kind, .verdict = verdict, .is_web_key = is_web_key };
}

static void
case_tag (Case *self, const char *name, HmSignatureKind kind)
{
  self->tags[self->facts.history.n_tags++] = (HmTag){ .name = name,
                                                      .is_release = TRUE,
                                                      .is_annotated = kind != HM_SIGNATURE_NONE,
                                                      .tagger = HM_NO_INDEX,
                                                      .signature = { .kind = kind } };
}

static void
case_forge (Case *self, HmTruth truth)
{
  self->facts.forge.requires_signed_commits =
      (HmFact){ .truth = truth, .source = "https://forge.example/api" };
}

static HmResult *
case_judge (const Case *self)
{
  return judge (&hm_check_signed_commits, &self->facts);
}

/* Lets @n commits that @is_bot made, of people of that sort, follow those that there are, one the parent of the next. */
static void
path_add (Path *path, guint n, gboolean is_bot)
{
  HmHistory *history = &path->facts.history;

  path->people[0] = (HmPerson){ .name = "Ada", .email = "ada@x.org" };
  path->people[1] =
      (HmPerson){ .name = "dependabot[bot]", .email = "1+d[bot]@users.noreply.github.com" };
  path->people[1].is_bot = TRUE;
  for (guint i = 0; i < n; i++) {
    guint32 index = (guint32) history->n_commits++;

    g_assert_cmpuint (index, <, PATH_MAX_COMMITS);
    path->parents[index] = HM_NO_INDEX;
    if (index > 0)
      path->parents[index - 1] = index;
    path->commits[index] = (HmCommit){
      .author = is_bot ? 1 : 0, .parents = index, .n_parents = 1, .is_mainline = TRUE
    };
    if (!is_bot && history->n_recent < HM_RECENT_COMMITS)
      path->recent[history->n_recent++].commit = index;
  }
  history->commits = path->commits;
  history->parents = path->parents;
  history->n_parents = history->n_commits;
  history->people = path->people;
  history->n_people = G_N_ELEMENTS (path->people);
  history->recent = path->recent;
}

/* Whoever types a bot's address is left out, but never unsaid. */
static void
test_bots_left_out_are_counted (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 2, FALSE);
  path_add (&path, 3, TRUE);
  path_add (&path, 1, FALSE);
  path_add (&path, 1, TRUE);
  result = judge (&hm_check_signed_commits, &path.facts);
  g_assert_cmpstr (result->reason, ==,
                   "0 of 3 recent commits are signed; 4 commits by bots left out");
}

/* Those past the sample are not left out of it. */
static void
test_bots_past_the_sample (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 1, TRUE);
  path_add (&path, HM_RECENT_COMMITS, FALSE);
  path_add (&path, 5, TRUE);
  result = judge (&hm_check_signed_commits, &path.facts);
  g_assert_cmpstr (result->reason, ==,
                   "0 of 100 recent commits are signed; 1 commit by bots left out");
}

/* Forged ids can make a ring of the path. */
static void
test_ring_of_bots_ends (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 3, TRUE);
  path.parents[2] = 0;
  result = judge (&hm_check_signed_commits, &path.facts);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
}

/* No way out of the check: the addresses may be anybody's. */
static void
test_all_by_bots_is_unknown (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 7, TRUE);
  result = judge (&hm_check_signed_commits, &path.facts);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpint (result->floor, ==, 0);
  g_assert_cmpint (result->ceiling, ==, 100);
  g_assert_nonnull (strstr (result->reason, "the 7 on the branch are by bots"));
}

/* Six of these once scored as much as six signatures. */
static void
test_junk_is_unsigned (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  case_init (&self, 6);
  case_sign (&self, 0, 6, HM_SIGNATURE_OTHER, HM_VERDICT_UNCHECKED, TRUE);
  case_tag (&self, "v1", HM_SIGNATURE_OTHER);
  case_forge (&self, HM_TRUTH_NO);
  result = case_judge (&self);
  assert_triple (result, 0, 0, 0);
  g_assert_cmpstr (result->reason, ==,
                   "0 of 6 recent commits are signed; 6 of 6 carry a header that is no signature");
  finding = hm_findings_find (result->findings, TAGS);
  g_assert_cmpint (finding->outcome, ==, HM_FAIL);
  g_assert_cmpstr (finding->message, ==,
                   "0 of the 1 newest release tags are signed; 1 of 1 carries a text that is no "
                   "signature");
  g_assert_cmpuint (finding->evidence->len, ==, 1);
  finding = hm_findings_find (result->findings, COMMITS);
  g_assert_cmpuint (finding->evidence->len, ==, 5);
  assert_outcome (result, BAD, HM_NOT_APPLICABLE);
}

/* With keys of that kind at hand it is worse than none. */
static void
test_bad_junk_is_named (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 10);
  case_forge (&self, HM_TRUTH_YES);
  case_sign (&self, 0, 9, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
  case_sign (&self, 9, 1, HM_SIGNATURE_OTHER, HM_VERDICT_BAD, FALSE);
  result = case_judge (&self);
  assert_outcome (result, BAD, HM_FAIL);
  g_assert_cmpint (result->score, ==, 20);
  g_assert_cmpstr (result->reason, ==, "9 of 10 recent commits are signed, and a signature is bad");
}

/* A forge's name as committer is no signature of the forge's. */
static void
test_forge_name_signs_nothing (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 4, FALSE);
  path.people[0] = (HmPerson){ .name = "GitHub", .email = "noreply@github.com", .is_forge = TRUE };
  path.facts.forge.requires_signed_commits = (HmFact){ .truth = HM_TRUTH_NO };
  result = judge (&hm_check_signed_commits, &path.facts);
  assert_triple (result, 0, 0, 0);
  g_assert_cmpstr (result->reason, ==, "0 of 4 recent commits are signed");
}

static void
test_no_commits_by_people (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 0);
  result = case_judge (&self);
  g_assert_cmpint (result->status, ==, HM_STATUS_NOT_APPLICABLE);
  g_assert_cmpstr (result->reason, ==, "no commits by people");
}

/* Nothing is signed and nothing hides: only what the forge requires is open. */
static void
test_unsigned (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  case_init (&self, 100);
  result = case_judge (&self);
  assert_triple (result, 0, 0, 70 * 10 / 50);
  g_assert_cmpstr (result->reason, ==, "0 of 100 recent commits are signed");
  assert_outcome (result, COMMITS, HM_FAIL);
  assert_outcome (result, VERIFIED, HM_FAIL);
  assert_outcome (result, BAD, HM_NOT_APPLICABLE);
  assert_outcome (result, TAGS, HM_NOT_APPLICABLE);
  assert_outcome (result, FORGE, HM_UNKNOWN);
  finding = hm_findings_find (result->findings, COMMITS);
  g_assert_cmpstr (hm_findings_find (result->findings, VERIFIED)->message, ==,
                   "no recent commit carries a signature to verify");
  g_assert_cmpuint (finding->evidence->len, ==, 5);
  g_assert_cmpuint (evidence_at (finding, 0)->oid.bytes[0], ==, 1);
  g_assert_cmpint (evidence_at (finding, 0)->kind, ==, HM_EVIDENCE_COMMIT);
}

/* Anybody can write a signature header: unverified it is worth seven at most, and may be worth nothing. */
static void
test_all_signed_and_unchecked (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 100);
  case_sign (&self, 0, 100, HM_SIGNATURE_SSH, HM_VERDICT_UNCHECKED, FALSE);
  case_forge (&self, HM_TRUTH_YES);
  result = case_judge (&self);
  assert_triple (result, 20, 70, 100);
  assert_outcome (result, VERIFIED, HM_UNKNOWN);
  assert_outcome (result, BAD, HM_UNKNOWN);
  g_assert_cmpstr (result->reason, ==, "100 of 100 recent commits are signed: 100 SSH");
}

static void
test_all_verified (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 37);
  case_sign (&self, 0, 37, HM_SIGNATURE_OPENPGP, HM_VERDICT_GOOD, FALSE);
  case_tag (&self, "v1", HM_SIGNATURE_SSH);
  self.tags[0].signature.verdict = HM_VERDICT_GOOD;
  case_forge (&self, HM_TRUTH_YES);
  result = case_judge (&self);
  assert_triple (result, 100, 100, 100);
  g_assert_cmpuint (count_outcome (result, HM_PASS), ==, 5);
  g_assert_cmpstr (hm_findings_find (result->findings, BAD)->message, ==,
                   "none of 38 signatures is bad");
}

static void
test_kinds_are_told_apart (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 100);
  case_sign (&self, 0, 40, HM_SIGNATURE_OPENPGP, HM_VERDICT_UNCHECKED, FALSE);
  case_sign (&self, 40, 2, HM_SIGNATURE_SSH, HM_VERDICT_UNCHECKED, FALSE);
  case_sign (&self, 42, 20, HM_SIGNATURE_OPENPGP, HM_VERDICT_UNCHECKED, TRUE);
  case_sign (&self, 62, 1, HM_SIGNATURE_X509, HM_VERDICT_UNCHECKED, FALSE);
  result = case_judge (&self);
  g_assert_cmpstr (result->reason, ==,
                   "63 of 100 recent commits are signed: 40 OpenPGP, 2 SSH, 1 X.509, "
                   "20 by the forge's web key");
  /* 43 whole and 20 half ones: 53 % of 40 tenths, rounded down. */
  g_assert_cmpint (hm_findings_find (result->findings, COMMITS)->points, ==, 21);
  g_assert_cmpint (result->score, ==, 70 * 21 / 40);
}

/* It proves that somebody was logged in. */
static void
test_web_key_counts_half (void)
{
  Case self;
  g_autoptr (HmResult) unchecked = NULL;
  g_autoptr (HmResult) verified = NULL;

  case_init (&self, 50);
  case_forge (&self, HM_TRUTH_YES);
  case_sign (&self, 0, 50, HM_SIGNATURE_OPENPGP, HM_VERDICT_UNCHECKED, TRUE);
  unchecked = case_judge (&self);
  assert_outcome (unchecked, COMMITS, HM_FAIL);
  assert_triple (unchecked, 20, 70 * 30 / 50, 70 * 30 / 50 + 15);

  case_sign (&self, 0, 50, HM_SIGNATURE_OPENPGP, HM_VERDICT_GOOD, TRUE);
  verified = case_judge (&self);
  assert_outcome (verified, VERIFIED, HM_FAIL);
  assert_triple (verified, 57, 57, 57);
}

/* All points are for all commits: 99 of 100 is not rounded up. */
static void
test_share_is_rounded_down (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 100);
  case_sign (&self, 0, 99, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
  result = case_judge (&self);
  assert_outcome (result, COMMITS, HM_FAIL);
  g_assert_cmpint (result->score, <, 100);
  g_assert_cmpint (result->score, ==, 70 * 39 / 40 + 29);
}

static void
test_untrusted_and_error_are_open (void)
{
  static const HmVerdict verdicts[] = { HM_VERDICT_UNCHECKED, HM_VERDICT_UNTRUSTED,
                                        HM_VERDICT_ERROR };

  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++) {
    Case self;
    g_autoptr (HmResult) result = NULL;
    const HmFinding *known;
    const HmFinding *open;

    case_init (&self, 10);
    case_forge (&self, HM_TRUTH_YES);
    case_sign (&self, 0, 5, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
    case_sign (&self, 5, 5, HM_SIGNATURE_SSH, verdicts[i], FALSE);
    result = case_judge (&self);
    assert_triple (result, 20, 85, 100);

    known = hm_findings_find (result->findings, VERIFIED);
    g_assert_cmpstr (known->message, ==, "5 of 10 recent commits verify against the given keys");
    g_assert_cmpint (known->points, ==, 15);
    g_assert_cmpint (known->points_max, ==, 15);
    g_assert_cmpint (known->outcome, ==, HM_PASS);
    open = g_ptr_array_index (result->findings->items, 2);
    g_assert_cmpint (open->outcome, ==, HM_UNKNOWN);
    g_assert_cmpint (open->points_max, ==, 15);
    g_assert_cmpstr (open->message, ==,
                     verdicts[i] == HM_VERDICT_UNCHECKED
                         ? "5 of 10 recent commits are signed, but were not checked"
                         : "5 of 10 recent commits are signed, but by no key that was given");
  }
}

/* Three good and four open of seven: no tenth gets lost between the two. */
static void
test_open_ones_take_the_rounding (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 7);
  case_forge (&self, HM_TRUTH_YES);
  case_sign (&self, 0, 3, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
  case_sign (&self, 3, 4, HM_SIGNATURE_SSH, HM_VERDICT_UNTRUSTED, FALSE);
  result = case_judge (&self);
  assert_triple (result, 20, 82, 100);
  assert_outcome (result, VERIFIED, HM_PASS);
}

static void
test_bad_signature_caps_and_is_named (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  case_init (&self, 100);
  case_forge (&self, HM_TRUTH_YES);
  case_sign (&self, 0, 100, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
  case_sign (&self, 41, 1, HM_SIGNATURE_SSH, HM_VERDICT_BAD, FALSE);
  self.recent[41].signature.why = "the digest differs";
  result = case_judge (&self);
  assert_triple (result, 20, 20, 20);
  finding = hm_findings_find (result->findings, BAD);
  g_assert_cmpint (finding->outcome, ==, HM_FAIL);
  g_assert_cmpstr (finding->message, ==, "the commit's signature is bad: the digest differs");
  g_assert_cmpuint (evidence_at (finding, 0)->oid.bytes[0], ==, 42);
  g_assert_cmpstr (result->reason, ==,
                   "100 of 100 recent commits are signed, and a signature is bad");
}

static void
test_bad_signature_is_no_signature (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 2);
  case_sign (&self, 0, 2, HM_SIGNATURE_SSH, HM_VERDICT_BAD, FALSE);
  result = case_judge (&self);
  g_assert_cmpint (hm_findings_find (result->findings, COMMITS)->points, ==, 0);
  g_assert_cmpint (result->score, ==, 0);
}

static void
test_bad_tag_caps_and_is_named (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  case_init (&self, 10);
  case_forge (&self, HM_TRUTH_YES);
  case_sign (&self, 0, 10, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
  case_tag (&self, "v2", HM_SIGNATURE_OPENPGP);
  self.tags[0].signature.verdict = HM_VERDICT_BAD;
  result = case_judge (&self);
  finding = hm_findings_find (result->findings, BAD);
  g_assert_cmpint (finding->outcome, ==, HM_FAIL);
  g_assert_cmpint (evidence_at (finding, 0)->kind, ==, HM_EVIDENCE_TAG);
  g_assert_cmpstr (evidence_at (finding, 0)->text, ==, "v2");
  g_assert_cmpint (result->ceiling, ==, 20);
}

static void
test_lightweight_tag_is_unsigned (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  case_init (&self, 1);
  case_tag (&self, "v2", HM_SIGNATURE_OPENPGP);
  case_tag (&self, "v1", HM_SIGNATURE_NONE);
  result = case_judge (&self);
  finding = hm_findings_find (result->findings, TAGS);
  g_assert_cmpstr (finding->message, ==, "1 of the 2 newest release tags are signed");
  g_assert_cmpint (finding->points, ==, 10);
  g_assert_cmpuint (finding->evidence->len, ==, 1);
  g_assert_cmpstr (evidence_at (finding, 0)->text, ==, "v1");
}

static void
test_only_the_newest_releases_count (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 1);
  for (guint i = 0; i < TAGS_MAX; i++)
    case_tag (&self, "v1", i < HM_RECENT_RELEASES + 1 ? HM_SIGNATURE_SSH : HM_SIGNATURE_NONE);
  self.tags[3].is_release = FALSE;
  self.tags[3].signature.kind = HM_SIGNATURE_NONE;
  result = case_judge (&self);
  assert_outcome (result, TAGS, HM_PASS);
  g_assert_cmpstr (hm_findings_find (result->findings, TAGS)->message, ==,
                   "10 of the 10 newest release tags are signed");
}

static void
test_no_release_tags (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 1);
  case_tag (&self, "nightly", HM_SIGNATURE_NONE);
  self.tags[0].is_release = FALSE;
  result = case_judge (&self);
  assert_outcome (result, TAGS, HM_NOT_APPLICABLE);
}

static void
test_cut_before_a_hundred (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 50);
  case_sign (&self, 0, 50, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
  case_tag (&self, "v1", HM_SIGNATURE_SSH);
  self.facts.history.cut = "history is cut at 50 commits (shallow clone)";
  self.facts.history.is_mainline_cut = TRUE;
  result = case_judge (&self);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  assert_outcome (result, COMMITS, HM_UNKNOWN);
  assert_outcome (result, VERIFIED, HM_UNKNOWN);
  assert_outcome (result, TAGS, HM_UNKNOWN);
  g_assert_cmpstr (result->reason, ==, "history is cut at 50 commits (shallow clone)");
}

static void
test_cut_before_the_first (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 0);
  self.facts.history.cut = "objects are missing";
  self.facts.history.is_mainline_cut = TRUE;
  result = case_judge (&self);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
}

static void
test_cut_beyond_a_hundred (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 100);
  self.facts.history.cut = "history is cut at 500 commits (shallow clone)";
  self.facts.history.is_mainline_cut = TRUE;
  result = case_judge (&self);
  assert_outcome (result, COMMITS, HM_FAIL);
  assert_outcome (result, TAGS, HM_UNKNOWN);
  g_assert_cmpint (result->score, ==, 0);
}

/* A side branch that is cut takes nothing from the first-parent path. */
static void
test_cut_off_the_mainline (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 10);
  self.facts.history.cut = "an object is missing";
  result = case_judge (&self);
  assert_outcome (result, COMMITS, HM_FAIL);
}

static void
test_forge_is_three_valued (void)
{
  static const struct {
    HmTruth truth;
    HmOutcome outcome;
    int floor, score, ceiling;
  } cases[] = {
    { HM_TRUTH_UNKNOWN, HM_UNKNOWN, 56 + 30, 70 + 30, 100 },
    { HM_TRUTH_NO, HM_FAIL, 56 + 30, 56 + 30, 56 + 30 },
    { HM_TRUTH_YES, HM_PASS, 100, 100, 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Case self;
    g_autoptr (HmResult) result = NULL;

    case_init (&self, 10);
    case_sign (&self, 0, 10, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
    case_forge (&self, cases[i].truth);
    result = case_judge (&self);
    assert_outcome (result, FORGE, cases[i].outcome);
    assert_triple (result, cases[i].floor, cases[i].score, cases[i].ceiling);
  }
}

static void
test_forge_says_why_it_is_unknown (void)
{
  Case self;
  g_autoptr (HmResult) nobody = NULL;
  g_autoptr (HmResult) whole = NULL;
  g_autoptr (HmResult) own = NULL;

  case_init (&self, 1);
  nobody = case_judge (&self);
  g_assert_cmpstr (hm_findings_find (nobody->findings, FORGE)->message, ==,
                   "could not see whether the forge refuses unsigned commits: no forge was asked");
  self.facts.forge.why = "no network was asked for";
  whole = case_judge (&self);
  g_assert_cmpstr (
      hm_findings_find (whole->findings, FORGE)->message, ==,
      "could not see whether the forge refuses unsigned commits: no network was asked for");
  self.facts.forge.requires_signed_commits.why = "403: the token may not read rules";
  own = case_judge (&self);
  g_assert_cmpstr (
      hm_findings_find (own->findings, FORGE)->message, ==,
      "could not see whether the forge refuses unsigned commits: 403: the token may not read rules");
}

/* Whose word it is that a signature is good, or not, is said. */
static void
test_forge_word_is_named (void)
{
  static const struct {
    guint n_by_keys;
    guint n_by_forge;
    guint n_unknown_to_forge;
    guint n_unknown_to_keys;
    const char *verified; /* (nullable) the first message */
    const char *open;     /* (nullable) the last one */
  } cases[] = {
    { 0, 10, 0, 0, "10 of 10 recent commits verify by the word of the forge", NULL },
    { 4, 6, 0, 0,
      "10 of 10 recent commits verify: 4 against the given keys, 6 by the word of the forge",
      NULL },
    { 0, 8, 2, 0, "8 of 10 recent commits verify by the word of the forge",
      "2 of 10 recent commits are signed, but by no key that the forge vouches for" },
    { 0, 0, 5, 5, NULL,
      "10 of 10 recent commits are signed, but by no key that was given or that the forge vouches "
      "for" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Case self;
    g_autoptr (HmResult) result = NULL;
    const HmFinding *last = NULL;
    guint from = 0;

    case_init (&self, 10);
    case_sign (&self, from, cases[i].n_by_keys, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
    from += cases[i].n_by_keys;
    case_sign (&self, from, cases[i].n_unknown_to_keys, HM_SIGNATURE_SSH, HM_VERDICT_UNTRUSTED,
               FALSE);
    from += cases[i].n_unknown_to_keys;
    case_sign (&self, from, cases[i].n_by_forge, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
    case_sign (&self, from + cases[i].n_by_forge, cases[i].n_unknown_to_forge, HM_SIGNATURE_SSH,
               HM_VERDICT_UNTRUSTED, FALSE);
    for (guint j = from; j < 10; j++)
      self.recent[j].signature.is_forge_verdict = TRUE;
    result = case_judge (&self);
    for (guint j = 0; j < result->findings->items->len; j++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, j);

      if (g_str_equal (finding->probe, VERIFIED))
        last = finding;
    }
    if (cases[i].verified != NULL)
      g_assert_cmpstr (hm_findings_find (result->findings, VERIFIED)->message, ==,
                       cases[i].verified);
    if (cases[i].open != NULL) {
      g_assert_cmpstr (last->message, ==, cases[i].open);
      g_assert_nonnull (strstr (last->remediation, "accounts on the forge"));
    }
  }
}

/* One more signature, or one more verified, never lowers any of the three; judge() holds their order. */
static void
test_is_monotone (void)
{
  for (guint n = 1; n <= 12; n += 11)
    for (guint n_tags = 0; n_tags <= 2; n_tags++)
      for (guint n_good = 0; n_good <= n; n_good++) {
        int before = -1;

        for (guint n_signed = n_good; n_signed <= n; n_signed++) {
          Case self;
          g_autoptr (HmResult) result = NULL;

          case_init (&self, n);
          for (guint i = 0; i < n_tags; i++)
            case_tag (&self, "v1", i == 0 ? HM_SIGNATURE_SSH : HM_SIGNATURE_NONE);
          case_sign (&self, 0, n_signed, HM_SIGNATURE_SSH, HM_VERDICT_UNTRUSTED, FALSE);
          case_sign (&self, 0, n_good, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
          result = case_judge (&self);
          g_assert_cmpint (result->score, >=, before);
          before = result->score;
        }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/signed-commits/" path, function)
  ADD ("bots-left-out-are-counted", test_bots_left_out_are_counted);
  ADD ("bots-past-the-sample", test_bots_past_the_sample);
  ADD ("ring-of-bots-ends", test_ring_of_bots_ends);
  ADD ("all-by-bots-is-unknown", test_all_by_bots_is_unknown);
  ADD ("junk-is-unsigned", test_junk_is_unsigned);
  ADD ("bad-junk-is-named", test_bad_junk_is_named);
  ADD ("forge-name-signs-nothing", test_forge_name_signs_nothing);
  ADD ("no-commits-by-people", test_no_commits_by_people);
  ADD ("unsigned", test_unsigned);
  ADD ("all-signed-and-unchecked", test_all_signed_and_unchecked);
  ADD ("all-verified", test_all_verified);
  ADD ("kinds-are-told-apart", test_kinds_are_told_apart);
  ADD ("web-key-counts-half", test_web_key_counts_half);
  ADD ("share-is-rounded-down", test_share_is_rounded_down);
  ADD ("untrusted-and-error-are-open", test_untrusted_and_error_are_open);
  ADD ("open-ones-take-the-rounding", test_open_ones_take_the_rounding);
  ADD ("bad-signature-caps-and-is-named", test_bad_signature_caps_and_is_named);
  ADD ("bad-signature-is-no-signature", test_bad_signature_is_no_signature);
  ADD ("bad-tag-caps-and-is-named", test_bad_tag_caps_and_is_named);
  ADD ("lightweight-tag-is-unsigned", test_lightweight_tag_is_unsigned);
  ADD ("only-the-newest-releases-count", test_only_the_newest_releases_count);
  ADD ("no-release-tags", test_no_release_tags);
  ADD ("cut/before-a-hundred", test_cut_before_a_hundred);
  ADD ("cut/before-the-first", test_cut_before_the_first);
  ADD ("cut/beyond-a-hundred", test_cut_beyond_a_hundred);
  ADD ("cut/off-the-mainline", test_cut_off_the_mainline);
  ADD ("forge/three-valued", test_forge_is_three_valued);
  ADD ("forge/says-why-it-is-unknown", test_forge_says_why_it_is_unknown);
  ADD ("forge/word-is-named", test_forge_word_is_named);
  ADD ("monotone", test_is_monotone);
#undef ADD
  return g_test_run ();
}
