/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include "cli/destination.h"

struct HmOutputs {
  GPtrArray *formats;      /* (element-type const HmFormat, borrowed) */
  GPtrArray *destinations; /* (element-type HmDestination) of each */
};

static gboolean
output_add (HmOutputs *outputs, const char *wanted, GError **error)
{
  const char *file = NULL;
  const HmFormat *format = hm_format_find (wanted, &file, error);
  HmDestination *destination;

  if (format == NULL)
    return FALSE;
  destination = hm_destination_new (file, wanted, outputs->destinations, error);
  if (destination == NULL)
    return FALSE;
  destination->is_appended = format->is_appended;
  g_ptr_array_add (outputs->formats, (gpointer) (guintptr) format);
  g_ptr_array_add (outputs->destinations, destination);
  return TRUE;
}

HmOutputs *
hm_outputs_plan (char **wanted, GError **error)
{
  g_autoptr (HmOutputs) outputs = g_new0 (HmOutputs, 1);

  outputs->formats = g_ptr_array_new ();
  outputs->destinations = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_destination_free);
  for (gsize i = 0; wanted != NULL && wanted[i] != NULL; i++) {
    if (!output_add (outputs, wanted[i], error))
      return NULL;
  }
  return g_steal_pointer (&outputs);
}

void
hm_outputs_free (HmOutputs *outputs)
{
  if (outputs == NULL)
    return;
  g_ptr_array_unref (outputs->formats);
  g_ptr_array_unref (outputs->destinations);
  g_free (outputs);
}

gboolean
hm_outputs_is_empty (const HmOutputs *outputs)
{
  return outputs->formats->len == 0;
}

gboolean
hm_outputs_take_stdout (const HmOutputs *outputs)
{
  for (guint i = 0; i < outputs->formats->len; i++) {
    if (hm_destination_is_stdout (g_ptr_array_index (outputs->destinations, i)))
      return TRUE;
  }
  return FALSE;
}

const char *
hm_outputs_first_not_badge (const HmOutputs *outputs)
{
  for (guint i = 0; i < outputs->formats->len; i++) {
    const HmFormat *format = g_ptr_array_index (outputs->formats, i);
    const HmDestination *destination = g_ptr_array_index (outputs->destinations, i);

    if (!format->is_badge)
      return destination->file;
  }
  return NULL;
}

const char *
hm_outputs_badge_file (const HmOutputs *outputs)
{
  const char *found = NULL;

  for (guint i = 0; i < outputs->formats->len; i++) {
    const HmFormat *format = g_ptr_array_index (outputs->formats, i);
    const HmDestination *destination = g_ptr_array_index (outputs->destinations, i);

    if (hm_destination_is_stdout (destination))
      continue;
    if (g_str_equal (format->name, "svg"))
      return destination->file;
    if (found == NULL && g_str_equal (format->name, "png"))
      found = destination->file;
  }
  return found;
}

gboolean
hm_outputs_write (const HmOutputs *outputs, const HmReport *report, const HmRenderOptions *options,
                  GError **error)
{
  g_autoptr (GPtrArray) rendered = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < outputs->formats->len; i++) {
    const HmFormat *format = g_ptr_array_index (outputs->formats, i);
    const HmDestination *destination = g_ptr_array_index (outputs->destinations, i);
    GBytes *bytes = format->render (report, options, error);

    if (bytes == NULL) {
      g_prefix_error (error, "%s: ", destination->file);
      return FALSE;
    }
    g_ptr_array_add (rendered, bytes);
  }
  for (guint i = 0; i < outputs->formats->len; i++) {
    if (!hm_destination_write (g_ptr_array_index (outputs->destinations, i),
                               g_ptr_array_index (rendered, i), error))
      return FALSE;
  }
  return TRUE;
}
