/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/list.h"
#include "tests/checks/history_case.h"
#include "tests/checks/judged.h"
#include "tests/checks/subject.h"

#define YEAR (365 * DAY)

/* Ada has been there for ten years, Bo since half a year. */
typedef struct {
  Case history;
  Subject tree;
  HmTag tags[8];
} Release;

static void
release_init (Release *release)
{
  memset (release, 0, sizeof *release);
  case_init (&release->history);
  subject_init (&release->tree);
  case_add_at (&release->history, 1, AS_OF - DAY, ADA, ADA, 0, TRUE);
  case_add_at (&release->history, 20, AS_OF - 10 * YEAR, ADA, ADA, 0, TRUE);
  case_add_at (&release->history, 20, AS_OF - YEAR / 2, BO, BO, 0, TRUE);
}

static void
release_clear (Release *release)
{
  case_clear (&release->history);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Release, release_clear)

/* Tags are added from the newest on. @key: (nullable) */
static HmTag *
release_add_tag (Release *release, const char *name, gint64 time, guint32 tagger, const char *key)
{
  HmHistory *history = &release->history.facts.history;
  HmTag *tag = &release->tags[history->n_tags++];

  g_assert_cmpuint (history->n_tags, <=, G_N_ELEMENTS (release->tags));
  *tag = (HmTag){
    .name = name,
    .time = time,
    .tagger = tagger,
    .is_annotated = tagger != HM_NO_INDEX,
    .is_release = TRUE,
    .signature = { .kind = key != NULL ? HM_SIGNATURE_OPENPGP : HM_SIGNATURE_NONE, .key = key },
  };
  history->tags = release->tags;
  return tag;
}

static HmResult *
release_judge (Release *release)
{
  HmFacts facts = *case_facts (&release->history);

  facts.tree = release->tree.facts.tree;
  return judge (&hm_check_release_integrity, &facts);
}

static void
test_in_order (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;

  release_init (&release);
  release_add_tag (&release, "v1.1", AS_OF - DAY, ADA, "AAAA");
  release_add_tag (&release, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  subject_add (&release.tree, "CMakeLists.txt", "project(x)\n");
  result = release_judge (&release);
  assert_triple (result, 100, 100, 100);
  assert_outcome (result, "tags-unmoved", HM_NOT_APPLICABLE);
}

static void
test_no_releases (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;

  release_init (&release);
  result = release_judge (&release);
  g_assert_cmpint (result->status, ==, HM_STATUS_NOT_APPLICABLE);
}

static void
test_releases_out_of_sight (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;

  release_init (&release);
  release.history.facts.history.cut = "3 tags can't be read";
  result = release_judge (&release);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
}

static void
test_autotools (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  release_init (&release);
  release_add_tag (&release, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  subject_add_entry (&release.tree, "Makefile.am", HM_ENTRY_FILE);
  subject_add_entry (&release.tree, "configure.ac", HM_ENTRY_FILE);
  subject_add (&release.tree, "m4/.gitignore",
               "# imported\nbuild-to-host.m4\r\n/libtool.m4\n!ours.m4\nMakefile\n*.o\n");
  result = release_judge (&release);
  assert_triple (result, 66, 66, 66);
  finding = hm_findings_find (result->findings, "build-inputs-in-git");
  g_assert_cmpint (finding->outcome, ==, HM_FAIL);
  g_assert_nonnull (strstr (finding->message, "3 files that autotools make"));
  g_assert_nonnull (strstr (finding->message, "2 that .gitignore hides"));
  g_assert_cmpstr (evidence_at (finding, 1)->text, ==, "m4/.gitignore");
  g_assert_cmpuint (evidence_at (finding, 1)->line, ==, 2);
}

static void
test_configure_in_git (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;

  release_init (&release);
  release_add_tag (&release, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  subject_add (&release.tree, ".gitignore", "configure\n*.m4\n");
  subject_add_entry (&release.tree, "configure", HM_ENTRY_FILE);
  subject_add_entry (&release.tree, "configure.ac", HM_ENTRY_FILE);
  result = release_judge (&release);
  assert_outcome (result, "build-inputs-in-git", HM_PASS);
}

static void
test_built_package (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;

  release_init (&release);
  release_add_tag (&release, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  subject_add (&release.tree, ".gitignore", "node_modules\n/dist/\n");
  subject_add (&release.tree, "package.json", "{\"main\": \"./dist/index.js\"}");
  result = release_judge (&release);
  assert_outcome (result, "build-inputs-in-git", HM_FAIL);
}

static void
test_provenance (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  release_init (&release);
  release_add_tag (&release, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  subject_add (
      &release.tree, ".github/workflows/release.yml",
      "# actions/attest-build-provenance\nsteps:\n  - uses: actions/attest-build-provenance@v2\n");
  subject_add_entry (&release.tree, "configure.ac", HM_ENTRY_FILE);
  result = release_judge (&release);
  finding = hm_findings_find (result->findings, "build-inputs-in-git");
  g_assert_cmpint (finding->outcome, ==, HM_PASS);
  g_assert_cmpuint (evidence_at (finding, 0)->line, ==, 3);
}

static void
test_inputs_unread (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;

  release_init (&release);
  release_add_tag (&release, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  subject_add_unread (&release.tree, "package.json", "too large");
  result = release_judge (&release);
  assert_outcome (result, "build-inputs-in-git", HM_UNKNOWN);
  assert_triple (result, 66, 100, 100);
}

static void
test_unsigned (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;

  release_init (&release);
  release_add_tag (&release, "v1.1", AS_OF - DAY, ADA, NULL);
  release_add_tag (&release, "v1.0", AS_OF - YEAR, HM_NO_INDEX, NULL);
  result = release_judge (&release);
  assert_outcome (result, "release-tags-signed", HM_FAIL);
  assert_outcome (result, "release-keys-known", HM_NOT_APPLICABLE);
  /* 30 of 30 for the inputs, a sixth of 40 for one annotated tag of two. */
  assert_triple (result, 51, 51, 51);
}

static void
test_newcomers_key (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  release_init (&release);
  release_add_tag (&release, "v1.1", AS_OF - DAY, BO, "BBBB");
  release_add_tag (&release, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  result = release_judge (&release);
  finding = hm_findings_find (result->findings, "release-keys-known");
  g_assert_cmpint (finding->outcome, ==, HM_FAIL);
  g_assert_nonnull (strstr (finding->message, "BBBB"));
  g_assert_nonnull (strstr (finding->message, "2026-11-20"));
  assert_triple (result, 77, 77, 77);
}

/* Nobody was there before the first; and who has been there for long may change keys. */
static void
test_known_keys (void)
{
  g_auto (Release) first;
  g_auto (Release) veteran;
  g_auto (Release) trusted;
  g_autoptr (HmResult) of_first = NULL;
  g_autoptr (HmResult) of_veteran = NULL;
  g_autoptr (HmResult) of_trusted = NULL;

  release_init (&first);
  release_add_tag (&first, "v1.0", AS_OF - DAY, BO, "BBBB");
  of_first = release_judge (&first);
  assert_outcome (of_first, "release-keys-known", HM_PASS);
  release_init (&veteran);
  release_add_tag (&veteran, "v1.1", AS_OF - DAY, ADA, "CCCC");
  release_add_tag (&veteran, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  of_veteran = release_judge (&veteran);
  assert_outcome (of_veteran, "release-keys-known", HM_PASS);
  release_init (&trusted);
  release_add_tag (&trusted, "v1.1", AS_OF - DAY, BO, "BBBB")->signature.verdict = HM_VERDICT_GOOD;
  release_add_tag (&trusted, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  of_trusted = release_judge (&trusted);
  assert_outcome (of_trusted, "release-keys-known", HM_PASS);
}

/* A key that began more than three years ago is no news, be its owner new then; one that is dated back to then is. */
static void
test_old_key (void)
{
  static const struct {
    gint64 days;
    guint32 commit;
    HmOutcome want;
  } cases[] = {
    { 3 * 365, HM_NO_INDEX, HM_FAIL },
    { 3 * 365 + 1, HM_NO_INDEX, HM_PASS },
    { 3 * 365 + 1, 0, HM_FAIL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Release) release;
    g_autoptr (HmResult) result = NULL;

    release_init (&release);
    release_add_tag (&release, "v1.1", AS_OF - cases[i].days * DAY, BO, "BBBB")->commit =
        cases[i].commit;
    release_add_tag (&release, "v1.0", AS_OF - 5 * YEAR, ADA, "AAAA")->commit = HM_NO_INDEX;
    result = release_judge (&release);
    assert_outcome (result, "release-keys-known", cases[i].want);
  }
}

static void
test_moved (void)
{
  static const HmTagMove moves[] = {
    { .name = "v0.9",
      .object_before = { { 1 } },
      .commit_before = { { 2 } },
      .object_after = { { 3 } },
      .commit_after = { { 2 } } },
    { .name = "v1.0",
      .object_before = { { 4 } },
      .commit_before = { { 5 } },
      .object_after = { { 6 } },
      .commit_after = { { 7 } } },
  };
  g_auto (Release) release;
  g_autoptr (HmResult) anew = NULL;
  g_autoptr (HmResult) moved = NULL;
  HmHistory *history = &release.history.facts.history;

  release_init (&release);
  release_add_tag (&release, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  history->has_remembered_tags = TRUE;
  history->n_remembered_tags = 2;
  history->moved_tags = moves;
  /* Made anew for the same commit: told, and no alarm. */
  history->n_moved_tags = 1;
  anew = release_judge (&release);
  assert_triple (anew, 100, 100, 100);
  history->n_moved_tags = 2;
  moved = release_judge (&release);
  assert_triple (moved, 20, 20, 20);
  g_assert_nonnull (strstr (moved->reason, "1 tag leads"));
}

static void
test_first_seen (void)
{
  g_auto (Release) release;
  g_autoptr (HmResult) result = NULL;

  release_init (&release);
  release_add_tag (&release, "v1.0", AS_OF - YEAR, ADA, "AAAA");
  release.history.facts.history.has_remembered_tags = TRUE;
  result = release_judge (&release);
  assert_outcome (result, "tags-unmoved", HM_NOT_APPLICABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release-integrity/in-order", test_in_order);
  g_test_add_func ("/release-integrity/no-releases", test_no_releases);
  g_test_add_func ("/release-integrity/releases-out-of-sight", test_releases_out_of_sight);
  g_test_add_func ("/release-integrity/autotools-make-what-git-lacks", test_autotools);
  g_test_add_func ("/release-integrity/configure-in-git", test_configure_in_git);
  g_test_add_func ("/release-integrity/package-of-built-code", test_built_package);
  g_test_add_func ("/release-integrity/provenance-makes-up", test_provenance);
  g_test_add_func ("/release-integrity/inputs-unread", test_inputs_unread);
  g_test_add_func ("/release-integrity/unsigned-tags", test_unsigned);
  g_test_add_func ("/release-integrity/key-by-newcomer", test_newcomers_key);
  g_test_add_func ("/release-integrity/keys-that-need-no-word", test_known_keys);
  g_test_add_func ("/release-integrity/old-key", test_old_key);
  g_test_add_func ("/release-integrity/moved-tag", test_moved);
  g_test_add_func ("/release-integrity/tags-first-seen", test_first_seen);
  return g_test_run ();
}
