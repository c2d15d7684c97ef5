/* SPDX-License-Identifier: Apache-2.0 */
/* A plug-in that does not say what it is called. */
#include "row.h"

static const HmCheck row = { .id = "nameless-plugin", .name = "Nameless-Plugin", SOUND_PARTS };
static const HmCheck *const checks[] = { &row };

const HmPlugin hallmark_plugin = { .abi = HM_PLUGIN_ABI, .checks = checks, .n_checks = 1 };
