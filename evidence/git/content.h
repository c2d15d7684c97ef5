/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Says what a file is by its bytes. Distrusts them: a kind is named only where a whole header of it is there and
 * adds up, so that two letters at the start of a text make no program of it.
 */
#ifndef HM_EVIDENCE_GIT_CONTENT_H
#define HM_EVIDENCE_GIT_CONTENT_H

#include <hallmark/facts.h>

/* @bytes: the whole file, @size bytes of it. Never HM_CONTENT_UNREAD. */
HmContent hm_content_classify (const void *bytes, gsize size);

#endif
