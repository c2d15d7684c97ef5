/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls the recognisers that a file's roles ask for, and keeps what they note. What two versions of
 * a file have in common is told by a digest of each mark's identity, under a seed of the process's
 * own: nobody can make up a line that passes for another.
 */
#include "evidence/content/marks.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/content/gates.h"
#include "evidence/content/legible.h"
#include "evidence/content/recognisers.h"
#include "evidence/content/span.h"
#include "evidence/git/cancel.h"

#define N_KINDS (HM_MARK_INPUT_HIDDEN + 1)

#define SEED_SIZE 16

#define ANY_ROLE G_MAXUINT32

/* What becomes of a note. */
typedef enum {
  NOTES_KEPT,    /* of one version, or of a change */
  NOTES_TRIED,   /* of the version after: none is kept, but that there was one */
  NOTES_COUNTED, /* of the version before */
  NOTES_HELD_UP, /* of the version after: kept where the one before has no equal */
} NotesMode;

typedef struct {
  HmMarkKind kind;
  guint32 line;
  gsize text; /* where it begins in HmMarks.texts */
} Note;

/* What was last hashed: a line of megabytes may be noted once for every few bytes of it. */
typedef struct {
  HmSpan identity; /* a part of the text under way; at is NULL where there is none */
  gpointer digest;
} Hashed;

struct HmMarks {
  NotesMode mode;
  const gint *cancelled;
  const HmText *under_way; /* (nullable) that recognisers look at, while notes are compared */
  Hashed hashed[N_KINDS];  /* of under_way */
  gboolean has_tried;      /* a note came up while they were tried */
  const HmText *looked_at; /* (nullable) the file that @words are of */
  guint32 words;           /* of hm_text_words() */
  /* (element-type Note) the first HM_MARKS_PER_FILE of each kind, in the order noted */
  GArray *notes;
  GString *texts;         /* each with its NUL */
  guint n_notes[N_KINDS]; /* of each kind in notes */
  /* digest to how many notes of the version before have it and are not yet matched */
  GHashTable *before;
  GArray *marks; /* (element-type HmMark) made of notes by hm_marks_get() */
  GChecksum *checksum;
  guint32 seed[SEED_SIZE / sizeof (guint32)];
};

typedef struct {
  HmRecogniser recognise;
  guint32 roles;     /* any of which the file has */
  guint32 not_roles; /* none of which it has */
  gboolean takes_generated;
} FileReader;

typedef struct {
  HmChangeRecogniser recognise;
  guint32 roles;
  guint32 not_roles;
} ChangeReader;

static const FileReader file_readers[] = {
  { hm_recognise_characters,
    HM_CODE_ROLES | HM_ROLE_LOCKFILE | HM_ROLE_PUBLISHING | HM_ROLE_CODE_OWNERS | HM_ROLE_IGNORE
        | HM_ROLE_POLICY | HM_ROLE_SUBMODULE,
    0, FALSE },
  { hm_recognise_lines, HM_CODE_ROLES, HM_ROLE_GENERATED | HM_ROLE_LOCKFILE, FALSE },
  { hm_recognise_encodings, ANY_ROLE, HM_ROLE_LOCKFILE, FALSE },
  { hm_recognise_execution, HM_CODE_ROLES, 0, TRUE },
  { hm_recognise_secrets, HM_ROLE_WORKFLOW | HM_ROLE_SCRIPT | HM_ROLE_BUILD | HM_ROLE_RELEASE, 0,
    TRUE },
  { hm_recognise_feature_tests, HM_ROLE_BUILD, 0, FALSE },
  { hm_recognise_install_hooks, HM_ROLE_MANIFEST | HM_ROLE_BUILD | HM_ROLE_RELEASE, 0, FALSE },
};

static const ChangeReader change_readers[] = {
  { hm_recognise_calls, HM_ROLE_SOURCE, HM_ROLE_TEST | HM_ROLE_GENERATED },
  { hm_recognise_dependencies, HM_ROLE_MANIFEST | HM_ROLE_LOCKFILE | HM_ROLE_SUBMODULE, 0 },
  { hm_recognise_addresses,
    HM_ROLE_CONTACT | HM_ROLE_SECURITY | HM_ROLE_MAINTAINERS | HM_ROLE_CODE_OWNERS
        | HM_ROLE_FUNDING,
    0 },
  { hm_recognise_publishers,
    HM_ROLE_BUILD | HM_ROLE_MANIFEST | HM_ROLE_PUBLISHING | HM_ROLE_WORKFLOW | HM_ROLE_RELEASE, 0 },
  { hm_recognise_protections,
    HM_ROLE_BUILD | HM_ROLE_WORKFLOW | HM_ROLE_SCRIPT | HM_ROLE_RELEASE | HM_ROLE_MANIFEST, 0 },
  { hm_recognise_ignores, HM_ROLE_IGNORE, 0 },
};

HmMarks *
hm_marks_new (void)
{
  HmMarks *marks = g_new0 (HmMarks, 1);

  marks->notes = g_array_new (FALSE, FALSE, sizeof (Note));
  marks->texts = g_string_new (NULL);
  marks->before = g_hash_table_new (g_direct_hash, g_direct_equal);
  marks->marks = g_array_new (FALSE, FALSE, sizeof (HmMark));
  marks->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  for (gsize i = 0; i < G_N_ELEMENTS (marks->seed); i++)
    marks->seed[i] = g_random_int ();
  return marks;
}

void
hm_marks_free (HmMarks *marks)
{
  if (marks == NULL)
    return;
  g_array_unref (marks->notes);
  g_string_free (marks->texts, TRUE);
  g_hash_table_unref (marks->before);
  g_array_unref (marks->marks);
  g_checksum_free (marks->checksum);
  g_free (marks);
}

void
hm_marks_set_cancelled (HmMarks *marks, const gint *cancelled)
{
  marks->cancelled = cancelled;
}

void
hm_marks_reset (HmMarks *marks)
{
  marks->mode = NOTES_KEPT;
  marks->under_way = NULL;
  g_array_set_size (marks->notes, 0);
  g_string_truncate (marks->texts, 0);
  memset (marks->n_notes, 0, sizeof marks->n_notes);
  if (g_hash_table_size (marks->before) > 0)
    g_hash_table_remove_all (marks->before);
}

static gpointer
digest_make (HmMarks *marks, HmMarkKind kind, HmSpan identity)
{
  guint8 digest[32];
  gsize digest_size = sizeof digest;
  gsize folded;

  g_checksum_reset (marks->checksum);
  g_checksum_update (marks->checksum, (const guchar *) marks->seed, SEED_SIZE);
  g_checksum_update (marks->checksum, (const guchar *) &kind, sizeof kind);
  /* GLib takes sizes in gssize; a file has HM_MARKED_CODE_BYTES_MAX at most. */
  g_checksum_update (marks->checksum, (const guchar *) identity.at, (gssize) identity.size);
  g_checksum_get_digest (marks->checksum, digest, &digest_size);
  memcpy (&folded, digest, sizeof folded);
  return (gpointer) folded;
}

/* Whether @identity is a part of the text under way: those bytes don't change, as those of a buffer may. */
static gboolean
is_of_text (const HmMarks *marks, HmSpan identity)
{
  const HmText *text = marks->under_way;

  return text != NULL && identity.at >= text->text && identity.at <= text->text + text->size;
}

static gpointer
identity_digest (HmMarks *marks, HmMarkKind kind, HmSpan identity)
{
  Hashed *hashed = &marks->hashed[kind];
  gpointer digest;

  if (hashed->identity.at != NULL && hashed->identity.at == identity.at
      && hashed->identity.size == identity.size)
    return hashed->digest;
  digest = digest_make (marks, kind, hm_span_trim (identity));
  if (is_of_text (marks, identity))
    *hashed = (Hashed){ identity, digest };
  return digest;
}

/* Sets out to let recognisers look at @text (nullable) in @mode. */
static void
mode_begin (HmMarks *marks, NotesMode mode, const HmText *text)
{
  marks->mode = mode;
  marks->under_way = text;
  memset (marks->hashed, 0, sizeof marks->hashed);
}

/* Whether the version before has a mark like this one that none of this version was matched with yet. */
static gboolean
before_has (HmMarks *marks, gpointer digest)
{
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (marks->before, digest));

  if (n == 0)
    return FALSE;
  g_hash_table_insert (marks->before, digest, GUINT_TO_POINTER (n - 1));
  return TRUE;
}

/* Returns: @size, or less where that would cut a character of UTF-8 in halves. @text has a byte at @size. */
static gsize
text_cut (const char *text, gsize size)
{
  gsize end = size;

  while (end > 0 && size - end < 4 && ((guint8) text[end] & 0xc0) == 0x80)
    end--;
  return ((guint8) text[end] & 0xc0) == 0xc0 ? end : size;
}

void
hm_marks_note (HmMarks *marks, HmMarkKind kind, guint32 line, const char *identity,
               gsize identity_size, const char *text_format, ...)
{
  Note note = { kind, line, marks->texts->len };
  char text[HM_MARK_TEXT_MAX + 2];
  gsize size;
  va_list arguments;

  g_assert (kind > HM_MARK_NONE && kind < N_KINDS);
  if (hm_is_cancelled (marks->cancelled))
    return;
  if (marks->mode == NOTES_TRIED) {
    marks->has_tried = TRUE;
    return;
  }
  if (marks->mode != NOTES_KEPT) {
    gpointer digest = identity_digest (marks, kind, (HmSpan){ identity, identity_size });

    if (marks->mode == NOTES_COUNTED) {
      const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (marks->before, digest));

      g_hash_table_insert (marks->before, digest, GUINT_TO_POINTER (n + 1));
      return;
    }
    if (before_has (marks, digest))
      return;
  }
  if (marks->n_notes[kind] == HM_MARKS_PER_FILE)
    return;

  va_start (arguments, text_format);
  g_vsnprintf (text, sizeof text, text_format, arguments);
  va_end (arguments);
  size = strlen (text);
  if (size > HM_MARK_TEXT_MAX)
    size = text_cut (text, HM_MARK_TEXT_MAX);
  g_string_append_len (marks->texts, text, (gssize) size);
  g_string_append_c (marks->texts, '\0');
  g_array_append_val (marks->notes, note);
  marks->n_notes[kind]++;
}

gboolean
hm_marks_have_words (HmMarks *marks, const HmText *file, HmWords words)
{
  if (marks->looked_at != file) {
    marks->looked_at = file;
    marks->words = hm_text_words (file);
  }
  return (marks->words & words) != 0;
}

static gboolean
is_asked (guint32 roles, guint32 wanted, guint32 unwanted)
{
  return (wanted == ANY_ROLE || (wanted & roles) != 0) && (unwanted & roles) == 0;
}

static gboolean
reader_is_asked (const FileReader *reader, guint32 roles)
{
  return is_asked (roles, reader->roles, reader->not_roles)
         && (reader->takes_generated || (roles & HM_ROLE_GENERATED) == 0);
}

void
hm_marks_read (HmMarks *marks, const HmText *file)
{
  mode_begin (marks, NOTES_KEPT, NULL);
  marks->looked_at = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (file_readers) && !hm_is_cancelled (marks->cancelled); i++)
    if (reader_is_asked (&file_readers[i], file->roles))
      file_readers[i].recognise (marks, file);
}

/*
 * Notes what @recognise sees in @after, but not in @before. Mostly it sees nothing there, and what
 * was seen before makes no difference; so only a version with something to see is read twice, and
 * the other one at all.
 */
static void
new_marks_read (HmMarks *marks, HmRecogniser recognise, const HmText *before, const HmText *after)
{
  mode_begin (marks, NOTES_TRIED, after);
  marks->has_tried = FALSE;
  recognise (marks, after);
  if (!marks->has_tried || hm_is_cancelled (marks->cancelled))
    return;
  mode_begin (marks, NOTES_COUNTED, before);
  recognise (marks, before);
  mode_begin (marks, NOTES_HELD_UP, after);
  recognise (marks, after);
}

static void
versions_read (HmMarks *marks, const HmText *before, const HmText *after)
{
  marks->looked_at = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (file_readers) && !hm_is_cancelled (marks->cancelled); i++)
    if (reader_is_asked (&file_readers[i], after->roles))
      new_marks_read (marks, file_readers[i].recognise, before, after);
}

void
hm_marks_compare (HmMarks *marks, const HmText *before, const HmText *after)
{
  guint32 roles;

  if (after == NULL) {
    roles = before->roles;
  } else {
    roles = after->roles;
    if (before == NULL)
      hm_marks_read (marks, after);
    else
      versions_read (marks, before, after);
  }
  mode_begin (marks, NOTES_KEPT, NULL);
  if ((roles & HM_ROLE_GENERATED) != 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (change_readers) && !hm_is_cancelled (marks->cancelled); i++)
    if (is_asked (roles, change_readers[i].roles, change_readers[i].not_roles))
      change_readers[i].recognise (marks, before, after);
}

static gint
notes_compare (gconstpointer a, gconstpointer b)
{
  const Note *left = a;
  const Note *right = b;

  if (left->line != right->line)
    return left->line < right->line ? -1 : 1;
  if (left->kind != right->kind)
    return left->kind < right->kind ? -1 : 1;
  return left->text < right->text ? -1 : left->text > right->text; /* as noted */
}

const HmMark *
hm_marks_get (const HmMarks *marks, guint *ret_n_marks)
{
  guint n_first = 0;
  guint n_others;
  gboolean is_seen[N_KINDS] = { FALSE };

  for (guint kind = 0; kind < N_KINDS; kind++)
    n_first += marks->n_notes[kind] > 0 ? 1 : 0;
  n_others = HM_MARKS_PER_FILE - n_first;
  g_array_sort (marks->notes, notes_compare);
  g_array_set_size (marks->marks, 0);
  for (guint i = 0; i < marks->notes->len; i++) {
    const Note *note = &g_array_index (marks->notes, Note, i);
    const HmMark mark = { note->kind, note->line, marks->texts->str + note->text };

    if (is_seen[note->kind] && n_others == 0)
      continue;
    if (is_seen[note->kind])
      n_others--;
    is_seen[note->kind] = TRUE;
    g_array_append_val (marks->marks, mark);
  }
  *ret_n_marks = marks->marks->len;
  return (const HmMark *) marks->marks->data;
}
