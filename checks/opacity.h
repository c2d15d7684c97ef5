/* SPDX-License-Identifier: Apache-2.0 */
/* What in the newest tree a reviewer can't read, since when it is there, and who besides its author saw it come. */
#ifndef HM_CHECKS_OPACITY_H
#define HM_CHECKS_OPACITY_H

#include "checks/witness.h"

typedef enum {
  HM_OPAQUE_HIDDEN, /* characters that make text read as something else than it is */
  /*
   * a binary that is no program (Binary-Artifacts has those) and no medium, or an archive written
   * as text
   */
  HM_OPAQUE_FILE,
  HM_OPAQUE_LINES, /* long, off-screen or encoded lines in what people write */
  HM_OPAQUE_MEDIA, /* pictures, fonts and the like, by name: a viewer reads them, a reviewer does not */
} HmOpacity;
#define HM_N_OPACITIES 4

typedef struct {
  guint32 entry; /* index into HmTree.entries */
  /* index into HmTree.marks of the first that makes it so; HM_NO_INDEX where the content does */
  guint32 mark;
  /*
   * index into HmHistory.commits of the one that last brought this content in; HM_NO_INDEX: none of
   * those looked into
   */
  guint32 commit;
  HmOpacity opacity;
  HmTrace trace; /* of that commit */
} HmOpaque;

/* Returns: (owned) (element-type HmOpaque) in path order, then by opacity; a file may be in it several times. */
GArray *hm_opaque_list (const HmFacts *facts, const HmWitness *witness);

/* What a mark says, for people: "a bidirectional control". */
const char *hm_mark_words (HmMarkKind kind);

#endif
