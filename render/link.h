/* SPDX-License-Identifier: Apache-2.0 */
/* URLs as targets of links in Markdown and HTML. Distrusts them: they may come from the subject. */
#ifndef HM_RENDER_LINK_H
#define HM_RENDER_LINK_H

#include "scoring/report.h"

/*
 * Appends @url, with all that could end a Markdown or HTML link target percent-encoded.
 *
 * Returns: FALSE, nothing appended, unless it is an http or https URL.
 */
gboolean hm_link_append_url (GString *out, const char *url);

/*
 * Appends the URL of the evidence on the forge, at the scanned commit.
 *
 * Returns: FALSE, nothing appended, where the subject is on none of the public forges whose URLs we know, or
 * where there is nothing to be shown.
 */
gboolean hm_link_append_evidence (GString *out, const HmReport *report, const HmEvidence *evidence);

/* Appends @path as a relative or absolute URL path, each segment percent-encoded, a leading "./" left out. */
void hm_link_append_path (GString *out, const char *path);

#endif
