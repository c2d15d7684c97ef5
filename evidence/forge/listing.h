/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All repositories of an organisation, a group or a user, as its forge lists them to whoever asks.
 * Distrusts every answer.
 */
#ifndef HM_EVIDENCE_FORGE_LISTING_H
#define HM_EVIDENCE_FORGE_LISTING_H

#include "evidence/forge/route.h"

/* Whose. */
typedef struct {
  HmForgeKind kind;
  const char *host;  /* as people know it: "github.com" */
  const char *owner; /* "org"; of GitLab also "group/subgroup" */
  gboolean is_user;  /* of GitHub: a user, no organisation; the others find out by themselves */
  gboolean with_archived;
  gboolean with_forks;
  gboolean with_mirrors;
} HmListingQuery;

typedef struct {
  GPtrArray *urls;  /* (element-type utf8) https, in the forge's order */
  guint n_archived; /* left out */
  guint n_forks;
  guint n_mirrors;
  guint n_strange;  /* left out: of another host, or no repository's address */
  gboolean is_cut;  /* there were more than HM_LISTING_PAGES_MAX pages */
  char *token_name; /* (nullable) whose sight this is; NULL: anybody's */
  char *how;        /* (nullable) what would show more */
} HmListing;

void hm_listing_clear (HmListing *listing);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmListing, hm_listing_clear)

/*
 * Whether @owner may stand in a query: words of letters, digits, '.', '_' and '-', with slashes
 * between them on GitLab.
 */
gboolean hm_listing_owner_is_sane (HmForgeKind kind, const char *owner);

/*
 * Asks page after page. A repository that is archived and a fork counts as archived.
 *
 * @options: whom to ask and with which token; the kind and the project are the query's
 * @cancelled: (nullable) atomic
 *
 * Returns: FALSE with HM_ERROR_USAGE (nobody may be asked), HM_ERROR_NOT_FOUND (no such owner, or
 * not to be seen), HM_ERROR_LIMIT, HM_ERROR_NETWORK, HM_ERROR_FORMAT, HM_ERROR_TOKEN,
 * HM_ERROR_CANCELLED. A list is whole or none, but for @is_cut.
 */
gboolean hm_forge_list (const HmForgeOptions *options, const HmListingQuery *query,
                        const gint *cancelled, HmListing *ret_listing, GError **error);

#endif
