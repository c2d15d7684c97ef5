/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request over the wire and what came back: libcurl's options and its callbacks, which count
 * what arrives. It follows no redirect, repeats nothing, and reads no meaning into what came.
 */
#ifndef HM_EVIDENCE_FORGE_TRANSFER_H
#define HM_EVIDENCE_FORGE_TRANSFER_H

#include <glib.h>

#include "evidence/forge/curl_library.h"
#include "evidence/forge/origin.h"

/* What all transfers of one HmHttp share; borrowed by each. */
typedef struct {
  char *user_agent;
  char *origin_header; /* (nullable) the whole line */
  char *authorization; /* (nullable) the whole line "Authorization: Bearer ..." */
  char *ca_file;       /* (nullable) */
  char *ca_folder;     /* (nullable) */
  guint connect_ms;
  guint idle_seconds;
  guint request_ms; /* for one transfer in all */
} HmTransferSetup;

typedef enum {
  HM_FATE_ARRIVED,   /* an answer, whole */
  HM_FATE_BROKEN,    /* no name, no connection, TLS refused, time out, cut off: see why */
  HM_FATE_TOO_LARGE, /* see why */
  HM_FATE_HELD,      /* not sent: the host's limit lasts until hold_end */
  HM_FATE_SPENT,     /* not sent: no requests are left to the asker */
  HM_FATE_RUN_SPENT, /* not sent: no requests are left to all askers of a run together */
  HM_FATE_STOPPED,   /* not sent, or broken off: nobody waits for it any more */
} HmFate;

typedef struct HmLane HmLane;

typedef struct {
  /* What is asked: set by the asker before it is sent. */
  HmOrigin *origin;
  char *accept;
  const char *body;      /* (nullable) borrowed; POST where not NULL */
  char *etag;            /* (nullable) for If-None-Match */
  char *last_modified;   /* (nullable) for If-Modified-Since */
  gboolean is_to_origin; /* where the token belongs, be there one or not */
  gboolean with_token;
  gint64 not_before; /* g_get_monotonic_time() before which it is not sent */
  gint *n_left;      /* (nullable) borrowed, atomic: what its asker may still send */
  GAsyncQueue *done; /* borrowed: where it comes back to */
  gpointer asker;    /* borrowed */

  /* What came back. */
  HmFate fate;
  int status;          /* 0 where none came */
  GHashTable *headers; /* see evidence/forge/headers.h */
  GByteArray *content;
  char *why;       /* (nullable) */
  gint64 hold_end; /* seconds since the epoch */

  /* The network thread's. */
  HmLane *lane;
  struct curl_slist *lines;
  gsize n_header_bytes;
  char error_text[CURL_ERROR_SIZE];
} HmTransfer;

/* Returns: (owned) takes @origin. */
HmTransfer *hm_transfer_new (HmOrigin *origin, const char *accept, const char *body);
void hm_transfer_free (HmTransfer *transfer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmTransfer, hm_transfer_free)

/* Readies @easy, new or reset, for @transfer. */
void hm_transfer_begin (HmTransfer *transfer, CURL *easy, const HmTransferSetup *setup);

/* Notes how it ended. @easy may be reset then. */
void hm_transfer_end (HmTransfer *transfer, CURL *easy, CURLcode code);

/* Wipes @text, a secret, and frees it. NULL is fine. */
void hm_secret_free (char *text);

#endif
