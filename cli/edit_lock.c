/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts what lies beside the file: a folder may be anybody's to write to. */
#include "cli/edit_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cli/file_lock.h"
#include "core/error.h"
#include "evidence/git/cancel.h"

#define POLL_US (20 * G_TIME_SPAN_MILLISECOND)

struct HmEditLock {
  int descriptor;    /* -1: nothing could be locked */
  char *beside_file; /* (nullable) of the file that stands for the lock */
};

/*
 * While it is held: who waits for this file finds that it is no longer the one of that name, and
 * takes a new one. Nobody's file is removed who wrote something into it.
 */
static void
beside_remove (HmEditLock *lock)
{
  struct stat status;

  if (lock->descriptor >= 0 && fstat (lock->descriptor, &status) == 0 && S_ISREG (status.st_mode)
      && status.st_size == 0)
    unlink (lock->beside_file);
}

void
hm_edit_lock_release (HmEditLock *lock)
{
  if (lock == NULL)
    return;
  if (lock->beside_file != NULL)
    beside_remove (lock);
  if (lock->descriptor >= 0)
    close (lock->descriptor);
  g_free (lock->beside_file);
  g_free (lock);
}

static void
descriptor_close (HmEditLock *lock)
{
  if (lock->descriptor >= 0)
    close (lock->descriptor);
  lock->descriptor = -1;
}

static HmFileLock
folder_lock (HmEditLock *lock, const char *folder)
{
  HmFileLock fate;

  if (lock->descriptor < 0)
    lock->descriptor = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOCTTY);
  fate = lock->descriptor >= 0 ? hm_file_lock_try (lock->descriptor) : HM_FILE_LOCK_CANNOT;
  if (fate == HM_FILE_LOCK_CANNOT)
    descriptor_close (lock);
  return fate;
}

/* On NFS an exclusive lock takes a descriptor that can be written to. */
static HmFileLock
beside_lock (HmEditLock *lock)
{
  struct stat status;
  HmFileLock fate = HM_FILE_LOCK_CANNOT;

  if (lock->descriptor < 0)
    lock->descriptor = open (
        lock->beside_file, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0666);
  if (lock->descriptor >= 0 && fstat (lock->descriptor, &status) == 0 && S_ISREG (status.st_mode))
    fate = hm_file_lock_try_named (lock->descriptor, AT_FDCWD, lock->beside_file);
  if (fate == HM_FILE_LOCK_CANNOT)
    beside_remove (lock);
  if (fate == HM_FILE_LOCK_CANNOT || fate == HM_FILE_LOCK_REPLACED)
    descriptor_close (lock);
  return fate;
}

/*
 * Finds who holds the lock: "1: FLOCK  ADVISORY  WRITE 4711 fe:01:262 0 EOF" (proc_locks(5)).
 *
 * Returns: (owned) the number of the process; NULL where that can't be known
 */
static char *
holder_find (int descriptor)
{
  g_autofree char *locks = NULL;
  g_autofree char *file = NULL;
  struct stat status;
  const char *end;
  const char *start;

  if (descriptor < 0 || fstat (descriptor, &status) != 0
      || !g_file_get_contents ("/proc/locks", &locks, NULL, NULL))
    return NULL;
  file = g_strdup_printf (" %02x:%02x:%" G_GUINT64_FORMAT " ", major (status.st_dev),
                          minor (status.st_dev), (guint64) status.st_ino);
  end = strstr (locks, file);
  if (end == NULL)
    return NULL;
  for (start = end; start > locks && g_ascii_isdigit (start[-1]); start--)
    ;
  /* In another namespace it has no number, and 0 stands there. */
  return start < end && *start != '0' ? g_strndup (start, (gsize) (end - start)) : NULL;
}

static gboolean
fail_busy (const HmEditLock *lock, const char *name, guint wait_ms, GError **error)
{
  g_autofree char *process = holder_find (lock->descriptor);
  g_autofree char *who =
      process != NULL ? g_strconcat ("process ", process, NULL) : g_strdup ("another process");

  return hm_fail (error, HM_ERROR_IO,
                  "%s: %s has been changing it, or another file of its folder, for the %u seconds "
                  "that were waited; run the command again when it is done",
                  name, who, wait_ms / 1000);
}

static HmFileLock
lock_try (HmEditLock *lock, const char *place)
{
  g_autofree char *folder = g_path_get_dirname (place);
  g_autofree char *base = NULL;
  g_autofree char *hidden = NULL;

  if (lock->beside_file == NULL) {
    const HmFileLock fate = folder_lock (lock, folder);

    if (fate != HM_FILE_LOCK_CANNOT)
      return fate;
    base = g_path_get_basename (place);
    hidden = g_strdup_printf (".%s.lock", base);
    lock->beside_file = g_build_filename (folder, hidden, NULL);
  }
  return beside_lock (lock);
}

HmEditLock *
hm_edit_lock_take (const char *place, const char *name, guint wait_ms, const gint *cancelled,
                   GError **error)
{
  const gint64 until = g_get_monotonic_time () + (gint64) wait_ms * G_TIME_SPAN_MILLISECOND;
  g_autoptr (HmEditLock) lock = g_new0 (HmEditLock, 1);

  lock->descriptor = -1;
  for (;;) {
    const HmFileLock fate = lock_try (lock, place);

    if (fate == HM_FILE_LOCK_TAKEN || fate == HM_FILE_LOCK_CANNOT)
      return g_steal_pointer (&lock);
    if (hm_is_cancelled (cancelled)) {
      hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
      break;
    }
    if (g_get_monotonic_time () >= until) {
      fail_busy (lock, name, wait_ms, error);
      break;
    }
    g_usleep (POLL_US);
  }
  /* It is another's, who removes it. */
  g_clear_pointer (&lock->beside_file, g_free);
  return NULL;
}
