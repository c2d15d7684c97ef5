/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that write a site share. */
#ifndef HM_RENDER_SITE_PART_H
#define HM_RENDER_SITE_PART_H

#include "render/chart.h"
#include "render/portfolio_names.h"
#include "render/site.h"

/* A check that some repository's report has. */
typedef struct {
  char *id;
  char *name; /* of at most HM_SITE_NAME_COLUMNS */
  char *page;
  guint order;          /* in which the reports have it */
  guint n_repositories; /* that have it */
  char *summary;        /* (nullable) what it asks, by the report of the row below */
  guint summary_row;
} HmSiteCheck;

/*
 * Checks that have a page, and the first of them, that are columns of heat maps: those that most
 * repositories have. The others are counted.
 */
#define HM_SITE_CHECKS_MAX 500u
#define HM_SITE_HEAT_CHECKS_MAX 40u

/* What is kept of a repository's history. */
typedef struct {
  gint64 time;
  int score; /* tenths, below 0: none; so the next */
  int floor;
} HmSiteMoment;

struct HmSite {
  const HmRanking *ranking;
  char *title;
  char *url;         /* (nullable) ends with a slash */
  GPtrArray *called; /* (element-type utf8) what each row is called: hm_site_name() */
  GPtrArray *names;  /* (element-type utf8) of the pages of each row */
  GPtrArray *pages;  /* (element-type utf8) "repositories/NAME.html" */
  /*
   * (element-type HmSiteCheck) in the order of the reports; more than fit on a heat map: what most
   * repositories have first
   */
  GPtrArray *checks;
  guint n_checks_left_out;
  GHashTable *check_numbers; /* id to the index in @checks, which owns it */
  GArray *groups;            /* (element-type HmRankGroup) */
  GPtrArray *group_stems;    /* (element-type utf8) "groups/NAME" of each, for its badge's files */
  GArray **moments;          /* (element-type HmSiteMoment) of each row, oldest first */
  guint *n_points_left_out;  /* reports of each row that are too old for the charts */
  gint64 newest;             /* report of all; 0: there is none */
  GMutex mutex; /* summaries of the checks are under it while pages of repositories are written */
};

/* Scores of a sparkline. */
#define HM_SITE_SPARK_MAX 13

/* Which part of the site a page belongs to. */
typedef enum {
  HM_SITE_OVERVIEW,
  HM_SITE_HEAT,
  HM_SITE_CHECKS,
  HM_SITE_ELSEWHERE,
} HmSitePart;

typedef struct {
  const char *title;
  HmSitePart part;
  gboolean is_below;  /* it lies in a folder of the site */
  gboolean has_rows;  /* it loads the data of all rows */
  gboolean is_of_one; /* repository */
} HmSitePage;

/* Returns: (owned) (element-type utf8) hm_site_page_name() for each of @keys, none of which is another's. */
GPtrArray *hm_site_page_names (const GPtrArray *keys, const GPtrArray *names);

/* Begins a page up to its first heading, which is its title, and of when it is. Returns: (owned) */
HmHtml *hm_site_page_begin (const HmSite *site, const HmSitePage *page);

/* Ends the page and hands it to the sink. Takes @html. */
gboolean hm_site_page_end (HmHtml *html, const char *path, HmSiteSink sink, gpointer data,
                           GError **error);

/* What the row at @index is called: no other is called so, and no folder above it is told. */
#define HM_SITE_NAME_COLUMNS 60u
const char *hm_site_name (const HmSite *site, guint index);

/* One entry of a list of facts: the caller's "dl" is open. */
void hm_site_fact (HmHtml *html, const char *name, const char *value);

/* A link to a page of the site. */
void hm_site_link (HmHtml *html, gboolean is_below, const char *path, const char *text);

/*
 * "part 2 of 5" with links to the others; nothing where there is one. @first: the page of the
 * first; @rest: "repositories" of "repositories-2.html"
 */
void hm_site_parts (HmHtml *html, const char *first, const char *rest, guint part, guint n_parts,
                    const char *label);

/* A region that is moved sideways where the page is too narrow; ended with hm_html_end(). */
void hm_site_scroll_begin (HmHtml *html, const char *label);

/* A heading of a table's column, and one of a row that is ended with hm_html_end(). @kind: (nullable) "number" */
void hm_site_column (HmHtml *html, const char *kind, const char *text);
void hm_site_row_heading_begin (HmHtml *html);

/* "+0.4", "\u22120.4", "0.0". @text holds HM_SITE_CHANGE_SIZE bytes. Returns @text. */
#define HM_SITE_CHANGE_SIZE 16
const char *hm_site_change_text (int tenths, char text[HM_SITE_CHANGE_SIZE]);

/* "0.95". @text holds HM_SITE_SHARE_SIZE bytes. Both return @text; the second "n/a" where it is not known. */
#define HM_SITE_SHARE_SIZE 16
const char *hm_site_share_text (double share, char text[HM_SITE_SHARE_SIZE]);
const char *hm_site_criticality_text (const HmRankRow *row, char text[HM_SITE_SHARE_SIZE]);

/* A score in the colour of its band, in an element that is a word. @band: (nullable) that of the default scale */
void hm_site_score (HmHtml *html, int tenths, const char *band);

/* Fills @scores with the last twelve months of the row. Returns: how many. */
gsize hm_site_spark (const HmSite *site, guint index, int scores[HM_SITE_SPARK_MAX]);

/*
 * Of the points of @story the first that charts show: those of HM_SITE_MONTHS, or where these are fewer than two the
 * last there are.
 *
 * Returns: its index; the number of points where there are none
 */
guint hm_site_points_first (const HmSite *site, const HmRepositoryStory *story);

/* Fills HmSite.moments and n_points_left_out of the row at @index. */
void hm_site_moments_keep (HmSite *site, guint index, const HmRepositoryStory *story);

/*
 * Returns: (owned) (element-type HmChartMoment) the weakest tenth, the middle and the best tenth of all repositories,
 * at the end of each week in which there was a report.
 */
GArray *hm_site_trend (const HmSite *site);

/* Returns: how many reports are too old for it. */
guint hm_site_trend_left_out (const HmSite *site);

/* Says that the trend above goes without @n older reports; nothing for none. */
void hm_site_left_out_tell (HmHtml *html, guint n);

/* Fills HmSite.checks and check_numbers. */
void hm_site_checks_gather (HmSite *site);

/*
 * Keeps what the checks of @report, that of the row at @index, ask: the first row that says it counts. May be called
 * by different threads at once.
 */
void hm_site_summaries_keep (HmSite *site, guint index, const HmReport *report);

/* Text of others, at most @characters_max of it; what stands between backticks as code. */
void hm_site_prose (HmHtml *html, const char *text, glong characters_max);

/* Columns of a heat map. */
guint hm_site_heat_columns (const HmSite *site);

/* Whether any repository is of a group. */
gboolean hm_site_has_groups (const HmSite *site);

/* Returns: (owned) why to look at the row, on one line; cut where it is long. */
char *hm_site_why (const HmRankRow *row);

/*
 * The repositories to look at first and why, and those that could not be scanned; then what moved, where a period was
 * asked for.
 */
void hm_site_first (HmHtml *html, const HmSite *site);
void hm_site_moved (HmHtml *html, const HmSite *site);

/* Bytes that the row at @index takes in the table, rather more than less. */
gsize hm_site_table_row_size (const HmSite *site, guint index);

/* The table of rows from @begin to before @end. */
void hm_site_table (HmHtml *html, const HmSite *site, guint begin, guint end);

/* Returns: (owned) all rows as a script. */
GBytes *hm_site_rows_script (const HmSite *site);

/* The heat map of rows from @begin to before @end. */
void hm_site_heat (HmHtml *html, const HmSite *site, const char *title, guint begin, guint end);

/* Failed findings and those that nobody could look at, in as many bytes as the page has left. */
void hm_site_findings (HmHtml *html, const HmReport *report);

/* A badge of the site. */
typedef struct {
  const char *stem;  /* of its files' paths: "badges/NAME" of "badges/NAME.svg" */
  const char *page;  /* that it leads to */
  const char *label; /* (nullable) NULL: "hallmark" */
  const HmReport *report;
} HmSiteBadge;

/* Writes it as SVG, and as JSON for shields.io. */
gboolean hm_site_badge_write (const HmSiteBadge *badge, HmSiteSink sink, gpointer data,
                              GError **error);

void hm_site_badge_picture (HmHtml *html, gboolean is_below, const HmSiteBadge *badge);

/* The lines that embed it, and where shields.io finds it. */
void hm_site_badge_lines (HmHtml *html, const HmSite *site, gboolean is_below,
                          const HmSiteBadge *badge);

/* The first groups as a table, with a heading; nothing where there are none. */
void hm_site_groups (HmHtml *html, const HmSite *site);

gboolean hm_site_write_groups (const HmSite *site, HmSiteSink sink, gpointer data, GError **error);
gboolean hm_site_write_index (const HmSite *site, HmSiteSink sink, gpointer data, GError **error);
gboolean hm_site_write_heat (const HmSite *site, HmSiteSink sink, gpointer data, GError **error);
gboolean hm_site_write_checks (const HmSite *site, HmSiteSink sink, gpointer data, GError **error);

/* The built-in files. */
extern const char hm_site_css[];
extern const gsize hm_site_css_size;
extern const char hm_site_js[];
extern const gsize hm_site_js_size;

#endif
