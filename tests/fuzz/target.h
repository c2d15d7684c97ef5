/* SPDX-License-Identifier: Apache-2.0 */
/* What a fuzz target defines, under the name that libFuzzer looks for. */
#ifndef HM_TESTS_FUZZ_TARGET_H
#define HM_TESTS_FUZZ_TARGET_H

#include <glib.h>

/* @data: @size bytes, with nothing behind them. Returns: 0. A fault aborts. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#endif
