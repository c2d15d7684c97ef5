/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A repository's config file, as git-config(1) has it, by itself: nothing that it includes is read,
 * no other file is merged in, and nothing that it says is acted on here. libgit2 follows includes
 * to wherever they lead, a pipe or a device too, and has no public way to parse bytes; so it is
 * shown no config at all, and this reads the few keys that matter. Distrusts its input.
 */
#ifndef HM_EVIDENCE_GIT_CONFIG_H
#define HM_EVIDENCE_GIT_CONFIG_H

#include <glib.h>

typedef struct HmConfig HmConfig;

typedef struct {
  const char *name;  /* "section.key" or "section.subsection.key"; section and key lower-cased */
  const char *value; /* (nullable) NULL where there is no `=` */
} HmConfigEntry;

/* Returns: (owned) NULL with HM_ERROR_FORMAT "line N: ...". */
HmConfig *hm_config_parse (const char *text, gsize size, GError **error);

/*
 * Reads the file @path of at most HM_CONFIG_BYTES_MAX; one that is not there is an empty config.
 *
 * Returns: (owned) NULL with HM_ERROR_GIT or HM_ERROR_LIMIT that names @path.
 */
HmConfig *hm_config_read (const char *path, GError **error);

void hm_config_free (HmConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmConfig, hm_config_free)

/* In the order of the file. */
const HmConfigEntry *hm_config_entries (const HmConfig *config, gsize *ret_n_entries);

/*
 * (nullable) the first or the last value of @name: of a single-valued key the last is meant, of a
 * remote's URL the first.
 */
const char *hm_config_first (const HmConfig *config, const char *name);
const char *hm_config_last (const HmConfig *config, const char *name);

#endif
