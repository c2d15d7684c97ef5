/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All members of a release's archive, by path. Distrusts them: each that a careful program would
 * not unpack is marked so, with why, and none of it is unpacked.
 */
#ifndef HM_EVIDENCE_RELEASE_MEMBERS_H
#define HM_EVIDENCE_RELEASE_MEMBERS_H

#include "evidence/release/tarball.h"

typedef struct {
  char *path;        /* below the top folder; of what has no clean path: as the archive has it */
  gboolean is_clean; /* @path is such as a file system has below a folder */
  HmMemberKind kind;
  gboolean is_executable;
  HmOid oid;    /* of the content as a git blob; of a symbolic link: of its target */
  guint64 size; /* bytes */
  /* (nullable) the content; NULL where @is_known says so, and where it is too large to be kept */
  GBytes *bytes;
  char *target;  /* (nullable) of a link */
  char *refused; /* (nullable) why a careful program would not unpack it */
  gsize order;   /* in the archive */
} HmReleaseMember;

typedef struct {
  /*
   * (element-type HmReleaseMember) no folders; by path, folders before what has their name and more
   */
  GArray *items;
  char *top; /* (nullable) the folder that all or most members lie in */
} HmMembers;

/* Whether content of this id is known, so that its bytes need not be kept. */
typedef gboolean (*HmKnownFunc) (gconstpointer data, const HmOid *oid);

/* Returns: (owned) NULL as hm_tarball_next(). */
HmMembers *hm_members_read (HmTarball *archive, HmKnownFunc is_known, gconstpointer data,
                            GError **error);
void hm_members_free (HmMembers *members);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmMembers, hm_members_free)

/* The folder that the first members of @archive, just opened, lie in. Returns: (owned) (nullable) */
char *hm_members_peek_top (HmTarball *archive);

#endif
