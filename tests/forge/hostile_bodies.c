/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds each client every body of the scenarios in all the ways that mutation.h knows to damage it,
 * and holds the facts against those of the whole body. One case per forge; no socket is opened.
 */
#include <string.h>

#include "tests/forge/facts_compare.h"
#include "tests/forge/mutation.h"
#include "tests/forge/scenario.h"
#include "tests/forge/script_network.h"

/* Damaged bodies that are tried per forge; beyond that every second, third... one is, always the same ones. */
#define TRIES_MAX 8000u

/* Complaints that are shown; the rest are counted. */
#define COMPLAINTS_SHOWN 40u

/*
 * What the forges themselves mean something by: where @place ends so, @change is no damage. Numbers
 * of array elements are left out of places.
 */
static const struct {
  const char *forge;
  const char *place;
  const char *change;
} meanings[] = {
  /* What is off is left out of a classic rule. */
  { "github", "required_pull_request_reviews", "gone" },
  { "github", "required_status_checks", "gone" },
  /* No signature. */
  { "github", ".signature", "null" },
  { "gitlab", ".signature", "null" },
  /* No review is required, or seven. */
  { "github", "refUpdateRule.requiredApprovingReviewCount", "null" },
  { "github", "refUpdateRule.requiredApprovingReviewCount", "7" },
  /* The account is gone. */
  { "github", "latestOpinionatedReviews.nodes.author", "null" },
  /* There is no push rule. */
  { "gitlab", "", "null" },
  /* Keys that older servers, and those without a plan, do not have. */
  { "gitlab", ".inherited", "gone" },
  { "gitlab", ".rule_type", "gone" },
  { "forgejo", ".ignore_stale_approvals", "gone" },
  { "forgejo", ".dismissed", "gone" },
  { "forgejo", ".stale", "gone" },
  /* Somebody is named. */
  { "gitlab", "push_access_levels.user_id", "7" },
  { "gitlab", "push_access_levels.group_id", "7" },
  { "gitlab", "push_access_levels.deploy_key_id", "7" },
  /* The server commits in the name of no account. */
  { "forgejo", ".committer", "null" },
};

/* Their bodies are damaged already: what comes in the place of it may be right. */
static const char *const damaged_cases[] = { "reader-wrong-shapes", "maintainer-other-shapes",
                                             "admin-other-shapes", "anonymous-project-is-list",
                                             "admin-gitea-force-push-odd" };

typedef struct {
  guint n_tried;
  guint n_skipped;
  guint n_complaints;
  guint stride; /* every how manieth is tried */
  guint next;
} Tally;

static void
complain (Tally *tally, const Scenario *scenario, gsize entry, const Mutation *mutation,
          const char *what)
{
  if (tally->n_complaints++ < COMPLAINTS_SHOWN) {
    g_autofree char *name = g_path_get_basename (scenario->folder);

    g_test_message ("%s, exchange %" G_GSIZE_FORMAT ", \"%s\": %s: %s", name, entry,
                    mutation->place, mutation->change, what);
  }
  g_test_fail ();
}

/* "[0].commits[1].id" without the numbers: ".commits.id". Returns: (owned) */
static char *
kind_of_place (const char *place)
{
  g_autoptr (GRegex) index = g_regex_new ("\\[\\d+\\]", 0, 0, NULL);

  return g_regex_replace_literal (index, place, -1, 0, "", 0, NULL);
}

static gboolean
has_meaning (const char *forge, const Mutation *mutation)
{
  g_autofree char *place = kind_of_place (mutation->place);

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (strcmp (meanings[i].forge, forge) == 0 && strcmp (meanings[i].change, mutation->change) == 0
        && (meanings[i].place[0] == '\0' ? place[0] == '\0'
                                         : g_str_has_suffix (place, meanings[i].place)))
      return TRUE;
  return FALSE;
}

static void
try_entry (const Scenario *scenario, const HmForge *whole, gsize i, Tally *tally)
{
  g_autoptr (GBytes) body = g_bytes_ref (script_network_body (i));
  g_autoptr (GPtrArray) mutations = mutation_list (body);

  for (guint k = 0; k < mutations->len; k++) {
    const Mutation *mutation = mutations->pdata[k];
    g_autoptr (HmForgeStore) found = NULL;
    g_autofree char *complaint = NULL;

    if (tally->next++ % tally->stride != 0) {
      tally->n_skipped++;
      continue;
    }
    script_network_set_body (i, mutation->body);
    found = scenario_run (scenario, NULL);
    complaint = facts_compare (whole, &found->facts);
    if (complaint[0] != '\0' && !has_meaning (scenario->client->name, mutation))
      complain (tally, scenario, i, mutation, complaint);
    tally->n_tried++;
  }
  script_network_set_body (i, body);
}

/* Runs @visit on each scenario of @forge. */
static void
each_case (const char *forge, void (*visit) (const Scenario *, Tally *), Tally *tally)
{
  g_autofree char *path = g_build_filename (SCENARIOS, forge, NULL);
  g_autoptr (GPtrArray) folders = scenario_folders (path);

  for (guint i = 0; i < folders->len; i++) {
    g_autoptr (Scenario) scenario = scenario_read (folders->pdata[i], SCRIPT_NETWORK_ORIGIN);
    g_autofree char *script = g_build_filename (scenario->folder, "exchanges.json", NULL);

    script_network_load (script);
    visit (scenario, tally);
  }
  script_network_load (NULL);
}

static void
count_mutations (const Scenario *scenario, Tally *tally)
{
  (void) scenario;
  for (gsize i = 0; i < script_network_n_entries (); i++) {
    g_autoptr (GPtrArray) mutations = mutation_list (script_network_body (i));

    tally->n_tried += mutations->len;
  }
}

static void
try_case (const Scenario *scenario, Tally *tally)
{
  g_autofree char *name = g_path_get_basename (scenario->folder);
  g_autoptr (HmForgeStore) whole = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (damaged_cases); i++)
    if (strcmp (damaged_cases[i], name) == 0)
      return;
  whole = scenario_run (scenario, NULL);
  for (gsize i = 0; i < script_network_n_entries (); i++)
    try_entry (scenario, &whole->facts, i, tally);
}

static void
test_damaged (gconstpointer data)
{
  const char *forge = data;
  Tally all = { 0 };
  Tally tally = { 0 };

  each_case (forge, count_mutations, &all);
  g_assert_cmpuint (all.n_tried, >, 0);
  tally.stride = (all.n_tried + TRIES_MAX - 1) / TRIES_MAX;
  each_case (forge, try_case, &tally);
  g_test_message ("%s: %u of %u damaged bodies tried, %u with another fact", forge, tally.n_tried,
                  all.n_tried, tally.n_complaints);
}

/* Without damage all is as over a socket: what is compared with is what the scenarios say. */
static void
compare_whole (const Scenario *scenario, Tally *tally)
{
  g_autofree char *wanted = scenario_file (scenario->folder, "expected");
  g_autofree char *found = NULL;
  g_autoptr (HmForgeStore) store = scenario_run (scenario, &found);

  if (strcmp (wanted, found) != 0) {
    g_test_message ("%s: wanted\n%s\nfound\n%s", scenario->folder, wanted, found);
    g_test_fail ();
  }
  tally->n_tried++;
}

static void
test_whole (gconstpointer data)
{
  Tally tally = { 0 };

  each_case (data, compare_whole, &tally);
  g_assert_cmpuint (tally.n_tried, >, 0);
}

int
main (int argc, char *argv[])
{
  static const char *const forges[] = { "github", "gitlab", "forgejo" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (forges); i++) {
    g_autofree char *whole = g_strdup_printf ("/hostile-bodies/%s/whole", forges[i]);
    g_autofree char *damaged = g_strdup_printf ("/hostile-bodies/%s/damaged", forges[i]);

    g_test_add_data_func (whole, forges[i], test_whole);
    g_test_add_data_func (damaged, forges[i], test_damaged);
  }
  return g_test_run ();
}
