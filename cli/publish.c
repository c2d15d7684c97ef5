/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark publish`: badge, report and endpoint as the one commit of a branch, for a forge to serve. */
#include "cli/command.h"

#include <string.h>

#include "cli/assay.h"
#include "cli/badge_options.h"
#include "cli/failure.h"
#include "cli/interrupt.h"
#include "cli/report_file.h"
#include "cli/speak.h"
#include "core/error.h"
#include "core/number.h"
#include "core/oid.h"
#include "evidence/git/publish.h"
#include "render/format.h"

#define BRANCH "badges"
#define COMMIT_SHOWN 10

static struct {
  char *ref;
  char *report;
} options;

static const GOptionEntry entries[] = {
  { "ref", 0, 0, G_OPTION_ARG_FILENAME, &options.ref,
    "The branch that is to hold the files, and nothing else (" BRANCH ")", "BRANCH" },
  { "report", 0, 0, G_OPTION_ARG_FILENAME, &options.report,
    "Publish this JSON report; scan nothing", "FILE" },
  HM_POLICY_ENTRIES,
  HM_FORGE_ASKING_ENTRIES,
  HM_FORGE_ACCESS_ENTRIES,
  HM_BADGE_OPTION_ENTRIES,
  G_OPTION_ENTRY_NULL,
};

/* What is published: the same names each time, so that a branch of them is known again. */
static const char *const outputs[] = { "svg:badge.svg", "json:report.json",
                                       "endpoint:endpoint.json" };

static void
files_clear (HmPublishedFile *files)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    g_clear_pointer (&files[i].bytes, g_bytes_unref);
}

static gboolean
files_render (HmPublishedFile *files, const HmReport *report, const HmRenderOptions *render,
              GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++) {
    const HmFormat *format = hm_format_find (outputs[i], &files[i].name, error);

    if (format == NULL)
      return FALSE;
    files[i].bytes = format->render (report, render, error);
    if (files[i].bytes == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
report_publish (const char *path, const HmReport *report, const HmRenderOptions *render,
                HmOid *ret_commit, GError **error)
{
  HmPublishedFile files[G_N_ELEMENTS (outputs)] = { { 0 } };
  char score[HM_SCORE_TEXT_SIZE];
  g_autofree char *message =
      g_strdup_printf ("hallmark %s\n", hm_score_text (report->score, score));
  const HmPublication publication = {
    .branch = options.ref != NULL ? options.ref : BRANCH,
    .files = files,
    .n_files = G_N_ELEMENTS (files),
    .time = report->as_of,
    .message = message,
  };
  gboolean done = files_render (files, report, render, error)
                  && hm_publish (path, &publication, ret_commit, error);

  files_clear (files);
  return done;
}

static int
published_tell (const HmOid *commit)
{
  const char *branch = options.ref != NULL ? options.ref : BRANCH;
  char hex[HM_OID_HEX_SIZE + 1];
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%s is %.*s: badge.svg, report.json, endpoint.json\n"
                          "Send it on with: git push --force-with-lease origin %s\n",
                          branch, COMMIT_SHOWN, hm_oid_hex (commit, hex), branch);
  return hm_speak (text->str, text->len);
}

/* Returns: an HmExit; with HM_EXIT_OK the report is in @assay. */
static int
report_get (HmAssay *assay, char **arguments)
{
  g_autoptr (GError) error = NULL;

  if (options.report != NULL) {
    assay->report = hm_report_file_read (options.report, &error);
    return assay->report != NULL ? HM_EXIT_OK
                                 : hm_complain_with (error, HM_EXIT_SUBJECT, assay->cancelled);
  }
  if (!hm_assay_plan (assay, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, assay->cancelled);
  return hm_assay_run (assay, arguments);
}

static int
publish_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  const char *path = arguments[0] != NULL ? arguments[0] : ".";
  g_auto (HmAssay) assay = { .cancelled = cancelled };
  g_autoptr (GError) error = NULL;
  HmBadgeStyle style;
  HmTrend trend = { 0 };
  HmRenderOptions render = { .badge = &style, .trend = &trend };
  HmOid commit;
  int status;

  if (!hm_badge_options_read (&style, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  if (arguments[0] != NULL && arguments[1] != NULL) {
    hm_complain ("%s: one repository at a time; '%s' is one too many", arguments[0], arguments[1]);
    return HM_EXIT_USAGE;
  }
  if (!g_file_test (path, G_FILE_TEST_IS_DIR)) {
    hm_complain ("%s: a branch is written into a repository of this machine; name its folder",
                 path);
    return HM_EXIT_USAGE;
  }
  status = report_get (&assay, arguments);
  if (status != HM_EXIT_OK)
    return status;
  if (!report_publish (path, assay.report, &render, &commit, &error))
    return hm_complain_error (error, cancelled);
  return published_tell (&commit);
}

const HmCommand hm_command_publish = {
  .name = "publish",
  .arguments = "[REPO]",
  .summary = "Put badge and report on a branch of their own",
  .description =
      "Scans REPO, a folder of this machine, and makes the branch one commit without parents that holds\n"
      "badge.svg, report.json and endpoint.json (for shields.io). Nothing else of the repository is\n"
      "touched, a branch that holds anything else is refused, and nothing is sent anywhere: push it.\n"
      "'hallmark gate --baseline-ref " BRANCH "' then compares with what was published last.",
  .options = entries,
  .run = publish_run,
};
