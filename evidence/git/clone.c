/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clones and fetches with libgit2. A server may send anything: what it says about refs is checked
 * by libgit2 against git's rules for names, what it sends as objects is hashed as it comes in; it
 * can't choose where on this machine anything is written.
 */
#include "evidence/git/clone.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/mask.h"
#include "evidence/git/allocator.h"
#include "evidence/git/cache.h"
#include "evidence/git/cancel.h"
#include "evidence/git/folder.h"
#include "evidence/git/repository.h"
#include "evidence/git/stream.h"

/* The least time between two calls of the progress callback. */
#define PROGRESS_INTERVAL_US (50 * 1000)

/* All branches and tags, moved ones too: a copy holds what the remote holds now. */
static char heads_refspec[] = "+refs/heads/*:refs/heads/*";
static char tags_refspec[] = "+refs/tags/*:refs/tags/*";
static char *refspec_strings[] = { heads_refspec, tags_refspec };
static const git_strarray refspecs = { refspec_strings, G_N_ELEMENTS (refspec_strings) };

/* One call of hm_clone_or_fetch(), seen by libgit2's callbacks. */
typedef struct {
  const char *url;              /* free of credentials */
  HmCloneProgressFunc progress; /* (nullable) */
  gpointer progress_data;
  const gint *cancelled; /* (nullable) */
  gint64 told_at;        /* of g_get_monotonic_time() */
  HmCloneProgress last;
  gboolean was_asked_for_password;
  gboolean is_limited; /* it sends more bytes or objects than we take */
} Session;

/* How working on a copy ended. */
typedef enum {
  COPY_GOOD,
  COPY_FAILED,  /* for a reason that a new clone would meet too */
  COPY_DAMAGED, /* by what the copy holds */
} CopyState;

static void
progress_tell (Session *session)
{
  if (session->progress == NULL)
    return;
  session->told_at = g_get_monotonic_time ();
  session->progress (&session->last, session->progress_data);
}

static int
on_transfer (const git_indexer_progress *stats, void *payload)
{
  Session *session = payload;

  session->last = (HmCloneProgress){
    .received_objects = stats->received_objects,
    .total_objects = stats->total_objects,
    .indexed_deltas = stats->indexed_deltas,
    .total_deltas = stats->total_deltas,
    .received_bytes = stats->received_bytes,
  };
  if (g_get_monotonic_time () - session->told_at >= PROGRESS_INTERVAL_US)
    progress_tell (session);
  session->is_limited =
      stats->received_bytes > HM_CLONE_BYTES_MAX || stats->total_objects > HM_CLONE_OBJECTS_MAX;
  return session->is_limited || hm_is_cancelled (session->cancelled) ? GIT_EUSER : 0;
}

/* What the server says on its side band is not shown; but it is an occasion to stop. */
static int
on_sideband (const char *text, int size, void *payload)
{
  Session *session = payload;

  (void) text;
  (void) size;
  return hm_is_cancelled (session->cancelled) ? GIT_EUSER : 0;
}

/* Nobody is prompted, and nothing that the user has stored goes to a server that a repository
 * named. */
static int
on_credentials (git_credential **ret_credential, const char *url, const char *user,
                unsigned int allowed_types, void *payload)
{
  Session *session = payload;

  (void) ret_credential;
  (void) url;
  (void) user;
  (void) allowed_types;
  session->was_asked_for_password = TRUE;
  return GIT_EAUTH;
}

static git_remote_connect_options
connect_options (Session *session)
{
  git_remote_connect_options options;

  git_remote_connect_options_init (&options, GIT_REMOTE_CONNECT_OPTIONS_VERSION);
  options.callbacks.transfer_progress = on_transfer;
  options.callbacks.sideband_progress = on_sideband;
  options.callbacks.credentials = on_credentials;
  options.callbacks.payload = session;
  options.proxy_opts.type = GIT_PROXY_AUTO;
  /* Within the host only, at every stage. */
  options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
  return options;
}

/* Returns: FALSE, and @error set where a limit was what the download ended at, else TRUE. */
static gboolean
limits_kept (const Session *session, GError **error)
{
  if (session->is_limited && session->last.received_bytes > HM_CLONE_BYTES_MAX)
    return hm_fail (error, HM_ERROR_LIMIT, "%s: more than the %llu MiB that are received",
                    session->url, (unsigned long long) HM_CLONE_BYTES_MAX / (1024 * 1024));
  if (hm_stream_is_over_allowance ())
    return hm_fail (error, HM_ERROR_LIMIT, "%s: %s", session->url, hm_stream_complaint ());
  if (session->is_limited)
    return hm_fail (error, HM_ERROR_LIMIT, "%s: %u objects, more than the %u that are received",
                    session->url, session->last.total_objects, HM_CLONE_OBJECTS_MAX);
  if (hm_allocator_take_refusal ())
    return hm_fail (error, HM_ERROR_LIMIT,
                    "%s: an object asks for more than the %u MiB of memory that one may take",
                    session->url, HM_CLONE_BLOCK_MAX / (1024 * 1024));
  return TRUE;
}

/* Sets @error from what libgit2 said last, in words that say what to do. Returns: FALSE. */
static gboolean
network_fail (const Session *session, int code, GError **error)
{
  const git_error *last = git_error_last ();
  const char *message = last == NULL || last->message == NULL ? "unknown error" : last->message;

  if (hm_is_cancelled (session->cancelled))
    return hm_fail (error, HM_ERROR_CANCELLED, "%s: interrupted", session->url);
  if (session->was_asked_for_password)
    return hm_fail (error, HM_ERROR_NETWORK,
                    "%s: the server asks for a password: the repository is private, or not there",
                    session->url);
  if (hm_stream_complaint () != NULL)
    return hm_fail (error, HM_ERROR_NETWORK, "%s: %s", session->url, hm_stream_complaint ());
  if (code == GIT_ECERTIFICATE || (last != NULL && last->klass == GIT_ERROR_SSL))
    return hm_fail (error, HM_ERROR_NETWORK,
                    "%s: no trusted connection: %s (SSL_CERT_FILE may name a file of authorities)",
                    session->url, message);
  if (strstr (message, "status code: 404") != NULL)
    return hm_fail (error, HM_ERROR_NETWORK, "%s: no such repository (HTTP status 404)",
                    session->url);
  return hm_fail (error, HM_ERROR_NETWORK, "%s: %s", session->url, message);
}

/* Judges why the download broke off: the network, this machine's disk, or what the copy already
 * holds. */
static CopyState
download_fail (const Session *session, int code, GError **error)
{
  const git_error *last = git_error_last ();
  int class = last == NULL ? GIT_ERROR_NONE : last->klass;

  if (!limits_kept (session, error))
    return COPY_FAILED;
  switch (class) {
  case GIT_ERROR_ODB:
  case GIT_ERROR_OBJECT:
  case GIT_ERROR_REFERENCE:
  case GIT_ERROR_REPOSITORY:
  case GIT_ERROR_CONFIG:
    network_fail (session, code, error);
    return hm_is_cancelled (session->cancelled) ? COPY_FAILED : COPY_DAMAGED;
  case GIT_ERROR_OS:
  case GIT_ERROR_FILESYSTEM:
    if (!hm_is_cancelled (session->cancelled)) {
      hm_git_fail (error, HM_ERROR_IO, session->url);
      return COPY_FAILED;
    }
    break;
  default:
    break;
  }
  network_fail (session, code, error);
  return COPY_FAILED;
}

/*
 * Lets HEAD follow the remote's. Where the remote's names no branch that there is, it stays as it
 * is; in an empty repository it names the branch to come.
 */
static int
head_follow (git_repository *repository, git_remote *remote)
{
  git_buf name = { 0 };
  git_oid target;
  int code = git_remote_default_branch (&name, remote);

  if (code == GIT_ENOTFOUND)
    return 0;
  if (code == 0 && git_reference_name_to_id (&target, repository, name.ptr) == 0)
    code = git_repository_set_head (repository, name.ptr);
  git_buf_dispose (&name);
  return code;
}

static gboolean
commit_is_whole (git_repository *repository, const git_oid *oid)
{
  g_autoptr (git_commit) commit = NULL;
  git_tree *tree = NULL;

  if (git_commit_lookup (&commit, repository, oid) < 0 || git_commit_tree (&tree, commit) < 0)
    return FALSE;
  git_tree_free (tree);
  return TRUE;
}

/* Whether all that the refs name is there, and HEAD's commit and tree can be read: what a
 * damaged pack or a lost one breaks. */
static gboolean
copy_is_whole (git_repository *repository)
{
  g_autoptr (git_odb) odb = NULL;
  g_autoptr (git_reference_iterator) refs = NULL;
  git_reference *next = NULL;
  git_oid head;
  int code;

  if (git_repository_odb (&odb, repository) < 0
      || git_reference_iterator_new (&refs, repository) < 0)
    return FALSE;
  while ((code = git_reference_next (&next, refs)) == 0) {
    g_autoptr (git_reference) ref = next;
    const git_oid *target = git_reference_target (ref);

    if (target != NULL && git_odb_exists (odb, target) != 1)
      return FALSE;
  }
  if (code != GIT_ITEROVER)
    return FALSE;
  code = git_reference_name_to_id (&head, repository, "HEAD");
  return code == GIT_ENOTFOUND || (code == 0 && commit_is_whole (repository, &head));
}

/* Brings @repository up to what the remote holds. */
static CopyState
copy_update (git_repository *repository, Session *session, GError **error)
{
  g_autoptr (git_remote) remote = NULL;
  git_remote_connect_options connect = connect_options (session);
  git_remote_create_options create;
  git_fetch_options fetch;
  int code;

  git_fetch_options_init (&fetch, GIT_FETCH_OPTIONS_VERSION);
  fetch.callbacks = connect.callbacks;
  fetch.proxy_opts = connect.proxy_opts;
  fetch.follow_redirects = connect.follow_redirects;
  fetch.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE; /* the refspec takes all */
  git_remote_create_options_init (&create, GIT_REMOTE_CREATE_OPTIONS_VERSION);
  create.repository = repository;
  /* Nameless, and not to be rewritten by anybody's config. */
  create.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
  if (git_remote_create_with_opts (&remote, session->url, &create) < 0) {
    hm_git_fail (error, HM_ERROR_GIT, session->url);
    return COPY_FAILED;
  }
  hm_allocator_take_refusal ();
  hm_stream_allow (HM_PACKED_REFS_BYTES_MAX);
  code = git_remote_connect_ext (remote, GIT_DIRECTION_FETCH, &connect);
  if (code < 0) {
    if (limits_kept (session, error))
      network_fail (session, code, error);
    return COPY_FAILED;
  }
  hm_stream_allow (HM_CLONE_BYTES_MAX);
  code = git_remote_download (remote, &refspecs, &fetch);
  if (code < 0)
    return download_fail (session, code, error);
  /* First those that are gone: a branch "a" is in the way of a new "a/b". */
  if (git_remote_prune (remote, &fetch.callbacks) < 0
      || git_remote_update_tips (remote, &fetch.callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE, NULL)
             < 0
      || head_follow (repository, remote) < 0) {
    hm_git_fail (error, HM_ERROR_GIT, session->url);
    return COPY_DAMAGED;
  }
  git_remote_disconnect (remote);
  if (!copy_is_whole (repository)) {
    hm_fail (error, HM_ERROR_GIT, "%s: the copy lacks objects that its refs name", session->url);
    return COPY_DAMAGED;
  }
  return COPY_GOOD;
}

/* Fetches into the copy at @place. */
static CopyState
copy_fetch (const HmCachePlace *place, Session *session, GError **error)
{
  g_autoptr (git_repository) repository = NULL;

  if (git_repository_open_ext (&repository, place->repository,
                               GIT_REPOSITORY_OPEN_BARE | GIT_REPOSITORY_OPEN_NO_SEARCH, NULL)
      < 0) {
    hm_git_fail (error, HM_ERROR_GIT, place->repository);
    return COPY_DAMAGED;
  }
  if (!copy_is_whole (repository)) {
    hm_fail (error, HM_ERROR_GIT, "%s: objects are missing", place->repository);
    return COPY_DAMAGED;
  }
  return copy_update (repository, session, error);
}

/* Clones into the partial folder of @place. */
static gboolean
partial_fill (const HmCachePlace *place, Session *session, GError **error)
{
  g_autoptr (git_repository) repository = NULL;
  g_autoptr (git_config) config = NULL;

  if (git_repository_init (&repository, place->partial, 1) < 0
      || git_repository_config (&config, repository) < 0
      || git_config_set_string (config, "remote.origin.url", session->url) < 0)
    return hm_git_fail (error, HM_ERROR_IO, place->partial);
  return copy_update (repository, session, error) == COPY_GOOD;
}

/* Clones beside the copy, and puts the new one into its place. */
static gboolean
copy_renew (const HmCachePlace *place, Session *session, GError **error)
{
  gboolean is_done = partial_fill (place, session, error);

  if (is_done && hm_is_cancelled (session->cancelled))
    is_done = hm_fail (error, HM_ERROR_CANCELLED, "%s: interrupted", session->url);
  is_done = is_done && hm_folder_remove (place->repository, error);
  if (is_done && rename (place->partial, place->repository) < 0)
    is_done = hm_fail (error, HM_ERROR_IO, "%s: %s", place->repository, g_strerror (errno));
  if (!is_done)
    hm_folder_remove (place->partial, NULL);
  return is_done;
}

/* Fetches into the copy at @place, or clones where there is none. */
static gboolean
copy_bring (const HmCachePlace *place, Session *session, GError **error)
{
  CopyState state = COPY_DAMAGED;

  if (g_file_test (place->repository, G_FILE_TEST_EXISTS)) {
    g_autoptr (GError) fetch_error = NULL;

    state = copy_fetch (place, session, &fetch_error);
    if (state == COPY_FAILED) {
      g_propagate_error (error, g_steal_pointer (&fetch_error));
      return FALSE;
    }
  }
  /* What is damaged is not mended but fetched anew, once. */
  return state == COPY_GOOD || copy_renew (place, session, error);
}

/* "https://host:port/path" as we understood it, so that libgit2 can't understand it otherwise. */
static char *
url_text (const HmUrl *url)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "%s://%s", url->scheme, url->host == NULL ? "" : url->host);
  if (url->port != 0)
    g_string_append_printf (text, ":%u", url->port);
  for (guint i = 0; i < url->n_segments; i++) {
    g_string_append_c (text, '/');
    hm_mask_url_segment (text, url->segments[i], -1);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Returns: (owned) NULL with HM_ERROR_USAGE where @text can't be cloned from. */
static HmUrl *
url_accept (const char *text, GError **error)
{
  g_autoptr (HmUrl) url = hm_url_parse (text, error);
  g_autofree char *shown = hm_url_without_credentials (text);

  if (url == NULL)
    return NULL;
  if (url->has_credentials && strcmp (url->scheme, "ssh") != 0) {
    hm_fail (error, HM_ERROR_USAGE,
             "%s: a user name or a password in the URL; only what is public is cloned", shown);
    return NULL;
  }
  if (strcmp (url->scheme, "https") != 0 && strcmp (url->scheme, "file") != 0) {
    hm_fail (error, HM_ERROR_USAGE, "%s: over %s nothing is cloned, only over https and file",
             shown, url->scheme);
    return NULL;
  }
  return g_steal_pointer (&url);
}

/*
 * The authorities that sign servers' certificates: the system's, or the file that the environment
 * names for OpenSSL's and curl's programs.
 */
static gboolean
authorities_set (GError **error)
{
  static const char *const variables[] = { "SSL_CERT_FILE", "CURL_CA_BUNDLE" };

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++) {
    const char *file = g_getenv (variables[i]);

    if (file == NULL || file[0] == '\0')
      continue;
    if (git_libgit2_opts (GIT_OPT_SET_SSL_CERT_LOCATIONS, file, NULL) < 0)
      return hm_git_fail (error, HM_ERROR_USAGE, variables[i]);
    return TRUE;
  }
  return TRUE;
}

gboolean
hm_clone_is_url (const char *text)
{
  return hm_url_has_form (text);
}

void
hm_clone_free (HmClone *clone)
{
  if (clone == NULL)
    return;
  hm_cache_place_free (clone->lock);
  g_free (clone->path);
  g_free (clone);
}

/* Fetches into the copy at @place or clones, and leaves it locked against changes. */
static gboolean
place_bring (HmCachePlace *place, Session *session, GError **error)
{
  gboolean is_done = FALSE;
  gsize block_max;

  do {
    if (!hm_cache_place_lock (place, session->cancelled, error))
      return FALSE;
    block_max = hm_allocator_set_limit (HM_CLONE_BLOCK_MAX);
    hm_stream_watch (session->cancelled, HM_NETWORK_SILENCE_SECONDS * 1000);
    is_done = copy_bring (place, session, error);
    hm_stream_forget ();
    hm_allocator_set_limit (block_max);
  } while (is_done && !hm_cache_place_share (place));
  return is_done;
}

HmClone *
hm_clone_or_fetch (const char *url_given, const char *cache_folder, HmCloneProgressFunc progress,
                   gpointer user_data, const gint *cancelled, GError **error)
{
  g_autoptr (HmUrl) url = url_accept (url_given, error);
  g_autoptr (HmCachePlace) place = NULL;
  g_autofree char *text = NULL;
  HmClone *clone;
  Session session;

  if (url == NULL)
    return NULL;
  hm_git_init ();
  if (url->host != NULL && !authorities_set (error))
    return NULL;
  text = url_text (url);
  session = (Session){
    .url = text, .progress = progress, .progress_data = user_data, .cancelled = cancelled
  };
  place = hm_cache_place_new (url, cache_folder);
  if (!place_bring (place, &session, error))
    return NULL;
  progress_tell (&session);
  clone = g_new0 (HmClone, 1);
  clone->path = g_strdup (place->repository);
  clone->lock = g_steal_pointer (&place);
  return clone;
}
