/* SPDX-License-Identifier: Apache-2.0 */
/* The release table. What a reviewer has to look at stands first; what is in order is a number. */
#include "render/release_text.h"

#include <string.h>

#include "core/mask.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

/*
 * Lines of differences shown of one file, and of all; files named of one class. With details, these
 * many times as much.
 */
#define DIFF_LINES_MAX 24u
#define DIFFS_LINES_MAX 240u
#define FILES_MAX 20u
#define DETAILS_TIMES 50u

#define OID_SHOWN 10
#define COUNT_COLUMN 8u
#define DIFF_INDENT "      "

/* One of a class, and more of it. */
static const struct {
  const char *one;
  const char *more;
} class_words[HM_N_RELEASE_CLASSES] = {
  [HM_RELEASE_REFUSED] = { "is a member that no careful program would unpack",
                           "are members that no careful program would unpack" },
  [HM_RELEASE_ALTERED] = { "is not as the tool has it that it claims to come from",
                           "are not as the tools have them that they claim to come from" },
  [HM_RELEASE_DIFFERS] = { "differs from the tag", "differ from the tag" },
  [HM_RELEASE_UNEXPLAINED] = { "is only in the archive, and nothing known puts it there",
                               "are only in the archive, and nothing known puts them there" },
  [HM_RELEASE_UNCOMPARED] = { "is what a tool brings, in a version that is not here to compare with",
                              "are what tools bring, in versions that are not here to compare with" },
  [HM_RELEASE_GENERATED] = { "is what a tool makes of the tag's files; not compared",
                             "are what tools make of the tag's files; not compared" },
  [HM_RELEASE_COPIED] = { "is what a tool brings, the same as the copy here",
                          "are what tools bring, the same as the copies here" },
  [HM_RELEASE_SUBMODULE] = { "is of a submodule, whose content is elsewhere",
                             "are of submodules, whose content is elsewhere" },
  [HM_RELEASE_KEYWORDS] = { "differs in keywords that were filled in",
                            "differ in keywords that were filled in" },
  [HM_RELEASE_LINE_ENDS] = { "differs in line ends", "differ in line ends" },
  [HM_RELEASE_MODE] = { "is the same, but executable in one of the two",
                        "are the same, but executable in one of the two" },
  [HM_RELEASE_LEFT_OUT] = { "of the tag's was left out", "of the tag's were left out" },
  [HM_RELEASE_EXPORT_IGNORED] = { "of the tag's was left out, as .gitattributes says",
                                  "of the tag's were left out, as .gitattributes says" },
  [HM_RELEASE_SAME] = { "is the same", "are the same" },
};

static const char *
class_sgr (HmReleaseClass class)
{
  return class == HM_RELEASE_UNCOMPARED          ? "33"
         : hm_release_class_is_explained (class) ? HM_SGR_NORMAL
                                                 : "31";
}

static void
heading_append (HmWrap *wrap, const HmRelease *release, const HmTerminal *terminal)
{
  g_autofree char *file = hm_terminal_text (terminal, release->file);
  g_autofree char *tag = hm_terminal_text (terminal, release->tag);
  g_autofree char *repository = hm_terminal_text (terminal, release->repository);
  g_autofree char *moved =
      release->moved != NULL ? hm_terminal_text (terminal, release->moved) : NULL;
  char commit[HM_OID_HEX_SIZE + 1];
  guint n_unexplained = 0;

  for (guint class = 0; class < HM_N_RELEASE_CLASSES; class ++)
    n_unexplained +=
        hm_release_class_is_explained ((HmReleaseClass) class) ? 0 : release->counts[class];
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, file);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_printf (wrap, "against the tag %s of %s, commit %.*s", tag, repository, OID_SHOWN,
                  hm_oid_hex (&release->commit, commit));
  hm_wrap_end (wrap);
  hm_wrap_printf (wrap, "SHA-256 %s", release->digest);
  hm_wrap_end (wrap);
  hm_wrap_colour (wrap, hm_release_is_explained (release) ? "32" : "31");
  if (!hm_release_has_common (release))
    hm_wrap_text (wrap, "The archive has no file in common with the tag: it is no release of it.");
  else if (n_unexplained == 0)
    hm_wrap_text (wrap, "Every difference from the tag is explained.");
  else
    hm_wrap_printf (wrap, "%u %s not explained by the tag.", n_unexplained,
                    n_unexplained == 1 ? "file is" : "files are");
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
  if (moved == NULL)
    return;
  hm_wrap_colour (wrap, "31");
  hm_wrap_printf (wrap, "The tag was moved: %s.", moved);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
}

static void
counts_append (HmWrap *wrap, const HmRelease *release)
{
  g_string_append_c (wrap->out, '\n');
  for (guint class = 0; class < HM_N_RELEASE_CLASSES; class ++) {
    const guint count = release->counts[class];
    g_autofree char *number = hm_number_grouped (count);

    if (count == 0)
      continue;
    hm_wrap_indent (wrap, COUNT_COLUMN + 1);
    hm_wrap_to_column (wrap, COUNT_COLUMN - MIN ((guint) strlen (number), COUNT_COLUMN - 1));
    hm_wrap_colour (wrap, class_sgr ((HmReleaseClass) class));
    hm_wrap_text (wrap, number);
    hm_wrap_text (wrap, count == 1 ? class_words[class].one : class_words[class].more);
    hm_wrap_colour (wrap, HM_SGR_NORMAL);
    hm_wrap_indent (wrap, 0);
    hm_wrap_end (wrap);
  }
}

/* Cuts @text, which is masked, to what @columns hold. */
static void
columns_cut (GString *text, guint columns)
{
  const char *at = text->str;
  guint used = 0;

  while (*at != '\0') {
    char character[8] = { 0 };
    const char *next = g_utf8_next_char (at);

    memcpy (character, at, (gsize) (next - at));
    used += hm_text_columns (character);
    if (used > columns)
      break;
    at = next;
  }
  g_string_truncate (text, (gsize) (at - text->str));
}

static const char *
line_sgr (char first)
{
  return first == '+' ? "32" : first == '-' ? "31" : first == '@' ? "36" : HM_SGR_NORMAL;
}

/* @ret_left: lines that may still be shown of all. */
static void
diff_append (HmWrap *wrap, const HmReleaseItem *item, const HmTerminal *terminal, guint lines_max,
             guint *ret_left)
{
  const guint most = MIN (lines_max, *ret_left);
  const char *line = item->diff;
  guint n_lines = 0;

  for (; *line != '\0' && n_lines < most; n_lines++) {
    const gsize size = strcspn (line, "\n");
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *plain = g_strndup (line, size);

    /* A tab would be masked; where it led can't be seen here. */
    g_strdelimit (plain, "\t", ' ');
    hm_mask_terminal (text, plain, -1, !terminal->utf8);
    columns_cut (text, MAX (wrap->width, HM_TERMINAL_WIDTH_MIN) - (guint) strlen (DIFF_INDENT));
    g_string_append (wrap->out, DIFF_INDENT);
    hm_wrap_colour (wrap, line_sgr (*line));
    g_string_append (wrap->out, text->str);
    hm_wrap_colour (wrap, HM_SGR_NORMAL);
    g_string_append_c (wrap->out, '\n');
    line += size + (line[size] == '\n' ? 1 : 0);
  }
  *ret_left -= n_lines;
  if (*line != '\0' || item->is_diff_cut)
    g_string_append (wrap->out, DIFF_INDENT "...\n");
}

static void
item_append (HmWrap *wrap, const HmReleaseItem *item, const HmTerminal *terminal)
{
  g_autofree char *path = hm_terminal_text (terminal, item->path);
  g_autofree char *why = hm_terminal_text (terminal, item->why);

  hm_wrap_indent (wrap, 4);
  hm_wrap_to_column (wrap, 2);
  hm_wrap_colour (wrap, class_sgr (item->class));
  hm_wrap_text (wrap, path);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  if (item->is_code && item->class <= HM_RELEASE_UNCOMPARED)
    hm_wrap_text (wrap, "(runs when built)");
  if (*why != '\0')
    hm_wrap_printf (wrap, "- %s", why);
  if (item->diff != NULL)
    hm_wrap_printf (wrap, "(+%u -%u)", item->n_added, item->n_removed);
  hm_wrap_indent (wrap, 0);
  hm_wrap_end (wrap);
}

/* Of those that no further explanation is needed for, the versions that could not be compared are worth a name. */
static gboolean
class_is_listed (HmReleaseClass class, const HmTerminal *terminal)
{
  return terminal->details || class <= HM_RELEASE_UNCOMPARED;
}

static void
class_append (HmWrap *wrap, const HmRelease *release, HmReleaseClass class,
              const HmTerminal *terminal, guint *ret_left)
{
  const guint times = terminal->details ? DETAILS_TIMES : 1;
  guint n_shown = 0;

  g_string_append_c (wrap->out, '\n');
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_printf (wrap, "%u %s:", release->counts[class],
                  release->counts[class] == 1 ? class_words[class].one : class_words[class].more);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
  for (guint i = 0; i < release->items->len; i++) {
    const HmReleaseItem *item = &g_array_index (release->items, HmReleaseItem, i);

    if (item->class != class)
      continue;
    if (n_shown == FILES_MAX * times) {
      g_string_append_printf (wrap->out, "  and %u more\n", release->counts[class] - n_shown);
      return;
    }
    item_append (wrap, item, terminal);
    if (item->diff != NULL && (class < HM_RELEASE_UNCOMPARED || terminal->details))
      diff_append (wrap, item, terminal, DIFF_LINES_MAX * times, ret_left);
    n_shown++;
  }
}

void
hm_release_text (GString *out, const HmRelease *release, const HmTerminal *terminal)
{
  HmWrap wrap = { .out = out,
                  .width = MAX (terminal->width, HM_TERMINAL_WIDTH_MIN),
                  .is_colour = terminal->colour };
  guint n_left = DIFFS_LINES_MAX * (terminal->details ? DETAILS_TIMES : 1);
  gboolean is_all = TRUE;

  heading_append (&wrap, release, terminal);
  counts_append (&wrap, release);
  for (guint class = 0; class < HM_RELEASE_SAME; class ++) {
    if (release->counts[class] == 0)
      continue;
    if (class_is_listed ((HmReleaseClass) class, terminal))
      class_append (&wrap, release, (HmReleaseClass) class, terminal, &n_left);
    else
      is_all = FALSE;
  }
  if (!is_all) {
    g_string_append_c (out, '\n');
    hm_wrap_text (&wrap, "--details names all files; --json has everything.");
    hm_wrap_end (&wrap);
  }
}
