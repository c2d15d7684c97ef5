/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A YAML document of the subject as a tree with line numbers. Distrusts its input: depth and nodes are
 * bounded (core/limits.h), aliases are kept as such and never expanded, and of duplicate keys the first counts.
 */
#ifndef HM_CORE_YAML_H
#define HM_CORE_YAML_H

#include <glib.h>

typedef enum {
  HM_YAML_NULL, /* nothing, ~ or null; an alias too: its value is not looked at */
  HM_YAML_SCALAR,
  HM_YAML_SEQUENCE,
  HM_YAML_MAPPING,
} HmYamlKind;

typedef struct HmYaml HmYaml;
struct HmYaml {
  HmYamlKind kind;
  guint line; /* 1-based */
  gboolean
      has_alias; /* of a root: somewhere in the document an alias stands for what is not looked at */
  gboolean is_quoted; /* a quoted or block scalar: never a boolean */
  char *text;         /* scalar: its value, an embedded NUL as U+FFFD; else NULL */
  char *key;          /* under a mapping: its key, NULL where that is no scalar; else NULL */
  GPtrArray *items;   /* (element-type HmYaml) children of a sequence or mapping, else NULL */
};

/*
 * Parses the first document of @text.
 *
 * Returns: (owned) the root, HM_YAML_NULL for an empty document; NULL with HM_ERROR_FORMAT (with line and column) or HM_ERROR_LIMIT.
 */
HmYaml *hm_yaml_parse (const char *text, gsize size, GError **error);
void hm_yaml_free (HmYaml *yaml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmYaml, hm_yaml_free)

/* Returns: (borrowed) (nullable) the value of @key where @yaml is a mapping that has it. @yaml may be NULL. */
const HmYaml *hm_yaml_get (const HmYaml *yaml, const char *key);

/* Returns: (borrowed) (nullable) the text of the scalar at @key. */
const char *hm_yaml_get_text (const HmYaml *yaml, const char *key);

#endif
