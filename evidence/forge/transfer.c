/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the length that a server tells: bytes are counted as they come, after decompression. */
#include "evidence/forge/transfer.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/forge/headers.h"

/* Bytes of connections' keep-alive probes cost nothing; a dead peer is noticed between requests. */
#define KEEPALIVE_SECONDS 60L

void
hm_secret_free (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

HmTransfer *
hm_transfer_new (HmOrigin *origin, const char *accept, const char *body)
{
  HmTransfer *transfer = g_new0 (HmTransfer, 1);

  transfer->origin = origin;
  transfer->accept = g_strdup (accept);
  transfer->body = body;
  transfer->headers = hm_headers_new ();
  transfer->content = g_byte_array_new ();
  return transfer;
}

/* One of the lines is the token's. */
static void
lines_free (struct curl_slist *lines)
{
  for (struct curl_slist *line = lines; line != NULL; line = line->next)
    explicit_bzero (line->data, strlen (line->data));
  hm_curl.slist_free_all (lines);
}

void
hm_transfer_free (HmTransfer *transfer)
{
  if (transfer == NULL)
    return;
  hm_origin_free (transfer->origin);
  g_free (transfer->accept);
  g_free (transfer->etag);
  g_free (transfer->last_modified);
  g_hash_table_unref (transfer->headers);
  g_byte_array_unref (transfer->content);
  g_free (transfer->why);
  lines_free (transfer->lines);
  g_free (transfer);
}

static size_t
take_header (char *bytes, size_t size, size_t n, void *data)
{
  HmTransfer *transfer = data;
  const gsize n_bytes = size * n;

  transfer->n_header_bytes += n_bytes;
  if (transfer->n_header_bytes > HM_HEADER_BYTES_MAX) {
    transfer->fate = HM_FATE_TOO_LARGE;
    return 0;
  }
  /* An interim answer's headers (100, 103) are not those of the answer. */
  if (n_bytes >= 5 && memcmp (bytes, "HTTP/", 5) == 0)
    g_hash_table_remove_all (transfer->headers);
  else
    hm_headers_add (transfer->headers, bytes, n_bytes);
  return n_bytes;
}

static size_t
take_body (char *bytes, size_t size, size_t n, void *data)
{
  HmTransfer *transfer = data;
  const gsize n_bytes = size * n;

  if (n_bytes > HM_ANSWER_BYTES_MAX - transfer->content->len) {
    transfer->fate = HM_FATE_TOO_LARGE;
    return 0;
  }
  g_byte_array_append (transfer->content, (const guint8 *) bytes, (guint) n_bytes);
  return n_bytes;
}

static void
add_line (HmTransfer *transfer, const char *name, const char *value)
{
  g_autofree char *line = g_strconcat (name, ": ", value, NULL);

  transfer->lines = hm_curl.slist_append (transfer->lines, line);
}

static void
set_request (HmTransfer *transfer, CURL *easy, const HmTransferSetup *setup)
{
  hm_curl.easy_setopt (easy, CURLOPT_URL, transfer->origin->url);
  hm_curl.easy_setopt (easy, CURLOPT_USERAGENT, setup->user_agent);
  add_line (transfer, "Accept", transfer->accept);
  if (transfer->is_to_origin && setup->origin_header != NULL)
    transfer->lines = hm_curl.slist_append (transfer->lines, setup->origin_header);
  if (transfer->with_token && setup->authorization != NULL)
    transfer->lines = hm_curl.slist_append (transfer->lines, setup->authorization);
  if (transfer->etag != NULL)
    add_line (transfer, "If-None-Match", transfer->etag);
  if (transfer->last_modified != NULL)
    add_line (transfer, "If-Modified-Since", transfer->last_modified);
  if (transfer->body != NULL) {
    add_line (transfer, "Content-Type", "application/json");
    transfer->lines = hm_curl.slist_append (transfer->lines, "Expect:"); /* no 100-continue */
    hm_curl.easy_setopt (easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) strlen (transfer->body));
    hm_curl.easy_setopt (easy, CURLOPT_POSTFIELDS, transfer->body);
  }
  hm_curl.easy_setopt (easy, CURLOPT_HTTPHEADER, transfer->lines);
  /* A proxy gets none of these lines, and so not the token. */
  hm_curl.easy_setopt (easy, CURLOPT_HEADEROPT, (long) CURLHEADER_SEPARATE);
  hm_curl.easy_setopt (easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

static void
set_safety (const HmTransfer *transfer, CURL *easy, const HmTransferSetup *setup)
{
  hm_curl.easy_setopt (easy, CURLOPT_PROTOCOLS_STR, transfer->origin->scheme);
  hm_curl.easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  hm_curl.easy_setopt (easy, CURLOPT_NETRC, (long) CURL_NETRC_IGNORED);
  hm_curl.easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 1L);
  hm_curl.easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 2L);
  hm_curl.easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  if (setup->ca_file != NULL)
    hm_curl.easy_setopt (easy, CURLOPT_CAINFO, setup->ca_file);
  if (setup->ca_folder != NULL)
    hm_curl.easy_setopt (easy, CURLOPT_CAPATH, setup->ca_folder);
  if (transfer->origin->is_loopback)
    hm_curl.easy_setopt (easy, CURLOPT_PROXY, "");
}

void
hm_transfer_begin (HmTransfer *transfer, CURL *easy, const HmTransferSetup *setup)
{
  transfer->fate = HM_FATE_BROKEN;
  set_request (transfer, easy, setup);
  set_safety (transfer, easy, setup);
  hm_curl.easy_setopt (easy, CURLOPT_PRIVATE, transfer);
  hm_curl.easy_setopt (easy, CURLOPT_ERRORBUFFER, transfer->error_text);
  hm_curl.easy_setopt (easy, CURLOPT_HEADERFUNCTION, take_header);
  hm_curl.easy_setopt (easy, CURLOPT_HEADERDATA, transfer);
  hm_curl.easy_setopt (easy, CURLOPT_WRITEFUNCTION, take_body);
  hm_curl.easy_setopt (easy, CURLOPT_WRITEDATA, transfer);
  hm_curl.easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  hm_curl.easy_setopt (easy, CURLOPT_ACCEPT_ENCODING, "");
  hm_curl.easy_setopt (easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_2TLS);
  hm_curl.easy_setopt (easy, CURLOPT_PIPEWAIT, 1L); /* one HTTP/2 connection rather than many */
  hm_curl.easy_setopt (easy, CURLOPT_TCP_KEEPALIVE, 1L);
  hm_curl.easy_setopt (easy, CURLOPT_TCP_KEEPIDLE, KEEPALIVE_SECONDS);
  hm_curl.easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long) setup->connect_ms);
  hm_curl.easy_setopt (easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  hm_curl.easy_setopt (easy, CURLOPT_LOW_SPEED_TIME, (long) setup->idle_seconds);
  hm_curl.easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long) setup->request_ms);
}

/* A sentence of our own, for those that users meet; libcurl's text, which may quote the server, stays out of facts. */
static char *
broken_why (CURLcode code, const HmTransfer *transfer)
{
  const char *host = transfer->origin->host;

  switch (code) {
  case CURLE_COULDNT_RESOLVE_HOST:
    return g_strdup_printf ("no address for %s", host);
  case CURLE_COULDNT_RESOLVE_PROXY:
    return g_strdup ("no address for the proxy");
  case CURLE_COULDNT_CONNECT:
    return g_strdup_printf ("no connection to %s", host);
  case CURLE_OPERATION_TIMEDOUT:
    return g_strdup_printf ("%s did not answer in time", host);
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
    return g_strdup_printf ("no trusted TLS connection to %s: %s", host,
                            hm_curl.easy_strerror (code));
  case CURLE_GOT_NOTHING:
  case CURLE_PARTIAL_FILE:
  case CURLE_RECV_ERROR:
  case CURLE_SEND_ERROR:
  case CURLE_HTTP2:
  case CURLE_HTTP2_STREAM:
    return g_strdup_printf ("%s broke the answer off", host);
  default:
    return g_strdup_printf ("%s: %s", host, hm_curl.easy_strerror (code));
  }
}

void
hm_transfer_end (HmTransfer *transfer, CURL *easy, CURLcode code)
{
  long status = 0;

  hm_curl.easy_getinfo (easy, CURLINFO_RESPONSE_CODE, &status);
  transfer->status = status > 0 && status < 1000 ? (int) status : 0;
  if (transfer->fate == HM_FATE_TOO_LARGE)
    transfer->why =
        transfer->n_header_bytes > HM_HEADER_BYTES_MAX
            ? g_strdup_printf ("headers of more than %u KiB", HM_HEADER_BYTES_MAX / 1024)
            : g_strdup_printf ("an answer of more than %u MiB", HM_ANSWER_BYTES_MAX / 1024 / 1024);
  else if (code == CURLE_OK)
    transfer->fate = HM_FATE_ARRIVED;
  else
    transfer->why = broken_why (code, transfer);
  lines_free (g_steal_pointer (&transfer->lines));
}
