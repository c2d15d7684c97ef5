/* SPDX-License-Identifier: Apache-2.0 */
/* The checks of one run: the built-in ones in report order, then those of plug-ins. */
#ifndef HM_CHECKS_REGISTRY_H
#define HM_CHECKS_REGISTRY_H

#include <hallmark/check.h>

typedef struct HmRegistry HmRegistry;

/* Returns: (owned) a registry of the built-in checks. */
HmRegistry *hm_registry_new (void);
void hm_registry_free (HmRegistry *registry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmRegistry, hm_registry_free)

/*
 * Loads the shared object @file and adds its checks after those there are. The library stays loaded until
 * the process ends, since reports may outlive the registry's checks.
 *
 * Returns: FALSE with HM_ERROR_PLUGIN that names @file and what is wrong: no library, no symbol, another
 * ABI, an id or name that is taken, a check that lacks a part. Nothing is added then.
 */
gboolean hm_registry_load_plugin (HmRegistry *registry, const char *file, GError **error);

/*
 * Loads every *.so of @folder in the order of their names, but hidden files. A folder that is not there is no error.
 *
 * Returns: FALSE with HM_ERROR_PLUGIN for the first that can't be used. Nothing of the folder is added then.
 */
gboolean hm_registry_load_folder (HmRegistry *registry, const char *folder, GError **error);

/* Returns: (borrowed) all checks, in report order. */
const HmCheck *const *hm_registry_checks (const HmRegistry *registry, gsize *ret_n_checks);

/* By id or name, without regard to case. Returns: (borrowed) (nullable) */
const HmCheck *hm_registry_find (const HmRegistry *registry, const char *name);

/* Returns: (owned) the id nearest to @name by edit distance, for "did you mean"; NULL where none is near. */
char *hm_registry_nearest (const HmRegistry *registry, const char *name);

#endif
