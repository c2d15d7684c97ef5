/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The headers of an answer that somebody asks for, by lower-case name; others are not kept. Values
 * are text without controls.
 */
#ifndef HM_EVIDENCE_FORGE_HEADERS_H
#define HM_EVIDENCE_FORGE_HEADERS_H

#include <glib.h>

#include "evidence/forge/origin.h"

/* Returns: (owned) (element-type utf8 utf8) no headers yet. */
GHashTable *hm_headers_new (void);

/*
 * Takes one line in, "Name: value" with any line end. The first of equal names counts, but Link headers add up. A line
 * that is no header, holds controls, is not UTF-8, or is of no interest is passed over.
 */
void hm_headers_add (GHashTable *headers, const char *line, gsize size);

/* Returns: (borrowed) (nullable) */
const char *hm_headers_get (GHashTable *headers, const char *name);

/* The headers that say what a caller may see, and what is left of a quota. Returns: (owned) (element-type utf8 utf8) */
GHashTable *hm_headers_diagnosis (GHashTable *headers);

/* Whether @name is a header that is kept. */
gboolean hm_headers_is_kept (const char *name);

/*
 * Reads which link of the Link header (RFC 8288) is rel="next".
 *
 * @base: what was asked
 * @ret_url: (owned) (nullable) where hm_origin_next_page() says that it is; NULL where it is not to
 * be followed, and where there is none
 *
 * Returns: whether there is a next page, or may be: where the header breaks off.
 */
gboolean hm_headers_link_next (GHashTable *headers, const HmOrigin *base, char **ret_url);

#endif
