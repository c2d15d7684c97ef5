/* SPDX-License-Identifier: Apache-2.0 */
/* How busy the subject is, in a JSON report. */
#include "render/report_part.h"

typedef struct {
  const char *key;
  gsize offset; /* of the count in HmReportActivity */
} Count;

static const Count counts[] = {
  { "commits", G_STRUCT_OFFSET (HmReportActivity, n_commits) },
  { "people", G_STRUCT_OFFSET (HmReportActivity, n_people) },
  { "active", G_STRUCT_OFFSET (HmReportActivity, n_active) },
  { "organisations", G_STRUCT_OFFSET (HmReportActivity, n_organisations) },
  { "releases", G_STRUCT_OFFSET (HmReportActivity, n_releases) },
  { "forks", G_STRUCT_OFFSET (HmReportActivity, n_forks) },
  { "stars", G_STRUCT_OFFSET (HmReportActivity, n_stars) },
};

static json_t *
instant_json (gint64 seconds)
{
  return seconds != 0 ? hm_json_instant (seconds) : json_null ();
}

static json_t *
names_json (char *const *names)
{
  json_t *array = json_array ();

  for (gsize i = 0; names[i] != NULL; i++)
    hm_json_append (array, hm_json_text (names[i]));
  return array;
}

json_t *
hm_report_activity_json (const HmReportActivity *activity)
{
  json_t *object = json_object ();

  hm_json_put (object, "first_commit_at", instant_json (activity->first_commit_at));
  hm_json_put (object, "last_commit_at", instant_json (activity->last_commit_at));
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    const gint64 count = G_STRUCT_MEMBER (gint64, activity, counts[i].offset);

    hm_json_put (object, counts[i].key, count >= 0 ? json_integer (count) : json_null ());
  }
  hm_json_put (object, "packages", names_json (activity->packages));
  hm_json_put (object, "dependencies", names_json (activity->dependencies));
  return object;
}

static gboolean
instant_read (const json_t *object, const char *key, gint64 *ret_seconds, GError **error)
{
  return json_is_null (json_object_get (object, key))
         || hm_json_get_instant (object, "activity.", key, ret_seconds, error);
}

/* Returns: (owned) */
static char **
names_read (const json_t *array)
{
  const gsize n_names = json_array_size (array);
  char **names = g_new0 (char *, n_names + 1);

  for (gsize i = 0; i < n_names; i++)
    names[i] = g_strdup (json_string_value (json_array_get (array, i)));
  return names;
}

gboolean
hm_report_activity_read (const json_t *object, HmReportActivity **ret_activity, GError **error)
{
  HmReportActivity *activity;

  if (!json_is_object (object)) {
    *ret_activity = NULL;
    return TRUE;
  }
  activity = hm_report_activity_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    const json_t *count = json_object_get (object, counts[i].key);

    if (json_is_integer (count))
      G_STRUCT_MEMBER (gint64, activity, counts[i].offset) = json_integer_value (count);
  }
  g_strfreev (activity->packages);
  g_strfreev (activity->dependencies);
  activity->packages = names_read (json_object_get (object, "packages"));
  activity->dependencies = names_read (json_object_get (object, "dependencies"));
  if (!instant_read (object, "first_commit_at", &activity->first_commit_at, error)
      || !instant_read (object, "last_commit_at", &activity->last_commit_at, error)) {
    hm_report_activity_free (activity);
    return FALSE;
  }
  *ret_activity = activity;
  return TRUE;
}
