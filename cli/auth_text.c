/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/auth_text.h"

#include "render/terminal_text.h"
#include "render/wrap.h"

#define GAP 2
#define LABEL_COLUMNS 24u

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
heading_write (HmWrap *wrap, const HmTerminal *terminal, const char *text)
{
  g_autofree char *masked = hm_terminal_text (terminal, text);

  hm_wrap_indent (wrap, GAP);
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, masked);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
}

static void
row_write (HmWrap *wrap, const HmTerminal *terminal, const char *label, const char *text)
{
  g_autofree char *masked = hm_terminal_text (terminal, text);

  hm_wrap_to_column (wrap, GAP);
  hm_wrap_text (wrap, label);
  hm_wrap_indent (wrap, LABEL_COLUMNS);
  hm_wrap_to_column (wrap, LABEL_COLUMNS);
  hm_wrap_text (wrap, masked);
  hm_wrap_end (wrap);
}

void
hm_auth_identity_append (GString *out, const HmForgeIdentity *identity, const HmForgeRoute *route,
                         const HmTerminal *terminal)
{
  HmWrap wrap = wrap_open (out, terminal);
  const struct {
    const char *label;
    const char *text;
    const char *missing;
  } rows[] = {
    { "login", identity->login, "not told" },
    { "class", identity->token_class, "not told" },
    { "scopes", identity->scopes, "not told" },
    { "quota", identity->quota, "not told" },
    { "role", identity->role, route->project != NULL ? "not told" : "no project was named" },
  };
  g_autofree char *heading = g_strdup_printf (
      "%s at %s", route->token_name != NULL ? route->token_name : "No token", route->api);

  heading_write (&wrap, terminal, heading);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    row_write (&wrap, terminal, rows[i].label,
               rows[i].text != NULL && *rows[i].text != '\0' ? rows[i].text : rows[i].missing);
}

static void
fact_write (HmWrap *wrap, const HmTerminal *terminal, const char *label, const HmFact *fact)
{
  g_autofree char *unknown =
      g_strdup_printf ("unknown: %s", fact->why != NULL ? fact->why : "not shown");

  row_write (wrap, terminal, label,
             fact->truth == HM_TRUTH_YES  ? "yes"
             : fact->truth == HM_TRUTH_NO ? "no"
                                          : unknown);
}

static void
count_write (HmWrap *wrap, const HmTerminal *terminal, const char *label, const HmCountFact *count)
{
  g_autofree char *text =
      count->is_known
          ? g_strdup_printf ("%s%u", count->is_minimum ? "at least " : "", count->value)
          : g_strdup_printf ("unknown: %s", count->why != NULL ? count->why : "not shown");

  row_write (wrap, terminal, label, text);
}

static void
branch_write (HmWrap *wrap, const HmTerminal *terminal, const HmBranchRules *branch)
{
  const HmFact *const facts[] = {
    &branch->blocks_force_push,          &branch->blocks_deletion,
    &branch->requires_pull_request,      &branch->requires_last_push_approval,
    &branch->requires_up_to_date,        &branch->requires_status_checks,
    &branch->requires_code_owner_review, &branch->dismisses_stale_approvals,
    &branch->applies_to_admins,
  };
  guint n_known = branch->required_approvals.is_known ? 1 : 0;
  g_autofree char *label = g_strdup_printf ("rules of %.40s", branch->name);
  g_autofree char *masked = hm_terminal_text (terminal, label);
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    n_known += facts[i]->truth != HM_TRUTH_UNKNOWN ? 1 : 0;
  text = g_strdup_printf ("%u of %zu settings", n_known, G_N_ELEMENTS (facts) + 1);
  row_write (wrap, terminal, masked, text);
}

void
hm_auth_facts_append (GString *out, const HmForge *forge, const HmTerminal *terminal)
{
  HmWrap wrap = wrap_open (out, terminal);
  const struct {
    const char *label;
    const HmFact *fact;
  } facts[] = {
    { "private", &forge->is_private },
    { "archived", &forge->is_archived },
    { "fork", &forge->is_fork },
    { "signed commits wanted", &forge->requires_signed_commits },
    { "2FA required", &forge->requires_two_factor },
    { "all members with 2FA", &forge->all_members_two_factor },
    { "private reporting", &forge->has_private_reporting },
    { "security policy", &forge->has_security_policy },
  };
  g_autofree char *signatures = g_strdup_printf ("%zu", forge->n_signatures);
  g_autofree char *changes = g_strdup_printf ("%zu", forge->n_changes);

  hm_wrap_end (&wrap);
  heading_write (&wrap, terminal, "What it shows");
  if (forge->asked_at == 0 || (forge->why != NULL && forge->default_branch == NULL)) {
    row_write (&wrap, terminal, "nothing", forge->why != NULL ? forge->why : "");
    return;
  }
  row_write (&wrap, terminal, "default branch",
             forge->default_branch != NULL ? forge->default_branch : "unknown");
  for (gsize i = 0; i < forge->n_branches; i++)
    branch_write (&wrap, terminal, &forge->branches[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    fact_write (&wrap, terminal, facts[i].label, facts[i].fact);
  count_write (&wrap, terminal, "people who may push", &forge->n_pushers);
  count_write (&wrap, terminal, "administrators", &forge->n_admins);
  count_write (&wrap, terminal, "CODEOWNERS errors", &forge->n_code_owner_errors);
  row_write (&wrap, terminal, "signatures", signatures);
  row_write (&wrap, terminal, "merged changes",
             forge->n_changes == 0 && forge->changes_why != NULL ? forge->changes_why : changes);
}

static gboolean
is_wanted (const HmFinding *finding, const char *how)
{
  return finding->outcome == HM_UNKNOWN && g_str_equal (finding->remediation, how);
}

/* Returns: how many were written. */
static guint
result_write (HmWrap *wrap, const HmTerminal *terminal, const HmResult *result, const char *how)
{
  guint n = 0;

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);
    g_autofree char *name = NULL;
    g_autofree char *text = NULL;

    if (!is_wanted (finding, how))
      continue;
    name = hm_terminal_text (terminal, result->name);
    text = hm_terminal_text (terminal, finding->message);
    hm_wrap_to_column (wrap, GAP);
    hm_wrap_indent (wrap, 2 * GAP);
    hm_wrap_printf (wrap, "%s:", name);
    hm_wrap_text (wrap, text);
    hm_wrap_end (wrap);
    n++;
  }
  return n;
}

void
hm_auth_unknown_append (GString *out, const HmReport *report, const char *how,
                        const HmTerminal *terminal)
{
  HmWrap wrap = wrap_open (out, terminal);
  g_autofree char *text = hm_terminal_text (terminal, how);
  guint n = 0;

  hm_wrap_end (&wrap);
  heading_write (&wrap, terminal, "What stays unknown");
  for (guint i = 0; i < report->results->len; i++)
    n += result_write (&wrap, terminal, g_ptr_array_index (report->results, i), how);
  hm_wrap_to_column (&wrap, GAP);
  hm_wrap_indent (&wrap, GAP);
  hm_wrap_text (&wrap, n == 0 ? "Nothing that the forge could settle." : text);
  hm_wrap_end (&wrap);
}
