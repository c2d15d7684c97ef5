/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/publishing.h"

#include <string.h>

#include "checks/lines.h"
#include "checks/place.h"
#include "core/yaml.h"

/* How a channel is published to. All lists end in NULL. */
typedef struct {
  const char *name;
  const char *const *actions;  /* that publish, or fetch the right to */
  const char *const *commands; /* that publish */
  const char *const *secrets;  /* parts of the names that its long-lived tokens bear */
  const char *const *trusted;  /* (nullable) actions without which an identity token is of no use */
} Channel;

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const Channel channels[HM_N_CHANNELS] = {
  [HM_CHANNEL_PYPI] = { "PyPI", WORDS ("pypa/gh-action-pypi-publish"),
                        WORDS ("twine upload", "poetry publish", "uv publish", "flit publish",
                               "hatch publish", "pdm publish", "maturin publish", "maturin upload"),
                        WORDS ("PYPI", "TWINE", "POETRY", "FLIT_", "HATCH_INDEX", "MATURIN",
                               "UV_PUBLISH", "PDM_PUBLISH"),
                        NULL },
  [HM_CHANNEL_NPM] = { "npm", WORDS ("JS-DevTools/npm-publish", "changesets/action"),
                       WORDS ("npm publish", "yarn publish", "lerna publish", "changeset publish",
                              "semantic-release"),
                       WORDS ("NPM", "NODE_AUTH_TOKEN"), NULL },
  [HM_CHANNEL_RUBYGEMS] = { "RubyGems",
                            WORDS ("rubygems/release-gem",
                                   "rubygems/configure-rubygems-credentials"),
                            WORDS ("gem push", "rake release", "gem release"),
                            WORDS ("RUBYGEMS", "GEM_"),
                            WORDS ("rubygems/release-gem",
                                   "rubygems/configure-rubygems-credentials") },
  [HM_CHANNEL_CRATES] = { "crates.io",
                          WORDS ("rust-lang/crates-io-auth-action", "katyo/publish-crates",
                                 "release-plz/action", "MarcoIeni/release-plz-action"),
                          WORDS ("cargo publish", "cargo release", "cargo workspaces publish",
                                 "release-plz release"),
                          WORDS ("CARGO", "CRATES"),
                          WORDS ("rust-lang/crates-io-auth-action", "release-plz/action",
                                 "MarcoIeni/release-plz-action") },
};

static const char *const workflow_places[] = { HM_WORKFLOW_PLACES, NULL };

/* One job with what it inherits. */
typedef struct {
  const HmYaml *job;
  const HmYaml *steps;   /* (nullable) */
  gboolean has_identity; /* may ask for an identity token */
  const char *secret;    /* (nullable) of the channel's, that the whole workflow is given */
  guint secret_line;
} Job;

static gboolean
holds_any (const char *text, const char *const *words)
{
  for (; *words != NULL; words++) {
    if (hm_text_holds (text, strlen (text), *words))
      return TRUE;
  }
  return FALSE;
}

/* "owner/name", "owner/name@ref" or "owner/name/path@ref" of one of @actions. */
static gboolean
uses_any (const HmYaml *step, const char *const *actions)
{
  const char *uses = hm_yaml_get_text (step, "uses");

  for (; uses != NULL && *actions != NULL; actions++) {
    gsize size = strlen (*actions);

    if (g_ascii_strncasecmp (uses, *actions, size) == 0
        && (uses[size] == '@' || uses[size] == '/' || uses[size] == '\0'))
      return TRUE;
  }
  return FALSE;
}

/* A command in a comment or a rehearsal publishes nothing. */
static gboolean
runs_any (const HmYaml *step, const char *const *commands)
{
  const char *run = hm_yaml_get_text (step, "run");
  HmLines lines;

  if (run == NULL)
    return FALSE;
  hm_lines_init (&lines, run, strlen (run));
  while (hm_lines_next (&lines)) {
    gsize at = 0;

    while (at < lines.size && g_ascii_isspace (lines.text[at]))
      at++;
    if (at == lines.size || lines.text[at] == '#'
        || hm_text_holds (lines.text, lines.size, "--dry-run"))
      continue;
    for (const char *const *command = commands; *command != NULL; command++) {
      if (hm_text_holds (lines.text, lines.size, *command))
        return TRUE;
    }
  }
  return FALSE;
}

/* Whether any scalar below @yaml holds @word. The tree's depth is bounded by its parser. */
static gboolean
tree_holds (const HmYaml *yaml, const char *word)
{
  if (yaml == NULL)
    return FALSE;
  if (yaml->kind == HM_YAML_SCALAR)
    return hm_text_holds (yaml->text, strlen (yaml->text), word);
  for (guint i = 0; yaml->items != NULL && i < yaml->items->len; i++) {
    if (tree_holds (g_ptr_array_index (yaml->items, i), word))
      return TRUE;
  }
  return FALSE;
}

/* Rehearsals go to TestPyPI, which is not the channel. */
static gboolean
is_rehearsal (const HmYaml *step)
{
  return tree_holds (step, "test.pypi.org") || tree_holds (step, "testpypi");
}

/* Private packages go to GitHub's registry with npm's own command. */
static gboolean
is_private_registry (const HmYaml *job)
{
  return tree_holds (job, "npm.pkg.github.com") && !tree_holds (job, "registry.npmjs.org");
}

static gboolean
grants_identity (const HmYaml *permissions)
{
  const char *granted = NULL;

  if (permissions != NULL && permissions->kind == HM_YAML_SCALAR)
    return g_str_equal (permissions->text, "write-all");
  granted = hm_yaml_get_text (permissions, "id-token");
  return granted != NULL && g_str_equal (granted, "write");
}

/*
 * Whether @text, the value of @key, takes a secret that a registry gave out. With @is_action_input the key says
 * so whatever the secret is called.
 *
 * Returns: (owned) (nullable) the secret's name.
 */
static char *
registry_secret (const Channel *channel, const char *key, const char *text,
                 gboolean is_action_input)
{
  static const char *const inputs[] = { "password", "token", "api-token", "registry-token", NULL };
  const char *at = text;

  while ((at = strstr (at, "secrets.")) != NULL) {
    gsize size = 0;
    g_autofree char *name = NULL;
    gboolean is_input = FALSE;

    at += strlen ("secrets.");
    while (g_ascii_isalnum (at[size]) || at[size] == '_' || at[size] == '-')
      size++;
    name = g_strndup (at, size);
    if (size == 0 || g_ascii_strcasecmp (name, "GITHUB_TOKEN") == 0
        || (holds_any (name, WORDS ("PYPI")) && holds_any (name, WORDS ("TEST"))))
      continue;
    for (const char *const *input = inputs; is_action_input && *input != NULL; input++)
      is_input |= key != NULL && g_str_equal (key, *input);
    if (is_input || holds_any (name, channel->secrets)
        || (key != NULL && holds_any (key, channel->secrets)))
      return g_steal_pointer (&name);
  }
  return NULL;
}

/* Looks through the values of a mapping such as `env`. */
static char *
mapping_secret (const Channel *channel, const HmYaml *mapping, gboolean is_action_input,
                guint *ret_line)
{
  if (mapping == NULL || mapping->kind != HM_YAML_MAPPING)
    return NULL;
  for (guint i = 0; i < mapping->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (mapping->items, i);
    char *secret = item->kind == HM_YAML_SCALAR
                       ? registry_secret (channel, item->key, item->text, is_action_input)
                       : NULL;

    if (secret != NULL) {
      *ret_line = item->line;
      return secret;
    }
  }
  return NULL;
}

static char *
step_secret (const Channel *channel, const HmYaml *step, guint *ret_line)
{
  const HmYaml *run = hm_yaml_get (step, "run");
  char *secret = mapping_secret (channel, hm_yaml_get (step, "env"), FALSE, ret_line);

  if (secret == NULL)
    secret = mapping_secret (channel, hm_yaml_get (step, "with"), uses_any (step, channel->actions),
                             ret_line);
  if (secret == NULL && run != NULL && run->kind == HM_YAML_SCALAR) {
    secret = registry_secret (channel, NULL, run->text, FALSE);
    *ret_line = run->line;
  }
  return secret;
}

/* A token may be given to the publishing step, to one before it that writes it down, to the job or to the workflow. */
static char *
job_secret (const Channel *channel, const Job *job, guint *ret_line)
{
  char *secret = NULL;

  for (guint i = 0; secret == NULL && i < job->steps->items->len; i++)
    secret = step_secret (channel, g_ptr_array_index (job->steps->items, i), ret_line);
  if (secret == NULL)
    secret = mapping_secret (channel, hm_yaml_get (job->job, "env"), FALSE, ret_line);
  if (secret == NULL) {
    secret = g_strdup (job->secret);
    *ret_line = job->secret_line;
  }
  return secret;
}

static void
set_place (HmWorkflowPlace *place, const HmTreeEntry *entry, guint line)
{
  if (place->entry == NULL)
    *place = (HmWorkflowPlace){ entry, line };
}

static void
read_job (HmChannel id, const Job *job, const HmTreeEntry *entry, HmPublishing *publishing)
{
  const Channel *channel = &channels[id];
  guint publish_line = 0;
  guint secret_line = 0;
  gboolean is_trusted = channel->trusted == NULL;
  g_autofree char *secret = NULL;

  for (guint i = 0; i < job->steps->items->len; i++) {
    const HmYaml *step = g_ptr_array_index (job->steps->items, i);

    is_trusted |= channel->trusted != NULL && uses_any (step, channel->trusted);
    if (publish_line == 0
        && (uses_any (step, channel->actions) || runs_any (step, channel->commands))
        && !(id == HM_CHANNEL_PYPI && is_rehearsal (step)))
      publish_line = step->line;
  }
  if (publish_line == 0 || (id == HM_CHANNEL_NPM && is_private_registry (job->job)))
    return;

  secret = job_secret (channel, job, &secret_line);
  if (secret != NULL && publishing->token.entry == NULL) {
    set_place (&publishing->token, entry, secret_line);
    publishing->secret = g_steal_pointer (&secret);
  } else if (secret == NULL && is_trusted && job->has_identity) {
    set_place (&publishing->trusted, entry, publish_line);
  } else if (secret == NULL) {
    set_place (&publishing->unclear, entry, publish_line);
  }
}

static void
read_workflow (HmChannel channel, const HmYaml *workflow, const HmTreeEntry *entry,
               HmPublishing *publishing)
{
  const HmYaml *jobs = hm_yaml_get (workflow, "jobs");
  const HmYaml *permissions = hm_yaml_get (workflow, "permissions");
  guint secret_line = 0;
  g_autofree char *secret =
      mapping_secret (&channels[channel], hm_yaml_get (workflow, "env"), FALSE, &secret_line);

  if (jobs == NULL || jobs->kind != HM_YAML_MAPPING)
    return;
  for (guint i = 0; i < jobs->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (jobs->items, i);
    const HmYaml *own_permissions = hm_yaml_get (item, "permissions");
    Job job = { .job = item,
                .steps = hm_yaml_get (item, "steps"),
                .has_identity =
                    grants_identity (own_permissions != NULL ? own_permissions : permissions),
                .secret = secret,
                .secret_line = secret_line };

    if (job.steps != NULL && job.steps->kind == HM_YAML_SEQUENCE)
      read_job (channel, &job, entry, publishing);
  }
}

/* A workflow that can't be read may publish to the channels whose words it holds; one without text, to any. */
static void
note_unread (const HmDocument *document, const char *why, HmPublishing *publishing)
{
  for (int i = 0; i < HM_N_CHANNELS; i++) {
    gboolean is_concerned = document->text == NULL;

    for (const char *const *word = channels[i].commands; !is_concerned && *word != NULL; word++)
      is_concerned = hm_text_holds (document->text, document->size, *word);
    for (const char *const *word = channels[i].actions; !is_concerned && *word != NULL; word++)
      is_concerned = hm_text_holds (document->text, document->size, *word);
    if (!is_concerned || publishing[i].unread.entry != NULL)
      continue;
    set_place (&publishing[i].unread, document->entry, 0);
    publishing[i].unread_why = g_strdup (why);
  }
}

const char *
hm_channel_text (HmChannel channel)
{
  return channels[channel].name;
}

void
hm_publishing_read (const HmTree *tree, HmPublishing ret_publishing[HM_N_CHANNELS])
{
  memset (ret_publishing, 0, HM_N_CHANNELS * sizeof *ret_publishing);
  for (gsize i = 0; i < tree->n_documents; i++) {
    const HmDocument *document = &tree->documents[i];
    g_autoptr (HmYaml) workflow = NULL;
    g_autoptr (GError) error = NULL;

    if (!hm_places_match (workflow_places, document->entry->path)
        || document->entry->kind == HM_ENTRY_SYMLINK)
      continue;
    if (document->text != NULL)
      workflow = hm_yaml_parse (document->text, document->size, &error);
    for (int channel = 0; workflow != NULL && channel < HM_N_CHANNELS; channel++)
      read_workflow ((HmChannel) channel, workflow, document->entry, &ret_publishing[channel]);
    if (workflow != NULL && workflow->has_alias)
      note_unread (document, "parts of it are aliases, which are not expanded", ret_publishing);
    if (workflow == NULL)
      note_unread (document,
                   error != NULL           ? error->message
                   : document->why != NULL ? document->why
                                           : "its text is not there",
                   ret_publishing);
  }
}

void
hm_publishing_clear (HmPublishing *publishing)
{
  g_clear_pointer (&publishing->secret, g_free);
  g_clear_pointer (&publishing->unread_why, g_free);
}
