/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/embed.h"

#include "render/snippet.h"

void
hm_embed_append (GString *out, const HmReport *report, const HmBadgeStyle *style,
                 const HmOutputs *outputs)
{
  const char *file = hm_outputs_badge_file (outputs);
  g_autofree char *name = NULL;

  if (file == NULL)
    return;
  /* Where an absolute path lies from the README nobody knows; that it is of this machine everybody would see. */
  name = g_path_is_absolute (file) ? g_path_get_basename (file) : g_strdup (file);
  g_string_append (out, "\nFor the README, Markdown and HTML:\n  ");
  hm_snippet_markdown (out, report, style, name);
  g_string_append (out, "\n  ");
  hm_snippet_html (out, report, style, name);
  g_string_append_c (out, '\n');
}
