/* SPDX-License-Identifier: Apache-2.0 */
/* The badge for shields.io to draw: the JSON that its endpoint badge asks a project's own site for. */
#ifndef HM_RENDER_ENDPOINT_H
#define HM_RENDER_ENDPOINT_H

#include "render/badge.h"
#include "scoring/report.h"

/* @style: its label is the badge's; the rest is shields' to choose. Returns: (owned) JSON, LF at the end. */
GBytes *hm_endpoint_write (const HmReport *report, const HmBadgeStyle *style);

#endif
