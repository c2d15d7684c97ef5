/* SPDX-License-Identifier: Apache-2.0 */
#include "signed_fixture.h"

#include <string.h>

#include "evidence/git/signature.h"

char *
signed_fixture_path (const char *name)
{
  return g_build_filename (SOURCE_ROOT, "tests", "evidence", "data", "signatures", name, NULL);
}

static char *
file_read (const char *name, gsize *ret_size)
{
  g_autofree char *path = signed_fixture_path (name);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, ret_size, &error);
  g_assert_no_error (error);
  return text;
}

SignedFixture *
signed_fixture_read (const char *name)
{
  SignedFixture *fixture = g_new0 (SignedFixture, 1);
  gsize size;
  g_autofree char *object = file_read (name, &size);
  gboolean is_signed;

  fixture->payload = g_string_new (NULL);
  fixture->armour = g_string_new (NULL);
  is_signed = g_str_has_prefix (name, "tag")
                  ? hm_signature_split_tag (object, size, fixture->payload, fixture->armour)
                  : hm_signature_split_commit (object, size, fixture->payload, fixture->armour);
  g_assert_true (is_signed);
  return fixture;
}

void
signed_fixture_free (SignedFixture *fixture)
{
  g_string_free (fixture->payload, TRUE);
  g_string_free (fixture->armour, TRUE);
  g_free (fixture);
}

char *
signed_fixture_key (const char *name)
{
  gsize size;
  g_autofree char *text = file_read ("keys", &size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    gsize length = strlen (name);

    if (g_str_has_prefix (*line, name) && (*line)[length] == ' ')
      return g_strdup (*line + length + 1);
  }
  g_assert_not_reached ();
}
