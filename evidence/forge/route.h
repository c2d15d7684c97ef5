/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom to ask about a project, and with which token. Pure. Distrusts the platform: a hostile
 * repository's remote names any host it likes, so a token goes to no API but the one that it was
 * given for; the remote only decides whether that one is asked.
 */
#ifndef HM_EVIDENCE_FORGE_ROUTE_H
#define HM_EVIDENCE_FORGE_ROUTE_H

#include "evidence/forge/forge.h"
#include "evidence/forge/recording.h"

/* A token, and the only place that it may be shown to. */
typedef struct {
  const char *name; /* what to call it: "GITHUB_TOKEN", "--token-file" */
  const char *value;
  HmForgeKind kind;     /* HM_FORGE_UNKNOWN: of whatever @api turns out to be */
  const char *api;      /* base of the API that it belongs to */
  const char *host;     /* the host whose projects @api tells of, without a port */
  gboolean follows_api; /* the user's --api says as well whose it is */
} HmForgeToken;

/* A project that the environment of a CI job names. */
typedef struct {
  HmForgeKind kind;
  const char *host;    /* (nullable) NULL: none is named */
  const char *project; /* (nullable) */
  const char *url;     /* (nullable) of the project */
  const char *api;     /* (nullable) of the server */
  HmOid commit;        /* what the job is about: the project is taken for this commit's only */
  /* (nullable) "CI_JOB_TOKEN": the job has no other, and the API shows it no settings */
  const char *blind_token;
} HmForgeJob;

/* A host that the user's policy knows to be a forge. No token goes there by that. */
typedef struct {
  const char *host; /* lower-case */
  HmForgeKind kind;
  const char *api; /* (nullable) base of its API */
} HmKnownForge;

/* How a forge is to be asked. A zeroed one asks nobody. Texts are borrowed. */
typedef struct {
  gboolean is_offline;
  gboolean is_named; /* the user named the project by its https URL: it may be asked anonymously */
  HmForgeKind kind;  /* --forge */
  const char *api;   /* (nullable) --api */
  /*
   * @kind and @api were said of projects on many hosts: they hold on @api's own, and on those that
   * nothing else is known of
   */
  gboolean is_for_many;
  const HmForgeToken *tokens; /* the first that fits is taken */
  gsize n_tokens;
  /* @api is a policy's word: of tokens only those go there that were given for it anyway */
  gboolean is_api_told;
  /* where neither @kind nor @api is set: of hosts that their names don't tell */
  const HmKnownForge *known;
  gsize n_known;
  HmForgeJob job;
  gint64 asked_at; /* seconds since the epoch: now */
  const char *user_agent;
  const char *cache_folder;  /* (nullable) */
  const char *record_folder; /* (nullable) */
  const char *replay_folder; /* (nullable) */
  const HmRecording *replay; /* (nullable) what @replay_folder says of its scan */
  guint max_requests;        /* 0: HM_REQUESTS_MAX */
  guint max_wait_seconds;
  HmHttpWaitFunc wait_func; /* (nullable) */
  gpointer wait_data;
  /* (nullable) what is shared with other scans of the run; not where it is recorded or replayed */
  struct HmForgePool *pool;
  /*
   * a limit, or a host that can't be reached, ends the scan, rather than being a reason why facts
   * are missing
   */
  gboolean is_all_or_nothing;
} HmForgeOptions;

typedef struct {
  gboolean is_asked;
  HmForgeKind kind; /* HM_FORGE_UNKNOWN: to be found out by asking @origin */
  char *api;        /* (nullable) NULL where nobody is asked, or the kind is to be found out */
  char *origin;     /* (nullable) "https://git.example.org" where the kind is to be found out */
  char *host;       /* (nullable) of the forge, as people know it */
  char *project;    /* (nullable) */
  char *token_name; /* (nullable) NULL: anonymously */
  char *token;      /* (nullable) */
  char *why;        /* (nullable) why nobody is asked, or why without a token */
  char *how;        /* (nullable) what would show more */
} HmForgeRoute;

void hm_forge_route_clear (HmForgeRoute *route);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmForgeRoute, hm_forge_route_clear)

/*
 * Finds the route to @platform's project. Without --forge and --api only a token, a URL that the
 * user typed, or a job of the same host makes it lead anywhere: nobody is asked by surprise.
 *
 * @needs_project: a token alone may be asked about where this is FALSE.
 */
void hm_forge_route_find (const HmForgeOptions *options, const HmPlatform *platform,
                          gboolean needs_project, HmForgeRoute *ret_route);

/*
 * Chooses the token once more when @route's kind, unknown before, was found by asking its origin:
 * one that was taken while any kind would do may be another forge's.
 */
void hm_forge_route_settle (const HmForgeOptions *options, const HmPlatform *platform,
                            HmForgeRoute *route);

/*
 * What the forge at @api (nullable) calls @project, which is named as in a remote's URL: where the
 * forge stands below a path of its host ("https://example.org/gitlab/api/v4"), the https URLs of
 * its projects begin with it, those of SSH do not. Returns: (borrowed)
 */
const char *hm_forge_route_project (const char *api, const char *project);

/* What token would show most of a forge of @kind: a sentence or two. Returns: (borrowed) */
const char *hm_forge_route_how (HmForgeKind kind, gboolean has_token);

/* HM_FORGE_UNKNOWN where the end of @api does not tell: /api/v3 and api.github.com, /api/v4, /api/v1. */
HmForgeKind hm_forge_kind_of_api (const char *api);

/*
 * "https://git.example.org:3000" of any URL under it. Returns: (owned) (nullable) NULL where @url
 * is neither https nor http to a loopback address.
 */
char *hm_forge_origin (const char *url);

#endif
