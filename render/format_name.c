/* SPDX-License-Identifier: Apache-2.0 */
#include "render/format_name.h"

#include "core/error.h"

#include <string.h>

static gssize
find_by_name (const HmFormatName *names, const char *name, gsize size)
{
  for (gssize i = 0; names[i].name != NULL; i++) {
    if (strlen (names[i].name) == size && g_ascii_strncasecmp (names[i].name, name, size) == 0)
      return i;
  }
  return -1;
}

static gssize
find_by_extension (const HmFormatName *names, const char *file)
{
  const char *extension = strrchr (file, '.');

  for (gssize i = 0; extension != NULL && names[i].name != NULL; i++) {
    if (names[i].extension != NULL && g_ascii_strcasecmp (names[i].extension, extension) == 0)
      return i;
  }
  return -1;
}

static void
formats_list (GString *out, const HmFormatName *names)
{
  g_string_append (out, "an output is FILE with one of");
  for (gsize i = 0; names[i].name != NULL; i++) {
    if (names[i].extension != NULL)
      g_string_append_printf (out, " %s", names[i].extension);
  }
  g_string_append (out, ", or NAME:FILE with one of");
  for (gsize i = 0; names[i].name != NULL; i++)
    g_string_append_printf (out, " %s", names[i].name);
}

gssize
hm_format_name_find (const HmFormatName *names, const char *output, const char **ret_file,
                     GError **error)
{
  const char *colon = strchr (output, ':');
  const char *file = output;
  g_autoptr (GString) list = NULL;
  gssize found = -1;

  if (colon != NULL)
    found = find_by_name (names, output, (gsize) (colon - output));
  if (found >= 0)
    file = colon + 1;
  else
    found = find_by_extension (names, output);
  if (found >= 0 && *file != '\0') {
    *ret_file = file;
    return found;
  }
  list = g_string_new (NULL);
  formats_list (list, names);
  hm_fail (error, HM_ERROR_USAGE, "output '%s': %s; %s", output,
           found < 0 ? "no format goes by that" : "no file is named", list->str);
  return -1;
}
