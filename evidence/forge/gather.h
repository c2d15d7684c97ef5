/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the forge about one project, on a thread of its own while others read git. */
#ifndef HM_EVIDENCE_FORGE_GATHER_H
#define HM_EVIDENCE_FORGE_GATHER_H

#include "evidence/forge/route.h"

typedef struct {
  HmPlatform platform;
  HmOid head;         /* the commit scanned */
  gboolean is_newest; /* that is what the forge's settings, which are those of now, are about */
  gint64 as_of;
  const char *const *release_branches; /* (nullable) as HmForgeTarget.release_branches */
} HmForgeSubject;

typedef struct HmForgeGather HmForgeGather;

/*
 * Starts asking. @options and @subject with all they point to live until the gathering is finished,
 * or freed before that.
 *
 * @cancelled: (nullable) atomic
 */
HmForgeGather *hm_forge_gather_new (const HmForgeOptions *options, const HmForgeSubject *subject,
                                    const gint *cancelled);

/*
 * Waits for the answers. What the forge would not tell is a fact with its reason, and so is a
 * project that it does not show, a limit, or a host that can't be reached.
 *
 * @ret_facts: (out) live as long as the gathering.
 *
 * Returns: FALSE with HM_ERROR_TOKEN (the forge refuses it), HM_ERROR_CANCELLED, HM_ERROR_USAGE and
 * HM_ERROR_IO (a token with controls, a recording of another project, a folder that can't be used).
 */
gboolean hm_forge_gather_finish (HmForgeGather *gather, HmForge *ret_facts, GError **error);

/* Stops asking where it is still under way. */
void hm_forge_gather_free (HmForgeGather *gather);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmForgeGather, hm_forge_gather_free)

/*
 * Opens the way to @route's API, which is found out first where the kind of the forge is not known.
 *
 * @n_requests: what that took is added
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE, HM_ERROR_NOT_FOUND (no forge there) or an error as of hm_http_new().
 */
HmHttp *hm_forge_route_open (const HmForgeOptions *options, const HmPlatform *platform,
                             HmForgeRoute *route, const gint *cancelled, guint *n_requests,
                             GError **error);

/*
 * Asks who the token is that the route to @platform's project (which may name none) takes along.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE where the route leads nowhere, or an error as of
 * HmForgeClient.identify. @ret_route is set in any case.
 */
HmForgeIdentity *hm_forge_identify (const HmForgeOptions *options, const HmPlatform *platform,
                                    HmForgeRoute *ret_route, const gint *cancelled, GError **error);

#endif
