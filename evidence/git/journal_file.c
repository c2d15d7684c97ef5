/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A head that names format and repository, and segments behind it: a new one is added at the end,
 * so that what is new costs what is new.
 */
#include "evidence/git/journal_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <hallmark/version.h>

#include "core/limits.h"
#include "evidence/git/journal_segment.h"

/* Goes up when records, looks, or what finds them mean something else than before. */
#define FORMAT 3

/* Segments of one file; past it the next one to write puts all of them into one. */
#define SEGMENTS_MAX 64

/* Records, and parents for each, that a file may bring: a walk at its own limit finds room beside them. */
#define RECORDS_MAX HM_COMMITS_MAX
#define PARENTS_MAX (4 * (gsize) HM_COMMITS_MAX)

#define DIGEST_SIZE 32

/* What comes first. Numbers are this machine's own: read on another, they don't fit. */
typedef struct {
  char magic[8];
  guint32 format;
  guint32 record_size;
  /* of the folder of objects, by name and by itself, and the version of this program */
  guint8 digest[DIGEST_SIZE];
} Head;

struct HmJournalFile {
  char *folder;
  char *path;
  gsize bytes_max;
  Head head;
  struct stat status; /* of the file as it was read; of size 0 where there was none */
  gsize valid;        /* bytes of it that are sound; 0: the file is to be made anew */
  guint n_segments;
};

/* What makes the folder @objects another one than any that stood there before. All 0 where it can't be told. */
static void
folder_identify (const char *objects, guint64 ret_identity[5])
{
  struct statx status = { 0 };

  memset (ret_identity, 0, 5 * sizeof *ret_identity);
  if (statx (AT_FDCWD, objects, AT_STATX_SYNC_AS_STAT, STATX_INO | STATX_BTIME, &status) != 0)
    return;
  ret_identity[0] = (guint64) status.stx_dev_major << 32 | status.stx_dev_minor;
  ret_identity[1] = status.stx_ino;
  if ((status.stx_mask & STATX_BTIME) == 0)
    return;
  ret_identity[2] = 1;
  ret_identity[3] = (guint64) status.stx_btime.tv_sec;
  ret_identity[4] = status.stx_btime.tv_nsec;
}

static void
digest_find (const char *objects, Head *head)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = DIGEST_SIZE;
  guint64 identity[5];

  folder_identify (objects, identity);
  g_checksum_update (checksum, (const guchar *) objects, (gssize) strlen (objects) + 1);
  g_checksum_update (checksum, (const guchar *) identity, sizeof identity);
  g_checksum_update (checksum, (const guchar *) HM_VERSION, -1);
  g_checksum_get_digest (checksum, head->digest, &size);
}

static HmJournalFile *
file_new (const char *folder, const char *objects)
{
  HmJournalFile *file = g_new0 (HmJournalFile, 1);
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, objects, -1);
  g_autofree char *full = g_strconcat (name, ".journal", NULL);

  file->folder = g_strdup (folder);
  file->path = g_build_filename (folder, full, NULL);
  memcpy (file->head.magic, "HMjournl", sizeof file->head.magic);
  file->head.format = FORMAT;
  file->head.record_size = sizeof (HmRecord);
  digest_find (objects, &file->head);
  return file;
}

void
hm_journal_file_free (HmJournalFile *file)
{
  if (file == NULL)
    return;
  g_free (file->folder);
  g_free (file->path);
  g_free (file);
}

const char *
hm_journal_file_path (const HmJournalFile *file)
{
  return file->path;
}

/* Reads a plain file of ours, no link. Returns: (owned) (nullable) */
static guint8 *
bytes_read (const HmJournalFile *file, struct stat *ret_status, gsize *ret_size)
{
  int fd = open (file->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  g_autofree guint8 *bytes = NULL;
  struct stat status;
  gsize n = 0;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_uid == geteuid ()
      && status.st_size > 0 && (guint64) status.st_size <= file->bytes_max) {
    bytes = g_malloc ((gsize) status.st_size);
    for (gssize got = 1; got > 0 && n < (gsize) status.st_size; n += (gsize) MAX (got, 0))
      got = read (fd, bytes + n, (gsize) status.st_size - n);
    *ret_status = status;
  }
  close (fd);
  *ret_size = n;
  return g_steal_pointer (&bytes);
}

/*
 * Reads the segments into @journal. Returns: FALSE where one is undamaged and yet makes no sense,
 * which spoils all of it, or is too much.
 */
static gboolean
segments_read (HmJournalFile *file, const guint8 *bytes, gsize size, HmJournal *journal)
{
  gsize at = sizeof (Head);

  while (at < size) {
    gsize segment = hm_journal_segment_size (bytes + at, size - at);

    if (segment == 0)
      break;
    if (hm_journal_segment_read (journal, bytes + at, segment) != segment
        || journal->records->len > RECORDS_MAX || journal->parents->len > PARENTS_MAX)
      return FALSE;
    at += segment;
    file->n_segments++;
  }
  file->valid = at;
  return TRUE;
}

HmJournalFile *
hm_journal_file_load (const char *folder, const char *objects, gsize bytes_max,
                      HmJournal **ret_journal)
{
  HmJournalFile *file = file_new (folder, objects);
  g_autoptr (HmJournal) journal = hm_journal_new ();
  gsize size = 0;
  g_autofree guint8 *bytes = NULL;

  file->bytes_max = bytes_max;
  bytes = bytes_read (file, &file->status, &size);
  if (size >= sizeof (Head) && memcmp (bytes, &file->head, sizeof (Head)) == 0
      && !segments_read (file, bytes, size, journal)) {
    hm_journal_unref (journal);
    journal = hm_journal_new ();
    file->n_segments = 0;
    file->valid = 0;
  }
  *ret_journal = g_steal_pointer (&journal);
  return file;
}

static gboolean
all_write (int fd, const GString *bytes, gsize offset)
{
  gsize n = 0;

  while (n < bytes->len) {
    gssize put = pwrite (fd, bytes->str + n, bytes->len - n, (off_t) (offset + n));

    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0)
      return FALSE;
    n += (gsize) put;
  }
  return TRUE;
}

/* Whether the file @fd is still as it was read: another process may have put one in its place, or added to it. */
static gboolean
is_unchanged (const HmJournalFile *file, int fd)
{
  struct stat now;

  return fstat (fd, &now) == 0 && now.st_dev == file->status.st_dev
         && now.st_ino == file->status.st_ino && now.st_size == file->status.st_size
         && now.st_mtim.tv_sec == file->status.st_mtim.tv_sec
         && now.st_mtim.tv_nsec == file->status.st_mtim.tv_nsec;
}

/* Adds @segment behind what is sound of the file @fd, unless somebody else is writing, or did. */
static gboolean
segment_append (HmJournalFile *file, int fd, const GString *segment)
{
  if (flock (fd, LOCK_EX | LOCK_NB) < 0 || !is_unchanged (file, fd)
      || ftruncate (fd, (off_t) file->valid) < 0)
    return FALSE;
  /* Half a segment, if we are interrupted, is known by its sum. */
  if (!all_write (fd, segment, file->valid) || fstat (fd, &file->status) < 0)
    return FALSE;
  file->valid += segment->len;
  file->n_segments++;
  return TRUE;
}

static gboolean
file_append (HmJournalFile *file, HmJournal *journal)
{
  g_autoptr (GString) segment = g_string_new (NULL);
  gboolean is_written;
  int fd;

  if (!hm_journal_segment_write (journal, segment))
    return TRUE;
  if (file->valid + segment->len > file->bytes_max)
    return FALSE;
  fd = open (file->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    return FALSE;
  is_written = segment_append (file, fd, segment);
  close (fd);
  return is_written;
}

/* Writes the whole of it beside the file, and puts that in its place. */
static gboolean
file_make (HmJournalFile *file, HmJournal *journal)
{
  g_autoptr (GString) bytes = g_string_new (NULL);

  hm_journal_unwritten (journal);
  g_string_append_len (bytes, (const char *) &file->head, sizeof file->head);
  if (!hm_journal_segment_write (journal, bytes) || bytes->len > file->bytes_max
      || g_mkdir_with_parents (file->folder, 0700) < 0
      || !g_file_set_contents_full (file->path, bytes->str, (gssize) bytes->len,
                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    return FALSE;
  file->valid = bytes->len;
  file->n_segments = 1;
  return g_stat (file->path, &file->status) == 0;
}

gboolean
hm_journal_file_save (HmJournalFile *file, HmJournal *journal)
{
  if (file->valid == 0 || file->n_segments >= SEGMENTS_MAX)
    return file_make (file, journal);
  return file_append (file, journal);
}
