/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of manifests for hm_manifest_dependencies(): they add to a table of HmDependency by name. */
#ifndef HM_EVIDENCE_CONTENT_MANIFEST_READERS_H
#define HM_EVIDENCE_CONTENT_MANIFEST_READERS_H

#include "evidence/content/manifest_dependencies.h"
#include "evidence/content/span.h"

/* Adds a dependency, without the quotes around its name. @origin: of no size where it is the usual one */
void hm_manifest_add (GHashTable *found, HmSpan name, HmSpan origin, guint32 line);

/* Whether @word names packages of the tests and tools of whoever works on the project. */
gboolean hm_word_is_for_development (HmSpan word);

/* Adds a requirement as Python writes it: name [extras] version ; marker, or name @ URL. */
void hm_manifest_add_requirement (GHashTable *found, HmSpan text, guint32 line);

/*
 * Adds the quoted strings of @text as requirements of Python. Returns: whether a closing bracket was among what isn't
 * quoted
 */
gboolean hm_manifest_add_quoted (GHashTable *found, HmSpan text, guint32 line);

void hm_manifest_read_requirements (GHashTable *found, const HmText *file);
void hm_manifest_read_setup_py (GHashTable *found, const HmText *file);
void hm_manifest_read_setup_cfg (GHashTable *found, const HmText *file);
void hm_manifest_read_pom (GHashTable *found, const HmText *file);
void hm_manifest_read_pubspec (GHashTable *found, const HmText *file);
void hm_manifest_read_modules (GHashTable *found, const HmText *file);
void hm_manifest_read_lock (GHashTable *found, const HmText *file);

/*
 * Gemfile, *.gemspec, mix.exs, Package.swift, build.gradle, *.csproj: a line a dependency. Does
 * nothing with other files.
 */
void hm_manifest_read_by_line (GHashTable *found, const HmText *file);

#endif
