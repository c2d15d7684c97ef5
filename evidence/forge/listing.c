/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/listing.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/mask.h"
#include "evidence/forge/gather.h"
#include "evidence/forge/shape.h"
#include "evidence/git/remote.h"

#define OWNER_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

/* Bytes of an owner: GitLab's paths of groups end at 255. */
#define OWNER_BYTES_MAX 255

/* How one kind of forge lists; "%s" is the owner, percent-encoded. */
typedef struct {
  HmForgeKind kind;
  const char *path;
  const char *user_path; /* asked where @path is not there, or the query says so */
  const char *url;       /* of a repository */
  const char *fork;
  const char *mirror;
  gboolean asks_user_next; /* an owner may be either, and people don't tell */
} Manner;

static const Manner manners[] = {
  { HM_FORGE_GITHUB, "/orgs/%s/repos?type=all&sort=full_name&per_page=100",
    "/users/%s/repos?type=owner&sort=full_name&per_page=100", "html_url", "fork", "mirror_url",
    FALSE },
  { HM_FORGE_GITLAB,
    "/groups/%s/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100",
    "/users/%s/projects?order_by=id&sort=asc&per_page=100", "web_url", "forked_from_project",
    "mirror", TRUE },
  { HM_FORGE_FORGEJO, "/orgs/%s/repos?limit=50", "/users/%s/repos?limit=50", "html_url", "fork",
    "mirror", TRUE },
};

void
hm_listing_clear (HmListing *listing)
{
  g_clear_pointer (&listing->urls, g_ptr_array_unref);
  g_clear_pointer (&listing->token_name, g_free);
  g_clear_pointer (&listing->how, g_free);
}

gboolean
hm_listing_owner_is_sane (HmForgeKind kind, const char *owner)
{
  g_auto (GStrv) words = g_strsplit (owner, "/", -1);

  if (strlen (owner) > OWNER_BYTES_MAX || words[0] == NULL
      || (kind != HM_FORGE_GITLAB && words[1] != NULL))
    return FALSE;
  for (char **word = words; *word != NULL; word++) {
    if (**word == '\0' || (*word)[strspn (*word, OWNER_LETTERS)] != '\0'
        || (*word)[strspn (*word, ".")] == '\0')
      return FALSE;
  }
  return TRUE;
}

/* Returns: (owned) */
static char *
first_page (const char *api, const char *path, const char *owner)
{
  g_autoptr (GString) url = g_string_new (api);
  const char *end = strstr (path, "%s");

  g_assert (end != NULL);
  g_string_append_len (url, path, end - path);
  hm_mask_url_segment (url, owner, -1);
  g_string_append (url, end + strlen ("%s"));
  return g_string_free (g_steal_pointer (&url), FALSE);
}

/* Yes, or something that stands for it: an address, an object. */
static gboolean
is_set (const json_t *repository, const char *key)
{
  const json_t *value = hm_shape_get (repository, key);

  return json_is_true (value) || json_is_object (value)
         || (json_is_string (value) && json_string_length (value) > 0);
}

/* Whether @url is that of a repository on @host. */
static gboolean
is_of_host (const char *url, const char *host)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  g_autofree char *name = g_strndup (host, strcspn (host, ":"));
  HmPlatform platform;

  if (!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://"))
    return FALSE;
  hm_remote_parse (url, strings, &platform);
  return platform.host != NULL && platform.project != NULL
         && g_ascii_strcasecmp (platform.host, name) == 0 && strchr (url, '@') == NULL;
}

static void
repository_take (const HmListingQuery *query, const Manner *manner, const json_t *repository,
                 HmListing *listing)
{
  const char *url = hm_shape_text (repository, manner->url);

  if (is_set (repository, "archived") && !query->with_archived)
    listing->n_archived++;
  else if (is_set (repository, manner->fork) && !query->with_forks)
    listing->n_forks++;
  else if (is_set (repository, manner->mirror) && !query->with_mirrors)
    listing->n_mirrors++;
  else if (url == NULL || !is_of_host (url, query->host))
    listing->n_strange++;
  else
    g_ptr_array_add (listing->urls, g_strdup (url));
}

static gboolean
fail_page (const HmListingQuery *query, const HmAnswer *answer, GError **error)
{
  const gboolean is_org = query->kind == HM_FORGE_GITHUB && !query->is_user;

  if (answer->kind == HM_ANSWER_ABSENT)
    return hm_fail (error, HM_ERROR_NOT_FOUND,
                    "%s on %s: %s; there is none of that name, or it can't be seen%s", query->owner,
                    query->host, answer->why, is_org ? "; of a user write github-user:NAME" : "");
  if (answer->kind == HM_ANSWER_OK)
    return hm_fail (error, HM_ERROR_FORMAT, "%s on %s: the answer is no list of repositories",
                    query->owner, query->host);
  return hm_fail (error, hm_forge_error_code (answer), "%s on %s: %s", query->owner, query->host,
                  answer->why);
}

/* @url is taken. */
static gboolean
pages_read (HmHttp *http, const HmListingQuery *query, const Manner *manner, char *url,
            HmListing *listing, gboolean *ret_is_absent, GError **error)
{
  g_autofree char *next = url;

  for (guint n_pages = 0; next != NULL; n_pages++) {
    g_autoptr (HmAnswer) answer = NULL;
    const json_t *repository = NULL;
    gsize i = 0;

    if (n_pages == HM_LISTING_PAGES_MAX) {
      listing->is_cut = TRUE;
      return TRUE;
    }
    answer = hm_http_ask_one (http, &(HmRequest){ .url = next }, error);
    if (answer == NULL)
      return FALSE;
    *ret_is_absent = n_pages == 0 && answer->kind == HM_ANSWER_ABSENT;
    if (answer->kind != HM_ANSWER_OK || !json_is_array (answer->json))
      return fail_page (query, answer, error);
    json_array_foreach (answer->json, i, repository)
    {
      repository_take (query, manner, repository, listing);
    }
    g_free (next);
    next = g_steal_pointer (&answer->link_next);
    if (next == NULL && answer->has_next)
      return hm_fail (error, HM_ERROR_FORMAT,
                      "%s on %s: the list goes on at another address than it was asked at; is the "
                      "server's own URL (external_url, ROOT_URL) or --api wrong?",
                      query->owner, query->host);
  }
  return TRUE;
}

static gboolean
list_read (HmHttp *http, const char *api, const HmListingQuery *query, const Manner *manner,
           HmListing *listing, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  gboolean is_absent = FALSE;
  const char *path = query->is_user ? manner->user_path : manner->path;

  if (pages_read (http, query, manner, first_page (api, path, query->owner), listing, &is_absent,
                  &mistake))
    return TRUE;
  /* Users have no groups within them. */
  if (is_absent && manner->asks_user_next && !query->is_user && strchr (query->owner, '/') == NULL)
    return pages_read (http, query, manner, first_page (api, manner->user_path, query->owner),
                       listing, &is_absent, error);
  g_propagate_error (error, g_steal_pointer (&mistake));
  return FALSE;
}

gboolean
hm_forge_list (const HmForgeOptions *options, const HmListingQuery *query, const gint *cancelled,
               HmListing *ret_listing, GError **error)
{
  g_autofree char *url = g_strdup_printf ("https://%s/%s", query->host, query->owner);
  g_autofree char *host = g_strndup (query->host, strcspn (query->host, ":"));
  const HmPlatform platform = {
    .kind = query->kind, .host = host, .project = query->owner, .url = url
  };
  HmForgeOptions asking = *options;
  g_auto (HmForgeRoute) route = { 0 };
  g_auto (HmListing) listing = { .urls = g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (HmHttp) http = NULL;
  const Manner *manner = NULL;
  guint n_requests = 0;

  asking.kind = query->kind;
  asking.is_named = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (manners); i++) {
    if (manners[i].kind == query->kind)
      manner = &manners[i];
  }
  g_assert (manner != NULL);
  hm_forge_route_find (&asking, &platform, TRUE, &route);
  if (!route.is_asked)
    return hm_fail (error, HM_ERROR_USAGE, "%s on %s: %s", query->owner, query->host, route.why);
  http = hm_forge_route_open (&asking, &platform, &route, cancelled, &n_requests, error);
  if (http == NULL)
    return FALSE;
  if (!list_read (http, route.api, query, manner, &listing, error)) {
    if (route.token_name != NULL)
      g_prefix_error (error, "%s: ", route.token_name);
    return FALSE;
  }
  listing.token_name = g_steal_pointer (&route.token_name);
  listing.how = g_steal_pointer (&route.how);
  *ret_listing = listing;
  listing = (HmListing){ 0 };
  return TRUE;
}
