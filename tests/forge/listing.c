/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of repositories, page after page, from a forge on loopback. */
#include "evidence/forge/listing.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "tests/forge/script_server.h"

typedef struct {
  HmListingQuery query;
  const char *script;
  const char *api_path;
  const char *token;  /* (nullable) */
  const char *wanted; /* URLs, a line each, then what was left out; or the error */
} Case;

/* Returns: (owned) */
static char *
listing_text (const HmListing *listing)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < listing->urls->len; i++)
    g_string_append_printf (text, "%s\n", (char *) g_ptr_array_index (listing->urls, i));
  g_string_append_printf (text, "archived %u forks %u mirrors %u strange %u%s%s\n",
                          listing->n_archived, listing->n_forks, listing->n_mirrors,
                          listing->n_strange, listing->is_cut ? " cut" : "",
                          listing->token_name != NULL ? " by token" : "");
  return g_string_free (text, FALSE);
}

/* Returns: (owned) what comes of @case_ at @origin. */
static char *
case_list (const Case *case_, const char *origin)
{
  g_autofree char *api = g_strconcat (origin, case_->api_path, NULL);
  const HmForgeToken token = { .name = "TOKEN",
                               .value = case_->token,
                               .kind = case_->query.kind,
                               .api = api,
                               .host = "127.0.0.1" };
  const HmForgeOptions options = {
    .api = api,
    .tokens = &token,
    .n_tokens = case_->token != NULL ? 1 : 0,
    .user_agent = "hallmark/test",
  };
  g_auto (HmListing) listing = { 0 };
  g_autoptr (GError) error = NULL;

  if (!hm_forge_list (&options, &case_->query, NULL, &listing, &error)) {
    g_assert_cmpint (error->domain, ==, HM_ERROR);
    return g_strdup_printf ("%d: %s\n", error->code, error->message);
  }
  return listing_text (&listing);
}

static void
case_run (const Case *case_)
{
  g_autofree char *found = NULL;
  g_autofree char *complaints = NULL;
  ScriptServer *server = NULL;

  if (!script_server_is_here ())
    return;
  server = script_server_new_inline (case_->script);
  found = case_list (case_, server->origin);
  complaints = script_server_end (server);
  g_assert_cmpstr (complaints, ==, "");
  g_assert_cmpstr (found, ==, case_->wanted);
}

#define GITHUB_ORG "GET /orgs/org/repos?type=all&sort=full_name&per_page=100"

static void
test_github_pages (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_GITHUB, .host = "github.com", .owner = "org" },
      .api_path = "",
      .token = "secret",
      .script =
          "[{\"request\": \"" GITHUB_ORG "\", \"headers\": {\"authorization\": \"Bearer secret\"},"
          "\"response_headers\": {\"link\": \"<{origin}/organizations/1/repos?page=2>; "
          "rel=\\\"next\\\"\"}, \"body\": ["
          "{\"html_url\": \"https://github.com/org/a\", \"archived\": false, \"fork\": false},"
          "{\"html_url\": \"https://github.com/org/b\", \"archived\": true, \"fork\": true},"
          "{\"html_url\": \"https://github.com/org/c\", \"archived\": false, \"fork\": true}]},"
          "{\"request\": \"GET /organizations/1/repos?page=2\", \"headers\": {\"authorization\": "
          "\"Bearer secret\"}, \"body\": ["
          "{\"html_url\": \"https://github.com/org/d\", \"mirror_url\": \"git://x/y\"},"
          "{\"html_url\": \"https://github.com/org/e\", \"mirror_url\": null},"
          "{\"html_url\": \"https://elsewhere.example/org/f\"},"
          "{\"html_url\": \"javascript:x\"}, {\"html_url\": 5}, {}, \"x\"]}]",
      .wanted = "https://github.com/org/a\nhttps://github.com/org/e\n"
                "archived 1 forks 1 mirrors 1 strange 5 by token\n",
  });
}

static void
test_all_wanted (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_GITHUB,
                 .host = "github.com",
                 .owner = "ada",
                 .is_user = TRUE,
                 .with_archived = TRUE,
                 .with_forks = TRUE,
                 .with_mirrors = TRUE },
      .api_path = "",
      .script = "[{\"request\": \"GET /users/ada/repos?type=owner&sort=full_name&per_page=100\", "
                "\"absent\": [\"authorization\"], \"body\": ["
                "{\"html_url\": \"https://github.com/ada/a\", \"archived\": true},"
                "{\"html_url\": \"https://github.com/ada/b\", \"fork\": true},"
                "{\"html_url\": \"https://github.com/ada/c\", \"mirror_url\": \"git://x/y\"}]}]",
      .wanted = "https://github.com/ada/a\nhttps://github.com/ada/b\nhttps://github.com/ada/c\n"
                "archived 0 forks 0 mirrors 0 strange 0\n",
  });
}

#define GITLAB_GROUP \
  "GET /api/v4/groups/group%2Fsub/projects?include_subgroups=true&with_shared=false&order_by=id" \
  "&sort=asc&per_page=100"

static void
test_gitlab_group (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_GITLAB, .host = "gitlab.com", .owner = "group/sub" },
      .api_path = "/api/v4",
      .script = "[{\"request\": \"" GITLAB_GROUP "\", \"body\": ["
                "{\"web_url\": \"https://gitlab.com/group/sub/a\", \"archived\": false},"
                "{\"web_url\": \"https://gitlab.com/group/sub/deep/b\", \"archived\": true},"
                "{\"web_url\": \"https://gitlab.com/group/sub/c\", \"forked_from_project\": "
                "{\"id\": 1}}, {\"web_url\": \"https://gitlab.com/group/sub/d\", \"mirror\": "
                "true}]}]",
      .wanted = "https://gitlab.com/group/sub/a\narchived 1 forks 1 mirrors 1 strange 0\n",
  });
}

static void
test_gitlab_user (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_GITLAB, .host = "gitlab.com", .owner = "ada" },
      .api_path = "/api/v4",
      .script =
          "[{\"request\": \"GET /api/v4/groups/ada/projects?include_subgroups=true"
          "&with_shared=false&order_by=id&sort=asc&per_page=100\", \"status\": 404, "
          "\"body\": {}},"
          "{\"request\": \"GET /api/v4/users/ada/projects?order_by=id&sort=asc&per_page=100\","
          "\"body\": [{\"web_url\": \"https://gitlab.com/ada/a\"}]}]",
      .wanted = "https://gitlab.com/ada/a\narchived 0 forks 0 mirrors 0 strange 0\n",
  });
}

static void
test_forgejo (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_FORGEJO, .host = "codeberg.org", .owner = "org" },
      .api_path = "/api/v1",
      .token = "secret",
      .script = "[{\"request\": \"GET /api/v1/orgs/org/repos?limit=50\", \"headers\": "
                "{\"authorization\": \"token secret\"}, \"body\": ["
                "{\"html_url\": \"https://codeberg.org/org/a\", \"mirror\": false},"
                "{\"html_url\": \"https://codeberg.org/org/b\", \"mirror\": true}]}]",
      .wanted = "https://codeberg.org/org/a\narchived 0 forks 0 mirrors 1 strange 0 by token\n",
  });
}

static void
test_nobody_there (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_GITHUB, .host = "github.com", .owner = "org" },
      .api_path = "",
      .script = "[{\"request\": \"" GITHUB_ORG "\", \"status\": 404, \"body\": {}}]",
      .wanted = "1: org on github.com: 404 Not Found; there is none of that name, or it can't be "
                "seen; of a user write github-user:NAME\n",
  });
}

/* Half a list would pass for a whole one. */
static void
test_a_page_that_fails (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_GITHUB, .host = "github.com", .owner = "org" },
      .api_path = "",
      .script = "[{\"request\": \"" GITHUB_ORG "\", \"response_headers\": {\"link\": "
                "\"<{origin}/p2>; rel=\\\"next\\\"\"}, \"body\": [{\"html_url\": "
                "\"https://github.com/org/a\"}]},"
                "{\"request\": \"GET /p2\", \"body\": {\"message\": \"x\"}}]",
      .wanted = "5: org on github.com: the answer is no list of repositories\n",
  });
}

static void
test_page_limit (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_GITHUB, .host = "github.com", .owner = "org" },
      .api_path = "",
      .script = "[{\"request\": \"" GITHUB_ORG "\", \"response_headers\": {\"link\": "
                "\"<{origin}/more>; rel=\\\"next\\\"\"}, \"body\": []},"
                "{\"request\": \"GET /more\", \"times\": "
                "199"
                ", "
                "\"response_headers\": {\"link\": \"<{origin}/more>; rel=\\\"next\\\"\"}, "
                "\"body\": []}]",
      .wanted = "archived 0 forks 0 mirrors 0 strange 0 cut\n",
  });
  G_STATIC_ASSERT (HM_LISTING_PAGES_MAX == 200);
}

#define FORGEJO_ORG "GET /api/v1/orgs/org/repos?limit=50"

/*
 * A server behind a proxy that does not know by which address it is asked: the page is asked of the
 * address that was given, token and all.
 */
static void
test_next_page_by_another_name (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_FORGEJO, .host = "git.example.org", .owner = "org" },
      .api_path = "/api/v1",
      .token = "secret",
      .script = "[{\"request\": \"" FORGEJO_ORG "\", \"response_headers\": {\"link\": "
                "\"<http://git.example.org/api/v1/orgs/org/repos?limit=50&page=2>; "
                "rel=\\\"next\\\"\"}, \"body\": ["
                "{\"html_url\": \"https://git.example.org/org/a\"}]},"
                "{\"request\": \"" FORGEJO_ORG "&page=2\", \"headers\": {\"authorization\": "
                "\"token secret\"}, \"body\": ["
                "{\"html_url\": \"https://git.example.org/org/b\"}]}]",
      .wanted = "https://git.example.org/org/a\nhttps://git.example.org/org/b\n"
                "archived 0 forks 0 mirrors 0 strange 0 by token\n",
  });
}

/* A list that goes on where nobody asks is not passed off as whole. */
static void
test_next_page_elsewhere (void)
{
  case_run (&(Case){
      .query = { .kind = HM_FORGE_FORGEJO, .host = "git.example.org", .owner = "org" },
      .api_path = "/api/v1",
      .script = "[{\"request\": \"" FORGEJO_ORG "\", \"response_headers\": {\"link\": "
                "\"<https://elsewhere.example/repos?page=2>; rel=\\\"next\\\"\"}, \"body\": ["
                "{\"html_url\": \"https://git.example.org/org/a\"}]}]",
      .wanted = "5: org on git.example.org: the list goes on at another address than it was asked "
                "at; is the server's own URL (external_url, ROOT_URL) or --api wrong?\n",
  });
}

static void
test_owners (void)
{
  const char *good[] = { "org", "o", "A-b_c.d" };
  const char *bad[] = { "", ".", "..", "a/b", "a b", "a?b", "a%2f", "\xc3\xa9", "/", "a/" };
  g_autofree char *longest = g_strnfill (255, 'a');
  g_autofree char *too_long = g_strnfill (256, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (hm_listing_owner_is_sane (HM_FORGE_GITHUB, good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (hm_listing_owner_is_sane (HM_FORGE_FORGEJO, bad[i]));
  g_assert_true (hm_listing_owner_is_sane (HM_FORGE_GITLAB, "a/b/c"));
  g_assert_false (hm_listing_owner_is_sane (HM_FORGE_GITLAB, "a/../c"));
  g_assert_false (hm_listing_owner_is_sane (HM_FORGE_GITLAB, "a//c"));
  g_assert_true (hm_listing_owner_is_sane (HM_FORGE_GITHUB, longest));
  g_assert_false (hm_listing_owner_is_sane (HM_FORGE_GITHUB, too_long));
}

static void
test_offline (void)
{
  const HmForgeOptions options = { .is_offline = TRUE };
  const HmListingQuery query = { .kind = HM_FORGE_GITHUB, .host = "github.com", .owner = "org" };
  g_auto (HmListing) listing = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (hm_forge_list (&options, &query, NULL, &listing, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forge-listing/github-pages", test_github_pages);
  g_test_add_func ("/forge-listing/all-wanted", test_all_wanted);
  g_test_add_func ("/forge-listing/gitlab-group", test_gitlab_group);
  g_test_add_func ("/forge-listing/gitlab-user", test_gitlab_user);
  g_test_add_func ("/forge-listing/forgejo", test_forgejo);
  g_test_add_func ("/forge-listing/nobody-there", test_nobody_there);
  g_test_add_func ("/forge-listing/a-page-that-fails", test_a_page_that_fails);
  g_test_add_func ("/forge-listing/page-limit", test_page_limit);
  g_test_add_func ("/forge-listing/next-page-by-another-name", test_next_page_by_another_name);
  g_test_add_func ("/forge-listing/next-page-elsewhere", test_next_page_elsewhere);
  g_test_add_func ("/forge-listing/owners", test_owners);
  g_test_add_func ("/forge-listing/offline", test_offline);
  return g_test_run ();
}
