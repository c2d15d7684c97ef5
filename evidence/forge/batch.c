/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/batch.h"

struct HmBatch {
  GArray *requests; /* (element-type HmRequest) whose texts @texts owns */
  GPtrArray *slots; /* (element-type HmAnswer**) */
  GPtrArray *texts; /* (element-type utf8) */
};

HmBatch *
hm_batch_new (void)
{
  HmBatch *batch = g_new0 (HmBatch, 1);

  batch->requests = g_array_new (FALSE, TRUE, sizeof (HmRequest));
  batch->slots = g_ptr_array_new ();
  batch->texts = g_ptr_array_new_with_free_func (g_free);
  return batch;
}

void
hm_batch_free (HmBatch *batch)
{
  if (batch == NULL)
    return;
  g_array_unref (batch->requests);
  g_ptr_array_unref (batch->slots);
  g_ptr_array_unref (batch->texts);
  g_free (batch);
}

void
hm_batch_get (HmBatch *batch, char *url, HmAnswer **slot)
{
  hm_batch_post (batch, url, NULL, slot);
}

void
hm_batch_post (HmBatch *batch, char *url, char *body, HmAnswer **slot)
{
  HmRequest request = { .url = url, .body = body };

  g_assert (*slot == NULL);
  g_array_append_val (batch->requests, request);
  g_ptr_array_add (batch->slots, slot);
  g_ptr_array_add (batch->texts, url);
  if (body != NULL)
    g_ptr_array_add (batch->texts, body);
}

gboolean
hm_batch_ask (HmBatch *batch, HmHttp *http, GError **error)
{
  const gsize n = batch->requests->len;
  g_autofree HmAnswer **answers = g_new0 (HmAnswer *, n + 1);

  if (n > 0
      && !hm_http_ask (http, (const HmRequest *) (const void *) batch->requests->data, n, answers,
                       error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    *(HmAnswer **) g_ptr_array_index (batch->slots, i) = answers[i];
  g_array_set_size (batch->requests, 0);
  g_ptr_array_set_size (batch->slots, 0);
  g_ptr_array_set_size (batch->texts, 0);
  return TRUE;
}
