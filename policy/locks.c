/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/locks.h"

#include <string.h>

#include "core/error.h"
#include "scoring/policy.h"

/* One key that one document keeps. */
typedef struct {
  const HmPolicyStatement *keep;
  const char *path;           /* what is kept */
  const HmPolicyMerged *base; /* what that document and those that it extends say */
  const HmPolicyMerged *merged;
  guint32 under;
} Lock;

static gboolean
is_lock (const HmPolicyStatement *statement)
{
  return statement->key->type == HM_POLICY_KEY_PATH && !statement->text->is_outer;
}

static gboolean
is_outside (const Lock *lock, const HmPolicyStatement *statement)
{
  return (lock->under & (1u << statement->text->number)) == 0;
}

static gboolean
fail_kept (const Lock *lock, const HmPolicyStatement *statement, GError **error, const char *what)
{
  g_autofree char *place = hm_policy_statement_place (lock->keep);

  return hm_policy_fail_at (statement, error, "%s, and %s keeps %s", what, place, lock->path);
}

/* Returns: (owned) "8, which BASE:12 says" or "its default, 75". */
static char *
base_text (const HmPolicyStatement *base, HmPolicyType type, int number)
{
  g_autofree char *value = number != HM_POLICY_NO_NUMBER ? hm_policy_number_text (type, number)
                           : base != NULL                ? hm_policy_value_called (base->value)
                                                         : g_strdup ("nothing");
  g_autofree char *place = base != NULL ? hm_policy_statement_place (base) : NULL;

  return place != NULL ? g_strdup_printf ("the %s of %s", value, place)
                       : g_strdup_printf ("the default, %s", value);
}

/* Whether every check that @base watches is watched by @now too. */
static gboolean
watches_all (const HmPolicyStatement *base, const HmPolicyStatement *now)
{
  if (base == NULL || base->number == FALSE)
    return TRUE;
  if (now->number == FALSE)
    return FALSE;
  if (now->value->kind != HM_YAML_SEQUENCE)
    return TRUE;
  if (base->value->kind != HM_YAML_SEQUENCE)
    return FALSE;
  for (guint i = 0; i < base->value->items->len; i++) {
    const HmYaml *watched = g_ptr_array_index (base->value->items, i);
    gboolean is_there = FALSE;

    for (guint j = 0; j < now->value->items->len && !is_there; j++)
      is_there = g_str_equal (((const HmYaml *) g_ptr_array_index (now->value->items, j))->text,
                              watched->text);
    if (!is_there)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_same (const HmPolicyStatement *base, int base_number, const HmPolicyStatement *now)
{
  /* One path, written in two documents, is of two files. */
  if (now->key->type == HM_POLICY_FILE)
    return FALSE;
  if (now->number != HM_POLICY_NO_NUMBER)
    return now->number == base_number;
  return base != NULL && base->value->kind == HM_YAML_SCALAR
         && g_str_equal (base->value->text, now->value->text);
}

static gboolean
value_holds (const Lock *lock, const HmPolicyStatement *now, GError **error)
{
  const HmPolicyStatement *base = hm_policy_merged_find (lock->base, now->path);
  const int base_number = base != NULL ? base->number : now->key->number;
  g_autofree char *before = NULL;
  g_autofree char *what = NULL;
  gboolean holds = TRUE;

  switch (now->key->keep) {
  case HM_POLICY_KEPT_SAME:
    holds = is_same (base, base_number, now);
    break;
  case HM_POLICY_KEPT_BAR:
    holds = now->number >= base_number;
    break;
  case HM_POLICY_KEPT_ON:
    holds =
        now->key->type == HM_POLICY_WATCHED ? watches_all (base, now) : now->number >= base_number;
    break;
  case HM_POLICY_KEPT_RUN: /* see run_holds() and weight_holds() */
  case HM_POLICY_NEVER_KEPT:
    break;
  }
  if (holds)
    return TRUE;
  before = base_text (base, now->key->type, base_number);
  what = g_strdup_printf (
      now->key->keep == HM_POLICY_KEPT_SAME ? "differs from %s" : "asks for less than %s", before);
  return fail_kept (lock, now, error, what);
}

/* In the order of documents and lines, so that the same error is told each time. */
static gboolean
statements_hold (const Lock *lock, const GPtrArray *texts, GError **error)
{
  for (guint i = 0; i < texts->len; i++) {
    const HmPolicyText *text = g_ptr_array_index (texts, i);

    for (guint j = 0; j < text->statements->len; j++) {
      const HmPolicyStatement *now = g_ptr_array_index (text->statements, j);

      if (!is_outside (lock, now) || now->key->keep == HM_POLICY_NEVER_KEPT
          || !hm_policy_path_covers (lock->path, now->path))
        continue;
      if (now->key->shape != HM_POLICY_ONE)
        return fail_kept (lock, now, error, "adds to what is extended");
      if (now == hm_policy_merged_find (lock->merged, now->path) && !value_holds (lock, now, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* Whether @lock keeps the bar @name ("score", "floor") of the check @id, and there is one. */
static gboolean
keeps_bar (const Lock *lock, const char *id, const char *name)
{
  g_autofree char *path = g_strdup_printf ("gate.checks.%s.%s", id, name);

  return hm_policy_path_covers (lock->path, path)
         && hm_policy_merged_find (lock->base, path) != NULL;
}

/* Whether @lock keeps @path, which watches checks, and that names @id. */
static gboolean
keeps_watch (const Lock *lock, const char *id, const char *path)
{
  const HmPolicyStatement *watched = hm_policy_merged_find (lock->base, path);

  if (watched == NULL || !hm_policy_path_covers (lock->path, path)
      || watched->value->kind != HM_YAML_SEQUENCE)
    return FALSE;
  for (guint i = 0; i < watched->value->items->len; i++)
    if (g_str_equal (((const HmYaml *) g_ptr_array_index (watched->value->items, i))->text, id))
      return TRUE;
  return FALSE;
}

/*
 * Whether @lock asks that the check @id runs: it keeps that itself, or asks something of it in the
 * gate, which nothing holds it to where it does not run.
 */
static gboolean
keeps_running (const Lock *lock, const char *id)
{
  g_autofree char *enabled = g_strdup_printf ("checks.%s.enabled", id);

  return hm_policy_path_covers (lock->path, enabled) || keeps_bar (lock, id, "score")
         || keeps_bar (lock, id, "floor") || keeps_watch (lock, id, "gate.regression")
         || keeps_watch (lock, id, "gate.new-findings");
}

static gboolean
run_holds (const Lock *lock, const char *id, GError **error)
{
  g_autofree char *enabled = g_strdup_printf ("checks.%s.enabled", id);
  const HmPolicyStatement *base = hm_policy_merged_find (lock->base, enabled);
  const HmPolicyStatement *now = hm_policy_merged_find (lock->merged, enabled);

  if (now == NULL || now->number != FALSE || (base != NULL && base->number == FALSE)
      || !keeps_running (lock, id))
    return TRUE;
  return fail_kept (lock, now, error, "switches the check off");
}

/*
 * A check that is kept weighs no less, be it by its own weight or by that of its risk. Where the
 * weight of its risk is kept, a weight of its own would be the way round, up or down.
 */
static gboolean
weight_holds (const Lock *lock, const HmCheck *check, GError **error)
{
  g_autofree char *weight = g_strdup_printf ("checks.%s.weight", check->id);
  g_autofree char *of_risk = g_strconcat ("weights.", hm_risk_text (check->risk), NULL);
  const gboolean keeps_own = hm_policy_path_covers (lock->path, weight);
  const gboolean keeps_risk = hm_policy_path_covers (lock->path, of_risk);
  const HmPolicyStatement *base, *now;
  const int before = hm_policy_merged_weight (lock->base, check, &base);
  const int after = hm_policy_merged_weight (lock->merged, check, &now);
  g_autofree char *said = NULL;
  g_autofree char *what = NULL;

  if (now == NULL || !is_outside (lock, now) || (!keeps_own && !keeps_risk)
      || (keeps_risk ? after == before : after >= before))
    return TRUE;
  said = base_text (base, HM_POLICY_WEIGHT, before);
  what = g_strdup_printf (keeps_risk ? "makes %s weigh something else than %s"
                                     : "makes %s weigh less than %s",
                          check->id, said);
  return fail_kept (lock, now, error, what);
}

/* The check of the policy itself is in no list, and weighs nothing unless a document says so. */
static gboolean
itself_holds (const Lock *lock, GError **error)
{
  static const char path[] = "checks." HM_POLICY_CHECK_OF_ITSELF ".weight";
  const HmPolicyStatement *base = hm_policy_merged_find (lock->base, path);
  const HmPolicyStatement *now = hm_policy_merged_find (lock->merged, path);
  g_autofree char *said = NULL;
  g_autofree char *what = NULL;

  if (!hm_policy_path_covers (lock->path, path) || base == NULL || now->number >= base->number)
    return TRUE;
  said = base_text (base, HM_POLICY_WEIGHT, base->number);
  what = g_strdup_printf ("makes %s weigh less than %s", HM_POLICY_CHECK_OF_ITSELF, said);
  return fail_kept (lock, now, error, what);
}

static gboolean
lock_holds (const Lock *lock, const GPtrArray *texts, const HmPolicyChecks *checks, GError **error)
{
  if (!statements_hold (lock, texts, error) || !itself_holds (lock, error))
    return FALSE;
  for (gsize i = 0; i < checks->n_checks; i++) {
    const HmCheck *check = checks->checks[i];

    if (!run_holds (lock, check->id, error) || !weight_holds (lock, check, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
hm_policy_locks_hold (const GPtrArray *texts, const HmPolicyMerged *merged,
                      const HmPolicyChecks *checks, GError **error)
{
  for (guint i = 0; i < texts->len; i++) {
    const HmPolicyText *text = g_ptr_array_index (texts, i);
    g_autoptr (HmPolicyMerged) base = hm_policy_merge (texts, text->under);

    for (guint j = 0; j < text->statements->len; j++) {
      const HmPolicyStatement *keep = g_ptr_array_index (text->statements, j);
      const Lock lock = { .keep = keep,
                          .path = keep->value->text,
                          .base = base,
                          .merged = merged,
                          .under = text->under };

      if (is_lock (keep) && !lock_holds (&lock, texts, checks, error))
        return FALSE;
    }
  }
  return TRUE;
}

gboolean
hm_policy_is_kept (const GPtrArray *texts, const char *path)
{
  for (guint i = 0; i < texts->len; i++) {
    const HmPolicyText *text = g_ptr_array_index (texts, i);

    for (guint j = 0; j < text->statements->len; j++) {
      const HmPolicyStatement *keep = g_ptr_array_index (text->statements, j);

      if (is_lock (keep) && hm_policy_path_covers (keep->value->text, path))
        return TRUE;
    }
  }
  return FALSE;
}
