/* SPDX-License-Identifier: Apache-2.0 */
/* The part of a README that speaks of reporting vulnerabilities. Distrusts the text. */
#ifndef HM_CHECKS_README_SECTION_H
#define HM_CHECKS_README_SECTION_H

#include <glib.h>

typedef struct {
  const char *text;   /* (borrowed) past the heading, to the next one of its level or above */
  gsize size;         /* bytes */
  guint heading_line; /* 1-based */
  guint line;         /* 1-based, of the first line of @text */
  /* the heading is longer than what is looked at: it may speak of security or not */
  gboolean is_unsure;
} HmReadmeSection;

/*
 * Finds the first section of @text whose heading speaks, or may speak, of security or vulnerabilities and whose body
 * speaks of reporting. Headings are those of the format that the file's @name says: Markdown, AsciiDoc, or
 * reStructuredText, whose underlined titles are also what plain text uses.
 *
 * Returns: whether there is one.
 */
gboolean hm_readme_find_security (const char *name, const char *text, gsize size,
                                  HmReadmeSection *ret_section);

#endif
