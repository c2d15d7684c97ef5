/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/download.h"

#include "core/error.h"
#include "core/limits.h"
#include "evidence/forge/headers.h"
#include "evidence/forge/network.h"
#include "evidence/git/cancel.h"

/* What comes of it is parsed by us alone, whatever the server calls it. */
#define ACCEPT_ANY "*/*"

static gboolean
is_allowed (const HmOrigin *origin, const HmDownloadOptions *options)
{
  return origin != NULL && (options->allows_loopback || !origin->is_loopback);
}

/* Sends one request and waits for it. Takes @origin. */
static HmTransfer *
transfer_run (HmNetwork *network, HmOrigin *origin)
{
  g_autoptr (GAsyncQueue) done = g_async_queue_new ();
  HmTransfer *transfer = hm_transfer_new (origin, ACCEPT_ANY, NULL);

  transfer->done = done;
  hm_network_send (network, transfer);
  return g_async_queue_pop (done);
}

static gboolean
fail_transfer (const HmTransfer *transfer, const HmDownloadOptions *options, GError **error)
{
  if (transfer->fate == HM_FATE_STOPPED || hm_is_cancelled (options->cancelled))
    return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
  if (transfer->fate == HM_FATE_SPENT)
    return hm_fail (error, HM_ERROR_NETWORK, "more than %u redirects", HM_REDIRECTS_MAX);
  return hm_fail (error, transfer->fate == HM_FATE_TOO_LARGE ? HM_ERROR_LIMIT : HM_ERROR_NETWORK,
                  "%s", transfer->why != NULL ? transfer->why : "no answer");
}

static gboolean
is_redirect (int status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Returns: (owned) (nullable) where @transfer leads on to; NULL with @error where that may not be followed. */
static HmOrigin *
redirect_follow (const HmTransfer *transfer, const HmDownloadOptions *options, GError **error)
{
  const char *location = hm_headers_get (transfer->headers, "location");
  g_autoptr (HmOrigin) target =
      location != NULL ? hm_origin_resolve (transfer->origin, location) : NULL;

  if (is_allowed (target, options) && hm_origin_may_redirect (transfer->origin, target))
    return g_steal_pointer (&target);
  hm_fail (error, HM_ERROR_NETWORK, "%s leads on to another host, which is not followed",
           transfer->origin->host);
  return NULL;
}

static GBytes *
content_take (HmTransfer *transfer, const HmDownloadOptions *options, GError **error)
{
  if (transfer->status != 200) {
    hm_fail (error, HM_ERROR_NETWORK, "%s answers with status %d", transfer->origin->host,
             transfer->status);
    return NULL;
  }
  if (transfer->content->len > options->bytes_max) {
    hm_fail (error, HM_ERROR_LIMIT, "larger than %" G_GSIZE_FORMAT " bytes", options->bytes_max);
    return NULL;
  }
  return g_bytes_new (transfer->content->data, transfer->content->len);
}

static void
setup_clear (HmTransferSetup *setup)
{
  g_free (setup->user_agent);
  g_free (setup->ca_file);
  g_free (setup->ca_folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmTransferSetup, setup_clear)

/* As the curl program and OpenSSL do; libcurl itself reads none of these. */
static char *
trust_variable (const char *name)
{
  const char *path = g_getenv (name);

  return path == NULL || *path == '\0' ? NULL : g_strdup (path);
}

GBytes *
hm_download (const char *url, const HmDownloadOptions *options, GError **error)
{
  const HmHttpOptions numbers = { .max_requests = HM_REDIRECTS_MAX + 1,
                                  .cancelled = options->cancelled };
  g_auto (HmTransferSetup) setup = {
    .user_agent = g_strdup (options->user_agent),
    .ca_file = trust_variable ("CURL_CA_BUNDLE"),
    .ca_folder = trust_variable ("SSL_CERT_DIR"),
    .connect_ms = HM_CONNECT_SECONDS * 1000,
    .idle_seconds = HM_IDLE_SECONDS,
    .request_ms = HM_REQUEST_SECONDS * 1000,
  };
  g_autoptr (HmOrigin) origin = NULL;
  g_autoptr (HmNetwork) network = NULL;

  if (!hm_curl_open (error))
    return NULL;
  origin = hm_origin_parse (url);
  if (!is_allowed (origin, options)) {
    hm_fail (error, HM_ERROR_USAGE, "not an https address of another machine");
    return NULL;
  }
  if (setup.ca_file == NULL)
    setup.ca_file = trust_variable ("SSL_CERT_FILE");
  network = hm_network_new (&numbers, &setup, error);
  while (network != NULL) {
    g_autoptr (HmTransfer) transfer = transfer_run (network, g_steal_pointer (&origin));

    if (transfer->fate != HM_FATE_ARRIVED) {
      fail_transfer (transfer, options, error);
      return NULL;
    }
    if (!is_redirect (transfer->status))
      return content_take (transfer, options, error);
    origin = redirect_follow (transfer, options, error);
    if (origin == NULL)
      return NULL;
  }
  return NULL;
}
