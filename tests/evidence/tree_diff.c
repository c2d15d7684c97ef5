/* SPDX-License-Identifier: Apache-2.0 */
/* Which files differ between trees that stand here as text: no repository is needed for that. */
#include "evidence/git/tree_diff.h"

#include <string.h>

#include "core/limits.h"

/* Trees by their ids, which are made up, and what was told of their differences: a line of text for each. */
typedef struct {
  GPtrArray *trees; /* (element-type GBytes) the id of the nth is n + 1 in its first two bytes */
  GString *told;
  gsize n_told;
  gsize told_max; /* after which the comparison is stopped */
  gsize lines_max;
} Forest;

static void
forest_init (Forest *forest)
{
  *forest = (Forest){
    .trees = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
    .told = g_string_new (NULL),
    .told_max = G_MAXSIZE,
    .lines_max = HM_TREE_ENTRIES_MAX,
  };
}

static void
forest_clear (Forest *forest)
{
  g_ptr_array_unref (forest->trees);
  g_string_free (forest->told, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Forest, forest_clear)

/* Of a file whose content is called @letter. */
static HmOid
file_oid (char letter)
{
  HmOid oid;

  memset (oid.bytes, 'x', HM_OID_SIZE);
  oid.bytes[10] = (guint8) letter;
  return oid;
}

static HmOid
tree_oid (guint number)
{
  HmOid oid = { 0 };

  oid.bytes[0] = (guint8) (number >> 8);
  oid.bytes[1] = (guint8) number;
  oid.bytes[2] = 't';
  return oid;
}

static HmOid
forest_add_bytes (Forest *forest, const char *bytes, gsize size)
{
  g_ptr_array_add (forest->trees, g_bytes_new (bytes, size));
  return tree_oid (forest->trees->len);
}

static void
line_append (GString *tree, const char *mode, const char *name, const HmOid *oid)
{
  g_string_append_printf (tree, "%s %s", mode, name);
  g_string_append_c (tree, '\0');
  g_string_append_len (tree, (const char *) oid->bytes, HM_OID_SIZE);
}

/*
 * @text: words, each `NAME=LETTER` of a file, `NAME/NUMBER` of a folder by its number, with a mode
 * before a colon where it is another.
 */
static HmOid
forest_add (Forest *forest, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) tree = g_string_new (NULL);

  for (char **word = words; *word != NULL && **word != '\0'; word++) {
    char *colon = strchr (*word, ':');
    char *name = colon != NULL ? colon + 1 : *word;
    char *end = name + strcspn (name, "=/");
    gboolean is_folder = *end == '/';
    HmOid oid =
        is_folder ? tree_oid ((guint) g_ascii_strtoull (end + 1, NULL, 10)) : file_oid (end[1]);

    *end = '\0';
    if (colon != NULL)
      *colon = '\0';
    line_append (tree, colon != NULL ? *word : is_folder ? "40000" : "100644", name, &oid);
  }
  return forest_add_bytes (forest, tree->str, tree->len);
}

static GBytes *
forest_load (gpointer data, const HmOid *oid)
{
  const Forest *forest = data;
  guint number = (guint) oid->bytes[0] << 8 | oid->bytes[1];

  return number == 0 || number > forest->trees->len
             ? NULL
             : g_bytes_ref (g_ptr_array_index (forest->trees, number - 1));
}

static void
file_append (GString *text, const HmTreeFile *file)
{
  static const char kinds[] = { '\0', '*', '@', '#' }; /* in the order of HmEntryKind */

  g_string_append_c (text, file->oid.bytes[10] != 0 ? (char) file->oid.bytes[10] : '-');
  if (kinds[file->kind] != '\0')
    g_string_append_c (text, kinds[file->kind]);
}

/* Tells `PATH BEFORE... > AFTER`. */
static gboolean
forest_changed (gpointer data, const HmTreeChange *change)
{
  Forest *forest = data;

  g_string_append_printf (forest->told, "%s%s ", forest->n_told++ == 0 ? "" : ", ", change->path);
  for (gsize i = 0; i < change->n_before; i++)
    file_append (forest->told, &change->before[i]);
  g_string_append_c (forest->told, '>');
  file_append (forest->told, &change->after);
  return forest->n_told < forest->told_max;
}

static gboolean
forest_diff (Forest *forest, const HmOid *tree, const HmOid *parents, gsize n_parents)
{
  const HmTreeComparison comparison = {
    .load = forest_load,
    .changed = forest_changed,
    .data = forest,
    .lines_max = forest->lines_max,
  };

  g_string_truncate (forest->told, 0);
  forest->n_told = 0;
  return hm_tree_diff (&comparison, tree, parents, n_parents);
}

/* Compares the tree @after with up to three others, all of files alone. */
static void
assert_told (const char *after, const char *const *parents, gboolean is_whole, const char *told)
{
  g_auto (Forest) forest;
  HmOid oids[4];
  gsize n_parents = 0;

  forest_init (&forest);
  for (; parents[n_parents] != NULL; n_parents++)
    oids[n_parents] = forest_add (&forest, parents[n_parents]);
  oids[3] = forest_add (&forest, after);
  g_assert_cmpint (forest_diff (&forest, &oids[3], oids, n_parents), ==, is_whole);
  g_assert_cmpstr (forest.told->str, ==, told);
}

#define PARENTS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
test_one_parent (void)
{
  static const char *const none[] = { NULL };

  assert_told ("a=1 b=1", none, TRUE, "a >1, b >1");
  assert_told ("", none, TRUE, "");
  assert_told ("a=1 b=1", PARENTS ("a=1 b=1"), TRUE, "");
  assert_told ("a=1 b=2 c=1", PARENTS ("a=1 b=1 c=1"), TRUE, "b 1>2");
  assert_told ("a=1 b=1 c=1", PARENTS ("a=1 c=1"), TRUE, "b ->1");
  assert_told ("a=1 c=1", PARENTS ("a=1 b=1 c=1"), TRUE, "b 1>-");
  assert_told ("", PARENTS ("a=1"), TRUE, "a 1>-");
  assert_told ("b=1", PARENTS ("a=1"), TRUE, "a 1>-, b ->1");
}

static void
test_kinds (void)
{
  assert_told ("100755:a=1", PARENTS ("a=1"), TRUE, "a 1>1*");
  assert_told ("100664:a=1", PARENTS ("a=1"), TRUE, "");
  assert_told ("120000:a=2", PARENTS ("a=1"), TRUE, "a 1>2@");
  assert_told ("160000:a=2", PARENTS ("160000:a=1"), TRUE, "a 1#>2#");
}

static void
test_folders (void)
{
  g_auto (Forest) forest;
  HmOid before, after;

  forest_init (&forest);
  forest_add (&forest, "x=1 y=1"); /* 1 */
  forest_add (&forest, "x=1 y=2"); /* 2 */
  forest_add (&forest, "d/1 z=1"); /* 3 */
  forest_add (&forest, "d/2 z=1"); /* 4 */
  /* The last folder is not there, but nobody need open it. */
  before = forest_add (&forest, "a/3 b/1 c=1 same/999");
  after = forest_add (&forest, "a/4 b=1 c/1 same/999");
  g_assert_true (forest_diff (&forest, &after, &before, 1));
  g_assert_cmpstr (forest.told->str, ==,
                   "a/d/y 1>2, b ->1, b/x 1>-, b/y 1>-, c 1>-, c/x ->1, c/y ->1");
}

/* A folder's name sorts as if it ended in a slash: between these two files. */
static void
test_order (void)
{
  g_auto (Forest) forest;
  HmOid before, after;

  forest_init (&forest);
  forest_add (&forest, "x=1");
  before = forest_add (&forest, "a-b=1 a/1 a0=1");
  after = forest_add (&forest, "");
  g_assert_true (forest_diff (&forest, &after, &before, 1));
  g_assert_cmpstr (forest.told->str, ==, "a-b 1>-, a/x 1>-, a0 1>-");
}

static void
test_merges (void)
{
  /* What is as in one of the parents is told by the commits that it came with. */
  assert_told ("a=2 b=3 n=1", PARENTS ("a=2 b=1 n=1", "a=1 b=3"), TRUE, "");
  assert_told ("a=3", PARENTS ("a=1", "a=2"), TRUE, "a 12>3");
  assert_told ("a=3", PARENTS ("a=1", "b=1"), TRUE, "a 1->3");
  assert_told ("a=1 evil=1", PARENTS ("a=1", "a=1 b=1"), TRUE, "evil -->1");
  assert_told ("", PARENTS ("a=1", "a=2"), TRUE, "a 12>-");
  assert_told ("", PARENTS ("a=1", "b=1"), TRUE, "");
  assert_told ("a=4", PARENTS ("a=1", "a=2", "a=3"), TRUE, "a 123>4");
  assert_told ("a=3", PARENTS ("a=1", "a=2", "a=3"), TRUE, "");
  assert_told ("100755:a=1", PARENTS ("a=1", "a=2"), TRUE, "a 12>1*");
}

static void
test_merged_folders (void)
{
  g_auto (Forest) forest;
  HmOid parents[2], after;

  forest_init (&forest);
  forest_add (&forest, "x=1 y=2"); /* 1 */
  forest_add (&forest, "x=2 y=1"); /* 2 */
  forest_add (&forest, "x=1 y=3"); /* 3 */
  parents[0] = forest_add (&forest, "both/1 first/1 gone/1");
  parents[1] = forest_add (&forest, "both/2 gone/2");
  after = forest_add (&forest, "both/3 first/3");
  g_assert_true (forest_diff (&forest, &after, parents, 2));
  g_assert_cmpstr (forest.told->str, ==, "both/y 21>3, first/y 2->3, gone/x 12>-, gone/y 21>-");
}

static void
test_parents_limit (void)
{
  g_auto (Forest) forest;
  HmOid parents[HM_COMPARED_PARENTS_MAX + 1], after;

  forest_init (&forest);
  for (gsize i = 0; i < G_N_ELEMENTS (parents); i++)
    parents[i] = forest_add (&forest, "a=1");
  after = forest_add (&forest, "a=1 b=1");
  g_assert_true (forest_diff (&forest, &after, parents, HM_COMPARED_PARENTS_MAX));
  g_assert_cmpuint (forest.n_told, ==, 1);
  g_assert_false (forest_diff (&forest, &after, parents, HM_COMPARED_PARENTS_MAX + 1));
  g_assert_cmpuint (forest.n_told, ==, 1);
}

static void
test_missing (void)
{
  g_auto (Forest) forest;
  HmOid before, after, lost = tree_oid (999);

  forest_init (&forest);
  forest_add (&forest, "x=1");
  before = forest_add (&forest, "a=1 d/1 z=1");
  after = forest_add (&forest, "a=2 d/998 z=2");
  g_assert_false (forest_diff (&forest, &after, &before, 1));
  g_assert_cmpstr (forest.told->str, ==, "a 1>2, z 1>2");
  g_assert_false (forest_diff (&forest, &after, &lost, 1));
  g_assert_false (forest_diff (&forest, &lost, &after, 1));
  g_assert_cmpstr (forest.told->str, ==, "");
}

/* Git's own checks refuse such trees; here they hide nothing. */
static void
test_unsorted (void)
{
  assert_told ("b=1 a=1", PARENTS ("a=1 b=1"), TRUE, "");
  assert_told ("c=1 b=2 a=2", PARENTS ("b=1 a=1 c=1"), TRUE, "a 1>2, b 1>2");
  assert_told ("b=1 a=3", PARENTS ("a=1 b=1", "b=1 a=2"), TRUE, "a 12>3");
}

static void
test_refused_names (void)
{
  assert_told (".git=1 a=2", PARENTS ("a=1"), FALSE, "a 1>2");
  assert_told ("..=1", PARENTS (".=1"), FALSE, "");
  assert_told ("a=1 a=2 b=1", PARENTS ("a=1 b=1"), TRUE, "a ->2");
}

static void
test_no_id (void)
{
  g_auto (Forest) forest;
  g_autoptr (GString) tree = g_string_new (NULL);
  const HmOid zero = { 0 };
  HmOid before, after;

  forest_init (&forest);
  line_append (tree, "100644", "a", &zero);
  after = forest_add_bytes (&forest, tree->str, tree->len);
  before = forest_add (&forest, "b=1");
  g_assert_false (forest_diff (&forest, &after, &before, 1));
  g_assert_cmpstr (forest.told->str, ==, "b 1>-");
}

/* Whatever is cut off is either a whole line or told. */
static void
test_cut_at_every_byte (void)
{
  g_auto (Forest) forest;
  g_autoptr (GString) tree = g_string_new (NULL);
  const HmOid one = file_oid ('1');
  const HmOid two = file_oid ('2');
  HmOid before;

  forest_init (&forest);
  before = forest_add (&forest, "a=1 b=1");
  line_append (tree, "100644", "a", &one);
  line_append (tree, "100644", "b", &two);
  for (gsize size = 0; size <= tree->len; size++) {
    HmOid after = forest_add_bytes (&forest, tree->str, size);
    gboolean is_whole = size % (tree->len / 2) == 0;

    g_assert_cmpint (forest_diff (&forest, &after, &before, 1), ==, is_whole);
    g_assert_cmpint (forest_diff (&forest, &after, NULL, 0), ==, is_whole);
    g_assert_cmpint (forest_diff (&forest, &before, &after, 1), ==, is_whole);
  }
}

static gboolean
is_whole_at_depth (guint depth)
{
  g_auto (Forest) forest;
  HmOid oid;

  forest_init (&forest);
  oid = forest_add (&forest, "file=1");
  for (guint i = 1; i < depth; i++) {
    g_autofree char *text = g_strdup_printf ("d/%u", i);

    oid = forest_add (&forest, text);
  }
  return forest_diff (&forest, &oid, NULL, 0) && forest.n_told == 1;
}

static void
test_depth_limit (void)
{
  g_assert_true (is_whole_at_depth (HM_TREE_DEPTH_MAX));
  g_assert_false (is_whole_at_depth (HM_TREE_DEPTH_MAX + 1));
}

static gboolean
is_whole_at_path_length (guint length)
{
  g_autofree char *name = g_strnfill (length - 2, 'n');
  g_autofree char *text = g_strconcat (name, "=1", NULL);
  g_auto (Forest) forest;
  HmOid oid;

  forest_init (&forest);
  forest_add (&forest, text);
  oid = forest_add (&forest, "d/1");
  return forest_diff (&forest, &oid, NULL, 0) && forest.n_told == 1;
}

static void
test_path_limit (void)
{
  g_assert_true (is_whole_at_path_length (HM_PATH_MAX));
  g_assert_false (is_whole_at_path_length (HM_PATH_MAX + 1));
}

/* The least limit under which all of these is compared is met exactly. */
static void
test_lines_limit (void)
{
  g_auto (Forest) forest;
  HmOid before, after;

  forest_init (&forest);
  before = forest_add (&forest, "a=1 b=1 c=1");
  after = forest_add (&forest, "a=2 b=2 c=2");
  forest.lines_max = 1;
  while (!forest_diff (&forest, &after, &before, 1)) {
    g_assert_cmpuint (forest.n_told, <, 4);
    forest.lines_max++;
  }
  g_assert_cmpuint (forest.n_told, ==, 3);
  g_assert_cmpuint (forest.lines_max, >, 6);
  g_assert_cmpuint (forest.lines_max, <, 20);
}

static void
test_stopped (void)
{
  g_auto (Forest) forest;
  HmOid after;

  forest_init (&forest);
  forest_add (&forest, "x=1 y=1");
  after = forest_add (&forest, "a/1 b=1 c=1");
  forest.told_max = 2;
  g_assert_false (forest_diff (&forest, &after, NULL, 0));
  g_assert_cmpstr (forest.told->str, ==, "a/x >1, a/y >1");
}

/* Ten folders in each of ten folders, a hundred levels down, and none of them holds a file. */
static void
test_bomb_of_equal_folders (void)
{
  g_auto (Forest) forest;
  HmOid after;

  forest_init (&forest);
  after = forest_add (&forest, "");
  for (guint i = 1; i < 100; i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint j = 0; j < 10; j++)
      g_string_append_printf (text, "%s%u/%u", j == 0 ? "" : " ", j, i);
    after = forest_add (&forest, text->str);
  }
  g_assert_false (forest_diff (&forest, &after, NULL, 0));
  g_assert_cmpuint (forest.n_told, ==, 0);
}

/* Numerical Recipes' generator: it need not be good, but the same everywhere. */
static guint32
random_next (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

static const char *const random_names[] = { "a", "a-", "a.c", "a0", "b", "ba", "x" };

/* What stands under each name: a letter; NUL where nothing does. */
typedef char RandomTree[G_N_ELEMENTS (random_names)];

static HmOid
random_tree_add (Forest *forest, const RandomTree tree)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < sizeof (RandomTree); i++)
    if (tree[i] != '\0')
      g_string_append_printf (text, "%s%s=%c", text->len > 0 ? " " : "", random_names[i], tree[i]);
  return forest_add (forest, text->str);
}

/* The same by its definition: a file differs from what stands under its name in every parent. */
static char *
random_expected (const RandomTree *trees, gsize n_parents)
{
  GString *told = g_string_new (NULL);

  for (gsize i = 0; i < sizeof (RandomTree); i++) {
    gboolean is_changed = TRUE;

    for (gsize j = 1; j <= n_parents; j++)
      is_changed = is_changed && trees[j][i] != trees[0][i];
    if (!is_changed || (n_parents == 0 && trees[0][i] == '\0'))
      continue;
    g_string_append_printf (told, "%s%s ", told->len > 0 ? ", " : "", random_names[i]);
    for (gsize j = 1; j <= n_parents; j++)
      g_string_append_c (told, trees[j][i] != '\0' ? trees[j][i] : '-');
    g_string_append_printf (told, ">%c", trees[0][i] != '\0' ? trees[0][i] : '-');
  }
  return g_string_free (told, FALSE);
}

static void
test_by_definition (void)
{
  static const char letters[] = { '\0', '1', '1', '2' };
  guint32 state = 1;

  for (guint round = 0; round < 3000; round++) {
    g_auto (Forest) forest;
    g_autofree char *expected = NULL;
    gsize n_parents = round % 4;
    RandomTree trees[4];
    HmOid oids[4];

    forest_init (&forest);
    for (gsize i = 0; i < G_N_ELEMENTS (trees); i++) {
      for (gsize j = 0; j < sizeof (RandomTree); j++)
        trees[i][j] = letters[random_next (&state) % sizeof letters];
      oids[i] = random_tree_add (&forest, trees[i]);
    }
    expected = random_expected (trees, n_parents);
    g_assert_true (forest_diff (&forest, &oids[0], oids + 1, n_parents));
    g_assert_cmpstr (forest.told->str, ==, expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree-diff/one-parent", test_one_parent);
  g_test_add_func ("/tree-diff/kinds", test_kinds);
  g_test_add_func ("/tree-diff/folders", test_folders);
  g_test_add_func ("/tree-diff/order", test_order);
  g_test_add_func ("/tree-diff/merges", test_merges);
  g_test_add_func ("/tree-diff/merged-folders", test_merged_folders);
  g_test_add_func ("/tree-diff/parents-limit", test_parents_limit);
  g_test_add_func ("/tree-diff/missing", test_missing);
  g_test_add_func ("/tree-diff/unsorted", test_unsorted);
  g_test_add_func ("/tree-diff/refused-names", test_refused_names);
  g_test_add_func ("/tree-diff/no-id", test_no_id);
  g_test_add_func ("/tree-diff/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/tree-diff/depth-limit", test_depth_limit);
  g_test_add_func ("/tree-diff/path-limit", test_path_limit);
  g_test_add_func ("/tree-diff/lines-limit", test_lines_limit);
  g_test_add_func ("/tree-diff/stopped", test_stopped);
  g_test_add_func ("/tree-diff/bomb-of-equal-folders", test_bomb_of_equal_folders);
  g_test_add_func ("/tree-diff/by-definition", test_by_definition);
  return g_test_run ();
}
