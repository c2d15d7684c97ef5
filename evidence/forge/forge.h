/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every forge's client offers: the same facts, three-valued, each with its source. "Not
 * visible" and "off" are never confused: a client sets HM_TRUTH_NO only where the answer says so to
 * somebody who may look.
 */
#ifndef HM_EVIDENCE_FORGE_FORGE_H
#define HM_EVIDENCE_FORGE_FORGE_H

#include <hallmark/facts.h>

#include "core/error.h"
#include "evidence/forge/http.h"
#include "evidence/forge/once.h"

/* The project that is asked about. */
typedef struct {
  /*
   * base of the REST API without a trailing slash: "https://api.github.com",
   * "https://gitlab.com/api/v4"
   */
  const char *api;
  const char *project; /* "owner/name", deeper on GitLab */
  const char *head;    /* (nullable) the commit scanned, 40 hex digits, to match signatures */
  /*
   * (nullable) NULL-terminated: names of branches to be looked at besides those that the forge
   * names
   */
  const char *const *release_branches;
  HmForgeOnce *once; /* (nullable) what a run of many projects asks only once, for the same token */
} HmForgeTarget;

/* Facts with the strings that they point to. */
typedef struct {
  HmForge facts;
  GStringChunk *strings;
  GPtrArray *arrays; /* (element-type gpointer, g_free) the arrays that facts point to */
} HmForgeStore;

HmForgeStore *hm_forge_store_new (void);
void hm_forge_store_free (HmForgeStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmForgeStore, hm_forge_store_free)

/* Fact makers; texts are copied into @store. */
HmFact hm_forge_known (HmForgeStore *store, gboolean value, const char *source);
HmFact hm_forge_unknown (HmForgeStore *store, const char *why_format, ...) G_GNUC_PRINTF (2, 3);

/*
 * The count at @path of an answer, as hm_shape_count() takes it; unknown where it has none there.
 *
 * @json: (nullable)
 */
HmCountFact hm_forge_count (HmForgeStore *store, const json_t *json, const char *path,
                            const char *source);

/* What an answer that is not OK says of a fact behind it: "404 for this token: not there, or not to be seen". */
HmFact hm_forge_unseen (HmForgeStore *store, const HmAnswer *answer);

/* The error that says why nothing at all can be seen: HM_ERROR_NOT_FOUND, _LIMIT, _NETWORK or _FORMAT. */
HmErrorCode hm_forge_error_code (const HmAnswer *answer);

/* The server's root, which may be relative: @api without @suffix ("/api/v4"), where it ends so. Returns: (owned) */
char *hm_forge_root (const char *api, const char *suffix);

/* Merges two views of one setting, the strictest first: yes beats no beats unknown. */
HmFact hm_forge_strictest (HmFact a, HmFact b);
HmCountFact hm_forge_most (HmCountFact a, HmCountFact b);

/* Three-valued: what is unknown settles nothing by itself. */
HmTruth hm_forge_not (HmTruth truth);
HmTruth hm_forge_any (HmTruth a, HmTruth b);
HmTruth hm_forge_all (HmTruth a, HmTruth b);

/* A GCompareFunc of HmMergedChange: newest first, the higher number first where two were merged in one second. */
int hm_forge_change_compare (gconstpointer a, gconstpointer b);

/* Who a token is, and what it may see: `hallmark auth`. */
typedef struct {
  char *login; /* "" where anonymous or not told */
  /*
   * "anonymous", "classic token", "fine-grained token", "app installation", "actions token",
   * "project token", "token"
   */
  char *token_class;
  char *scopes; /* as the forge names them; "" where it does not */
  char *quota;  /* "4,987 of 5,000 left until 12:05 UTC"; "" where not told */
  /* on the project: "admin", "write", "read", "none"; "" where not told or no project was named */
  char *role;
} HmForgeIdentity;

void hm_forge_identity_free (HmForgeIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmForgeIdentity, hm_forge_identity_free)

/* One forge: its file ends in this table row. */
typedef struct {
  HmForgeKind kind;
  const char *name; /* "github", "gitlab", "forgejo": --forge */
  /* See HmHttpOptions. */
  const char *token_scheme;
  const char *accept;        /* (nullable) */
  const char *origin_header; /* (nullable) */

  /*
   * Collects into @store. Returns: FALSE with an error as hm_http_ask(), or HM_ERROR_NOT_FOUND
   * where the project itself can't be seen.
   */
  gboolean (*collect) (HmHttp *http, const HmForgeTarget *target, HmForgeStore *store,
                       GError **error);

  /* @target->project may be NULL. Returns: (owned) NULL with an error as above. */
  HmForgeIdentity *(*identify) (HmHttp *http, const HmForgeTarget *target, GError **error);
} HmForgeClient;

extern const HmForgeClient hm_forge_github;
extern const HmForgeClient hm_forge_gitlab;
extern const HmForgeClient hm_forge_forgejo;

/* "github", "gitlab", "forgejo" (and "gitea"). Returns: (borrowed) (nullable) */
const HmForgeClient *hm_forge_by_name (const char *name);
/* Returns: (borrowed) (nullable) */
const HmForgeClient *hm_forge_by_kind (HmForgeKind kind);

/*
 * The API of @host: https://api.github.com for github.com, https://HOST/api/v3 for other GitHubs
 * (api.SUB.ghe.com for SUB.ghe.com), https://HOST/api/v4, https://HOST/api/v1. Returns: (owned)
 */
char *hm_forge_api (HmForgeKind kind, const char *host);

/*
 * Finds out what an unknown host runs by asking it: /api/forgejo/v1/version, /api/v1/version,
 * /api/v4/version (401 counts), /api/v3/meta. At most four requests, no token. Returns:
 * HM_FORGE_UNKNOWN where nothing answers as one.
 */
HmForgeKind hm_forge_probe (HmHttp *http, const char *host_url, GError **error);

#endif
