/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of some words a text holds, in one pass: the gate before a recogniser's closer look. Most
 * texts hold none, so what has to be fast is to pass over them: each word is looked for by its
 * rarest pair of bytes.
 */
#ifndef HM_EVIDENCE_CONTENT_NEEDLES_H
#define HM_EVIDENCE_CONTENT_NEEDLES_H

#include <glib.h>

#define HM_NEEDLES_MAX 64

/*
 * A table to be initialised with its words, and what they have to be like: static HmNeedles needles
 * = { .words = { "eval", "exec" } };
 */
typedef struct {
  const char *words[HM_NEEDLES_MAX + 1]; /* of 2 to 255 bytes, NULL-terminated */
  /* (nullable) whether @word, which stands at @at in the text from @start to @end, counts there */
  gboolean (*counts) (const char *word, const char *start, const char *end, const char *at);
  /* private: set up at first use */
  gsize is_ready;
  guint8 lengths[HM_NEEDLES_MAX];
  guint8 skips[HM_NEEDLES_MAX]; /* what of a word stands before its rarest pair */
  guint64 firsts[256];          /* bit i: the first byte of the rarest pair of words[i] */
  guint64 seconds[256];
  guint8 pairs[65536]; /* by pair of bytes: whether it stands for a word */
} HmNeedles;

/*
 * Bit i is set where words[i] stands in @text, whatever the case of its ASCII letters. Safe to call
 * from several threads, as are the others.
 */
guint64 hm_needles_find (HmNeedles *needles, const char *text, gsize size);

/* Whether any of the words stands in @text. */
gboolean hm_needles_has (HmNeedles *needles, const char *text, gsize size);

/*
 * Returns: (borrowed) (nullable) a place in @text from @at on, which is within it or at its end,
 * where one of the words stands; no line before that of the place holds any.
 */
const char *hm_needles_next (HmNeedles *needles, const char *text, gsize size, const char *at);

#define HM_NEEDLE_TABLES_MAX 16

/* Several tables that are looked for at once, to be initialised with them alone. */
typedef struct {
  HmNeedles *tables[HM_NEEDLE_TABLES_MAX + 1]; /* NULL-terminated */
  /* private: set up at first use */
  gsize is_ready;
  guint16 askers[65536]; /* by pair of bytes: bit i: it stands for a word of tables[i] */
} HmNeedleTables;

/* Returns: bit i is set where tables[i] is in @wanted and one of its words stands in @text. */
guint32 hm_needle_tables_find (HmNeedleTables *tables, guint32 wanted, const char *text,
                               gsize size);

#endif
