/* SPDX-License-Identifier: Apache-2.0 */
/* The tags of a project in the order in which they were made, and whose keys signed them. */
#ifndef HM_CHECKS_RELEASE_TAGS_H
#define HM_CHECKS_RELEASE_TAGS_H

#include <hallmark/facts.h>

/*
 * All tags, those of other branches among them, since releases are made on branches as well and a
 * key shows on whichever comes first.
 *
 * Returns: (owned) (element-type const HmTag) the oldest first, by time, then by name
 */
GPtrArray *hm_tags_by_age (const HmHistory *history);

/*
 * What tells the key of @tag's signature from others, however the signature names it: of OpenPGP
 * the key id, with which a fingerprint ends.
 *
 * Returns: (owned) NULL where the tag bears no signature of a kind we know, or one that names no
 * key
 */
char *hm_tag_key (const HmTag *tag);

#endif
