/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts all text of the report. The runner cuts its input into lines, takes one that begins
 * with "::" for a command, cuts that at the next "::", then the properties at commas, and only then
 * unescapes (actions/runner, ActionCommand.cs).
 */
#include "render/annotations.h"

#include "core/mask.h"
#include "core/number.h"
#include "render/fault.h"
#include "render/shortfall.h"

#include <string.h>

typedef enum {
  LEVEL_ERROR,
  LEVEL_WARNING,
  LEVEL_NOTICE,
} Level;
#define N_LEVELS 3

/* What GitHub shows of one step; a notice is kept free to count the rest. */
static const struct {
  const char *word;
  guint n_max;
} levels[N_LEVELS] = {
  [LEVEL_ERROR] = { "error", 10 },
  [LEVEL_WARNING] = { "warning", 10 },
  [LEVEL_NOTICE] = { "notice", 9 },
};

typedef struct {
  GString *out;
  guint n_written[N_LEVELS];
  guint n_left;
} Writer;

static void
data_append (GString *out, const char *text)
{
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '%' || *at == '\r' || *at == '\n')
      g_string_append_printf (out, "%%%02X", (guint) *at);
    else
      g_string_append_c (out, *at);
  }
}

static void
property_append (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, "%s=", name);
  for (const char *at = text; *at != '\0'; at++) {
    if (strchr ("%\r\n:,", *at) != NULL)
      g_string_append_printf (out, "%%%02X", (guint) *at);
    else
      g_string_append_c (out, *at);
  }
}

/* @message: masked. */
static void
annotation_append (Writer *writer, Level level, const char *title, const HmEvidence *file,
                   const char *message)
{
  g_autoptr (GString) path = g_string_new (NULL);
  gboolean is_plain = FALSE;

  if (writer->n_written[level] >= levels[level].n_max) {
    writer->n_left++;
    return;
  }
  writer->n_written[level]++;
  g_string_append_printf (writer->out, "::%s ", levels[level].word);
  if (file != NULL) {
    hm_mask_terminal (path, file->text, -1, FALSE);
    is_plain = g_str_equal (path->str, file->text);
  }
  /* A path that is not fit to be printed names no file to the runner either. */
  if (is_plain) {
    property_append (writer->out, "file", path->str);
    g_string_append_printf (writer->out, ",line=%u,", MAX (file->line, 1));
  }
  property_append (writer->out, "title", title);
  g_string_append (writer->out, "::");
  if (file != NULL && !is_plain) {
    data_append (writer->out, path->str);
    g_string_append (writer->out, ": ");
  }
  data_append (writer->out, message);
  g_string_append_c (writer->out, '\n');
}

static Level
risk_level (HmRisk risk)
{
  switch (risk) {
  case HM_RISK_CRITICAL:
  case HM_RISK_HIGH:
    return LEVEL_ERROR;
  case HM_RISK_MEDIUM:
    return LEVEL_WARNING;
  case HM_RISK_LOW:
  default:
    return LEVEL_NOTICE;
  }
}

/* Whether the gate forbids what the range adds to @check_id. */
static gboolean
is_forbidden (const HmReport *report, const char *check_id)
{
  for (guint i = 0; report->verdict != NULL && i < report->verdict->shortfalls->len; i++) {
    const HmShortfall *shortfall = g_ptr_array_index (report->verdict->shortfalls, i);

    if (shortfall->kind == HM_SHORT_NEW_FINDING && g_str_equal (shortfall->check_id, check_id))
      return TRUE;
  }
  return FALSE;
}

/* But for what a range adds: its findings are shown one by one. */
static void
shortfalls_append (Writer *writer, const HmReport *report)
{
  for (guint i = 0; report->verdict != NULL && i < report->verdict->shortfalls->len; i++) {
    const HmShortfall *shortfall = g_ptr_array_index (report->verdict->shortfalls, i);
    g_autoptr (GString) message = g_string_new (NULL);

    if (shortfall->kind == HM_SHORT_NEW_FINDING && report->range != NULL)
      continue;
    hm_shortfall_append (message, shortfall);
    hm_shortfall_append_ways (message, shortfall);
    annotation_append (writer, LEVEL_ERROR, "hallmark: short of the gate", NULL, message->str);
  }
}

static void
fault_append (Writer *writer, const HmFault *fault, Level level)
{
  g_autoptr (GString) title = g_string_new ("hallmark: ");
  g_autoptr (GString) message = g_string_new (NULL);

  hm_mask_terminal (title, fault->check_id, -1, FALSE);
  g_string_append_c (title, '/');
  hm_mask_terminal (title, fault->finding->probe, -1, FALSE);
  hm_fault_text_append (message, fault);
  annotation_append (writer, level, title->str, hm_fault_file (fault), message->str);
}

void
hm_annotations_github (GString *out, const HmReport *report)
{
  Writer writer = { .out = out };
  g_autoptr (GArray) faults =
      report->range != NULL ? hm_faults_new_added (report, report->range) : hm_faults_new (report);

  shortfalls_append (&writer, report);
  for (guint i = 0; i < faults->len; i++) {
    const HmFault *fault = &g_array_index (faults, HmFault, i);

    if (fault->waiver == NULL)
      fault_append (&writer, fault,
                    is_forbidden (report, fault->check_id) ? LEVEL_ERROR
                                                           : risk_level (fault->risk));
  }
  if (writer.n_left > 0)
    g_string_append_printf (out, "::notice title=hallmark::%u more in the report\n", writer.n_left);
}

GBytes *
hm_github_output_write (const HmReport *report)
{
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  const HmGateVerdict *verdict = report->verdict;
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "score=%s\n",
                          report->score < 0 ? "" : hm_score_text (report->score, score));
  g_string_append_printf (out, "floor=%s\n",
                          report->floor < 0 ? "" : hm_score_text (report->floor, floor));
  g_string_append_printf (out, "coverage=%d\n", report->coverage_percent);
  g_string_append_printf (out, "passed=%s\n",
                          verdict == NULL       ? ""
                          : verdict->has_passed ? "true"
                                                : "false");
  return g_string_free_to_bytes (out);
}
