/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How large a JSON text would be once it is built: a byte of text can become a hundred of memory. Distrusts the text.
 */
#ifndef HM_CORE_JSON_BOUNDS_H
#define HM_CORE_JSON_BOUNDS_H

#include <glib.h>

/*
 * Counts before anything is built: a value is the first one, follows a comma, or is the first in brackets. Text that
 * isn't JSON is counted somehow, and refused by the parser.
 *
 * Returns: FALSE with (owned) @ret_why where there are more than @depth_max levels or @n_values_max values
 */
gboolean hm_json_is_within (const char *bytes, gsize size, guint depth_max, guint n_values_max,
                            char **ret_why);

#endif
