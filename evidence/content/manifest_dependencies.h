/* SPDX-License-Identifier: Apache-2.0 */
/* What a package manifest says that the package needs at run time or to be built at its user's. Distrusts it. */
#ifndef HM_EVIDENCE_CONTENT_MANIFEST_DEPENDENCIES_H
#define HM_EVIDENCE_CONTENT_MANIFEST_DEPENDENCIES_H

#include <jansson.h>

#include "evidence/content/marks.h"

typedef struct {
  /* (nullable) Where it comes from, when not by its name from the language's registry: a URL, a path, an alias. */
  char *origin;
  guint32 line;         /* 1-based; 0: not known */
  gboolean is_indirect; /* only another dependency's, as far as the manifest says */
} HmDependency;

/*
 * Reads the manifest, lock file or .gitmodules @file; which one it is, its path tells. Dependencies for development and
 * tests don't count.
 *
 * Returns: (owned) (element-type utf8 HmDependency) by name; empty where @file is of no known kind or can't be read
 */
GHashTable *hm_manifest_dependencies (const HmText *file);

/*
 * Reads @file, a manifest or a bill of materials, as JSON.
 *
 * Returns: (owned) (nullable) NULL where it is no JSON, or has more than HM_JSON_DEPTH_MAX levels or
 * HM_MANIFEST_VALUES_MAX values
 */
json_t *hm_manifest_json (const HmText *file);

/*
 * As hm_manifest_dependencies().
 *
 * @root: (nullable) what hm_manifest_json() makes of @file, if its name ends in ".json"
 */
GHashTable *hm_manifest_dependencies_with (const HmText *file, json_t *root);

#endif
