/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads repositories out of files that were made for something else: lists of URLs, bills of materials (CycloneDX from
 * 1.4 on, SPDX 2.2 and 2.3), results of Scorecard and the database of its monitor, reports of hallmark. Distrusts all
 * of them; JSON is bounded before it is parsed.
 */
#ifndef HM_PORTFOLIO_IMPORT_H
#define HM_PORTFOLIO_IMPORT_H

#include "portfolio/finds.h"

/*
 * Takes up what @text, of at most HM_IMPORT_BYTES_MAX bytes, names. Of a list of URLs the lines that name nothing are
 * noted in @finds.
 *
 * @name: what errors call it
 * @ret_kind: (static) what it turned out to be: "CycloneDX", "SPDX", "list of URLs"
 *
 * Returns: FALSE with HM_ERROR_LIMIT, HM_ERROR_FORMAT (no JSON, or none that is known; an SBOM without components; a
 * list that is none) or HM_ERROR_UNSUPPORTED (of a version that is not read).
 */
gboolean hm_import_read (const char *name, const char *text, gsize size, HmFinds *finds,
                         const char **ret_kind, GError **error);

#endif
