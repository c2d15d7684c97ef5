/* SPDX-License-Identifier: Apache-2.0 */
/* The only place that reads the clock. */
#ifndef HM_CLI_NOW_H
#define HM_CLI_NOW_H

#include <glib.h>

/*
 * What time it is: SOURCE_DATE_EPOCH where it is set (*ret_is_told), else the clock.
 *
 * Returns: FALSE with HM_ERROR_USAGE where SOURCE_DATE_EPOCH is no time; *ret_now is that of the clock then.
 */
gboolean hm_now_read (gint64 *ret_now, gboolean *ret_is_told, GError **error);

#endif
