/* SPDX-License-Identifier: Apache-2.0 */
/* The line that says how far a run over many repositories is. */
#include "cli/portfolio_progress.h"

#include <string.h>

#include "core/mask.h"

static const HmPortfolioProgress halfway = {
  .n_done = 310,
  .n_failed = 2,
  .n_waiting = 188,
  .n_worked = 312,
  .elapsed_seconds = 20.0,
  .quota_left = 4870,
};

static void
assert_line (const HmPortfolioProgress *progress, guint width, const char *expected)
{
  g_autofree char *line = hm_portfolio_progress_line (progress, width, FALSE);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_says_all (void)
{
  assert_line (&halfway, 120,
               "Scanning  62 % [############........] 310 done, 2 failed, 188 waiting, 4,870 "
               "requests left, 12 s left");
}

static void
test_what_is_not_known (void)
{
  HmPortfolioProgress progress = halfway;

  progress.quota_left = -1;
  progress.elapsed_seconds = 0.1;
  assert_line (&progress, 60, "Scanning  62 % 310 done, 2 failed, 188 waiting");
}

/* Those that were skipped took no time, and say nothing of how long the others take. */
static void
test_skipped (void)
{
  HmPortfolioProgress progress = halfway;

  progress.n_worked = 10;
  progress.quota_left = -1;
  assert_line (&progress, 69, "Scanning  62 % 310 done, 2 failed, 188 waiting, 6 min left");
  progress.n_worked = 0;
  assert_line (&progress, 69, "Scanning  62 % 310 done, 2 failed, 188 waiting");
}

static void
test_waits (void)
{
  HmPortfolioProgress progress = halfway;

  progress.quota_left = 0;
  progress.wait_host = "api\033.example.org";
  progress.wait_seconds = 43;
  progress.elapsed_seconds = 0;
  assert_line (&progress, 200,
               "Scanning  62 % [############........] 310 done, 2 failed, 188 waiting, 0 requests "
               "left; api\\x1b.example.org allows more in 43 s");
}

static void
test_ends (void)
{
  const HmPortfolioProgress nothing = { .quota_left = -1 };
  const HmPortfolioProgress all = { .n_done = 3, .n_worked = 3, .quota_left = -1 };

  assert_line (&nothing, 60, "Scanning 100 % 0 done, 0 failed, 0 waiting");
  assert_line (&all, 60, "Scanning 100 % 3 done, 0 failed, 0 waiting");
}

static void
test_every_width (void)
{
  for (guint width = 0; width <= 200; width++)
    for (guint utf8 = 0; utf8 < 2; utf8++) {
      g_autofree char *line = hm_portfolio_progress_line (&halfway, width, utf8 != 0);

      g_assert_true (g_utf8_validate (line, -1, NULL));
      g_assert_cmpuint (hm_text_columns (line), <=, width);
      g_assert_true (utf8 != 0 || g_str_is_ascii (line));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portfolio-progress/says-all", test_says_all);
  g_test_add_func ("/portfolio-progress/not-known", test_what_is_not_known);
  g_test_add_func ("/portfolio-progress/skipped-take-no-time", test_skipped);
  g_test_add_func ("/portfolio-progress/waits", test_waits);
  g_test_add_func ("/portfolio-progress/ends", test_ends);
  g_test_add_func ("/portfolio-progress/every-width", test_every_width);
  return g_test_run ();
}
