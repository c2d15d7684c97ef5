/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder that a site, or a portfolio's badges, are written into. It is known by a file of its
 * own, which lists every other, however many there are; a folder that holds something else is
 * refused, and what others put beside the files stays. Each file is replaced whole; those of an
 * earlier run that are no longer wanted go at the end.
 */
#ifndef HM_CLI_SITE_FOLDER_H
#define HM_CLI_SITE_FOLDER_H

#include <glib.h>

typedef struct HmSiteFolder HmSiteFolder;

typedef enum {
  HM_SITE_FOLDER_PAGES,  /* known by .hallmark-site */
  HM_SITE_FOLDER_BADGES, /* by .hallmark-badges */
} HmSiteFolderKind;

/*
 * Makes the folder @name where it is not there, and keeps others from writing into it until it is freed.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE (it holds something else, or is no folder) or HM_ERROR_IO.
 */
HmSiteFolder *hm_site_folder_open (const char *name, HmSiteFolderKind kind, GError **error);
void hm_site_folder_free (HmSiteFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmSiteFolder, hm_site_folder_free)

/*
 * Puts a file at @path; one that is the same already is left alone. Symbolic links are replaced or
 * refused, never followed. May be called by several threads at once.
 *
 * @path: relative; letters, digits, "-", "_", "." and "/", no part of it empty or with a "." in
 * front
 *
 * Returns: FALSE with HM_ERROR_IO.
 */
gboolean hm_site_folder_put (HmSiteFolder *folder, const char *path, GBytes *bytes, GError **error);

/*
 * Removes what the folder has of an earlier run and was not put again, folders that are empty by
 * that, and what killed runs left half written.
 *
 * @ret_n_files: what was put
 * @ret_n_removed: what went
 *
 * Returns: FALSE with HM_ERROR_IO.
 */
gboolean hm_site_folder_finish (HmSiteFolder *folder, guint *ret_n_files, guint *ret_n_removed,
                                GError **error);

#endif
