/* SPDX-License-Identifier: Apache-2.0 */
#include "change_case.h"
#include "judged.h"

#include "checks/list.h"

#define HIDDEN "no-hidden-characters"
#define FILES "new-opaque-files-witnessed"
#define LINES "new-opaque-lines-witnessed"
#define INVENTORY "opaque-inventory"

#define LONG_AGO (AS_OF - 4000 * DAY)

/* The tree: a fixture, a picture, code, and a lock file. */
enum { FIXTURE, PICTURE, CODE, LOCK, N_ENTRIES };

typedef struct {
  ChangeCase changes;
  HmTreeEntry entries[N_ENTRIES];
  HmMark marks[N_ENTRIES];
} Tree;

static void
tree_init (Tree *self)
{
  *self = (Tree){ .entries = {
                      [FIXTURE] = { .path = "tests/files/a.xz",
                                    .oid = { { 1 } },
                                    .content = HM_CONTENT_BINARY,
                                    .size = 35430,
                                    .entropy = 1000,
                                    .roles = HM_ROLE_TEST },
                      [PICTURE] = { .path = "docs/logo.PNG",
                                    .oid = { { 2 } },
                                    .content = HM_CONTENT_BINARY,
                                    .size = 9 },
                      [CODE] = { .path = "src/main.c",
                                 .oid = { { 3 } },
                                 .content = HM_CONTENT_TEXT,
                                 .roles = HM_ROLE_SOURCE },
                      [LOCK] = { .path = "package-lock.json",
                                 .oid = { { 4 } },
                                 .content = HM_CONTENT_TEXT,
                                 .roles = HM_ROLE_LOCKFILE | HM_ROLE_GENERATED },
                  } };
  change_case_init (&self->changes);
}

static void
tree_clear (Tree *self)
{
  change_case_clear (&self->changes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tree, tree_clear)

static void
tree_mark (Tree *self, guint entry, HmMarkKind kind, const char *text)
{
  self->marks[entry] = (HmMark){ .kind = kind, .line = 12, .text = text };
  self->entries[entry].marks = entry;
  self->entries[entry].n_marks = 1;
}

/* The commit at @time brought in what @entry holds. */
static void
tree_bring (Tree *self, guint entry, gint64 time, HmTrace trace)
{
  change_case_commit (&self->changes, time, ADA, trace);
  change_case_file (&self->changes, self->entries[entry].path, self->entries[entry].roles,
                    HM_CHANGE_ADDED, self->entries[entry].oid.bytes[0]);
}

static HmFacts *
tree_facts (Tree *self)
{
  HmFacts *facts;

  for (guint i = 0; i < 5; i++) {
    change_case_commit (&self->changes, LONG_AGO + i, ADA, HM_TRACE_NONE);
    change_case_commit (&self->changes, LONG_AGO + i, BO, HM_TRACE_NONE);
  }
  facts = change_case_facts (&self->changes);
  facts->tree = (HmTree){
    .entries = self->entries, .n_entries = N_ENTRIES, .marks = self->marks, .n_marks = N_ENTRIES
  };
  return facts;
}

static HmResult *
judged (Tree *self)
{
  return judge (&hm_check_opaque_source, tree_facts (self));
}

/* What has stood for years costs nothing. */
static void
test_old_fixture (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;

  tree_init (&self);
  tree_mark (&self, CODE, HM_MARK_LONG_LINE, "4,000 characters");
  tree_bring (&self, FIXTURE, SINCE - 1, HM_TRACE_NONE);
  result = judged (&self);
  assert_triple (result, 100, 100, 100);
  g_assert_cmpstr (hm_findings_find (result->findings, INVENTORY)->message, ==,
                   "1 opaque file of 35,430 bytes, 1 with lines nobody reads, 1 pictures and other "
                   "media");
}

static void
test_new_fixture_alone (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  tree_init (&self);
  tree_bring (&self, FIXTURE, SINCE, HM_TRACE_NONE);
  result = judged (&self);
  assert_triple (result, 90, 90, 90);
  assert_outcome (result, FILES, HM_FAIL);
  finding = g_ptr_array_index (result->findings->items, 2);
  g_assert_cmpstr (finding->message, ==,
                   "tests/files/a.xz: binary of 35,430 bytes, 100.0 % of the entropy of random "
                   "ones, since 2025-11-21; nobody but the author is visible");
  g_assert_cmpuint (finding->evidence->len, ==, 2);
}

static void
test_new_fixture_witnessed (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;

  tree_init (&self);
  tree_bring (&self, FIXTURE, AS_OF - DAY, HM_TRACE_SECOND);
  result = judged (&self);
  assert_triple (result, 100, 100, 100);
}

static void
test_new_fixture_by_request (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;

  tree_init (&self);
  tree_bring (&self, FIXTURE, AS_OF - DAY, HM_TRACE_REQUEST);
  result = judged (&self);
  assert_outcome (result, FILES, HM_UNKNOWN);
  assert_triple (result, 90, 100, 100);
}

/*
 * The floor falls by what nobody could look at, whatever else is known: two files cost the same
 * whether both are bad or one is unknown.
 */
static void
test_new_fixtures_alone_and_by_request (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;

  tree_init (&self);
  self.entries[CODE].content = HM_CONTENT_BINARY;
  tree_bring (&self, FIXTURE, AS_OF - DAY, HM_TRACE_NONE);
  tree_bring (&self, CODE, AS_OF - DAY, HM_TRACE_REQUEST);
  result = judged (&self);
  assert_outcome (result, FILES, HM_FAIL);
  assert_triple (result, 80, 88, 90);
}

/* The commit that matters is the one that made the path hold what it holds now. */
static void
test_content_of_another_commit (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;

  tree_init (&self);
  change_case_commit (&self.changes, AS_OF - DAY, ADA, HM_TRACE_NONE);
  change_case_file (&self.changes, "tests/files/a.xz", HM_ROLE_TEST, HM_CHANGE_ADDED, 77);
  result = judged (&self);
  assert_triple (result, 100, 100, 100);
}

static void
test_new_line_alone (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;

  tree_init (&self);
  tree_mark (&self, CODE, HM_MARK_OFF_SCREEN, "column 200");
  tree_bring (&self, CODE, AS_OF - DAY, HM_TRACE_NONE);
  result = judged (&self);
  assert_triple (result, 90, 90, 90);
  assert_outcome (result, LINES, HM_FAIL);
}

static void
test_generated_lines_do_not_count (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;

  tree_init (&self);
  tree_mark (&self, LOCK, HM_MARK_LONG_LINE, "");
  tree_bring (&self, LOCK, AS_OF - DAY, HM_TRACE_NONE);
  result = judged (&self);
  assert_triple (result, 100, 100, 100);
}

static void
test_hidden_characters (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  tree_init (&self);
  tree_mark (&self, CODE, HM_MARK_BIDI_CONTROL, "U+202E");
  result = judged (&self);
  assert_triple (result, 50, 50, 50);
  finding = hm_findings_find (result->findings, HIDDEN);
  g_assert_cmpstr (
      finding->message, ==,
      "src/main.c: a bidirectional control that reorders the line (U+202E); so it was in "
      "1 of 55 honest projects at some year's end");
  g_assert_cmpuint (g_array_index (finding->evidence, HmEvidence, 0).line, ==, 12);
}

static void
test_unread_file (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;

  tree_init (&self);
  self.entries[CODE].content = HM_CONTENT_UNREAD;
  self.entries[CODE].why = "its object is damaged";
  result = judged (&self);
  assert_outcome (result, HIDDEN, HM_UNKNOWN);
  g_assert_cmpint (result->floor, ==, 50);
}

static void
test_cut_history (void)
{
  g_auto (Tree) self;
  g_autoptr (HmResult) result = NULL;
  HmFacts *facts;

  tree_init (&self);
  facts = tree_facts (&self);
  facts->history.cut = "history is cut at 10 commits (shallow clone)";
  facts->history.cut_time = AS_OF - DAY;
  result = judge (&hm_check_opaque_source, facts);
  assert_outcome (result, HIDDEN, HM_PASS);
  assert_outcome (result, FILES, HM_UNKNOWN);
  assert_outcome (result, LINES, HM_UNKNOWN);
  assert_triple (result, 40, 100, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/opaque-source/old-fixture", test_old_fixture);
  g_test_add_func ("/opaque-source/new-fixture-alone", test_new_fixture_alone);
  g_test_add_func ("/opaque-source/new-fixture-witnessed", test_new_fixture_witnessed);
  g_test_add_func ("/opaque-source/new-fixture-by-request", test_new_fixture_by_request);
  g_test_add_func ("/opaque-source/new-fixtures-alone-and-by-request",
                   test_new_fixtures_alone_and_by_request);
  g_test_add_func ("/opaque-source/content-of-another-commit", test_content_of_another_commit);
  g_test_add_func ("/opaque-source/new-line-alone", test_new_line_alone);
  g_test_add_func ("/opaque-source/generated-lines-do-not-count",
                   test_generated_lines_do_not_count);
  g_test_add_func ("/opaque-source/hidden-characters", test_hidden_characters);
  g_test_add_func ("/opaque-source/unread-file", test_unread_file);
  g_test_add_func ("/opaque-source/cut-history", test_cut_history);
  return g_test_run ();
}
