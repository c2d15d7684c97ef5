/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects what GitHub tells of many projects with one HmHttp.
 * usage: bench-forge ORIGIN PROJECTS THREADS
 * Wanted: 40 projects a second at 50 ms a request, and no more memory for 1,000 than for 100.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "evidence/forge/forge.h"

/* After so many projects memory is looked at for the first time. */
#define WARM 100

typedef struct {
  HmHttp *http;
  gint n_done; /* atomic */
  glong warm_kib;
} Bench;

static glong
peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

static void
collect (gpointer data, gpointer user_data)
{
  Bench *bench = user_data;
  g_autofree char *project = g_strdup_printf ("o/r%d", GPOINTER_TO_INT (data));
  const HmForgeTarget target = { .api = hm_http_origin (bench->http), .project = project };
  g_autoptr (HmForgeStore) store = hm_forge_store_new ();
  g_autoptr (GError) error = NULL;

  if (!hm_forge_github.collect (bench->http, &target, store, &error)) {
    fprintf (stderr, "%s: %s\n", project, error->message);
    exit (1);
  }
  if (store->facts.n_signatures != 100 || store->facts.default_branch == NULL) {
    fprintf (stderr, "%s: %zu signatures\n", project, store->facts.n_signatures);
    exit (1);
  }
  if (g_atomic_int_add (&bench->n_done, 1) + 1 == WARM)
    bench->warm_kib = peak_kib ();
}

int
main (int argc, char *argv[])
{
  Bench bench = { 0 };
  HmHttpOptions options = { .token = "bench-token",
                            .token_scheme = "Bearer",
                            .user_agent = "bench" };
  GThreadPool *pool;
  int n_projects;
  gint64 started;
  double seconds;

  if (argc != 4) {
    fputs ("usage: bench-forge ORIGIN PROJECTS THREADS\n", stderr);
    return 2;
  }
  options.origin = argv[1];
  n_projects = atoi (argv[2]);
  bench.http = hm_http_new (&options, NULL);
  if (bench.http == NULL)
    return 2;
  pool = g_thread_pool_new (collect, &bench, atoi (argv[3]), TRUE, NULL);
  started = g_get_monotonic_time ();
  for (int i = 1; i <= n_projects; i++)
    g_thread_pool_push (pool, GINT_TO_POINTER (i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  seconds = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  printf (
      "%d projects in %.1f s: %.0f a second; %.1f requests each; peak %.1f MB at %d, %.1f MB at %d\n",
      n_projects, seconds, n_projects / seconds,
      (double) hm_http_n_requests (bench.http) / n_projects, (double) bench.warm_kib / 1024, WARM,
      (double) peak_kib () / 1024, n_projects);
  hm_http_free (bench.http);
  return 0;
}
