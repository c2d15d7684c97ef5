/* SPDX-License-Identifier: Apache-2.0 */
/* Field names and order after ossf/scorecard pkg/scorecard/json.go, details after common.go there. */
#include "render/scorecard_json.h"

#include "core/mask.h"
#include "core/oid.h"
#include "render/json_value.h"

#include <string.h>

/* What Scorecard writes for a commit that it doesn't know, its own included. */
#define UNKNOWN_COMMIT "unknown"

/*
 * "Warn: MESSAGE: PATH:LINE: REMEDIATION", the last two where there are any. Masked as for a
 * terminal: readers of this format print its lines as they are, and a path may hold a newline and a
 * line of its own making.
 */
static json_t *
detail_json (const HmFinding *finding, const HmEvidence *file)
{
  g_autoptr (GString) detail = g_string_new (NULL);
  g_autoptr (GString) masked = g_string_new (NULL);

  switch (finding->outcome) {
  case HM_FAIL:
    g_string_append (detail, "Warn: ");
    break;
  case HM_UNKNOWN:
    g_string_append (detail, "Info: could not look: ");
    break;
  case HM_PASS:
  case HM_NOT_APPLICABLE:
    g_string_append (detail, "Info: ");
    break;
  }
  g_string_append (detail, finding->message);
  if (file != NULL) {
    g_string_append_printf (detail, ": %s", file->text);
    if (file->line > 0)
      g_string_append_printf (detail, ":%u", file->line);
  }
  if (finding->outcome != HM_PASS && *finding->remediation != '\0')
    g_string_append_printf (detail, ": %s", finding->remediation);
  hm_mask_terminal (masked, detail->str, (gssize) detail->len, FALSE);
  return hm_json_text (masked->str);
}

/* One line for each file, since a line has room for one place. */
static void
details_append (json_t *details, const HmFinding *finding)
{
  gboolean has_file = FALSE;

  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind != HM_EVIDENCE_FILE)
      continue;
    hm_json_append (details, detail_json (finding, evidence));
    has_file = TRUE;
  }
  if (!has_file)
    hm_json_append (details, detail_json (finding, NULL));
}

static json_t *
details_json (const HmResult *result)
{
  json_t *details;

  /* A nil slice in Go. */
  if (result->findings->items->len == 0)
    return json_null ();
  details = json_array ();
  for (guint i = 0; i < result->findings->items->len; i++)
    details_append (details, g_ptr_array_index (result->findings->items, i));
  return details;
}

static json_t *
check_json (const HmResult *result)
{
  g_autofree char *url = g_strconcat ("docs/checks.md#", result->id, NULL);
  const gboolean is_scored = result->status == HM_STATUS_SCORED;
  json_t *check = json_object ();
  json_t *documentation = json_object ();

  hm_json_put (documentation, "url", hm_json_text (url));
  hm_json_put (documentation, "short", hm_json_text (result->summary));
  hm_json_put (check, "details", details_json (result));
  hm_json_put (check, "score", json_integer (is_scored ? result->score / 10 : -1));
  hm_json_put (check, "reason", hm_json_text (result->reason));
  hm_json_put (check, "name", hm_json_text (result->name));
  hm_json_put (check, "documentation", documentation);
  return check;
}

static int
result_compare (gconstpointer a, gconstpointer b)
{
  const HmResult *left = *(const HmResult *const *) a;
  const HmResult *right = *(const HmResult *const *) b;

  return strcmp (left->name, right->name);
}

static json_t *
checks_json (const HmReport *report)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  json_t *checks = json_array ();

  for (guint i = 0; i < report->results->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (report->results, i));
  g_ptr_array_sort (sorted, result_compare);
  for (guint i = 0; i < sorted->len; i++)
    hm_json_append (checks, check_json (g_ptr_array_index (sorted, i)));
  return checks;
}

GBytes *
hm_scorecard_write (const HmReport *report)
{
  g_autoptr (json_t) root = json_object ();
  g_autofree char *version = g_strconcat ("hallmark-", report->tool_version, NULL);
  char hex[HM_OID_HEX_SIZE + 1];
  json_t *repo = json_object ();
  json_t *scorecard = json_object ();

  hm_json_put (repo, "name", hm_json_text (report->subject_name));
  hm_json_put (repo, "commit",
               json_string (hm_oid_is_zero (&report->commit) ? UNKNOWN_COMMIT
                                                             : hm_oid_hex (&report->commit, hex)));
  hm_json_put (scorecard, "version", hm_json_text (version));
  hm_json_put (scorecard, "commit", json_string (UNKNOWN_COMMIT));
  hm_json_put (root, "date", hm_json_instant (report->as_of));
  hm_json_put (root, "repo", repo);
  hm_json_put (root, "scorecard", scorecard);
  hm_json_put (root, "score",
               report->score < 0 ? json_real (-1.0) : hm_json_tenths (report->score));
  hm_json_put (root, "checks", checks_json (report));
  hm_json_put (root, "metadata", json_null ());
  return hm_json_print (root, 0);
}
