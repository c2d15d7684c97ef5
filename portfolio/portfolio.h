/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The portfolio file: repositories, whose they are, and how much depends on them. It is the user's;
 * nothing in it is passed over. The contract for other programs is docs/portfolio.schema.json.
 */
#ifndef HM_PORTFOLIO_PORTFOLIO_H
#define HM_PORTFOLIO_PORTFOLIO_H

#include "core/yaml.h"

#define HM_PORTFOLIO_FILE "portfolio.yml"
#define HM_PORTFOLIO_VERSION 1

/* Bytes of a name, a group and an owner; of a path there may be HM_PATH_MAX. */
#define HM_PORTFOLIO_TEXT_MAX 200

/* No criticality is given: it is to be worked out. */
#define HM_CRITICALITY_AUTO (-1.0)

typedef struct {
  char *name;
  char *policy; /* (nullable) path or URL of the policy, as written */
  /* each of its repositories is judged by its own .hallmark.yml; not where @policy is set */
  gboolean has_own_policy;
  char **owners; /* NULL-terminated */
  guint line;
} HmPortfolioGroup;

typedef struct {
  char *where;      /* URL or path, as written */
  gboolean is_path; /* else a URL */
  char *place;      /* a path from the root, for a path; else @where */
  char *key;  /* the same for the same repository (hm_location_key()); of a path "path:PLACE" */
  char *name; /* as written, else the URL's path or the path's last part */
  gboolean is_named;             /* @name was written */
  const HmPortfolioGroup *group; /* (nullable) */
  char **owners;                 /* NULL-terminated; where none are written: the group's */
  /*
   * is judged by its own .hallmark.yml, whatever its group's policy; where nothing is written: as
   * its group says
   */
  gboolean has_own_policy;
  double criticality; /* 0 to 1, or HM_CRITICALITY_AUTO */
  /* (element-type HmPortfolioEntry, borrowed) others of the portfolio, each once */
  GPtrArray *needs;
  guint line; /* where it begins */
} HmPortfolioEntry;

typedef struct {
  GPtrArray *groups;       /* (element-type HmPortfolioGroup) as in the file */
  GPtrArray *entries;      /* (element-type HmPortfolioEntry) as in the file */
  GHashTable *by_key;      /* key to HmPortfolioEntry */
  GHashTable *by_group;    /* name to HmPortfolioGroup */
  GHashTable *by_name;     /* of those that @is_named, to HmPortfolioEntry */
  GHashTable *by_any_name; /* names in small letters, to GPtrArray of HmPortfolioEntry */
} HmPortfolio;

/*
 * Reads the text of a portfolio file as YAML alone: what nodes it has, and where.
 *
 * @name: what errors call it
 *
 * Returns: (owned) NULL with HM_ERROR_FORMAT or HM_ERROR_LIMIT: "NAME:LINE:COLUMN: ..."
 */
HmYaml *hm_portfolio_yaml (const char *name, const char *text, gsize size, GError **error);

/*
 * Reads the text of a portfolio file.
 *
 * @name: what errors call it
 * @folder: absolute; what paths in it are relative to
 *
 * Returns: (owned) NULL with HM_ERROR_FORMAT or HM_ERROR_LIMIT: "NAME:LINE:COLUMN: ..."
 */
HmPortfolio *hm_portfolio_parse (const char *name, const char *folder, const char *text, gsize size,
                                 GError **error);
void hm_portfolio_free (HmPortfolio *portfolio);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmPortfolio, hm_portfolio_free)

/* Returns: (nullable) the group called @name. */
const HmPortfolioGroup *hm_portfolio_group (const HmPortfolio *portfolio, const char *name);

/*
 * Looks for what @words mean: a URL or path of a repository, else its name.
 *
 * @folder: absolute; what a path in @words is relative to
 * @ret_n: how many are called so
 *
 * Returns: (nullable) NULL where *@ret_n is not 1.
 */
const HmPortfolioEntry *hm_portfolio_lookup (const HmPortfolio *portfolio, const char *folder,
                                             const char *words, guint *ret_n);

/*
 * Finds what @words mean: a URL or path of a repository, else its name. Of several with that name none.
 *
 * @folder: absolute; what a path in @words is relative to
 *
 * Returns: (nullable) NULL with HM_ERROR_USAGE.
 */
const HmPortfolioEntry *hm_portfolio_find (const HmPortfolio *portfolio, const char *folder,
                                           const char *words, GError **error);

/*
 * Whether the file can say @text, which is UTF-8: it is not blank, has no control characters and at
 * most @size_max bytes.
 */
gboolean hm_portfolio_text_fits (const char *text, gsize size_max);

/* Reads "0", "0.85", "1" or "auto", the same under every locale. Returns: FALSE where @text is none. */
gboolean hm_criticality_parse (const char *text, double *ret_criticality);

#endif
