/* SPDX-License-Identifier: Apache-2.0 */
/* scan.json of a recording: what was written is read, and nothing else is believed. */
#include "evidence/forge/recording.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"

typedef struct {
  char *folder;
  char *path;
} Place;

static void
place_init (Place *place)
{
  place->folder = g_dir_make_tmp ("hallmark-recording-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "scan.json", NULL);
}

static void
place_clear (Place *place)
{
  g_unlink (place->path);
  g_rmdir (place->folder);
  g_free (place->path);
  g_free (place->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static HmRecording *
sample (void)
{
  HmRecording *recording = hm_recording_new ();

  recording->is_asked = TRUE;
  recording->kind = HM_FORGE_GITLAB;
  recording->api = g_strdup ("https://git.example.org/api/v4");
  recording->host = g_strdup ("git.example.org");
  recording->project = g_strdup ("g/s/p");
  recording->token_name = g_strdup ("GITLAB_TOKEN");
  recording->how = g_strdup ("Use a stronger token.");
  recording->as_of = 1780272000;
  recording->asked_at = 1780272001;
  recording->n_requests = 9;
  return recording;
}

static void
test_round_trip (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (HmRecording) recording = sample ();
  g_autoptr (HmRecording) back = NULL;
  GError *error = NULL;
  GStatBuf info;

  place_init (&place);
  g_assert_true (hm_recording_write (recording, place.folder, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (place.path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  back = hm_recording_read (place.folder, &error);
  g_assert_no_error (error);
  g_assert_true (back->is_asked);
  g_assert_cmpint (back->kind, ==, HM_FORGE_GITLAB);
  g_assert_cmpstr (back->api, ==, recording->api);
  g_assert_cmpstr (back->host, ==, recording->host);
  g_assert_cmpstr (back->project, ==, recording->project);
  g_assert_cmpstr (back->token_name, ==, recording->token_name);
  g_assert_null (back->why);
  g_assert_cmpstr (back->how, ==, recording->how);
  g_assert_cmpint (back->as_of, ==, recording->as_of);
  g_assert_cmpint (back->asked_at, ==, recording->asked_at);
  g_assert_cmpuint (back->n_requests, ==, 9);
}

/* Not g_file_set_contents(), which waits for the disk each time. */
static void
file_write (const char *path, const char *text, gsize size)
{
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
assert_refused (const Place *place, const char *text, gsize size, HmErrorCode code)
{
  GError *error = NULL;

  file_write (place->path, text, size);
  g_assert_null (hm_recording_read (place->folder, &error));
  g_assert_error (error, HM_ERROR, (gint) code);
  g_clear_error (&error);
}

static void
test_cut_at_every_byte (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (HmRecording) recording = sample ();
  g_autofree char *text = NULL;
  gsize size;

  place_init (&place);
  g_assert_true (hm_recording_write (recording, place.folder, NULL));
  g_assert_true (g_file_get_contents (place.path, &text, &size, NULL));
  for (gsize i = 0; i + 2 < size; i++)
    assert_refused (&place, text, i, HM_ERROR_FORMAT);
  text[size / 2] = '\0';
  assert_refused (&place, text, size, HM_ERROR_FORMAT);
  text[size / 2] = '\xff';
  assert_refused (&place, text, size, HM_ERROR_FORMAT);
}

static void
test_nonsense (void)
{
  static const struct {
    const char *from;
    const char *to;
    HmErrorCode code;
  } cases[] = {
    { "recording/1", "recording/2", HM_ERROR_UNSUPPORTED },
    { "hallmark/recording", "other", HM_ERROR_FORMAT },
    { "\"gitlab\"", "\"sourceforge\"", HM_ERROR_FORMAT },
    { "\"asked\": true", "\"asked\": 1", HM_ERROR_FORMAT },
    { "\"api\": \"https://git.example.org/api/v4\"", "\"api\": null", HM_ERROR_FORMAT },
    { "\"project\": \"g/s/p\"", "\"project\": 7", HM_ERROR_FORMAT },
    { "\"requests\": 9", "\"requests\": -1", HM_ERROR_FORMAT },
    { "2026-06-01T00:00:00Z", "soon", HM_ERROR_FORMAT },
  };
  g_auto (Place) place = { 0 };
  g_autoptr (HmRecording) recording = sample ();
  g_autofree char *text = NULL;

  place_init (&place);
  g_assert_true (hm_recording_write (recording, place.folder, NULL));
  g_assert_true (g_file_get_contents (place.path, &text, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) wrong = g_string_new (text);

    g_assert_cmpuint (g_string_replace (wrong, cases[i].from, cases[i].to, 1), ==, 1);
    assert_refused (&place, wrong->str, wrong->len, cases[i].code);
  }
  assert_refused (&place, "[]", 2, HM_ERROR_FORMAT);
  assert_refused (&place, "", 0, HM_ERROR_FORMAT);
}

static void
test_too_large (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (HmRecording) recording = sample ();
  g_autofree char *text = NULL;
  g_autoptr (GString) padded = NULL;
  g_autoptr (HmRecording) back = NULL;
  const gsize limit = 65536;

  place_init (&place);
  g_assert_true (hm_recording_write (recording, place.folder, NULL));
  g_assert_true (g_file_get_contents (place.path, &text, NULL, NULL));
  padded = g_string_new (text);
  while (padded->len < limit)
    g_string_append_c (padded, ' ');
  file_write (place.path, padded->str, padded->len);
  back = hm_recording_read (place.folder, NULL);
  g_assert_nonnull (back);
  g_string_append_c (padded, ' ');
  assert_refused (&place, padded->str, padded->len, HM_ERROR_LIMIT);
}

/* Who unpacks an archive may get one, and its reader would wait for a writer for ever. */
static void
test_named_pipe (void)
{
  g_auto (Place) place = { 0 };
  GError *error = NULL;

  place_init (&place);
  g_assert_cmpint (g_mkdir_with_parents (place.folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (place.path, 0600), ==, 0);
  g_assert_null (hm_recording_read (place.folder, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_GIT);
  g_clear_error (&error);
}

static void
test_no_such_folder (void)
{
  GError *error = NULL;

  g_assert_null (hm_recording_read ("/nowhere/at/all", &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_NOT_FOUND);
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/forge-recording/" path, function)
  ADD ("round-trip", test_round_trip);
  ADD ("cut-at-every-byte", test_cut_at_every_byte);
  ADD ("nonsense", test_nonsense);
  ADD ("too-large", test_too_large);
  ADD ("named-pipe", test_named_pipe);
  ADD ("no-such-folder", test_no_such_folder);
#undef ADD
  return g_test_run ();
}
