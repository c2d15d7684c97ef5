/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and writes the file of remembered tags, JSON that people may read and mend. */
#include "evidence/release/state.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/limits.h"
#include "core/mask.h"
#include "core/oid.h"
#include "evidence/git/cancel.h"
#include "evidence/git/journal.h"
#include "evidence/git/object.h"
#include "evidence/git/remote.h"
#include "evidence/git/repository.h"
#include "core/seeded_hash.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

#define REPOSITORIES "repositories"

static json_t *
fail_format (GError **error, const char *file, const char *what)
{
  hm_fail (error, HM_ERROR_FORMAT,
           "%s: no state that hallmark wrote, or damaged: %s; it was left as it is", file, what);
  return NULL;
}

/* Returns: (owned) (nullable) its bytes; NULL without @error where there is no such file. */
static GByteArray *
file_read (const char *file, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const int descriptor = open (file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat status;
  ssize_t n_read = 0;

  if (descriptor < 0) {
    if (errno != ENOENT)
      hm_fail (error, HM_ERROR_IO, "%s: can't be opened: %s", file, g_strerror (errno));
    return NULL;
  }
  if (fstat (descriptor, &status) != 0 || !S_ISREG (status.st_mode)) {
    close (descriptor);
    hm_fail (error, HM_ERROR_IO, "%s: no file, where a state was expected", file);
    return NULL;
  }
  do {
    const guint size = bytes->len;

    g_byte_array_set_size (bytes, size + 65536);
    n_read = read (descriptor, bytes->data + size, 65536);
    g_byte_array_set_size (bytes, size + (n_read > 0 ? (guint) n_read : 0));
  } while (n_read > 0 && bytes->len <= HM_STATE_BYTES_MAX);
  if (n_read < 0)
    hm_fail (error, HM_ERROR_IO, "%s: can't be read: %s", file, g_strerror (errno));
  close (descriptor);
  if (n_read < 0)
    return NULL;
  if (bytes->len > HM_STATE_BYTES_MAX) {
    hm_fail (error, HM_ERROR_LIMIT, "%s: larger than 64 MiB, so no state", file);
    return NULL;
  }
  return g_steal_pointer (&bytes);
}

/* Returns: (owned) the whole state; an empty one where there is no file. */
static json_t *
state_read (const char *file, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GByteArray) bytes = file_read (file, &cause);
  g_autoptr (json_t) root = NULL;
  const char *schema;
  json_error_t mistake;

  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }
  if (bytes == NULL)
    return json_pack ("{s:s, s:{}}", "schema", HM_STATE_SCHEMA, REPOSITORIES);
  root = json_loadb ((const char *) bytes->data, bytes->len, JSON_REJECT_DUPLICATES, &mistake);
  if (root == NULL) {
    g_autofree char *where = g_strdup_printf ("line %d: %s", mistake.line, mistake.text);

    return fail_format (error, file, where);
  }
  schema = json_string_value (json_object_get (root, "schema"));
  if (schema == NULL)
    return fail_format (error, file, "it has no schema");
  if (g_str_has_prefix (schema, "hallmark/state/") && !g_str_equal (schema, HM_STATE_SCHEMA)) {
    hm_fail (error, HM_ERROR_UNSUPPORTED, "%s: written by another version (%s); this one reads %s",
             file, schema, HM_STATE_SCHEMA);
    return NULL;
  }
  if (!g_str_equal (schema, HM_STATE_SCHEMA))
    return fail_format (error, file, "its schema is another");
  if (!json_is_object (json_object_get (root, REPOSITORIES)))
    return fail_format (error, file, "it has no repositories");
  return g_steal_pointer (&root);
}

static gboolean
state_write (const char *file, const json_t *root, GError **error)
{
  g_autoptr (GError) cause = NULL;
  char *text = json_dumps (root, JSON_INDENT (1) | JSON_SORT_KEYS);
  gboolean is_written;

  if (text == NULL)
    g_error ("out of memory");
  is_written = g_file_set_contents_full (
      file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, &cause);
  free (text);
  return is_written
         || hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", file, cause->message);
}

/* Reads what is remembered of one tag. Returns: FALSE where it is no such. */
static gboolean
remembered_read (const json_t *value, HmOid *ret_object, HmOid *ret_commit)
{
  const char *object = json_string_value (json_object_get (value, "object"));
  const json_t *commit = json_object_get (value, "commit");

  *ret_commit = (HmOid){ 0 };
  return object != NULL && hm_oid_parse (object, ret_object)
         && (json_is_null (commit)
             || (json_is_string (commit) && hm_oid_parse (json_string_value (commit), ret_commit)));
}

static json_t *
remembered_new (const HmTagRef *tag)
{
  char object[HM_OID_HEX_SIZE + 1];
  char commit[HM_OID_HEX_SIZE + 1];

  return json_pack ("{s:s, s:s?}", "object", hm_oid_hex (&tag->object, object), "commit",
                    hm_oid_is_zero (&tag->commit) ? NULL : hm_oid_hex (&tag->commit, commit));
}

/* Text of the subject as a key. A tag's name holds no backslash, so no two become one. Returns: (owned) */
static char *
key_of (const char *text)
{
  g_autoptr (GString) key = g_string_new (NULL);

  hm_mask_utf8 (key, text, -1);
  return g_string_free (g_steal_pointer (&key), FALSE);
}

static int
moves_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (((const HmTagMove *) a)->name, ((const HmTagMove *) b)->name);
}

/* What of @known leads elsewhere now. @by_key: (element-type utf8 HmTagRef) Returns: FALSE with HM_ERROR_FORMAT. */
static gboolean
moves_find (const char *file, json_t *known, GHashTable *by_key, GStringChunk *strings,
            GArray *moves, GError **error)
{
  const char *name;
  json_t *value;

  json_object_foreach (known, name, value)
  {
    const HmTagRef *tag = g_hash_table_lookup (by_key, name);
    HmTagMove move = { 0 };

    if (!remembered_read (value, &move.object_before, &move.commit_before)) {
      fail_format (error, file, "a tag is not remembered by its object and commit");
      return FALSE;
    }
    if (tag != NULL && hm_oid_equal (&tag->object, &move.object_before))
      continue;
    if (tag != NULL) {
      move.object_after = tag->object;
      move.commit_after = tag->commit;
    }
    move.name = g_string_chunk_insert (strings, tag != NULL ? tag->name : name);
    g_array_append_val (moves, move);
  }
  g_array_sort (moves, moves_compare);
  return TRUE;
}

/* Returns: (owned) (element-type utf8 HmTagRef) @tags by their keys; borrows them. */
static GHashTable *
tags_index (const GArray *tags)
{
  GHashTable *by_key = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < tags->len; i++) {
    const HmTagRef *tag = &g_array_index (tags, HmTagRef, i);

    g_hash_table_insert (by_key, key_of (tag->name), (gpointer) (guintptr) tag);
  }
  return by_key;
}

/* Returns: how many @known did not hold. */
static guint
tags_add (json_t *known, const GArray *tags)
{
  guint n_added = 0;

  for (guint i = 0; i < tags->len; i++) {
    const HmTagRef *tag = &g_array_index (tags, HmTagRef, i);
    g_autofree char *key = key_of (tag->name);

    if (json_object_get (known, key) != NULL)
      continue;
    json_object_set_new (known, key, remembered_new (tag));
    n_added++;
  }
  return n_added;
}

GArray *
hm_state_update (const char *file, const char *subject, const GArray *tags, GStringChunk *strings,
                 gsize *ret_n_remembered, GError **error)
{
  g_autoptr (GArray) moves = g_array_new (FALSE, TRUE, sizeof (HmTagMove));
  g_autoptr (GHashTable) by_key = tags_index (tags);
  g_autofree char *key = key_of (subject);
  g_autoptr (json_t) root = state_read (file, error);
  json_t *repositories, *known;
  gsize n_remembered;

  if (root == NULL)
    return NULL;
  repositories = json_object_get (root, REPOSITORIES);
  known = json_object_get (repositories, key);
  if (known == NULL) {
    known = json_object ();
    json_object_set_new (repositories, key, known);
  } else if (!json_is_object (known)) {
    fail_format (error, file, "a repository in it holds no tags");
    return NULL;
  }
  n_remembered = json_object_size (known);
  if (!moves_find (file, known, by_key, strings, moves, error))
    return NULL;
  if (tags_add (known, tags) > 0 && !state_write (file, root, error))
    return NULL;
  *ret_n_remembered = n_remembered;
  return g_steal_pointer (&moves);
}

/* The first commit of the main line, as far as it can be read. Returns: (owned) */
static char *
root_key (git_repository *repository, git_odb *odb, const gint *cancelled)
{
  g_autoptr (HmJournal) journal = hm_journal_new ();
  char hex[HM_OID_HEX_SIZE + 1];
  HmOid root;
  git_oid head;
  guint32 next;

  if (git_reference_name_to_id (&head, repository, "HEAD") < 0)
    return g_strconcat ("path:", git_repository_commondir (repository), NULL);
  hm_oid_from_git (&head, &root);
  next = hm_journal_meet (journal, &root);
  /* Counted, since forged ids can make a ring of it. */
  for (gsize n = 0; n < HM_COMMITS_MAX && next != HM_NO_INDEX && !hm_is_cancelled (cancelled);
       n++) {
    const HmRecord *record = hm_journal_read (journal, odb, next);

    if (record->state != HM_RECORD_READ)
      break;
    root = record->oid;
    next = record->n_parents > 0 ? g_array_index (journal->parents, guint32, record->parents)
                                 : HM_NO_INDEX;
  }
  return g_strconcat ("root:", hm_oid_hex (&root, hex), NULL);
}

char *
hm_state_subject (git_repository *repository, git_odb *odb, const gint *cancelled)
{
  g_autofree char *url = hm_remote_url (repository);
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  HmPlatform platform = { 0 };

  if (url != NULL)
    hm_remote_parse (url, strings, &platform);
  return platform.host != NULL && platform.project != NULL
             ? g_strdup_printf ("%s/%s", platform.host, platform.project)
             : root_key (repository, odb, cancelled);
}

GArray *
hm_state_scan (const char *file, const char *subject, git_repository *repository,
               GStringChunk *strings, const gint *cancelled, HmHistory *ret_history, GError **error)
{
  g_autoptr (git_odb) odb = NULL;
  g_autoptr (GArray) tags = NULL;
  g_autofree char *root = NULL;
  GArray *moves;

  if (git_repository_odb (&odb, repository) < 0) {
    hm_git_fail (error, HM_ERROR_GIT, git_repository_path (repository));
    return NULL;
  }
  if (subject == NULL) {
    root = root_key (repository, odb, cancelled);
    subject = root;
  }
  tags = hm_tag_refs_list (repository, odb, cancelled, error);
  if (tags == NULL)
    return NULL;
  moves = hm_state_update (file, subject, tags, strings, &ret_history->n_remembered_tags, error);
  if (moves == NULL)
    return NULL;
  ret_history->has_remembered_tags = TRUE;
  ret_history->moved_tags = (const HmTagMove *) (gpointer) moves->data;
  ret_history->n_moved_tags = moves->len;
  return moves;
}
