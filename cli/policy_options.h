/* SPDX-License-Identifier: Apache-2.0 */
/* Which policy a command goes by: --policy, --policy-ref, --no-policy, or the scanned repository's own. */
#ifndef HM_CLI_POLICY_OPTIONS_H
#define HM_CLI_POLICY_OPTIONS_H

#include "checks/registry.h"
#include "cli/forge_options.h"
#include "cli/subject.h"
#include "policy/load.h"

typedef struct {
  char *policy;
  char *policy_ref;
  gboolean no_policy;
  /* (nullable) no option: with @policy_ref, the commit where the scanned one parted from that */
  const char *parted_at;
} HmPolicyOptionTexts;

/* Filled in by GOption: a process parses one command line. */
extern HmPolicyOptionTexts hm_policy_option_texts;

#define HM_POLICY_ENTRIES \
  { "policy", \
    0, \
    0, \
    G_OPTION_ARG_FILENAME, \
    &hm_policy_option_texts.policy, \
    "Go by this policy, not by the repository's .hallmark.yml", \
    "FILE|URL" }, \
      { "policy-ref", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_policy_option_texts.policy_ref, \
        "Go by the .hallmark.yml of this revision", \
        "REV" }, \
  { \
    "no-policy", 0, 0, G_OPTION_ARG_NONE, &hm_policy_option_texts.no_policy, \
        "Go by no policy: all checks, their own weights, no waivers", NULL \
  }

/* The policy of one run, with what it brings. */
typedef struct {
  /* never NULL once chosen: a copy of hm_policy_default where there is none */
  const HmPolicy *policy;
  HmLoadedPolicy *loaded; /* (nullable) */
  char *notice;           /* (nullable) a line for people: a URL's own policy was left alone */
  struct HmPolicyBelongings *own; /* (nullable) what the others borrow from */
} HmPolicyChoice;

void hm_policy_choice_clear (HmPolicyChoice *choice);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmPolicyChoice, hm_policy_choice_clear)

/*
 * Chooses, thread-safely, by @texts: --policy; else the .hallmark.yml of --policy-ref; else, where
 * REPO is a folder of this machine, that of the commit that @collect names (HEAD where none); else
 * none. With --policy-ref what differs in the commit that is scanned is told in HmPolicy.changes,
 * but for what it has as it was where the two parted: that came since, and by others.
 *
 * Tells @collect the bots, people, release branches and trust anchors of it, which borrow from
 * @ret_choice; an option of the command line (--allowed-signers, --keyring, --forge, --api) goes
 * before.
 *
 * Returns: FALSE with HM_ERROR_USAGE or HM_ERROR_FORMAT (exit 2), or an error of the repository as
 * hm_collect().
 */
gboolean hm_policy_choose (const HmPolicyOptionTexts *texts, const HmPlace *place,
                           const HmRegistry *registry, const HmForgePlan *forge,
                           HmCollectOptions *collect, HmPolicyChoice *ret_choice, GError **error);

/* As hm_policy_choose(), by hm_policy_option_texts. */
gboolean hm_policy_options_choose (const HmPlace *place, const HmRegistry *registry,
                                   const HmForgePlan *forge, HmCollectOptions *collect,
                                   HmPolicyChoice *ret_choice, GError **error);

#endif
