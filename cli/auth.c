/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark auth`: who the token is, what it may see, and what stays unknown with it. */
#include "checks/registry.h"
#include "cli/auth_text.h"
#include "cli/command.h"
#include "cli/countdown.h"
#include "cli/forge_options.h"
#include "cli/interrupt.h"
#include "cli/now.h"
#include "cli/speak.h"
#include "core/error.h"
#include "evidence/collect.h"
#include "evidence/forge/gather.h"
#include "evidence/git/cancel.h"
#include "evidence/git/clone.h"
#include "scoring/score.h"

#include <hallmark/version.h>

static struct {
  char *color;
} options;

static const GOptionEntry entries[] = {
  HM_FORGE_ACCESS_ENTRIES,
  { "color", 0, 0, G_OPTION_ARG_FILENAME, &options.color, "Colour: auto, always or never", "WHEN" },
  G_OPTION_ENTRY_NULL,
};

/* What there is to be told. */
typedef struct {
  HmForgePlan forge;
  HmRegistry *registry;
  GPtrArray *checks; /* (element-type const HmCheck, borrowed) those that the forge has a say in */
  GPtrArray *reads;  /* (element-type const char*) NULL-terminated */
  HmCollectOptions collect;
  HmEvidenceStore *store; /* (nullable) where no project is named */
  HmForgeRoute route;
  HmForgeIdentity *identity;
} Auth;

static void
auth_clear (Auth *auth)
{
  g_clear_pointer (&auth->identity, hm_forge_identity_free);
  hm_forge_route_clear (&auth->route);
  g_clear_pointer (&auth->store, hm_evidence_store_free);
  g_clear_pointer (&auth->reads, g_ptr_array_unref);
  g_clear_pointer (&auth->checks, g_ptr_array_unref);
  g_clear_pointer (&auth->registry, hm_registry_free);
  hm_forge_plan_clear (&auth->forge);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Auth, auth_clear)

static void
checks_gather (Auth *auth)
{
  const HmCheck *const *all;
  gsize n_all;

  auth->registry = hm_registry_new ();
  auth->checks = g_ptr_array_new ();
  auth->reads = g_ptr_array_new ();
  all = hm_registry_checks (auth->registry, &n_all);
  for (gsize i = 0; i < n_all; i++) {
    if ((all[i]->needs & HM_NEED_FORGE) == 0)
      continue;
    g_ptr_array_add (auth->checks, (gpointer) (guintptr) all[i]);
    auth->collect.needs |= all[i]->needs;
    for (gsize j = 0; all[i]->reads != NULL && all[i]->reads[j] != NULL; j++)
      g_ptr_array_add (auth->reads, (gpointer) (guintptr) all[i]->reads[j]);
  }
  g_ptr_array_add (auth->reads, NULL);
  auth->collect.reads = (const char *const *) auth->reads->pdata;
  /* The remote's host is what the route goes by. */
  auth->collect.needs |= HM_NEED_PLATFORM;
}

/* Where neither a repository is here nor one was named, the token alone is asked about. */
static gboolean
project_collect (Auth *auth, const char *subject, GError **error)
{
  g_autoptr (GError) mistake = NULL;

  if (subject != NULL && hm_clone_is_url (subject) && !g_file_test (subject, G_FILE_TEST_EXISTS)) {
    auth->collect.forge.is_named = hm_forge_is_named (subject);
    auth->store = hm_collect_forge (subject, &auth->collect, &mistake);
  } else {
    auth->store = hm_collect (subject != NULL ? subject : ".", &auth->collect, &mistake);
  }
  if (auth->store != NULL
      || (subject == NULL && g_error_matches (mistake, HM_ERROR, HM_ERROR_NOT_FOUND)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&mistake));
  return FALSE;
}

static gboolean
auth_ask (Auth *auth, const char *subject, GError **error)
{
  const HmPlatform nowhere = { 0 };
  gboolean is_told;

  if (!hm_now_read (&auth->collect.as_of, &is_told, error))
    return FALSE;
  auth->collect.forge = auth->forge.options;
  auth->collect.forge.asked_at = auth->collect.as_of;
  checks_gather (auth);
  if (!project_collect (auth, subject, error))
    return FALSE;
  auth->identity = hm_forge_identify (
      &auth->collect.forge,
      auth->store != NULL ? &hm_evidence_store_facts (auth->store)->platform : &nowhere,
      &auth->route, auth->collect.cancelled, error);
  if (auth->identity == NULL && auth->route.how != NULL && !auth->route.is_asked && error != NULL
      && *error != NULL) {
    g_autofree char *message = g_strdup_printf ("%s. %s", (*error)->message, auth->route.how);

    g_free ((*error)->message);
    (*error)->message = g_steal_pointer (&message);
  }
  return auth->identity != NULL;
}

static void
auth_write (const Auth *auth, GString *text, const HmTerminal *terminal)
{
  const HmFacts *facts = auth->store != NULL ? hm_evidence_store_facts (auth->store) : NULL;
  g_autoptr (HmReport) report = NULL;

  hm_auth_identity_append (text, auth->identity, &auth->route, terminal);
  if (facts == NULL || facts->forge.asked_at == 0)
    return;
  report = hm_score_subject ((const HmCheck *const *) auth->checks->pdata, auth->checks->len, facts,
                             &hm_policy_default, HM_VERSION);
  hm_auth_facts_append (text, &facts->forge, terminal);
  hm_auth_unknown_append (text, report, facts->forge.how != NULL ? facts->forge.how : "", terminal);
}

static int
complain (const GError *error, const gint *cancelled)
{
  hm_countdown_wipe ();
  if (hm_is_cancelled (cancelled)) {
    hm_complain ("interrupted");
    return HM_EXIT_INTERRUPTED;
  }
  hm_complain ("%s", error->message);
  return error->domain == HM_ERROR && error->code == HM_ERROR_USAGE ? HM_EXIT_USAGE
                                                                    : HM_EXIT_SUBJECT;
}

static int
auth_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_auto (GStrv) environment = g_get_environ ();
  g_auto (Auth) auth = { .collect = { .cancelled = cancelled } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  HmTerminal terminal;
  HmColor color;

  if (arguments[0] != NULL && arguments[1] != NULL) {
    hm_complain ("%s: one repository at a time; '%s' is one too many", arguments[0], arguments[1]);
    return HM_EXIT_USAGE;
  }
  if (!hm_color_parse (options.color != NULL ? options.color : "auto", &color, &error)
      || !hm_forge_options_read (environment, &auth.forge, &error)
      || !auth_ask (&auth, arguments[0], &error))
    return complain (error, cancelled);
  hm_countdown_wipe ();
  terminal = hm_stdout_terminal (color);
  auth_write (&auth, text, &terminal);
  return hm_speak (text->str, text->len);
}

const HmCommand hm_command_auth = {
  .name = "auth",
  .arguments = "[REPO]",
  .summary = "Say who the forge's token is, and what it may see",
  .description =
      "REPO is a folder in a git repository (default: this one) or a URL. The token is that of the\n"
      "forge that REPO's remote names: GITHUB_TOKEN or GH_TOKEN, GITLAB_TOKEN, FORGEJO_TOKEN or\n"
      "GITEA_TOKEN, each shown to its own host alone; or that of --token-file. Without a project\n"
      "it is the first that is set.\n"
      "\n"
      "Exits with 3 where the forge refuses the token.",
  .options = entries,
  .run = auth_run,
};
