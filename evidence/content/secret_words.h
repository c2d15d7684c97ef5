/* SPDX-License-Identifier: Apache-2.0 */
/* What stands for a secret in a workflow or a script, and which hosts may have one. */
#ifndef HM_EVIDENCE_CONTENT_SECRET_WORDS_H
#define HM_EVIDENCE_CONTENT_SECRET_WORDS_H

#include "evidence/content/span.h"

/*
 * Where @text shows a secret: ${{ secrets.X }}, toJSON (secrets), a variable of @holders or one
 * that CI gives a job's own token in, the whole environment, a file of credentials.
 *
 * @holders: names of variables, and "@file", that hold one
 *
 * Returns: (borrowed) (nullable)
 */
const char *hm_secret_find (HmSpan text, gboolean is_workflow, GHashTable *holders);

/*
 * Whether a secret in a request's data may go to @host: to a well-known service that has such keys.
 * A chat's web hook may have none but its own.
 *
 * @is_in_address: the secret is part of the URL, behind the host
 */
gboolean hm_host_is_trusted_with (HmSpan host, gboolean is_in_address);

/*
 * Whether every secret in @text is named after @host: ACME_PASSWORD is www.acme.com's own. The
 * names are the project's, so that an attacker would need a host of that very name.
 */
gboolean hm_secrets_belong_to (HmSpan text, HmSpan host, gboolean is_workflow, GHashTable *holders);

/* Whether a line of YAML is KEY: VALUE with a key that isn't a script's: what stands in it is data. */
gboolean hm_line_is_setting (HmSpan line);

/* Commands that make a request, that open a connection, and that ask for a name. */
gboolean hm_word_is_request (HmSpan word);
gboolean hm_word_is_socket (HmSpan word);
gboolean hm_word_is_lookup (HmSpan word);

/* Options whose value is a credential for the host itself, or isn't sent. */
gboolean hm_word_is_credential_option (HmSpan word);

/* Whether what follows @word in quotes are commands: run: "...", bash -c '...' */
gboolean hm_word_takes_commands (HmSpan word);

/* Whether quotes stand around @word, and something in them. */
gboolean hm_word_is_quoted (HmSpan word);

/*
 * Whether @word, an argument of curl or its like, is an address rather than an option or the value
 * of @before, the one before it.
 */
gboolean hm_word_is_operand (HmSpan word, HmSpan before);

/* The host of an address without a scheme. Returns: FALSE where @word is none */
gboolean hm_word_host (HmSpan word, HmSpan *ret_host);

/*
 * Notes the variable that @line gives an address, if it does. @addresses: (element-type utf8 utf8)
 * owned names to owned hosts
 */
void hm_address_learn (HmSpan line, GHashTable *addresses);

/* The host that the variable holds with which @word begins. *@ret_host is valid as long as @addresses don't change. */
gboolean hm_address_find (HmSpan word, GHashTable *addresses, HmSpan *ret_host);

#endif
