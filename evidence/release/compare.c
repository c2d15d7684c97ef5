/* SPDX-License-Identifier: Apache-2.0 */
/* Puts each file of an archive and of a tag into its class. */
#include "evidence/release/compare.h"

#include <string.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/content.h"
#include "evidence/git/repository.h"
#include "evidence/release/copies.h"
#include "evidence/release/generated.h"
#include "evidence/release/members.h"
#include "evidence/release/sameness.h"
#include "evidence/release/source.h"
#include "evidence/release/state.h"
#include "evidence/release/tag_choice.h"

/* What comparing holds while it goes on. */
typedef struct {
  HmSource *source;
  HmMembers *members;
  HmCopies *copies;
  HmRelease *release;
  guint n_diffs;
  guint n_compared;
  gsize n_diff_bytes;
} Comparison;

static void
item_clear (gpointer data)
{
  HmReleaseItem *item = data;

  g_free (item->path);
  g_free (item->why);
  g_free (item->tool);
  g_free (item->diff);
}

/* Adds an item of the class @class, "why" empty. Returns: (borrowed) until the next is added. */
static HmReleaseItem *
item_add (Comparison *comparison, HmReleaseClass class, const char *path)
{
  GArray *items = comparison->release->items;
  const HmReleaseItem item = { .class = class, .path = g_strdup (path), .why = g_strdup ("") };

  comparison->release->counts[class]++;
  g_array_append_val (items, item);
  return &g_array_index (items, HmReleaseItem, items->len - 1);
}

static HmReleaseItem *
item_add_member (Comparison *comparison, HmReleaseClass class, const HmReleaseMember *member)
{
  HmReleaseItem *item = item_add (comparison, class, member->path);

  item->size = member->size;
  item->in_archive = member->oid;
  item->is_executable = member->is_executable;
  if (member->bytes != NULL) {
    gsize size;
    const void *bytes = g_bytes_get_data (member->bytes, &size);

    item->content = hm_content_classify (bytes, size);
  }
  return item;
}

static void G_GNUC_PRINTF (2, 3) item_say (HmReleaseItem *item, const char *format, ...)
{
  va_list arguments;

  g_free (item->why);
  va_start (arguments, format);
  item->why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

/* Whether one more diff may be made. */
static gboolean
diff_is_wanted (const Comparison *comparison)
{
  return comparison->n_diffs < HM_DIFFS_MAX && comparison->n_diff_bytes < HM_DIFFS_BYTES_MAX;
}

/* Takes what @diff holds. */
static void
item_take_diff (Comparison *comparison, HmReleaseItem *item, HmDiff *diff)
{
  comparison->n_diffs++;
  if (diff->text == NULL || diff->is_binary || diff->is_large || *diff->text == '\0')
    return;
  comparison->n_diff_bytes += strlen (diff->text);
  item->diff = g_steal_pointer (&diff->text);
  item->n_added = diff->n_added;
  item->n_removed = diff->n_removed;
  item->is_diff_cut = diff->is_cut;
}

static const char *
kind_words (HmEntryKind kind)
{
  return kind == HM_ENTRY_SYMLINK     ? "a symbolic link"
         : kind == HM_ENTRY_SUBMODULE ? "a submodule"
                                      : "a file";
}

/* Both have the file @entry, with other content. */
static void
content_compare (Comparison *comparison, const HmReleaseMember *member, const HmTreeEntry *entry)
{
  g_autoptr (git_odb_object) object = hm_source_read (comparison->source, entry);
  HmReleaseClass class = HM_RELEASE_DIFFERS;
  const HmTagTree tree = { hm_source_has, hm_source_has_name, comparison->source };
  const char *why = "";
  const char *tool = NULL;
  HmDiff diff = { 0 };
  HmReleaseItem *item;
  gsize size = 0;
  const char *bytes = member->bytes != NULL ? g_bytes_get_data (member->bytes, &size) : NULL;

  if (object == NULL)
    why = "the tag's file can't be read";
  else if (member->bytes == NULL && hm_source_knows (comparison->source, &member->oid))
    why = "it is what the tag has elsewhere";
  else if (member->bytes == NULL)
    why = "too large to say in what";
  else {
    const char *before = git_odb_object_data (object);
    const gsize before_size = git_odb_object_size (object);
    const gboolean has_format =
        (hm_source_attributes (comparison->source, entry->path) & HM_ATTRIBUTE_EXPORT_SUBST) != 0;

    bytes = bytes != NULL ? bytes : "";
    if (hm_same_but_line_ends (before, before_size, bytes, size))
      class = HM_RELEASE_LINE_ENDS;
    else if (hm_same_but_keywords (before, before_size, bytes, size, has_format))
      class = HM_RELEASE_KEYWORDS;
    else if ((tool = hm_generated_again (member->path, bytes, size, &tree).tool) != NULL) {
      class = HM_RELEASE_GENERATED;
      why = "made anew for the release";
    } else if (diff_is_wanted (comparison)) {
      hm_diff_make (before, before_size, bytes, size, &diff);
      why = diff.is_binary ? "not text" : diff.is_large ? "too large to say in what" : "";
    }
  }
  item = item_add_member (comparison, class, member);
  item->in_tag = entry->oid;
  item->tool = g_strdup (tool);
  item_say (item, "%s", why);
  if (class == HM_RELEASE_DIFFERS)
    item_take_diff (comparison, item, &diff);
  hm_diff_clear (&diff);
}

static void
entry_compare (Comparison *comparison, const HmReleaseMember *member, const HmTreeEntry *entry)
{
  const gboolean is_link = member->kind == HM_MEMBER_SYMLINK;
  HmReleaseItem *item;

  if (entry->kind == HM_ENTRY_SUBMODULE) {
    item_say (item_add_member (comparison, HM_RELEASE_DIFFERS, member),
              "a file, where the tag has a submodule");
    return;
  }
  if (is_link != (entry->kind == HM_ENTRY_SYMLINK)) {
    item = item_add_member (comparison, HM_RELEASE_DIFFERS, member);
    item->in_tag = entry->oid;
    item_say (item, "%s, where the tag has %s", is_link ? "a symbolic link" : "a file",
              kind_words (entry->kind));
    return;
  }
  if (!hm_oid_equal (&member->oid, &entry->oid)) {
    if (!is_link) {
      content_compare (comparison, member, entry);
      return;
    }
    item = item_add_member (comparison, HM_RELEASE_DIFFERS, member);
    item->in_tag = entry->oid;
    item_say (item, "a symbolic link to %s, not to what the tag's leads to", member->target);
    return;
  }
  if (!is_link && member->is_executable != (entry->kind == HM_ENTRY_EXECUTABLE)) {
    item = item_add_member (comparison, HM_RELEASE_MODE, member);
    item->in_tag = entry->oid;
    item_say (item, member->is_executable ? "executable in the archive alone"
                                          : "executable in the tag alone");
    return;
  }
  comparison->release->counts[HM_RELEASE_SAME]++;
}

static gboolean
is_program (HmContent content)
{
  return content >= HM_CONTENT_ELF;
}

/* What a known tool copies there: held against the copies that are here. */
static void
copy_judge (Comparison *comparison, const HmReleaseMember *member, const HmGenerated *generated,
            HmCopyMatch *match)
{
  const gboolean is_known = match->verdict == HM_COPY_NONE
                            && (comparison->n_compared > HM_COMPARED_MAX
                                || hm_copies_know (comparison->copies, member->path));
  HmReleaseClass class;
  HmReleaseItem *item;

  switch (match->verdict) {
  case HM_COPY_SAME:
  case HM_COPY_SAME_CODE:
    class = HM_RELEASE_COPIED;
    break;
  case HM_COPY_ALTERED:
  case HM_COPY_NEWER:
    class = HM_RELEASE_ALTERED;
    break;
  case HM_COPY_NONE:
    /* Where there are copies of its like, one that they lack may be anybody's. */
    class = is_known || generated->tool == NULL ? HM_RELEASE_UNEXPLAINED : HM_RELEASE_UNCOMPARED;
    break;
  case HM_COPY_OTHER:
  default:
    class = HM_RELEASE_UNCOMPARED;
    break;
  }
  item = item_add_member (comparison, class, member);
  item->is_code = generated->is_code;
  item->tool = g_strdup (generated->tool);
  switch (match->verdict) {
  case HM_COPY_SAME:
    item_say (item, "the same as %s", match->nearest);
    break;
  case HM_COPY_SAME_CODE:
    item_say (item, "the same as %s, but for the comments at its head", match->nearest);
    break;
  case HM_COPY_ALTERED:
    item_say (item, "says to be version %s, but differs from %s of that version", match->version,
              match->nearest);
    break;
  case HM_COPY_NEWER:
    item_say (item,
              "says to be version %s, newer than any copy here; the newest, %s in %s, differs",
              match->version, match->nearest_version, match->nearest);
    break;
  case HM_COPY_OTHER:
    item_say (item, "another version than any copy here; %s differs", match->nearest);
    break;
  case HM_COPY_NONE:
  default:
    item_say (item, class == HM_RELEASE_UNCOMPARED ? "no copy here to compare with"
                                                   : "no copy here has that name");
    break;
  }
  if (class != HM_RELEASE_COPIED)
    item_take_diff (comparison, item, &match->diff);
}

static void
unexplained_add (Comparison *comparison, const HmReleaseMember *member,
                 const HmGenerated *generated)
{
  HmReleaseItem *item = item_add_member (comparison, HM_RELEASE_UNEXPLAINED, member);

  item->is_code = generated->is_code || is_program (item->content) || member->is_executable;
  if (generated->kind == HM_GENERATED_CLAIMED) {
    item->tool = g_strdup (generated->tool);
    item_say (item, "named as what %s makes, but not what it makes", generated->tool);
  } else if (hm_source_knows (comparison->source, &member->oid)) {
    item_say (item, "a copy of a file that the tag has elsewhere");
  } else if (member->kind == HM_MEMBER_SYMLINK) {
    item_say (item, "a symbolic link to %s", member->target);
  } else if (is_program (item->content)) {
    item_say (item, "a program");
  } else if (item->content == HM_CONTENT_BINARY) {
    item_say (item, "not text");
  } else if (member->is_executable) {
    item_say (item, "executable");
  }
}

/* Only the archive has the file. */
static void
addition_explain (Comparison *comparison, const HmReleaseMember *member)
{
  const HmTagTree tree = { hm_source_has, hm_source_has_name, comparison->source };
  gsize size = 0;
  const void *bytes = member->bytes != NULL ? g_bytes_get_data (member->bytes, &size) : NULL;
  HmGenerated generated = { 0 };
  g_auto (HmCopyMatch) match = { 0 };
  HmReleaseItem *item;

  if (hm_source_is_in_submodule (comparison->source, member->path)) {
    item_say (item_add_member (comparison, HM_RELEASE_SUBMODULE, member),
              "its content is in another repository");
    return;
  }
  if (member->kind == HM_MEMBER_FILE && member->bytes != NULL) {
    bytes = bytes != NULL ? bytes : "";
    generated = hm_generated_find (member->path, bytes, size, &tree);
    if (generated.kind != HM_GENERATED_MADE && comparison->n_compared++ < HM_COMPARED_MAX)
      hm_copies_compare (comparison->copies, member->path, bytes, size, diff_is_wanted (comparison),
                         &match);
  }
  if (generated.kind == HM_GENERATED_MADE) {
    item = item_add_member (comparison, HM_RELEASE_GENERATED, member);
    item->tool = g_strdup (generated.tool);
    item->is_code = generated.is_code;
    item_say (item, "as %s makes it", generated.tool);
  } else if (generated.kind == HM_GENERATED_COPIED || match.verdict == HM_COPY_SAME
             || match.verdict == HM_COPY_SAME_CODE) {
    copy_judge (comparison, member, &generated, &match);
  } else {
    unexplained_add (comparison, member, &generated);
  }
}

static void
members_classify (Comparison *comparison)
{
  const GArray *members = comparison->members->items;

  for (guint i = 0; i < members->len; i++) {
    const HmReleaseMember *member = &g_array_index (members, HmReleaseMember, i);
    const HmTreeEntry *entry;

    if (member->refused != NULL) {
      item_say (item_add_member (comparison, HM_RELEASE_REFUSED, member), "%s", member->refused);
      continue;
    }
    entry = hm_source_find (comparison->source, member->path);
    if (entry != NULL)
      entry_compare (comparison, member, entry);
    else
      addition_explain (comparison, member);
  }
}

static int
paths_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What the tag has and the archive has not. */
static void
left_out_find (Comparison *comparison)
{
  const GArray *members = comparison->members->items;
  g_autoptr (GArray) paths = g_array_sized_new (FALSE, FALSE, sizeof (char *), members->len);
  gsize n_entries;
  const HmTreeEntry *entries = hm_source_entries (comparison->source, &n_entries);
  guint at = 0;

  for (guint i = 0; i < members->len; i++) {
    const HmReleaseMember *member = &g_array_index (members, HmReleaseMember, i);

    g_array_append_val (paths, member->path);
  }
  g_array_sort (paths, paths_compare);
  for (gsize i = 0; i < n_entries; i++) {
    HmReleaseItem *item;
    gboolean is_ignored;

    while (at < paths->len && strcmp (g_array_index (paths, char *, at), entries[i].path) < 0)
      at++;
    if (at < paths->len && strcmp (g_array_index (paths, char *, at), entries[i].path) == 0)
      continue;
    if (entries[i].kind == HM_ENTRY_SUBMODULE)
      continue;
    is_ignored =
        (hm_source_attributes (comparison->source, entries[i].path) & HM_ATTRIBUTE_EXPORT_IGNORE)
        != 0;
    item = item_add (comparison, is_ignored ? HM_RELEASE_EXPORT_IGNORED : HM_RELEASE_LEFT_OUT,
                     entries[i].path);
    item->in_tag = entries[i].oid;
  }
}

static int
items_compare (gconstpointer a, gconstpointer b)
{
  const HmReleaseItem *left = a;
  const HmReleaseItem *right = b;

  if (left->class != right->class)
    return left->class < right->class ? -1 : 1;
  if (left->is_code != right->is_code)
    return left->is_code ? -1 : 1;
  if (is_program (left->content) != is_program (right->content))
    return is_program (left->content) ? -1 : 1;
  return strcmp (left->path, right->path);
}

/* The folder that its files are in, from a look at its start. Returns: FALSE with @error. */
static gboolean
top_peek (const char *path, const HmTarballOptions *options, char **ret_top, GError **error)
{
  g_autoptr (HmTarball) archive = hm_tarball_open (path, options, error);

  if (archive == NULL)
    return FALSE;
  *ret_top = hm_members_peek_top (archive);
  return TRUE;
}

static const HmTagRef *
tag_find (const GArray *tags, const char *path, const char *repository,
          const HmReleaseOptions *options, GError **error)
{
  const HmTarballOptions archive_options = { HM_TARBALL_MEMBERS_MAX, HM_TARBALL_BYTES_MAX,
                                             options->cancelled, FALSE };
  g_autofree char *top = NULL;
  const HmTagRef *tag;

  if (!top_peek (path, &archive_options, &top, error))
    return NULL;
  if (options->tag == NULL) {
    tag = hm_tag_choose (tags, path, top, error);
  } else {
    tag = hm_tag_refs_find (tags, options->tag);
    if (tag == NULL)
      hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no such tag in %s", options->tag, repository);
  }
  if (tag != NULL && hm_oid_is_zero (&tag->commit)) {
    hm_fail (error, HM_ERROR_GIT, "%s: the tag leads to no commit that can be read in %s",
             tag->name, repository);
    return NULL;
  }
  return tag;
}

/* Whether the tag led elsewhere when it was first seen. */
static gboolean
move_find (HmRelease *release, const HmReleaseOptions *options, git_repository *repository,
           git_odb *odb, const GArray *tags, GError **error)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  g_autofree char *subject = hm_state_subject (repository, odb, options->cancelled);
  g_autoptr (GArray) moves = NULL;
  gsize n_remembered;

  moves = hm_state_update (options->state, subject, tags, strings, &n_remembered, error);
  for (guint i = 0; moves != NULL && i < moves->len; i++) {
    const HmTagMove *move = &g_array_index (moves, HmTagMove, i);
    char before[HM_OID_HEX_SIZE + 1];
    char after[HM_OID_HEX_SIZE + 1];

    if (strcmp (move->name, release->tag) == 0)
      release->moved = g_strdup_printf ("the tag %s was %s when %s first saw it, and is %s now",
                                        release->tag, hm_oid_hex (&move->object_before, before),
                                        options->state, hm_oid_hex (&move->object_after, after));
  }
  return moves != NULL;
}

static gboolean
comparison_run (Comparison *comparison, const char *path, const HmReleaseOptions *options,
                GError **error)
{
  const HmTarballOptions archive_options = { HM_TARBALL_MEMBERS_MAX, HM_TARBALL_BYTES_MAX,
                                             options->cancelled, TRUE };
  g_autoptr (HmTarball) archive = hm_tarball_open (path, &archive_options, error);

  if (archive == NULL)
    return FALSE;
  comparison->members = hm_members_read (archive, hm_source_knows, comparison->source, error);
  if (comparison->members == NULL)
    return FALSE;
  comparison->release->digest = g_strdup (hm_tarball_digest (archive));
  comparison->release->top = g_strdup (comparison->members->top);
  members_classify (comparison);
  left_out_find (comparison);
  g_array_sort (comparison->release->items, items_compare);
  return TRUE;
}

HmRelease *
hm_release_compare (const char *path, const char *repository_path, const HmReleaseOptions *options,
                    GError **error)
{
  g_autoptr (HmRelease) release = g_new0 (HmRelease, 1);
  g_autoptr (git_repository) repository = NULL;
  g_autoptr (git_odb) odb = NULL;
  g_autoptr (GArray) tags = NULL;
  g_autoptr (HmSource) source = NULL;
  g_autoptr (HmCopies) copies = hm_copies_new (options->folders);
  Comparison comparison = { .copies = copies, .release = release };
  const HmTagRef *tag;
  gboolean is_done;

  release->items = g_array_new (FALSE, TRUE, sizeof (HmReleaseItem));
  g_array_set_clear_func (release->items, item_clear);
  repository = hm_repository_open (repository_path, error);
  if (repository == NULL)
    return NULL;
  if (git_repository_odb (&odb, repository) < 0) {
    hm_git_fail (error, HM_ERROR_GIT, repository_path);
    return NULL;
  }
  tags = hm_tag_refs_list (repository, odb, options->cancelled, error);
  tag = tags != NULL ? tag_find (tags, path, repository_path, options, error) : NULL;
  if (tag == NULL)
    return NULL;
  release->file = g_path_get_basename (path);
  release->repository = hm_repository_folder_name (repository);
  release->tag = g_strdup (tag->name);
  release->tag_object = tag->object;
  release->commit = tag->commit;
  if (options->state != NULL && !move_find (release, options, repository, odb, tags, error))
    return NULL;
  source = hm_source_new (odb, &tag->commit, tag->name, options->cancelled, error);
  if (source == NULL)
    return NULL;
  comparison.source = source;
  is_done = comparison_run (&comparison, path, options, error);
  hm_members_free (comparison.members);
  return is_done ? g_steal_pointer (&release) : NULL;
}
