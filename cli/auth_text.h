/* SPDX-License-Identifier: Apache-2.0 */
/* What `hallmark auth` says. Names and reasons come from the forge; they are masked here. */
#ifndef HM_CLI_AUTH_TEXT_H
#define HM_CLI_AUTH_TEXT_H

#include "evidence/forge/route.h"
#include "render/terminal.h"

/* Who asks, and whom. */
void hm_auth_identity_append (GString *out, const HmForgeIdentity *identity,
                              const HmForgeRoute *route, const HmTerminal *terminal);

/* What the forge shows to who asked, fact by fact, and why not where it does not. */
void hm_auth_facts_append (GString *out, const HmForge *forge, const HmTerminal *terminal);

/* The findings of @report that the forge alone could settle and did not: those whose remedy is @how. */
void hm_auth_unknown_append (GString *out, const HmReport *report, const char *how,
                             const HmTerminal *terminal);

#endif
