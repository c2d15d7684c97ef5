/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plug-ins. Their code runs with all our rights, so nothing here guards against malice: it guards against files
 * that are no plug-ins, builds against other headers, and tables with holes.
 */
#include "checks/plugin.h"

#include <string.h>

#include "core/error.h"

#define ALL_NEEDS \
  (HM_NEED_TREE | HM_NEED_CONTENT | HM_NEED_HISTORY | HM_NEED_SIGNATURES | HM_NEED_PLATFORM \
   | HM_NEED_FORGE | HM_NEED_MARKS | HM_NEED_CHANGES)

static gboolean
id_is_kebab_case (const char *id)
{
  gsize size = strlen (id);

  if (size == 0 || size > HM_CHECK_ID_MAX || !g_ascii_islower (id[0]) || id[size - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    gboolean is_hyphen = id[i] == '-';

    if (!is_hyphen && !g_ascii_islower (id[i]) && !g_ascii_isdigit (id[i]))
      return FALSE;
    if (is_hyphen && id[i + 1] == '-')
      return FALSE;
  }
  return TRUE;
}

static gboolean
name_is_plain (const char *name)
{
  gsize size = strlen (name);

  if (size == 0 || size > HM_CHECK_ID_MAX || !g_ascii_isalpha (name[0]))
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (name[i]) && name[i] != '-')
      return FALSE;
  return TRUE;
}

/* A text that documentation is made of: there, not empty, UTF-8. */
static gboolean
text_validate (const char *text, const char *what, GError **error)
{
  if (text == NULL || *text == '\0')
    return hm_fail (error, HM_ERROR_PLUGIN, "has no %s", what);
  if (!g_utf8_validate (text, -1, NULL))
    return hm_fail (error, HM_ERROR_PLUGIN, "its %s is not UTF-8", what);
  return TRUE;
}

static gboolean
probe_validate (const HmCheck *check, gsize index, GError **error)
{
  const HmProbe *probe = &check->probes[index];
  const struct {
    const char *text;
    const char *what;
  } parts[] = {
    { probe->question, "question" },
    { probe->evidence, "evidence" },
    { probe->scoring, "scoring" },
  };

  if (probe->id == NULL || !id_is_kebab_case (probe->id))
    return hm_fail (error, HM_ERROR_PLUGIN,
                    "probe %" G_GSIZE_FORMAT " has the id \"%s\", not kebab-case", index + 1,
                    probe->id == NULL ? "" : probe->id);
  for (gsize i = 0; i < index; i++)
    if (g_str_equal (check->probes[i].id, probe->id))
      return hm_fail (error, HM_ERROR_PLUGIN, "has two probes with the id \"%s\"", probe->id);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!text_validate (parts[i].text, parts[i].what, error)) {
      g_prefix_error (error, "probe \"%s\": ", probe->id);
      return FALSE;
    }
  /* A question that only informs has nothing to mend. */
  if (probe->remediation == NULL || !g_utf8_validate (probe->remediation, -1, NULL))
    return hm_fail (error, HM_ERROR_PLUGIN,
                    "probe \"%s\": has no remediation, not even an empty one", probe->id);
  return TRUE;
}

static gboolean
check_validate_parts (const HmCheck *check, GError **error)
{
  if (check->name == NULL || !name_is_plain (check->name))
    return hm_fail (error, HM_ERROR_PLUGIN, "has the name \"%s\", not letters, digits and hyphens",
                    check->name == NULL ? "" : check->name);
  if ((guint) check->risk >= HM_N_RISKS)
    return hm_fail (error, HM_ERROR_PLUGIN, "has the risk %u, which is none of 0 to %d",
                    (guint) check->risk, HM_N_RISKS - 1);
  if ((check->needs & ~(guint) ALL_NEEDS) != 0)
    return hm_fail (error, HM_ERROR_PLUGIN, "needs evidence of no known kind: 0x%x",
                    check->needs & ~(guint) ALL_NEEDS);
  if (!text_validate (check->summary, "summary", error)
      || !text_validate (check->why, "reason why it is there", error))
    return FALSE;
  if (check->differs == NULL || !g_utf8_validate (check->differs, -1, NULL))
    return hm_fail (error, HM_ERROR_PLUGIN, "has no text on how it differs, not even an empty one");
  if (check->reads != NULL && (check->needs & HM_NEED_TREE) == 0)
    return hm_fail (error, HM_ERROR_PLUGIN, "reads files without HM_NEED_TREE among its needs");
  if ((check->needs & HM_NEED_MARKS) != 0 && (check->needs & HM_NEED_CONTENT) == 0)
    return hm_fail (error, HM_ERROR_PLUGIN,
                    "has HM_NEED_MARKS without HM_NEED_CONTENT among its needs");
  if ((check->needs & HM_NEED_CHANGES) != 0 && (check->needs & HM_NEED_HISTORY) == 0)
    return hm_fail (error, HM_ERROR_PLUGIN,
                    "has HM_NEED_CHANGES without HM_NEED_HISTORY among its needs");
  if (check->run == NULL)
    return hm_fail (error, HM_ERROR_PLUGIN, "has no function to run");
  if (check->probes == NULL || check->n_probes == 0)
    return hm_fail (error, HM_ERROR_PLUGIN, "has no probes");
  for (gsize i = 0; i < check->n_probes; i++)
    if (!probe_validate (check, i, error))
      return FALSE;
  return TRUE;
}

gboolean
hm_check_validate (const HmCheck *check, GError **error)
{
  if (check->id == NULL || *check->id == '\0')
    return hm_fail (error, HM_ERROR_PLUGIN, "a check without an id");
  if (!id_is_kebab_case (check->id))
    return hm_fail (error, HM_ERROR_PLUGIN,
                    "check id \"%s\" is not kebab-case of at most %u letters and digits", check->id,
                    HM_CHECK_ID_MAX);
  if (!check_validate_parts (check, error)) {
    g_prefix_error (error, "check \"%s\" ", check->id);
    return FALSE;
  }
  return TRUE;
}

static gboolean
plugin_validate (const HmPlugin *plugin, GError **error)
{
  if (plugin->abi != HM_PLUGIN_ABI)
    return hm_fail (error, HM_ERROR_PLUGIN, "built for plug-in ABI %u, this program has %u",
                    plugin->abi, (guint) HM_PLUGIN_ABI);
  if (!text_validate (plugin->name, "name", error))
    return FALSE;
  if (plugin->checks == NULL || plugin->n_checks == 0)
    return hm_fail (error, HM_ERROR_PLUGIN, "has no checks");
  if (plugin->n_checks > HM_PLUGIN_CHECKS_MAX)
    return hm_fail (error, HM_ERROR_PLUGIN, "has %" G_GSIZE_FORMAT " checks, %u are allowed",
                    plugin->n_checks, HM_PLUGIN_CHECKS_MAX);
  for (gsize i = 0; i < plugin->n_checks; i++) {
    if (plugin->checks[i] == NULL)
      return hm_fail (error, HM_ERROR_PLUGIN,
                      "check %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " is not there", i + 1,
                      plugin->n_checks);
    if (!hm_check_validate (plugin->checks[i], error))
      return FALSE;
  }
  return TRUE;
}

/* What GModule said of @path, without the path that the caller names already. */
static const char *
module_words (const char *path)
{
  const char *words = g_module_error ();

  if (words == NULL)
    return "no reason given";
  if (g_str_has_prefix (words, path) && g_str_has_prefix (words + strlen (path), ": "))
    return words + strlen (path) + 2;
  return words;
}

static gboolean
plugin_open (const char *path, HmLoadedPlugin *ret_loaded, GError **error)
{
  GModule *module;
  gpointer symbol = NULL;

  /* Not a name that the loader would look for elsewhere or under another suffix. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return hm_fail (error, HM_ERROR_PLUGIN, "no such file");
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return hm_fail (error, HM_ERROR_PLUGIN, "no regular file, where a shared object is wanted");

  module = g_module_open (path, G_MODULE_BIND_LOCAL);
  if (module == NULL)
    return hm_fail (error, HM_ERROR_PLUGIN, "not a library that can be loaded: %s",
                    module_words (path));
  if (!g_module_symbol (module, HM_PLUGIN_SYMBOL, &symbol) || symbol == NULL) {
    g_module_close (module);
    return hm_fail (error, HM_ERROR_PLUGIN, "has no symbol `%s`", HM_PLUGIN_SYMBOL);
  }
  if (!plugin_validate (symbol, error)) {
    g_module_close (module);
    return FALSE;
  }
  ret_loaded->module = module;
  ret_loaded->plugin = symbol;
  return TRUE;
}

gboolean
hm_plugin_open (const char *file, HmLoadedPlugin *ret_loaded, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (file, NULL);

  if (!plugin_open (path, ret_loaded, error)) {
    g_prefix_error (error, "%s: ", file);
    return FALSE;
  }
  return TRUE;
}
