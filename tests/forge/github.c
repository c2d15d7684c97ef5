/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub's words: of signatures, of tokens, and of what an error is about. */
#include <string.h>

#include "evidence/forge/github.h"
#include "evidence/forge/github_query.h"
#include "evidence/forge/github_signatures.h"

static void
test_verdicts (void)
{
  static const struct {
    const char *word;
    HmVerdict verdict;
  } rows[] = {
    { "valid", HM_VERDICT_GOOD },
    { "VALID", HM_VERDICT_GOOD },
    { "unsigned", HM_VERDICT_UNCHECKED },
    { "unknown_key", HM_VERDICT_UNTRUSTED },
    { "NO_USER", HM_VERDICT_UNTRUSTED },
    { "EXPIRED_KEY", HM_VERDICT_UNTRUSTED },
    { "ocsp_revoked", HM_VERDICT_UNTRUSTED },
    { "invalid", HM_VERDICT_BAD },
    { "MALFORMED_SIG", HM_VERDICT_BAD },
    { "malformed_signature", HM_VERDICT_BAD },
    { "gpgverify_unavailable", HM_VERDICT_ERROR },
    { "OCSP_PENDING", HM_VERDICT_ERROR },
    { "", HM_VERDICT_ERROR },
    { "a_word_of_next_year", HM_VERDICT_ERROR },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hm_github_signature_verdict (rows[i].word), ==, rows[i].verdict);
}

static void
test_blamed (void)
{
  static const struct {
    const char *error;
    guint parts;
  } rows[] = {
    { "{\"path\":[\"repository\",\"defaultBranchRef\",\"branchProtectionRule\"]}",
      HM_GITHUB_CLASSIC },
    { "{\"path\":[\"repository\",\"defaultBranchRef\",\"target\",\"changes\",\"nodes\",3,"
      "\"associatedPullRequests\",\"nodes\",0,\"latestOpinionatedReviews\"]}",
      HM_GITHUB_REVIEWS },
    { "{\"path\":[\"query\",\"repository\",\"rulesets\"],\"extensions\":{\"fieldName\":"
      "\"rulesets\"}}",
      HM_GITHUB_RULESETS },
    { "{\"message\":\"Field 'requireLastPushApproval' doesn't exist on type "
      "'BranchProtectionRule'\"}",
      HM_GITHUB_LAST_PUSH },
    { "{\"path\":[\"repository\",\"stargazerCount\"]}", HM_GITHUB_COUNTS },
    { "{\"message\":\"Field 'forkCount' doesn't exist on type 'Repository'\"}", HM_GITHUB_COUNTS },
    { "{\"message\":\"'requiresTwoFactorAuthentication' and 'codeowners'\"}",
      HM_GITHUB_TWO_FACTOR | HM_GITHUB_CODE_OWNERS },
    { "{\"type\":\"NOT_FOUND\",\"path\":[\"repository\"],\"message\":\"Could not resolve to a "
      "Repository with the name 'tags/history'.\"}",
      0 },
    { "{\"message\":\"an unclosed 'quote\"}", 0 },
    { "{\"path\":\"repository\",\"message\":7}", 0 },
    { "[]", 0 },
    { "{}", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    json_t *error = json_loads (rows[i].error, 0, NULL);

    g_assert_nonnull (error);
    g_assert_cmpuint (hm_github_query_blamed (error), ==, rows[i].parts);
    json_decref (error);
  }
}

/* A name that is a word of ours must not make an error about the project one about a part. */
static void
test_blamed_by_a_name (void)
{
  json_t *error = json_pack ("{ss,s[s],ss}", "type", "NOT_FOUND", "path", "repository", "message",
                             "Could not resolve to a Repository with the name 'o/tags', 'tags'.");

  g_assert_cmpuint (hm_github_query_blamed (error), ==, 0);
  json_decref (error);
}

/* What is left out of the query is not in it, and the project's name is never in its text. */
static void
test_query (void)
{
  g_autofree char *all = hm_github_query_project ("o\"){x", "r", HM_GITHUB_PARTS_ALL, 100);
  g_autofree char *none = hm_github_query_project ("o", "r", 0, 100);
  json_t *body = json_loads (all, 0, NULL);
  const char *query = json_string_value (json_object_get (body, "query"));

  g_assert_nonnull (query);
  g_assert_null (strstr (query, "o\"){x"));
  g_assert_nonnull (strstr (query, "branchProtectionRule{"));
  /* Non-null in GitHub's schema, and refused to readers: each would make the repository null. */
  g_assert_null (strstr (query, "branchProtectionRules"));
  g_assert_null (strstr (query, "viewerCanAdminister"));
  g_assert_null (strstr (query, "releases"));
  g_assert_null (strstr (query, " pullRequests"));
  g_assert_null (strstr (none, "branchProtectionRule"));
  g_assert_null (strstr (none, "$commits"));
  g_assert_null (strstr (none, "$changes"));
  g_assert_null (strstr (none, "forkCount"));
  g_assert_nonnull (strstr (none, "isArchived"));
  json_decref (body);
}

static void
test_graphql_url (void)
{
  static const struct {
    const char *api;
    const char *url;
  } rows[] = {
    { "https://api.github.com", "https://api.github.com/graphql" },
    { "https://api.acme.ghe.com", "https://api.acme.ghe.com/graphql" },
    { "https://git.example.org/api/v3", "https://git.example.org/api/graphql" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *url = hm_github_graphql_url (rows[i].api);

    g_assert_cmpstr (url, ==, rows[i].url);
  }
}

static void
test_roles (void)
{
  g_assert_cmpint (hm_github_role ("ADMIN"), ==, HM_GITHUB_ROLE_ADMIN);
  g_assert_cmpint (hm_github_role ("MAINTAIN"), ==, HM_GITHUB_ROLE_WRITE);
  g_assert_cmpint (hm_github_role ("TRIAGE"), ==, HM_GITHUB_ROLE_READ);
  g_assert_cmpint (hm_github_role ("admin"), ==, HM_GITHUB_ROLE_UNKNOWN);
  g_assert_cmpint (hm_github_role (NULL), ==, HM_GITHUB_ROLE_UNKNOWN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/github/verdicts", test_verdicts);
  g_test_add_func ("/github/blamed", test_blamed);
  g_test_add_func ("/github/blamed-by-a-name", test_blamed_by_a_name);
  g_test_add_func ("/github/query", test_query);
  g_test_add_func ("/github/graphql-url", test_graphql_url);
  g_test_add_func ("/github/roles", test_roles);
  return g_test_run ();
}
