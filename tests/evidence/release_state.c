/* SPDX-License-Identifier: Apache-2.0 */
/* The file that remembers tags. */
#include <glib/gstdio.h>
#include <string.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/release/state.h"

typedef struct {
  char *folder;
  char *file;
  GStringChunk *strings;
} Place;

static void
place_clear (Place *place)
{
  g_unlink (place->file);
  g_rmdir (place->folder);
  g_free (place->file);
  g_free (place->folder);
  g_string_chunk_free (place->strings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
place_init (Place *place)
{
  place->folder = g_dir_make_tmp ("hallmark-state-XXXXXX", NULL);
  place->file = g_build_filename (place->folder, "state.json", NULL);
  place->strings = g_string_chunk_new (64);
}

/* "NAME OBJECT COMMIT", each id a digit that is repeated. */
static GArray *
tags_new (const char *const *lines)
{
  GArray *tags = g_array_new (FALSE, TRUE, sizeof (HmTagRef));

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);
    HmTagRef tag = { .name = g_strdup (words[0]) };
    g_autofree char *object = g_strnfill (HM_OID_HEX_SIZE, *words[1]);
    g_autofree char *commit = g_strnfill (HM_OID_HEX_SIZE, *words[2]);

    g_assert_true (hm_oid_parse (object, &tag.object));
    g_assert_true (hm_oid_parse (commit, &tag.commit));
    g_array_append_val (tags, tag);
  }
  return tags;
}

/* Returns: (owned) the moves; asserts that there were none but @n_want. */
static GArray *
update (Place *place, const char *subject, guint n_want, gsize n_want_remembered, const char *a,
        const char *b)
{
  const char *const lines[] = { a, b, NULL };
  GArray *tags = tags_new (lines);
  g_autoptr (GError) error = NULL;
  gsize n_remembered;
  GArray *moves =
      hm_state_update (place->file, subject, tags, place->strings, &n_remembered, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (moves->len, ==, n_want);
  g_assert_cmpuint (n_remembered, ==, n_want_remembered);
  for (guint i = 0; i < tags->len; i++)
    g_free (g_array_index (tags, HmTagRef, i).name);
  g_array_unref (tags);
  return moves;
}

static void
test_moves (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GArray) moves = NULL;

  place_init (&place);
  g_array_unref (update (&place, "o/r", 0, 0, "v1 1 2", NULL));
  g_array_unref (update (&place, "o/r", 0, 1, "v1 1 2", "v2 3 4"));
  g_array_unref (update (&place, "o/r", 0, 2, "v1 1 2", "v2 3 4"));
  /* Another repository's tags are its own. */
  g_array_unref (update (&place, "o/other", 0, 0, "v1 9 9", NULL));
  g_array_unref (update (&place, "o/r", 1, 2, "v1 5 6", "v2 3 4"));
  /* What was first seen stays, so that the next scan tells of it too. */
  moves = update (&place, "o/r", 2, 2, "v1 5 6", NULL);
  g_assert_cmpstr (g_array_index (moves, HmTagMove, 0).name, ==, "v1");
  g_assert_cmpint (g_array_index (moves, HmTagMove, 0).object_before.bytes[0], ==, 0x11);
  g_assert_cmpint (g_array_index (moves, HmTagMove, 0).commit_after.bytes[0], ==, 0x66);
  g_assert_cmpstr (g_array_index (moves, HmTagMove, 1).name, ==, "v2");
  g_assert_true (hm_oid_is_zero (&g_array_index (moves, HmTagMove, 1).object_after));
}

/* A name that is no UTF-8 is found again. */
static void
test_any_bytes (void)
{
  g_auto (Place) place = { 0 };

  place_init (&place);
  g_array_unref (update (&place, "o/\xff", 0, 0, "v\xff\xfe 1 2", NULL));
  g_array_unref (update (&place, "o/\xff", 0, 1, "v\xff\xfe 1 2", NULL));
  g_array_unref (update (&place, "o/\xff", 1, 1, "v\xff\xfe 3 2", NULL));
}

/* What it is not that hallmark wrote is an error, and stays as it is. */
static void
test_damaged (void)
{
  static const struct {
    const char *text;
    gint code; /* HmErrorCode */
  } cases[] = {
    { "", HM_ERROR_FORMAT },
    { "{", HM_ERROR_FORMAT },
    { "[]", HM_ERROR_FORMAT },
    { "{}", HM_ERROR_FORMAT },
    { "{\"schema\": \"hallmark/state/2\"}", HM_ERROR_UNSUPPORTED },
    { "{\"schema\": \"hallmark/report/1\"}", HM_ERROR_FORMAT },
    { "{\"schema\": \"hallmark/state/1\"}", HM_ERROR_FORMAT },
    { "{\"schema\": \"hallmark/state/1\", \"repositories\": {\"o/r\": 1}}", HM_ERROR_FORMAT },
    { "{\"schema\": \"hallmark/state/1\", \"repositories\": {\"o/r\": {\"v1\": {}}}}",
      HM_ERROR_FORMAT },
    { "{\"schema\": \"hallmark/state/1\", \"repositories\": {\"o/r\": {\"v1\": {\"object\": \"12\", "
      "\"commit\": null}}}}",
      HM_ERROR_FORMAT },
    { "{\"schema\": \"hallmark/state/1\", \"schema\": \"hallmark/state/1\", \"repositories\": {}}",
      HM_ERROR_FORMAT },
  };
  const char *const lines[] = { "v1 1 2", NULL };
  GArray *tags = tags_new (lines);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Place) place = { 0 };
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;
    gsize n_remembered;

    place_init (&place);
    g_assert_true (g_file_set_contents (place.file, cases[i].text, -1, NULL));
    g_assert_null (hm_state_update (place.file, "o/r", tags, place.strings, &n_remembered, &error));
    g_assert_error (error, HM_ERROR, cases[i].code);
    g_assert_nonnull (strstr (error->message, place.file));
    g_assert_true (g_file_get_contents (place.file, &after, NULL, NULL));
    g_assert_cmpstr (after, ==, cases[i].text);
  }
  g_free (g_array_index (tags, HmTagRef, 0).name);
  g_array_unref (tags);
}

/* Whatever a file was cut to, it is either whole or refused. */
static void
test_cut (void)
{
  g_auto (Place) place = { 0 };
  g_autofree char *text = NULL;
  const char *const lines[] = { "v1 3 4", NULL };
  GArray *tags = tags_new (lines);
  gsize size;

  place_init (&place);
  g_array_unref (update (&place, "o/r", 0, 0, "v1 1 2", NULL));
  g_assert_true (g_file_get_contents (place.file, &text, &size, NULL));
  for (gsize cut = 0; cut + 1 < size; cut++) {
    g_autoptr (GError) error = NULL;
    gsize n_remembered;

    g_assert_true (g_file_set_contents (place.file, text, (gssize) cut, NULL));
    g_assert_null (hm_state_update (place.file, "o/r", tags, place.strings, &n_remembered, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
  g_free (g_array_index (tags, HmTagRef, 0).name);
  g_array_unref (tags);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/state/moved-and-gone", test_moves);
  g_test_add_func ("/release/state/names-of-any-bytes", test_any_bytes);
  g_test_add_func ("/release/state/damaged", test_damaged);
  g_test_add_func ("/release/state/cut-at-every-byte", test_cut);
  return g_test_run ();
}
