/* SPDX-License-Identifier: Apache-2.0 */
/* The line that a clone draws: what it says, and that it never gets wider than the terminal. */
#include "cli/progress.h"

#include <string.h>

#include "core/mask.h"

#define URL "https://git.example/owner/project"

static const HmCloneProgress halfway = {
  .received_objects = 10000,
  .total_objects = 20000,
  .indexed_deltas = 0,
  .total_deltas = 0,
  .received_bytes = 3400000,
};

static void
test_says_all (void)
{
  g_autofree char *line = hm_progress_line (URL, &halfway, 8.0, 200, FALSE);

  g_assert_cmpstr (line, ==,
                   "Cloning " URL
                   "  40 % [########............] 10,000/20,000 objects, 3.4 MB, 12 s left");
}

static void
test_utf8 (void)
{
  g_autofree char *line = hm_progress_line (URL, &halfway, 8.0, 200, TRUE);

  g_assert_nonnull (strstr (line, " [████████░░░░░░░░░░░░] 10,000/20,000 objects, "));
}

static void
test_time_left (void)
{
  g_autofree char *early = hm_progress_line (URL, &halfway, 0.1, 200, FALSE);
  g_autofree char *long_way = hm_progress_line (URL, &halfway, 600.0, 200, FALSE);
  const HmCloneProgress just_begun = { .total_objects = 20000, .received_objects = 1 };
  g_autofree char *begun = hm_progress_line (URL, &just_begun, 60.0, 200, FALSE);

  g_assert_null (strstr (early, "left"));
  g_assert_true (g_str_has_suffix (long_way, ", 15 min left"));
  g_assert_null (strstr (begun, "left"));
}

/* A hundred percent is not passed, whatever a server counts. */
static void
test_shares (void)
{
  static const struct {
    HmCloneProgress clone;
    const char *share;
  } rows[] = {
    { { 0 }, "   0 % " },
    { { .total_objects = 10 }, "   0 % " },
    { { .received_objects = 10, .total_objects = 10, .total_deltas = 4 }, "  80 % " },
    { { .received_objects = 10, .total_objects = 10, .indexed_deltas = 2, .total_deltas = 4 },
      "  90 % " },
    { { .received_objects = 10, .total_objects = 10, .indexed_deltas = 4, .total_deltas = 4 },
      " 100 % " },
    { { .received_objects = G_MAXUINT, .total_objects = 1, .indexed_deltas = 9, .total_deltas = 1 },
      " 100 % " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *line = hm_progress_line (URL, &rows[i].clone, 8.0, 200, FALSE);

    g_assert_nonnull (strstr (line, rows[i].share));
  }
}

static void
test_hostile_name (void)
{
  g_autofree char *line =
      hm_progress_line ("file:///\033[2J\xff\xe2\x80\xae", &halfway, 8.0, 200, TRUE);

  g_assert_nonnull (strstr (line, "file:///\\x1b[2J\\xff\\u{202E}"));
  g_assert_true (g_utf8_validate (line, -1, NULL));
}

static void
test_every_width (void)
{
  static const char *const names[] = { URL, "", "file:///漢字/żółć", "file:///e\u0301e\u0301" };
  static const HmCloneProgress largest = {
    G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT64,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    for (guint width = 0; width <= 200; width++) {
      for (guint kind = 0; kind < 4; kind++) {
        const gboolean utf8 = (kind & 1) != 0;
        g_autofree char *line =
            hm_progress_line (names[i], (kind & 2) != 0 ? &largest : &halfway, 8.0, width, utf8);

        g_assert_true (g_utf8_validate (line, -1, NULL));
        g_assert_cmpuint (hm_text_columns (line), <=, width);
        g_assert_true (utf8 || g_str_is_ascii (line));
        g_assert_true (width < 20 || strstr (line, " % ") != NULL);
      }
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/progress/says-all", test_says_all);
  g_test_add_func ("/progress/utf8", test_utf8);
  g_test_add_func ("/progress/time-left", test_time_left);
  g_test_add_func ("/progress/shares", test_shares);
  g_test_add_func ("/progress/hostile-name", test_hostile_name);
  g_test_add_func ("/progress/every-width", test_every_width);
  return g_test_run ();
}
