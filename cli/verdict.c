/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/verdict.h"

#include <stdio.h>

#include "cli/command.h"
#include "cli/speak.h"
#include "core/error.h"
#include "render/annotations.h"
#include "render/terminal_verdict.h"

HmVerdictOptionTexts hm_verdict_option_texts;

gboolean
hm_verdict_options_check (GError **error)
{
  const char *annotate = hm_verdict_option_texts.annotate;

  if (annotate == NULL || g_str_equal (annotate, "github"))
    return TRUE;
  return hm_fail (
      error, HM_ERROR_USAGE,
      "--annotate %s: no such CI; there is github, which Forgejo and Gitea read as well", annotate);
}

int
hm_verdict_speak (const HmReport *report, const HmTerminal *terminal, gboolean is_stdout_taken,
                  GString *text)
{
  /* The table of a report ends with its verdict. */
  if (report->verdict != NULL && text->len == 0)
    hm_terminal_verdict (text, report, terminal);
  if (hm_verdict_option_texts.annotate != NULL)
    hm_annotations_github (text, report);
  if (!is_stdout_taken)
    return hm_speak (text->str, text->len);
  fwrite (text->str, 1, text->len, stderr);
  return HM_EXIT_OK;
}
