/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A portfolio as a static site: an overview, a page for each repository and each check. Pure: the
 * pages are handed to a sink, which may put them into files. Pages lead to one another and to the
 * evidence, and load nothing from elsewhere; each can be read without JavaScript. Distrusts all
 * text of the ranking and of the reports; paths of repositories on this machine are not told.
 */
#ifndef HM_RENDER_SITE_H
#define HM_RENDER_SITE_H

#include "render/portfolio.h"

/* Bytes that no page goes beyond. */
#define HM_SITE_PAGE_MAX 300000u

/* Months that the charts look back; where there are fewer than two reports of them, further. */
#define HM_SITE_MONTHS 24

typedef struct HmSite HmSite;

/*
 * @path: relative, made of lower-case letters, digits, "-", "." and at most one "/"
 *
 * Returns: FALSE with @error set to end the writing.
 */
typedef gboolean (*HmSiteSink) (const char *path, GBytes *bytes, gpointer data, GError **error);

/*
 * @ranking: of all repositories, by risk; borrowed for as long as the site lives
 * @title: what the portfolio is called
 * @url: (nullable) http or https: where the site will be, for the lines that embed a badge
 *
 * Returns: (owned)
 */
HmSite *hm_site_new (const HmRanking *ranking, const char *title, const char *url);
void hm_site_free (HmSite *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmSite, hm_site_free)

/*
 * Writes what there is of the row at @index of the ranking: its page and its badge. Keeps its
 * scores for hm_site_write_overview(). Different rows may be written by different threads at once.
 */
gboolean hm_site_write_repository (HmSite *site, guint index, const HmRepositoryStory *story,
                                   HmSiteSink sink, gpointer data, GError **error);

/*
 * Writes all the rest, once all repositories are written: other pages, badges of groups and of all;
 * the overview last.
 */
gboolean hm_site_write_overview (HmSite *site, HmSiteSink sink, gpointer data, GError **error);

/*
 * The name that pages of @key have: letters and digits of @name, and some of a digest of @key.
 *
 * @digits: of the digest, at most 64
 *
 * Returns: (owned)
 */
char *hm_site_page_name (const char *key, const char *name, guint digits);

#endif
