/* SPDX-License-Identifier: Apache-2.0 */
/* The journal on disk: what it knows shows in nothing but the time that a scan takes. */
#include "evidence/git/journal_file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/limits.h"
#include "evidence/git/journal_segment.h"
#include "facts_text.h"
#include "story.h"

#define STORY_END (STORY_BEGIN + (gint64) STORY_MONTHS * STORY_MONTH)

/* Collects what @options ask for, with the journal in @folder (nullable: none). Returns: (owned) the facts as text. */
static char *
facts_collect (const Scratch *scratch, HmCollectOptions options, const char *folder)
{
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (GError) error = NULL;

  options.journal_folder = folder;
  store = hm_collect (scratch->path, &options, &error);
  g_assert_no_error (error);
  return facts_text (hm_evidence_store_facts (store));
}

/* Scans @commit (nullable: HEAD) for all that there is. */
static char *
scan (const Scratch *scratch, const char *commit, const char *folder)
{
  return facts_collect (scratch, story_options (commit, STORY_END), folder);
}

/* Scans HEAD for @needs alone. */
static char *
scan_for (const Scratch *scratch, guint needs, const char *folder)
{
  HmCollectOptions options = story_options (NULL, STORY_END);

  options.needs = needs;
  return facts_collect (scratch, options, folder);
}

static gsize
segment_take (HmJournal *journal, const GString *segment)
{
  return hm_journal_segment_read (journal, (const guint8 *) segment->str, segment->len);
}

/* Returns: (owned) the path of the one file in @folder. */
static char *
only_file (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  name = g_dir_read_name (dir);
  g_assert_nonnull (name);
  g_assert_null (g_dir_read_name (dir));
  return g_build_filename (folder, name, NULL);
}

static gsize
size_of (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return (gsize) status.st_size;
}

static void
test_warm_equals_cold (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "cache/journal");
  g_autofree char *cold = NULL;
  g_autofree char *first = NULL;
  g_autofree char *warm = NULL;
  g_autofree char *file = NULL;
  GStatBuf status;
  gsize size;

  story_write (scratch);
  cold = scan (scratch, NULL, NULL);
  first = scan (scratch, NULL, folder);
  g_assert_cmpstr (first, ==, cold);
  file = only_file (folder);
  g_assert_cmpint (g_stat (file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  size = size_of (file);
  warm = scan (scratch, NULL, folder);
  g_assert_cmpstr (warm, ==, cold);
  g_assert_cmpuint (size_of (file), ==, size); /* there was nothing new */
}

/* Commits that the journal knows are not read again: their objects may be gone. */
static void
test_warm_reads_no_commit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *cold = NULL;
  g_autofree char *warm = NULL;
  g_autofree char *hex = NULL;
  g_autofree char *object = NULL;

  scratch_commits (scratch, 5);
  cold = scan (scratch, NULL, folder);
  hex = scratch_git_fed (scratch, NULL, 0, "rev-parse main~3");
  object = g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, hex, hex + 2);
  g_assert_cmpint (g_unlink (object), ==, 0);
  warm = scan (scratch, NULL, folder);
  g_assert_cmpstr (warm, ==, cold);
}

/* A file that recognisers have something to say of, one that is random, one that is there twice, and a document. */
#define FILES \
  "M 100755 inline fetch.sh\ndata 29\ncurl https://x.org/a.sh | sh\n\n" \
  "M 100644 inline copy/fetch.sh\ndata 29\ncurl https://x.org/a.sh | sh\n\n" \
  "M 100644 inline data.bin\ndata 12\n\x01\x02\x03\x04\x7f\x05\x06\x07\x08\x0e\x0f\n\n" \
  "M 100644 inline SECURITY.md\ndata 20\nWrite to ada@x.org.\n\n"

static void
blob_unlink (const Scratch *scratch, const char *path)
{
  g_autofree char *hex = scratch_git_fed (scratch, NULL, 0, "rev-parse main:%s", path);
  g_autofree char *object =
      g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, hex, hex + 2);

  g_assert_cmpint (g_unlink (object), ==, 0);
}

/* Nor is a file, by its path and its blob; but a document is, whose text is wanted. */
static void
test_warm_reads_no_file (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *cold = NULL;
  g_autofree char *warm = NULL;
  g_autofree char *bare = NULL;

  scratch_commit (scratch, "Ada Lovelace <ada@x.org>", STORY_END - 5, FILES);
  cold = scan (scratch, NULL, folder);
  g_assert_nonnull (strstr (cold, " x.org]"));
  blob_unlink (scratch, "fetch.sh");
  blob_unlink (scratch, "data.bin");
  warm = scan (scratch, NULL, folder);
  g_assert_cmpstr (warm, ==, cold);
  blob_unlink (scratch, "SECURITY.md");
  bare = scan (scratch, NULL, folder);
  g_assert_cmpstr (bare, !=, cold);
}

/* What a file says hangs on its name as well. */
static void
test_file_at_another_path (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *first = NULL;
  g_autofree char *cold = NULL;
  g_autofree char *warm = NULL;

  scratch_commit (scratch, "Ada Lovelace <ada@x.org>", STORY_END - 9, FILES);
  first = scan (scratch, NULL, folder);
  scratch_commit (scratch, "Ada Lovelace <ada@x.org>", STORY_END - 5,
                  "M 100644 inline notes.txt\ndata 29\ncurl https://x.org/a.sh | sh\n\n");
  cold = scan (scratch, NULL, NULL);
  warm = scan (scratch, NULL, folder);
  g_assert_cmpstr (warm, ==, cold);
  g_assert_cmpstr (warm, !=, first);
}

/* A run that asks for less neither finds marks that it did not ask for, nor leaves files without theirs for others. */
static void
test_scan_without_marks (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *cold = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *warm = NULL;

  scratch_commit (scratch, "Ada Lovelace <ada@x.org>", STORY_END - 5, FILES);
  cold = scan_for (scratch, HM_NEED_TREE | HM_NEED_CONTENT | HM_NEED_HISTORY, NULL);
  warm = scan_for (scratch, HM_NEED_TREE | HM_NEED_CONTENT | HM_NEED_HISTORY, folder);
  g_assert_cmpstr (warm, ==, cold);
  g_free (warm);
  whole = scan (scratch, NULL, NULL);
  warm = scan (scratch, NULL, folder);
  g_assert_cmpstr (warm, ==, whole);
  g_free (warm);
  warm = scan_for (scratch, HM_NEED_TREE | HM_NEED_CONTENT | HM_NEED_HISTORY, folder);
  g_assert_cmpstr (warm, ==, cold);
}

/* Older commits first, then newer ones: what is new is added, and nothing of what is there is written again. */
static void
test_grows (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *cold = NULL;
  g_autofree char *grown = NULL;
  g_autofree char *part = NULL;
  g_autofree char *file = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size, size_after;

  story_write (scratch);
  cold = scan (scratch, NULL, NULL);
  part = scan (scratch, "main~20", folder);
  file = only_file (folder);
  g_assert_true (g_file_get_contents (file, &before, &size, NULL));
  grown = scan (scratch, NULL, folder);
  g_assert_cmpstr (grown, ==, cold);
  g_assert_true (g_file_get_contents (file, &after, &size_after, NULL));
  g_assert_cmpuint (size_after, >, size);
  g_assert_cmpint (memcmp (after, before, size), ==, 0);
}

/* A deeper look, or a commit that was known by name alone, takes the place of what was there. */
static void
test_deepened_clone (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *copy = scratch_path (scratch, "copy");
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *cold = NULL;
  g_autofree char *warm = NULL;
  g_autofree char *shallow_text = NULL;
  Scratch shallow = { .folder = scratch->folder, .path = copy };

  story_write (scratch);
  scratch_git (scratch, "clone -q --bare --depth 5 file://%s %s", scratch->path, copy);
  shallow_text = scan (&shallow, NULL, folder);
  g_assert_nonnull (strstr (shallow_text, "shallow clone"));
  scratch_git (scratch, "-C %s fetch -q --unshallow file://%s main", copy, scratch->path);
  cold = scan (&shallow, NULL, NULL);
  warm = scan (&shallow, NULL, folder);
  g_assert_null (strstr (warm, "shallow clone"));
  g_assert_cmpstr (warm, ==, cold);
}

/* Whatever becomes of any byte, or of the end, the facts stay the same. */
static void
test_damage (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *cold = NULL;
  g_autofree char *file = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  scratch_commit (scratch, "Ada Lovelace <ada@x.org>", 1,
                  "M 100644 inline configure.ac\ndata 4\nabc\n\n"
                  "M 100755 inline a.sh\ndata 21\ncurl https://x.org|sh\n");
  scratch_commit (scratch, "Bob <bob@x.org>", STORY_END - 5,
                  "M 100644 inline configure.ac\ndata 4\nabd\n\n");
  cold = scan (scratch, NULL, folder);
  file = only_file (folder);
  g_assert_true (g_file_get_contents (file, &bytes, &size, NULL));
  for (gsize i = 0; i < size; i++) {
    g_autofree char *damaged = g_memdup2 (bytes, size);
    g_autofree char *text = NULL;
    gsize n;

    damaged[i] = (char) (damaged[i] ^ (1 << (i % 8)));
    g_assert_true (g_file_set_contents (file, damaged, (gssize) size, NULL));
    text = scan (scratch, NULL, folder);
    g_assert_cmpstr (text, ==, cold);
    /* And it is whole again. */
    g_free (damaged);
    g_assert_true (g_file_get_contents (file, &damaged, &n, NULL));
    g_assert_cmpuint (n, ==, size);
    g_assert_cmpint (memcmp (damaged, bytes, size), ==, 0);
  }
  for (gsize cut = 0; cut < size; cut += 7) {
    g_autofree char *text = NULL;

    g_assert_true (g_file_set_contents (file, bytes, (gssize) cut, NULL));
    text = scan (scratch, NULL, folder);
    g_assert_cmpstr (text, ==, cold);
    g_assert_cmpuint (size_of (file), ==, size);
  }
}

/*
 * Two repositories that have a commit in common, one of them forged, have a file each; a file under
 * another's name is not read.
 */
static void
test_foreign (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *copy = scratch_path (scratch, "copy");
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *folder_of_copy = scratch_path (scratch, "journal-of-copy");
  g_autofree char *cold = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_of_copy = NULL;
  g_autofree char *file = NULL;
  g_autofree char *file_of_copy = NULL;
  g_autofree char *bytes = NULL;
  Scratch other = { .folder = scratch->folder, .path = copy };
  gsize size;

  scratch_commits (scratch, 3);
  scratch_git (scratch, "clone -q --bare %s %s", scratch->path, copy);
  cold = scan (scratch, NULL, folder);
  text_of_copy = scan (&other, NULL, folder_of_copy);
  file = only_file (folder);
  file_of_copy = only_file (folder_of_copy);
  g_assert_true (g_file_get_contents (file_of_copy, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (file, bytes, (gssize) size, NULL));
  g_free (bytes);
  text = scan (scratch, NULL, folder);
  g_assert_cmpstr (text, ==, cold);
  g_assert_true (g_file_get_contents (file, &bytes, &size, NULL));
  g_assert_cmpint (memcmp (bytes, "HMjournl", 8), ==, 0);
}

/* Both know the same, and both learn something: the first to write is heard. */
static void
test_two_at_once (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  const HmOid oids[] = { { .bytes = { 1 } }, { .bytes = { 2 } }, { .bytes = { 3 } } };
  g_autoptr (HmJournalFile) first = NULL;
  g_autoptr (HmJournalFile) second = NULL;
  g_autoptr (HmJournalFile) third = NULL;
  g_autoptr (HmJournal) journal = NULL;
  g_autoptr (HmJournal) other = NULL;
  g_autoptr (HmJournal) found = NULL;

  first = hm_journal_file_load (folder, "/objects", HM_JOURNAL_BYTES_MAX, &journal);
  hm_journal_meet (journal, &oids[0]);
  g_assert_true (hm_journal_file_save (first, journal));
  second = hm_journal_file_load (folder, "/objects", HM_JOURNAL_BYTES_MAX, &other);
  g_assert_cmpuint (other->records->len, ==, 1);
  hm_journal_meet (journal, &oids[1]);
  hm_journal_meet (other, &oids[2]);
  g_assert_true (hm_journal_file_save (first, journal));
  g_assert_false (hm_journal_file_save (second, other));
  third = hm_journal_file_load (folder, "/objects", HM_JOURNAL_BYTES_MAX, &found);
  g_assert_cmpuint (found->records->len, ==, 2);
  g_assert_cmpuint (hm_journal_find (found, &oids[1]), ==, 1);
  g_assert_cmpuint (hm_journal_find (found, &oids[2]), ==, HM_NO_INDEX);
}

/* Forged objects that were read from a path say nothing of what stands there later. */
static void
test_another_folder_at_the_same_path (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *objects = scratch_path (scratch, "objects");
  g_autofree char *away = scratch_path (scratch, "away");
  const HmOid oid = { .bytes = { 1 } };
  g_autoptr (HmJournalFile) file = NULL;
  g_autoptr (HmJournalFile) same = NULL;
  g_autoptr (HmJournalFile) other = NULL;
  g_autoptr (HmJournal) journal = NULL;
  g_autoptr (HmJournal) known = NULL;
  g_autoptr (HmJournal) found = NULL;

  g_assert_cmpint (g_mkdir (objects, 0700), ==, 0);
  file = hm_journal_file_load (folder, objects, HM_JOURNAL_BYTES_MAX, &journal);
  hm_journal_meet (journal, &oid);
  g_assert_true (hm_journal_file_save (file, journal));
  same = hm_journal_file_load (folder, objects, HM_JOURNAL_BYTES_MAX, &known);
  g_assert_cmpuint (known->records->len, ==, 1);
  g_assert_cmpint (g_rename (objects, away), ==, 0);
  g_assert_cmpint (g_mkdir (objects, 0700), ==, 0);
  other = hm_journal_file_load (folder, objects, HM_JOURNAL_BYTES_MAX, &found);
  g_assert_cmpuint (found->records->len, ==, 0);
}

static void
test_link_is_not_followed (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *away = scratch_path (scratch, "away");
  const HmOid oid = { .bytes = { 1 } };
  g_autoptr (HmJournalFile) file = NULL;
  g_autoptr (HmJournalFile) again = NULL;
  g_autoptr (HmJournal) journal = NULL;
  g_autoptr (HmJournal) found = NULL;

  file = hm_journal_file_load (folder, "/objects", HM_JOURNAL_BYTES_MAX, &journal);
  hm_journal_meet (journal, &oid);
  g_assert_true (hm_journal_file_save (file, journal));
  g_assert_cmpint (g_rename (hm_journal_file_path (file), away), ==, 0);
  g_assert_cmpint (symlink (away, hm_journal_file_path (file)), ==, 0);
  again = hm_journal_file_load (folder, "/objects", HM_JOURNAL_BYTES_MAX, &found);
  g_assert_cmpuint (found->records->len, ==, 0);
}

static void
test_unwritable_folder (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *cold = NULL;
  g_autofree char *text = NULL;

  scratch_commits (scratch, 2);
  g_assert_true (g_file_set_contents (folder, "no folder", -1, NULL));
  cold = scan (scratch, NULL, NULL);
  text = scan (scratch, NULL, folder);
  g_assert_cmpstr (text, ==, cold);
}

/* Many runs, each of which learns a little: the file is put together again before it is all seams. */
static void
test_many_segments (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autoptr (HmJournal) found = NULL;
  g_autoptr (HmJournalFile) last = NULL;

  for (guint i = 0; i < 200; i++) {
    const HmOid oid = { .bytes = { 7, (guint8) i } };
    g_autoptr (HmJournal) journal = NULL;
    g_autoptr (HmJournalFile) file =
        hm_journal_file_load (folder, "/objects", HM_JOURNAL_BYTES_MAX, &journal);

    g_assert_cmpuint (journal->records->len, ==, i);
    hm_journal_meet (journal, &oid);
    g_assert_true (hm_journal_file_save (file, journal));
  }
  last = hm_journal_file_load (folder, "/objects", HM_JOURNAL_BYTES_MAX, &found);
  g_assert_cmpuint (found->records->len, ==, 200);
}

/* Files of trees that are gone are not written again when the file is; a run that looked at no tree keeps them all. */
static void
test_old_files_are_forgotten (void)
{
  const HmTreeEntry kept = { .path = "kept", .oid = { .bytes = { 1 } } };
  const HmTreeEntry old = { .path = "old", .oid = { .bytes = { 2 } } };
  const HmKnownFile known = { .content = HM_CONTENT_TEXT, .size = 1 };
  g_autoptr (HmJournal) journal = hm_journal_new ();
  g_autoptr (HmJournal) idle = hm_journal_new ();
  g_autoptr (HmJournal) busy = hm_journal_new ();
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) again = g_string_new (NULL);
  g_autoptr (GString) later = g_string_new (NULL);
  HmKnownFile found;

  hm_file_memory_note (journal->files, &old, &known);
  hm_file_memory_note (journal->files, &kept, &known);
  g_assert_true (hm_journal_segment_write (journal, first));
  g_assert_false (hm_journal_segment_write (journal, again));

  g_assert_cmpuint (segment_take (idle, first), ==, first->len);
  g_assert_false (hm_journal_segment_write (idle, again));
  hm_journal_unwritten (idle);
  g_assert_true (hm_journal_segment_write (idle, again));
  g_assert_true (g_string_equal (again, first));

  g_assert_cmpuint (segment_take (busy, first), ==, first->len);
  g_assert_true (hm_file_memory_find (busy->files, &kept, &found));
  hm_journal_unwritten (busy);
  g_assert_true (hm_journal_segment_write (busy, later));
  g_assert_cmpuint (later->len, <, first->len);
  g_assert_true (hm_file_memory_find (busy->files, &kept, &found));
  g_assert_false (hm_file_memory_find (busy->files, &old, &found));
}

/* Saves a record and then another with room for @bytes_max. Returns: whether both were. */
static gboolean
saves_two (const char *folder, gsize bytes_max)
{
  const HmOid oids[] = { { .bytes = { 1 } }, { .bytes = { 2 } } };

  for (gsize i = 0; i < G_N_ELEMENTS (oids); i++) {
    g_autoptr (HmJournal) journal = NULL;
    g_autoptr (HmJournalFile) file = hm_journal_file_load (folder, "/objects", bytes_max, &journal);

    hm_journal_meet (journal, &oids[i]);
    if (!hm_journal_file_save (file, journal))
      return FALSE;
  }
  return TRUE;
}

static guint
records_in (const char *folder, gsize bytes_max)
{
  g_autoptr (HmJournal) journal = NULL;
  g_autoptr (HmJournalFile) file = hm_journal_file_load (folder, "/objects", bytes_max, &journal);

  return journal->records->len;
}

static void
test_file_at_the_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "journal");
  g_autofree char *tight = scratch_path (scratch, "tight");
  g_autofree char *one = scratch_path (scratch, "one");
  g_autofree char *none = scratch_path (scratch, "none");
  g_autofree char *file = NULL;
  g_autofree char *file_of_one = NULL;
  gsize size, size_of_one;

  g_assert_true (saves_two (folder, HM_JOURNAL_BYTES_MAX));
  file = only_file (folder);
  size = size_of (file);
  g_assert_true (saves_two (tight, size));
  g_assert_cmpuint (records_in (tight, size), ==, 2);
  /* A byte less, and it is too large to be read, or to be made by adding to one that is not. */
  g_assert_cmpuint (records_in (folder, size - 1), ==, 0);
  g_assert_false (saves_two (one, size - 1));
  g_assert_cmpuint (records_in (one, size - 1), ==, 1);
  /* Nor is a first one made. */
  file_of_one = only_file (one);
  size_of_one = size_of (file_of_one);
  g_assert_false (saves_two (none, size_of_one - 1));
  g_assert_false (g_file_test (none, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpuint (records_in (none, size_of_one - 1), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/warm-equals-cold", test_warm_equals_cold);
  g_test_add_func ("/journal/warm-reads-no-commit", test_warm_reads_no_commit);
  g_test_add_func ("/journal/warm-reads-no-file", test_warm_reads_no_file);
  g_test_add_func ("/journal/file-at-another-path", test_file_at_another_path);
  g_test_add_func ("/journal/scan-without-marks", test_scan_without_marks);
  g_test_add_func ("/journal/grows", test_grows);
  g_test_add_func ("/journal/deepened-clone", test_deepened_clone);
  g_test_add_func ("/journal/damage", test_damage);
  g_test_add_func ("/journal/foreign", test_foreign);
  g_test_add_func ("/journal/two-at-once", test_two_at_once);
  g_test_add_func ("/journal/another-folder-at-the-same-path",
                   test_another_folder_at_the_same_path);
  g_test_add_func ("/journal/link-is-not-followed", test_link_is_not_followed);
  g_test_add_func ("/journal/unwritable-folder", test_unwritable_folder);
  g_test_add_func ("/journal/many-segments", test_many_segments);
  g_test_add_func ("/journal/old-files-are-forgotten", test_old_files_are_forgotten);
  g_test_add_func ("/journal/file-at-the-limit", test_file_at_the_limit);
  return g_test_run ();
}
