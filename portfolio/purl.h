/* SPDX-License-Identifier: Apache-2.0 */
/* Package URLs (github.com/package-url/purl-spec): which repository a package says it is from. Distrusts the text. */
#ifndef HM_PORTFOLIO_PURL_H
#define HM_PORTFOLIO_PURL_H

#include <glib.h>

/* Bytes of a purl, and of its type: "githubactions" is the longest in use. */
#define HM_PURL_BYTES_MAX 4096
#define HM_PURL_TYPE_MAX 32

typedef struct {
  char *type;           /* lower-case letters, digits, '.', '+', '-' */
  char **segments;      /* of namespace and name, decoded */
  guint n_segments;     /* > 0 */
  char *vcs_url;        /* (nullable) the qualifier */
  char *repository_url; /* (nullable) the qualifier */
} HmPurl;

/* Returns: (owned) NULL with HM_ERROR_FORMAT where @text is no purl. */
HmPurl *hm_purl_parse (const char *text, GError **error);
void hm_purl_free (HmPurl *purl);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmPurl, hm_purl_free)

/*
 * Where the package's source is, as far as the purl alone says: its qualifier vcs_url, or a type
 * whose names are those of repositories.
 *
 * Returns: (owned) (nullable)
 */
char *hm_purl_repository (const HmPurl *purl);

#endif
