/* SPDX-License-Identifier: Apache-2.0 */
/* Messages about files of this machine, as they may be published. */
#include "render/public_text.h"

#include <string.h>

#include "core/number.h"
#include "render/portfolio_format.h"

#define KEY "path:/srv/mirrors/repo"

static void
assert_public (const char *text, const char *wanted)
{
  g_autofree char *told = hm_public_text (text, KEY, "repo");

  g_assert_cmpstr (told, ==, wanted);
}

/* The words of @text that begin with "secret" are names of folders. */
static void
assert_keeps_secret (const char *text)
{
  g_autofree char *told = hm_public_text (text, KEY, "repo");

  if (strstr (told, "secret") != NULL)
    g_error ("'%s' tells '%s'", text, told);
}

static void
test_paths_go (void)
{
  assert_public (
      "/home/u/.cache/hallmark/r/example.org/o/r.git: no commit yet on refs/heads/master",
      "(path): no commit yet on refs/heads/master");
  assert_public ("/proc/nope/hallmark/.q.git.lock: No such file or directory",
                 "(path): No such file or directory");
  assert_public ("could not open '/home/u/r/HEAD': denied", "could not open '(path)': denied");
  assert_public ("see /home/u", "see (path)");
  assert_public ("a copy (/home/u/r: gone) is not whole", "a copy ((path): gone) is not whole");
  assert_public ("no room in /var/tmp; try again", "no room in (path); try again");
}

static void
test_own_folder_is_called_by_name (void)
{
  assert_public ("/srv/mirrors/repo: no commit yet", "repo: no commit yet");
  assert_public ("/srv/mirrors/repo/.git/config: line 2: no name",
                 "repo/.git/config: line 2: no name");
  assert_public ("'/srv/mirrors/repo' is empty", "'repo' is empty");
  assert_public ("/srv/mirrors/repo", "repo");
  assert_public ("/srv/mirrors/repo.", "repo.");
  assert_public ("/srv/mirrors/repository: gone", "(path): gone");
  assert_public ("/srv/mirrors/repo.git: gone", "(path): gone");
  assert_public ("/srv/mirrors/repo\xc3\xa9: gone", "(path): gone");
}

static void
test_what_is_no_path_stays (void)
{
  assert_public ("", "");
  assert_public ("refs/heads/a: no commit", "refs/heads/a: no commit");
  assert_public ("https://example.org/o/r: answered 404 to /",
                 "https://example.org/o/r: answered 404 to /");
  assert_public ("ssh://git@example.org:22/o/r.git: refused",
                 "ssh://git@example.org:22/o/r.git: refused");
  assert_public ("example.org/o/r: HTTP/1.1 500 and/or worse",
                 "example.org/o/r: HTTP/1.1 500 and/or worse");
  assert_public ("docs/a.md: 3 / 4 of them", "docs/a.md: 3 / 4 of them");
  assert_public ("<https://example.org/a>", "<https://example.org/a>");
  assert_public ("\xc3\xa9t\xc3\xa9/a: cut", "\xc3\xa9t\xc3\xa9/a: cut");
}

static void
test_odd_spellings_go_too (void)
{
  static const char *const texts[] = {
    "/",
    "//secret/r",
    "/secret//r/",
    "///secret",
    "/home/secret name/of a folder",
    "'/home/secret name/of a folder' is gone",
    "'/home/o'secret/r' is gone",
    "'/home/o' secret/r' is gone",
    "\"/home/secret\"",
    "`/home/secret' is gone",
    "\xe2\x80\x9c/home/secret\xe2\x80\x9d is gone",
    "\xc2\xab/home/secret\xc2\xbb",
    "(/home/secret)",
    "[/home/secret]",
    "/home/a: secret/r: gone",
    "/home/a; secret/r: gone",
    "/home/a\nsecret/r: gone",
    "/home/a, secret: gone",
    "/home/\xff/secret: gone",
    "at:/secret/r",
    "dir=/secret/r",
    "-I/secret/r",
    "--git-dir=/secret/r",
    "~/secret/r",
    "~secret/r",
    "./../secret/r",
    "../secret/r",
    "\xe2\x80\xa6/secret/r",
    "file:///secret/r",
    "file://secret/r",
    "FILE:/secret",
    "https:///secret/r",
    "https:/secret/r",
    "odd://secret/r",
    "host:/secret/r",
    "\xe2\x80\x8b/secret",
    "a\xe2\x80\x8b/secret",
    "\xc2\xa0/secret",
    "\t/secret",
    "a|/secret",
    "a\\/secret",
    "/srv/mirrors/repo secret/r: gone",
    "/srv/mirrors/repo/../secret name/secret: gone",
    "/srv/mirrors/repo/a b/secret",
    "/srv/mirrors/./secret",
    "/a and /secret and secret/r",
    "https://example.org/r /secret",
    "https://example.org/r'/secret",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_keeps_secret (texts[i]);
}

/* As a store may have cut it. */
static void
test_cut_anywhere (void)
{
  static const char text[] = "scan: '/home/secret/r \xc3\xa9/.git' and https://example.org/r, "
                             "file:///secret \xe2\x80\x9c/secret\xe2\x80\x9d: refs/heads/a";

  for (gsize size = 0; size < sizeof text; size++) {
    g_autofree char *cut = g_strndup (text, size);
    g_autofree char *told = hm_public_text (cut, "path:", "");

    g_assert_null (strstr (told, "secret"));
    g_assert_true (g_utf8_validate (told, -1, NULL));
  }
}

/* Quotes that never close are looked for again and again: no more than so far. */
static void
test_long_text (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *told = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "'/a: ");
  told = hm_public_text (text->str, KEY, "repo");
  g_assert_true (g_str_has_prefix (told, "'(path)"));
}

static HmRankRow *
row_new (const char *failure)
{
  HmRankRow *row = hm_rank_row_new (KEY);

  hm_text_set (&row->name, "repo");
  hm_text_set (&row->failure, failure);
  return row;
}

static void
test_rows (void)
{
  g_autoptr (HmRankRow) failed = row_new ("/home/secret: gone");
  g_autoptr (HmRankRow) sound = row_new ("");
  g_autofree char *failure = hm_public_failure (failed);
  g_autofree char *why = NULL;
  g_autofree char *other = NULL;

  hm_text_set (&failed->why, "scan failed: /home/secret: gone; stale");
  why = hm_public_why (failed);
  g_assert_cmpstr (failure, ==, "(path): gone");
  g_assert_cmpstr (why, ==, "scan failed: (path): gone; stale");
  /* What names a check has is nobody's path. */
  hm_text_set (&sound->why, "Names /of checks 2.0");
  other = hm_public_why (sound);
  g_assert_cmpstr (other, ==, "Names /of checks 2.0");
}

static void
test_markdown_tells_no_path (void)
{
  static const char *const keys[] = { "path:/home/secret-a/repo", "path:/home/secret-b/repo" };
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (HmMoves) moves = hm_moves_new (0, 86400, 1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    HmRankRow *row = hm_rank_row_new (keys[i]);
    HmMove *move = hm_move_new (keys[i]);

    hm_text_set (&row->name, "repo");
    hm_text_set (&row->failure, "/home/secret/config: line 2");
    hm_text_set (&row->why, "scan failed: /home/secret/config: line 2");
    g_ptr_array_add (ranking->rows, row);
    hm_text_set (&move->name, "repo");
    hm_text_set (&move->failure, "/home/secret/config: line 2");
    move->kind = HM_MOVE_FAILED;
    g_ptr_array_add (moves->moves, move);
  }
  hm_ranking_markdown (out, ranking);
  hm_moves_markdown (out, moves);
  g_assert_nonnull (strstr (out->str, "the last scan failed: "));
  g_assert_nonnull (strstr (out->str, "line 2"));
  g_assert_null (strstr (out->str, "secret"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/public-text/paths-go", test_paths_go);
  g_test_add_func ("/public-text/own-folder-is-called-by-name", test_own_folder_is_called_by_name);
  g_test_add_func ("/public-text/what-is-no-path-stays", test_what_is_no_path_stays);
  g_test_add_func ("/public-text/odd-spellings-go-too", test_odd_spellings_go_too);
  g_test_add_func ("/public-text/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/public-text/long-text", test_long_text);
  g_test_add_func ("/public-text/rows", test_rows);
  g_test_add_func ("/public-text/markdown-tells-no-path", test_markdown_tells_no_path);
  return g_test_run ();
}
