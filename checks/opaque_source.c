/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opaque-Source: what a reviewer can't read. What has stood for long is counted; what came in the
 * last 12 months, and nobody besides its author is seen to have looked at, costs.
 */
#include "checks/controls.h"
#include "checks/list.h"
#include "checks/opacity.h"
#include "core/instant.h"
#include "core/limits.h"
#include "core/number.h"

#include <string.h>

#define PROBE_HIDDEN "no-hidden-characters"
#define PROBE_FILES "new-opaque-files-witnessed"
#define PROBE_LINES "new-opaque-lines-witnessed"
#define PROBE_INVENTORY "opaque-inventory"

/* Tenths at stake, and what each file costs that came in unseen. */
#define HIDDEN_POINTS 40
#define FILES_POINTS 40
#define LINES_POINTS 20
#define FILE_COST 10

/* The most that a check scores with hidden characters. */
#define HIDDEN_CAP 50

#define MONTHS 12

/* Findings of one probe; more are counted in the last. */
#define EXAMPLES_MAX 20u

#define REVIEWS_HOW "Scan with a token of the forge, so that reviews can be seen."

/* Files of one probe, by who saw them come. */
typedef struct {
  guint n;        /* all of them, however old */
  guint n_new;    /* of this year */
  guint n_unseen; /* of these, nobody else is visible on */
  guint n_request;
} Tally;

typedef struct {
  const HmFacts *facts;
  HmFindings *findings;
  const HmTenure *tenure;
  GArray *opaques; /* (element-type HmOpaque) */
  gint64 since;
} Survey;

static gboolean
is_new (const Survey *survey, const HmOpaque *opaque)
{
  return opaque->commit != HM_NO_INDEX
         && hm_tenure_time (survey->tenure, opaque->commit) >= survey->since;
}

static Tally
tally_make (const Survey *survey, HmOpacity opacity)
{
  Tally tally = { 0 };

  for (guint i = 0; i < survey->opaques->len; i++) {
    const HmOpaque *opaque = &g_array_index (survey->opaques, HmOpaque, i);

    if (opaque->opacity != opacity)
      continue;
    tally.n++;
    if (!is_new (survey, opaque))
      continue;
    tally.n_new++;
    tally.n_unseen += opaque->trace == HM_TRACE_NONE ? 1 : 0;
    tally.n_request += opaque->trace == HM_TRACE_REQUEST ? 1 : 0;
  }
  return tally;
}

/* Why what is there, or since when, can't be told. Returns: (nullable) */
static const char *
blind_why (const HmFacts *facts, gint64 since)
{
  const HmHistory *history = &facts->history;

  if (facts->tree.cut != NULL)
    return facts->tree.cut;
  if (history->n_commits == 0 || (history->cut != NULL && history->cut_time >= since))
    return history->cut != NULL ? history->cut : "no history was read";
  return history->changes_why;
}

static void
opaque_cite (const Survey *survey, const HmOpaque *opaque, HmFinding *finding)
{
  const HmTree *tree = &survey->facts->tree;

  hm_finding_cite_file (finding, &tree->entries[opaque->entry],
                        opaque->mark != HM_NO_INDEX ? tree->marks[opaque->mark].line : 0);
  if (opaque->commit != HM_NO_INDEX)
    hm_finding_cite_commit (finding, &survey->facts->history.commits[opaque->commit].oid);
}

/* "35,430 bytes, as random as random bytes": what can be said of content that can't be read. Returns: (owned) */
static char *
content_words (const HmTreeEntry *entry)
{
  g_autofree char *size = hm_number_grouped (entry->size);

  return g_strdup_printf ("binary of %s bytes, %u.%u %% of the entropy of random ones", size,
                          entry->entropy / 10u, entry->entropy % 10u);
}

/* Returns: (owned) */
static char *
opaque_words (const Survey *survey, const HmOpaque *opaque)
{
  const HmTree *tree = &survey->facts->tree;
  const HmMark *mark;

  if (opaque->mark == HM_NO_INDEX)
    return content_words (&tree->entries[opaque->entry]);
  mark = &tree->marks[opaque->mark];
  return g_strdup_printf ("%s%s%s%s", hm_mark_words (mark->kind), *mark->text != '\0' ? " (" : "",
                          mark->text, *mark->text != '\0' ? ")" : "");
}

static const char *
trace_words (HmTrace trace)
{
  return trace == HM_TRACE_NONE ? "nobody but the author is visible"
         : trace == HM_TRACE_REQUEST
             ? "by a pull request, a web page or with an unknown name; who looked can't be seen"
             : "a second person is visible";
}

/* One finding for each file that came this year, with no points: their probe's first finding has them. */
static void
examples_add (const Survey *survey, const char *probe, HmOpacity opacity, HmTrace trace)
{
  HmOutcome outcome = trace == HM_TRACE_NONE ? HM_FAIL : HM_UNKNOWN;
  guint n = 0;

  for (guint i = 0; i < survey->opaques->len && n < EXAMPLES_MAX; i++) {
    const HmOpaque *opaque = &g_array_index (survey->opaques, HmOpaque, i);
    g_autofree char *words = NULL;
    char date[HM_INSTANT_TEXT_SIZE];
    HmFinding *finding;

    if (opaque->opacity != opacity || opaque->trace != trace || !is_new (survey, opaque))
      continue;
    n++;
    words = opaque_words (survey, opaque);
    hm_instant_text (hm_tenure_time (survey->tenure, opaque->commit), date);
    date[strlen ("2024-01-01")] = '\0';
    finding = hm_findings_add (survey->findings, probe, outcome, "%s: %s, since %s; %s",
                               survey->facts->tree.entries[opaque->entry].path, words, date,
                               trace_words (trace));
    if (outcome == HM_UNKNOWN)
      hm_finding_set_remediation (finding, "%s", REVIEWS_HOW);
    opaque_cite (survey, opaque, finding);
  }
}

/* What @n files cost of @points. */
static int
cost (guint n, int points)
{
  return MIN (FILE_COST * (int) MIN (n, 10u), points);
}

/*
 * What is new and unseen of one opacity, against @at_stake. What came by request is unknown by as
 * much as it would cost had nobody looked: so the floor is what it would be then, whatever else is
 * found.
 */
static void
news_judge (const Survey *survey, const char *probe, HmOpacity opacity, int at_stake,
            const char *one, const char *many)
{
  Tally tally = tally_make (survey, opacity);
  const char *what = tally.n_new == 1 ? one : many;
  int lost = cost (tally.n_unseen, at_stake);
  int open = cost (tally.n_request, at_stake - lost);
  HmFinding *finding;

  if (tally.n_unseen > 0) {
    finding = hm_findings_add (survey->findings, probe, HM_FAIL,
                               "%u %s came in the last 12 months; nobody but the author is visible "
                               "on %u",
                               tally.n_new, what, tally.n_unseen);
    hm_finding_set_points (finding, at_stake - lost - open, at_stake - open);
  }
  if (tally.n_request > 0) {
    finding = hm_findings_add (survey->findings, probe, HM_UNKNOWN,
                               "%u %s came in the last 12 months; who looked at %u of them can't "
                               "be seen in git",
                               tally.n_new, what, tally.n_request);
    hm_finding_set_points (finding, 0, open);
    hm_finding_set_remediation (finding, "%s", REVIEWS_HOW);
  }
  if (tally.n_unseen == 0) {
    if (tally.n_request > 0)
      finding = hm_findings_add (survey->findings, probe, HM_PASS,
                                 "none of them came without at least a pull request");
    else
      finding = hm_findings_add (survey->findings, probe, HM_PASS,
                                 "%u %s came in the last 12 months%s", tally.n_new, what,
                                 tally.n_new > 0 ? ", all under a second person's eyes" : "");
    hm_finding_set_points (finding, at_stake - open, at_stake - open);
  }
  examples_add (survey, probe, opacity, HM_TRACE_NONE);
  examples_add (survey, probe, opacity, HM_TRACE_REQUEST);
}

static void
hidden_judge (const Survey *survey)
{
  guint n = 0;

  for (guint i = 0; i < survey->opaques->len; i++) {
    const HmOpaque *opaque = &g_array_index (survey->opaques, HmOpaque, i);
    g_autofree char *words = NULL;
    HmFinding *finding;

    if (opaque->opacity != HM_OPAQUE_HIDDEN || n++ >= EXAMPLES_MAX)
      continue;
    words = opaque_words (survey, opaque);
    finding = hm_findings_add (survey->findings, PROBE_HIDDEN, HM_FAIL, "%s: %s%s%s",
                               survey->facts->tree.entries[opaque->entry].path, words,
                               is_new (survey, opaque) ? ", new this year; " : "",
                               is_new (survey, opaque) ? trace_words (opaque->trace) : "");
    /* The first one stands for all of them. */
    if (n == 1)
      hm_finding_set_points (finding, 0, HIDDEN_POINTS);
    opaque_cite (survey, opaque, finding);
  }
  if (n > EXAMPLES_MAX)
    hm_findings_add (survey->findings, PROBE_HIDDEN, HM_FAIL, "%u more files with such characters",
                     n - EXAMPLES_MAX);
  if (n == 0)
    hm_finding_set_points (hm_findings_add (survey->findings, PROBE_HIDDEN, HM_PASS,
                                            "no text reads as something else than it is"),
                           HIDDEN_POINTS, HIDDEN_POINTS);
}

static void
inventory_tell (const Survey *survey)
{
  guint64 bytes = 0;
  guint n_files = 0;
  guint n_media = 0;
  guint n_lines = 0;
  g_autofree char *size = NULL;

  for (guint i = 0; i < survey->opaques->len; i++) {
    const HmOpaque *opaque = &g_array_index (survey->opaques, HmOpaque, i);

    n_media += opaque->opacity == HM_OPAQUE_MEDIA ? 1 : 0;
    n_lines += opaque->opacity == HM_OPAQUE_LINES ? 1 : 0;
    if (opaque->opacity != HM_OPAQUE_FILE)
      continue;
    n_files++;
    bytes += survey->facts->tree.entries[opaque->entry].size;
  }
  size = hm_number_grouped (bytes);
  hm_findings_add (
      survey->findings, PROBE_INVENTORY, HM_PASS,
      "%u opaque %s of %s bytes, %u with lines nobody reads, %u pictures and other media", n_files,
      n_files == 1 ? "file" : "files", size, n_lines, n_media);
}

/* How many files of the tree could not be opened. */
static guint
unread_count (const HmTree *tree)
{
  guint n = 0;

  for (gsize i = 0; i < tree->n_entries; i++)
    n += tree->entries[i].content == HM_CONTENT_UNREAD
                 && (tree->entries[i].kind == HM_ENTRY_FILE
                     || tree->entries[i].kind == HM_ENTRY_EXECUTABLE)
             ? 1
             : 0;
  return n;
}

static void
unknown_add (HmFindings *findings, const char *probe, int at_stake, const char *why)
{
  HmFinding *finding = hm_findings_add (findings, probe, HM_UNKNOWN, "%s", why);

  hm_finding_set_points (finding, 0, at_stake);
  hm_finding_set_remediation (
      finding,
      "Fetch what is missing (`git fetch --unshallow --refetch --no-filter`) and scan again.");
}

static void
opaque_source_run (const HmFacts *facts, HmFindings *findings)
{
  gint64 since = hm_instant_add_months (facts->as_of, -MONTHS);
  const char *why = blind_why (facts, since);
  g_autoptr (HmTenure) tenure = hm_tenure_new (&facts->history, facts->as_of);
  g_autoptr (HmWitness) witness = hm_witness_new (facts, tenure);
  g_autoptr (GArray) opaques = hm_opaque_list (facts, witness);
  const Survey survey = {
    .facts = facts,
    .findings = findings,
    .tenure = tenure,
    .opaques = opaques,
    .since = since,
  };
  Tally hidden = tally_make (&survey, HM_OPAQUE_HIDDEN);
  Tally files = tally_make (&survey, HM_OPAQUE_FILE);
  Tally lines = tally_make (&survey, HM_OPAQUE_LINES);
  guint n = files.n + lines.n;
  guint n_new = files.n_new + lines.n_new;
  guint n_unread = unread_count (&facts->tree);

  if (hidden.n > 0 || (facts->tree.cut == NULL && n_unread == 0))
    hidden_judge (&survey);
  else if (facts->tree.cut != NULL)
    unknown_add (findings, PROBE_HIDDEN, HIDDEN_POINTS, facts->tree.cut);
  if (hidden.n == 0 && facts->tree.cut == NULL && n_unread > 0) {
    g_autofree char *text =
        g_strdup_printf ("%u %s could not be read", n_unread, n_unread == 1 ? "file" : "files");

    unknown_add (findings, PROBE_HIDDEN, HIDDEN_POINTS, text);
  }
  if (why != NULL) {
    unknown_add (findings, PROBE_FILES, FILES_POINTS, why);
    unknown_add (findings, PROBE_LINES, LINES_POINTS, why);
  } else {
    news_judge (&survey, PROBE_FILES, HM_OPAQUE_FILE, FILES_POINTS, "opaque file", "opaque files");
    news_judge (&survey, PROBE_LINES, HM_OPAQUE_LINES, LINES_POINTS, "file with lines nobody reads",
                "files with lines nobody reads");
  }
  inventory_tell (&survey);
  hm_controls_tell (findings);
  if (hidden.n > 0)
    hm_findings_set_reason (findings,
                            hidden.n == 1 ? "%u file has characters that hide what it says"
                                          : "%u files have characters that hide what they say",
                            hidden.n);
  else if (why != NULL)
    hm_findings_set_reason (findings, "%s", why);
  else if (n == 0)
    hm_findings_set_reason (findings, "no opaque files");
  else if (n_new == 0)
    hm_findings_set_reason (findings, "%u opaque %s, none new this year", n,
                            n == 1 ? "file" : "files");
  else
    hm_findings_set_reason (findings,
                            "%u opaque %s, %u new this year, %u of them with nobody else visible",
                            n, n == 1 ? "file" : "files", n_new, files.n_unseen + lines.n_unseen);
}

/* The common rule, capped where text hides what it says. */
static int
opaque_source_score (const HmFindings *findings, HmAssume assume)
{
  int earned = 0;
  int at_stake = 0;
  int cap = 100;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    HmOutcome outcome = hm_finding_outcome (finding, assume);

    if (outcome != HM_PASS && outcome != HM_FAIL)
      continue;
    earned += hm_finding_points (finding, assume);
    at_stake += finding->points_max;
    if (g_str_equal (finding->probe, PROBE_HIDDEN) && outcome == HM_FAIL)
      cap = MIN (cap, HIDDEN_CAP);
  }
  return at_stake == 0 ? HM_NO_SCORE : MIN (100 * earned / at_stake, cap);
}

static const HmProbe opaque_source_probes[] = {
  {
      .id = PROBE_HIDDEN,
      .question = "Does all text read as what it is?",
      .evidence =
          "Every text file of the tree up to 2 MiB that is not generated: bidirectional controls "
          "without their end (CVE-2021-42574), characters that no editor shows inside code, and "
          "names that mix letters of scripts that look alike (CVE-2021-42694). Text of "
          "right-to-left languages, emoji and byte-order marks are not meant.",
      .scoring = "Four points. With any such file the check scores at most 5.",
      .remediation = "Take the characters out, or write them as escapes, which reviewers can see.",
  },
  {
      .id = PROBE_FILES,
      .question = "Did a second person see each opaque file come in?",
      .evidence =
          "Binary files that are neither programs (Binary-Artifacts has those) nor media by their "
          "name, and archives written as text, whose present content came in the last 12 months: "
          "the commit that brought it, and whether git or the forge shows a second person on it. "
          "No folder is exempt: test files are where XZ's payload lay.",
      .scoring =
          "Four points, less one for each file that nobody but its author is visible on. "
          "Those that came by a pull request nobody was seen to review are unknown. What has "
          "stood for longer costs nothing.",
      .remediation = "Make test data from a script that is reviewed, or say beside the file how it "
                     "was made; have somebody else make it again and merge it.",
  },
  {
      .id = PROBE_LINES,
      .question = "Did a second person see each unreadable line come in?",
      .evidence =
          "Lines of a thousand characters in files that people write, code pushed out of "
          "view by blanks, and walls of base64 or hex, in files whose present content came in "
          "the last 12 months.",
      .scoring =
          "Two points, less one for each such file that nobody but its author is visible on.",
      .remediation = "Keep generated and encoded data out of files that people write, and generate "
                     "it in the build from something readable.",
  },
  {
      .id = PROBE_INVENTORY,
      .question = "What of the tree can't be read?",
      .evidence = "All of the tree, however old. Media are pictures, fonts, sound and documents by "
                  "their name's ending; their content is not looked into.",
      .scoring = "None: it informs.",
      .remediation = "",
  },
};

const HmCheck hm_check_opaque_source = {
  .id = "opaque-source",
  .name = "Opaque-Source",
  .risk = HM_RISK_HIGH,
  .needs = HM_NEED_TREE | HM_NEED_CONTENT | HM_NEED_MARKS | HM_NEED_HISTORY | HM_NEED_CHANGES
           | HM_NEED_FORGE,
  .summary = "Can people read what is in the tree, and did they see it come?",
  .why =
      "A review ends where the text does. XZ's backdoor lay in two compressed test files, "
      "one of them described as damaged on purpose; its author committed them alone, and rewrote "
      "them two weeks later. Trojan Source hides code in plain sight by characters that reorder "
      "it, and worms of package registries push theirs past the right edge of the screen.",
  .differs =
      "OpenSSF Scorecard's Binary-Artifacts looks for programs by extension and magic bytes. "
      "It does not look at other binaries, at text, or at who brought a file in.",
  .probes = opaque_source_probes,
  .n_probes = G_N_ELEMENTS (opaque_source_probes),
  .run = opaque_source_run,
  .score = opaque_source_score,
};
