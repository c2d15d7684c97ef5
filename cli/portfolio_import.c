/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio import`: repositories out of files, and out of the lists of forges. */
#include <string.h>

#include "cli/bounded_file.h"
#include "cli/countdown.h"
#include "cli/failure.h"
#include "cli/forge_options.h"
#include "cli/interrupt.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_file.h"
#include "cli/speak.h"
#include "core/error.h"
#include "core/limits.h"
#include "core/mask.h"
#include "core/seeded_hash.h"
#include "evidence/forge/listing.h"
#include "portfolio/import.h"

/* Reasons that are told one by one; the rest are summed up. */
#define REASONS_MAX 5

static struct {
  gboolean with_archived;
  gboolean with_forks;
  gboolean with_mirrors;
  gboolean no_needs;
} options;

static const GOptionEntry entries[] = {
  { "archived", 0, 0, G_OPTION_ARG_NONE, &options.with_archived,
    "Take archived repositories of a forge too", NULL },
  { "forks", 0, 0, G_OPTION_ARG_NONE, &options.with_forks, "Take forks too", NULL },
  { "mirrors", 0, 0, G_OPTION_ARG_NONE, &options.with_mirrors, "Take mirrors too", NULL },
  { "no-needs", 0, 0, G_OPTION_ARG_NONE, &options.no_needs,
    "Leave out which of an SBOM's repositories need which", NULL },
  HM_PORTFOLIO_ITEM_ENTRIES,
  HM_PORTFOLIO_DRY_RUN_ENTRY,
  HM_PORTFOLIO_FILE_ENTRY,
  { "api", 0, 0, G_OPTION_ARG_FILENAME, &hm_forge_option_texts.api,
    "Where the forge's API is: https://HOST/api/v4", "URL" },
  { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &hm_forge_option_texts.token_file,
    "Read the forge's token from this file", "FILE" },
  { "max-requests", 0, 0, G_OPTION_ARG_INT, &hm_forge_option_texts.max_requests,
    "Send the forge at most N requests", "N" },
  { "max-wait", 0, 0, G_OPTION_ARG_INT, &hm_forge_option_texts.max_wait,
    "Wait at most this long for the forge's limits (60)", "SECONDS" },
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &hm_forge_option_texts.no_cache,
    "Neither use nor keep what earlier runs learned", NULL },
  G_OPTION_ENTRY_NULL,
};

/* How a source names a forge. */
static const struct {
  const char *prefix;
  HmForgeKind kind;
  const char *name;
  gboolean is_user;
} forges[] = {
  { "github:", HM_FORGE_GITHUB, "github", FALSE },
  { "github-user:", HM_FORGE_GITHUB, "github", TRUE },
  { "gitlab:", HM_FORGE_GITLAB, "gitlab", FALSE },
  { "forgejo:", HM_FORGE_FORGEJO, "forgejo", FALSE },
};

/* One run over all sources. */
typedef struct {
  HmPortfolioFile file;
  HmPortfolioItem item; /* what each new one has in common */
  GArray *items;        /* (element-type HmPortfolioItem) */
  GPtrArray *sources;   /* (element-type HmFinds) what they point to */
  GHashTable *keys;     /* of @items */
  guint n_there;        /* were in the portfolio, or in an earlier source */
  GArray *needs;        /* (element-type HmPortfolioNeed) as sources name them */
  guint n_new_needs;    /* of @needs, which the file did not name */
  GString *said;
  const gint *cancelled;
} Import;

static void
import_clear (Import *import)
{
  hm_portfolio_file_clear (&import->file);
  g_array_unref (import->items);
  g_array_unref (import->needs);
  g_hash_table_unref (import->keys);
  g_ptr_array_unref (import->sources);
  g_string_free (import->said, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* Returns: (owned) the host that people know the forge by, where only the environment says it. */
static char *
host_find (const HmForgePlan *plan, HmForgeKind kind)
{
  return g_strdup (plan->environment->servers[kind].host);
}

/* Splits "codeberg.org/org". Returns: FALSE with HM_ERROR_USAGE. */
static gboolean
query_read (gsize forge, const char *source, const HmForgePlan *plan, HmListingQuery *query,
            char **ret_host, GError **error)
{
  const char *rest = source + strlen (forges[forge].prefix);
  const char *slash = strchr (rest, '/');

  *query = (HmListingQuery){
    .kind = forges[forge].kind,
    .owner = rest,
    .is_user = forges[forge].is_user,
    .with_archived = options.with_archived,
    .with_forks = options.with_forks,
    .with_mirrors = options.with_mirrors,
  };
  if (query->kind != HM_FORGE_FORGEJO) {
    *ret_host = host_find (plan, query->kind);
  } else if (slash == NULL || slash == rest) {
    return hm_fail (error, HM_ERROR_USAGE, "%s: say where it is: forgejo:HOST/ORGANISATION",
                    source);
  } else {
    *ret_host = g_strndup (rest, (gsize) (slash - rest));
    query->owner = slash + 1;
  }
  query->host = *ret_host;
  if (!hm_listing_owner_is_sane (query->kind, query->owner))
    return hm_fail (error, HM_ERROR_USAGE, "%s: no name of an organisation, a group or a user",
                    source);
  return TRUE;
}

static void
listing_take (const HmListing *listing, HmFinds *finds)
{
  for (guint i = 0; i < listing->urls->len; i++) {
    if (hm_finds_add (finds, g_ptr_array_index (listing->urls, i)) == NULL)
      hm_finds_leave_out (finds, 1, "have an address that is none");
  }
  hm_finds_leave_out (finds, listing->n_archived, "archived (--archived takes them)");
  hm_finds_leave_out (finds, listing->n_forks, "forked (--forks takes them)");
  hm_finds_leave_out (finds, listing->n_mirrors, "mirrored (--mirrors takes them)");
  hm_finds_leave_out (finds, listing->n_strange, "have an address on another host");
}

static gboolean
forge_read (Import *import, gsize forge, const char *source, HmFinds *finds, GError **error)
{
  g_auto (GStrv) environment = g_get_environ ();
  g_auto (HmForgePlan) plan = { 0 };
  g_auto (HmListing) listing = { 0 };
  g_autofree char *host = NULL;
  HmListingQuery query;

  /* What --token-file holds is this forge's. */
  g_free (hm_forge_option_texts.forge);
  hm_forge_option_texts.forge = g_strdup (forges[forge].name);
  if (!hm_forge_options_read (environment, &plan, error)
      || !query_read (forge, source, &plan, &query, &host, error)
      || !hm_forge_list (&plan.options, &query, import->cancelled, &listing, error))
    return FALSE;
  hm_countdown_wipe ();
  listing_take (&listing, finds);
  if (listing.is_cut)
    return hm_fail (error, HM_ERROR_LIMIT,
                    "%s: more than %u pages of repositories; import its parts", source,
                    HM_LISTING_PAGES_MAX);
  if (listing.token_name == NULL && listing.how != NULL)
    g_string_append_printf (import->said, "%s: seen as anybody sees it, without a token\n", source);
  return TRUE;
}

static gboolean
file_read (const char *source, HmFinds *finds, const char **ret_kind, GError **error)
{
  g_autoptr (GByteArray) bytes = hm_bounded_file_read (source, HM_IMPORT_BYTES_MAX, NULL, error);
  const char *name = g_str_equal (source, "-") ? "standard input" : source;

  return bytes != NULL
         && hm_import_read (name, (const char *) bytes->data, bytes->len, finds, ret_kind, error);
}

/*
 * "120 of the type npm name no repository; 3 forks (--forks takes them)"; of a list "line 3: not UTF-8; 2 more lines"
 */
static void
reasons_append (GString *out, const HmFinds *finds)
{
  const guint n_lines = MIN (finds->bad_lines->len, REASONS_MAX);
  guint n_other = 0;

  for (guint i = 0; i < finds->left_out->len; i++) {
    const HmLeftOut *left_out = g_ptr_array_index (finds->left_out, i);

    if (i >= REASONS_MAX) {
      n_other += left_out->n;
      continue;
    }
    g_string_append_printf (out, "%s%u %s", i > 0 ? "; " : "", left_out->n, left_out->why);
  }
  if (n_other > 0)
    g_string_append_printf (out, "; %u for other reasons", n_other);
  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "; " : "",
                            (const char *) g_ptr_array_index (finds->bad_lines, i));
  if (finds->n_bad_lines > n_lines)
    g_string_append_printf (out, "; %u more lines", finds->n_bad_lines - n_lines);
}

/* Most first, the source's order among equals. */
static gint
left_out_compare (gconstpointer a, gconstpointer b)
{
  const HmLeftOut *first = *(const HmLeftOut *const *) a;
  const HmLeftOut *second = *(const HmLeftOut *const *) b;

  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;
  return strcmp (first->why, second->why);
}

/* A line each, of those lines of a list that name no repository. */
static void
bad_lines_say (GString *said, const HmFinds *finds)
{
  for (guint i = 0; i < finds->bad_lines->len; i++)
    g_string_append_printf (said, "  left out: %s\n",
                            (const char *) g_ptr_array_index (finds->bad_lines, i));
  if (finds->n_bad_lines > finds->bad_lines->len)
    g_string_append_printf (said, "  left out: %u more lines that name no repository\n",
                            finds->n_bad_lines - finds->bad_lines->len);
}

static void
source_say (GString *said, const char *source, const char *kind, const HmFinds *finds)
{
  g_string_append_printf (said, "%s", source);
  if (kind != NULL)
    g_string_append_printf (said, " (%s)", kind);
  g_string_append_printf (said, ": %u %s", finds->finds->len,
                          finds->finds->len == 1 ? "repository" : "repositories");
  if (finds->n_repeated > 0)
    g_string_append_printf (said, ", named %u more %s", finds->n_repeated,
                            finds->n_repeated == 1 ? "time" : "times");
  if (finds->n_needs > 0 && !options.no_needs)
    g_string_append_printf (said, "; %u %s between them", finds->n_needs,
                            finds->n_needs == 1 ? "dependency" : "dependencies");
  g_string_append_c (said, '\n');
  bad_lines_say (said, finds);
  if (finds->left_out->len == 0)
    return;
  g_string_append (said, "  left out: ");
  reasons_append (said, finds);
  g_string_append_c (said, '\n');
}

static void
finds_take (Import *import, const HmFinds *finds)
{
  for (guint i = 0; i < finds->finds->len; i++) {
    const HmFind *find = g_ptr_array_index (finds->finds, i);
    HmPortfolioItem item = import->item;

    if (g_hash_table_contains (import->file.portfolio->by_key, find->key)
        || g_hash_table_contains (import->keys, find->key)) {
      import->n_there++;
      continue;
    }
    g_hash_table_add (import->keys, find->key);
    item.where = find->url;
    g_array_append_val (import->items, item);
  }
}

static void
needs_take (Import *import, const HmFinds *finds)
{
  for (guint i = 0; i < finds->finds->len; i++) {
    const HmFind *find = g_ptr_array_index (finds->finds, i);

    for (guint k = 0; k < find->needs->len; k++) {
      const HmFind *needed = g_ptr_array_index (find->needs, k);
      const HmPortfolioNeed need = { find->key, needed->key };

      g_array_append_val (import->needs, need);
    }
  }
}

static gboolean
source_read (Import *import, const char *source, GError **error)
{
  HmFinds *finds = hm_finds_new ();
  const char *kind = NULL;
  gboolean is_forge = FALSE;

  g_ptr_array_add (import->sources, finds);
  for (gsize i = 0; i < G_N_ELEMENTS (forges) && !is_forge; i++) {
    if (!g_str_has_prefix (source, forges[i].prefix))
      continue;
    is_forge = TRUE;
    if (!forge_read (import, i, source, finds, error))
      return FALSE;
  }
  if (!is_forge && !file_read (source, finds, &kind, error))
    return FALSE;
  g_ptr_array_sort (finds->left_out, left_out_compare);
  if (finds->finds->len == 0) {
    g_autoptr (GString) why = g_string_new (NULL);

    reasons_append (why, finds);
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: nothing in it leads to a repository%s%s",
                    source, why->len > 0 ? ": " : "", why->str);
  }
  source_say (import->said, source, kind, finds);
  return TRUE;
}

static void
result_say (Import *import)
{
  gboolean is_dry_run = hm_portfolio_option_texts.is_dry_run;

  if (import->items->len > 0)
    hm_portfolio_group_say (&import->file, import->said);
  for (guint i = 0; is_dry_run && i < import->items->len; i++)
    g_string_append_printf (import->said, "would add: %s\n",
                            g_array_index (import->items, HmPortfolioItem, i).where);
  g_string_append_printf (import->said, "%s: %u %s, %u there already", import->file.name,
                          import->items->len, is_dry_run ? "would be added" : "added",
                          import->n_there);
  if (import->needs->len > 0)
    g_string_append_printf (import->said, "; dependencies: %u %s, %u there already",
                            import->n_new_needs, is_dry_run ? "would be added" : "added",
                            import->needs->len - import->n_new_needs);
  g_string_append_c (import->said, '\n');
}

/* Returns: (owned) the text of the file with all that is new; NULL with @error set */
static char *
text_make (Import *import, GError **error)
{
  HmPortfolioText before = hm_portfolio_file_text (&import->file);
  g_autofree char *with_items = import->items->len > 0
                                    ? hm_portfolio_append (&before, import->items, error)
                                    : g_strndup (before.text, before.size);

  if (with_items == NULL || import->needs->len == 0)
    return g_steal_pointer (&with_items);
  before.text = with_items;
  before.size = strlen (with_items);
  return hm_portfolio_need (&before, import->needs, &import->n_new_needs, error);
}

/*
 * What is wrong with the file or the options is told before forges are asked, which can take minutes, and nobody is
 * kept waiting for those.
 */
static gboolean
file_check (GError **error)
{
  g_auto (HmPortfolioFile) file = { 0 };
  HmPortfolioItem item;

  return hm_portfolio_item_read (&item, error) && hm_portfolio_file_read (TRUE, &file, error);
}

static gboolean
import_run (Import *import, char **sources, GError **error)
{
  g_autofree char *text = NULL;

  if (sources[0] == NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "portfolio import: name a file, or github:ORGANISATION, gitlab:GROUP, "
                    "forgejo:HOST/ORGANISATION");
  if (!file_check (error))
    return FALSE;
  for (gsize i = 0; sources[i] != NULL; i++) {
    if (!source_read (import, sources[i], error))
      return FALSE;
  }
  if (!hm_portfolio_file_edit (TRUE, import->cancelled, &import->file, error)
      || !hm_portfolio_item_read (&import->item, error))
    return FALSE;
  for (guint i = 0; i < import->sources->len; i++) {
    finds_take (import, g_ptr_array_index (import->sources, i));
    if (!options.no_needs)
      needs_take (import, g_ptr_array_index (import->sources, i));
  }
  /* Also where it is only tried: what can not be written is told. */
  if (import->items->len + import->needs->len > 0) {
    text = text_make (import, error);
    if (text == NULL)
      return FALSE;
  }
  result_say (import);
  return import->items->len + import->n_new_needs == 0 || hm_portfolio_option_texts.is_dry_run
         || hm_portfolio_file_write (&import->file, text, error);
}

static int
portfolio_import_run (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) masked = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (Import) import = {
    .items = g_array_new (FALSE, TRUE, sizeof (HmPortfolioItem)),
    .needs = g_array_new (FALSE, TRUE, sizeof (HmPortfolioNeed)),
    .sources = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_finds_free),
    .keys = g_hash_table_new (hm_seeded_text_hash, g_str_equal),
    .said = g_string_new (NULL),
    .cancelled = hm_interrupt_watch (),
  };

  if (!import_run (&import, arguments, &error)) {
    hm_countdown_wipe ();
    return hm_complain_error (error, import.cancelled);
  }
  masked = g_string_new (NULL);
  lines = g_strsplit (import.said->str, "\n", -1);
  for (char **line = lines; *line != NULL && line[1] != NULL; line++) {
    hm_mask_terminal (masked, *line, -1, FALSE);
    g_string_append_c (masked, '\n');
  }
  return hm_speak (masked->str, masked->len);
}

const HmCommand hm_command_portfolio_import = {
  .name = "import",
  .arguments = "SOURCE...",
  .summary = "Put repositories into the portfolio that others list",
  .description =
      "SOURCE is a file (- for standard input):\n"
      "  a list of URLs, one a line, # begins a comment; other lines are told, and left out;\n"
      "  an SBOM as JSON: CycloneDX 1.4 and later, SPDX 2.2 and 2.3;\n"
      "  results of OpenSSF Scorecard as JSON, also one a line; the database of scorecard-monitor;\n"
      "or a forge's list: github:ORGANISATION, github-user:NAME, gitlab:GROUP with the groups within,\n"
      "forgejo:HOST/ORGANISATION.\n"
      "\n"
      "Archived repositories, forks and mirrors of a forge are counted and left out unless they are\n"
      "asked for. A component of an SBOM is taken by its VCS reference, else by its purl; what leads\n"
      "to no repository is counted and told. Where the SBOM says that one component needs another to\n"
      "run, the list \"needs\" of its repository says so, and criticality counts it. Tokens are those\n"
      "of 'hallmark scan'. Where one source can't be read, nothing is changed.",
  .options = entries,
  .run = portfolio_import_run,
};
