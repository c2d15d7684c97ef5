/* SPDX-License-Identifier: Apache-2.0 */
/* Which checks a command speaks of. */
#ifndef HM_CLI_CHECK_CHOICE_H
#define HM_CLI_CHECK_CHOICE_H

#include "checks/registry.h"

/*
 * The built-in checks, those of the plug-in folder (HALLMARK_PLUGIN_DIR, else the installed one),
 * and those of @plugins (nullable, NULL-terminated files).
 *
 * Returns: (owned) NULL with HM_ERROR_PLUGIN.
 */
HmRegistry *hm_check_registry (char **plugins, GError **error);

/*
 * The checks that @names (nullable, NULL-terminated) name, each once and in report order; all without names.
 *
 * Returns: (owned) (element-type const HmCheck, borrowed) NULL with HM_ERROR_USAGE that names the nearest one.
 */
GPtrArray *hm_check_choose (const HmRegistry *registry, char **names, GError **error);

/* Returns: (borrowed) the check that @name names; NULL as above. */
const HmCheck *hm_check_find (const HmRegistry *registry, const char *name, GError **error);

/*
 * What @checks (element-type const HmCheck) read, for HmCollectOptions.
 *
 * Returns: (owned) (element-type const char*, borrowed) the files, NULL-terminated; *ret_needs gains their HmNeed.
 */
GPtrArray *hm_check_needs (const GPtrArray *checks, guint *ret_needs);

#endif
