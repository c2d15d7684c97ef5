/* SPDX-License-Identifier: Apache-2.0 */
/* A release held against its tag, as text for a terminal and as JSON. Distrusts its paths and lines. */
#ifndef HM_RENDER_RELEASE_TEXT_H
#define HM_RENDER_RELEASE_TEXT_H

#include "evidence/release/release.h"
#include "render/terminal.h"

/*
 * Appends a summary, then what is not explained with its differences, worst first; with @terminal's
 * details all files but the same ones.
 */
void hm_release_text (GString *out, const HmRelease *release, const HmTerminal *terminal);

/*
 * Returns: (owned) all of it as JSON: "schema": "hallmark/release/1" (docs/release.schema.json),
 * indented, LF at the end.
 */
GBytes *hm_release_json (const HmRelease *release);

#endif
