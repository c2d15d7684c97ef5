/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network thread: drives libcurl's multi handle, keeps to the ceiling of each host, holds a
 * host's requests back while it asks for patience, and counts what goes out. Easy handles and
 * connections are used again.
 */
#ifndef HM_EVIDENCE_FORGE_NETWORK_H
#define HM_EVIDENCE_FORGE_NETWORK_H

#include <glib.h>

#include "evidence/forge/http.h"
#include "evidence/forge/transfer.h"

typedef struct HmNetwork HmNetwork;

/*
 * What @options say of numbers, waits and cancelling is taken over. @setup is borrowed for the object's life.
 *
 * Returns: (owned) NULL with HM_ERROR_LIMIT where no thread can be had.
 */
HmNetwork *hm_network_new (const HmHttpOptions *options, const HmTransferSetup *setup,
                           GError **error);

/* All that was sent must have come back. */
void hm_network_free (HmNetwork *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmNetwork, hm_network_free)

/* Takes @transfer; it comes back through its queue, whatever becomes of it. Thread-safe. */
void hm_network_send (HmNetwork *network, HmTransfer *transfer);

/*
 * Holds back what goes the way of @transfer (the same host, and reads or posts alike; all of the
 * host where @is_whole_host) for
 * @seconds; @end is the same as a time, for people. Thread-safe.
 *
 * Returns: FALSE where the waits that are allowed don't last so long: then all that would have to
 * wait comes back as HM_FATE_HELD.
 */
gboolean hm_network_hold (HmNetwork *network, const HmTransfer *transfer, gint64 seconds,
                          gint64 end, gboolean is_whole_host);

/* From now on everything comes back as HM_FATE_STOPPED. Thread-safe. */
void hm_network_stop (HmNetwork *network);

/* How many transfers went out. Thread-safe. */
guint hm_network_n_sent (const HmNetwork *network);

#endif
