/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takeover-Signals: whether power over the project is moving, and whether anything was done with it
 * that honest work almost never does. The rules are in checks/takeover/; here stand their
 * documentation and their order.
 */
#include "checks/list.h"
#include "checks/takeover/families.h"

/* Rules that the reason names; a table has little room. */
#define SAID_MAX 3u

/* What the head of the report says: which rules, never who. */
static void
reason_set (const HmTakeoverScene *scene)
{
  g_autoptr (GString) said = g_string_new (NULL);
  gboolean has_alarm = FALSE;
  guint n_transitions = 0;
  guint n_unknown = 0;
  guint n_settled = 0;
  guint n_said = 0;

  for (gsize i = 0; i < HM_N_TAKEOVER_RULES; i++) {
    const HmTakeoverTraits *rule = &hm_takeover_rules[i];

    if (rule->kind == HM_TAKEOVER_EXPOSURE)
      continue;
    n_unknown += scene->states[i] == HM_TAKEOVER_UNKNOWN ? 1 : 0;
    n_settled += scene->states[i] == HM_TAKEOVER_SETTLED ? 1 : 0;
    if (scene->states[i] != HM_TAKEOVER_TRUE)
      continue;
    has_alarm = has_alarm || rule->kind == HM_TAKEOVER_ARTEFACT;
    n_transitions += rule->kind == HM_TAKEOVER_TRANSITION ? 1 : 0;
    if (n_said++ < SAID_MAX)
      g_string_append_printf (said, "%s%s", said->len > 0 ? "; " : "", rule->label);
  }
  if (n_said > SAID_MAX)
    g_string_append_printf (said, "; and %u more", n_said - SAID_MAX);
  if (said->len == 0)
    g_string_append (said, n_settled > 0   ? "what changed hands was settled in the open"
                           : n_unknown > 0 ? "nothing that is seen"
                                           : "no sign of a takeover");
  if (n_unknown > 0)
    g_string_append_printf (said, "; %u %s could not be answered", n_unknown,
                            n_unknown == 1 ? "question" : "questions");
  hm_findings_set_reason (scene->findings, "%s%s",
                          has_alarm           ? "to be settled: "
                          : n_transitions > 0 ? "power is moving: "
                                              : "",
                          said->str);
}

/* The families find in their own order; readers want the worst first. */
static gint
compare_findings (gconstpointer a, gconstpointer b)
{
  const HmFinding *left = *(const HmFinding *const *) a;
  const HmFinding *right = *(const HmFinding *const *) b;

  return (gint) (hm_takeover_find (left->probe) - hm_takeover_find (right->probe));
}

/* Nothing can be told, and all of it is said to be so. */
static void
all_unknown (HmTakeoverScene *scene, const char *why, const char *remediation)
{
  for (guint i = 0; i < HM_N_TAKEOVER_RULES; i++) {
    HmFinding *finding =
        hm_takeover_say (scene, (HmTakeoverRule) i, HM_TAKEOVER_UNKNOWN, "%s", why);

    hm_finding_set_remediation (finding, "%s", remediation);
  }
  hm_findings_set_reason (scene->findings, "%s", why);
}

static void
takeover_signals_run (const HmFacts *facts, HmFindings *findings)
{
  g_autoptr (HmTakeoverScene) scene = hm_takeover_scene_new (facts, findings);

  if (facts->history.n_commits == 0) {
    all_unknown (scene, facts->history.cut != NULL ? facts->history.cut : "no history was read",
                 "Fetch the rest of the history (`git fetch --unshallow`) and scan again.");
    return;
  }
  hm_takeover_judge_marks (scene);
  hm_takeover_judge_strangers (scene);
  hm_takeover_judge_lead (scene);
  hm_takeover_judge_release_keys (scene);
  hm_takeover_judge_build (scene);
  hm_takeover_judge_fixtures (scene);
  hm_takeover_judge_contacts (scene);
  hm_takeover_judge_workflows (scene);
  hm_takeover_judge_exposure (scene);
  hm_takeover_judge_combination (scene);
  g_ptr_array_sort (findings->items, compare_findings);
  reason_set (scene);
}

#define ARTEFACT_SCORING \
  "Unsettled, the check scores at most 2, and 1 less for each further artefact. Taken back by an older hand, it costs 2 points."
#define NEWCOMER_TEXT \
  "Somebody is new until three commits of theirs are older than 3 years, or than a quarter of the project's age where that is less."

static const HmProbe takeover_signals_probes[] = {
  {
      .id = "combined-transitions",
      .question =
          "Is there no combination of transitions that honest hand-overs almost never show?",
      .evidence =
          "Five of the probes below: newcomer-share, release-key, unwitnessed-build-edits, opaque-fixtures, rewritten-fixtures. Three of them of the same person, or one of "
          "the last two with one of the others. That the newcomer was announced settles the share of the work, but not what was done with it.",
      .scoring =
          "Where it is so, the check scores at most 2, and 1 less for each artefact besides.",
      .remediation =
          "Let an older maintainer look through what the newcomers did to build, CI, releases and test files, and say so in the history: sign the "
          "release key, regenerate opaque test files from a script in the tree, and from now on merge such changes by a second person's hand.",
  },
  {
      .id = "secret-sent",
      .question =
          "Does no change of the last year send a secret to a host, unless a second person let it in?",
      .evidence =
          "What commits of the last 12 months add to workflows, scripts and build files, in whoever's name: a stolen token looks like its owner. In a pull request that "
          "nobody else is seen to have read it is unknown, unless somebody new made it, or the project had slept for half a year. In vendored and generated files it counts where "
          "somebody new brings it with no second person.",
      .scoring = ARTEFACT_SCORING,
      .remediation =
          "Remove the step, revoke every secret that the workflow could read, and every token of the account that pushed it; look for runs of it in "
          "the forge's log. If the host is your own, let a second person approve the step.",
  },
  {
      .id = "decoded-and-run",
      .question =
          "Does no change of the last year hand decoded data to an interpreter, unless a second person let it in?",
      .evidence =
          "What commits of the last 12 months add (`base64 -d | sh`, `exec(zlib.decompress(...))` and their like), tests and documentation apart. Lines are read "
          "whole, however long. Source files are read where their author is new. Of vendored and generated files scripts and build files are read, and count where somebody "
          "new brings them with no second person.",
      .scoring = ARTEFACT_SCORING,
      .remediation =
          "Decode it somewhere safe and read it. If it is honest, put the plain code into the tree in its place; if not, revert, revoke the tokens of the "
          "account that brought it, and withdraw the releases made since.",
  },
  {
      .id = "sabotaged-feature-test",
      .question = "Was no feature test of the build made so that it can't succeed?",
      .evidence =
          "What commits of the last 12 months add to CMake, autoconf, m4 and meson files: a line of one dot, in whoever's name; other code that can't compile, by "
          "newcomers with no second person.",
      .scoring = ARTEFACT_SCORING,
      .remediation =
          "Run the test's program through the compiler by hand, mend it, and see what was switched off by its failing.",
  },
  {
      .id = "safe-to-unsafe",
      .question = "Did no newcomer replace a call that checks by one that doesn't?",
      .evidence =
          "Hunks of the last 12 months that take away `snprintf`, `strlcpy`, `safe_...` or their like and add the plain call, outside of tests, by newcomers, whoever let them in. " NEWCOMER_TEXT,
      .scoring = ARTEFACT_SCORING,
      .remediation = "Put the checking call back, and ask in the review what the change was for.",
  },
  {
      .id = "hidden-code",
      .question = "Is no code hidden from whoever reads the change?",
      .evidence =
          "What commits of the last 12 months add to code: runs of characters that no editor shows, with no second person; bidirectional controls (CVE-2021-42574) and "
          "code far off the screen, by newcomers with no second person.",
      .scoring = ARTEFACT_SCORING,
      .remediation =
          "Look at the line in a hex editor, remove what isn't shown, and find out what decodes it.",
  },
  {
      .id = "encoded-payload",
      .question = "Did no newcomer add encoded data to what is run, unseen by a second person?",
      .evidence =
          "Walls of base64 or hex and archives written as text, added in the last 12 months to scripts, build files, workflows or release files by newcomers with no second "
          "person. " NEWCOMER_TEXT,
      .scoring = ARTEFACT_SCORING,
      .remediation =
          "Decode it and read it; put it into the tree as what it is, with the source it was made from.",
  },
  {
      .id = "newcomer-install-hook",
      .question = "Did no newcomer add code that runs at installation, unseen by a second person?",
      .evidence =
          "Hooks (`postinstall` and its like) that commits of the last 12 months add, by newcomers with no second person. " NEWCOMER_TEXT,
      .scoring = ARTEFACT_SCORING,
      .remediation =
          "Let an older maintainer read what the hook runs and commit it again, or take it out: few packages need one.",
  },
  {
      .id = "stranger-dependency",
      .question = "Did no stranger bring a dependency that nobody else is seen to have looked at?",
      .evidence =
          "Run-time dependencies that commits of the last 12 months add or take from elsewhere, in projects older than 2 years, by people with at most 10 commits, "
          "first seen at most 30 days before: with no trace of a second person; or as their first work, in a pull request whose reader isn't seen, in a project that had "
          "slept for half a year. What a stranger brings by any other pull request whose reader isn't seen is unknown.",
      .scoring = ARTEFACT_SCORING,
      .remediation =
          "Read the dependency's source and its publisher's history; keep it pinned by digest, or do without. An older maintainer who takes the manifest back settles it.",
  },
  {
      .id = "newcomer-share",
      .question = "Do newcomers do less than a quarter of the work?",
      .evidence =
          "The commits of the last 180 days, merges and bots apart, by author or committer, whichever is more; ten at least. Projects of 3 years or more. " NEWCOMER_TEXT,
      .scoring =
          "Costs 2 points; 1 where an older hand added the newcomer's address to MAINTAINERS, CODEOWNERS, AUTHORS or their like in the last year, or where three quarters of the newcomer's work show a second person.",
      .remediation =
          "Say in MAINTAINERS who joined and what they look after; it is for an older hand to say it.",
  },
  {
      .id = "new-lead",
      .question = "Does an older hand lead?",
      .evidence =
          "The same commits: the newcomer is first with 40 % of them and 20 at least, and whoever led the two years before does half of what they did, or less.",
      .scoring = "Costs 1 point more, half where that is settled likewise.",
      .remediation =
          "Announce the hand-over where users look for it, say who still holds which keys, and keep an older hand in the review of build and release changes.",
  },
  {
      .id = "abrupt-hand-over",
      .question = "Did nobody who came within 90 days take over most of the work?",
      .evidence =
          "The commits of the last 90 days, five at least, of which 60 % are by somebody with fewer than three before; in a project of 2 years or more.",
      .scoring = "Costs 2 points; 1 where it is settled likewise.",
      .remediation =
          "Announce the hand-over; go slowly with new dependencies and releases until others have looked at them.",
  },
  {
      .id = "release-key",
      .question = "Are releases signed by keys known before, or by hands known before?",
      .evidence =
          "The signatures of tags: the key's id is in the signature itself. A key first seen in the last 12 months, used by a newcomer, while another had been there; or an unsigned "
          "release by a newcomer after three signed ones. " NEWCOMER_TEXT,
      .scoring =
          "Costs 2 points; 1 where an older hand added key files to the tree in the year before, or the key is among the trust anchors of the scan.",
      .remediation =
          "Let a holder of an older key sign the new one, and add it to KEYS by an older maintainer's commit before the next release.",
  },
  {
      .id = "unwitnessed-build-edits",
      .question = "Are edits to build, CI and release files by newcomers seen by a second person?",
      .evidence =
          "The year's commits to such files by people who are new today, in which nobody but the author is seen (no other committer, merger, reviewer): 20 at least, and a quarter of all. A pull "
          "request is a second person only where the forge shows who approved or merged it; else the answer may be unknown.",
      .scoring = "Costs 2 points.",
      .remediation =
          "Protect build, CI and release files by code owners, so that a second person's approval is in the history; look through the cited commits once.",
  },
  {
      .id = "opaque-fixtures",
      .question = "Are binary test files by newcomers seen by a second person?",
      .evidence =
          "Binary files of 256 bytes or more below test folders, as random as compressed data (97 % of the entropy of as many random bytes), added or changed in the last 12 months by newcomers, in commits that mostly consist of binary test files, with "
          "no second person.",
      .scoring = "Costs 3 points.",
      .remediation =
          "Make the file from a script or a seed that is in the tree, or let an older maintainer take it apart and say so.",
  },
  {
      .id = "rewritten-fixtures",
      .question = "Are binary test files changed only together with the tests that need it?",
      .evidence =
          "Commits of the last 12 months by newcomers, with no second person, that change binary test files which were there before, and nothing else.",
      .scoring = "Costs 2 points.",
      .remediation =
          "Ask what was wrong with the old file; make the new one from a script that is in the tree.",
  },
  {
      .id = "contacts",
      .question = "Are contacts and publishers the same as a year ago, or seen by a second person?",
      .evidence =
          "Commits of the last 12 months that take one address out of a contact file (SECURITY, MAINTAINERS, CODEOWNERS, FUNDING, README, package metadata) and put another in, or change "
          "where a package is published. Rolls of contributors and .mailmap don't count.",
      .scoring = "Costs 1 point; half where each was seen by a second person.",
      .remediation =
          "Write to the old address and ask. Keep at least two people behind every address that takes reports.",
  },
  {
      .id = "woken-project",
      .question = "Was the project not woken by a new workflow, or by a stranger at its build?",
      .evidence =
          "Commits after half a year or more without work by people on the mainline, and in the fortnight after: a new workflow, or build files and package metadata changed by a stranger; with "
          "no second person.",
      .scoring = "Costs 2 points.",
      .remediation =
          "If it wasn't you: revoke tokens, remove the workflow, look at its runs. If it was: say so in the changelog.",
  },
  {
      .id = "stranger-workflow",
      .question = "Do strangers change no workflow unwitnessed?",
      .evidence =
          "Workflows and publishing settings changed in the last 12 months with no trace of a second person, by people with at most 10 commits, first seen at most 30 days before, in a project of 2 years "
          "or more.",
      .scoring = "Costs 2 points.",
      .remediation = "Read the cited changes; require a review for workflows.",
  },
  {
      .id = "lost-signature",
      .question = "Do people who sign their work sign changes of workflows?",
      .evidence =
          "Unsigned commits of the last 12 months to workflows or publishing settings, author and committer the same, with no second person, whose author signed all of the twenty commits of their own before.",
      .scoring = "Costs 1 point.",
      .remediation =
          "Ask the author whether it was theirs. Require signed commits on the default branch.",
  },
  {
      .id = "protection-removed",
      .question = "Did no newcomer switch a protection off, unseen by a second person?",
      .evidence =
          "Sanitizers, sandboxes, hardening flags and warnings that commits of the last 12 months switch off, by newcomers with no second person. " NEWCOMER_TEXT,
      .scoring = "Costs 1 point.",
      .remediation = "Switch it on again, or write down next to it why it can't be.",
  },
  {
      .id = "hidden-input",
      .question = "Did no newcomer hide a build input from git, unseen by a second person?",
      .evidence =
          "Patterns that commits of the last 12 months add to .gitignore and that match what a build reads (m4, configure, Makefile.in), by newcomers with no second person: what is ignored may be "
          "in the tarball and never in the repository.",
      .scoring = "Costs 1 point.",
      .remediation =
          "Compare the release tarball with the tag, file by file, and build releases from the tag alone.",
  },
  {
      .id = "bus-factor",
      .question = "Does it take two people to account for half of the work?",
      .evidence = "The commits of the last 12 months by author, merges and bots apart.",
      .scoring =
          "None: it informs. A fragile project is the easiest to take over, and most projects are.",
      .remediation = "See the check Maintainers.",
  },
  {
      .id = "unwitnessed-work",
      .question = "Does most work show a second person?",
      .evidence =
          "The commits of the last 12 months, merges and bots apart, and whom else they show: another committer, merger or reviewer.",
      .scoring =
          "None: it informs. Without a second person nothing here could be noticed by the project itself.",
      .remediation = "Merge each other's work, and keep `Reviewed-by:` in the history.",
  },
  {
      .id = "install-hooks",
      .question = "Was nothing added that runs at installation?",
      .evidence =
          "Hooks (`postinstall` and its like) that commits of the last 12 months add, by whomever.",
      .scoring = "None: it informs.",
      .remediation =
          "Say in the README what the hook does, or take it out: installers that ignore hooks are common.",
  },
};

const HmCheck hm_check_takeover_signals = {
  .id = "takeover-signals",
  .name = "Takeover-Signals",
  .risk = HM_RISK_CRITICAL,
  .needs = HM_NEED_HISTORY | HM_NEED_SIGNATURES | HM_NEED_CHANGES | HM_NEED_FORGE,
  .summary = "Is somebody taking the project over?",
  .why =
      "The XZ backdoor (CVE-2024-3094) was the end of a takeover that git had shown for a year: a newcomer with a third of the work, a release key that nobody had signed, build changes that "
      "nobody else read, then test files that nobody could read. Other attacks are one commit with a stolen token, or one dependency by a new owner. What is said here are facts, of three "
      "kinds: *exposure* (the project is fragile), *transition* (power is moving: mostly honest, and worth a second pair of eyes), *artefact* (a change that honest work almost never "
      "makes). Beside each true one stands in how many honest projects it was ever true. None of them says that anybody means ill; each says how a maintainer can settle it. What was "
      "never in git, or was purged from it, is not seen; nor is who waits out three years.",
  .differs =
      "OpenSSF Scorecard has no such check. Its Dangerous-Workflow check looks at what workflows allow today, not at who changed what.",
  .probes = takeover_signals_probes,
  .n_probes = G_N_ELEMENTS (takeover_signals_probes),
  .run = takeover_signals_run,
  .score = hm_takeover_score,
};
