/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/trailers.h"

#include <string.h>

#include "core/limits.h"

typedef struct {
  const char *message;
  const char *people; /* joined by "|" */
  guint32 pull_request;
  gboolean mentions_request;
} Case;

static const Case cases[] = {
  { "Fix", "", 0, FALSE },
  { "Fix (#12)\n\nBody (#13)\n", "", 12, TRUE },
  { "Fix (#12) (#13)", "", 13, TRUE },
  { "Fix (!7)", "", 7, TRUE },
  { "Merged in fix (pull request #8)", "", 8, TRUE },
  { "Merge pull request #14 from x/y", "", 14, TRUE },
  { "merge Pull Request #14 from x/y", "", 14, TRUE },
  { "Merged PR 15: fix", "", 15, TRUE },
  { "Merge branch 'a' into 'b'\n\nSee merge request group/project!16\n", "", 16, TRUE },
  { "Merge branch 'a'\n\nSee merge request\nx", "", 0, FALSE },
  { "a\n\nPR-URL: https://x.org/o/r/pull/17\n", "", 17, TRUE },
  { "a\n\nPR-URL: https://x.org/o/r/pull/17#issuecomment\n", "", 17, TRUE },
  { "a\n\nPR-URL: #18\n", "", 18, TRUE },
  { "a\n\nReviewed-on: https://x.org/o/r/pulls/19\n", "", 19, TRUE },
  { "a\n\nPart-of: <https://x.org/g/p/-/merge_requests/20>\n", "", 20, TRUE },
  { "a\n\nDifferential Revision: https://x.org/D21\n", "", 21, TRUE },
  { "a\n\nPR-URL: none\n", "", 0, TRUE },
  { "a\n\nPR-URL:\n", "", 0, FALSE },
  { "a\n\nCloses #22\n", "", 22, TRUE },
  { "a\n\nCloses #\n", "", 0, FALSE },
  { "a\n\nFixes #22\n", "", 0, FALSE },
  { "a (#)", "", 0, FALSE },
  { "a (#12", "", 0, FALSE },
  { "a (#12x)", "", 0, FALSE },
  { "a (#4294967295)", "", 4294967295u, TRUE },
  { "a (#4294967296)", "", 0, FALSE },
  { "a (#99999999999999999999999999)", "", 0, FALSE },
  { "\n\n  a (#9)\n", "", 9, TRUE },
  { "a\n\nReviewed-by: Ada <a@x.org>\nacked-by: Bob <b@x.org>\n", "Ada <a@x.org>|Bob <b@x.org>", 0,
    FALSE },
  { "a\n\nSigned-off-by: Ada <a@x.org>\nTested-by: Cy\nCo-Authored-By: D <d@x.org> (work)\n",
    "Ada <a@x.org>|Cy", 0, FALSE },
  { "a\n\nCo-authored-by: Ada <a@x.org>\nCo-developed-by: Bob <b@x.org>\n", "", 0, FALSE },
  { "a\n\nReviewed-by: Ada <a@x.org>\n\nAnd more.\n", "", 0, FALSE },
  { "a\n\nReviewed-by: Ada <a@x.org>\n \t\nAcked-by: Bob <b@x.org>\n\n\n", "Bob <b@x.org>", 0,
    FALSE },
  { "a\n\nPR-URL: #18\n\nAcked-by: Bob <b@x.org>", "Bob <b@x.org>", 18, TRUE },
  { "a\nReviewed-by: Ada <a@x.org>\n", "Ada <a@x.org>", 0, FALSE },
  { "a\n\nReviewed by:\tkib\r\n", "kib", 0, FALSE },
  { "Reviewed-by: in the subject <a@x.org>", "", 0, FALSE },
  { "a\n\n Reviewed-by: indented <a@x.org>\n> Reviewed-by: quoted <a@x.org>\n", "", 0, FALSE },
  { "a\n\nReported-by: Ada <a@x.org>\nSuggested-by: Bob <b@x.org>\nCc: Cy <c@x.org>\n", "", 0,
    FALSE },
  { "a\n\nReviewed-by:\nReviewed-by:  \nReviewed-by Ada\n", "", 0, FALSE },
  { "a\n\nNot-reviewed-by: Ada <a@x.org>\n", "", 0, FALSE },
};

static char *
people_text (const HmTrailers *trailers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < trailers->people->len; i++) {
    const HmSlice *slice = &g_array_index (trailers->people, HmSlice, i);

    g_string_append_printf (text, "%s%.*s", i > 0 ? "|" : "", (int) slice->size, slice->text);
  }
  return g_string_free (text, FALSE);
}

static void
test_messages (void)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (HmSlice));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    HmTrailers trailers = { .people = people };
    g_autofree char *text = NULL;

    g_test_message ("%s", cases[i].message);
    hm_trailers_read (cases[i].message, strlen (cases[i].message), &trailers);
    text = people_text (&trailers);
    g_assert_cmpstr (text, ==, cases[i].people);
    g_assert_cmpuint (trailers.pull_request, ==, cases[i].pull_request);
    g_assert_cmpint (trailers.mentions_request, ==, cases[i].mentions_request);
  }
}

/* Each message cut at every byte, with nothing readable behind it. */
static void
test_cut (void)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (HmSlice));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize size = 0; size <= strlen (cases[i].message); size++) {
      g_autofree char *copy = g_memdup2 (cases[i].message, size);
      HmTrailers trailers = { .people = people };

      hm_trailers_read (copy, size, &trailers);
      for (guint p = 0; p < people->len; p++) {
        const HmSlice *slice = &g_array_index (people, HmSlice, p);

        g_assert_true (slice->text >= copy && slice->text + slice->size <= copy + size);
      }
    }
}

static void
test_bytes (void)
{
  static const char message[] = "a\0(#1)\n\nReviewed-by: \xff\xfe\0x <\xff@x.org>\n";
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (HmSlice));
  HmTrailers trailers = { .people = people };

  hm_trailers_read (message, sizeof message - 1, &trailers);
  g_assert_cmpuint (trailers.pull_request, ==, 1);
  g_assert_cmpuint (people->len, ==, 1);
  g_assert_cmpuint (g_array_index (people, HmSlice, 0).size, ==, strlen ("\xff\xfe") + 1 + 11);
}

static void
assert_n_people (guint n, guint expected)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (HmSlice));
  g_autoptr (GString) message = g_string_new ("a\n\n");
  HmTrailers trailers = { .people = people };

  for (guint i = 0; i < n; i++)
    g_string_append_printf (message, "Acked-by: %u <%u@x.org>\n", i, i);
  hm_trailers_read (message->str, message->len, &trailers);
  g_assert_cmpuint (people->len, ==, expected);
}

static void
test_people_limit (void)
{
  assert_n_people (HM_TRAILER_PEOPLE_MAX, HM_TRAILER_PEOPLE_MAX);
  assert_n_people (HM_TRAILER_PEOPLE_MAX + 1, HM_TRAILER_PEOPLE_MAX);
}

static void
test_long_identity (void)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (HmSlice));
  g_autofree char *name = g_strnfill (3 * HM_IDENTITY_BYTES_MAX, 'n');
  g_autofree char *message = g_strdup_printf ("a\n\nAcked-by: %s\n", name);
  HmTrailers trailers = { .people = people };

  hm_trailers_read (message, strlen (message), &trailers);
  g_assert_cmpuint (g_array_index (people, HmSlice, 0).size, ==, 2 * HM_IDENTITY_BYTES_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trailers/messages", test_messages);
  g_test_add_func ("/trailers/cut-at-every-byte", test_cut);
  g_test_add_func ("/trailers/any-bytes", test_bytes);
  g_test_add_func ("/trailers/people-limit", test_people_limit);
  g_test_add_func ("/trailers/long-identity", test_long_identity);
  return g_test_run ();
}
