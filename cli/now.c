/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/now.h"

#include "core/error.h"
#include "core/instant.h"

gboolean
hm_now_read (gint64 *ret_now, gboolean *ret_is_told, GError **error)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  g_autofree char *seconds = NULL;

  *ret_is_told = epoch != NULL && *epoch != '\0';
  *ret_now = g_get_real_time () / G_USEC_PER_SEC;
  if (!*ret_is_told)
    return TRUE;
  seconds = g_strconcat ("@", epoch, NULL);
  if (hm_instant_parse (seconds, ret_now, NULL))
    return TRUE;
  return hm_fail (error, HM_ERROR_USAGE, "SOURCE_DATE_EPOCH=%s: not a number of seconds since 1970",
                  epoch);
}
