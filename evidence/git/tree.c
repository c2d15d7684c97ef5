/* SPDX-License-Identifier: Apache-2.0 */
/* Lists a commit's tree and looks at its files. */
#include "evidence/git/tree.h"

#include <string.h>

#include "core/limits.h"
#include "core/number.h"
#include "core/oid.h"
#include "evidence/content/role.h"
#include "evidence/git/allocator.h"
#include "evidence/git/cancel.h"
#include "evidence/git/documents.h"
#include "evidence/git/object.h"
#include "evidence/git/tree_line.h"

/* Trees that are open at once, one a level: their raw bytes together. */
#define OPEN_TREES_BYTES_MAX (2 * (gsize) HM_BLOB_MAX)

G_STATIC_ASSERT (HM_TREE_BYTES_MAX == 256 * 1024 * 1024);

/* One listing under way. */
typedef struct {
  HmTreeStore *store;
  git_odb *odb;
  const HmTreeOptions *options;
  HmMatcher *matcher;
  GHashTable *wanted; /* paths, by their address, that checks asked for */
  GString *path;
  gsize n_seen;         /* lines of all folders, those left out too */
  guint64 bytes_before; /* of hm_allocator_total() */
  gsize path_bytes;
  gsize open_bytes;
  gboolean is_unsorted;
  gboolean is_full;
} Listing;

/* The first reason stands: it is what came first on the way. */
static void G_GNUC_PRINTF (2, 3) cut (Listing *listing, const char *format, ...)
{
  va_list arguments;

  if (listing->store->cut != NULL)
    return;
  va_start (arguments, format);
  listing->store->cut = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

static void
entry_add (Listing *listing, const HmTreeLine *line, const GPtrArray *patterns)
{
  GArray *entries = listing->store->entries;
  char *path = g_string_chunk_insert_len (listing->store->paths, listing->path->str,
                                          (gssize) listing->path->len);
  HmTreeEntry entry = {
    .path = path,
    .oid = *line->oid,
    .kind = hm_tree_line_kind (line),
  };

  entry.roles = hm_path_roles (path, entry.kind);
  if (entries->len > 0
      && strcmp (g_array_index (entries, HmTreeEntry, entries->len - 1).path, entry.path) > 0)
    listing->is_unsorted = TRUE;
  if (entry.kind != HM_ENTRY_SUBMODULE && hm_matcher_wants (listing->matcher, patterns, line->name))
    g_hash_table_add (listing->wanted, path);
  listing->path_bytes += listing->path->len + 1;
  g_array_append_val (entries, entry);
}

static void folder_list (Listing *listing, const HmOid *oid, guint depth);

/* Appends the line's name to the path, lists what it stands for, and takes the name off again. */
static void
line_list (Listing *listing, const HmTreeLine *line, const GPtrArray *patterns, guint depth)
{
  gsize length_before = listing->path->len;
  gsize length = length_before + (length_before > 0) + line->name_size;

  if (listing->n_seen >= listing->options->entries_max) {
    g_autofree char *max = hm_number_grouped (listing->options->entries_max);

    cut (listing, "the tree holds more than %s entries; only those were looked at", max);
    listing->is_full = TRUE;
    return;
  }
  listing->n_seen++;
  if (hm_tree_line_is_refused (line)) {
    cut (listing, "the tree holds names that git refuses; they were left out");
    return;
  }
  if (length > HM_PATH_MAX) {
    cut (listing, "the tree holds paths longer than %u bytes; they were left out", HM_PATH_MAX);
    return;
  }
  if (listing->path_bytes + length >= HM_PATHS_TEXT_MAX) {
    cut (listing, "the paths of the tree together are longer than %u MiB; the rest was left out",
         HM_PATHS_TEXT_MAX / 1024 / 1024);
    listing->is_full = TRUE;
    return;
  }
  if (length_before > 0)
    g_string_append_c (listing->path, '/');
  g_string_append_len (listing->path, line->name, (gssize) line->name_size);
  if (hm_tree_line_is_folder (line))
    folder_list (listing, line->oid, depth + 1);
  else
    entry_add (listing, line, patterns);
  g_string_truncate (listing->path, length_before);
}

static const char *
state_text (HmObjectState state)
{
  return state == HM_OBJECT_MISSING ? "not in the repository"
         : state == HM_OBJECT_LARGE ? "larger than 32 MiB"
                                    : "damaged";
}

/* Whether all that was read so far, well or not, is within the budget. */
static gboolean
is_affordable (Listing *listing)
{
  listing->store->bytes = hm_allocator_total () - listing->bytes_before;
  if (listing->store->bytes <= listing->options->bytes_max)
    return TRUE;
  cut (listing, "the folders of the tree take more than 256 MiB to unpack; the rest was left out");
  listing->is_full = TRUE;
  return FALSE;
}

static void
folder_list (Listing *listing, const HmOid *oid, guint depth)
{
  g_autoptr (git_odb_object) object = NULL;
  g_autoptr (GPtrArray) patterns = NULL;
  char hex[HM_OID_HEX_SIZE + 1];
  const char *at, *end;
  HmObjectState state;

  if (depth > HM_TREE_DEPTH_MAX) {
    cut (listing, "the tree is deeper than %u folders; what lies below was left out",
         HM_TREE_DEPTH_MAX);
    return;
  }
  state = hm_object_read (listing->odb, oid, GIT_OBJECT_TREE, TRUE, &object);
  if (!is_affordable (listing))
    return;
  if (state != HM_OBJECT_READ) {
    cut (listing, "the tree is not complete: object %s is %s", hm_oid_hex (oid, hex),
         state_text (state));
    return;
  }
  if (listing->open_bytes + git_odb_object_size (object) > OPEN_TREES_BYTES_MAX) {
    cut (listing, "the tree is not complete: object %s and those above are larger than 64 MiB",
         hm_oid_hex (oid, hex));
    return;
  }
  listing->open_bytes += git_odb_object_size (object);
  patterns = hm_matcher_folder (listing->matcher, listing->path->str);

  at = git_odb_object_data (object);
  end = at + git_odb_object_size (object);
  while (at < end && !listing->is_full) {
    HmTreeLine line;

    if (listing->n_seen % 1024 == 0 && hm_is_cancelled (listing->options->cancelled))
      listing->is_full = TRUE;
    at = hm_tree_line_read (at, end, &line);
    if (at == NULL) {
      cut (listing, "the tree is not complete: object %s is damaged", hm_oid_hex (oid, hex));
      break;
    }
    line_list (listing, &line, patterns, depth);
  }
  listing->open_bytes -= git_odb_object_size (object);
}

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  const HmTreeEntry *entry_a = a;
  const HmTreeEntry *entry_b = b;
  int order = strcmp (entry_a->path, entry_b->path);

  return order != 0 ? order : memcmp (entry_a->oid.bytes, entry_b->oid.bytes, HM_OID_SIZE);
}

/* Makes documents of the entries that checks asked for. */
static void
documents_list (Listing *listing)
{
  GArray *entries = listing->store->entries;
  GArray *documents = listing->store->documents;

  for (guint i = 0; i < entries->len; i++) {
    HmDocument document = { .entry = &g_array_index (entries, HmTreeEntry, i) };

    if (!g_hash_table_contains (listing->wanted, document.entry->path))
      continue;
    if (documents->len >= listing->options->documents_max) {
      g_autofree char *max = hm_number_grouped (listing->options->documents_max);

      cut (listing, "the tree holds more than %s files that checks read; only those were read",
           max);
      return;
    }
    g_array_append_val (documents, document);
  }
}

HmTreeStore *
hm_tree_list (git_odb *odb, const HmOid *root, const HmTreeOptions *options, GError **error)
{
  g_autoptr (HmTreeStore) store = g_new0 (HmTreeStore, 1);
  g_autoptr (HmMatcher) matcher = hm_matcher_new (options->reads);
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  g_autoptr (GString) path = g_string_new (NULL);
  Listing listing = {
    .store = store,
    .odb = odb,
    .options = options,
    .matcher = matcher,
    .wanted = wanted,
    .path = path,
    .bytes_before = hm_allocator_total (),
  };

  store->entries = g_array_new (FALSE, FALSE, sizeof (HmTreeEntry));
  store->documents = g_array_new (FALSE, FALSE, sizeof (HmDocument));
  store->paths = g_string_chunk_new (16 * 1024);
  store->texts = g_ptr_array_new_with_free_func (g_free);
  store->marks = g_array_new (FALSE, FALSE, sizeof (HmMark));
  store->mark_texts = g_string_chunk_new (4096);
  store->has_marks = options->has_marks;

  folder_list (&listing, root, 1);
  if (listing.is_unsorted)
    g_array_sort (store->entries, compare_entries);
  documents_list (&listing);
  if (hm_is_cancelled (options->cancelled)) {
    hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
    return NULL;
  }
  return g_steal_pointer (&store);
}

void
hm_tree_store_free (HmTreeStore *store)
{
  if (store == NULL)
    return;
  g_array_unref (store->entries);
  g_array_unref (store->documents);
  g_string_chunk_free (store->paths);
  g_ptr_array_unref (store->texts);
  g_array_unref (store->marks);
  g_string_chunk_free (store->mark_texts);
  g_free (store->cut);
  g_free (store);
}

git_odb_object *
hm_tree_read_root_file (git_odb *odb, const HmOid *root, const char *name, gsize size_max,
                        GError **error)
{
  g_autoptr (git_odb_object) tree = NULL;
  g_autoptr (git_odb_object) blob = NULL;
  const char *at, *end;
  HmTreeLine line;
  HmObjectState state = hm_object_read (odb, root, GIT_OBJECT_TREE, TRUE, &tree);

  if (state != HM_OBJECT_READ) {
    hm_fail (error, HM_ERROR_GIT, "%s was not read: the tree is %s", name, state_text (state));
    return NULL;
  }
  at = git_odb_object_data (tree);
  end = at + git_odb_object_size (tree);
  while (at < end && (at = hm_tree_line_read (at, end, &line)) != NULL) {
    HmEntryKind kind = hm_tree_line_kind (&line);

    if (strcmp (line.name, name) != 0 || hm_tree_line_is_folder (&line)
        || (kind != HM_ENTRY_FILE && kind != HM_ENTRY_EXECUTABLE))
      continue;
    state = hm_object_read (odb, line.oid, GIT_OBJECT_BLOB, TRUE, &blob);
    if (state == HM_OBJECT_READ && git_odb_object_size (blob) <= size_max)
      return g_steal_pointer (&blob);
    if (state == HM_OBJECT_READ || state == HM_OBJECT_LARGE)
      hm_fail (error, HM_ERROR_LIMIT, "%s is larger than %" G_GSIZE_FORMAT " MiB and was not read",
               name, size_max / 1024 / 1024);
    else
      hm_fail (error, HM_ERROR_GIT, "%s was not read: its object is %s", name, state_text (state));
    return NULL;
  }
  hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no such file in the tree", name);
  return NULL;
}
