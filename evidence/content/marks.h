/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads files for what a reviewer would stumble over, or ought to. Distrusts every byte, and scans
 * whole lines: an attack may stand at the end of a line of megabytes. The time that it takes is
 * linear in the size of the file.
 *
 * A recogniser answers for one kind or a few that belong together, and has a file of its own.
 */
#ifndef HM_EVIDENCE_CONTENT_MARKS_H
#define HM_EVIDENCE_CONTENT_MARKS_H

#include <hallmark/facts.h>

/* A file as recognisers see it. */
typedef struct {
  const char *path;
  guint32 roles;    /* of hm_path_roles() */
  const char *text; /* NUL-terminated past @size, which may hold NULs and invalid UTF-8 */
  gsize size;       /* at most HM_MARKED_CODE_BYTES_MAX */
} HmText;

/* Marks under way, with what tells equal ones in two versions of a file apart from new ones. */
typedef struct HmMarks HmMarks;

HmMarks *hm_marks_new (void);
void hm_marks_free (HmMarks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmMarks, hm_marks_free)

/*
 * Has @marks look at no more once @cancelled is set (evidence/git/cancel.h): what is noted then is not whole.
 *
 * @cancelled: (nullable) must outlive @marks
 */
void hm_marks_set_cancelled (HmMarks *marks, const gint *cancelled);

/* Empties @marks for the next file, keeping its memory. */
void hm_marks_reset (HmMarks *marks);

/*
 * For recognisers: notes a mark on line @line (0: the whole file).
 *
 * @identity: the bytes that make this mark the same one in another version of the file, wherever it
 * stands there: mostly the line. Blanks around it don't count.
 * @text_format: HmMark.text; what is longer than HM_MARK_TEXT_MAX is cut.
 */
void hm_marks_note (HmMarks *marks, HmMarkKind kind, guint32 line, const char *identity,
                    gsize identity_size, const char *text_format, ...) G_GNUC_PRINTF (6, 7);

/* Notes all marks of the kinds that a whole file has, in the order of lines, then of kinds. */
void hm_marks_read (HmMarks *marks, const HmText *file);

/*
 * Notes what a change from @before to @after adds: marks of @after that @before lacks, and those
 * that only a comparison shows.
 *
 * @before: (nullable) where the file was added; @after: (nullable) where it was deleted
 */
void hm_marks_compare (HmMarks *marks, const HmText *before, const HmText *after);

/*
 * Returns: (borrowed) (element-type HmMark) at most HM_MARKS_PER_FILE, by line, then kind; of more,
 * the first of each kind are kept. Valid until
 * @marks changes; so are the texts.
 */
const HmMark *hm_marks_get (const HmMarks *marks, guint *ret_n_marks);

#endif
