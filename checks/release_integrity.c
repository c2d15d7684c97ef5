/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Release-Integrity: can what is released be held against what was reviewed? Judges from the
 * repository alone what it says of its releases; a release's archive itself is for `hallmark
 * release`.
 */
#include <string.h>

#include "checks/build_inputs.h"
#include "checks/controls.h"
#include "checks/list.h"
#include "checks/release_tags.h"
#include "checks/signature_tally.h"
#include "checks/tenure.h"
#include "core/instant.h"
#include "core/limits.h"
#include "core/oid.h"

#define PROBE_INPUTS "build-inputs-in-git"
#define PROBE_SIGNED "release-tags-signed"
#define PROBE_KEYS "release-keys-known"
#define PROBE_MOVED "tags-unmoved"

/* Tenths of the check's ten. */
#define INPUTS_POINTS 30
#define SIGNED_POINTS 40
#define KEYS_POINTS 20
#define MOVED_POINTS 10

/* The most that the check scores where a tag was moved. */
#define MOVED_CAP 20

/* A key that began longer ago has been seen for long enough by now. */
#define KEY_NEW_SECONDS (3 * 365 * G_GINT64_CONSTANT (86400))

#define EXAMPLES_MAX 5u
#define DATE_SIZE 10
#define OID_SHOWN 10

/* The newest release tags, newest first. */
typedef struct {
  const HmTag *tags[HM_RECENT_RELEASES];
  guint n;
} Releases;

static void
releases_find (const HmHistory *history, Releases *releases)
{
  releases->n = 0;
  for (gsize i = 0; i < history->n_tags && releases->n < HM_RECENT_RELEASES; i++) {
    if (history->tags[i].is_release)
      releases->tags[releases->n++] = &history->tags[i];
  }
}

/* "3 files that autotools make, 40 that .gitignore hides and a folder dist". Returns: (owned) */
static char *
inputs_words (const HmBuildInputs *inputs)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (inputs->configure != NULL)
    g_string_append_printf (text, "%u %s that autotools make", inputs->n_generated,
                            inputs->n_generated == 1 ? "file" : "files");
  if (inputs->n_ignored > 0)
    g_string_append_printf (text, "%s%u that .gitignore hides by name",
                            text->len > 0 ? " and " : "", inputs->n_ignored);
  if (inputs->package != NULL)
    g_string_append_printf (text, "%sthe folder %s, which is built and hidden from git",
                            text->len > 0 ? " and " : "", inputs->package_folder);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
inputs_judge (const HmTree *tree, HmFindings *findings)
{
  HmBuildInputs inputs;
  g_autofree char *words = NULL;
  HmFinding *finding;

  hm_build_inputs_find (tree, &inputs);
  words = inputs_words (&inputs);
  if (*words == '\0' && (tree->cut != NULL || inputs.unread != NULL)) {
    finding = hm_findings_add (findings, PROBE_INPUTS, HM_UNKNOWN,
                               "could not see all that a release is built from: %s",
                               tree->cut != NULL ? tree->cut : inputs.unread);
    hm_finding_set_points (finding, 0, INPUTS_POINTS);
    hm_finding_set_remediation (finding, "Look at the file by hand, and hold a release against its "
                                         "tag with `hallmark release`.");
    return;
  }
  if (*words == '\0') {
    finding =
        hm_findings_add (findings, PROBE_INPUTS, HM_PASS,
                         "nothing that a release is built from was seen to be missing in git");
    hm_finding_set_points (finding, INPUTS_POINTS, INPUTS_POINTS);
    return;
  }
  if (inputs.provenance != NULL) {
    finding = hm_findings_add (findings, PROBE_INPUTS, HM_PASS,
                               "releases ship %s, but a workflow ties them to their commit by %s",
                               words, inputs.provenance_means);
    hm_finding_set_points (finding, INPUTS_POINTS, INPUTS_POINTS);
    hm_finding_cite_file (finding, inputs.provenance, inputs.provenance_line);
    return;
  }
  finding = hm_findings_add (findings, PROBE_INPUTS, HM_FAIL,
                             "releases ship %s: none of it is in git, so a release can't be "
                             "reproduced from its tag",
                             words);
  hm_finding_set_points (finding, 0, INPUTS_POINTS);
  if (inputs.configure != NULL)
    hm_finding_cite_file (finding, inputs.configure, 0);
  if (inputs.ignore != NULL)
    hm_finding_cite_file (finding, inputs.ignore, inputs.ignore_line);
  if (inputs.package != NULL)
    hm_finding_cite_file (finding, inputs.package, 0);
}

static void
signed_judge (const Releases *releases, HmFindings *findings)
{
  guint n_signed = 0;
  guint n_annotated = 0;
  guint n_cited = 0;
  HmFinding *finding;

  for (guint i = 0; i < releases->n; i++) {
    n_signed += hm_signature_is_present (&releases->tags[i]->signature) ? 1 : 0;
    n_annotated += releases->tags[i]->is_annotated ? 1 : 0;
  }
  if (releases->n == 1)
    finding = hm_findings_add (findings, PROBE_SIGNED, n_signed == 1 ? HM_PASS : HM_FAIL,
                               "the only release tag is %s",
                               n_signed == 1      ? "signed"
                               : n_annotated == 1 ? "annotated, but not signed"
                                                  : "neither annotated nor signed");
  else
    finding = hm_findings_add (findings, PROBE_SIGNED, n_signed == releases->n ? HM_PASS : HM_FAIL,
                               "of the %u newest release tags %u are annotated and %u signed",
                               releases->n, n_annotated, n_signed);
  /* An annotated tag says who and when, which a lightweight one does not; that nobody vouches for it costs the rest. */
  hm_finding_set_points (finding,
                         (int) (SIGNED_POINTS * (2 * n_signed + n_annotated) / (3 * releases->n)),
                         SIGNED_POINTS);
  for (guint i = 0; i < releases->n && n_cited < EXAMPLES_MAX; i++) {
    if (hm_signature_is_present (&releases->tags[i]->signature))
      continue;
    hm_finding_cite_tag (finding, releases->tags[i]);
    n_cited++;
  }
}

/* What the keys of the newest releases came to. */
typedef struct {
  guint n_signed;
  guint n_by_newcomers;
  guint n_unknown;
} KeysSeen;

static void
key_add (const HmTag *tag, HmTruth newcomer, gint64 first, const char *key, HmFindings *findings)
{
  char date[HM_INSTANT_TEXT_SIZE];
  char since[HM_INSTANT_TEXT_SIZE];
  HmFinding *finding = hm_findings_add (
      findings, PROBE_KEYS, newcomer == HM_TRUTH_YES ? HM_FAIL : HM_UNKNOWN,
      "the key %s signs releases since %.*s and no release before, by somebody %s %.*s", key,
      DATE_SIZE, hm_instant_text (tag->time, date),
      newcomer == HM_TRUTH_YES ? "whose first work is of" : "first seen, as far as can be told, on",
      DATE_SIZE, hm_instant_text (first == G_MAXINT64 ? tag->time : first, since));

  hm_finding_cite_tag (finding, tag);
  if (newcomer != HM_TRUTH_YES)
    hm_finding_set_remediation (finding, "Fetch the whole history, or give the key that you trust "
                                         "(--keyring, --allowed-signers).");
}

/* When @tag was made, as far as its date can be believed: not before what it names. */
static gint64
tag_time (const HmHistory *history, const HmTenure *tenure, const HmTag *tag)
{
  return tag->commit >= history->n_commits ? tag->time
                                           : MAX (tag->time, hm_tenure_time (tenure, tag->commit));
}

/* From the oldest tag on: a key that signs a release and signed none before, while another did. */
static KeysSeen
keys_look (const HmFacts *facts, const Releases *releases, HmFindings *findings)
{
  const HmHistory *history = &facts->history;
  g_autoptr (HmTenure) tenure = hm_tenure_new (history, facts->as_of);
  g_autoptr (GPtrArray) tags = hm_tags_by_age (history);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const HmTag *oldest = releases->tags[releases->n - 1];
  gboolean is_recent = FALSE;
  KeysSeen keys = { 0 };

  for (guint i = 0; i < tags->len; i++) {
    const HmTag *tag = g_ptr_array_index (tags, i);
    g_autofree char *key = hm_tag_key (tag);
    const gboolean has_others = g_hash_table_size (seen) > 0;
    HmTruth newcomer;

    is_recent = is_recent || tag == oldest;
    if (key == NULL || tag->signature.is_web_key)
      continue;
    keys.n_signed += is_recent && tag->is_release ? 1 : 0;
    if (!g_hash_table_add (seen, g_strdup (key)) || !has_others || !is_recent
        || tag->signature.verdict == HM_VERDICT_GOOD
        || tag_time (history, tenure, tag) < facts->as_of - KEY_NEW_SECONDS)
      continue;
    newcomer = tag->tagger == HM_NO_INDEX ? HM_TRUTH_UNKNOWN
                                          : hm_tenure_is_newcomer (tenure, tag->tagger, tag->time);
    if (newcomer == HM_TRUTH_NO)
      continue;
    keys.n_by_newcomers += newcomer == HM_TRUTH_YES ? 1 : 0;
    keys.n_unknown += newcomer == HM_TRUTH_UNKNOWN ? 1 : 0;
    key_add (tag, newcomer,
             tag->tagger == HM_NO_INDEX ? G_MAXINT64 : hm_tenure_first (tenure, tag->tagger), key,
             findings);
  }
  return keys;
}

static void
keys_judge (const HmFacts *facts, const Releases *releases, HmFindings *findings)
{
  const KeysSeen keys = keys_look (facts, releases, findings);
  HmFinding *finding = NULL;

  /* The first finding carries the points, however many follow. */
  for (guint i = 0; i < findings->items->len && finding == NULL; i++) {
    HmFinding *each = g_ptr_array_index (findings->items, i);

    if (strcmp (each->probe, PROBE_KEYS) == 0
        && (each->outcome == HM_FAIL || keys.n_by_newcomers == 0))
      finding = each;
  }
  if (finding != NULL) {
    hm_finding_set_points (finding, 0, KEYS_POINTS);
    return;
  }
  if (keys.n_signed == 0) {
    hm_findings_add (findings, PROBE_KEYS, HM_NOT_APPLICABLE, "no recent release is signed");
    return;
  }
  finding = hm_findings_add (findings, PROBE_KEYS, HM_PASS,
                             "the recent releases are signed by keys that signed before, or by "
                             "people who were there long before");
  hm_finding_set_points (finding, KEYS_POINTS, KEYS_POINTS);
}

static void
move_add (const HmTagMove *move, HmFindings *findings)
{
  char before[HM_OID_HEX_SIZE + 1];
  char after[HM_OID_HEX_SIZE + 1];
  const HmTag after_tag = { .name = move->name, .oid = move->object_after };
  const HmTag before_tag = { .name = move->name, .oid = move->object_before };

  if (hm_oid_is_zero (&move->object_after)) {
    hm_finding_cite_tag (hm_findings_add (findings, PROBE_MOVED, HM_FAIL,
                                          "the tag %s is gone; it was %s", move->name,
                                          hm_oid_hex (&move->object_before, before)),
                         &before_tag);
    return;
  }
  if (!hm_oid_is_zero (&move->commit_before)
      && hm_oid_equal (&move->commit_before, &move->commit_after)) {
    hm_finding_cite_tag (
        hm_findings_add (findings, PROBE_MOVED, HM_PASS,
                         "the tag %s was made anew, for the same commit: it was %s, and is %s",
                         move->name, hm_oid_hex (&move->object_before, before),
                         hm_oid_hex (&move->object_after, after)),
        &after_tag);
    return;
  }
  hm_finding_cite_tag (hm_findings_add (findings, PROBE_MOVED, HM_FAIL,
                                        "the tag %s was moved: it was %s, and is %s", move->name,
                                        hm_oid_hex (&move->object_before, before),
                                        hm_oid_hex (&move->object_after, after)),
                       &after_tag);
}

/* Returns: how many tags lead elsewhere or are gone. */
static guint
moved_judge (const HmHistory *history, HmFindings *findings)
{
  const guint first = findings->items->len;
  guint n_moved = 0;
  HmFinding *finding;

  if (!history->has_remembered_tags) {
    finding = hm_findings_add (findings, PROBE_MOVED, HM_NOT_APPLICABLE,
                               "no file remembers where the tags led before");
    hm_finding_set_remediation (finding, "Give one with --state FILE, and keep it: each scan then "
                                         "tells of tags that were moved since it first saw them.");
    return 0;
  }
  for (gsize i = 0; i < history->n_moved_tags; i++) {
    const HmFinding *last;

    move_add (&history->moved_tags[i], findings);
    last = g_ptr_array_index (findings->items, findings->items->len - 1);
    n_moved += last->outcome == HM_FAIL ? 1 : 0;
  }
  if (n_moved == 0 && history->n_remembered_tags == 0) {
    hm_findings_add (findings, PROBE_MOVED, HM_NOT_APPLICABLE,
                     "the tags were not seen before; they are remembered from now on");
    return 0;
  }
  if (n_moved == 0) {
    finding = hm_findings_add (findings, PROBE_MOVED, HM_PASS,
                               "all %" G_GSIZE_FORMAT
                               " tags that were seen before lead where they led then",
                               history->n_remembered_tags);
    hm_finding_set_points (finding, MOVED_POINTS, MOVED_POINTS);
    return 0;
  }
  finding = g_ptr_array_index (findings->items, first);
  for (guint i = first; i < findings->items->len && finding->outcome != HM_FAIL; i++)
    finding = g_ptr_array_index (findings->items, i);
  hm_finding_set_points (finding, 0, MOVED_POINTS);
  return n_moved;
}

/* There is no release to be judged; or none that can be seen. */
static void
nothing_add (const HmHistory *history, HmFindings *findings)
{
  static const struct {
    const char *probe;
    int at_stake;
  } stakes[] = {
    { PROBE_INPUTS, INPUTS_POINTS },
    { PROBE_SIGNED, SIGNED_POINTS },
    { PROBE_KEYS, KEYS_POINTS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stakes); i++) {
    HmFinding *finding;

    if (history->cut == NULL) {
      hm_findings_add (findings, stakes[i].probe, HM_NOT_APPLICABLE, "no release tags");
      continue;
    }
    finding = hm_findings_add (findings, stakes[i].probe, HM_UNKNOWN,
                               "no release tags were seen: %s", history->cut);
    hm_finding_set_points (finding, 0, stakes[i].at_stake);
    hm_finding_set_remediation (finding, "Fetch the rest of the history and all tags (`git fetch "
                                         "--unshallow --tags`) and scan again.");
  }
}

static void
release_integrity_run (const HmFacts *facts, HmFindings *findings)
{
  const HmHistory *history = &facts->history;
  const HmFinding *inputs;
  Releases releases;
  guint n_moved;

  releases_find (history, &releases);
  if (releases.n == 0) {
    nothing_add (history, findings);
  } else {
    inputs_judge (&facts->tree, findings);
    signed_judge (&releases, findings);
    keys_judge (facts, &releases, findings);
  }
  n_moved = moved_judge (history, findings);
  inputs = hm_findings_find (findings, PROBE_INPUTS);
  if (n_moved > 0)
    hm_findings_set_reason (findings, "%u %s no longer where %s led before", n_moved,
                            n_moved == 1 ? "tag leads" : "tags lead", n_moved == 1 ? "it" : "they");
  else if (releases.n == 0)
    hm_findings_set_reason (findings, "%s",
                            history->cut == NULL ? "no release tags" : "no release tags were seen");
  else {
    const HmFinding *signatures = hm_findings_find (findings, PROBE_SIGNED);
    const HmFinding *key = hm_findings_find (findings, PROBE_KEYS);

    hm_findings_set_reason (findings, "%s",
                            key->outcome == HM_FAIL      ? key->message
                            : inputs->outcome == HM_FAIL ? inputs->message
                                                         : signatures->message);
  }
  hm_controls_tell (findings);
}

/* The points earned of those at stake; a tag that was moved caps them. */
static int
release_integrity_score (const HmFindings *findings, HmAssume assume)
{
  int earned = 0;
  int at_stake = 0;
  gboolean has_moved = FALSE;
  int score;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    const HmOutcome outcome = hm_finding_outcome (finding, assume);

    if (outcome != HM_PASS && outcome != HM_FAIL)
      continue;
    earned += hm_finding_points (finding, assume);
    at_stake += finding->points_max;
    has_moved = has_moved || (outcome == HM_FAIL && g_str_equal (finding->probe, PROBE_MOVED));
  }
  if (at_stake == 0)
    return HM_NO_SCORE;
  score = 100 * earned / at_stake;
  return has_moved ? MIN (score, MOVED_CAP) : score;
}

static const HmProbe release_integrity_probes[] = {
  {
      .id = PROBE_INPUTS,
      .question = "Does git hold what a release is built from?",
      .evidence = "configure.ac in the root or a folder of it without a configure beside it, "
                  "Makefile.am without Makefile.in, and the lines of .gitignore files that hide "
                  "macros, scripts and templates which configure and make read; package.json that "
                  "ships a folder which .gitignore hides. And workflows that tie what they make "
                  "to its commit: an attestation, SLSA or npm provenance, `git archive`.",
      .scoring =
          "Three points of ten, all or nothing. Where something is missing in git, a workflow "
          "that ties it to its commit makes up for it.",
      .remediation = "Release what `git archive` makes of the tag, or let a workflow build the "
                     "release from the tag and attest it (actions/attest-build-provenance). Who "
                     "gets an archive can hold it against the tag with `hallmark release`.",
  },
  {
      .id = PROBE_SIGNED,
      .question = "Are the newest release tags annotated and signed?",
      .evidence = "The ten newest tags of the scanned commit and its ancestors whose names hold a "
                  "version number. Whether a signature verifies is Signed-Commits' question.",
      .scoring = "Four points by the share of tags; a tag that is annotated and not signed counts "
                 "a third.",
      .remediation = "Tag releases with `git tag -s`, or set `git config tag.gpgSign true`.",
  },
  {
      .id = PROBE_KEYS,
      .question = "Are releases signed by keys, or by people, that were there before?",
      .evidence = "The keys that the signatures of all tags name, from the oldest on, and how long "
                  "the tagger's work had been in the history. A newcomer has worked for less than "
                  "three years, or a quarter of the project's age.",
      .scoring =
          "Two points; none where a newcomer signs one of the ten newest releases with a key "
          "that never signed a release, while others had. A key given by --keyring or "
          "--allowed-signers that verifies settles it.",
      .remediation = "Let who released before say so in the open: sign the new key, add it to a "
                     "KEYS file in a commit of their own, and name the new releaser in "
                     "MAINTAINERS.",
  },
  {
      .id = PROBE_MOVED,
      .question = "Do all tags lead where they led before?",
      .evidence = "The file given by --state, which remembers the object and the commit of every "
                  "tag that a scan has seen.",
      .scoring = "One point where such a file was given. A tag that leads to another commit, or is "
                 "gone, caps the check at 2 until it is taken out of the file.",
      .remediation =
          "Find out who moved the tag and why. Where it is right so, take the tag out of "
          "the state file; the next scan remembers it anew.",
  },
};

const HmCheck hm_check_release_integrity = {
  .id = "release-integrity",
  .name = "Release-Integrity",
  .risk = HM_RISK_HIGH,
  .needs = HM_NEED_TREE | HM_NEED_HISTORY | HM_NEED_SIGNATURES,
  .summary = "Can a release be held against what was reviewed?",
  .why = "People review what is in git and install what is in a release. The two are made by "
         "different hands: an archive holds a configure script and macros that stand in no "
         "commit, and the backdoor of XZ Utils was started by one of them. A tag can be moved "
         "after it was looked at, and a new key on a release may mean a new owner.",
  .differs = "OpenSSF Scorecard has no such check. Its Signed-Releases check looks for signatures "
             "and provenance among the files attached to releases on the forge; what is in them, "
             "and whether git holds what they were built from, it does not ask.",
  .probes = release_integrity_probes,
  .n_probes = G_N_ELEMENTS (release_integrity_probes),
  .reads = hm_build_inputs_reads,
  .run = release_integrity_run,
  .score = release_integrity_score,
};
