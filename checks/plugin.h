/* SPDX-License-Identifier: Apache-2.0 */
/* Opens plug-ins and looks their checks over before anything calls into them. */
#ifndef HM_CHECKS_PLUGIN_H
#define HM_CHECKS_PLUGIN_H

#include <gmodule.h>

#include <hallmark/plugin.h>

/* Checks that one plug-in may bring: past this its table is taken for garbage. */
#define HM_PLUGIN_CHECKS_MAX 256u

/* Bytes of a check's or probe's id and of a check's name. */
#define HM_CHECK_ID_MAX 64u

typedef struct {
  GModule *module;        /* (owned) */
  const HmPlugin *plugin; /* (borrowed) from @module; its checks are present and whole */
} HmLoadedPlugin;

/*
 * Loads the shared object @file, with all its symbols resolved now rather than at the first call.
 *
 * Returns: FALSE with HM_ERROR_PLUGIN that names @file: no library, no symbol, another ABI, no checks, a check that
 * lacks a part. Nothing stays loaded then. Whether ids are taken is for the caller to see.
 */
gboolean hm_plugin_open (const char *file, HmLoadedPlugin *ret_loaded, GError **error);

/*
 * Looks over one row of a check table: ids, names, texts, probes, risk, needs.
 *
 * Returns: FALSE with HM_ERROR_PLUGIN that names the check, where it can be named, and what it lacks.
 */
gboolean hm_check_validate (const HmCheck *check, GError **error);

#endif
