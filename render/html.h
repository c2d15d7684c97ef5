/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A writer of HTML, and of the SVG within it. What it is given as text or as the value of an
 * attribute is escaped here and may be any bytes; there is no way around that. Names of elements
 * and attributes are words of the program itself. Attributes that lead somewhere have functions of
 * their own; those that would hold code or style there are none.
 */
#ifndef HM_RENDER_HTML_H
#define HM_RENDER_HTML_H

#include "scoring/report.h"

typedef struct HmHtml HmHtml;

/* Returns: (owned) one that has written the document type. */
HmHtml *hm_html_new (void);
void hm_html_free (HmHtml *html);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmHtml, hm_html_free)

/* Begins an element; one that HTML gives no end, such as img, ends with what follows. */
void hm_html_begin (HmHtml *html, const char *element);

/* Ends the element that was begun last and is not ended. */
void hm_html_end (HmHtml *html);

/* Of the element just begun: after its first text or child it has no more attributes. */
void hm_html_attribute (HmHtml *html, const char *name, const char *value);
void hm_html_attribute_format (HmHtml *html, const char *name, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* "12.5" of 125. */
void hm_html_attribute_tenths (HmHtml *html, const char *name, int tenths);

/* @name is "href" or "src", @path a path of the program's own making: lower-case letters, digits and "./#-". */
void hm_html_attribute_path (HmHtml *html, const char *name, const char *path);

/* href, where @url is of http or https. Returns: FALSE, nothing written, where it is not. */
gboolean hm_html_attribute_url (HmHtml *html, const char *url);

/* Begins a link to where hm_link_append_evidence() leads; code where that is nowhere. */
void hm_html_begin_evidence (HmHtml *html, const HmReport *report, const HmEvidence *evidence);

/* Characters that show nothing or turn the text around are spelt out. */
void hm_html_text (HmHtml *html, const char *text);
void hm_html_text_format (HmHtml *html, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Returns: how many bytes hm_html_text() makes of @text. */
gsize hm_html_text_size (const char *text);

/* An element with nothing but text in it. @class: (nullable) */
void hm_html_leaf (HmHtml *html, const char *element, const char *class, const char *text);
void hm_html_leaf_format (HmHtml *html, const char *element, const char *class, const char *format,
                          ...) G_GNUC_PRINTF (4, 5);

/* Bytes written so far. */
gsize hm_html_size (const HmHtml *html);

/* Every element that was begun has ended. Returns: (owned) all that was written; @html holds nothing any more. */
GBytes *hm_html_finish (HmHtml *html);

#endif
