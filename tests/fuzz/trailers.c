/* SPDX-License-Identifier: Apache-2.0 */
/* Messages: every identity lies within the message, and a number is a request's. */
#include "core/limits.h"
#include "evidence/git/trailers.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *message = (const char *) data;
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (HmSlice));
  HmTrailers trailers = { .people = people };

  hm_trailers_read (message, size, &trailers);
  g_assert (people->len <= HM_TRAILER_PEOPLE_MAX);
  g_assert (trailers.pull_request == 0 || trailers.mentions_request);
  for (guint i = 0; i < people->len; i++) {
    const HmSlice *slice = &g_array_index (people, HmSlice, i);

    g_assert (slice->size > 0 && slice->size <= 2 * HM_IDENTITY_BYTES_MAX);
    g_assert (slice->text >= message && slice->text + slice->size <= message + size);
  }
  return 0;
}
