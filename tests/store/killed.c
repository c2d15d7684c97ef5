/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writers that are killed at any point, and several at once: what a put has returned for is there, and the store is
 * whole.
 */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.h"
#include "core/instant.h"
#include "tests/store/case.h"

#define NOW G_GINT64_CONSTANT (1763700000)
#define N_KILLS 200
#define WEEKS 20

/* The report that is put as the @n-th. */
static void
number_put (HmStore *store, const char *prefix, guint32 n)
{
  g_autofree char *key = g_strdup_printf ("%s%u", prefix, n / WEEKS);
  g_autofree char *words = g_strdup_printf ("report %u", n);

  case_put (store, key, NOW + n % WEEKS * WEEK, (int) (n % 100), words);
}

/* Puts reports from the @n-th on, and says so of each, for as long as it lives. */
static void
writer_run (const char *file, guint32 n, int pipe_end)
{
  g_autoptr (HmStore) store = hm_store_open (file, HM_STORE_WRITE, NULL);

  for (; store != NULL; n++) {
    number_put (store, "r", n);
    if (write (pipe_end, &n, sizeof n) != sizeof n)
      break;
  }
  _exit (1);
}

/* Returns: whether @process told of one more put */
static gboolean
number_read (int pipe_end, guint32 *ret_n)
{
  ssize_t size;

  do
    size = read (pipe_end, ret_n, sizeof *ret_n);
  while (size < 0 && errno == EINTR);
  return size == sizeof *ret_n;
}

/*
 * A writer from the @n-th report on, killed some work after some of its puts. Returns: what comes after the last that
 * it told of
 */
static guint32
writer_kill (const char *file, guint32 n, guint32 *random)
{
  int ends[2];
  pid_t process;
  guint32 told;

  g_assert_cmpint (pipe (ends), ==, 0);
  process = fork ();
  g_assert_cmpint (process, >=, 0);
  if (process == 0) {
    close (ends[0]);
    writer_run (file, n, ends[1]);
  }
  close (ends[1]);
  *random = *random * 1664525u + 1013904223u;
  for (guint wanted = (*random >> 8) % 3; wanted > 0; wanted--)
    if (number_read (ends[0], &told))
      n = told + 1;
  /* Up to some milliseconds of nothing, so that the end comes anywhere in a put. */
  *random = *random * 1664525u + 1013904223u;
  for (volatile guint32 work = (*random >> 8) % 4000000; work > 0; work--)
    ;
  g_assert_cmpint (kill (process, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (process, NULL, 0), ==, process);
  while (number_read (ends[0], &told))
    n = told + 1;
  close (ends[0]);
  return n;
}

static gboolean
summary_count (const HmStoreSummary *summary, gpointer data, GError **error)
{
  guint32 *n = data;

  (void) summary;
  (void) error;
  (*n)++;
  return TRUE;
}

/* Returns: how many reports are there, with no gap from the first on */
static guint32
reports_count (HmStore *store)
{
  g_autoptr (GError) error = NULL;
  guint32 n = 0;
  guint32 before;

  do {
    g_autofree char *key = g_strdup_printf ("r%u", n / WEEKS);

    before = n;
    hm_store_history (store, key, HM_INSTANT_MIN, HM_INSTANT_MAX, summary_count, &n, &error);
    g_assert_no_error (error);
  } while (n == before + WEEKS);
  return n;
}

static void
test_killed_anywhere (void)
{
  g_autoptr (Case) a_case = case_new ();
  guint32 random = 6;
  guint32 n = 0;

  g_clear_pointer (&a_case->store, hm_store_free);
  for (guint i = 0; i < N_KILLS; i++) {
    g_autoptr (GError) error = NULL;
    guint32 found;

    n = writer_kill (a_case->file, n, &random);
    if (i % 20 != 19)
      continue;
    a_case->store = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
    g_assert_no_error (error);
    found = reports_count (a_case->store);
    /* One may be in whose put had no time to say so. */
    g_assert_cmpuint (found, >=, n);
    g_assert_cmpuint (found, <=, n + 1);
    case_check_whole (a_case->store, found);
    g_clear_pointer (&a_case->store, hm_store_free);
  }
  g_assert_cmpuint (n, >, 20);
}

#define N_WRITERS 4
#define N_EACH 25

static void
several_run (const char *file, guint writer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = hm_store_open (file, HM_STORE_WRITE, &error);
  g_autofree char *prefix = g_strdup_printf ("w%u-", writer);

  g_assert_no_error (error);
  for (guint32 n = 0; n < N_EACH; n++) {
    number_put (store, prefix, n);
    /* All of them on one repository too. */
    number_put (store, "r", n * N_WRITERS + writer);
  }
  g_clear_pointer (&store, hm_store_free);
  _exit (0);
}

static void
test_several_at_once (void)
{
  g_autoptr (Case) a_case = case_new ();
  pid_t processes[N_WRITERS];

  /* From the making of the file on. */
  g_clear_pointer (&a_case->store, hm_store_free);
  g_assert_cmpint (unlink (a_case->file), ==, 0);
  for (guint i = 0; i < N_WRITERS; i++) {
    processes[i] = fork ();
    g_assert_cmpint (processes[i], >=, 0);
    if (processes[i] == 0)
      several_run (a_case->file, i);
  }
  for (guint i = 0; i < N_WRITERS; i++) {
    int status;

    g_assert_cmpint (waitpid (processes[i], &status, 0), ==, processes[i]);
    g_assert_cmpint (status, ==, 0);
  }
  case_reopen (a_case, HM_STORE_READ);
  case_check_whole (a_case->store, 2 * N_WRITERS * N_EACH);
  g_assert_cmpuint (reports_count (a_case->store), ==, N_WRITERS * N_EACH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/killed/anywhere", test_killed_anywhere);
  g_test_add_func ("/killed/several-at-once", test_several_at_once);
  return g_test_run ();
}
