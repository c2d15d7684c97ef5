/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"

GQuark
hm_error_quark (void)
{
  return g_quark_from_static_string ("hm-error-quark");
}

gboolean
hm_fail (GError **error, HmErrorCode code, const char *format, ...)
{
  va_list arguments;

  if (error == NULL)
    return FALSE;
  va_start (arguments, format);
  *error = g_error_new_valist (HM_ERROR, (gint) code, format, arguments);
  va_end (arguments);
  return FALSE;
}
