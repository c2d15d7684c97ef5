/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/assay.h"

#include "cli/as_of.h"
#include "cli/check_choice.h"
#include "cli/countdown.h"
#include "cli/failure.h"
#include "cli/policy_fetch.h"
#include "cli/report_file.h"
#include "cli/speak.h"
#include "core/error.h"
#include "core/oid.h"
#include "evidence/git/cancel.h"
#include "scoring/range.h"
#include "scoring/score.h"

#include <hallmark/version.h>

HmAssayOptionTexts hm_assay_option_texts;

void
hm_assay_clear (HmAssay *assay)
{
  g_clear_pointer (&assay->report, hm_report_free);
  hm_policy_choice_clear (&assay->policy);
  g_clear_pointer (&assay->edited, hm_loaded_policy_free);
  g_clear_pointer (&assay->policy_ref, g_free);
  g_clear_pointer (&assay->parted_at, g_free);
  hm_place_clear (&assay->place);
  hm_gate_plan_clear (&assay->gate);
  g_clear_pointer (&assay->checks, g_ptr_array_unref);
  g_clear_pointer (&assay->reads, g_ptr_array_unref);
  g_clear_pointer (&assay->registry, hm_registry_free);
  hm_forge_plan_clear (&assay->forge);
  g_clear_pointer (&assay->journal_folder, g_free);
}

/* The last commit of a range is the one that is scanned. */
static gboolean
revision_read (HmAssay *assay, GError **error)
{
  const HmAssayOptionTexts *texts = &hm_assay_option_texts;

  if (assay->gate.diff_head == NULL)
    return hm_revision_options_read (texts->commit, texts->ref, &assay->collect, error);
  if (texts->commit != NULL || texts->ref != NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--diff %s and %s: both say what to score; write --diff BASE",
                    hm_gate_option_texts.diff, texts->commit != NULL ? "--commit" : "--ref");
  return hm_revision_options_read (assay->gate.diff_head, NULL, &assay->collect, error);
}

gboolean
hm_assay_plan (HmAssay *assay, GError **error)
{
  const HmAssayOptionTexts *texts = &hm_assay_option_texts;
  g_auto (GStrv) environment = g_get_environ ();

  if (!hm_forge_options_read (environment, &assay->forge, error))
    return FALSE;
  assay->collect.forge = assay->forge.options;
  assay->collect.cancelled = assay->cancelled;
  if (!hm_as_of_read (texts->at, assay->forge.replay, &assay->collect, error))
    return FALSE;
  assay->registry = hm_check_registry (texts->plugins, error);
  if (assay->registry == NULL || !hm_gate_options_read (assay->registry, &assay->gate, error)
      || !revision_read (assay, error))
    return FALSE;
  assay->checks = hm_check_choose (assay->registry, texts->checks, error);
  if (assay->checks == NULL)
    return FALSE;
  if (!hm_forge_option_texts.no_cache)
    assay->journal_folder = hm_place_journal_folder ();
  assay->collect.journal_folder = assay->journal_folder;
  assay->collect.allowed_signers = texts->allowed_signers;
  assay->collect.keyring = texts->keyring;
  assay->collect.state = texts->state;
  return TRUE;
}

/* Whether the command line leaves open which policy is gone by. */
static gboolean
policy_is_open (void)
{
  const HmPolicyOptionTexts *texts = &hm_policy_option_texts;

  return texts->policy == NULL && texts->policy_ref == NULL && !texts->no_policy;
}

/*
 * The waivers that stand in the work tree count as though they were committed. It is the subject's
 * word all the same.
 */
static gboolean
edited_load (HmAssay *assay, GError **error)
{
  g_auto (HmPolicyFetch) fetch = { 0 };

  hm_policy_fetch_init (&fetch, &assay->forge, assay->cancelled);
  assay->edited = hm_policy_named_load (assay->edited_policy, HM_POLICY_OF_SUBJECT, assay->registry,
                                        &fetch, error);
  if (assay->edited == NULL)
    return FALSE;
  assay->policy.policy = hm_loaded_policy (assay->edited);
  return TRUE;
}

/*
 * A change that is judged brings the policy that judges it in no way: of a range it is that of the
 * revision it is held against, not that of where it parted from it, which whoever makes the change
 * is free to choose. A URL's own policy is followed for neither.
 */
static gboolean
policy_choose (HmAssay *assay, GError **error)
{
  if (assay->gate.diff_base != NULL) {
    char hex[HM_OID_HEX_SIZE + 1];

    if (assay->place.clone == NULL && policy_is_open ()) {
      assay->policy_ref = g_strdup (hm_oid_hex (&assay->range.against, hex));
      hm_policy_option_texts.policy_ref = assay->policy_ref;
    }
    assay->parted_at = g_strdup (hm_oid_hex (&assay->range.base, hex));
    hm_policy_option_texts.parted_at = assay->parted_at;
  }
  return hm_policy_options_choose (&assay->place, assay->registry, &assay->forge, &assay->collect,
                                   &assay->policy, error)
         && (assay->edited_policy == NULL || edited_load (assay, error));
}

static void
notice_say (const HmPolicyChoice *choice)
{
  if (choice->notice != NULL)
    hm_complain ("%s", choice->notice);
}

/* What a policy switches off is neither run nor collected for. */
static gboolean
checks_narrow (HmAssay *assay, GError **error)
{
  const HmPolicy *policy = assay->policy.policy;

  for (guint i = assay->checks->len; i-- > 0;)
    if (!hm_policy_runs (policy, g_ptr_array_index (assay->checks, i)))
      g_ptr_array_remove_index (assay->checks, i);
  if (assay->checks->len == 0)
    return hm_fail (error, HM_ERROR_USAGE, "%s: switches off every check that is asked for",
                    policy->source);
  assay->reads = hm_check_needs (assay->checks, &assay->collect.needs);
  assay->collect.reads = (const char *const *) assay->reads->pdata;
  return TRUE;
}

static gboolean
gate_check (const HmAssay *assay, const HmGate *gate, GError **error)
{
  if (!assay->is_gated || hm_gate_asks (gate))
    return TRUE;
  return hm_fail (error, HM_ERROR_USAGE,
                  "no gate: nothing is asked of the score; write `gate: { score: 7 }` into "
                  ".hallmark.yml, or give --min-score 7");
}

static HmReport *
facts_score (const HmAssay *assay, const HmFacts *facts, const HmPolicy *policy)
{
  return hm_score_subject ((const HmCheck *const *) assay->checks->pdata, assay->checks->len, facts,
                           policy, HM_VERSION);
}

/* A commit that is too much to be looked at whole may hide what it does. Returns: whether there is one. */
static gboolean
partial_say (const HmHistory *history)
{
  guint n_partial = 0;

  for (gsize i = 0; i < history->n_commits; i++)
    if (!history->commits[i].is_before && history->commits[i].is_partial)
      n_partial++;
  if (n_partial > 0)
    hm_complain ("%u of the range's commits could not be looked at whole: what %s may be missing",
                 n_partial, n_partial == 1 ? "it does" : "they do");
  return n_partial > 0;
}

static gboolean
range_scan (HmAssay *assay, GError **error)
{
  g_auto (HmRangeEvidence) evidence = { 0 };
  g_autoptr (HmReport) base = NULL;
  /* What the range did to the policy is not held against its base. */
  HmPolicy policy_of_base = *assay->policy.policy;
  HmRangeScene scene = {
    .checks = (const HmCheck *const *) assay->checks->pdata,
    .n_checks = assay->checks->len,
  };

  if (!hm_range_collect (assay->place.path, &assay->collect, &assay->range, &evidence, error))
    return FALSE;
  policy_of_base.changes = NULL;
  policy_of_base.n_changes = 0;
  base = facts_score (assay, hm_evidence_store_facts (evidence.base), &policy_of_base);
  assay->report =
      facts_score (assay, hm_evidence_store_facts (evidence.head), assay->policy.policy);
  scene.base = base;
  scene.head = assay->report;
  scene.facts = hm_evidence_store_facts (evidence.commits);
  scene.before = &hm_evidence_store_facts (evidence.base)->tree;
  scene.after = &hm_evidence_store_facts (evidence.head)->tree;
  assay->is_range_partial = partial_say (&scene.facts->history);
  assay->report->range = hm_range_compare (&scene, assay->policy.policy, error);
  return assay->report->range != NULL;
}

static gboolean
scan (HmAssay *assay, GError **error)
{
  g_autoptr (HmEvidenceStore) store = NULL;

  if (assay->gate.diff_base != NULL)
    return range_scan (assay, error);
  store = hm_collect (assay->place.path, &assay->collect, error);
  if (store == NULL)
    return FALSE;
  assay->report = facts_score (assay, hm_evidence_store_facts (store), assay->policy.policy);
  return TRUE;
}

static gboolean
range_find (HmAssay *assay, GError **error)
{
  if (assay->gate.diff_base == NULL)
    return TRUE;
  if (!hm_range_find (assay->place.path, &assay->collect, assay->gate.diff_base, &assay->range,
                      error)) {
    g_prefix_error (error, "--diff ");
    return FALSE;
  }
  if (hm_oid_equal (&assay->range.base, &assay->range.head))
    hm_complain ("--diff %s: both ends are the same commit, so nothing was added or mended",
                 hm_gate_option_texts.diff);
  return TRUE;
}

static gboolean
judge (HmAssay *assay, const HmGate *gate, GError **error)
{
  HmReport *report = assay->report;

  if (!hm_gate_plan_compare (&assay->gate, report, error))
    return FALSE;
  if (assay->is_gated)
    report->verdict = hm_gate_judge (gate, report, report->baseline, report->range);
  return TRUE;
}

int
hm_assay_run (HmAssay *assay, char **arguments)
{
  g_autoptr (GError) error = NULL;
  HmGate gate;
  gboolean is_scanned;

  if (!hm_place_find (arguments, &assay->collect, &assay->place, &error)
      || !range_find (assay, &error) || !policy_choose (assay, &error))
    return hm_complain_error (error, assay->cancelled);
  notice_say (&assay->policy);
  gate = hm_gate_plan_gate (&assay->gate, assay->policy.policy);
  if (!checks_narrow (assay, &error) || !gate_check (assay, &gate, &error)
      || !hm_gate_plan_read_ref (&assay->gate, assay->place.path, assay->cancelled, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, assay->cancelled);
  is_scanned = scan (assay, &error);
  hm_countdown_wipe ();
  if (!is_scanned)
    return hm_complain_error (error, assay->cancelled);
  if (hm_is_cancelled (assay->cancelled))
    return hm_complain_interrupted ();
  if (!judge (assay, &gate, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, assay->cancelled);
  return HM_EXIT_OK;
}

/* Outside of any repository there is no policy but one that is named. */
static gboolean
policy_choose_here (HmAssay *assay, GError **error)
{
  g_autoptr (GError) mistake = NULL;

  if (policy_choose (assay, &mistake))
    return TRUE;
  if (g_error_matches (mistake, HM_ERROR, HM_ERROR_NOT_FOUND) && policy_is_open ()) {
    assay->policy.policy = &hm_policy_default;
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&mistake));
  return FALSE;
}

int
hm_assay_judge_file (HmAssay *assay, const char *file)
{
  g_autoptr (GError) error = NULL;
  HmGate gate;

  if (assay->gate.diff_base != NULL) {
    hm_complain ("%s: a report; --diff wants the repository itself", file);
    return HM_EXIT_USAGE;
  }
  assay->report = hm_report_file_read (file, &error);
  if (assay->report == NULL)
    return hm_complain_with (error, HM_EXIT_SUBJECT, assay->cancelled);
  assay->place.path = ".";
  if (!policy_choose_here (assay, &error))
    return hm_complain_error (error, assay->cancelled);
  notice_say (&assay->policy);
  gate = hm_gate_plan_gate (&assay->gate, assay->policy.policy);
  /* What was said of it when it was made is not what is asked now. */
  g_clear_pointer (&assay->report->verdict, hm_gate_verdict_free);
  g_clear_pointer (&assay->report->baseline, hm_comparison_free);
  if (!gate_check (assay, &gate, &error)
      || !hm_gate_plan_read_ref (&assay->gate, assay->place.path, assay->cancelled, &error)
      || !judge (assay, &gate, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, assay->cancelled);
  return HM_EXIT_OK;
}

static gboolean
is_complete (const HmReport *report)
{
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    for (guint j = 0; j < result->findings->items->len; j++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, j);

      if (finding->outcome == HM_UNKNOWN)
        return FALSE;
    }
    if (result->status == HM_STATUS_UNKNOWN)
      return FALSE;
  }
  return TRUE;
}

int
hm_assay_exit (const HmAssay *assay, gboolean is_strict)
{
  if (assay->report->verdict != NULL && !assay->report->verdict->has_passed)
    return HM_EXIT_GATE;
  if (!is_strict || (is_complete (assay->report) && !assay->is_range_partial))
    return HM_EXIT_OK;
  hm_complain ("%s: some evidence could not be looked at, and --strict was given; see --details",
               assay->report->subject_name);
  return HM_EXIT_INCOMPLETE;
}
