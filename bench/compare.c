/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times two commands in turn, so that a noisy machine is noisy for both, and prints their ratio:
 *
 *     bench-compare RUNS COMMAND... -- YARDSTICK...
 *
 * Output of both goes to /dev/null. The time of a command is the median of its runs; peak memory is the largest.
 */
#include <glib.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  char **argv;
  GArray *times_us; /* (element-type gint64) */
  long peak_kib;
} Contender;

static void
run_once (Contender *contender)
{
  const gint64 start_us = g_get_monotonic_time ();
  struct rusage usage;
  gint64 time_us;
  int status;
  const pid_t child = fork ();

  if (child == 0) {
    const int null = open ("/dev/null", O_WRONLY | O_CLOEXEC);

    dup2 (null, STDOUT_FILENO);
    dup2 (null, STDERR_FILENO);
    execvp (contender->argv[0], contender->argv);
    _exit (127);
  }
  if (child < 0 || wait4 (child, &status, 0, &usage) != child || !WIFEXITED (status)
      || WEXITSTATUS (status) != 0) {
    fprintf (stderr, "bench-compare: %s: did not end well\n", contender->argv[0]);
    exit (EXIT_FAILURE);
  }
  time_us = g_get_monotonic_time () - start_us;
  g_array_append_val (contender->times_us, time_us);
  contender->peak_kib = MAX (contender->peak_kib, usage.ru_maxrss);
}

static int
time_compare (gconstpointer a, gconstpointer b)
{
  const gint64 left = *(const gint64 *) a;
  const gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static double
median_ms (Contender *contender)
{
  g_array_sort (contender->times_us, time_compare);
  return (double) g_array_index (contender->times_us, gint64, contender->times_us->len / 2)
         / 1000.0;
}

int
main (int argc, char **argv)
{
  Contender command = { 0 };
  Contender yardstick = { 0 };
  int separator = 0;
  int runs;
  double command_ms;
  double yardstick_ms;

  for (int i = 2; i < argc && separator == 0; i++) {
    if (strcmp (argv[i], "--") == 0)
      separator = i;
  }
  runs = argc > 1 ? atoi (argv[1]) : 0;
  if (runs < 1 || separator < 3 || separator + 1 >= argc) {
    fprintf (stderr, "usage: bench-compare RUNS COMMAND... -- YARDSTICK...\n");
    return 2;
  }
  argv[separator] = NULL;
  command.argv = argv + 2;
  yardstick.argv = argv + separator + 1;
  command.times_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  yardstick.times_us = g_array_new (FALSE, FALSE, sizeof (gint64));

  /* Once each for the caches. */
  run_once (&command);
  run_once (&yardstick);
  g_array_set_size (command.times_us, 0);
  g_array_set_size (yardstick.times_us, 0);
  for (int i = 0; i < runs; i++) {
    run_once (&command);
    run_once (&yardstick);
  }
  command_ms = median_ms (&command);
  yardstick_ms = median_ms (&yardstick);
  printf ("%.1f ms / %.1f ms = %.2f times, peak %.0f MB / %.0f MB\n", command_ms, yardstick_ms,
          command_ms / yardstick_ms, (double) command.peak_kib / 1024.0,
          (double) yardstick.peak_kib / 1024.0);
  g_array_unref (command.times_us);
  g_array_unref (yardstick.times_us);
  return EXIT_SUCCESS;
}
