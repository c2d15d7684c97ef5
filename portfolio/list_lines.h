/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a portfolio file as lines, and which of them are whose. For portfolio/edit*.c, which changes the text by
 * marking lines.
 */
#ifndef HM_PORTFOLIO_LIST_LINES_H
#define HM_PORTFOLIO_LIST_LINES_H

#include "core/yaml.h"
#include "portfolio/edit.h"

typedef struct {
  const char *start;
  gsize size;      /* without its end */
  gsize whole;     /* with it; the last line may have none */
  gsize indent;    /* blanks before what it says; @size where it says nothing */
  gboolean is_cut; /* it is to go */
  char *instead;   /* (nullable) what is to stand there, without its end */
  GString *behind; /* (nullable) lines that are to follow it, with their ends */
} HmLine;

/* A text, and one list in it by the numbers of its lines from 0 on. */
typedef struct {
  GArray *lines;     /* (element-type HmLine) of the whole text */
  const char *eol;   /* (static) how its lines end */
  GArray *starts;    /* (nullable) (element-type guint) the first line of each item */
  guint end;         /* behind the last line that belongs to the list */
  gsize dash_indent; /* of its dashes */
} HmListLines;

/* Splits @text, which outlives @ret_list. */
void hm_list_lines_init (HmListLines *ret_list, const char *text, gsize size);
void hm_list_lines_clear (HmListLines *list);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmListLines, hm_list_lines_clear)

HmLine *hm_list_line (const HmListLines *list, guint number);

/*
 * Finds the items of the block list @yaml, in the place of those of a list that was looked for before. Blank lines and
 * comments behind an item that stand no deeper than its dash belong to what follows. If @yaml is no block list, the
 * number of items found differs from that of @yaml.
 */
void hm_list_lines_find (HmListLines *list, const HmYaml *yaml);

/* Returns: the number behind the last line of item @i. */
guint hm_list_item_end (const HmListLines *list, guint i);

/* Adds lines behind line @number. Returns: (borrowed) where to write them */
GString *hm_list_line_behind (HmListLines *list, guint number);

/* Copies the lines from @first to before @end as they are marked. */
void hm_list_lines_append (GString *out, const HmListLines *list, guint first, guint end);

/* Whether YAML counts other lines than those that end in LF or CRLF: it also breaks at CR, NEL, LS and PS. */
gboolean hm_text_has_other_breaks (const char *text, gsize size);

/*
 * @is_flow: it is to stand between brackets
 *
 * Returns: (owned) @text in double quotation marks where it needs them.
 */
char *hm_yaml_scalar (const char *text, gboolean is_flow);

#endif
