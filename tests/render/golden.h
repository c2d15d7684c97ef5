/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Byte goldens under tests/render/goldens/. After a wanted change run the test once with HALLMARK_UPDATE_GOLDENS=1 in
 * the environment, and read the difference before it is committed.
 */
#ifndef HM_TESTS_RENDER_GOLDEN_H
#define HM_TESTS_RENDER_GOLDEN_H

#include <glib.h>

/* Fails the test unless @bytes are those of the golden file @name; writes them there when goldens are to be updated. */
void hm_golden_check (const char *name, const char *bytes, gsize size);

#endif
