/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what commits changed: which files by comparing trees, and of some of those what is new in them. */
#include "evidence/git/changes.h"

#include <string.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/content/entropy.h"
#include "evidence/content/legible.h"
#include "evidence/content/marks.h"
#include "evidence/content/role.h"
#include "evidence/git/allocator.h"
#include "evidence/git/blob.h"
#include "evidence/git/cancel.h"
#include "evidence/git/content.h"
#include "evidence/git/object.h"
#include "evidence/git/object_cache.h"
#include "evidence/git/tree_diff.h"

/*
 * What is kept for the next commits of one reader: a commit's folders are its child's parent's, and
 * so are its files.
 */
#define KEPT_TREES_BYTES_MAX ((gsize) 16 * 1024 * 1024)
#define KEPT_FILES_BYTES_MAX ((gsize) 8 * 1024 * 1024)
#define KEPT_FILE_BYTES_MAX ((gsize) 1024 * 1024)

/* Bytes of a folder, or of one that it is made from: more lines than HM_TREE_ENTRIES_MAX don't fit. */
#define TREE_BYTES_MAX ((gsize) 16 * 1024 * 1024)

/* What libgit2 may allocate to read the files of one commit; real ones take 2 to 3.5 times their size. */
#define UNPACKED_BYTES_MAX (8 * (guint64) HM_COMMIT_CONTENTS_BYTES_MAX)

/* Nobody writes these by hand, and reading them tells nothing, but where they are commands. */
#define NEVER_READ (HM_ROLE_GENERATED | HM_ROLE_LOCKFILE)

#define ALWAYS_READ \
  (HM_ROLE_WORKFLOW | HM_ROLE_BUILD | HM_ROLE_RELEASE | HM_ROLE_SCRIPT | HM_ROLE_MANIFEST \
   | HM_ROLE_PUBLISHING | HM_ROLE_SECURITY | HM_ROLE_CODE_OWNERS | HM_ROLE_MAINTAINERS \
   | HM_ROLE_FUNDING | HM_ROLE_CONTACT | HM_ROLE_KEYS | HM_ROLE_IGNORE | HM_ROLE_POLICY \
   | HM_ROLE_LICENSE | HM_ROLE_SUBMODULE)

/* A version of a file in memory. */
typedef struct {
  HmContent content;
  gsize size;
  guint entropy;
  guint32 roles; /* of its path, and what its content adds */
  GString *text; /* where it may hold marks; else empty */
  gboolean has_text;
} Version;

struct HmChangeReader {
  git_odb *odb;
  const gint *cancelled;
  HmObjectCache *trees;
  HmObjectCache *files; /* texts alone */
  guint64 cost;
  HmMarks *marks;
  HmMarks *other_marks; /* against a further parent of a merge */
  Version before;
  Version after;
  /* The commit under way. */
  const HmChangesWanted *wanted;
  GStringChunk *strings;
  HmCommitChanges *changes;
  gsize path_bytes;
  gsize content_bytes;
  guint64 unpacked_before; /* of hm_allocator_total() */
};

HmChangeReader *
hm_change_reader_new (git_odb *odb, const gint *cancelled)
{
  HmChangeReader *reader = g_new0 (HmChangeReader, 1);

  reader->odb = odb;
  reader->cancelled = cancelled;
  reader->trees = hm_object_cache_new (KEPT_TREES_BYTES_MAX);
  reader->files = hm_object_cache_new (KEPT_FILES_BYTES_MAX);
  reader->marks = hm_marks_new ();
  reader->other_marks = hm_marks_new ();
  hm_marks_set_cancelled (reader->marks, cancelled);
  hm_marks_set_cancelled (reader->other_marks, cancelled);
  reader->before.text = g_string_new (NULL);
  reader->after.text = g_string_new (NULL);
  return reader;
}

void
hm_change_reader_free (HmChangeReader *reader)
{
  if (reader == NULL)
    return;
  hm_object_cache_free (reader->trees);
  hm_object_cache_free (reader->files);
  hm_marks_free (reader->marks);
  hm_marks_free (reader->other_marks);
  g_string_free (reader->before.text, TRUE);
  g_string_free (reader->after.text, TRUE);
  g_free (reader);
}

guint64
hm_change_reader_cost (const HmChangeReader *reader)
{
  return reader->cost;
}

static void
object_free (gpointer object)
{
  git_odb_object_free (object);
}

/* Takes @object over. Returns: (owned) its bytes */
static GBytes *
object_bytes (git_odb_object *object)
{
  return g_bytes_new_with_free_func (git_odb_object_data (object), git_odb_object_size (object),
                                     object_free, object);
}

/*
 * For hm_tree_diff(). Ids are not verified: whoever forges a folder shows everybody else the same
 * forgery, and hashing takes as long as all else.
 */
static GBytes *
tree_load (gpointer data, const HmOid *oid)
{
  HmChangeReader *reader = data;
  GBytes *bytes = hm_object_cache_find (reader->trees, oid);
  git_odb_object *object;

  if (bytes == NULL) {
    if (hm_object_read_within (reader->odb, oid, GIT_OBJECT_TREE, FALSE, TREE_BYTES_MAX, &object)
        != HM_OBJECT_READ)
      return NULL;
    bytes = object_bytes (object);
    hm_object_cache_add (reader->trees, oid, bytes);
  }
  reader->cost += g_bytes_get_size (bytes);
  return bytes;
}

static gboolean
is_file (const HmTreeFile *file)
{
  return !hm_oid_is_zero (&file->oid)
         && (file->kind == HM_ENTRY_FILE || file->kind == HM_ENTRY_EXECUTABLE);
}

static gboolean
is_binary (HmContent content)
{
  return content > HM_CONTENT_TEXT;
}

/* Sets @version to what @bytes are in a file of @roles. */
static void
version_set (Version *version, guint32 roles, const char *bytes, gsize size)
{
  version->size = size;
  version->content = hm_content_classify (bytes, size);
  version->entropy = is_binary (version->content) ? hm_entropy_per_mille (bytes, size) : 0;
  version->roles = hm_roles_with_content (roles, bytes, size);
  version->has_text = hm_is_legible (version->content, version->roles, bytes, size);
  if (version->text->allocated_len > HM_MARKED_BYTES_MAX) {
    g_string_free (version->text, TRUE);
    version->text = g_string_new (NULL);
  }
  g_string_truncate (version->text, 0);
  if (version->has_text)
    hm_legible_take (version->text, bytes, size);
}

static gboolean
is_affordable (const HmChangeReader *reader)
{
  return reader->content_bytes <= HM_COMMIT_CONTENTS_BYTES_MAX
         && hm_allocator_total () - reader->unpacked_before <= UNPACKED_BYTES_MAX
         && !hm_is_cancelled (reader->cancelled);
}

/*
 * Reads the file @oid of @roles into @version. Returns: FALSE where it can't be read, or no more of
 * this commit shall be.
 */
static gboolean
version_read (HmChangeReader *reader, const HmOid *oid, guint32 roles, Version *version)
{
  g_autoptr (GBytes) kept = hm_object_cache_find (reader->files, oid);
  g_auto (HmBlob) blob = { 0 };

  if (!is_affordable (reader))
    return FALSE;
  if (kept != NULL) {
    gsize size;
    const char *bytes = g_bytes_get_data (kept, &size);

    version_set (version, roles, bytes, size);
  } else {
    if (hm_blob_read (reader->odb, oid, FALSE, &blob) != HM_OBJECT_READ)
      return FALSE;
    version_set (version, roles, git_odb_object_data (blob.object),
                 git_odb_object_size (blob.object));
    if (version->has_text && version->size <= KEPT_FILE_BYTES_MAX) {
      kept = object_bytes (g_steal_pointer (&blob.object));
      hm_object_cache_add (reader->files, oid, kept);
    }
  }
  reader->content_bytes += version->size;
  reader->cost += version->size;
  return TRUE;
}

static HmText
text_of (const Version *version, const HmFileChange *change)
{
  return (HmText){ .path = change->path,
                   .roles = change->roles,
                   .text = version->text->str,
                   .size = version->text->len };
}

static gboolean
marks_have (const HmMark *marks, guint n_marks, const HmMark *wanted)
{
  for (guint i = 0; i < n_marks; i++)
    if (marks[i].kind == wanted->kind && marks[i].line == wanted->line
        && strcmp (marks[i].text, wanted->text) == 0)
      return TRUE;
  return FALSE;
}

/* Takes those marks from the last of @change away that this comparison with a further parent does not show. */
static void
marks_keep (HmChangeReader *reader, const HmText *before, const HmText *after, HmFileChange *change)
{
  GArray *marks = reader->changes->marks;
  const HmMark *others;
  guint n_others;
  guint i = change->marks;

  hm_marks_reset (reader->other_marks);
  hm_marks_compare (reader->other_marks, before, after);
  others = hm_marks_get (reader->other_marks, &n_others);
  while (i < marks->len)
    if (marks_have (others, n_others, &g_array_index (marks, HmMark, i)))
      i++;
    else
      g_array_remove_index (marks, i);
  change->n_marks = (guint16) (marks->len - change->marks);
}

static void
marks_add (HmChangeReader *reader, const HmText *before, const HmText *after, HmFileChange *change)
{
  const HmMark *marks;
  guint n_marks;

  hm_marks_reset (reader->marks);
  hm_marks_compare (reader->marks, before, after);
  marks = hm_marks_get (reader->marks, &n_marks);
  g_array_append_vals (reader->changes->marks, marks, n_marks);
  change->n_marks = (guint16) n_marks;
}

/*
 * Compares @after (nullable) with the version of each parent that has one, if any: new is what none
 * of them had. A merge that solves a conflict takes some of each side, and has made up neither.
 */
static void
versions_compare (HmChangeReader *reader, const HmTreeChange *found, const HmText *after,
                  HmFileChange *change)
{
  gsize n_compared = 0;

  for (gsize i = 0; i < found->n_before; i++) {
    HmText before;

    if (!is_file (&found->before[i]))
      continue;
    if (!version_read (reader, &found->before[i].oid, change->roles, &reader->before)) {
      reader->changes->is_partial = TRUE;
      g_array_set_size (reader->changes->marks, change->marks);
      change->n_marks = 0;
      return;
    }
    if (after == NULL && !reader->before.has_text)
      continue;
    before = text_of (&reader->before, change);
    if (n_compared++ == 0)
      marks_add (reader, reader->before.has_text ? &before : NULL, after, change);
    else if (change->n_marks > 0)
      marks_keep (reader, reader->before.has_text ? &before : NULL, after, change);
  }
  if (n_compared == 0 && after != NULL)
    marks_add (reader, NULL, after, change);
}

/* Whether only the mode of the file is another. */
static gboolean
has_same_content (const HmTreeChange *found)
{
  for (gsize i = 0; i < found->n_before; i++)
    if (hm_oid_equal (&found->before[i].oid, &found->after.oid))
      return TRUE;
  return FALSE;
}

/* Whether the file is one that would be looked at for marks, were it not for its size. */
static gboolean
is_too_large (const Version *version)
{
  return !is_binary (version->content) && (version->roles & (HM_CODE_ROLES | HM_CONTACT_ROLES)) != 0
         && version->size > hm_legible_bytes_max (version->roles);
}

static void
content_look (HmChangeReader *reader, const HmTreeChange *found, HmFileChange *change)
{
  HmText after;

  if (change->kind == HM_CHANGE_DELETED) {
    versions_compare (reader, found, NULL, change);
    return;
  }
  if (!version_read (reader, &found->after.oid, change->roles, &reader->after)) {
    reader->changes->is_partial = TRUE;
    return;
  }
  change->content = reader->after.content;
  change->size = reader->after.size;
  change->entropy = (guint16) reader->after.entropy;
  change->roles = reader->after.roles;
  if (is_too_large (&reader->after))
    reader->changes->is_partial = TRUE;
  if (!reader->after.has_text || has_same_content (found))
    return;
  after = text_of (&reader->after, change);
  versions_compare (reader, found, &after, change);
}

static gboolean
wants_content (const HmChangeReader *reader, const HmTreeChange *found, const HmFileChange *change)
{
  if (reader->wanted->look != HM_LOOK_CONTENTS
      || ((change->roles & NEVER_READ) != 0 && !hm_generated_is_legible (change->roles)))
    return FALSE;
  if (change->kind == HM_CHANGE_DELETED)
    return (change->roles & HM_CONTACT_ROLES) != 0;
  if (!is_file (&found->after))
    return FALSE;
  return (change->roles & ALWAYS_READ) != 0
         || (reader->wanted->has_sources && (change->roles & HM_ROLE_SOURCE) != 0)
         || !hm_path_is_text (change->path);
}

/* What became of the file; before is that of the first parent that has it. */
static HmFileChange
change_of (const HmTreeChange *found)
{
  HmFileChange change = {
    .path = found->path,
    .after = found->after.oid,
    .kind = HM_CHANGE_ADDED,
  };
  HmEntryKind kind = found->after.kind;

  for (gsize i = 0; i < found->n_before && change.kind == HM_CHANGE_ADDED; i++) {
    if (hm_oid_is_zero (&found->before[i].oid))
      continue;
    change.before = found->before[i].oid;
    change.kind = HM_CHANGE_MODIFIED;
    if (hm_oid_is_zero (&found->after.oid)) {
      change.kind = HM_CHANGE_DELETED;
      kind = found->before[i].kind;
    }
  }
  change.roles = hm_path_roles (found->path, kind);
  return change;
}

/* For hm_tree_diff(). */
static gboolean
file_changed (gpointer data, const HmTreeChange *found)
{
  HmChangeReader *reader = data;
  HmCommitChanges *changes = reader->changes;
  HmFileChange change;

  reader->path_bytes += strlen (found->path) + 1;
  if (changes->n_files >= HM_COMMIT_FILES_MAX || reader->path_bytes > HM_COMMIT_PATHS_TEXT_MAX)
    return FALSE;
  changes->n_files++;
  change = change_of (found);
  change.marks = changes->marks->len;
  if (wants_content (reader, found, &change))
    content_look (reader, found, &change);
  if ((change.roles & ~HM_UNREMARKABLE_ROLES) == 0 && !is_binary (change.content)
      && change.n_marks == 0)
    return TRUE;
  change.path = g_string_chunk_insert (reader->strings, change.path);
  for (guint i = change.marks; i < changes->marks->len; i++) {
    HmMark *mark = &g_array_index (changes->marks, HmMark, i);

    mark->text = g_string_chunk_insert (reader->strings, mark->text);
  }
  g_array_append_val (changes->changes, change);
  return TRUE;
}

/* Whether the trees of all parents are known: else what a commit changed can't be told from what it found. */
static gboolean
parents_are_known (const HmTrees *trees)
{
  for (gsize i = 0; i < trees->n_parents; i++)
    if (hm_oid_is_zero (&trees->parents[i]))
      return FALSE;
  return TRUE;
}

void
hm_change_reader_read (HmChangeReader *reader, const HmTrees *trees, const HmChangesWanted *wanted,
                       GStringChunk *strings, HmCommitChanges *changes)
{
  const HmTreeComparison comparison = {
    .load = tree_load,
    .changed = file_changed,
    .data = reader,
    .lines_max = HM_TREE_ENTRIES_MAX,
    .cancelled = reader->cancelled,
  };
  guint64 unpacked_before = hm_allocator_total ();

  g_array_set_size (changes->changes, 0);
  g_array_set_size (changes->marks, 0);
  changes->n_files = 0;
  changes->look = wanted->look;
  changes->is_partial = FALSE;
  if (wanted->look == HM_LOOK_NONE)
    return;
  reader->wanted = wanted;
  reader->strings = strings;
  reader->changes = changes;
  reader->path_bytes = 0;
  reader->content_bytes = 0;
  reader->unpacked_before = unpacked_before;
  if (!parents_are_known (trees)
      || !hm_tree_diff (&comparison, &trees->tree, trees->parents, trees->n_parents))
    changes->is_partial = TRUE;
  reader->cost += hm_allocator_total () - unpacked_before;
}
