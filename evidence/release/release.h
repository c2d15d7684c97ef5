/* SPDX-License-Identifier: Apache-2.0 */
/* What a release's archive holds against the tree of its tag: the result, as plain data. */
#ifndef HM_EVIDENCE_RELEASE_RELEASE_H
#define HM_EVIDENCE_RELEASE_RELEASE_H

#include <hallmark/facts.h>

/* How a file stands, from what wants a look first to what is in order. */
typedef enum {
  HM_RELEASE_REFUSED,     /* a member that a careful program would not unpack */
  HM_RELEASE_ALTERED,     /* what a tool would copy there, but not as the tool has it */
  HM_RELEASE_DIFFERS,     /* in both, with other content */
  HM_RELEASE_UNEXPLAINED, /* only in the archive, and nothing known puts it there */
  /* only in the archive: what a tool copies there, but no copy is here to compare with */
  HM_RELEASE_UNCOMPARED,
  HM_RELEASE_GENERATED, /* only in the archive: what a tool makes of files of the tag; not compared */
  HM_RELEASE_COPIED,    /* only in the archive: byte for byte the copy of a tool that is here */
  HM_RELEASE_SUBMODULE,      /* below a submodule, whose content is in another repository */
  HM_RELEASE_KEYWORDS,       /* in both, but for keywords that were filled in on the way out */
  HM_RELEASE_LINE_ENDS,      /* in both, but for CR LF */
  HM_RELEASE_MODE,           /* in both, the same, but executable in one alone */
  HM_RELEASE_LEFT_OUT,       /* only in the tag */
  HM_RELEASE_EXPORT_IGNORED, /* only in the tag, as .gitattributes asks for */
  HM_RELEASE_SAME,
} HmReleaseClass;
#define HM_N_RELEASE_CLASSES (HM_RELEASE_SAME + 1)

/* One file. Its text comes from the subject. */
typedef struct {
  HmReleaseClass class;
  char *path; /* below the archive's top folder */
  char *why;  /* "" or what is to be said of it, without an end */
  char *tool; /* (nullable) what would have made or brought it */
  char *diff; /* (nullable) unified, from the tag's file, or from a tool's copy to the archive's */
  guint n_added; /* lines, where @diff was made */
  guint n_removed;
  gboolean is_diff_cut;
  gboolean is_executable; /* in the archive */
  gboolean is_code;       /* it runs while the release is built, or is a program by itself */
  HmContent content;      /* of the archive's, where it was looked at; HM_CONTENT_UNREAD else */
  guint64 size;           /* bytes in the archive */
  HmOid in_tag;           /* all zero: not there */
  HmOid in_archive;       /* likewise */
} HmReleaseItem;

typedef struct {
  char *file;       /* the archive's, its last part */
  char *digest;     /* SHA-256, hexadecimal */
  char *top;        /* (nullable) its top folder */
  char *repository; /* what the repository is called */
  char *tag;
  HmOid tag_object;
  HmOid commit;
  /*
   * (element-type HmReleaseItem) all but HM_RELEASE_SAME, by class, then what stands out, then by
   * path
   */
  GArray *items;
  guint counts[HM_N_RELEASE_CLASSES];
  char *moved; /* (nullable) that the tag led elsewhere before, as a sentence */
} HmRelease;

void hm_release_free (HmRelease *release);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmRelease, hm_release_free)

/* "line-ends": the class as JSON has it. */
const char *hm_release_class_id (HmReleaseClass class);

/* Whether files of @class need no further explanation. */
gboolean hm_release_class_is_explained (HmReleaseClass class);

/*
 * Whether any file of the archive is one of the tag's, even if changed: else it was made from
 * something else, or of nothing.
 */
gboolean hm_release_has_common (const HmRelease *release);

/* Whether all files need no further explanation, there is any in common, and the tag was not moved. */
gboolean hm_release_is_explained (const HmRelease *release);

#endif
