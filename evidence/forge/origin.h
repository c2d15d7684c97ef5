/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is at the other end of a URL, and where a redirect may lead. URLs come from answers: they are
 * read by libcurl's own parser, so that what is judged is what is asked.
 */
#ifndef HM_EVIDENCE_FORGE_ORIGIN_H
#define HM_EVIDENCE_FORGE_ORIGIN_H

#include <glib.h>

typedef struct {
  char *url;            /* whole, normalised, without credentials and fragment */
  char *scheme;         /* "https", or "http" where is_loopback */
  char *host;           /* lower-case, in brackets where it is an IPv6 address */
  char *authority;      /* "host:port" */
  gboolean is_loopback; /* 127.0.0.0/8, [::1] or localhost */
} HmOrigin;

/*
 * Returns: (owned) (nullable) NULL where @url is no absolute https URL, nor http to a loopback
 * address, and where hm_curl_open() fails.
 */
HmOrigin *hm_origin_parse (const char *url);
void hm_origin_free (HmOrigin *origin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmOrigin, hm_origin_free)

/* Same scheme, host and port. */
gboolean hm_origin_equal (const HmOrigin *a, const HmOrigin *b);

/*
 * Where @location, a Location or Link header's URL, leads from @base. Returns: (owned) (nullable)
 * as hm_origin_parse(), and NULL where it brings credentials along.
 */
HmOrigin *hm_origin_resolve (const HmOrigin *base, const char *location);

/*
 * Where the next page of the list at @base->url is, which its server says is at @location. A server
 * behind a proxy may know neither the scheme nor the name that it is asked by, and so its word on
 * them does not count: whatever it says, the page is asked of @base's own origin, and below the API
 * that was asked ("/api/v4/"). Of another host or port nothing is taken but the query, where the
 * path is the one that was asked, but for what a proxy puts before "/api/".
 *
 * Returns: (owned) (nullable) on @base's origin; NULL where @location leads to another list or
 * brings credentials along.
 */
HmOrigin *hm_origin_next_page (const HmOrigin *base, const char *location);

/*
 * Whether a redirect from @from may be followed to @to: https on the same host, the same loopback
 * origin, or a host that the forge is known to hand downloads to.
 */
gboolean hm_origin_may_redirect (const HmOrigin *from, const HmOrigin *to);

#endif
