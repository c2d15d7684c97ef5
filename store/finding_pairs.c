/* SPDX-License-Identifier: Apache-2.0 */
#include "store/finding_pairs.h"

#include "core/seeded_hash.h"
#include "store/finding_files.h"

#include <string.h>

static guint
identity_hash (gconstpointer finding)
{
  const HmStoreFinding *one = finding;

  return hm_seeded_text_hash (one->fingerprint) + (guint) one->outcome;
}

static gboolean
identity_equal (gconstpointer a, gconstpointer b)
{
  const HmStoreFinding *one = a;
  const HmStoreFinding *other = b;

  return one->outcome == other->outcome && g_str_equal (one->fingerprint, other->fingerprint);
}

/* Where it is not known of one, nobody can say that a waiver began or ended. */
static gboolean
are_waived_alike (const HmStoreFinding *one, const HmStoreFinding *other)
{
  return one->waived == other->waived || one->waived == HM_TRUTH_UNKNOWN
         || other->waived == HM_TRUTH_UNKNOWN;
}

static void
rewordings_find (const GPtrArray *came, const GPtrArray *went, GHashTable *dropped)
{
  g_autoptr (GHashTable) gone = g_hash_table_new (identity_hash, identity_equal);

  for (guint i = 0; i < went->len; i++)
    g_hash_table_add (gone, g_ptr_array_index (went, i));
  for (guint i = 0; i < came->len; i++) {
    HmStoreFinding *finding = g_ptr_array_index (came, i);
    HmStoreFinding *other = g_hash_table_lookup (gone, finding);

    if (other != NULL && are_waived_alike (finding, other)) {
      g_hash_table_add (dropped, finding);
      g_hash_table_add (dropped, other);
    }
  }
}

/* What is left of one probe with one outcome. */
typedef struct {
  GPtrArray *came;   /* (element-type HmStoreFinding) borrowed */
  GPtrArray *went;   /* likewise */
  gboolean is_vague; /* of one it is not known which files it cites */
} Kind;

static void
kind_free (gpointer data)
{
  Kind *kind = data;

  g_ptr_array_unref (kind->came);
  g_ptr_array_unref (kind->went);
  g_free (kind);
}

static guint
kind_hash (gconstpointer finding)
{
  const HmStoreFinding *one = finding;

  return hm_seeded_text_hash (one->check_id) * 31 + hm_seeded_text_hash (one->probe) * 5
         + (guint) one->outcome;
}

static gboolean
kind_equal (gconstpointer a, gconstpointer b)
{
  const HmStoreFinding *one = a;
  const HmStoreFinding *other = b;

  return one->outcome == other->outcome
         && (one->waived == HM_TRUTH_YES) == (other->waived == HM_TRUTH_YES)
         && g_str_equal (one->check_id, other->check_id) && g_str_equal (one->probe, other->probe);
}

static Kind *
kind_of (GHashTable *kinds, HmStoreFinding *finding)
{
  Kind *kind = g_hash_table_lookup (kinds, finding);

  if (kind == NULL) {
    kind = g_new0 (Kind, 1);
    kind->came = g_ptr_array_new ();
    kind->went = g_ptr_array_new ();
    g_hash_table_insert (kinds, finding, kind);
  }
  kind->is_vague = kind->is_vague || finding->files == NULL;
  return kind;
}

/* Moves to the front of @findings those that cite no file. Returns: how many they are. */
static guint
fileless_part (const GPtrArray *findings)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++) {
    gpointer finding = g_ptr_array_index (findings, i);

    if (g_bytes_get_size (((HmStoreFinding *) finding)->files) > 0)
      continue;
    findings->pdata[i] = findings->pdata[n];
    findings->pdata[n++] = finding;
  }
  return n;
}

static guint
n_files_of (const HmStoreFinding *finding)
{
  return (guint) (g_bytes_get_size (finding->files) / HM_FINDING_FILE_BYTES);
}

static gint64
file_of (const HmStoreFinding *finding, guint index)
{
  const guint8 *digests = g_bytes_get_data (finding->files, NULL);
  gint64 digest;

  memcpy (&digest, digests + (gsize) index * HM_FINDING_FILE_BYTES, sizeof digest);
  return digest;
}

/* A file is known by a digest that is cut short; reports choose the paths, and so can make the digests begin alike. */
static guint
file_hash (gconstpointer file)
{
  return hm_seeded_hash (file, HM_FINDING_FILE_BYTES);
}

/* A file, and how many findings that went cite it and have not yet been taken for one that came. */
typedef struct {
  gint64 file;
  guint n;
  gboolean is_cited; /* by one that came */
} Cited;

/* Returns: (nullable) (borrowed) */
static Cited *
cited_find (GHashTable *cited, const HmStoreFinding *finding, guint index)
{
  const gint64 file = file_of (finding, index);

  return g_hash_table_lookup (cited, &file);
}

/* Returns: (owned) from digest to Cited */
static GHashTable *
cited_count (const GPtrArray *went, guint first)
{
  GHashTable *cited = g_hash_table_new_full (file_hash, g_int64_equal, NULL, g_free);

  for (guint i = first; i < went->len; i++) {
    const HmStoreFinding *finding = g_ptr_array_index (went, i);

    for (guint k = 0; k < n_files_of (finding); k++) {
      Cited *file = cited_find (cited, finding, k);

      if (file == NULL) {
        file = g_new0 (Cited, 1);
        file->file = file_of (finding, k);
        g_hash_table_insert (cited, &file->file, file);
      }
      file->n++;
    }
  }
  return cited;
}

/* Whether each file of @finding, which came, was cited by one that went; then they are taken for it. */
static gboolean
files_take (GHashTable *cited, const HmStoreFinding *finding)
{
  gboolean is_known = TRUE;

  for (guint k = 0; k < n_files_of (finding); k++) {
    Cited *file = cited_find (cited, finding, k);

    if (file != NULL)
      file->is_cited = TRUE;
    is_known = is_known && file != NULL && file->n > 0;
  }
  for (guint k = 0; is_known && k < n_files_of (finding); k++)
    cited_find (cited, finding, k)->n--;
  return is_known;
}

static gboolean
cites_one_still_cited (GHashTable *cited, const HmStoreFinding *finding)
{
  for (guint k = 0; k < n_files_of (finding); k++)
    if (cited_find (cited, finding, k)->is_cited)
      return TRUE;
  return FALSE;
}

/*
 * A finding that went is dropped, too, where one that came cites one of its files: what was found there is told in
 * another finding now, among more files or fewer.
 */
static void
by_files_find (const Kind *kind, guint first_came, guint first_went, GHashTable *dropped)
{
  g_autoptr (GHashTable) cited = cited_count (kind->went, first_went);

  for (guint i = first_came; i < kind->came->len; i++)
    if (files_take (cited, g_ptr_array_index (kind->came, i)))
      g_hash_table_add (dropped, g_ptr_array_index (kind->came, i));
  for (guint i = first_went; i < kind->went->len; i++)
    if (cites_one_still_cited (cited, g_ptr_array_index (kind->went, i)))
      g_hash_table_add (dropped, g_ptr_array_index (kind->went, i));
}

static void
kind_find (const Kind *kind, GHashTable *dropped)
{
  const guint n_came = kind->is_vague ? kind->came->len : fileless_part (kind->came);
  const guint n_went = kind->is_vague ? kind->went->len : fileless_part (kind->went);

  for (guint i = 0; i < MIN (n_came, n_went); i++) {
    g_hash_table_add (dropped, g_ptr_array_index (kind->came, i));
    g_hash_table_add (dropped, g_ptr_array_index (kind->went, i));
  }
  by_files_find (kind, n_came, n_went, dropped);
}

static void
kinds_find (const GPtrArray *came, const GPtrArray *went, GHashTable *dropped)
{
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (kind_hash, kind_equal, NULL, kind_free);
  GHashTableIter iter;
  gpointer kind;

  for (guint i = 0; i < came->len; i++) {
    HmStoreFinding *finding = g_ptr_array_index (came, i);

    if (!g_hash_table_contains (dropped, finding))
      g_ptr_array_add (kind_of (kinds, finding)->came, finding);
  }
  for (guint i = 0; i < went->len; i++) {
    HmStoreFinding *finding = g_ptr_array_index (went, i);

    if (!g_hash_table_contains (dropped, finding))
      g_ptr_array_add (kind_of (kinds, finding)->went, finding);
  }
  g_hash_table_iter_init (&iter, kinds);
  while (g_hash_table_iter_next (&iter, NULL, &kind))
    kind_find (kind, dropped);
}

static void
dropped_remove (GPtrArray *findings, GHashTable *dropped)
{
  gsize n = 0;
  g_autofree gpointer *all = g_ptr_array_steal (findings, &n);

  for (gsize i = 0; i < n; i++) {
    if (g_hash_table_contains (dropped, all[i]))
      hm_store_finding_free (all[i]);
    else
      g_ptr_array_add (findings, all[i]);
  }
}

void
hm_finding_pairs_drop (GPtrArray *came, GPtrArray *went)
{
  g_autoptr (GHashTable) dropped = g_hash_table_new (NULL, NULL);

  if (came->len == 0 || went->len == 0)
    return;
  rewordings_find (came, went, dropped);
  kinds_find (came, went, dropped);
  dropped_remove (came, dropped);
  dropped_remove (went, dropped);
}
