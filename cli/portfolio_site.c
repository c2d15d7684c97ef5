/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio site`: what the store knows of the portfolio, as pages to be published. */
#include <string.h>

#include "cli/failure.h"
#include "cli/interrupt.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_view.h"
#include "cli/site_folder.h"
#include "core/error.h"
#include "core/instant.h"
#include "render/site.h"

/* Threads that read reports and write pages; more would only wait for the disk. */
#define THREADS_MAX 4u

/* Of what moved, unless --since says otherwise. */
#define MONTHS_TOLD 3

/* Bytes of the title: what fits above a page. */
#define TITLE_BYTES_MAX 200

static struct {
  char *title;
  char *url;
} options;

static const GOptionEntry entries[] = {
  HM_PORTFOLIO_FILE_ENTRY,
  HM_PORTFOLIO_STORE_ENTRY,
  HM_PORTFOLIO_AT_ENTRY,
  { "since", 0, 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.since,
    "Show what moved since this date", "DATE" },
  { "title", 0, 0, G_OPTION_ARG_FILENAME, &options.title, "Call the portfolio so", "TEXT" },
  { "url", 0, 0, G_OPTION_ARG_FILENAME, &options.url,
    "Where the site will be, for the lines that embed badges", "URL" },
  G_OPTION_ENTRY_NULL,
};

/* What the threads share. */
typedef struct {
  HmSite *site;
  HmSiteFolder *folder;
  const HmRanking *ranking;
  const char *store_file;
  const gint *cancelled;
  gint next; /* atomic: the row to be taken next */
  GMutex mutex;
  GError *error; /* (nullable) the first, under @mutex */
} Work;

static gboolean
page_put (const char *path, GBytes *bytes, gpointer data, GError **error)
{
  return hm_site_folder_put (data, path, bytes, error);
}

/* Checks of older reports are not shown, so they are not gathered, as hm_ranking_story() would. */
static gboolean
point_take (const HmStoreSummary *summary, gpointer data, GError **error)
{
  HmRepositoryStory *story = data;
  HmStoryPoint *point = g_new0 (HmStoryPoint, 1);

  (void) error;
  point->as_of = summary->as_of;
  point->commit = summary->commit;
  point->score = summary->score;
  point->floor = summary->floor;
  point->ceiling = summary->ceiling;
  point->coverage_percent = summary->coverage_percent;
  g_ptr_array_add (story->points, point);
  return TRUE;
}

/*
 * A report costs its own page its findings, and no other page anything, where it is damaged, and where somebody had the
 * store forget it after the ranking was made.
 */
static gboolean
is_of_one_page (const GError *mistake)
{
  return g_error_matches (mistake, HM_ERROR, HM_ERROR_FORMAT)
         || g_error_matches (mistake, HM_ERROR, HM_ERROR_UNSUPPORTED)
         || g_error_matches (mistake, HM_ERROR, HM_ERROR_NOT_FOUND);
}

/*
 * Reads what @row was ranked by, whatever was stored since: its page, its badge and the overview then tell of one
 * report.
 *
 * Returns: (owned) NULL with @error set.
 */
static HmRepositoryStory *
story_read (HmStore *store, const HmRankRow *row, gint64 as_of, GError **error)
{
  g_autoptr (HmRepositoryStory) story = hm_repository_story_new (row);
  const gint64 until = row->has_report ? row->as_of : as_of;
  g_autoptr (GError) mistake = NULL;

  if (!hm_store_history (store, row->key, HM_INSTANT_MIN, until, point_take, story, error))
    return NULL;
  if (row->has_report)
    story->report = hm_store_report (store, row->key, until, &mistake);
  if (mistake != NULL && !is_of_one_page (mistake)) {
    g_propagate_error (error, g_steal_pointer (&mistake));
    return NULL;
  }
  if (story->report != NULL)
    story->report->is_stale = row->is_stale;
  if (mistake != NULL)
    hm_complain ("%s: its page goes without findings: %s", row->name, mistake->message);
  return g_steal_pointer (&story);
}

static gboolean
rows_write (Work *work, HmStore *store, GError **error)
{
  for (;;) {
    const guint index = (guint) g_atomic_int_add (&work->next, 1);
    HmRepositoryStory *story;
    gboolean is_written;

    if (index >= work->ranking->rows->len)
      return TRUE;
    if (g_atomic_int_get (work->cancelled) != 0)
      return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
    story = story_read (store, hm_ranking_row (work->ranking, index), work->ranking->as_of, error);
    if (story == NULL)
      return FALSE;
    is_written = hm_site_write_repository (work->site, index, story, page_put, work->folder, error);
    hm_repository_story_free (story);
    if (!is_written)
      return FALSE;
  }
}

/* A store belongs to one thread, so each has its own. */
static gpointer
thread_run (gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = hm_store_open (work->store_file, HM_STORE_READ, &error);

  if (store != NULL && rows_write (work, store, &error))
    return NULL;
  /* The others have nothing more to do. */
  g_atomic_int_set (&work->next, (gint) work->ranking->rows->len);
  g_mutex_lock (&work->mutex);
  if (work->error == NULL)
    work->error = g_steal_pointer (&error);
  g_mutex_unlock (&work->mutex);
  return NULL;
}

static gboolean
repositories_write (Work *work, GError **error)
{
  const guint n_threads =
      MIN (MIN (g_get_num_processors (), THREADS_MAX), MAX (work->ranking->rows->len, 1));
  GThread *threads[THREADS_MAX] = { NULL };

  g_mutex_init (&work->mutex);
  /* This thread works too, so none of the others is needed. */
  for (guint i = 1; i < n_threads; i++)
    threads[i] = g_thread_try_new ("site", thread_run, work, NULL);
  thread_run (work);
  for (guint i = 1; i < n_threads; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
  g_mutex_clear (&work->mutex);
  if (work->error == NULL)
    return TRUE;
  g_propagate_error (error, work->error);
  return FALSE;
}

static gboolean
words_check (GError **error)
{
  if (options.title != NULL
      && (*options.title == '\0' || strlen (options.title) > TITLE_BYTES_MAX
          || !g_utf8_validate (options.title, -1, NULL)))
    return hm_fail (error, HM_ERROR_USAGE, "--title: 1 to %d bytes of UTF-8 must follow",
                    TITLE_BYTES_MAX);
  return options.url == NULL || g_str_has_prefix (options.url, "https://")
         || g_str_has_prefix (options.url, "http://")
         || hm_fail (error, HM_ERROR_USAGE,
                     "--url %s: an address that begins with https:// must follow", options.url);
}

static gboolean
site_write (const char *name, const HmRanking *ranking, const char *store_file,
            const gint *cancelled, GError **error)
{
  g_autoptr (HmSiteFolder) folder = hm_site_folder_open (name, HM_SITE_FOLDER_PAGES, error);
  g_autoptr (HmSite) site = NULL;
  g_autofree char *said = NULL;
  guint n_files;
  guint n_removed;
  Work work = { 0 };

  if (folder == NULL)
    return FALSE;
  site = hm_site_new (ranking, options.title != NULL ? options.title : "Portfolio", options.url);
  work.site = site;
  work.folder = folder;
  work.ranking = ranking;
  work.store_file = store_file;
  work.cancelled = cancelled;
  if (!repositories_write (&work, error) || !hm_site_write_overview (site, page_put, folder, error)
      || !hm_site_folder_finish (folder, &n_files, &n_removed, error))
    return FALSE;
  said = g_strdup_printf ("%s/index.html: %u repositories, %u files, %u old ones removed\n", name,
                          ranking->rows->len, n_files, n_removed);
  hm_speak (said, strlen (said));
  return TRUE;
}

static int
site_make (const char *name, const gint *cancelled)
{
  g_auto (HmPortfolioView) view = { .wish.cancelled = cancelled };
  g_autoptr (HmRanking) ranking = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!words_check (&error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  status = hm_portfolio_view_open (&view);
  if (status != HM_EXIT_OK)
    return status;
  if (view.wish.since == 0)
    view.wish.since = hm_instant_add_months (view.as_of, -MONTHS_TOLD);
  ranking = hm_ranking_make (view.file.portfolio, view.store, view.as_of, &view.wish, &error);
  if (ranking == NULL)
    return hm_complain_error (error, cancelled);
  if (!site_write (name, ranking, view.store_file, cancelled, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  return HM_EXIT_OK;
}

static int
portfolio_site_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();

  if (arguments[0] == NULL || *arguments[0] == '\0' || arguments[1] != NULL) {
    hm_complain ("portfolio site: the name of one folder must follow");
    return HM_EXIT_USAGE;
  }
  return site_make (arguments[0], cancelled);
}

const HmCommand hm_command_portfolio_site = {
  .name = "site",
  .arguments = "DIR",
  .summary = "Write the portfolio as a site to be published",
  .description =
      "Pages that need no server and load nothing from elsewhere: an overview with the risk map, a page\n"
      "for each repository and each check; beside them the badges of each repository, each group and\n"
      "all, as SVG and as JSON for shields.io. DIR is made; one that holds something else than a site of\n"
      "hallmark's is refused. Pages and badges of what is gone are removed.\n"
      "\n"
      "What moved is told since three months ago, or --since DATE. Paths on this machine are not told.",
  .options = entries,
  .run = portfolio_site_run,
};
