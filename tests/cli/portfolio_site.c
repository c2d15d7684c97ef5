/* SPDX-License-Identifier: Apache-2.0 */
/* A site while something goes on beside it, or is lacking; tests/cli/portfolio_site.sh has what is written. */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <hallmark/visibility.h>

#include "cli/failure.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_view.h"
#include "store/put.h"
#include "tests/store/case.h"

/* 2025-11-21 */
#define NOW G_GINT64_CONSTANT (1763700000)

/*
 * (nullable) The store that somebody has forget a repository before the folder is locked: after the ranking was made,
 * before reports are read.
 */
static HmStore *forgetful;

/* (nullable) Likewise, into which somebody puts a newer report of a repository. */
static HmStore *scanned;

/* In the place of the C library's. */
int
flock (int descriptor, int operation)
{
  if (scanned != NULL) {
    case_put (scanned, "github.com/o/here", NOW + 3600, 23, "What it lacks an hour later");
    scanned = NULL;
  }
  if (forgetful != NULL) {
    g_autoptr (GError) error = NULL;

    hm_store_forget (forgetful, "github.com/o/gone", NULL, &error);
    g_assert_no_error (error);
    forgetful = NULL;
  }
  return (int) syscall (SYS_flock, descriptor, operation);
}

/* In the place of the C library's, also for GLib: there is no thread to be had. */
HM_PUBLIC int
pthread_create (pthread_t *thread, const pthread_attr_t *attributes, void *(*start) (void *),
                void *data)
{
  (void) thread;
  (void) attributes;
  (void) start;
  (void) data;
  return EAGAIN;
}

/* Removes the folder @name and what it holds. */
static void
folder_remove (const char *name)
{
  g_autoptr (GDir) folder = g_dir_open (name, 0, NULL);
  const char *entry;

  while (folder != NULL && (entry = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (name, entry, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      folder_remove (path);
    else
      g_assert_cmpint (unlink (path), ==, 0);
  }
  g_assert_cmpint (rmdir (name), ==, 0);
}

/* Returns: (owned) the page of the repository that is called @name. */
static char *
page_read (const char *site, const char *name)
{
  g_autofree char *pages = g_build_filename (site, "repositories", NULL);
  g_autoptr (GDir) folder = g_dir_open (pages, 0, NULL);
  const char *entry;

  g_assert_nonnull (folder);
  while ((entry = g_dir_read_name (folder)) != NULL) {
    if (g_str_has_prefix (entry, name)) {
      g_autofree char *path = g_build_filename (pages, entry, NULL);
      char *text;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      return text;
    }
  }
  g_error ("no page of %s", name);
}

/* Writes the site of github.com/o/gone and github.com/o/here. Returns: (owned) its folder */
static char *
site_write (const Case *a_case)
{
  static const char portfolio[] = "version: 1\nrepositories:\n"
                                  "  - url: https://github.com/o/gone\n"
                                  "  - url: https://github.com/o/here\n";
  g_autofree char *file = g_build_filename (a_case->folder, "portfolio.yml", NULL);
  char *site = g_build_filename (a_case->folder, "site", NULL);
  char *arguments[] = { site, NULL };
  char at[] = "2025-11-22";

  g_assert_true (g_file_set_contents (file, portfolio, -1, NULL));
  case_put (a_case->store, "github.com/o/gone", NOW, 42, "What the gone one lacks");
  case_put (a_case->store, "github.com/o/here", NOW, 61, "What the other lacks");
  hm_portfolio_option_texts.file = file;
  hm_portfolio_view_texts.store = a_case->file;
  hm_portfolio_view_texts.at = at;
  g_assert_cmpint (hm_command_portfolio_site.run (arguments), ==, HM_EXIT_OK);
  return site;
}

/* Its page has what was known when the ranking was made, and the other pages are as ever. */
static void
test_forgotten_meanwhile (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *site = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *here = NULL;

  forgetful = a_case->store;
  site = site_write (a_case);
  g_assert_null (forgetful);
  gone = page_read (site, "o-gone-");
  here = page_read (site, "o-here-");
  g_assert_nonnull (strstr (gone, "4.2"));
  g_assert_null (strstr (gone, "What the gone one lacks"));
  g_assert_nonnull (strstr (here, "6.1"));
  g_assert_nonnull (strstr (here, "What the other lacks"));
  folder_remove (site);
}

/* All that is told of a repository is of the report that it was ranked by. */
static void
test_scanned_meanwhile (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *site = NULL;
  g_autofree char *here = NULL;

  scanned = a_case->store;
  site = site_write (a_case);
  g_assert_null (scanned);
  here = page_read (site, "o-here-");
  g_assert_nonnull (strstr (here, "What the other lacks"));
  g_assert_null (strstr (here, "What it lacks an hour later"));
  g_assert_null (strstr (here, "2.3"));
  folder_remove (site);
}

static void
test_no_threads (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *site = site_write (a_case);
  g_autofree char *gone = page_read (site, "o-gone-");
  g_autofree char *here = page_read (site, "o-here-");

  g_assert_nonnull (strstr (gone, "What the gone one lacks"));
  g_assert_nonnull (strstr (here, "What the other lacks"));
  folder_remove (site);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portfolio-site/forgotten-meanwhile", test_forgotten_meanwhile);
  g_test_add_func ("/portfolio-site/scanned-meanwhile", test_scanned_meanwhile);
  g_test_add_func ("/portfolio-site/no-threads", test_no_threads);
  return g_test_run ();
}
