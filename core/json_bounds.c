/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json_bounds.h"

gboolean
hm_json_is_within (const char *bytes, gsize size, guint depth_max, guint n_values_max,
                   char **ret_why)
{
  gboolean is_string = FALSE;
  gsize depth = 0;
  gsize n_values = 1;

  for (gsize i = 0; i < size; i++) {
    const char c = bytes[i];

    if (is_string) {
      if (c == '\\')
        i++;
      else if (c == '"')
        is_string = FALSE;
    } else if (c == '"') {
      is_string = TRUE;
    } else if (c == '[' || c == '{') {
      n_values++;
      if (++depth > depth_max) {
        *ret_why = g_strdup_printf ("JSON deeper than %u levels", depth_max);
        return FALSE;
      }
    } else if (c == ']' || c == '}') {
      depth -= depth > 0;
    } else if (c == ',') {
      n_values++;
    }
  }
  if (n_values > n_values_max) {
    *ret_why = g_strdup_printf ("JSON of more than %u values", n_values_max);
    return FALSE;
  }
  return TRUE;
}
