/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark release`: holds the archive of a release against its tag. */
#include "cli/command.h"

#include "cli/destination.h"
#include "cli/failure.h"
#include "cli/interrupt.h"
#include "cli/speak.h"
#include "cli/subject.h"
#include "core/error.h"
#include "evidence/release/compare.h"
#include "render/release_text.h"

static struct {
  char *repository;
  char *tag;
  char *state;
  char **copies;
  char *output;
  char *color;
  gboolean json;
  gboolean details;
  gboolean quiet;
  gboolean strict;
} options;

static const GOptionEntry entries[] = {
  { "repo", 'r', 0, G_OPTION_ARG_FILENAME, &options.repository,
    "The repository that has the tag (the one here)", "REPO" },
  { "tag", 't', 0, G_OPTION_ARG_FILENAME, &options.tag,
    "The tag that it was made from (found by its name)", "NAME" },
  { "copies", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.copies,
    "Compare tools' files with those below this folder; again for more", "DIR" },
  { "state", 0, 0, G_OPTION_ARG_FILENAME, &options.state,
    "Remember in this file where tags lead; tell of moved ones", "FILE" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, "Write all of it as JSON", "FILE" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, "Print JSON", NULL },
  { "details", 'd', 0, G_OPTION_ARG_NONE, &options.details, "Name every file that is not the same",
    NULL },
  { "strict", 0, 0, G_OPTION_ARG_NONE, &options.strict,
    "Exit with 4 when a file could not be compared", NULL },
  { "color", 0, 0, G_OPTION_ARG_FILENAME, &options.color, "Colour: auto, always or never", "WHEN" },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, "Print nothing", NULL },
  G_OPTION_ENTRY_NULL,
};

static int
release_show (const HmRelease *release, HmColor color)
{
  HmTerminal terminal = hm_stdout_terminal (color);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize size;

  if (options.quiet)
    return HM_EXIT_OK;
  if (options.json) {
    g_autoptr (GBytes) bytes = hm_release_json (release);
    const char *data = g_bytes_get_data (bytes, &size);

    return hm_speak (data, size);
  }
  terminal.details = options.details;
  hm_release_text (text, release, &terminal);
  return hm_speak (text->str, text->len);
}

static gboolean
output_plan (HmDestination **ret_destination, GError **error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (options.output == NULL)
    return TRUE;
  *ret_destination = hm_destination_new (options.output, options.output, none, error);
  return *ret_destination != NULL;
}

/* How the comparison ends, once it was shown. */
static int
release_exit (const HmRelease *release)
{
  const guint n_open = release->counts[HM_RELEASE_UNCOMPARED]
                       + release->counts[HM_RELEASE_GENERATED]
                       + release->counts[HM_RELEASE_SUBMODULE];

  if (!hm_release_is_explained (release))
    return HM_EXIT_GATE;
  if (!options.strict || n_open == 0)
    return HM_EXIT_OK;
  hm_complain ("%s: %u files could not be compared, and --strict was given", release->file, n_open);
  return HM_EXIT_INCOMPLETE;
}

static int
release_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  char *subject[] = { options.repository, NULL };
  HmCollectOptions collect = { .cancelled = cancelled };
  HmReleaseOptions wanted = { .tag = options.tag,
                              .state = options.state,
                              .folders = (const char *const *) options.copies,
                              .cancelled = cancelled };
  g_auto (HmPlace) place = { 0 };
  g_autoptr (HmDestination) destination = NULL;
  g_autoptr (HmRelease) release = NULL;
  g_autoptr (GError) error = NULL;
  HmColor color;
  int status;

  if (arguments[0] == NULL || arguments[1] != NULL) {
    hm_complain ("release: give one archive: name-1.0.tar.gz");
    return HM_EXIT_USAGE;
  }
  if (!hm_color_parse (options.color != NULL ? options.color : "auto", &color, &error)
      || !output_plan (&destination, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  if (!hm_place_find (subject, &collect, &place, &error))
    return hm_complain_error (error, cancelled);
  release = hm_release_compare (arguments[0], place.path, &wanted, &error);
  if (release == NULL)
    return hm_complain_error (error, cancelled);
  if (destination != NULL) {
    g_autoptr (GBytes) bytes = hm_release_json (release);

    if (!hm_destination_write (destination, bytes, &error))
      return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  }
  status = destination != NULL && hm_destination_is_stdout (destination)
               ? HM_EXIT_OK
               : release_show (release, color);
  return status != HM_EXIT_OK ? status : release_exit (release);
}

const HmCommand hm_command_release = {
  .name = "release",
  .arguments = "TARBALL",
  .summary = "Hold a release's archive against its tag",
  .description =
      "TARBALL is a tar, also compressed, or a zip. Every file of it is compared with the tag's; what\n"
      "only the archive has is told by the tool that makes or brings it, where that is known. Nothing\n"
      "is unpacked to disk, and nothing is executed.\n"
      "\n"
      "The tag is found by the version in the archive's name: v5.6.1, 5.6.1, xz-5.6.1, xz_5_6_1.\n"
      "\n"
      "Exits with 0 where every difference is explained, with 1 where one is not.",
  .options = entries,
  .run = release_run,
};
