/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed-Commits: who vouches for the newest commits and releases. Tells apart what a header claims, what a forge's own
 * key made, what was verified against keys that the user trusts, and what the forge says of the rest.
 */
#include "checks/list.h"
#include "checks/signature_tally.h"
#include "checks/unasked.h"
#include "core/limits.h"

#define PROBE_COMMITS "recent-commits-signed"
#define PROBE_VERIFIED "recent-commits-verified"
#define PROBE_BAD "no-bad-signatures"
#define PROBE_TAGS "release-tags-signed"
#define PROBE_FORGE "forge-requires-signatures"

/* Tenths: a signature that is there earns at most the first, one that was verified the second as well. */
#define PRESENCE_TENTHS 70
#define VERIFIED_TENTHS 30

/* How the three answers about presence share it, while all are known. */
#define COMMITS_SHARE 40
#define TAGS_SHARE 20
#define FORGE_SHARE 10

/* The most that a check with a bad signature scores. */
#define BAD_SIGNATURE_CAP 20

/* Unsigned commits or tags cited as examples. */
#define EXAMPLES_MAX 5u

/* Rounded down, so that all points are earned by all of them only. */
static int
share_points (guint halves, guint n, int at_stake)
{
  return n == 0 ? 0 : (int) (halves * (guint) at_stake / (2 * n));
}

/*
 * How many commits by bots stand between those of @history's sample. Whose address is a bot's can't be shown, since git
 * lets anybody type any: so nobody is to be overlooked unsaid.
 */
static guint
bots_count (const HmHistory *history)
{
  guint32 index = history->n_commits > 0 ? 0 : HM_NO_INDEX;
  gsize n_people = 0;
  guint n_bots = 0;

  /* Counted, since forged ids can make a ring of the path. */
  for (gsize n = 0; n < history->n_commits && index != HM_NO_INDEX; n++) {
    const HmCommit *commit = &history->commits[index];

    index = commit->n_parents > 0 ? history->parents[commit->parents] : HM_NO_INDEX;
    if (commit->author < history->n_people && history->people[commit->author].is_bot)
      n_bots++;
    else if (++n_people == HM_RECENT_COMMITS)
      break;
  }
  return n_bots;
}

/* "; 12 commits by bots left out". Returns: (owned) "" where there are none. */
static char *
bots_words (guint n_bots)
{
  if (n_bots == 0)
    return g_strdup ("");
  return g_strdup_printf ("; %u %s by bots left out", n_bots, n_bots == 1 ? "commit" : "commits");
}

static const HmCommit *
recent_commit (const HmHistory *history, gsize index)
{
  return &history->commits[history->recent[index].commit];
}

/* The first-parent path ends before a hundred commits, but not at the project's first. */
static gboolean
recent_is_cut (const HmHistory *history)
{
  return history->n_recent < HM_RECENT_COMMITS
         && (history->is_mainline_cut || (history->n_commits == 0 && history->cut != NULL));
}

static void
cut_add (HmFindings *findings, const HmHistory *history, const char *probe, int at_stake,
         guint n_yes, guint n, const char *what, const char *more)
{
  HmFinding *finding = hm_findings_add (findings, probe, HM_UNKNOWN, "%s; %u of %u %s%s",
                                        history->cut == NULL ? "history is cut" : history->cut,
                                        n_yes, n, what, more);

  hm_finding_set_points (finding, 0, at_stake);
  hm_finding_set_remediation (finding,
                              "Fetch the rest of the history (`git fetch --unshallow --tags`) "
                              "and scan again.");
}

static void
commits_judge (const HmHistory *history, const HmSignatureTally *tally, HmFindings *findings)
{
  g_autofree char *kinds = hm_signature_tally_kinds (tally);
  g_autofree char *junk = hm_signature_tally_junk (tally, "header");
  g_autofree char *bots = bots_words (bots_count (history));
  g_autofree char *more = g_strconcat (junk, bots, NULL);
  HmFinding *finding;
  guint n_cited = 0;

  if (recent_is_cut (history)) {
    cut_add (findings, history, PROBE_COMMITS, COMMITS_SHARE, tally->n_signed, tally->n,
             "commits that are here are signed", more);
    return;
  }
  finding = hm_findings_add (findings, PROBE_COMMITS,
                             tally->signed_halves == 2 * tally->n ? HM_PASS : HM_FAIL,
                             "%u of %u recent commits are signed%s%s%s", tally->n_signed, tally->n,
                             *kinds == '\0' ? "" : ": ", kinds, more);
  hm_finding_set_points (finding, share_points (tally->signed_halves, tally->n, COMMITS_SHARE),
                         COMMITS_SHARE);
  for (gsize i = 0; i < history->n_recent && n_cited < EXAMPLES_MAX; i++)
    if (!hm_signature_is_present (&history->recent[i].signature)) {
      hm_finding_cite_commit (finding, &recent_commit (history, i)->oid);
      n_cited++;
    }
}

/* Who says so of the good ones. Returns: (owned) */
static char *
good_words (const HmSignatureTally *tally)
{
  guint n_by_keys = tally->n_good - tally->n_good_by_forge;

  if (tally->n_good_by_forge == 0)
    return g_strdup (" against the given keys");
  if (n_by_keys == 0)
    return g_strdup (" by the word of the forge");
  return g_strdup_printf (": %u against the given keys, %u by the word of the forge", n_by_keys,
                          tally->n_good_by_forge);
}

/* What keeps the open ones from being good. */
static const char *
open_words (const HmSignatureTally *tally)
{
  if (tally->n_unchecked == tally->n_open)
    return "were not checked";
  if (tally->n_open_by_forge == 0)
    return "by no key that was given";
  return tally->n_open_by_forge == tally->n_open
             ? "by no key that the forge vouches for"
             : "by no key that was given or that the forge vouches for";
}

static const char *
open_remedy (const HmSignatureTally *tally)
{
  return tally->n_open_by_forge > 0
             ? "Have the committers add their keys to their accounts on the forge, or give the "
               "keys: `--allowed-signers FILE` for SSH, `--keyring FILE` for OpenPGP."
             : "Give the maintainers' keys: `--allowed-signers FILE` for SSH, `--keyring FILE` for "
               "OpenPGP.";
}

static void
verified_add (const HmSignatureTally *tally, int earned, int at_stake, HmFindings *findings)
{
  HmOutcome outcome = earned == at_stake ? HM_PASS : HM_FAIL;
  g_autofree char *words = good_words (tally);
  HmFinding *finding;

  if (tally->n_signed == 0)
    finding = hm_findings_add (findings, PROBE_VERIFIED, outcome,
                               "no recent commit carries a signature to verify");
  else if (tally->n_open == tally->n_signed && tally->n_signed < tally->n)
    finding = hm_findings_add (findings, PROBE_VERIFIED, outcome,
                               "%u of %u recent commits carry no signature to verify",
                               tally->n - tally->n_signed, tally->n);
  else if (tally->n_open == tally->n_signed)
    finding = hm_findings_add (findings, PROBE_VERIFIED, outcome,
                               "%u of %u recent commits are signed by the forge's web key, which "
                               "counts half",
                               tally->n_web_key, tally->n);
  else
    finding = hm_findings_add (findings, PROBE_VERIFIED, outcome,
                               "%u of %u recent commits verify%s", tally->n_good, tally->n, words);
  hm_finding_set_points (finding, earned, at_stake);
}

static void
unverified_add (const HmHistory *history, const HmSignatureTally *tally, int at_stake,
                HmFindings *findings)
{
  HmFinding *finding = hm_findings_add (findings, PROBE_VERIFIED, HM_UNKNOWN,
                                        "%u of %u recent commits are signed, but %s", tally->n_open,
                                        tally->n, open_words (tally));

  hm_finding_set_points (finding, 0, at_stake);
  hm_finding_set_remediation (finding, "%s", open_remedy (tally));
  for (gsize i = 0; i < history->n_recent; i++) {
    HmVerdict verdict = history->recent[i].signature.verdict;

    if (hm_signature_is_present (&history->recent[i].signature)
        && (verdict == HM_VERDICT_UNTRUSTED || verdict == HM_VERDICT_ERROR)) {
      hm_finding_cite_commit (finding, &recent_commit (history, i)->oid);
      return;
    }
  }
}

/* What verification showed, and apart from it what it could not show. */
static void
verification_judge (const HmHistory *history, const HmSignatureTally *tally, HmFindings *findings)
{
  int good_points = share_points (tally->good_halves, tally->n, VERIFIED_TENTHS);
  int open_points = share_points (tally->open_halves, tally->n, VERIFIED_TENTHS);

  if (recent_is_cut (history)) {
    cut_add (findings, history, PROBE_VERIFIED, VERIFIED_TENTHS, tally->n_good, tally->n,
             "commits that are here verify", "");
    return;
  }
  /* Where nothing is lost yet, what rounding took goes to what is open. */
  if (tally->good_halves + tally->open_halves == 2 * tally->n)
    open_points = VERIFIED_TENTHS - good_points;
  if (open_points < VERIFIED_TENTHS)
    verified_add (tally, good_points, VERIFIED_TENTHS - open_points, findings);
  if (tally->n_open > 0)
    unverified_add (history, tally, open_points, findings);
}

/* Returns: how many of the newest release tags there are, at most HM_RECENT_RELEASES, in @tags and @tally. */
static guint
release_tags_find (const HmHistory *history, const HmTag *tags[HM_RECENT_RELEASES],
                   HmSignatureTally *tally)
{
  guint n = 0;

  for (gsize i = 0; i < history->n_tags && n < HM_RECENT_RELEASES; i++) {
    if (!history->tags[i].is_release)
      continue;
    tags[n++] = &history->tags[i];
    hm_signature_tally_add (tally, &history->tags[i].signature);
  }
  return n;
}

static void
tags_judge (const HmHistory *history, HmFindings *findings)
{
  const HmTag *tags[HM_RECENT_RELEASES];
  HmSignatureTally tally = { 0 };
  guint n = release_tags_find (history, tags, &tally);
  g_autofree char *junk = hm_signature_tally_junk (&tally, "text");
  HmFinding *finding;
  guint n_cited = 0;

  /* What is missing may be the newest, however many are here. */
  if (history->cut != NULL) {
    cut_add (findings, history, PROBE_TAGS, TAGS_SHARE, tally.n_signed, n,
             "release tags that are here are signed", junk);
    return;
  }
  if (n == 0) {
    hm_findings_add (findings, PROBE_TAGS, HM_NOT_APPLICABLE, "no release tags");
    return;
  }
  finding =
      hm_findings_add (findings, PROBE_TAGS, tally.signed_halves == 2 * n ? HM_PASS : HM_FAIL,
                       "%u of the %u newest release tags are signed%s", tally.n_signed, n, junk);
  hm_finding_set_points (finding, share_points (tally.signed_halves, n, TAGS_SHARE), TAGS_SHARE);
  for (guint i = 0; i < n && n_cited < EXAMPLES_MAX; i++)
    if (!hm_signature_is_present (&tags[i]->signature)) {
      hm_finding_cite_tag (finding, tags[i]);
      n_cited++;
    }
}

static void
bad_judge (const HmHistory *history, const HmSignatureTally *commits, HmFindings *findings)
{
  const HmTag *tags[HM_RECENT_RELEASES];
  HmSignatureTally tally = { 0 };
  guint n_tags = release_tags_find (history, tags, &tally);
  guint n_signed = commits->n_signed + tally.n_signed;
  guint n_open = commits->n_open + tally.n_open;

  for (gsize i = 0; i < history->n_recent; i++) {
    const HmSignature *signature = &history->recent[i].signature;

    if (signature->verdict == HM_VERDICT_BAD)
      hm_finding_cite_commit (
          hm_findings_add (findings, PROBE_BAD, HM_FAIL, "the commit's signature is bad: %s",
                           signature->why == NULL ? "does not fit its content" : signature->why),
          &recent_commit (history, i)->oid);
  }
  for (guint i = 0; i < n_tags; i++)
    if (tags[i]->signature.verdict == HM_VERDICT_BAD)
      hm_finding_cite_tag (
          hm_findings_add (findings, PROBE_BAD, HM_FAIL, "the tag's signature is bad: %s",
                           tags[i]->signature.why == NULL ? "does not fit its content"
                                                          : tags[i]->signature.why),
          tags[i]);
  if (commits->n_bad + tally.n_bad > 0)
    return;

  if (n_open > 0) {
    HmFinding *finding =
        hm_findings_add (findings, PROBE_BAD, HM_UNKNOWN,
                         "%u of %u signatures could not be checked", n_open, n_signed);

    hm_finding_set_remediation (finding, "%s",
                                open_remedy (commits->n_open_by_forge > 0 ? commits : &tally));
  } else if (n_signed > 0)
    hm_findings_add (findings, PROBE_BAD, HM_PASS, "none of %u signatures is bad", n_signed);
  else
    hm_findings_add (findings, PROBE_BAD, HM_NOT_APPLICABLE, "no signatures");
}

static void
forge_judge (const HmForge *forge, HmFindings *findings)
{
  const HmFact *fact = &forge->requires_signed_commits;
  HmFinding *finding;

  switch (fact->truth) {
  case HM_TRUTH_YES:
    finding = hm_findings_add (findings, PROBE_FORGE, HM_PASS,
                               "the forge requires signed commits on the default branch");
    break;
  case HM_TRUTH_NO:
    finding = hm_findings_add (findings, PROBE_FORGE, HM_FAIL,
                               "the forge does not require signed commits on the default branch");
    break;
  case HM_TRUTH_UNKNOWN:
  default:
    finding = hm_findings_add (findings, PROBE_FORGE, HM_UNKNOWN,
                               "could not see whether the forge refuses unsigned commits: %s",
                               hm_unasked_why (forge, fact->why));
    hm_finding_set_remediation (finding, "%s", hm_unasked_how (forge));
    break;
  }
  hm_finding_set_points (finding, fact->truth == HM_TRUTH_YES ? FORGE_SHARE : 0, FORGE_SHARE);
  if (fact->source != NULL)
    hm_finding_cite_url (finding, fact->source);
}

/*
 * Nobody's commits are there to be judged. Where bots made all of them, that is what their
 * addresses say, which anybody may have typed: unknown, and no way out of the check.
 */
static void
nobody_add (const HmHistory *history, HmFindings *findings)
{
  static const struct {
    const char *probe;
    int at_stake;
  } stakes[] = {
    { PROBE_COMMITS, COMMITS_SHARE }, { PROBE_VERIFIED, VERIFIED_TENTHS }, { PROBE_BAD, 0 },
    { PROBE_TAGS, TAGS_SHARE },       { PROBE_FORGE, FORGE_SHARE },
  };
  guint n_bots = bots_count (history);
  g_autofree char *why =
      n_bots > 0
          ? g_strdup_printf ("no commits by people; the %u on the branch are by bots, as their "
                             "addresses say",
                             n_bots)
          : g_strdup ("no commits by people");

  for (gsize i = 0; i < G_N_ELEMENTS (stakes); i++) {
    HmFinding *finding = hm_findings_add (findings, stakes[i].probe,
                                          n_bots > 0 ? HM_UNKNOWN : HM_NOT_APPLICABLE, "%s", why);

    if (n_bots == 0)
      continue;
    hm_finding_set_points (finding, 0, stakes[i].at_stake);
    hm_finding_set_remediation (finding,
                                "Look at the newest commits by hand: an address is what the "
                                "committer typed, and only a signature or the forge's log shows "
                                "that a bot made them.");
  }
  hm_findings_set_reason (findings, "%s", why);
}

static void
reason_set (const HmHistory *history, const HmSignatureTally *tally, HmFindings *findings)
{
  const HmFinding *bad = hm_findings_find (findings, PROBE_BAD);
  const HmFinding *commits = hm_findings_find (findings, PROBE_COMMITS);

  if (bad->outcome == HM_FAIL) {
    g_autofree char *bots = bots_words (bots_count (history));

    hm_findings_set_reason (findings,
                            "%u of %u recent commits are signed, and a signature is bad%s",
                            tally->n_signed, tally->n, bots);
  } else if (recent_is_cut (history))
    hm_findings_set_reason (findings, "%s", history->cut == NULL ? "history is cut" : history->cut);
  else
    hm_findings_set_reason (findings, "%s", commits->message);
}

static void
signed_commits_run (const HmFacts *facts, HmFindings *findings)
{
  const HmHistory *history = &facts->history;
  HmSignatureTally tally = { 0 };

  if (history->n_recent == 0 && !recent_is_cut (history)) {
    nobody_add (history, findings);
    return;
  }
  for (gsize i = 0; i < history->n_recent; i++)
    hm_signature_tally_add (&tally, &history->recent[i].signature);
  commits_judge (history, &tally, findings);
  verification_judge (history, &tally, findings);
  bad_judge (history, &tally, findings);
  tags_judge (history, findings);
  forge_judge (&facts->forge, findings);
  reason_set (history, &tally, findings);
}

/*
 * Presence is shared out over what is known of it; verification adds to it and, where it could not
 * be done, adds nothing; a bad signature caps the sum.
 */
static int
signed_commits_score (const HmFindings *findings, HmAssume assume)
{
  int presence_earned = 0;
  int presence_at_stake = 0;
  int verified = 0;
  gboolean has_bad = FALSE;
  int score;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    HmOutcome outcome = hm_finding_outcome (finding, assume);
    int points = hm_finding_points (finding, assume);

    if (outcome != HM_PASS && outcome != HM_FAIL)
      continue;
    if (g_str_equal (finding->probe, PROBE_VERIFIED))
      verified += points;
    else if (g_str_equal (finding->probe, PROBE_BAD))
      has_bad = has_bad || outcome == HM_FAIL;
    else {
      presence_earned += points;
      presence_at_stake += finding->points_max;
    }
  }
  if (presence_at_stake == 0)
    return HM_NO_SCORE;
  score = PRESENCE_TENTHS * presence_earned / presence_at_stake + verified;
  return has_bad ? MIN (score, BAD_SIGNATURE_CAP) : score;
}

static const HmProbe signed_commits_probes[] = {
  {
      .id = PROBE_COMMITS,
      .question = "Do the newest commits carry a signature?",
      .evidence = "The newest 100 commits on the first-parent path of the scanned commit that no "
                  "bot made, or all of them where there are fewer, with the kind of their "
                  "signature: OpenPGP, SSH or X.509. A header that holds none counts as unsigned "
                  "and is counted apart. A bot is known by its address; since anybody can type it, "
                  "the number of commits left out is always told, and where bots made all the "
                  "answer is unknown. So it is where the clone ends before 100 commits.",
      .scoring = "Four sevenths of the seven points that the presence of signatures can earn, by "
                 "the share of commits that are signed. A commit that only the forge's own web key "
                 "signed counts half: that key proves that somebody was logged in, not who held a "
                 "key. Parts that are unknown leave their share to the others.",
      .remediation = "Have each committer sign: `git config commit.gpgSign true`, with an SSH key "
                     "as the least work (`git config gpg.format ssh`, `git config user.signingKey "
                     "FILE`).",
  },
  {
      .id = PROBE_VERIFIED,
      .question = "Do the signatures of the newest commits verify, against keys that you trust or "
                  "by the word of the forge?",
      .evidence = "The same commits, verified with the keys given by --allowed-signers (OpenSSH's "
                  "format) and --keyring (OpenPGP). What these do not settle is left to the forge, "
                  "where it was asked: it knows whose account a key belongs to. A verdict of a "
                  "given key always stands.",
      .scoring =
          "Three points by the share of commits with a good signature, a forge's web key "
          "again by half. Signatures that nothing settles earn nothing in the score "
          "and count in the ceiling, since anybody can put a signature header into a commit.",
      .remediation =
          "Sign the commits that are not signed, add the keys to the committers' accounts "
          "on the forge, and publish them as a file of allowed signers, so that others "
          "can verify them without the forge.",
  },
  {
      .id = PROBE_BAD,
      .question = "Is every signature that could be checked free of tampering?",
      .evidence = "The signatures of the same commits, and of the ten newest release tags.",
      .scoring = "A signature that does not fit its content is worse than none: the check scores "
                 "at most 2, and each such commit or tag is named. While signatures are unchecked, "
                 "the floor is at most 2 as well.",
      .remediation = "Find out who made the commit or tag and whether its content is what they "
                     "made; until that is known, take nothing that builds on it.",
  },
  {
      .id = PROBE_TAGS,
      .question = "Are the newest release tags signed?",
      .evidence = "The ten newest tags of the scanned commit and its ancestors whose names hold a "
                  "version number. A lightweight tag has no place for a signature and counts as "
                  "unsigned.",
      .scoring = "Two sevenths of the points for presence, by the share of tags that are signed. "
                 "Without release tags the question does not apply.",
      .remediation = "Tag releases with `git tag -s`, or set `git config tag.gpgSign true`.",
  },
  {
      .id = PROBE_FORGE,
      .question = "Does the forge refuse unsigned commits on the default branch?",
      .evidence = "The forge's branch rules.",
      .scoring = "One seventh of the points for presence. Unknown until the forge has been asked.",
      .remediation = "Turn on \"Require signed commits\" (GitHub), or \"Reject unsigned commits\" "
                     "in the push rules (GitLab), for the default branch.",
  },
};

const HmCheck hm_check_signed_commits = {
  .id = "signed-commits",
  .name = "Signed-Commits",
  .risk = HM_RISK_MEDIUM,
  .needs = HM_NEED_HISTORY | HM_NEED_SIGNATURES | HM_NEED_FORGE,
  .summary = "Do signatures show who made the newest commits and releases?",
  .why = "The name and address in a commit are what its maker typed. Without a signature anybody "
         "who may push, or who has taken over a forge account, can commit under another's name, "
         "and nobody can tell afterwards. A signature ties the commit to a key that the account's "
         "password does not give away, and it still holds when the repository moves or the forge "
         "itself is broken into.",
  .differs = "OpenSSF Scorecard has no such check. Its Signed-Releases check looks at files "
             "attached to releases, not at commits and tags.",
  .probes = signed_commits_probes,
  .n_probes = G_N_ELEMENTS (signed_commits_probes),
  .run = signed_commits_run,
  .score = signed_commits_score,
};
