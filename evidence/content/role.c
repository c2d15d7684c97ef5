/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks a path's parts up in tables. Called for every entry of a tree and every path that a commit
 * changed, so nothing is allocated, and what is longer than any entry of a table is not looked up.
 */
#include "evidence/content/role.h"

#include <string.h>

#include "evidence/content/role_tables.h"

/* Longer than the longest name of the tables. */
#define NAME_SIZE 40

#define CODE_ROLES (HM_ROLE_SOURCE | HM_ROLE_SCRIPT | HM_ROLE_BUILD | HM_ROLE_WORKFLOW)

/*
 * Roles that a copy of a file doesn't have: tools and people look for these at a project's own
 * places, not in its tests or what it bundles.
 */
#define OWN_ROLES \
  (HM_ROLE_WORKFLOW | HM_ROLE_RELEASE | HM_ROLE_MANIFEST | HM_ROLE_PUBLISHING | HM_ROLE_LICENSE \
   | HM_ROLE_SECURITY | HM_ROLE_CODE_OWNERS | HM_ROLE_MAINTAINERS | HM_ROLE_FUNDING \
   | HM_ROLE_CONTACT | HM_ROLE_KEYS | HM_ROLE_POLICY)

/* Slots of a table's index: some three times its rules. */
#define INDEX_BITS 10
#define INDEX_SIZE (1u << INDEX_BITS)

typedef enum {
  INDEX_NAMES,
  INDEX_STEMS,
  INDEX_EXTENSIONS,
  INDEX_ENDINGS,
  INDEX_FOLDERS,
  N_INDICES,
} IndexName;

/* Where the rules of a table are, by the hash of their names: 1 and more, 0 for an empty slot. */
typedef struct {
  const HmRoleTable *table;
  guint16 slots[INDEX_SIZE];
} Index;

/* Folders above a file that addresses of a project stand in; deeper ones are of its parts. */
#define CONTACT_DEPTH_MAX 2

/* The last part of a path. */
typedef struct {
  const char *bytes; /* as written */
  gsize size;
  gsize extension;       /* where that begins, past its dot; size where there is none */
  char lower[NAME_SIZE]; /* the last bytes of it in lower case, NUL-terminated */
  gsize lower_skip;      /* bytes of it that lower lacks at its beginning */
} Name;

/* Four letters of it are enough to tell most names apart. @size: 1 or more */
static guint
name_hash (const char *name, gsize size)
{
  const guint32 letters = (guint32) (guint8) name[0] | (guint32) (guint8) name[size / 3] << 8
                          | (guint32) (guint8) name[size / 2] << 16
                          | (guint32) (guint8) name[size - 1] << 24;

  return ((letters ^ (guint32) size << 5) * 0x9e3779b1u) >> (32 - INDEX_BITS);
}

/* The tables are of the program, so nobody but us can make names collide. */
static void
index_fill (Index *index, const HmRoleTable *table)
{
  index->table = table;
  g_assert (table->n_rules <= INDEX_SIZE / 2);
  for (gsize i = 0; i < table->n_rules; i++) {
    const char *name = table->rules[i].name;
    guint slot = name_hash (name, strlen (name));

    while (index->slots[slot] != 0)
      slot = (slot + 1) % INDEX_SIZE;
    index->slots[slot] = (guint16) (i + 1);
  }
}

static const Index *
indices_get (void)
{
  static Index indices[N_INDICES];
  static gsize is_filled;

  if (g_once_init_enter (&is_filled)) {
    index_fill (&indices[INDEX_NAMES], &hm_role_names);
    index_fill (&indices[INDEX_STEMS], &hm_role_stems);
    index_fill (&indices[INDEX_EXTENSIONS], &hm_role_extensions);
    index_fill (&indices[INDEX_ENDINGS], &hm_role_endings);
    index_fill (&indices[INDEX_FOLDERS], &hm_role_folders);
    g_once_init_leave (&is_filled, 1);
  }
  return indices;
}

static const HmRoleRule *
rule_find (IndexName which, const char *name, gsize size)
{
  const Index *index = &indices_get ()[which];

  for (guint slot = name_hash (name, size); index->slots[slot] != 0;
       slot = (slot + 1) % INDEX_SIZE) {
    const HmRoleRule *rule = &index->table->rules[index->slots[slot] - 1];

    if (strcmp (rule->name, name) == 0)
      return rule;
  }
  return NULL;
}

/* Without a call a byte, which would take a quarter of the time that a path does. */
static void
lower_copy (char *ret_lower, const char *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    ret_lower[i] = (char) (bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] | 0x20 : bytes[i]);
  ret_lower[size] = '\0';
}

static void
name_init (Name *name, const char *bytes, gsize size)
{
  name->bytes = bytes;
  name->size = size;
  name->extension = size;
  for (gsize i = size; i > 1 && name->extension == size; i--)
    if (bytes[i - 1] == '.')
      name->extension = i;
  name->lower_skip = size < NAME_SIZE ? 0 : size - (NAME_SIZE - 1);
  lower_copy (name->lower, bytes + name->lower_skip, size - name->lower_skip);
}

/* Returns: the name from @at on in lower case, NULL where that is longer than any name of a table. */
static const char *
name_tail (const Name *name, gsize at)
{
  return at >= name->lower_skip ? name->lower + (at - name->lower_skip) : NULL;
}

static gboolean
is_separator (char c)
{
  return c == '.' || c == '-' || c == '_';
}

/* Of the file's extension. Returns: (nullable) */
static const HmRoleRule *
extension_find (const Name *name)
{
  const char *extension;

  if (name->extension == name->size)
    return NULL;
  extension = name_tail (name, name->extension);
  return extension != NULL ? rule_find (INDEX_EXTENSIONS, extension, name->size - name->extension)
                           : NULL;
}

static guint32
whole_name_roles (const Name *name, gboolean is_at_root)
{
  const HmRoleRule *rule =
      name->lower_skip == 0 ? rule_find (INDEX_NAMES, name->lower, name->size) : NULL;

  if (rule == NULL || ((rule->flags & HM_ROLE_RULE_ROOT) != 0 && !is_at_root)
      || ((rule->flags & HM_ROLE_RULE_CAPITAL) != 0 && !g_ascii_isupper (name->bytes[1])))
    return 0;
  return rule->roles;
}

/* README.md, LICENSE-MIT, COPYING.LGPLv2: but neither security.c nor license-check. */
static guint32
stem_roles (const Name *name, const HmRoleRule *extension)
{
  char stem[NAME_SIZE];
  const HmRoleRule *rule;
  gsize size = 0;
  gboolean is_capital;

  while (size < name->size && !is_separator (name->bytes[size]))
    size++;
  if (size < 2 || size >= sizeof stem)
    return 0;
  lower_copy (stem, name->bytes, size);
  rule = rule_find (INDEX_STEMS, stem, size);
  if (rule == NULL)
    return 0;
  is_capital = g_ascii_isupper (name->bytes[0]) && g_ascii_isupper (name->bytes[1]);
  if (extension != NULL ? (extension->roles & HM_ROLE_DOC) == 0
                              && ((extension->roles & ~(guint32) HM_ROLE_KEYS) != 0 || !is_capital)
                        : size < name->size && !is_capital)
    return 0;
  return rule->roles;
}

/* foo_test.go, foo.min.js, foo_pb2_grpc.py: the longest ending counts. */
static guint32
ending_roles (const Name *name)
{
  guint32 roles = 0;
  guint n_separators = 0;

  for (gsize i = name->size; i > 1 && n_separators < 3; i--) {
    const char *tail;
    const HmRoleRule *rule;

    if (!is_separator (name->bytes[i - 1]))
      continue;
    if (++n_separators == 1)
      continue; /* the extension alone */
    tail = name_tail (name, i - 1);
    if (tail == NULL)
      break;
    rule = rule_find (INDEX_ENDINGS, tail, name->size - (i - 1));
    if (rule != NULL)
      roles = rule->roles;
  }
  return roles;
}

/* test_foo.py, test-foo.c */
static gboolean
is_test_name (const Name *name)
{
  return name->size > 5 && name->lower_skip == 0 && memcmp (name->lower, "test", 4) == 0
         && (name->lower[4] == '_' || name->lower[4] == '-');
}

static gboolean
contains_word (const char *text, const char *word)
{
  const char *at = strstr (text, word);

  return at != NULL && (at == text || !g_ascii_isalpha (at[-1]));
}

/*
 * A script that makes or sends out a release, going by its name: release.sh, make-release,
 * publish_npm.js in a folder of scripts.
 */
static gboolean
is_release_script (const Name *name, guint32 roles, guint depth)
{
  if ((roles & (HM_ROLE_SCRIPT | HM_ROLE_SOURCE)) == 0 || depth > 2
      || (roles & (HM_ROLE_TEST | HM_ROLE_DOC | HM_ROLE_GENERATED)) != 0)
    return FALSE;
  if ((roles & HM_ROLE_SCRIPT) == 0
      && !(g_str_has_suffix (name->lower, ".py") || g_str_has_suffix (name->lower, ".pl")
           || g_str_has_suffix (name->lower, ".rb") || g_str_has_suffix (name->lower, "js")))
    return FALSE;
  return contains_word (name->lower, "release") || contains_word (name->lower, "publish")
         || contains_word (name->lower, "deploy") || contains_word (name->lower, "tarball")
         || strstr (name->lower, "maketgz") != NULL || strstr (name->lower, "makerelease") != NULL;
}

/* Jenkinsfile.release, Dockerfile.alpine, requirements-dev.txt, azure-pipelines-nightly.yml */
static guint32
variant_roles (const Name *name, gboolean is_at_root)
{
  static const struct {
    const char *begin;
    const char *end;
    guint32 roles;
    gboolean is_root;
  } variants[] = {
    { "azure-pipelines", ".yml", HM_ROLE_WORKFLOW, TRUE },
    { "dockerfile.", "", HM_ROLE_RELEASE | HM_ROLE_SCRIPT, FALSE },
    { "jenkinsfile", "", HM_ROLE_WORKFLOW, FALSE },
    { "docker-compose", ".yml", HM_ROLE_RELEASE, FALSE },
    { "requirements", ".txt", HM_ROLE_MANIFEST, FALSE },
    { "requirements", ".in", HM_ROLE_MANIFEST, FALSE },
    { "constraints", ".txt", HM_ROLE_MANIFEST, FALSE },
    { "makefile", "", HM_ROLE_BUILD, FALSE },
    { "gnumakefile", "", HM_ROLE_BUILD, FALSE },
    { "tsconfig", ".json", HM_ROLE_BUILD, FALSE },
    { "security-insights", ".yml", HM_ROLE_SECURITY, FALSE },
  };

  if (name->lower_skip != 0)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (variants); i++)
    if (variants[i].begin[0] == name->lower[0] && g_str_has_prefix (name->lower, variants[i].begin)
        && g_str_has_suffix (name->lower, variants[i].end) && (is_at_root || !variants[i].is_root))
      return variants[i].roles;
  return 0;
}

static guint32
name_roles (const Name *name, HmEntryKind kind, gboolean is_at_root)
{
  const HmRoleRule *extension = extension_find (name);
  guint32 roles = whole_name_roles (name, is_at_root);

  if (roles == 0 && (extension == NULL || (extension->roles & CODE_ROLES) == 0))
    roles = variant_roles (name, is_at_root);
  /* CMakeLists.txt and requirements.txt are no prose. */
  if (extension != NULL && (roles == 0 || extension->roles != HM_ROLE_DOC))
    roles |= extension->roles;
  roles |= stem_roles (name, extension);
  roles |= ending_roles (name);
  if (is_test_name (name) && (roles & CODE_ROLES) != 0)
    roles |= HM_ROLE_TEST;
  if (roles == 0 && kind == HM_ENTRY_EXECUTABLE && name->extension == name->size)
    roles = HM_ROLE_SCRIPT;
  return roles;
}

/* tests, cli-tests, test_files, integrationTests */
static guint32
folder_roles (const char *bytes, gsize size)
{
  char lower[NAME_SIZE];
  const HmRoleRule *rule;

  if (size == 0 || size >= sizeof lower)
    return 0;
  lower_copy (lower, bytes, size);
  rule = rule_find (INDEX_FOLDERS, lower, size);
  if (rule != NULL)
    return rule->roles;
  if (size > 5
      && (memcmp (lower + size - 5, "tests", 5) == 0 || memcmp (lower + size - 5, "-test", 5) == 0
          || memcmp (lower + size - 5, "_test", 5) == 0 || memcmp (lower, "test-", 5) == 0
          || memcmp (lower, "test_", 5) == 0))
    return HM_ROLE_TEST;
  return 0;
}

static gboolean
is_yaml (const Name *name)
{
  return g_str_has_suffix (name->bytes, ".yml") || g_str_has_suffix (name->bytes, ".yaml");
}

static guint32
place_roles (const char *path, const Name *name)
{
  guint32 roles = 0;

  for (gsize i = 0; i < hm_role_places.n_rules; i++) {
    const HmRoleRule *place = &hm_role_places.rules[i];

    if (place->name[0] != path[0] || !g_str_has_prefix (path, place->name))
      continue;
    if ((place->flags & HM_ROLE_RULE_YAML) == 0 || is_yaml (name))
      roles = place->roles;
  }
  return roles;
}

/* config.h.in, foo.pc.in: a build makes a file of the rest of the name of it. */
static guint32
template_roles (const Name *name, gboolean is_at_root)
{
  Name inner;
  guint32 roles;

  if (name->extension == name->size || strcmp (name->bytes + name->extension, "in") != 0)
    return 0;
  name_init (&inner, name->bytes, name->extension - 1);
  /* Of the inner name itself nothing is there that a tool would look for; but what it is written in. */
  roles = name_roles (&inner, HM_ENTRY_FILE, is_at_root);
  return HM_ROLE_BUILD | roles;
}

/* What is left of all that a path's parts say. */
static guint32
roles_settle (guint32 name, guint32 folders, guint32 place, guint depth, gboolean is_yaml)
{
  const guint32 copy = HM_ROLE_TEST | HM_ROLE_GENERATED;
  guint32 roles;

  /* What runs there runs, however it is called: no sec.lock.yml is a lock file, and no README.yml prose. */
  if ((place & HM_ROLE_WORKFLOW) != 0 && is_yaml) {
    name &= ~(guint32) (copy | HM_ROLE_LOCKFILE | HM_ROLE_DOC);
    folders &= ~(guint32) (HM_ROLE_GENERATED | HM_ROLE_LOCKFILE | HM_ROLE_DOC);
  }
  roles = name | folders | place;
  /* A README beside the scripts of a build is none of them. */
  if ((name & ~(guint32) (HM_ROLE_SOURCE | HM_ROLE_SCRIPT | HM_ROLE_TEST)) != 0)
    roles = name | (folders & ~(guint32) HM_ROLE_BUILD) | place;
  if ((name & (HM_ROLE_DOC | HM_ROLE_IGNORE)) != 0)
    roles &= ~(place & (HM_ROLE_WORKFLOW | HM_ROLE_SCRIPT | HM_ROLE_BUILD));
  if (depth > CONTACT_DEPTH_MAX)
    roles &= ~(guint32) HM_ROLE_CONTACT;
  if ((roles & copy) != 0)
    roles &= ~(guint32) OWN_ROLES;
  return roles;
}

guint32
hm_path_roles (const char *path, HmEntryKind kind)
{
  const char *at = path;
  guint32 folders = 0;
  guint32 roles;
  guint depth = 0;
  Name name;

  if (kind == HM_ENTRY_SUBMODULE)
    return HM_ROLE_SUBMODULE;
  for (const char *end; (end = strchr (at, '/')) != NULL; at = end + 1, depth++)
    folders |= folder_roles (at, (gsize) (end - at));
  name_init (&name, at, strlen (at));
  if (name.size == 0)
    return folders;
  roles = name_roles (&name, kind, depth == 0);
  if ((folders & HM_ROLE_TEST) == 0)
    roles |= template_roles (&name, depth == 0);
  if (is_release_script (&name, roles | folders, depth))
    roles |= HM_ROLE_RELEASE;
  return roles_settle (roles, folders, place_roles (path, &name), depth, is_yaml (&name));
}

gboolean
hm_path_is_text (const char *path)
{
  const char *slash = strrchr (path, '/');
  const HmRoleRule *extension;
  Name name;

  name_init (&name, slash != NULL ? slash + 1 : path, strlen (slash != NULL ? slash + 1 : path));
  extension = extension_find (&name);
  return extension != NULL && (extension->flags & HM_ROLE_RULE_TEXT) != 0;
}
