/* SPDX-License-Identifier: Apache-2.0 */
/* Plug-ins' words come this way too, so a terminal gets them masked. */
#include "render/checks_doc.h"

#include "core/mask.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

#include <string.h>

#define GAP 2

static HmWrap
wrap_open (GString *out, const HmTerminal *terminal)
{
  const guint width = MAX (terminal->width, HM_TERMINAL_WIDTH_MIN);

  return (HmWrap){
    .out = out,
    .width = MIN (width, HM_TERMINAL_PROSE_MAX),
    .is_colour = terminal->colour,
  };
}

static void
bold_write (HmWrap *wrap, const HmTerminal *terminal, const char *text)
{
  g_autofree char *masked = hm_terminal_text (terminal, text);

  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, masked);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
}

/* A paragraph at @indent; with @label before it. */
static void
paragraph_write (HmWrap *wrap, const HmTerminal *terminal, guint indent, const char *label,
                 const char *text)
{
  g_autofree char *masked = hm_terminal_text (terminal, text);

  hm_wrap_to_column (wrap, indent);
  hm_wrap_indent (wrap, indent);
  hm_wrap_text (wrap, label);
  hm_wrap_text (wrap, masked);
  hm_wrap_end (wrap);
}

static void
check_line_write (HmWrap *wrap, const HmTerminal *terminal, const HmCheck *check,
                  const HmPolicy *policy)
{
  char weight[G_ASCII_DTOSTR_BUF_SIZE];

  hm_wrap_indent (wrap, GAP);
  bold_write (wrap, terminal, check->name);
  g_ascii_formatd (weight, sizeof weight, "%g", policy->risk_weights[check->risk]);
  hm_wrap_printf (wrap, "(%s risk, weight %s)", hm_risk_text (check->risk), weight);
  hm_wrap_end (wrap);
}

void
hm_checks_doc_list (GString *out, const HmCheck *const *checks, gsize n_checks,
                    const HmPolicy *policy, const HmTerminal *terminal)
{
  HmWrap wrap = wrap_open (out, terminal);

  for (gsize i = 0; i < n_checks; i++) {
    check_line_write (&wrap, terminal, checks[i], policy);
    paragraph_write (&wrap, terminal, GAP, "", checks[i]->summary);
  }
}

static void
probe_write (HmWrap *wrap, const HmTerminal *terminal, const HmProbe *probe)
{
  hm_wrap_end (wrap);
  hm_wrap_to_column (wrap, GAP);
  hm_wrap_indent (wrap, 2 * GAP);
  bold_write (wrap, terminal, probe->id);
  hm_wrap_end (wrap);
  paragraph_write (wrap, terminal, 2 * GAP, "", probe->question);
  paragraph_write (wrap, terminal, 2 * GAP, "Evidence:", probe->evidence);
  paragraph_write (wrap, terminal, 2 * GAP, "Scoring:", probe->scoring);
  paragraph_write (wrap, terminal, 2 * GAP, "To mend it:", probe->remediation);
}

void
hm_checks_doc_check (GString *out, const HmCheck *check, const HmPolicy *policy,
                     const HmTerminal *terminal)
{
  HmWrap wrap = wrap_open (out, terminal);

  check_line_write (&wrap, terminal, check, policy);
  paragraph_write (&wrap, terminal, GAP, "", check->summary);
  hm_wrap_end (&wrap);
  paragraph_write (&wrap, terminal, GAP, "", check->why);
  for (gsize i = 0; i < check->n_probes; i++)
    probe_write (&wrap, terminal, &check->probes[i]);
  if (*check->differs == '\0')
    return;
  hm_wrap_end (&wrap);
  paragraph_write (&wrap, terminal, GAP, "Differs from Scorecard:", check->differs);
}

/*
 * Appends prose of ours: `code spans` stay as they are, what Markdown would read as markup elsewhere is escaped. Not
 * hm_mask_markdown(), which spells colons as entities: this file is read as text too.
 */
static void
prose_append (GString *out, const char *text)
{
  const char *at = text;

  while (*at != '\0') {
    const char *end = *at == '`' ? strchr (at + 1, '`') : NULL;

    if (end != NULL) {
      g_string_append_len (out, at, end + 1 - at);
      at = end + 1;
      continue;
    }
    if (*at == '<')
      g_string_append (out, "&lt;");
    else if (*at == '&')
      g_string_append (out, "&amp;");
    else if (strchr ("\\`*[]|", *at) != NULL
             || (*at == '_'
                 && (at == text || !g_ascii_isalnum (at[-1]) || !g_ascii_isalnum (at[1]))))
      g_string_append_printf (out, "\\%c", *at);
    else
      g_string_append_c (out, *at == '\n' ? ' ' : *at);
    at++;
  }
}

static void
line_append (GString *out, const char *before, const char *text, const char *after)
{
  g_string_append (out, before);
  prose_append (out, text);
  g_string_append (out, after);
}

static void
weights_append (GString *out, const HmPolicy *policy)
{
  g_string_append (out, "| Risk | Weight |\n|---|--:|\n");
  for (int risk = 0; risk < HM_N_RISKS; risk++) {
    char weight[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd (weight, sizeof weight, "%g", policy->risk_weights[risk]);
    g_string_append_printf (out, "| %s | %s |\n", hm_risk_text ((HmRisk) risk), weight);
  }
}

static void
bands_append (GString *out, const HmPolicy *policy)
{
  g_string_append (out, "| Score from | Band |\n|--:|---|\n");
  for (gsize i = 0; i < policy->n_bands; i++)
    g_string_append_printf (out, "| %d.%d | %s |\n", policy->bands[i].from_tenths / 10,
                            policy->bands[i].from_tenths % 10, policy->bands[i].id);
}

static void
scoring_append (GString *out, const HmPolicy *policy)
{
  g_string_append (
      out, "## How the score comes about\n\n"
           "A check asks a few yes/no questions, its probes. Each answer is *pass*, *fail*, "
           "*unknown* (could not look) or *not\napplicable*. A fixed rule turns the answers into 0 "
           "to 10 points, and is applied three times:\n\n"
           "- **score**: the unknown answers are left out;\n"
           "- **floor**: they count as failed;\n"
           "- **ceiling**: they count as passed.\n\n"
           "A check of which nothing is known has no score, a floor of 0 and a ceiling of 10. One "
           "that does not apply counts nowhere.\n\n"
           "The **aggregate score** is the mean of the scored checks, weighted by their risk. Its "
           "floor and ceiling are the same mean of the\nfloors and ceilings of all checks that "
           "apply.\n\n");
  weights_append (out, policy);
  g_string_append_printf (
      out,
      "\n**Coverage** is the share of the scale that the evidence settles: 100 %% less the "
      "distance "
      "from floor to ceiling. Below %d %%\na badge says `partial`. So what can't be seen never "
      "raises the floor, and hiding evidence shows.\n\n",
      policy->partial_below_percent);
  bands_append (out, policy);
}

void
hm_checks_doc_probe (GString *out, const HmProbe *probe)
{
  line_append (out, "", probe->question, "\n\n");
  line_append (out, "- Evidence: ", probe->evidence, "\n");
  line_append (out, "- Scoring: ", probe->scoring, "\n");
  line_append (out, "- To mend it: ", probe->remediation, "\n");
}

static void
check_append (GString *out, const HmCheck *check, const HmPolicy *policy)
{
  char weight[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (weight, sizeof weight, "%g", policy->risk_weights[check->risk]);
  line_append (out, "\n## ", check->name, "\n\n");
  line_append (out, "", check->summary, "\n\n");
  g_string_append_printf (out, "Id `%s`, risk %s, weight %s.\n\n", check->id,
                          hm_risk_text (check->risk), weight);
  line_append (out, "", check->why, "\n\n### Probes\n");
  for (gsize i = 0; i < check->n_probes; i++) {
    g_string_append_printf (out, "\n#### `%s`\n\n", check->probes[i].id);
    hm_checks_doc_probe (out, &check->probes[i]);
  }
  g_string_append (out, "\n### Differs from Scorecard\n\n");
  prose_append (out, *check->differs != '\0' ? check->differs : "It does not.");
  g_string_append_c (out, '\n');
}

void
hm_checks_doc_markdown (GString *out, const HmCheck *const *checks, gsize n_checks,
                        const HmPolicy *policy)
{
  g_string_append (out, "# Checks\n\n"
                        "Written by `hallmark checks --markdown` from the checks' own tables.\n\n");
  scoring_append (out, policy);
  for (gsize i = 0; i < n_checks; i++)
    check_append (out, checks[i], policy);
}
