/* SPDX-License-Identifier: Apache-2.0 */
/* A plug-in that brings nothing. */
#include <hallmark/plugin.h>

const HmPlugin hallmark_plugin = { .abi = HM_PLUGIN_ABI, .name = "empty" };
