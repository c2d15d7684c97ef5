/* SPDX-License-Identifier: Apache-2.0 */
/* The files that `hallmark init` writes, with @WORDS@ to be filled in: templates/, built in. */
#ifndef HM_CLI_TEMPLATES_H
#define HM_CLI_TEMPLATES_H

#include <glib.h>

/* NUL-terminated. */
extern const char hm_template_policy[];
extern const char hm_template_github[];
extern const char hm_template_gitlab[];
extern const char hm_template_forgejo[];
extern const char hm_template_woodpecker[];

/* A word to fill in: "BRANCH" stands as @BRANCH@. */
typedef struct {
  const char *word;
  const char *value;
} HmTemplateWord;

/*
 * Fills @words (until a NULL word) into @text. Values are put between double quotes of YAML, or are
 * known to need none: what would end them is escaped.
 *
 * Returns: (owned)
 */
char *hm_template_fill (const char *text, const HmTemplateWord *words);

#endif
