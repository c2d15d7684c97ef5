/* SPDX-License-Identifier: Apache-2.0 */
#include "signed_case.h"

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
  g_assert_cmpstr (hm_findings_find (unchecked->findings, VERIFIED)->message, ==,
                   "50 of 50 recent commits are signed by the forge's web key, which counts half");

  case_sign (&self, 0, 50, HM_SIGNATURE_OPENPGP, HM_VERDICT_GOOD, TRUE);
  verified = case_judge (&self);
  assert_outcome (verified, VERIFIED, HM_FAIL);
  assert_triple (verified, 57, 57, 57);
}

/* Nothing is said of keys where none was given. */
static void
test_unsigned_ones_need_no_keys (void)
{
  Case self;
  g_autoptr (HmResult) result = NULL;

  case_init (&self, 10);
  case_sign (&self, 0, 4, HM_SIGNATURE_OPENPGP, HM_VERDICT_UNCHECKED, FALSE);
  result = case_judge (&self);
  g_assert_cmpstr (hm_findings_find (result->findings, VERIFIED)->message, ==,
                   "6 of 10 recent commits carry no signature to verify");
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
  ADD ("junk-is-unsigned", test_junk_is_unsigned);
  ADD ("bad-junk-is-named", test_bad_junk_is_named);
  ADD ("no-commits-by-people", test_no_commits_by_people);
  ADD ("unsigned", test_unsigned);
  ADD ("all-signed-and-unchecked", test_all_signed_and_unchecked);
  ADD ("all-verified", test_all_verified);
  ADD ("kinds-are-told-apart", test_kinds_are_told_apart);
  ADD ("web-key-counts-half", test_web_key_counts_half);
  ADD ("unsigned-ones-need-no-keys", test_unsigned_ones_need_no_keys);
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
  ADD ("monotone", test_is_monotone);
#undef ADD
  return g_test_run ();
}
