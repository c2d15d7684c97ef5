/* SPDX-License-Identifier: Apache-2.0 */
/* Inflates loose objects with zlib, no further than they claim to reach. */
#include "evidence/git/loose.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2/sys/odb_backend.h>
#include <zlib.h>

#include "core/error.h"
#include "core/number.h"
#include "core/oid.h"
#include "evidence/git/object.h"

/* "commit 18446744073709551615" and a NUL fit; git itself looks no further (object-file.c, MAX_HEADER_LEN). */
#define HEADER_SIZE_MAX 32

#define INPUT_SIZE 16384

/* "xx/" and the other 38 digits */
#define NAME_SIZE (HM_OID_HEX_SIZE + 2)

typedef struct {
  git_odb_backend parent;
  int folder;
} LooseBackend;

typedef struct {
  z_stream stream;
  int fd;
  gboolean is_ended;
  guint8 input[INPUT_SIZE];
} Inflater;

typedef struct {
  git_object_t type;
  size_t size;
  guint8 rest[HEADER_SIZE_MAX]; /* what was inflated past the header */
  gsize rest_size;
} Header;

static int
damage (const char *what)
{
  git_error_set_str (GIT_ERROR_ODB, what);
  return GIT_ERROR;
}

static int
absence (void)
{
  git_error_set_str (GIT_ERROR_ODB, "no such loose object");
  return GIT_ENOTFOUND;
}

static const LooseBackend *
loose (const git_odb_backend *backend)
{
  return (const LooseBackend *) (gconstpointer) backend;
}

static const char *
object_name (const git_oid *id, char name[NAME_SIZE])
{
  char hex[HM_OID_HEX_SIZE + 1];
  HmOid oid;

  hm_oid_from_git (id, &oid);
  hm_oid_hex (&oid, hex);
  memcpy (name, hex, 2);
  name[2] = '/';
  memcpy (name + 3, hex + 2, HM_OID_HEX_SIZE - 2 + 1);
  return name;
}

/* Only a regular file is read, and none is waited for. Returns: 0 and the file, GIT_ENOTFOUND, or GIT_ERROR. */
static int
object_open (const git_odb_backend *backend, const git_oid *id, int *ret_fd)
{
  char name[NAME_SIZE];
  struct stat status;
  int fd = openat (loose (backend)->folder, object_name (id, name),
                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd < 0)
    return errno == ENOENT || errno == ENOTDIR ? absence ()
                                               : damage ("a loose object can't be opened");
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode)) {
    close (fd);
    return damage ("a loose object is no file");
  }
  *ret_fd = fd;
  return 0;
}

/* Returns: whether there is input to be inflated. */
static gboolean
input_fill (Inflater *inflater)
{
  gssize n;

  if (inflater->stream.avail_in > 0)
    return TRUE;
  do
    n = read (inflater->fd, inflater->input, sizeof inflater->input);
  while (n < 0 && errno == EINTR);
  inflater->stream.next_in = inflater->input;
  inflater->stream.avail_in = n > 0 ? (uInt) n : 0;
  return n > 0;
}

/*
 * Inflates until @size bytes are there or the stream ends; each round takes input or gives output,
 * so there is an end to it.
 *
 * Returns: FALSE where the stream breaks off or makes no sense.
 */
static gboolean
inflate_upto (Inflater *inflater, guint8 *out, gsize size, gsize *ret_size)
{
  gsize done = 0;

  while (done < size && !inflater->is_ended) {
    uInt room = (uInt) MIN (size - done, G_MAXINT32);
    int status;

    if (!input_fill (inflater))
      return FALSE;
    inflater->stream.next_out = out + done;
    inflater->stream.avail_out = room;
    status = inflate (&inflater->stream, Z_NO_FLUSH);
    done += room - inflater->stream.avail_out;
    inflater->is_ended = status == Z_STREAM_END;
    if (status != Z_OK && status != Z_STREAM_END)
      return FALSE;
  }
  *ret_size = done;
  return TRUE;
}

/* `TYPE SP SIZE NUL`, as git writes it: no sign, no leading zero. */
static gboolean
header_parse (const char *text, gsize size, Header *ret_header)
{
  const char *space = memchr (text, ' ', size);
  const char *end = memchr (text, '\0', size);
  guint64 claimed;

  if (space == NULL || end == NULL || space > end)
    return FALSE;
  if ((space[1] == '0' && space[2] != '\0')
      || !hm_number_parse (space + 1, (gsize) (end - space - 1), G_MAXSIZE / 2, &claimed))
    return FALSE;
  for (git_object_t type = GIT_OBJECT_COMMIT; type <= GIT_OBJECT_TAG; type++) {
    const char *name = git_object_type2string (type);

    if (strlen (name) != (gsize) (space - text) || memcmp (name, text, strlen (name)) != 0)
      continue;
    ret_header->type = type;
    ret_header->size = (size_t) claimed;
    return TRUE;
  }
  return FALSE;
}

static gboolean
header_read (Inflater *inflater, Header *ret_header)
{
  guint8 begin[HEADER_SIZE_MAX];
  gsize size, header_size;

  if (!inflate_upto (inflater, begin, sizeof begin, &size)
      || !header_parse ((const char *) begin, size, ret_header))
    return FALSE;
  header_size = strlen ((const char *) begin) + 1;
  ret_header->rest_size = size - header_size;
  memcpy (ret_header->rest, begin + header_size, ret_header->rest_size);
  return TRUE;
}

/* Nothing less and nothing more than was claimed, and nothing behind the stream, as git has it. */
static gboolean
body_read (Inflater *inflater, const Header *header, guint8 *body)
{
  gsize size;

  if (header->rest_size > header->size)
    return FALSE;
  memcpy (body, header->rest, header->rest_size);
  /* The byte too many, which is there for the terminator, shows a stream that goes on. */
  if (!inflate_upto (inflater, body + header->rest_size, header->size + 1 - header->rest_size,
                     &size)
      || header->rest_size + size != header->size)
    return FALSE;
  body[header->size] = '\0';
  return inflater->is_ended && !input_fill (inflater);
}

static int
object_inflate (git_odb_backend *backend, Inflater *inflater, Header *header, void **ret_body)
{
  if (!header_read (inflater, header))
    return damage ("a loose object has no header");
  if (ret_body == NULL)
    return 0;
  /* The allocator knows how large a block may be (evidence/git/allocator.h), and takes note of one that is larger. */
  *ret_body = git_odb_backend_data_alloc (backend, header->size + 1);
  if (*ret_body == NULL)
    return GIT_ERROR;
  if (body_read (inflater, header, *ret_body))
    return 0;
  git_odb_backend_data_free (backend, *ret_body);
  return damage ("a loose object does not inflate to what it claims to be");
}

/* @ret_body: (nullable) NULL where the header is enough. */
static int
object_read (git_odb_backend *backend, const git_oid *id, Header *header, void **ret_body)
{
  Inflater inflater;
  int status = object_open (backend, id, &inflater.fd);

  if (status < 0)
    return status;
  inflater.is_ended = FALSE;
  inflater.stream = (z_stream){ 0 };
  if (inflateInit (&inflater.stream) == Z_OK) {
    status = object_inflate (backend, &inflater, header, ret_body);
    inflateEnd (&inflater.stream);
  } else {
    status = damage ("zlib has no memory");
  }
  close (inflater.fd);
  return status;
}

static int
loose_read (void **ret_body, size_t *ret_size, git_object_t *ret_type, git_odb_backend *backend,
            const git_oid *id)
{
  Header header;
  void *body = NULL;
  int status = object_read (backend, id, &header, &body);

  if (status < 0)
    return status;
  *ret_body = body;
  *ret_size = header.size;
  *ret_type = header.type;
  return 0;
}

static int
loose_read_header (size_t *ret_size, git_object_t *ret_type, git_odb_backend *backend,
                   const git_oid *id)
{
  Header header;
  int status = object_read (backend, id, &header, NULL);

  if (status < 0)
    return status;
  *ret_size = header.size;
  *ret_type = header.type;
  return 0;
}

static int
loose_exists (git_odb_backend *backend, const git_oid *id)
{
  char name[NAME_SIZE];
  struct stat status;

  return fstatat (loose (backend)->folder, object_name (id, name), &status, AT_SYMLINK_NOFOLLOW)
             == 0
         && S_ISREG (status.st_mode);
}

/* Of the objects in @dir, which holds those whose id begins with the two digits at @hex. */
static int
prefix_find (DIR *dir, const char *hex, gsize prefix_size, git_oid *ret_id)
{
  const struct dirent *entry;
  HmOid found = { 0 };
  gboolean is_found = FALSE;

  while ((entry = readdir (dir)) != NULL) {
    char full[HM_OID_HEX_SIZE + 1] = { hex[0], hex[1] };
    HmOid oid;

    if (strlen (entry->d_name) != HM_OID_HEX_SIZE - 2)
      continue;
    memcpy (full + 2, entry->d_name, HM_OID_HEX_SIZE - 2);
    if (memcmp (full, hex, prefix_size) != 0 || !hm_oid_parse (full, &oid))
      continue;
    if (is_found && !hm_oid_equal (&oid, &found)) {
      git_error_set_str (GIT_ERROR_ODB, "several loose objects begin so");
      return GIT_EAMBIGUOUS;
    }
    found = oid;
    is_found = TRUE;
  }
  if (!is_found)
    return absence ();
  hm_oid_to_git (&found, ret_id);
  return 0;
}

static int
loose_exists_prefix (git_oid *ret_id, git_odb_backend *backend, const git_oid *prefix,
                     size_t prefix_size)
{
  char hex[HM_OID_HEX_SIZE + 1];
  char folder[3];
  HmOid oid;
  DIR *dir;
  int fd, status;

  if (prefix_size >= HM_OID_HEX_SIZE) {
    if (!loose_exists (backend, prefix))
      return absence ();
    git_oid_cpy (ret_id, prefix);
    return 0;
  }
  if (prefix_size < GIT_OID_MINPREFIXLEN)
    return GIT_EAMBIGUOUS;
  hm_oid_from_git (prefix, &oid);
  hm_oid_hex (&oid, hex);
  memcpy (folder, hex, 2);
  folder[2] = '\0';
  fd = openat (loose (backend)->folder, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return absence ();
  dir = fdopendir (fd);
  if (dir == NULL) {
    close (fd);
    return absence ();
  }
  status = prefix_find (dir, hex, prefix_size, ret_id);
  closedir (dir);
  return status;
}

static int
loose_read_prefix (git_oid *ret_id, void **ret_body, size_t *ret_size, git_object_t *ret_type,
                   git_odb_backend *backend, const git_oid *prefix, size_t prefix_size)
{
  int status = loose_exists_prefix (ret_id, backend, prefix, prefix_size);

  return status < 0 ? status : loose_read (ret_body, ret_size, ret_type, backend, ret_id);
}

static void
loose_free (git_odb_backend *backend)
{
  close (loose (backend)->folder);
  g_free (backend);
}

git_odb_backend *
hm_loose_backend_new (const char *objects_folder, GError **error)
{
  LooseBackend *backend;
  int folder = open (objects_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (folder < 0) {
    hm_fail (error, HM_ERROR_GIT, "%s: %s", objects_folder, g_strerror (errno));
    return NULL;
  }
  backend = g_new0 (LooseBackend, 1);
  git_odb_init_backend (&backend->parent, GIT_ODB_BACKEND_VERSION);
  backend->folder = folder;
  backend->parent.read = loose_read;
  backend->parent.read_prefix = loose_read_prefix;
  backend->parent.read_header = loose_read_header;
  backend->parent.exists = loose_exists;
  backend->parent.exists_prefix = loose_exists_prefix;
  backend->parent.free = loose_free;
  return &backend->parent;
}
