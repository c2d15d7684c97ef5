/* SPDX-License-Identifier: Apache-2.0 */
/* How long a forge's limit is still waited out, drawn on stderr where that is a terminal, and nowhere else. */
#ifndef HM_CLI_COUNTDOWN_H
#define HM_CLI_COUNTDOWN_H

#include <glib.h>

/* An HmHttpWaitFunc: draws the line. @user_data is not looked at. Thread-safe. */
void hm_countdown_draw (const char *host, gint64 seconds_left, gpointer user_data);

/* Takes the line away where one is drawn; once nobody waits any more. */
void hm_countdown_wipe (void);

/* "Waiting for HOST: its limit is lifted in 1 min 23 s". Returns: (owned) fit for a terminal. */
char *hm_countdown_line (const char *host, gint64 seconds_left, gboolean utf8);

#endif
