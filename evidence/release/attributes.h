/* SPDX-License-Identifier: Apache-2.0 */
/* What .gitattributes say of how files leave the repository. Distrusts them: any bytes, any number of patterns. */
#ifndef HM_EVIDENCE_RELEASE_ATTRIBUTES_H
#define HM_EVIDENCE_RELEASE_ATTRIBUTES_H

#include <glib.h>

typedef enum {
  HM_ATTRIBUTE_EXPORT_IGNORE = 1 << 0, /* not in archives */
  HM_ATTRIBUTE_EXPORT_SUBST = 1 << 1,  /* $Format:...$ is expanded in archives */
} HmAttribute;

typedef struct HmAttributes HmAttributes;

HmAttributes *hm_attributes_new (void);
void hm_attributes_free (HmAttributes *attributes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmAttributes, hm_attributes_free)

/*
 * Adds the .gitattributes file of @folder ("" for the root): folders before those in them. Patterns
 * past HM_ATTRIBUTE_RULES_MAX are left out.
 */
void hm_attributes_add (HmAttributes *attributes, const char *folder, const char *text, gsize size);

/*
 * Returns: HmAttribute of the file @path, or-ed; what stands on a folder holds for all below it. 0
 * once HM_ATTRIBUTE_STEPS_MAX are used up.
 */
guint hm_attributes_get (HmAttributes *attributes, const char *path);

/*
 * Whether @path matches @pattern as gitattributes and gitignore have it: "*" within a folder, "**"
 * across, "?", "[a-z]", "\\" before a character. FALSE past HM_ATTRIBUTE_STEPS_MAX.
 */
gboolean hm_path_glob (const char *pattern, const char *path);

#endif
