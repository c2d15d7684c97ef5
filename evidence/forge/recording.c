/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/recording.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "evidence/forge/shape.h"
#include "evidence/git/plain.h"

#define FILE_NAME "scan.json"
#define SCHEMA "hallmark/recording/1"
#define SCHEMA_PREFIX "hallmark/recording/"

/* Bytes of scan.json that are read; one that we wrote has under a thousand. */
#define FILE_BYTES_MAX 65536u

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

static const struct {
  HmForgeKind kind;
  const char *name;
} kinds[] = {
  { HM_FORGE_UNKNOWN, "unknown" },
  { HM_FORGE_GITHUB, "github" },
  { HM_FORGE_GITLAB, "gitlab" },
  { HM_FORGE_FORGEJO, "forgejo" },
};

/* The texts that may be missing, each under its key. */
static const struct {
  const char *key;
  gsize offset;
} texts[] = {
  { "api", G_STRUCT_OFFSET (HmRecording, api) },
  { "origin", G_STRUCT_OFFSET (HmRecording, origin) },
  { "host", G_STRUCT_OFFSET (HmRecording, host) },
  { "project", G_STRUCT_OFFSET (HmRecording, project) },
  { "token_name", G_STRUCT_OFFSET (HmRecording, token_name) },
  { "why", G_STRUCT_OFFSET (HmRecording, why) },
  { "how", G_STRUCT_OFFSET (HmRecording, how) },
};

HmRecording *
hm_recording_new (void)
{
  return g_new0 (HmRecording, 1);
}

void
hm_recording_free (HmRecording *recording)
{
  if (recording == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, recording, texts[i].offset));
  g_free (recording);
}

static gboolean
recording_fill (HmRecording *recording, const json_t *root)
{
  const char *kind = hm_shape_text (root, "kind");
  gsize i = 0;

  while (i < G_N_ELEMENTS (kinds) && g_strcmp0 (kind, kinds[i].name) != 0)
    i++;
  if (i == G_N_ELEMENTS (kinds) || hm_shape_truth (root, "asked") == HM_TRUTH_UNKNOWN
      || !hm_shape_time (root, "as_of", &recording->as_of)
      || !hm_shape_time (root, "asked_at", &recording->asked_at)
      || !hm_shape_count (root, "requests", &recording->n_requests))
    return FALSE;
  recording->kind = kinds[i].kind;
  recording->is_asked = hm_shape_truth (root, "asked") == HM_TRUTH_YES;
  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (char *, recording, texts[i].offset) =
        g_strdup (hm_shape_text (root, texts[i].key));
  return !recording->is_asked
         || (recording->project != NULL
             && (recording->kind != HM_FORGE_UNKNOWN ? recording->api : recording->origin) != NULL);
}

HmRecording *
hm_recording_read (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (HmRecording) recording = hm_recording_new ();
  g_autofree char *text = NULL;
  g_autoptr (json_t) root = NULL;
  const char *schema;
  gsize size;

  text = hm_plain_file_read (path, FILE_BYTES_MAX, &size, error);
  if (text == NULL)
    return NULL;
  root = json_loadb (text, size, JSON_REJECT_DUPLICATES, NULL);
  schema = hm_shape_text (root, "schema");
  if (schema != NULL && g_str_has_prefix (schema, SCHEMA_PREFIX) && strcmp (schema, SCHEMA) != 0) {
    hm_fail (error, HM_ERROR_UNSUPPORTED, "%s: %s, this hallmark reads " SCHEMA, path, schema);
    return NULL;
  }
  if (g_strcmp0 (schema, SCHEMA) != 0 || !recording_fill (recording, root)) {
    hm_fail (error, HM_ERROR_FORMAT, "%s: not what a recording says of its scan", path);
    return NULL;
  }
  return g_steal_pointer (&recording);
}

static json_t *
instant_json (gint64 seconds)
{
  char text[HM_INSTANT_TEXT_SIZE];

  return json_string (hm_instant_text (seconds, text));
}

static json_t *
recording_json (const HmRecording *recording)
{
  json_t *root = json_object ();

  json_object_set_new (root, "schema", json_string (SCHEMA));
  json_object_set_new (root, "asked", json_boolean (recording->is_asked));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == recording->kind)
      json_object_set_new (root, "kind", json_string (kinds[i].name));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *text =
        *(const char *const *) (const void *) ((const guint8 *) recording + texts[i].offset);

    json_object_set_new (root, texts[i].key, text != NULL ? json_string (text) : json_null ());
  }
  json_object_set_new (root, "as_of", instant_json (recording->as_of));
  json_object_set_new (root, "asked_at", instant_json (recording->asked_at));
  json_object_set_new (root, "requests", json_integer (recording->n_requests));
  return root;
}

gboolean
hm_recording_write (const HmRecording *recording, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (json_t) root = recording_json (recording);
  g_autoptr (GError) mistake = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  char *dump = json_dumps (root, JSON_INDENT (2));

  g_assert (dump != NULL);
  g_string_append (text, dump);
  g_string_append_c (text, '\n');
  free (dump);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return hm_fail (error, HM_ERROR_IO, "%s: %s", folder, g_strerror (errno));
  if (g_file_set_contents_full (path, text->str, (gssize) text->len, G_FILE_SET_CONTENTS_CONSISTENT,
                                0600, &mistake))
    return TRUE;
  return hm_fail (error, HM_ERROR_IO, "%s", mistake->message);
}
