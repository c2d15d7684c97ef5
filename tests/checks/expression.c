/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/expression.h"

#include <string.h>

/* "secrets:A env:? ..." */
static char *
uses_text (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  HmContextUses uses;

  hm_context_uses_init (&uses, text);
  while (hm_context_uses_next (&uses)) {
    g_string_append_printf (out, "%s%s:", out->len > 0 ? " " : "",
                            uses.context == HM_CONTEXT_SECRETS ? "secrets" : "env");
    if (uses.name != NULL)
      g_string_append_len (out, uses.name, (gssize) uses.name_size);
    else
      g_string_append_c (out, '?');
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_uses (void)
{
  static const struct {
    const char *text;
    const char *uses;
  } cases[] = {
    { "", "" },
    { "secrets.A", "" },
    { "${{", "" },
    { "${{}}", "" },
    { "$secrets.A {{ secrets.B }}", "" },
    { "${{ secrets.A }}", "secrets:A" },
    { "${{secrets.A}}${{env.B}} secrets.C", "secrets:A env:B" },
    { "${{ secrets.A }", "secrets:A" },
    { "${{ '}}' == secrets.A }}", "secrets:A" },
    { "${{ 'it''s secrets.A' }} ${{ secrets.B }}", "secrets:B" },
    { "${{ 'open secrets.A }}", "" },
    { "${{ \"secrets.A\" }}", "secrets:A" },
    { "${{ secrets['A-b_1'] && env [ \"C\" ] }}", "secrets:A-b_1 env:C" },
    { "${{ secrets[env.X] }}", "secrets:? env:X" },
    { "${{ secrets['A'", "secrets:?" },
    { "${{ secrets[''] }}", "secrets:?" },
    { "${{ secrets.", "secrets:?" },
    { "${{ a.secrets.b, a . env.b, environment.A, my-secrets.A }}", "" },
    { "${{ (secrets).A }}", "secrets:?" },
    { "${{ secrets\n.\nA }}", "secrets:A" },
    { "\xff${{ \xfe secrets.A\xff }}", "secrets:A" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = uses_text (cases[i].text);

    g_assert_cmpstr (found, ==, cases[i].uses);
  }
}

static void
test_cut_at_every_byte (void)
{
  const char text[] = "x ${{ format('a''}}', secrets['NAME'] , env . B) }} ${{ toJSON(secrets) }}";

  for (gsize cut = 0; cut < sizeof text; cut++) {
    g_autofree char *exact = g_strndup (text, cut);
    g_autofree char *found = uses_text (exact);

    g_assert_cmpuint (strlen (found), <=, sizeof text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expression/uses", test_uses);
  g_test_add_func ("/expression/cut-at-every-byte", test_cut_at_every_byte);
  return g_test_run ();
}
