/* SPDX-License-Identifier: Apache-2.0 */
/* libgit2's memory, with a limit a block. Distrusts the sizes that objects claim. */
#include "evidence/git/allocator.h"

#include <stdlib.h>
#include <string.h>

#include <git2.h>
#include <git2/sys/alloc.h>
#if __has_include(<git2/sys/errors.h>) /* git_error_set_oom() moved there in libgit2 1.8 */
#include <git2/sys/errors.h>
#endif

static __thread gsize block_limit;
static __thread gboolean was_refused;
static __thread guint64 total;

/* What a block costs besides its bytes: a chain of many thousand tiny deltas must count too. */
#define BLOCK_COST 64

/* Counts a block that may be had. */
static gboolean
admit (gsize size)
{
  if (block_limit == 0 || size <= block_limit) {
    total += size + BLOCK_COST;
    return TRUE;
  }
  was_refused = TRUE;
  git_error_set_oom ();
  return FALSE;
}

static void *
checked (void *block)
{
  if (block == NULL)
    git_error_set_oom ();
  return block;
}

static void *
limited_malloc (size_t size, const char *file, int line)
{
  (void) file;
  (void) line;
  return admit (size) ? checked (malloc (size == 0 ? 1 : size)) : NULL;
}

static void *
limited_realloc (void *block, size_t size, const char *file, int line)
{
  (void) file;
  (void) line;
  return admit (size) ? checked (realloc (block, size == 0 ? 1 : size)) : NULL;
}

/* libgit2 1.7 builds all else upon malloc, realloc and free; before, each had its own entry. */
#if LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 7
#define HAS_ARRAY_ENTRIES 1

static gboolean
multiply (size_t n, size_t size, size_t *ret_bytes)
{
  if (g_size_checked_mul (ret_bytes, n, size))
    return TRUE;
  git_error_set_oom ();
  return FALSE;
}

static void *
limited_calloc (size_t n, size_t size, const char *file, int line)
{
  size_t bytes;

  (void) file;
  (void) line;
  if (!multiply (n, size, &bytes) || !admit (bytes))
    return NULL;
  return checked (calloc (1, bytes == 0 ? 1 : bytes));
}

static void *
limited_mallocarray (size_t n, size_t size, const char *file, int line)
{
  size_t bytes;

  return multiply (n, size, &bytes) ? limited_malloc (bytes, file, line) : NULL;
}

static void *
limited_reallocarray (void *block, size_t n, size_t size, const char *file, int line)
{
  size_t bytes;

  return multiply (n, size, &bytes) ? limited_realloc (block, bytes, file, line) : NULL;
}

static char *
limited_substrdup (const char *text, size_t size, const char *file, int line)
{
  char *copy = size < G_MAXSIZE ? limited_malloc (size + 1, file, line) : NULL;

  if (copy == NULL)
    return NULL;
  memcpy (copy, text, size);
  copy[size] = '\0';
  return copy;
}

static char *
limited_strndup (const char *text, size_t size, const char *file, int line)
{
  return limited_substrdup (text, strnlen (text, size), file, line);
}

static char *
limited_strdup (const char *text, const char *file, int line)
{
  return limited_substrdup (text, strlen (text), file, line);
}
#endif

void
hm_allocator_install (void)
{
  git_allocator allocator = {
    .gmalloc = limited_malloc,
    .grealloc = limited_realloc,
    .gfree = free,
#ifdef HAS_ARRAY_ENTRIES
    .gcalloc = limited_calloc,
    .gmallocarray = limited_mallocarray,
    .greallocarray = limited_reallocarray,
    .gstrdup = limited_strdup,
    .gstrndup = limited_strndup,
    .gsubstrdup = limited_substrdup,
#endif
  };

  git_libgit2_opts (GIT_OPT_SET_ALLOCATOR, &allocator);
}

gsize
hm_allocator_set_limit (gsize bytes)
{
  gsize before = block_limit;

  block_limit = bytes;
  return before;
}

guint64
hm_allocator_total (void)
{
  return total;
}

gboolean
hm_allocator_take_refusal (void)
{
  gboolean refused = was_refused;

  was_refused = FALSE;
  return refused;
}
