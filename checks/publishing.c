/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/publishing.h"

#include <string.h>

#include "checks/expression.h"
#include "checks/lines.h"
#include "checks/place.h"
#include "checks/script.h"
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

/* A line that is longer than what is looked at may publish at its end. */
static const char why_cut[] = "a line is too long to be looked at whole";

/*
 * Bytes looked at for secrets, for each byte of a workflow: every job looks through the workflow's
 * variables, and these may take each other's values. Honest workflows need a few.
 */
#define BUDGET_FACTOR 100u
#define BUDGET_BASE 65536u

/* One job with what it inherits. */
typedef struct {
  const HmYaml *job;
  const HmYaml *steps;        /* (nullable) */
  const HmYaml *workflow_env; /* (nullable) */
  gboolean has_identity;      /* may ask for an identity token */
  gsize *budget;              /* bytes that may still be looked at for secrets */
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

/* Rehearsals publish nothing; those to TestPyPI go to no channel. What a cut line does is not known. */
static HmTruth
command_publishes (const HmCommands *commands, HmChannel id)
{
  if (commands->lines.is_cut)
    return HM_TRUTH_UNKNOWN;
  if (hm_text_holds (commands->text, commands->size, "--dry-run")
      || (id == HM_CHANNEL_PYPI
          && (hm_text_holds (commands->text, commands->size, "test.pypi.org")
              || hm_text_holds (commands->text, commands->size, "testpypi"))))
    return HM_TRUTH_NO;
  for (const char *const *word = channels[id].commands; *word != NULL; word++) {
    if (hm_text_holds (commands->text, commands->size, *word))
      return HM_TRUTH_YES;
  }
  return HM_TRUTH_NO;
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

/* Whether the whole of a step goes to TestPyPI, which is not the channel. */
static gboolean
is_rehearsal (const HmYaml *step)
{
  static const char *const parts[] = { "with", "env" };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    const HmYaml *part = hm_yaml_get (step, parts[i]);

    if (tree_holds (part, "test.pypi.org") || tree_holds (part, "testpypi"))
      return TRUE;
  }
  return FALSE;
}

static HmTruth
step_publishes (const HmYaml *step, HmChannel id)
{
  const char *run = hm_yaml_get_text (step, "run");
  HmTruth truth = uses_any (step, channels[id].actions) ? HM_TRUTH_YES : HM_TRUTH_NO;
  HmCommands commands;

  if (id == HM_CHANNEL_PYPI && is_rehearsal (step))
    return HM_TRUTH_NO;
  if (run == NULL)
    return truth;
  hm_commands_init (&commands, run);
  while (truth != HM_TRUTH_UNKNOWN && hm_commands_next (&commands)) {
    HmTruth command = command_publishes (&commands, id);

    truth = command != HM_TRUTH_NO ? command : truth;
  }
  return truth;
}

/* Private packages go to GitHub's registry with npm's own command. */
static gboolean
is_private_registry (const HmYaml *job)
{
  return tree_holds (job, "npm.pkg.github.com") && !tree_holds (job, "npmjs.");
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

/* Where variables of the environment are set, the innermost first. */
typedef enum {
  SCOPE_STEP,
  SCOPE_JOB,
  SCOPE_WORKFLOW,
} Scope;
#define N_SCOPES 3

/* A look for what a job is given of the channel's secrets. */
typedef struct {
  const Channel *channel;
  const HmYaml *envs[N_SCOPES]; /* (nullable) each; the step's is that of the step at hand */
  char *secret;                 /* (owned) (nullable) the name of the first */
  guint secret_line;
  guint unclear_line; /* where some secret is taken and which one can't be seen; 0: nowhere */
  gsize *budget;
} Search;

/* What is past the budget is unclear. Returns: whether @n_bytes at @line may be looked at. */
static gboolean
search_spend (Search *search, gsize n_bytes, guint line)
{
  if (n_bytes < *search->budget) {
    *search->budget -= n_bytes;
    return TRUE;
  }
  *search->budget = 0;
  search->unclear_line = search->unclear_line > 0 ? search->unclear_line : line;
  return FALSE;
}

/* How many variables a look for one passes. */
static gsize
env_count (const Search *search)
{
  gsize n = 1;

  for (guint scope = 0; scope < N_SCOPES; scope++) {
    const HmYaml *env = search->envs[scope];

    n += env != NULL && env->items != NULL ? env->items->len : 0;
  }
  return n;
}

/* Returns: (nullable) the value of the variable @name; @scope moves out to where it is set. */
static const HmYaml *
env_find (const Search *search, const char *name, guint *scope)
{
  for (; *scope < N_SCOPES; (*scope)++) {
    const HmYaml *value = hm_yaml_get (search->envs[*scope], name);

    if (value != NULL)
      return value;
  }
  return NULL;
}

/* The forge's own token opens no registry, and TestPyPI is none of the channels. */
static gboolean
is_other_secret (const char *name)
{
  return g_ascii_strcasecmp (name, "GITHUB_TOKEN") == 0
         || (holds_any (name, WORDS ("PYPI")) && holds_any (name, WORDS ("TEST")));
}

/*
 * Looks at the expressions of @text. Where @is_telling, what they take goes to the registry, whatever its name is.
 *
 * @from: the innermost Scope whose variables @text may take. Since a variable's own value may take only those further
 * out, this ends.
 */
static void
text_search (Search *search, const char *text, guint line, gboolean is_telling, guint from)
{
  HmContextUses uses;

  if (!search_spend (search, strlen (text) + 1, line))
    return;
  hm_context_uses_init (&uses, text);
  while (search->secret == NULL && hm_context_uses_next (&uses)) {
    g_autofree char *name = uses.name != NULL ? g_strndup (uses.name, uses.name_size) : NULL;
    const HmYaml *value = NULL;
    guint scope = from;

    if (uses.context == HM_CONTEXT_ENV && !is_telling)
      continue;
    if (uses.context == HM_CONTEXT_ENV && name != NULL
        && search_spend (search, env_count (search), line))
      value = env_find (search, name, &scope);
    if (value != NULL && value->kind == HM_YAML_SCALAR) {
      text_search (search, value->text, value->line, TRUE, scope + 1);
    } else if (uses.context == HM_CONTEXT_ENV || name == NULL) {
      search->unclear_line = search->unclear_line > 0 ? search->unclear_line : line;
    } else if (!is_other_secret (name)
               && (is_telling || holds_any (name, search->channel->secrets))) {
      search->secret = g_steal_pointer (&name);
      search->secret_line = line;
    }
  }
}

/*
 * Looks through the values of a mapping: `env`, or the `with` of an action, whose inputs tell where
 * it is the channel's.
 */
static void
mapping_search (Search *search, const HmYaml *mapping, gboolean is_own_action, guint from)
{
  static const char *const inputs[] = { "password", "token", "api-token", "registry-token", NULL };

  if (mapping == NULL || mapping->kind != HM_YAML_MAPPING)
    return;
  for (guint i = 0; i < mapping->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (mapping->items, i);
    gboolean is_telling = item->key != NULL && holds_any (item->key, search->channel->secrets);

    for (const char *const *input = inputs; is_own_action && *input != NULL; input++)
      is_telling |= item->key != NULL && g_ascii_strcasecmp (item->key, *input) == 0;
    if (item->kind == HM_YAML_SCALAR)
      text_search (search, item->text, item->line, is_telling, from);
  }
}

/* The script's own expressions, and the variables that a command which publishes takes. */
static void
run_search (Search *search, HmChannel id, const HmYaml *run)
{
  HmCommands commands;

  text_search (search, run->text, run->line, FALSE, SCOPE_STEP);
  hm_commands_init (&commands, run->text);
  while (search->secret == NULL && hm_commands_next (&commands)) {
    if (command_publishes (&commands, id) != HM_TRUTH_YES)
      continue;
    for (guint scope = 0; scope < N_SCOPES; scope++) {
      const HmYaml *env = search->envs[scope];

      for (guint i = 0; env != NULL && env->items != NULL && i < env->items->len; i++) {
        const HmYaml *item = g_ptr_array_index (env->items, i);

        if (item->key != NULL && item->kind == HM_YAML_SCALAR
            && search_spend (search, commands.size, run->line)
            && hm_command_takes (&commands, item->key))
          text_search (search, item->text, item->line, TRUE, scope + 1);
      }
    }
  }
}

/* A token may be given to the publishing step, to one before it that writes it down, to the job or to the workflow. */
static void
job_search (Search *search, HmChannel id, const Job *job)
{
  search->envs[SCOPE_JOB] = hm_yaml_get (job->job, "env");
  search->envs[SCOPE_WORKFLOW] = job->workflow_env;
  for (guint i = 0; search->secret == NULL && i < job->steps->items->len; i++) {
    const HmYaml *step = g_ptr_array_index (job->steps->items, i);
    const HmYaml *run = hm_yaml_get (step, "run");

    search->envs[SCOPE_STEP] = hm_yaml_get (step, "env");
    mapping_search (search, search->envs[SCOPE_STEP], FALSE, SCOPE_JOB);
    mapping_search (search, hm_yaml_get (step, "with"), uses_any (step, search->channel->actions),
                    SCOPE_STEP);
    if (run != NULL && run->kind == HM_YAML_SCALAR)
      run_search (search, id, run);
  }
  search->envs[SCOPE_STEP] = NULL;
  mapping_search (search, search->envs[SCOPE_JOB], FALSE, SCOPE_WORKFLOW);
  mapping_search (search, search->envs[SCOPE_WORKFLOW], FALSE, N_SCOPES);
}

static void
set_place (HmWorkflowPlace *place, const HmTreeEntry *entry, guint line)
{
  if (place->entry == NULL)
    *place = (HmWorkflowPlace){ entry, line };
}

static void
set_unread (HmPublishing *publishing, const HmTreeEntry *entry, guint line, const char *why)
{
  if (publishing->unread.entry != NULL)
    return;
  set_place (&publishing->unread, entry, line);
  publishing->unread_why = g_strdup (why);
}

static void
read_job (HmChannel id, const Job *job, const HmTreeEntry *entry, HmPublishing *publishing)
{
  const Channel *channel = &channels[id];
  guint publish_line = 0;
  gboolean is_trusted = channel->trusted == NULL;
  Search search = { .channel = channel, .budget = job->budget };

  for (guint i = 0; i < job->steps->items->len; i++) {
    const HmYaml *step = g_ptr_array_index (job->steps->items, i);
    HmTruth truth = step_publishes (step, id);

    is_trusted |= channel->trusted != NULL && uses_any (step, channel->trusted);
    if (truth == HM_TRUTH_UNKNOWN)
      set_unread (publishing, entry, step->line, why_cut);
    if (truth == HM_TRUTH_YES && publish_line == 0)
      publish_line = step->line;
  }
  if (publish_line == 0 || (id == HM_CHANNEL_NPM && is_private_registry (job->job)))
    return;

  job_search (&search, id, job);
  if (search.secret != NULL && publishing->token.entry == NULL) {
    set_place (&publishing->token, entry, search.secret_line);
    publishing->secret = g_steal_pointer (&search.secret);
  } else if (search.secret == NULL && search.unclear_line > 0) {
    set_place (&publishing->unclear, entry, search.unclear_line);
  } else if (search.secret == NULL && is_trusted && job->has_identity) {
    set_place (&publishing->trusted, entry, publish_line);
  } else if (search.secret == NULL) {
    set_place (&publishing->unclear, entry, publish_line);
  }
  g_free (search.secret);
}

static void
read_workflow (HmChannel channel, const HmYaml *workflow, const HmTreeEntry *entry, gsize *budget,
               HmPublishing *publishing)
{
  const HmYaml *jobs = hm_yaml_get (workflow, "jobs");
  const HmYaml *permissions = hm_yaml_get (workflow, "permissions");

  if (jobs == NULL || jobs->kind != HM_YAML_MAPPING)
    return;
  for (guint i = 0; i < jobs->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (jobs->items, i);
    const HmYaml *own_permissions = hm_yaml_get (item, "permissions");
    Job job = { .job = item,
                .steps = hm_yaml_get (item, "steps"),
                .workflow_env = hm_yaml_get (workflow, "env"),
                .has_identity =
                    grants_identity (own_permissions != NULL ? own_permissions : permissions),
                .budget = budget };

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
    if (is_concerned)
      set_unread (&publishing[i], document->entry, 0, why);
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
    gsize budget = BUDGET_BASE + BUDGET_FACTOR * document->size;

    if (!hm_places_match (workflow_places, document->entry->path)
        || document->entry->kind == HM_ENTRY_SYMLINK)
      continue;
    if (document->text != NULL)
      workflow = hm_yaml_parse (document->text, document->size, &error);
    for (int channel = 0; workflow != NULL && channel < HM_N_CHANNELS; channel++)
      read_workflow ((HmChannel) channel, workflow, document->entry, &budget,
                     &ret_publishing[channel]);
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
