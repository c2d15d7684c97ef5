/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/script.h"

#include <string.h>

#include "core/limits.h"

static char *
commands_text (const char *script)
{
  g_autoptr (GString) out = g_string_new (NULL);
  HmCommands commands;

  hm_commands_init (&commands, script);
  while (hm_commands_next (&commands))
    g_string_append_printf (out, "<%.*s>", (int) commands.size, commands.text);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_commands (void)
{
  static const struct {
    const char *script;
    const char *commands;
  } cases[] = {
    { "", "" },
    { "a", "<a>" },
    { "a\r\nb\n", "<a><b>" },
    { "a; b", "<a>< b>" },
    { "a&&b||c", "<a><b><c>" },
    { "a & b | c", "<a & b | c>" },
    { "a;", "<a><>" },
    { ";", "<><>" },
    { "&", "<&>" },
    { "# a; b\n  # c\nd # e", "<d # e>" },
    { "\n\na", "<><><a>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = commands_text (cases[i].script);

    g_assert_cmpstr (found, ==, cases[i].commands);
  }
}

static void
test_line_limit (void)
{
  for (guint past = 0; past <= 1; past++) {
    g_autofree char *script = g_strnfill (HM_LINE_MAX + past, 'a');
    HmCommands commands;

    hm_commands_init (&commands, script);
    g_assert_true (hm_commands_next (&commands));
    g_assert_cmpuint (commands.size, ==, HM_LINE_MAX);
    g_assert_cmpint (commands.lines.is_cut, ==, past == 1);
    g_assert_false (hm_commands_next (&commands));
  }
}

static void
test_variables (void)
{
  const char *takes[] = { "$A", "x ${A} y", "%A%", "$env:A", "\"$A\"", "$A/b", "$B$A" };
  const char *takes_not[] = { "A", "$AB", "$A_", "-A", "", "$", "B$", "x" };

  for (gsize i = 0; i < G_N_ELEMENTS (takes) + G_N_ELEMENTS (takes_not); i++) {
    gboolean is_taken = i < G_N_ELEMENTS (takes);
    const char *script = is_taken ? takes[i] : takes_not[i - G_N_ELEMENTS (takes)];
    HmCommands commands;

    hm_commands_init (&commands, script);
    if (!hm_commands_next (&commands))
      continue;
    if (hm_command_takes (&commands, "A") != is_taken)
      g_error ("%s", script);
    g_assert_false (hm_command_takes (&commands, ""));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/script/commands", test_commands);
  g_test_add_func ("/script/line-limit", test_line_limit);
  g_test_add_func ("/script/variables", test_variables);
  return g_test_run ();
}
