/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What both ways to read YAML (core/yaml.h) share: libyaml's events, bounded before they are
 * parsed, and nodes made of them. libyaml itself bounds how far a simple key may reach (1024
 * characters), so what it scans ahead of an event is bounded too.
 */
#ifndef HM_CORE_YAML_READER_H
#define HM_CORE_YAML_READER_H

#include <yaml.h>

#include "core/yaml.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (yaml_event_t, yaml_event_delete)

typedef struct {
  yaml_parser_t parser;
  const char *text; /* (borrowed) */
  gsize size;
} HmYamlReader;

void hm_yaml_reader_clear (HmYamlReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmYamlReader, hm_yaml_reader_clear)

/* Begins to read @text, which outlives @reader, past its byte order mark. Returns: FALSE with HM_ERROR_LIMIT. */
gboolean hm_yaml_reader_open (HmYamlReader *reader, const char *text, gsize size, GError **error);

/* Returns: FALSE where the text is no YAML: hm_yaml_reader_problem () says why. */
gboolean hm_yaml_reader_next (HmYamlReader *reader, yaml_event_t *ret_event);

/*
 * What hm_yaml_reader_next () stumbled over: sets the place, 1-based.
 *
 * Returns: (owned) one line.
 */
char *hm_yaml_reader_problem (const HmYamlReader *reader, guint *ret_line, guint *ret_column);

/* Whether it was memory that ran out, and nothing in the text. */
gboolean hm_yaml_reader_lacks_memory (const HmYamlReader *reader);

/* Returns: (owned) a node without children at @mark. */
HmYaml *hm_yaml_new (HmYamlKind kind, const yaml_mark_t *mark);

/* Returns: (owned) the node of a scalar's event: HM_YAML_NULL for what is null. */
HmYaml *hm_yaml_new_scalar (const yaml_event_t *event);

#endif
