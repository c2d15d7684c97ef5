/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark gate`: judges a repository, or a report of one, and says in a few lines why it passes or not. */
#include "cli/command.h"

#include "cli/assay.h"
#include "cli/badge_options.h"
#include "cli/failure.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/speak.h"
#include "cli/verdict.h"

static struct {
  char **outputs;
  char *color;
  gboolean strict;
} options;

static const GOptionEntry entries[] = {
  HM_POLICY_ENTRIES,
  HM_GATE_ENTRIES,
  HM_VERDICT_ENTRIES,
  { "output", 'o', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.outputs,
    "Write .svg .png .pdf .json .md .sarif .xml, FORMAT:FILE; again for more", "FILE" },
  HM_ASSAY_ENTRIES,
  HM_FORGE_ASKING_ENTRIES,
  HM_FORGE_ACCESS_ENTRIES,
  { "strict", 0, 0, G_OPTION_ARG_NONE, &options.strict,
    "Exit with 4 when it passes, but some evidence could not be looked at", NULL },
  HM_BADGE_OPTION_ENTRIES,
  { "color", 0, 0, G_OPTION_ARG_FILENAME, &options.color, "Colour: auto, always or never", "WHEN" },
  G_OPTION_ENTRY_NULL,
};

/* What the command line came to, once it was found sound. */
typedef struct {
  HmColor color;
  HmBadgeStyle style;
  HmOutputs *outputs;
  HmAssay assay;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->outputs, hm_outputs_free);
  hm_assay_clear (&plan->assay);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
plan_make (Plan *plan, GError **error)
{
  if (!hm_color_parse (options.color != NULL ? options.color : "auto", &plan->color, error)
      || !hm_verdict_options_check (error) || !hm_badge_options_read (&plan->style, error)
      || !hm_assay_plan (&plan->assay, error))
    return FALSE;
  plan->assay.is_gated = TRUE;
  plan->outputs = hm_outputs_plan (options.outputs, error);
  return plan->outputs != NULL;
}

/* A folder may be called anything. */
static gboolean
is_report (char **arguments)
{
  return arguments[0] != NULL && arguments[1] == NULL
         && (g_str_equal (arguments[0], "-")
             || (g_str_has_suffix (arguments[0], ".json")
                 && !g_file_test (arguments[0], G_FILE_TEST_IS_DIR)));
}

static int
gate_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_auto (Plan) plan = { .assay = { .cancelled = cancelled } };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  HmTerminal terminal;
  HmTrend trend = { 0 };
  HmRenderOptions render = { .badge = &plan.style, .trend = &trend };
  int status;

  if (!plan_make (&plan, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  terminal = hm_stdout_terminal (plan.color);
  status = is_report (arguments) ? hm_assay_judge_file (&plan.assay, arguments[0])
                                 : hm_assay_run (&plan.assay, arguments);
  if (status != HM_EXIT_OK)
    return status;
  render.checks = (const HmCheck *const *) plan.assay.checks->pdata;
  render.n_checks = plan.assay.checks->len;
  if (!hm_outputs_write (plan.outputs, plan.assay.report, &render, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  status =
      hm_verdict_speak (plan.assay.report, &terminal, hm_outputs_take_stdout (plan.outputs), text);
  return status != HM_EXIT_OK ? status : hm_assay_exit (&plan.assay, options.strict);
}

const HmCommand hm_command_gate = {
  .name = "gate",
  .arguments = "[REPO|REPORT.json]",
  .summary = "Pass or fail a repository, or a report; say why",
  .description =
      "REPO is as in 'hallmark scan'; of a report, - is standard input. What is asked stands under\n"
      "`gate` in the policy, .hallmark.yml of the scanned commit (of a report: of the repository here),\n"
      "and on the command line: the higher bar counts. What could not be looked at fails no gate but\n"
      "one for the floor or for coverage. Exits with 1 where it fails, after at most ten lines that\n"
      "say by how much, where, and the shortest way back.\n"
      "\n"
      "A baseline that is given may not be fallen behind: not with the score, nor with a check, or with\n"
      "those alone that the policy names under `regression`.\n"
      "\n"
      "--diff tells what the commits of a range add and mend, from where both ends parted: findings of\n"
      "the tree, unsigned commits, sensitive changes that nobody else is seen on. Without --policy or\n"
      "--policy-ref it goes by the policy of BASE, so that no change brings its own judge, however\n"
      "old the commit is that it began at; a change of the policy is a finding. It needs the history\n"
      "between: in a clone that is cut it says how to fetch it.\n"
      "\n"
      "Formats are those of 'hallmark scan'.",
  .options = entries,
  .run = gate_run,
};
