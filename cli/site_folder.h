/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder that a site is written into. It is known by a file of its own, which lists every page; a folder that holds something else is
 * refused, and what others put beside the pages stays. Each page is replaced whole; those of an earlier site that are no longer wanted go at the end.
 */
#ifndef HM_CLI_SITE_FOLDER_H
#define HM_CLI_SITE_FOLDER_H

#include <glib.h>

typedef struct HmSiteFolder HmSiteFolder;

/*
 * Makes the folder @name where it is not there, and keeps others from writing into it meanwhile.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE (it holds something else, or is no folder) or HM_ERROR_IO.
 */
HmSiteFolder *hm_site_folder_open (const char *name, GError **error);
void hm_site_folder_free (HmSiteFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmSiteFolder, hm_site_folder_free)

/*
 * Puts a page at @path, as render/site.h makes paths; one that is the same already is left alone. Symbolic links are replaced or refused, never
 * followed. May be called by several threads at once.
 *
 * Returns: FALSE with HM_ERROR_IO.
 */
gboolean hm_site_folder_put (HmSiteFolder *folder, const char *path, GBytes *bytes, GError **error);

/*
 * Removes what the folder has of an earlier site and was not put again.
 *
 * @ret_n_files: what the site consists of now
 * @ret_n_removed: what went
 *
 * Returns: FALSE with HM_ERROR_IO.
 */
gboolean hm_site_folder_finish (HmSiteFolder *folder, guint *ret_n_files, guint *ret_n_removed,
                                GError **error);

#endif
