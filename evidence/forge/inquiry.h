/* SPDX-License-Identifier: Apache-2.0 */
/* One request on its way to its answer: redirects, retries, limits of the forge, and the cache. */
#ifndef HM_EVIDENCE_FORGE_INQUIRY_H
#define HM_EVIDENCE_FORGE_INQUIRY_H

#include "evidence/forge/http.h"
#include "evidence/forge/http_cache.h"
#include "evidence/forge/network.h"

/* What all inquiries of one HmHttp share; borrowed by each. */
typedef struct {
  HmNetwork *network;
  HmHttpCache *cache;         /* (nullable) */
  HmOrigin *origin;           /* the token's */
  char *accept;               /* where a request says none */
  char *token;                /* (nullable) */
  gboolean is_token_fleeting; /* its ETags die with it: dates are asked with */
  guint backoff_ms;
  guint max_requests;
  gint *n_left; /* (nullable) atomic: what may still be sent */
} HmInquirySetup;

typedef struct {
  const HmInquirySetup *setup;
  const HmRequest *request;
  GAsyncQueue *done;
  HmAnswer *answer; /* (nullable) (owned) NULL until it is there */
  /* (nullable) the error where the token was refused; the answer is there, too */
  char *token_refusal;
  guint n_sent;
  guint n_free;

  /* The inquiry's own. */
  char *answer_url; /* as asked, without credentials */
  HmKeptAnswer *kept;
  char *moved_to;
  gboolean is_temporary; /* a redirect on the way was */
  guint n_redirects;
  guint n_retries;
  guint n_limits;
} HmInquiry;

/* Returns: (owned) on its way, unless it has its answer already: a URL that may not be asked. */
HmInquiry *hm_inquiry_new (const HmInquirySetup *setup, const HmRequest *request,
                           GAsyncQueue *done);

/* Takes @came, which came back for @inquiry. Returns: whether the answer is there; else it is on its way again. */
gboolean hm_inquiry_advance (HmInquiry *inquiry, HmTransfer *came);

void hm_inquiry_free (HmInquiry *inquiry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmInquiry, hm_inquiry_free)

#endif
