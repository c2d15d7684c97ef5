/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/portfolio_file.h"

#include <stdlib.h>
#include <string.h>

#include "cli/bounded_file.h"
#include "cli/destination.h"
#include "core/error.h"
#include "core/limits.h"
#include "core/mask.h"
#include "core/nearest.h"

HmPortfolioOptionTexts hm_portfolio_option_texts;

/* How long a command waits for others that change the same file: some hundred of them. */
#define LOCK_WAIT_MS (30 * 1000)

/* Groups that are named one by one where the one that was asked for is not there. */
#define GROUPS_NAMED_MAX 10u

void
hm_portfolio_file_clear (HmPortfolioFile *file)
{
  g_clear_pointer (&file->name, g_free);
  g_clear_pointer (&file->place, g_free);
  g_clear_pointer (&file->folder, g_free);
  g_clear_pointer (&file->bytes, g_byte_array_unref);
  g_clear_pointer (&file->portfolio, hm_portfolio_free);
  g_clear_pointer (&file->lock, hm_edit_lock_release);
}

/* A link stays one: what it leads to is replaced. Returns: (owned) */
static char *
place_find (const char *name)
{
  g_autofree char *place = g_canonicalize_filename (name, NULL);
  char *real = realpath (place, NULL);
  char *copy = real != NULL ? g_strdup (real) : NULL;

  free (real);
  return copy != NULL ? copy : g_steal_pointer (&place);
}

/* Finds out which file the options mean. */
static gboolean
file_find (HmPortfolioFile *file, GError **error)
{
  const char *wanted = hm_portfolio_option_texts.file;
  const char *name = wanted != NULL ? wanted : HM_PORTFOLIO_FILE;

  if (*name == '\0' || g_str_equal (name, "-"))
    return hm_fail (error, HM_ERROR_USAGE, "--portfolio: the name of a file must follow");
  file->name = g_strdup (name);
  file->place = place_find (name);
  /* Whoever wrote where it leads would make what it was to lead to something else. */
  if (g_file_test (file->place, G_FILE_TEST_IS_SYMLINK))
    return hm_fail (error, HM_ERROR_USAGE, "%s: a link that leads nowhere; mend or remove it",
                    name);
  file->folder = g_path_get_dirname (file->place);
  return TRUE;
}

static gboolean
file_read (HmPortfolioFile *file, gboolean may_be_new, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  gboolean is_absent = FALSE;

  file->bytes = hm_bounded_file_read (file->place, HM_PORTFOLIO_BYTES_MAX, &is_absent, &mistake);
  if (file->bytes == NULL && is_absent && !may_be_new)
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: no such portfolio; 'hallmark portfolio add' begins one", file->name);
  if (file->bytes == NULL && !is_absent) {
    g_propagate_error (error, g_steal_pointer (&mistake));
    return FALSE;
  }
  if (file->bytes != NULL)
    file->portfolio = hm_portfolio_parse (
        file->name, file->folder, (const char *) file->bytes->data, file->bytes->len, error);
  else
    file->portfolio = hm_portfolio_parse (file->name, file->folder, HM_PORTFOLIO_NEW_FILE,
                                          strlen (HM_PORTFOLIO_NEW_FILE), error);
  return file->portfolio != NULL;
}

gboolean
hm_portfolio_file_read (gboolean may_be_new, HmPortfolioFile *ret_file, GError **error)
{
  g_auto (HmPortfolioFile) file = { 0 };

  if (!file_find (&file, error) || !file_read (&file, may_be_new, error))
    return FALSE;
  *ret_file = file;
  file = (HmPortfolioFile){ 0 };
  return TRUE;
}

gboolean
hm_portfolio_file_edit (gboolean may_be_new, const gint *cancelled, HmPortfolioFile *ret_file,
                        GError **error)
{
  g_auto (HmPortfolioFile) file = { 0 };

  if (!file_find (&file, error))
    return FALSE;
  if (!hm_portfolio_option_texts.is_dry_run) {
    file.lock = hm_edit_lock_take (file.place, file.name, LOCK_WAIT_MS, cancelled, error);
    if (file.lock == NULL)
      return FALSE;
  }
  if (!file_read (&file, may_be_new, error))
    return FALSE;
  *ret_file = file;
  file = (HmPortfolioFile){ 0 };
  return TRUE;
}

HmPortfolioText
hm_portfolio_file_text (const HmPortfolioFile *file)
{
  return (HmPortfolioText){
    .name = file->name,
    .folder = file->folder,
    .text = file->bytes != NULL ? (const char *) file->bytes->data : NULL,
    .size = file->bytes != NULL ? file->bytes->len : 0,
  };
}

/* Whether the file holds what was read from it. */
static gboolean
is_unchanged (const HmPortfolioFile *file)
{
  gboolean is_absent = FALSE;
  g_autoptr (GByteArray) now =
      hm_bounded_file_read (file->place, HM_PORTFOLIO_BYTES_MAX, &is_absent, NULL);

  if (now == NULL || file->bytes == NULL)
    return is_absent && file->bytes == NULL;
  return now->len == file->bytes->len && memcmp (now->data, file->bytes->data, now->len) == 0;
}

gboolean
hm_portfolio_file_write (const HmPortfolioFile *file, const char *text, GError **error)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (HmDestination) destination =
      hm_destination_new (file->place, file->name, others, error);

  if (destination == NULL)
    return FALSE;
  if (!is_unchanged (file))
    return hm_fail (error, HM_ERROR_IO, "%s: was changed meanwhile; run the command again",
                    file->name);
  return hm_destination_write (destination, bytes, error);
}

/* "core, py and 3 more" Returns: (owned) */
static char *
group_names (const HmPortfolio *portfolio)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const guint n_groups = portfolio->groups->len;

  for (guint i = 0; i < MIN (n_groups, GROUPS_NAMED_MAX); i++) {
    const HmPortfolioGroup *group = g_ptr_array_index (portfolio->groups, i);

    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", group->name);
  }
  if (n_groups > GROUPS_NAMED_MAX)
    g_string_append_printf (names, " and %u more", n_groups - GROUPS_NAMED_MAX);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Whether @name is long enough that a slip leaves something of it. */
static gboolean
has_letters (const char *name)
{
  return strlen (name) > (gsize) g_utf8_skip[(guchar) *name];
}

/* Returns: (borrowed) (nullable) the group whose name @group was meant to be */
static const char *
group_nearest (const HmPortfolio *portfolio, const char *group)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (!has_letters (group))
    return NULL;
  for (guint i = 0; i < portfolio->groups->len; i++) {
    const HmPortfolioGroup *other = g_ptr_array_index (portfolio->groups, i);

    if (has_letters (other->name))
      g_ptr_array_add (names, other->name);
  }
  g_ptr_array_add (names, NULL);
  return hm_word_nearest (group, (const char *const *) names->pdata);
}

gboolean
hm_portfolio_group_check (const HmPortfolioFile *file, const char *option, const char *group,
                          GError **error)
{
  const HmPortfolio *portfolio = file->portfolio;
  g_autofree char *names = NULL;
  const char *nearest = NULL;

  if (group == NULL || hm_portfolio_group (portfolio, group) != NULL)
    return TRUE;
  if (portfolio->groups->len == 0)
    return hm_fail (error, HM_ERROR_USAGE, "%s %s: no such group in %s, which has none", option,
                    group, file->name);
  nearest = group_nearest (portfolio, group);
  if (nearest != NULL)
    return hm_fail (error, HM_ERROR_USAGE, "%s %s: no such group in %s; %s was meant?", option,
                    group, file->name, nearest);
  names = group_names (portfolio);
  return hm_fail (error, HM_ERROR_USAGE, "%s %s: no such group in %s; there %s %s", option, group,
                  file->name, portfolio->groups->len == 1 ? "is" : "are", names);
}

gboolean
hm_portfolio_option_text_check (const char *option, const char *text, GError **error)
{
  return text == NULL
         || (g_utf8_validate (text, -1, NULL)
             && hm_portfolio_text_fits (text, HM_PORTFOLIO_TEXT_MAX))
         || hm_fail (error, HM_ERROR_USAGE,
                     "%s: takes one line of 1 to %d bytes, not of blanks alone", option,
                     HM_PORTFOLIO_TEXT_MAX);
}

gboolean
hm_portfolio_item_read (HmPortfolioItem *ret_item, GError **error)
{
  const HmPortfolioOptionTexts *texts = &hm_portfolio_option_texts;
  double criticality = HM_CRITICALITY_AUTO;

  if (!hm_portfolio_option_text_check ("--group", texts->group, error))
    return FALSE;
  for (gsize i = 0; texts->owners != NULL && texts->owners[i] != NULL; i++)
    if (!hm_portfolio_option_text_check ("--owner", texts->owners[i], error))
      return FALSE;
  if (texts->criticality != NULL && !hm_criticality_parse (texts->criticality, &criticality))
    return hm_fail (error, HM_ERROR_USAGE,
                    "--criticality %s: a number from 0 to 1, such as 0.85, or auto",
                    texts->criticality);
  *ret_item = (HmPortfolioItem){
    .group = texts->group,
    .owners = (const char *const *) texts->owners,
    .criticality = texts->criticality,
  };
  return TRUE;
}

void
hm_portfolio_group_say (const HmPortfolioFile *file, GString *said)
{
  const char *group = hm_portfolio_option_texts.group;
  const char *nearest = NULL;

  if (group == NULL || hm_portfolio_group (file->portfolio, group) != NULL)
    return;
  g_string_append (said,
                   hm_portfolio_option_texts.is_dry_run ? "would make the group: " : "new group: ");
  hm_mask_terminal (said, group, -1, FALSE);
  /* It may have been mistyped. */
  nearest = group_nearest (file->portfolio, group);
  if (nearest != NULL) {
    g_string_append (said, ", beside ");
    hm_mask_terminal (said, nearest, -1, FALSE);
  }
  g_string_append_c (said, '\n');
}
