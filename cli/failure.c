/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/failure.h"

#include "cli/speak.h"
#include "core/error.h"
#include "evidence/git/cancel.h"

int
hm_complain_interrupted (void)
{
  hm_complain ("interrupted");
  return HM_EXIT_INTERRUPTED;
}

int
hm_complain_with (const GError *error, int status, const gint *cancelled)
{
  if (hm_is_cancelled (cancelled))
    return hm_complain_interrupted ();
  hm_complain ("%s", error->message);
  return status;
}

static int
exit_of (const GError *error)
{
  if (error->domain != HM_ERROR)
    return HM_EXIT_SUBJECT;
  switch ((HmErrorCode) error->code) {
  case HM_ERROR_CANCELLED:
    return HM_EXIT_INTERRUPTED;
  case HM_ERROR_USAGE:
    return HM_EXIT_USAGE;
  default:
    return HM_EXIT_SUBJECT;
  }
}

int
hm_complain_error (const GError *error, const gint *cancelled)
{
  return hm_complain_with (error, exit_of (error), cancelled);
}
