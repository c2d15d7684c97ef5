/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What GitHub's views of a branch say together, above all what they may not say: that a setting is
 * off which nobody could see.
 */
#include <string.h>

#include "evidence/forge/github_rules.h"

#define N_FACTS 10

static const char *const strict_rules =
    "[{'type':'deletion','ruleset_id':5,'ruleset_source_type':'Repository'},"
    "{'type':'non_fast_forward','ruleset_id':5,'ruleset_source_type':'Repository'},"
    "{'type':'required_signatures','ruleset_id':5,'ruleset_source_type':'Repository'},"
    "{'type':'pull_request','ruleset_id':5,'ruleset_source_type':'Repository','parameters':"
    "{'required_approving_review_count':2,'dismiss_stale_reviews_on_push':true,"
    "'require_code_owner_review':true,'require_last_push_approval':true}},"
    "{'type':'required_status_checks','ruleset_id':5,'ruleset_source_type':'Repository',"
    "'parameters':{'strict_required_status_checks_policy':true,"
    "'required_status_checks':[{'context':'build'}]}}]";

static const char *const strict_ref =
    "{'name':'main','branchProtectionRule':{'allowsDeletions':false,'allowsForcePushes':false,"
    "'dismissesStaleReviews':true,'isAdminEnforced':true,'requiredApprovingReviewCount':2,"
    "'requiredStatusCheckContexts':['build'],'requiresApprovingReviews':true,"
    "'requiresCodeOwnerReviews':true,'requiresCommitSignatures':true,'requiresStatusChecks':true,"
    "'requiresStrictStatusChecks':true,'requireLastPushApproval':true}}";

static const char *const strict_update_ref =
    "{'name':'main','branchProtectionRule':null,'refUpdateRule':{'allowsDeletions':false,"
    "'allowsForcePushes':false,'requiredApprovingReviewCount':2,"
    "'requiredStatusCheckContexts':['build'],'requiresCodeOwnerReviews':true,"
    "'requiresSignatures':true}}";

static const char *const strict_protection =
    "{'required_status_checks':{'strict':true,'contexts':['build'],'checks':[]},"
    "'enforce_admins':{'enabled':true},'required_pull_request_reviews':{"
    "'dismiss_stale_reviews':true,'require_code_owner_reviews':true,"
    "'require_last_push_approval':true,'required_approving_review_count':2},"
    "'required_signatures':{'enabled':true},'allow_force_pushes':{'enabled':false},"
    "'allow_deletions':{'enabled':false}}";

/* The texts above in JSON's own quotes. */
static json_t *
parse (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "'", -1);
  g_autofree char *quoted = g_strjoinv ("\"", parts);
  json_error_t error;
  json_t *json = json_loads (quoted, 0, &error);

  if (json == NULL)
    g_error ("%s: %s", error.text, quoted);
  return json;
}

/* What is seen of a branch; NULL: not asked. */
typedef struct {
  json_t *rules;
  json_t *ref;
  json_t *protection;
  json_t *branch;
  gboolean is_unprotected; /* an administrator is told that there is no classic rule */
  gboolean is_bound;
} Seen;

static void
seen_clear (Seen *seen)
{
  json_decref (seen->rules);
  json_decref (seen->ref);
  json_decref (seen->protection);
  json_decref (seen->branch);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seen, seen_clear)

typedef struct {
  HmForgeStore *store;
  HmBranchRules rules;
  HmFact signatures;
} Judged;

static void
judged_clear (Judged *judged)
{
  hm_forge_store_free (judged->store);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judged, judged_clear)

static HmAnswer
answer (json_t *json)
{
  return (HmAnswer){ .kind = HM_ANSWER_OK, .status = 200, .json = json };
}

static Judged
judge (const Seen *seen)
{
  HmAnswer rules = answer (seen->rules);
  HmAnswer protection = answer (seen->protection);
  json_t *told = json_pack ("{ss}", "message", "Branch not protected");
  HmAnswer unprotected = { .kind = HM_ANSWER_ABSENT, .status = 404, .json = told };
  HmAnswer branch = answer (seen->branch);
  const HmGithubBranch input = {
    .name = "main",
    .rules = seen->rules != NULL ? &rules : NULL,
    .protection = seen->is_unprotected       ? &unprotected
                  : seen->protection != NULL ? &protection
                                             : NULL,
    .branch = seen->branch != NULL ? &branch : NULL,
    .ref = seen->ref,
    .is_bound = seen->is_bound,
    .rules_url = "rules",
    .branch_url = "branch",
    .protection_url = "protection",
    .graphql_url = "graphql",
  };
  Judged judged = { .store = hm_forge_store_new () };

  hm_github_branch_judge (judged.store, &input, &judged.rules, &judged.signatures);
  json_decref (told);
  return judged;
}

static void
facts_list (const Judged *judged, HmFact facts[N_FACTS])
{
  const HmBranchRules *rules = &judged->rules;

  facts[0] = rules->blocks_force_push;
  facts[1] = rules->blocks_deletion;
  facts[2] = rules->requires_pull_request;
  facts[3] = rules->requires_last_push_approval;
  facts[4] = rules->requires_up_to_date;
  facts[5] = rules->requires_status_checks;
  facts[6] = rules->requires_code_owner_review;
  facts[7] = rules->dismisses_stale_approvals;
  facts[8] = judged->signatures;
  facts[9] = rules->applies_to_admins;
}

/* Each fact has its reason or its source, whatever came. */
static void
assert_explained (const Judged *judged)
{
  HmFact facts[N_FACTS];

  facts_list (judged, facts);
  for (gsize i = 0; i < N_FACTS; i++)
    if (facts[i].truth == HM_TRUTH_UNKNOWN)
      g_assert_nonnull (facts[i].why);
    else
      g_assert_nonnull (facts[i].source);
  if (judged->rules.required_approvals.is_known)
    g_assert_nonnull (judged->rules.required_approvals.source);
  else
    g_assert_nonnull (judged->rules.required_approvals.why);
}

/* The settings are all on: nothing that is done to the answer may turn one off. */
static void
assert_nothing_off (const Judged *judged)
{
  HmFact facts[N_FACTS];
  const HmCountFact *approvals = &judged->rules.required_approvals;

  facts_list (judged, facts);
  for (gsize i = 0; i < N_FACTS; i++)
    g_assert_cmpint (facts[i].truth, !=, HM_TRUTH_NO);
  g_assert_true (!approvals->is_known || approvals->is_minimum || approvals->value >= 2);
}

static void
assert_all (const Judged *judged, HmTruth truth)
{
  HmFact facts[N_FACTS];

  facts_list (judged, facts);
  for (gsize i = 0; i < N_FACTS; i++)
    g_assert_cmpint (facts[i].truth, ==, truth);
}

#define ODD_NULL 0
#define ODD_TEXT 1
#define N_ODD_VALUES 7

static json_t *
odd_value (guint which)
{
  switch (which) {
  case ODD_NULL:
    return json_null ();
  case ODD_TEXT:
    return json_string ("true");
  case 2:
    return json_integer (G_MAXINT64);
  case 3:
    return json_integer (-1);
  case 4:
    return json_real (2.5);
  case 5:
    return json_object ();
  default:
    return NULL; /* removed */
  }
}

/*
 * Puts the odd value @which in the place of the @place-th value below @json, counted in the order
 * of a walk. Returns: what is left to count; 0 where it was done.
 */
static gsize
spoil (json_t *json, gsize place, guint which, gboolean may_remove)
{
  const char *key;
  json_t *value;
  void *next;
  size_t i;

  json_object_foreach_safe (json, next, key, value)
  {
    if (--place == 0) {
      /* A rule of another type is another rule. */
      if (which == ODD_TEXT && strcmp (key, "type") == 0)
        which = ODD_NULL;
      if (which < N_ODD_VALUES - 1)
        json_object_set_new (json, key, odd_value (which));
      else if (may_remove)
        json_object_del (json, key);
      return 0;
    }
    place = spoil (value, place, which, may_remove);
    if (place == 0)
      return 0;
  }
  json_array_foreach (json, i, value)
  {
    if (--place == 0) {
      if (which < N_ODD_VALUES - 1)
        json_array_set_new (json, i, odd_value (which));
      return 0;
    }
    place = spoil (value, place, which, may_remove);
    if (place == 0)
      return 0;
  }
  return place;
}

/* Which part of what is seen is spoilt, and how the rest looks. */
typedef struct {
  const char *path;
  gsize offset;
  const char *text;
  gboolean may_remove; /* a key that is missing may mean "off" only in REST's protection */
} Spoilt;

static const Spoilt spoilt[] = {
  { "/github-rules/spoilt/rules", G_STRUCT_OFFSET (Seen, rules), strict_rules, TRUE },
  { "/github-rules/spoilt/classic", G_STRUCT_OFFSET (Seen, ref), strict_ref, TRUE },
  { "/github-rules/spoilt/update-rule", G_STRUCT_OFFSET (Seen, ref), strict_update_ref, TRUE },
  { "/github-rules/spoilt/protection", G_STRUCT_OFFSET (Seen, protection), strict_protection,
    FALSE },
};

static void
test_spoilt (gconstpointer data)
{
  const Spoilt *row = data;
  gboolean is_over = FALSE;

  for (gsize place = 1; !is_over; place++)
    for (guint which = 0; which < N_ODD_VALUES; which++) {
      g_auto (Seen) seen = { .is_bound = TRUE };
      g_auto (Judged) judged = { 0 };

      seen.is_unprotected = row->offset == G_STRUCT_OFFSET (Seen, rules);
      if (row->offset != G_STRUCT_OFFSET (Seen, rules))
        seen.rules = json_array ();
      *(json_t **) (void *) ((guint8 *) &seen + row->offset) = parse (row->text);
      is_over = spoil (*(json_t **) (void *) ((guint8 *) &seen + row->offset), place, which,
                       row->may_remove)
                != 0;
      judged = judge (&seen);
      assert_explained (&judged);
      /* No number is what a rule without approvals says. */
      if (which == ODD_NULL && !judged.rules.required_approvals.is_minimum
          && judged.rules.required_approvals.is_known)
        judged.rules.required_approvals.is_minimum = TRUE;
      assert_nothing_off (&judged);
    }
}

static void
test_all_on (void)
{
  static const struct {
    gsize offset;
    const char *text;
  } rows[] = { { G_STRUCT_OFFSET (Seen, ref), strict_ref },
               { G_STRUCT_OFFSET (Seen, protection), strict_protection } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Seen) seen = { .rules = json_array () };
    g_auto (Judged) judged = { 0 };

    *(json_t **) (void *) ((guint8 *) &seen + rows[i].offset) = parse (rows[i].text);
    judged = judge (&seen);
    assert_all (&judged, HM_TRUTH_YES);
    g_assert_true (judged.rules.required_approvals.is_known);
    g_assert_false (judged.rules.required_approvals.is_minimum);
    g_assert_cmpuint (judged.rules.required_approvals.value, ==, 2);
  }
}

static void
test_nothing_asked (void)
{
  const Seen seen = { 0 };
  g_auto (Judged) judged = judge (&seen);

  assert_all (&judged, HM_TRUTH_UNKNOWN);
  assert_explained (&judged);
}

/* The flag that everybody sees is proof of none, but not against a rule that is in sight. */
static void
test_unprotected (void)
{
  g_auto (Seen) none = { .rules = json_array (), .branch = parse ("{'protected':false}") };
  g_auto (Seen) some = { .rules = parse ("[{'type':'deletion','ruleset_id':5}]"),
                         .branch = parse ("{'protected':false}") };
  g_auto (Judged) nothing = judge (&none);
  g_auto (Judged) something = judge (&some);

  assert_all (&nothing, HM_TRUTH_NO);
  g_assert_cmpuint (nothing.rules.required_approvals.value, ==, 0);
  g_assert_true (nothing.rules.required_approvals.is_known);
  g_assert_cmpint (something.rules.blocks_deletion.truth, ==, HM_TRUTH_YES);
  g_assert_cmpint (something.rules.blocks_force_push.truth, ==, HM_TRUTH_NO);
}

static void
test_flag_not_told (void)
{
  static const char *const branches[] = { "{}", "{'protected':null}", "{'protected':0}",
                                          "{'protected':'false'}", "[]" };

  for (gsize i = 0; i < G_N_ELEMENTS (branches); i++) {
    g_auto (Seen) seen = { .rules = json_array (), .branch = parse (branches[i]) };
    g_auto (Judged) judged = judge (&seen);

    assert_all (&judged, HM_TRUTH_UNKNOWN);
  }
}

/* Off for a token whose owner may push may be off for that owner alone. */
static void
test_update_rule_of_the_exempt (void)
{
  static const char *const lax = "{'refUpdateRule':{'allowsDeletions':true,"
                                 "'allowsForcePushes':true,'requiredApprovingReviewCount':null,"
                                 "'requiredStatusCheckContexts':[],"
                                 "'requiresCodeOwnerReviews':false,'requiresSignatures':false}}";

  for (int is_bound = FALSE; is_bound <= TRUE; is_bound++) {
    g_auto (Seen) seen = { .rules = json_array (), .ref = parse (lax), .is_bound = is_bound };
    g_auto (Judged) judged = judge (&seen);
    HmTruth off = is_bound ? HM_TRUTH_NO : HM_TRUTH_UNKNOWN;

    g_assert_cmpint (judged.rules.blocks_force_push.truth, ==, off);
    g_assert_cmpint (judged.rules.requires_status_checks.truth, ==, off);
    g_assert_cmpint (judged.rules.required_approvals.is_known, ==, is_bound);
    g_assert_cmpint (judged.rules.requires_pull_request.truth, ==, HM_TRUTH_UNKNOWN);
    g_assert_cmpint (judged.rules.applies_to_admins.truth, ==, HM_TRUTH_UNKNOWN);
  }
}

/* Up to date means nothing where no check is required. */
static void
test_strict_without_checks (void)
{
  g_auto (Seen) seen = {
    .rules = parse ("[{'type':'required_status_checks','ruleset_id':5,'parameters':"
                    "{'strict_required_status_checks_policy':true,'required_status_checks':[]}}]"),
    .protection = parse (strict_protection),
  };
  g_auto (Judged) judged = { 0 };

  json_object_del (seen.protection, "required_status_checks");
  judged = judge (&seen);
  g_assert_cmpint (judged.rules.requires_status_checks.truth, ==, HM_TRUTH_NO);
  g_assert_cmpint (judged.rules.requires_up_to_date.truth, ==, HM_TRUTH_NO);
}

/* The least that one view shows is not the number where the other could ask for more. */
static void
test_approvals_at_least (void)
{
  g_auto (Seen) seen = {
    .rules = parse ("[{'type':'pull_request','ruleset_id':5,'parameters':"
                    "{'required_approving_review_count':1,'dismiss_stale_reviews_on_push':false,"
                    "'require_code_owner_review':false,'require_last_push_approval':false}}]"),
  };
  g_auto (Judged) judged = judge (&seen);

  g_assert_true (judged.rules.required_approvals.is_known);
  g_assert_cmpuint (judged.rules.required_approvals.value, ==, 1);
  g_assert_true (judged.rules.required_approvals.is_minimum);
  g_assert_nonnull (judged.rules.required_approvals.why);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (spoilt); i++)
    g_test_add_data_func (spoilt[i].path, &spoilt[i], test_spoilt);
  g_test_add_func ("/github-rules/all-on", test_all_on);
  g_test_add_func ("/github-rules/nothing-asked", test_nothing_asked);
  g_test_add_func ("/github-rules/unprotected", test_unprotected);
  g_test_add_func ("/github-rules/flag-not-told", test_flag_not_told);
  g_test_add_func ("/github-rules/update-rule-of-the-exempt", test_update_rule_of_the_exempt);
  g_test_add_func ("/github-rules/strict-without-checks", test_strict_without_checks);
  g_test_add_func ("/github-rules/approvals-at-least", test_approvals_at_least);
  return g_test_run ();
}
