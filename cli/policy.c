/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark policy`: is a policy sound, and what counts under it. */
#include "cli/command.h"

#include <jansson.h>
#include <string.h>

#include "cli/as_of.h"
#include "cli/check_choice.h"
#include "cli/failure.h"
#include "cli/interrupt.h"
#include "cli/policy_fetch.h"
#include "cli/policy_options.h"
#include "cli/speak.h"
#include "cli/subject.h"
#include "core/error.h"
#include "core/mask.h"

static struct {
  char *commit;
  char *ref;
  char *format;
  char **plugins;
} options;

#define FETCH_ENTRIES \
  { "plugin", \
    0, \
    0, \
    G_OPTION_ARG_FILENAME_ARRAY, \
    &options.plugins, \
    "Load checks from this plug-in; again for more", \
    "FILE" }, \
      { "offline", \
        0, \
        0, \
        G_OPTION_ARG_NONE, \
        &hm_forge_option_texts.is_offline, \
        "Ask nobody: of policies on the web only those that are kept", \
        NULL }, \
  { \
    "no-cache", 0, 0, G_OPTION_ARG_NONE, &hm_forge_option_texts.no_cache, \
        "Neither use nor keep what earlier runs learned", NULL \
  }

static const GOptionEntry show_entries[] = {
  HM_POLICY_ENTRIES,
  { "commit", 0, 0, G_OPTION_ARG_FILENAME, &options.commit, "Show the policy of this commit",
    "REV" },
  { "ref", 0, 0, G_OPTION_ARG_FILENAME, &options.ref, "Show that of the tip of this branch or tag",
    "NAME" },
  { "format", 0, 0, G_OPTION_ARG_FILENAME, &options.format, "Write text (default) or json",
    "FORMAT" },
  FETCH_ENTRIES,
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry check_entries[] = {
  FETCH_ENTRIES,
  G_OPTION_ENTRY_NULL,
};

/* The forge is not asked here; what is said of the network holds for policies too. */
static HmForgePlan
forge_plan (void)
{
  return (HmForgePlan){ .options.is_offline = hm_forge_option_texts.is_offline };
}

static gboolean
wants_json (gboolean *ret_wants, GError **error)
{
  *ret_wants = options.format != NULL && g_str_equal (options.format, "json");
  return options.format == NULL || *ret_wants || g_str_equal (options.format, "text")
         || hm_fail (error, HM_ERROR_USAGE, "--format %s: write text or json", options.format);
}

/* Returns: (owned) */
static json_t *
json_text (const char *text)
{
  g_autoptr (GString) masked = g_string_new (NULL);

  hm_mask_utf8 (masked, text, -1);
  return json_stringn (masked->str, masked->len);
}

/* Returns: (owned) what the loaded policy (nullable: none is) says, in the order of the settings. */
static json_t *
settings_json (const HmLoadedPolicy *loaded)
{
  gsize n_settings = 0;
  const HmPolicySetting *settings =
      loaded != NULL ? hm_loaded_policy_settings (loaded, &n_settings) : NULL;
  json_t *list = json_array ();

  for (gsize i = 0; i < n_settings; i++) {
    const HmPolicySetting *setting = &settings[i];

    json_array_append_new (list, json_pack ("{s:o, s:o, s:o, s:b}", "key", json_text (setting->key),
                                            "value", json_text (setting->value), "place",
                                            json_text (setting->place), "kept", setting->is_kept));
  }
  return list;
}

static int
json_show (const HmPolicyChoice *choice)
{
  const HmPolicy *policy = choice->policy;
  json_t *root =
      json_pack ("{s:s, s:o, s:o, s:o, s:o}", "schema", "hallmark/policy-show/1", "name",
                 json_text (policy->name), "source", json_text (policy->source), "digest",
                 json_text (policy->digest), "settings", settings_json (choice->loaded));
  char *text = json_dumps (root, JSON_INDENT (2) | JSON_ENSURE_ASCII);
  g_autoptr (GString) line = g_string_new (text);

  free (text);
  json_decref (root);
  g_string_append_c (line, '\n');
  return hm_speak (line->str, line->len);
}

static void
cell_write (GString *out, const char *text, guint width)
{
  g_autoptr (GString) masked = g_string_new (NULL);
  guint columns;

  hm_mask_terminal (masked, text, -1, FALSE);
  columns = hm_text_columns (masked->str);
  g_string_append (out, masked->str);
  g_string_append_printf (out, "%*s", columns < width ? (int) (width - columns) : 0, "");
}

static void
settings_write (GString *out, const HmLoadedPolicy *loaded)
{
  gsize n_settings;
  const HmPolicySetting *settings = hm_loaded_policy_settings (loaded, &n_settings);
  guint key_width = 0;

  for (gsize i = 0; i < n_settings; i++)
    key_width = MAX (key_width, (guint) strlen (settings[i].key));
  for (gsize i = 0; i < n_settings; i++) {
    g_string_append (out, "  ");
    cell_write (out, settings[i].key, key_width + 2);
    cell_write (out, settings[i].value, 8);
    g_string_append (out, "  ");
    cell_write (out, settings[i].place, 0);
    g_string_append (out, settings[i].is_kept ? ", kept\n" : "\n");
  }
}

static int
text_show (const HmPolicyChoice *choice)
{
  const HmPolicy *policy = choice->policy;
  g_autoptr (GString) out = g_string_new (NULL);

  if (choice->loaded == NULL) {
    g_string_append (out, "No policy: all checks run with the weights of their risks, and there is "
                          "no gate.\n");
    return hm_speak (out->str, out->len);
  }
  cell_write (out, policy->name, 0);
  g_string_append (out, ", from ");
  cell_write (out, policy->source, 0);
  g_string_append_printf (out, "\nsha256:%s\n\n", policy->digest);
  settings_write (out, choice->loaded);
  return hm_speak (out->str, out->len);
}

static int
policy_show (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  HmCollectOptions collect = { .cancelled = cancelled };
  const HmForgePlan forge = forge_plan ();
  g_auto (HmPlace) place = { 0 };
  g_auto (HmPolicyChoice) choice = { 0 };
  g_autoptr (HmRegistry) registry = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_json;

  if (!wants_json (&is_json, &error)
      || !hm_revision_options_read (options.commit, options.ref, &collect, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  registry = hm_check_registry (options.plugins, &error);
  if (registry == NULL)
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  if (!hm_place_find (arguments, &collect, &place, &error)
      || !hm_policy_options_choose (&place, registry, &forge, &collect, &choice, &error))
    return hm_complain_error (error, cancelled);
  if (choice.notice != NULL)
    hm_complain ("%s", choice.notice);
  return is_json ? json_show (&choice) : text_show (&choice);
}

/* "a.yml: sound" and what it comes to. */
static int
sound_tell (const char *name, const HmLoadedPolicy *loaded)
{
  const HmPolicy *policy = hm_loaded_policy (loaded);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize n_extended = 0;

  while (hm_loaded_policy_document (loaded, n_extended + 1) != NULL)
    n_extended++;
  cell_write (out, name, 0);
  g_string_append_printf (out, ": sound; %zu waiver%s, %s", policy->n_waivers,
                          policy->n_waivers == 1 ? "" : "s",
                          hm_gate_asks (&policy->gate) ? "a gate" : "no gate");
  for (gsize i = 0; i < n_extended; i++) {
    g_string_append (out, i == 0 ? "; extends " : ", ");
    cell_write (out, hm_loaded_policy_document (loaded, i), 0);
  }
  g_string_append_c (out, '\n');
  return hm_speak (out->str, out->len);
}

static int
policy_check (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  const HmForgePlan forge = forge_plan ();
  g_auto (HmPolicyFetch) fetch = { 0 };
  g_autoptr (HmRegistry) registry = NULL;
  g_autoptr (HmLoadedPolicy) loaded = NULL;
  g_autofree char *base = NULL;
  g_autoptr (GError) error = NULL;

  if (arguments[0] == NULL || arguments[1] != NULL) {
    hm_complain ("policy check: name one file or URL");
    return HM_EXIT_USAGE;
  }
  registry = hm_check_registry (options.plugins, &error);
  if (registry == NULL)
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  hm_policy_fetch_init (&fetch, &forge, cancelled);
  fetch.web.allows_loopback = TRUE;
  /* What a repository may not say of itself is told here, before a gate tells it. */
  base = g_path_get_basename (arguments[0]);
  loaded = hm_policy_named_load (arguments[0],
                                 g_str_equal (base, HM_POLICY_FILE_NAME) ? HM_POLICY_OF_SUBJECT
                                                                         : HM_POLICY_OF_USER,
                                 registry, &fetch, &error);
  return loaded != NULL ? sound_tell (arguments[0], loaded)
                        : hm_complain_with (error, HM_EXIT_USAGE, cancelled);
}

static const HmCommand command_check = {
  .name = "check",
  .arguments = "FILE",
  .summary = "Tell whether a policy is sound",
  .description =
      "Reads a policy with all that it extends, and says where it is wrong: FILE:LINE:COLUMN. FILE may\n"
      "be an https URL. One called .hallmark.yml is read as a repository's own, which may not say which\n"
      "forges to trust.",
  .options = check_entries,
  .run = policy_check,
};

static const HmCommand command_show = {
  .name = "show",
  .arguments = "[REPO]",
  .summary = "Show what counts under a policy, and where each setting comes from",
  .description =
      "REPO is a folder in a git repository (default: this one) or a URL. The policy is --policy; else\n"
      "the .hallmark.yml of --policy-ref; else, of a folder, that of the commit, never that of the work\n"
      "tree. A setting that an extended policy keeps may not be loosened.",
  .options = show_entries,
  .run = policy_show,
};

static const GOptionEntry group_entries[] = { G_OPTION_ENTRY_NULL };

static const HmCommand *const subcommands[] = { &command_check, &command_show, NULL };

const HmCommand hm_command_policy = {
  .name = "policy",
  .arguments = "COMMAND",
  .summary = "Check a policy, or show what counts under it",
  .description =
      "A policy says which checks run and what they weigh, which findings are right as they are, and\n"
      "what a gate asks for: .hallmark.yml in a repository, or a file given with --policy. What may\n"
      "stand in it is told in docs/policy.md, and to editors by docs/policy.schema.json.",
  .options = group_entries,
  .subcommands = subcommands,
};
