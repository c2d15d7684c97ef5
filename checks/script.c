/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/script.h"

#include <string.h>

void
hm_commands_init (HmCommands *commands, const char *script)
{
  *commands = (HmCommands){ 0 };
  hm_lines_init (&commands->lines, script, strlen (script));
}

static gboolean
line_is_comment (const HmLines *line)
{
  gsize at = 0;

  while (at < line->size && g_ascii_isspace (line->text[at]))
    at++;
  return at < line->size && line->text[at] == '#';
}

gboolean
hm_commands_next (HmCommands *commands)
{
  const HmLines *line = &commands->lines;
  const char *end = NULL;
  gsize mark = 0;

  while (commands->rest == NULL) {
    if (!hm_lines_next (&commands->lines))
      return FALSE;
    if (!line_is_comment (line))
      commands->rest = line->text;
  }
  end = line->text + line->size;
  commands->text = commands->rest;
  commands->rest = NULL;
  for (const char *at = commands->text; at < end && mark == 0; at++) {
    gboolean is_doubled = at + 1 < end && at[1] == *at && (*at == '&' || *at == '|');

    mark = *at == ';' ? 1 : is_doubled ? 2 : 0;
    if (mark > 0) {
      commands->size = (gsize) (at - commands->text);
      commands->rest = at + mark;
    }
  }
  if (mark == 0)
    commands->size = (gsize) (end - commands->text);
  return TRUE;
}

gboolean
hm_command_takes (const HmCommands *commands, const char *name)
{
  gsize size = strlen (name);

  for (gsize at = 1; size > 0 && at + size <= commands->size; at++) {
    char before = commands->text[at - 1];
    const char after = (char) (at + size < commands->size ? commands->text[at + size] : ' ');

    if (strchr ("${%:", before) != NULL && before != '\0' && !g_ascii_isalnum (after)
        && after != '_' && strncmp (commands->text + at, name, size) == 0)
      return TRUE;
  }
  return FALSE;
}
