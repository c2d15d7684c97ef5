/* SPDX-License-Identifier: Apache-2.0 */
/* What the last look at each repository left, as rows. */
#ifndef HM_STORE_STATE_H
#define HM_STORE_STATE_H

#include "store/database.h"

/* Told of each @repository whose state can't be read. */
typedef void (*HmStateDamageFunc) (const char *repository, gpointer data);

/* Reads every state. Returns: FALSE with @error set where not all of them could be looked at. */
gboolean hm_states_check (HmStore *store, HmStateDamageFunc damaged, gpointer data, GError **error);

#endif
