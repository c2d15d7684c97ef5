/* SPDX-License-Identifier: Apache-2.0 */
/* Built for an ABI that is yet to come: past the number nothing of it may be read. */
#include <hallmark/plugin.h>

const HmPlugin hallmark_plugin = { .abi = HM_PLUGIN_ABI + 1,
                                   .name = (const char *) 1,
                                   .checks = (const HmCheck *const *) 1,
                                   .n_checks = 1 };
