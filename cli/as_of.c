/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/as_of.h"

#include "cli/now.h"
#include "core/error.h"
#include "core/instant.h"

gboolean
hm_as_of_read (const char *at, const HmRecording *replay, HmCollectOptions *collect, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  gboolean is_told;
  gint64 now;

  if (!hm_now_read (&now, &is_told, &mistake) && at == NULL) {
    g_propagate_error (error, g_steal_pointer (&mistake));
    return FALSE;
  }
  if (replay == NULL)
    collect->forge.asked_at = now;
  if (at == NULL) {
    collect->as_of = replay != NULL && !is_told ? replay->as_of : now;
    return TRUE;
  }
  collect->has_as_of = TRUE;
  if (hm_instant_parse (at, &collect->as_of, error))
    return TRUE;
  g_prefix_error (error, "--at ");
  return FALSE;
}

static gboolean
is_empty (const char *text)
{
  return text != NULL && *text == '\0';
}

gboolean
hm_revision_options_read (const char *commit, const char *ref, HmCollectOptions *collect,
                          GError **error)
{
  if (commit != NULL && ref != NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--commit and --ref: both say what to score; give one of them");
  if (is_empty (commit) || is_empty (ref))
    return hm_fail (error, HM_ERROR_USAGE, "%s: no name follows",
                    ref != NULL ? "--ref" : "--commit");
  collect->commit = commit;
  collect->ref = ref;
  return TRUE;
}
