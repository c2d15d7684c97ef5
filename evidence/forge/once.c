/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/once.h"

struct HmForgeOnce {
  GMutex mutex;
  GCond changed;
  GHashTable *answers; /* (element-type utf8 HmAnswer) under @mutex */
  GPtrArray *limited;  /* (element-type HmAnswer) not remembered, but lent out; under @mutex */
  GHashTable *waiting; /* (element-type utf8) what is being asked; under @mutex */
};

static void
answer_free (gpointer answer)
{
  hm_answer_free (answer);
}

HmForgeOnce *
hm_forge_once_new (void)
{
  HmForgeOnce *once = g_new0 (HmForgeOnce, 1);

  g_mutex_init (&once->mutex);
  g_cond_init (&once->changed);
  once->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  once->limited = g_ptr_array_new_with_free_func (answer_free);
  once->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return once;
}

void
hm_forge_once_free (HmForgeOnce *once)
{
  if (once == NULL)
    return;
  g_hash_table_unref (once->answers);
  g_ptr_array_unref (once->limited);
  g_hash_table_unref (once->waiting);
  g_cond_clear (&once->changed);
  g_mutex_clear (&once->mutex);
  g_free (once);
}

const HmAnswer *
hm_forge_once_get (HmForgeOnce *once, HmHttp *http, const char *url, GError **error)
{
  const HmRequest request = { .url = url };
  HmAnswer *answer;

  g_mutex_lock (&once->mutex);
  while (g_hash_table_contains (once->waiting, url))
    g_cond_wait (&once->changed, &once->mutex);
  answer = g_hash_table_lookup (once->answers, url);
  if (answer != NULL) {
    g_mutex_unlock (&once->mutex);
    return answer;
  }
  g_hash_table_add (once->waiting, g_strdup (url));
  g_mutex_unlock (&once->mutex);

  answer = hm_http_ask_one (http, &request, error);

  g_mutex_lock (&once->mutex);
  if (answer != NULL && answer->kind == HM_ANSWER_LIMITED)
    g_ptr_array_add (once->limited, answer);
  else if (answer != NULL)
    g_hash_table_insert (once->answers, g_strdup (url), answer);
  g_hash_table_remove (once->waiting, url);
  g_cond_broadcast (&once->changed);
  g_mutex_unlock (&once->mutex);
  return answer;
}
