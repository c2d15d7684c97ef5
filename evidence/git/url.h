/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of a URL that git takes: SCHEME://..., and the scp form user@host:path. Distrusts the
 * text: what a parsed URL holds is fit to be a host name and names of files, once encoded.
 */
#ifndef HM_EVIDENCE_GIT_URL_H
#define HM_EVIDENCE_GIT_URL_H

#include <glib.h>

typedef struct {
  const char *scheme;       /* static: "https", "http", "ssh", "git", "file" */
  char *host;               /* lower-cased, no dot at the end, IPv6 in brackets; NULL for "file" */
  guint port;               /* 0: the scheme's own, or not given */
  gboolean has_credentials; /* a user or a password stands before the host */
  char **segments;          /* of the path, percent-decoded; see hm_url_parse() */
  guint n_segments;         /* > 0 */
} HmUrl;

/* Whether @text has the form of a URL rather than that of a path: SCHEME://..., or host:path
 * where the host is no drive letter. */
gboolean hm_url_has_form (const char *text);

/*
 * Reads @text, of at most HM_PATH_MAX bytes. No segment of the path is empty, "." or "..", or holds a
 * slash, a backslash or a control character.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE that says what is wrong with it.
 */
HmUrl *hm_url_parse (const char *text, GError **error);
void hm_url_free (HmUrl *url);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmUrl, hm_url_free)

/*
 * @text fit for a message: what stands before its last '@', and may be a password, is left out but
 * for the scheme.
 *
 * Returns: (owned)
 */
char *hm_url_without_credentials (const char *text);

#endif
