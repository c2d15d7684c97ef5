/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a release's tag, as far as an archive is held against it. Distrusts it as evidence/git/tree.h does. */
#ifndef HM_EVIDENCE_RELEASE_SOURCE_H
#define HM_EVIDENCE_RELEASE_SOURCE_H

#include "core/error.h"
#include "evidence/git/autoptr.h"
#include "evidence/release/attributes.h"

#include <hallmark/facts.h>

typedef struct HmSource HmSource;

/*
 * Lists the tree of @commit, which is called @tag in errors, and reads its .gitattributes.
 *
 * @odb: borrowed
 *
 * Returns: (owned) NULL with HM_ERROR_GIT, HM_ERROR_LIMIT (the listing is not complete) or HM_ERROR_CANCELLED.
 */
HmSource *hm_source_new (git_odb *odb, const HmOid *commit, const char *tag, const gint *cancelled,
                         GError **error);
void hm_source_free (HmSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmSource, hm_source_free)

/* Returns: (borrowed) in path order by byte. */
const HmTreeEntry *hm_source_entries (const HmSource *source, gsize *ret_n_entries);

/* Returns: (borrowed) (nullable) the entry at @path. */
const HmTreeEntry *hm_source_find (const HmSource *source, const char *path);

/* Whether some entry has the content @oid: an HmKnownFunc. */
gboolean hm_source_knows (gconstpointer source, const HmOid *oid);

/* Whether @path is a file or link of it: of HmTagTree. */
gboolean hm_source_has (gconstpointer source, const char *path);

/* Whether some file or link of it, in whatever folder, is called @name: likewise. */
gboolean hm_source_has_name (gconstpointer source, const char *name);

/* Whether @path lies in, or is, a submodule. */
gboolean hm_source_is_in_submodule (const HmSource *source, const char *path);

/* Returns: HmAttribute of @path, or-ed. */
guint hm_source_attributes (HmSource *source, const char *path);

/* Returns: (owned) (nullable) the content of @entry; NULL where it can't be read. */
git_odb_object *hm_source_read (HmSource *source, const HmTreeEntry *entry);

#endif
