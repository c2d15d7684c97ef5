/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/policy_check.h"

#include "core/instant.h"
#include "core/limits.h"
#include "core/number.h"
#include "scoring/report.h"

#include <string.h>

#define WAIVERS_PROBE "waivers-in-force"

#define DATE_LENGTH 10

static const HmProbe probes[] = {
  {
      .id = WAIVERS_PROBE,
      .question = "Does every waiver of the policy settle a finding?",
      .evidence = "The policy's waivers, the time of the report, and what the checks found.",
      .scoring = "Each waiver counts alike; the check scores the share that is in force.",
      .remediation = "Remove the waiver, or write it anew with `hallmark waive`.",
  },
  {
      .id = HM_POLICY_UNCHANGED_PROBE,
      .question = "Does the scanned commit leave the policy that judges it as it is?",
      .evidence = "The files of the policy, in the scanned commit and in the revision that the "
                  "policy was taken from.",
      .scoring = "Each changed file counts as one that is not in force.",
      .remediation = "Have somebody look at the change to the policy by itself; it counts once it "
                     "is in the branch that policies are taken from.",
  },
};

static void
run_nothing (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  hm_findings_add (findings, WAIVERS_PROBE, HM_NOT_APPLICABLE, "no policy is looked at");
}

/* The share of findings that pass. */
static int
rate_share (const HmFindings *findings, HmAssume assume)
{
  guint n_passed = 0;
  guint n_known = 0;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmOutcome outcome = hm_finding_outcome (g_ptr_array_index (findings->items, i), assume);

    n_passed += outcome == HM_PASS;
    n_known += outcome == HM_PASS || outcome == HM_FAIL;
  }
  return n_known == 0 ? HM_NO_SCORE : (int) (n_passed * 100 / n_known);
}

/* Appends "the waiver of binary-artifacts for tests/good.bin". */
static void
waiver_name_append (GString *out, const HmReportWaiver *waiver)
{
  g_string_append_printf (out, "the waiver of %s", waiver->check_id);
  if (*waiver->probe != '\0')
    g_string_append_printf (out, " (%s)", waiver->probe);
  if (*waiver->path != '\0')
    g_string_append_printf (out, " for %s", waiver->path);
  else if (waiver->commits->len > 0)
    g_string_append_printf (out, " for %u %s", waiver->commits->len,
                            waiver->commits->len == 1 ? "commit" : "commits");
}

/* What a state means, in words, and what to do about it. */
static const struct {
  const char *words;
  const char *remediation;
} states[] = {
  [HM_WAIVER_IN_FORCE] = { "is in force", "" },
  [HM_WAIVER_EXPIRED] = { "has expired",
                          "Mend what it was about; or look again, and give it a new date." },
  [HM_WAIVER_TOO_LONG] = { "would hold for more than a year",
                           "Give it a date within 366 days: within a year somebody looks again." },
  [HM_WAIVER_ALTERED] = { "names files that hold something else by now",
                          "Look at what has changed; if it is right, write the waiver anew with "
                          "`hallmark waive`." },
  [HM_WAIVER_NO_DIGEST] = { "does not say what the files hold that it is about",
                            "Give it a path and a digest: `hallmark waive` fills them in." },
  [HM_WAIVER_UNMATCHED] = { "matches no finding", "Remove it." },
  [HM_WAIVER_UNASKED] = { "is about a check that did not run, or could not look",
                          "Run the check with all that it needs to look." },
};

static HmOutcome
waiver_outcome (const HmReportWaiver *waiver)
{
  switch (waiver->state) {
  case HM_WAIVER_IN_FORCE:
    return HM_PASS;
  case HM_WAIVER_UNASKED:
    return HM_UNKNOWN;
  default:
    return HM_FAIL;
  }
}

/* Cites "PATH:LINE" where that is of the scanned tree, else appends it to @message. */
static void
place_split (const HmPolicy *policy, const HmReportWaiver *waiver, GString *message,
             char **ret_path, guint *ret_line)
{
  const char *colon = strrchr (waiver->place, ':');
  guint64 line;

  if (policy->is_of_subject && colon != NULL && colon > waiver->place
      && hm_number_parse (colon + 1, strlen (colon + 1), G_MAXUINT32, &line)) {
    *ret_path = g_strndup (waiver->place, (gsize) (colon - waiver->place));
    *ret_line = (guint) line;
  } else if (*waiver->place != '\0')
    g_string_append_printf (message, " (%s)", waiver->place);
}

static void
waiver_finding_add (HmFindings *findings, const HmPolicy *policy, const HmReportWaiver *waiver)
{
  g_autoptr (GString) message = g_string_new (NULL);
  g_autofree char *path = NULL;
  guint line = 0;
  char until[HM_INSTANT_TEXT_SIZE];
  HmFinding *finding;

  waiver_name_append (message, waiver);
  g_string_append_printf (message, " %s", states[waiver->state].words);
  /* It holds to the end of a day, so its first second without is of the next one. */
  hm_instant_text (waiver->expires - 1, until);
  if (waiver->state == HM_WAIVER_IN_FORCE)
    g_string_append_printf (message, " until %.*s", DATE_LENGTH, until);
  else if (waiver->state == HM_WAIVER_EXPIRED || waiver->state == HM_WAIVER_TOO_LONG)
    g_string_append_printf (message, ": %.*s", DATE_LENGTH, until);
  place_split (policy, waiver, message, &path, &line);
  if (message->len > HM_TEXT_MAX)
    g_string_truncate (message, HM_TEXT_MAX);
  finding = hm_findings_add (findings, WAIVERS_PROBE, waiver_outcome (waiver), "%s", message->str);
  hm_finding_set_remediation (finding, "%s", states[waiver->state].remediation);
  if (path != NULL)
    hm_finding_cite_file (finding, &(HmTreeEntry){ .path = path }, line);
}

/* Counts the waivers from @first on, for which there is no room. */
static void
rest_add (HmFindings *findings, const GPtrArray *waivers, guint first)
{
  guint n_failed = 0;

  for (guint i = first; i < waivers->len; i++)
    n_failed += waiver_outcome (g_ptr_array_index (waivers, i)) == HM_FAIL;
  if (first < waivers->len)
    hm_findings_add (findings, WAIVERS_PROBE, n_failed > 0 ? HM_FAIL : HM_PASS,
                     "%u more waivers, %u of which settle nothing", waivers->len - first, n_failed);
}

static void
change_finding_add (HmFindings *findings, const HmPolicyChange *change)
{
  HmFinding *finding = hm_findings_add (
      findings, HM_POLICY_UNCHANGED_PROBE, HM_FAIL,
      "%s is not what it is in the revision that the policy was taken from", change->path);

  hm_finding_cite_file (finding, &(HmTreeEntry){ .path = change->path, .oid = change->after }, 0);
}

void
hm_policy_findings_add (HmFindings *findings, const HmPolicy *policy, const GPtrArray *waivers)
{
  const guint n_changes = (guint) MIN (policy->n_changes, HM_FINDINGS_MAX / 2);
  const guint n_waivers = MIN (waivers->len, HM_FINDINGS_MAX - n_changes);

  for (guint i = 0; i < n_changes; i++)
    change_finding_add (findings, &policy->changes[i]);
  for (guint i = 0; i < n_waivers; i++)
    waiver_finding_add (findings, policy, g_ptr_array_index (waivers, i));
  rest_add (findings, waivers, n_waivers);
  if (findings->items->len == 0)
    hm_findings_add (findings, WAIVERS_PROBE, HM_NOT_APPLICABLE, "the policy waives nothing");
}

const HmCheck hm_policy_check = {
  .id = HM_POLICY_CHECK_ID,
  .name = "Policy",
  .risk = HM_RISK_MEDIUM,
  .summary = "Is what the policy settles still right?",
  .why =
      "A waiver that nobody looks at again outlives its reason: the file has changed, the date has "
      "passed, what it was about is gone. And whoever may change the policy together with the code "
      "that it judges is judged by nobody.",
  .differs = "Scorecard's annotations neither expire nor change a score.",
  .probes = probes,
  .n_probes = G_N_ELEMENTS (probes),
  .run = run_nothing,
  .score = rate_share,
};
