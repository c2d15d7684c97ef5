/* SPDX-License-Identifier: Apache-2.0 */
/* Jansson values as the writers of render/ make them. Running out of memory ends the program, as with GLib. */
#ifndef HM_RENDER_JSON_VALUE_H
#define HM_RENDER_JSON_VALUE_H

#include <glib.h>
#include <jansson.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

/* Returns: (owned) @text as valid UTF-8 (hm_mask_utf8()), cut with "..." at HM_TEXT_MAX bytes. */
json_t *hm_json_text (const char *text);

/* Returns: (owned) as hm_json_text(); null for "". */
json_t *hm_json_text_or_null (const char *text);

/* Returns: (owned) 87 as 8.7; null where @tenths is below 0. */
json_t *hm_json_tenths (int tenths);

/* Returns: (owned) @seconds since the epoch as RFC 3339. */
json_t *hm_json_instant (gint64 seconds);

/* Puts @value (which is taken) at the end of @object. @key must be new to it. */
void hm_json_put (json_t *object, const char *key, json_t *value);

/* Puts @value (which is taken) at the end of @array. */
void hm_json_append (json_t *array, json_t *value);

/*
 * @indent: spaces a level; 0 for everything on one line. Numbers have six significant digits at most, so
 * that 8.7 is printed 8.7 and 10.0 stays a real.
 *
 * Returns: (owned) the text of @value with LF at the end, the same under every locale.
 */
GBytes *hm_json_print (const json_t *value, guint indent);

#endif
