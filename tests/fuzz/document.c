/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file that checks read: every check runs over a tree of this one. The input is its path, a line
 * end, its text. No check may talk nonsense over it, which hm_score_check() would say.
 */
#include <string.h>

#include "checks/list.h"
#include "scoring/score.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  const char *path_end = memchr (text, '\n', size);
  gsize path_size = path_end != NULL ? (gsize) (path_end - text) : size;
  g_autofree char *path = g_strndup (text, path_size);
  gsize rest_size = path_end != NULL ? size - path_size - 1 : 0;
  g_autofree char *rest = g_strndup (text + size - rest_size, rest_size);
  HmTreeEntry entry = { .path = path, .content = HM_CONTENT_TEXT, .size = rest_size };
  HmDocument document = { .entry = &entry, .size = rest_size };
  const HmFacts facts = {
    .subject.name = "subject",
    .as_of = 1780272000,
    .tree = { .entries = &entry, .n_entries = 1, .documents = &document, .n_documents = 1 },
    .platform = { .kind = HM_FORGE_GITHUB, .host = "github.com", .project = "o/r" },
  };

  document.text = rest;
#define RUN(name) \
  { \
    g_autoptr (HmResult) result = hm_score_check (&hm_check_##name, &facts, &hm_policy_default); \
\
    g_assert (!g_str_has_prefix (result->reason, "the check talks nonsense")); \
    if (result->status == HM_STATUS_SCORED) \
      g_assert (result->floor <= result->score && result->score <= result->ceiling); \
  }
  HM_CHECKS (RUN)
#undef RUN
  return 0;
}
