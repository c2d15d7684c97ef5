/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A YAML document as a tree with its places. Distrusts its input: depth and nodes are bounded
 * (core/limits.h). One of the subject's is read leniently: aliases are kept as such and never
 * expanded, and of duplicate keys the first counts. One that a user writes for hallmark is read
 * strictly.
 */
#ifndef HM_CORE_YAML_H
#define HM_CORE_YAML_H

#include <glib.h>

typedef enum {
  HM_YAML_NULL, /* nothing, ~ or null; read leniently an alias too: its value is not looked at */
  HM_YAML_SCALAR,
  HM_YAML_SEQUENCE,
  HM_YAML_MAPPING,
} HmYamlKind;

typedef struct HmYaml HmYaml;
struct HmYaml {
  HmYamlKind kind;
  guint line;         /* 1-based; of what an alias stands for: where that was written */
  guint column;       /* 1-based, in characters */
  guint key_line;     /* under a mapping: where its key stands; else 0 */
  guint key_column;   /* likewise */
  gboolean has_alias; /* of a root: somewhere in the document an alias stands */
  gboolean is_quoted; /* a quoted or block scalar: never a boolean */
  char *text;         /* scalar: its value, an embedded NUL as U+FFFD; else NULL */
  char *key;          /* under a mapping: its key, NULL where that is no scalar; else NULL */
  GPtrArray *items;   /* (element-type HmYaml) children of a sequence or mapping, else NULL */
};

/*
 * Parses the first document of @text.
 *
 * Returns: (owned) the root, HM_YAML_NULL for an empty document; NULL with HM_ERROR_FORMAT (with
 * line and column) or HM_ERROR_LIMIT.
 */
HmYaml *hm_yaml_parse (const char *text, gsize size, GError **error);

/*
 * Parses a document of the user's: nothing in it is passed over. As hm_yaml_parse (), but a second
 * document, a duplicate key, a key that is no scalar or null, a tag, a NUL and bytes that are not
 * UTF-8 are errors. Aliases and merge keys (a plain "<<" over a mapping, an alias of one, or a list
 * of these) are resolved: a key of the mapping itself wins, then the earlier merge. At most
 * HM_YAML_NODES_MAX nodes stand in the result, and aliases repeat at most HM_YAML_COPIES_BYTES_MAX
 * bytes of text in it. @name: what errors call the text.
 *
 * Returns: (owned) the root, HM_YAML_NULL for an empty document; NULL with HM_ERROR_FORMAT or
 * HM_ERROR_LIMIT: "NAME:LINE:COLUMN: ...".
 */
HmYaml *hm_yaml_parse_strict (const char *name, const char *text, gsize size, GError **error);

/* How many nodes a document of a certain kind may have. */
typedef struct {
  guint nodes_max;
  const char *too_many; /* what the error says of more, in the words of that kind */
} HmYamlBound;

/* As hm_yaml_parse_strict (), with @bound in place of HM_YAML_NODES_MAX. */
HmYaml *hm_yaml_parse_bounded (const char *name, const char *text, gsize size,
                               const HmYamlBound *bound, GError **error);

void hm_yaml_free (HmYaml *yaml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmYaml, hm_yaml_free)

/* Returns: (borrowed) (nullable) the value of @key where @yaml is a mapping that has it. @yaml may be NULL. */
const HmYaml *hm_yaml_get (const HmYaml *yaml, const char *key);

/* Returns: (borrowed) (nullable) the text of the scalar at @key. */
const char *hm_yaml_get_text (const HmYaml *yaml, const char *key);

#endif
