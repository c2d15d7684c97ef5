/* SPDX-License-Identifier: Apache-2.0 */
/* A hash of bytes under a seed of the process's own: GLib's text hash lets a subject choose keys that all collide. */
#ifndef HM_CORE_SEEDED_HASH_H
#define HM_CORE_SEEDED_HASH_H

#include <glib.h>

guint hm_seeded_hash (const void *bytes, gsize size);

/* A GHashFunc for NUL-terminated text. */
guint hm_seeded_text_hash (gconstpointer text);

#endif
