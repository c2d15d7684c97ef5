/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is by its bytes. */
#include "evidence/git/content.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HmContent content = hm_content_classify (data, size);

  g_assert (content != HM_CONTENT_UNREAD && content <= HM_CONTENT_CRX);
  g_assert ((content == HM_CONTENT_EMPTY) == (size == 0));
  return 0;
}
