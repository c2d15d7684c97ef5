/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes hostile bytes fit for a sink. Input is any bytes; a NULL text counts as empty. Every function
 * appends to @out, and what it appends is valid UTF-8.
 */
#ifndef HM_CORE_MASK_H
#define HM_CORE_MASK_H

#include <glib.h>

/*
 * Terminal: C0, DEL, C1, bidirectional controls, invisible and non-characters become \xNN or
 * \u{NNNN}; bytes that are not UTF-8 become \xNN; a backslash stays. With @ascii, every character
 * above U+007E is written so. What a CI runner that reads along takes for an order to itself has
 * its first character written so too: "##[", "##word[", and "::" at the start of a word.
 */
void hm_mask_terminal (GString *out, const char *text, gssize size, gboolean ascii);

/* XML text or attribute: the five characters escaped, what XML 1.0 forbids dropped, invalid bytes as U+FFFD. */
void hm_mask_xml (GString *out, const char *text, gssize size);

/*
 * JSON: valid UTF-8, invalid bytes and NUL as \xNN spelt out, so that what was there can be read
 * off. Quotes are the writer's work.
 */
void hm_mask_utf8 (GString *out, const char *text, gssize size);

/* Markdown inline text: no HTML, link, emphasis, mention or table syntax survives; one line. */
void hm_mask_markdown (GString *out, const char *text, gssize size);

/* One segment of a URL: all but RFC 3986's unreserved characters percent-encoded. */
void hm_mask_url_segment (GString *out, const char *text, gssize size);

/* Columns that valid UTF-8 takes in a terminal: wide characters two, combining ones none. */
guint hm_text_columns (const char *utf8);

#endif
