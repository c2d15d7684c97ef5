/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/refs.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/autoptr.h"
#include "evidence/git/packed_refs.h"
#include "evidence/git/repository.h"
#include "scratch.h"

#define ONE "1111111111111111111111111111111111111111"
#define TWO "2222222222222222222222222222222222222222"
#define THREE "3333333333333333333333333333333333333333"

static HmPackedRefs *
parse (const char *text, GError **error)
{
  return hm_packed_refs_parse (g_strdup (text), strlen (text), error);
}

/* Asserts what the ref called @name is and leads to; NULL for no ref, and for one that the file says nothing of. */
static void
assert_packed (const HmPackedRefs *refs, const char *name, const char *oid, const char *peeled)
{
  char hex[HM_OID_HEX_SIZE + 1];
  HmPackedRef ref;

  if (!hm_packed_refs_find (refs, name, &ref)) {
    g_assert_null (oid);
    return;
  }
  g_assert_cmpstr (ref.name, ==, name);
  g_assert_cmpstr (hm_oid_hex (&ref.oid, hex), ==, oid);
  g_assert_cmpint (hm_oid_is_zero (&ref.peeled), ==, peeled == NULL);
  if (peeled != NULL)
    g_assert_cmpstr (hm_oid_hex (&ref.peeled, hex), ==, peeled);
}

/* In whatever order the file has them, with and without an end to its last line. */
static void
test_packed (void)
{
  static const char *const texts[] = {
    "# pack-refs with: peeled fully-peeled sorted \n" ONE " refs/heads/a\n" TWO
    " refs/heads/b\n" ONE " refs/tags/v1\n^" THREE "\n",
    ONE " refs/tags/v1\n^" THREE "\n# pack-refs with: sorted\n\n" TWO " refs/heads/b\n" ONE
        " refs/heads/a\n",
    TWO " refs/heads/b\n" ONE " refs/heads/a\n" ONE " refs/tags/v1\n^" THREE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HmPackedRefs) refs = parse (texts[i], &error);
    HmPackedRef first;

    g_assert_no_error (error);
    g_assert_cmpuint (hm_packed_refs_count (refs), ==, 3);
    assert_packed (refs, "refs/heads/a", ONE, NULL);
    assert_packed (refs, "refs/heads/b", TWO, NULL);
    assert_packed (refs, "refs/tags/v1", ONE, THREE);
    assert_packed (refs, "refs/heads", NULL, NULL);
    assert_packed (refs, "refs/tags/v2", NULL, NULL);
    hm_packed_refs_get (refs, 0, &first);
    g_assert_cmpstr (first.name, ==, "refs/heads/a");
  }
}

static void
test_packed_malformed (void)
{
  static const char *const texts[] = {
    "garbage\n",
    "^" ONE "\n",
    ONE "\n",
    ONE " \n",
    ONE "\trefs/heads/a\n",
    ONE "1 refs/heads/a\n",
    ONE " refs/heads/a\n^" ONE "1\n",
    ONE " refs/heads/a\n^1\n",
    "\xff\xfe\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HmPackedRefs) refs = parse (texts[i], &error);

    g_assert_null (refs);
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
    g_assert_nonnull (strstr (error->message, "line "));
  }
}

static void
test_packed_cut_at_every_byte (void)
{
  static const char text[] = "# c\n" TWO " refs/heads/b\n" ONE " refs/tags/v1\n^" THREE "\n";

  for (gsize size = 0; size < strlen (text); size++)
    for (gsize nul = 0; nul <= size; nul++) {
      g_autofree char *copy = g_strndup (text, size);
      g_autoptr (HmPackedRefs) refs = NULL;
      HmPackedRef ref;

      copy[nul] = '\0';
      refs = hm_packed_refs_parse (g_steal_pointer (&copy), size, NULL);
      for (gsize i = 0; refs != NULL && i < hm_packed_refs_count (refs); i++)
        hm_packed_refs_get (refs, i, &ref);
    }
}

static void
test_packed_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *file = scratch_path (scratch, "packed-refs");
  g_autoptr (HmPackedRefs) at_limit = NULL;
  g_autoptr (HmPackedRefs) past = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  while (text->len < HM_PACKED_REFS_BYTES_MAX)
    g_string_append_printf (text, "#%.1022d\n", 0);
  g_assert_true (g_file_set_contents (file, text->str, HM_PACKED_REFS_BYTES_MAX, NULL));
  at_limit = hm_packed_refs_read (file, &error);
  g_assert_no_error (error);
  g_string_append_c (text, '\n');
  g_assert_true (g_file_set_contents (file, text->str, HM_PACKED_REFS_BYTES_MAX + 1, NULL));
  past = hm_packed_refs_read (file, &error);
  g_assert_null (past);
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
}

static git_repository *
repository_open (const Scratch *scratch)
{
  GError *error = NULL;
  git_repository *repository = hm_repository_open (scratch->path, &error);

  g_assert_no_error (error);
  return repository;
}

static void
dot_git_write (const Scratch *scratch, const char *name, const char *text)
{
  g_autofree char *file = g_build_filename (scratch->path, ".git", name, NULL);
  g_autofree char *folder = g_path_get_dirname (file);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
}

/* Returns: (owned) the names that @glob lists, in order, with a space behind each. */
static char *
names (git_repository *repository, const char *glob)
{
  g_autoptr (git_reference_iterator) iterator = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const char *name;

  g_assert_cmpint (git_reference_iterator_glob_new (&iterator, repository, glob), ==, 0);
  while (git_reference_next_name (&name, iterator) == 0)
    g_string_append_printf (text, "%s ", name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_leads (git_repository *repository, const char *name, const char *hex)
{
  git_oid oid, wanted;

  if (hex == NULL) {
    g_assert_cmpint (git_reference_name_to_id (&oid, repository, name), <, 0);
    return;
  }
  g_assert_cmpint (git_reference_name_to_id (&oid, repository, name), ==, 0);
  g_assert_cmpint (git_oid_fromstr (&wanted, hex), ==, 0);
  g_assert_true (git_oid_equal (&oid, &wanted));
}

/* A loose ref stands before a packed one of its name, in what is looked up and in what is listed. */
static void
test_lookup (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (git_repository) repository = NULL;
  g_autofree char *tags = NULL;
  g_autofree char *all = NULL;

  dot_git_write (scratch, "packed-refs",
                 ONE " refs/heads/main\n" ONE " refs/tags/a\n" ONE " refs/tags/c\n" ONE
                     " refs/tags/../bad\n");
  dot_git_write (scratch, "refs/heads/main", TWO "\n");
  dot_git_write (scratch, "refs/heads/link", "ref:  refs/heads/main \n");
  dot_git_write (scratch, "refs/tags/c", TWO);
  dot_git_write (scratch, "refs/tags/b/deep", THREE " and more");
  dot_git_write (scratch, "refs/tags/broken", "1234\n");
  dot_git_write (scratch, "refs/tags/x.lock", ONE "\n");
  repository = repository_open (scratch);
  assert_leads (repository, "HEAD", TWO);
  assert_leads (repository, "refs/heads/link", TWO);
  assert_leads (repository, "refs/tags/a", ONE);
  assert_leads (repository, "refs/tags/b/deep", THREE);
  assert_leads (repository, "refs/tags/b", NULL);
  assert_leads (repository, "refs/tags/broken", NULL);
  assert_leads (repository, "refs/tags/../bad", NULL);
  tags = names (repository, "refs/tags/*");
  all = names (repository, "refs/*");
  g_assert_cmpstr (tags, ==, "refs/tags/b/deep refs/tags/c refs/tags/a ");
  g_assert_cmpstr (all, ==,
                   "refs/heads/link refs/heads/main refs/tags/b/deep refs/tags/c refs/tags/a ");
}

/* A symbolic ref can't have anything else opened, whatever it is. */
static void
test_no_way_out (void)
{
  static const char *const targets[] = {
    "../../outside",         "config", "hooks/pipe",   "refs/../../../outside", "/dev/tty",
    "refs/heads/../../HEAD", "",       "objects/info",
  };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *outside = scratch_path (scratch, "outside");
  g_autofree char *pipe = g_build_filename (scratch->path, ".git/hooks/pipe", NULL);
  g_autofree char *hooks = g_path_get_dirname (pipe);

  g_assert_true (g_file_set_contents (outside, ONE "\n", -1, NULL));
  g_assert_cmpint (g_mkdir_with_parents (hooks, 0700), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++) {
    g_autofree char *text = g_strdup_printf ("ref: %s\n", targets[i]);
    g_autoptr (git_repository) repository = NULL;

    dot_git_write (scratch, "HEAD", text);
    repository = repository_open (scratch);
    assert_leads (repository, "HEAD", NULL);
  }
}

/* Links among folders of refs would make a tree of them without end. */
static void
test_links_between_folders (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *a = g_build_filename (scratch->path, ".git/refs/tags/a", NULL);
  g_autofree char *b = g_build_filename (scratch->path, ".git/refs/tags/b", NULL);
  g_autoptr (git_repository) repository = NULL;
  g_autofree char *tags = NULL;

  g_assert_cmpint (symlink (".", a), ==, 0);
  g_assert_cmpint (symlink (".", b), ==, 0);
  dot_git_write (scratch, "refs/tags/c", ONE "\n");
  repository = repository_open (scratch);
  tags = names (repository, "refs/tags/*");
  g_assert_cmpstr (tags, ==, "refs/tags/c ");
}

static void
test_depth_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (git_repository) repository = NULL;
  g_autoptr (git_reference_iterator) iterator = NULL;
  g_autoptr (GString) name = g_string_new ("refs/tags/");

  /* refs/tags is the first of them */
  for (guint i = 1; i < 64; i++)
    g_string_append (name, "x/");
  g_string_append_c (name, 'y');
  dot_git_write (scratch, name->str, ONE "\n");
  repository = repository_open (scratch);
  g_assert_cmpint (git_reference_iterator_glob_new (&iterator, repository, "refs/tags/*"), ==, 0);
  g_clear_pointer (&iterator, git_reference_iterator_free);
  g_string_truncate (name, name->len - 1);
  g_string_append (name, "x/y");
  dot_git_write (scratch, name->str, ONE "\n");
  g_assert_cmpint (git_reference_iterator_glob_new (&iterator, repository, "refs/tags/*"), <, 0);
}

/* HM_LOOSE_REFS_MAX is a smaller one here (tests/fixtures/small/core/limits.h). */
static void
test_number_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (git_repository) repository = NULL;
  g_autoptr (git_reference_iterator) iterator = NULL;

  for (guint i = 0; i < HM_LOOSE_REFS_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("refs/tags/%u", i);

    dot_git_write (scratch, name, ONE "\n");
  }
  dot_git_write (scratch, "refs/heads/uncounted", ONE "\n");
  repository = repository_open (scratch);
  g_assert_cmpint (git_reference_iterator_glob_new (&iterator, repository, "refs/tags/*"), ==, 0);
  g_clear_pointer (&iterator, git_reference_iterator_free);
  dot_git_write (scratch, "refs/tags/past", ONE "\n");
  g_assert_cmpint (git_reference_iterator_glob_new (&iterator, repository, "refs/tags/*"), <, 0);
}

static void
test_nothing_is_written (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (git_repository) repository = NULL;
  g_autoptr (git_reference) ref = NULL;
  git_oid oid;

  dot_git_write (scratch, "refs/heads/main", ONE "\n");
  repository = repository_open (scratch);
  g_assert_cmpint (git_oid_fromstr (&oid, ONE), ==, 0);
  g_assert_cmpint (git_reference_create (&ref, repository, "refs/heads/x", &oid, 1, NULL), <, 0);
  g_assert_cmpint (git_reference_remove (repository, "refs/heads/main"), <, 0);
  assert_leads (repository, "refs/heads/main", ONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refs/packed", test_packed);
  g_test_add_func ("/refs/packed-malformed", test_packed_malformed);
  g_test_add_func ("/refs/packed-cut-at-every-byte", test_packed_cut_at_every_byte);
  g_test_add_func ("/refs/packed-limit", test_packed_limit);
  g_test_add_func ("/refs/lookup", test_lookup);
  g_test_add_func ("/refs/no-way-out", test_no_way_out);
  g_test_add_func ("/refs/links-between-folders", test_links_between_folders);
  g_test_add_func ("/refs/depth-limit", test_depth_limit);
  g_test_add_func ("/refs/number-limit", test_number_limit);
  g_test_add_func ("/refs/nothing-is-written", test_nothing_is_written);
  return g_test_run ();
}
