/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/keys.h"

#include <string.h>

#define SECTION(at, text) \
  { \
    .path = (at), .type = HM_POLICY_SECTION, .shape = HM_POLICY_ONE, .keep = HM_POLICY_KEPT_SAME, \
    .number = HM_POLICY_NO_NUMBER, .help = (text) \
  }

/* One that documents replace. */
#define ONE(at, kind, kept, standard, text) \
  { \
    .path = (at), .type = (kind), .shape = HM_POLICY_ONE, .keep = (kept), .number = (standard), \
    .help = (text) \
  }

/* One to which documents add. */
#define MANY(at, kind, many, kept, text) \
  { \
    .path = (at), .type = (kind), .shape = (many), .keep = (kept), .number = HM_POLICY_NO_NUMBER, \
    .help = (text) \
  }

/* Of an item of a list. */
#define OF_ITEM(at, kind, is_due, text) \
  { \
    .path = (at), .type = (kind), .shape = HM_POLICY_ONE, .keep = HM_POLICY_NEVER_KEPT, \
    .is_required = (is_due), .number = HM_POLICY_NO_NUMBER, .help = (text) \
  }

const HmPolicyKey hm_policy_keys[] = {
  { "version", HM_POLICY_VERSION, HM_POLICY_ONE, HM_POLICY_NEVER_KEPT, TRUE, HM_POLICY_NO_NUMBER,
    "The version of this format: 1." },
  ONE ("name", HM_POLICY_TEXT, HM_POLICY_NEVER_KEPT, HM_POLICY_NO_NUMBER,
       "What reports call the policy; custom where it says nothing."),
  MANY ("extends", HM_POLICY_SECTION, HM_POLICY_MANY_OR_ONE, HM_POLICY_NEVER_KEPT,
        "Policies that this one begins with; of several the later one counts, and this file before "
        "all."),
  OF_ITEM ("extends[].path", HM_POLICY_FILE, FALSE,
           "Path of the policy, relative to this file, in the same commit or on the same machine."),
  OF_ITEM ("extends[].url", HM_POLICY_URL, FALSE,
           "Address of the policy: https, and with a digest."),
  OF_ITEM ("extends[].digest", HM_POLICY_SHA256, FALSE,
           "SHA-256 of the policy's bytes, as sha256sum prints it: sha256:HEX."),

  SECTION ("weights", "What the checks of a risk weigh in the score."),
  ONE ("weights.critical", HM_POLICY_WEIGHT, HM_POLICY_KEPT_SAME, 1000,
       "Weight of checks of critical risk, 0 to 100."),
  ONE ("weights.high", HM_POLICY_WEIGHT, HM_POLICY_KEPT_SAME, 750,
       "Weight of checks of high risk, 0 to 100."),
  ONE ("weights.medium", HM_POLICY_WEIGHT, HM_POLICY_KEPT_SAME, 500,
       "Weight of checks of medium risk, 0 to 100."),
  ONE ("weights.low", HM_POLICY_WEIGHT, HM_POLICY_KEPT_SAME, 250,
       "Weight of checks of low risk, 0 to 100."),

  SECTION ("checks", "Settings of single checks, by their id."),
  SECTION ("checks.*", "Settings of this check."),
  ONE ("checks.*.enabled", HM_POLICY_SWITCH, HM_POLICY_KEPT_RUN, TRUE, "Whether the check runs."),
  ONE ("checks.*.weight", HM_POLICY_WEIGHT, HM_POLICY_KEPT_RUN, HM_POLICY_NO_NUMBER,
       "What the check weighs, 0 to 100; the weight of its risk where it says nothing."),

  SECTION ("badge", "How badges show the score."),
  SECTION ("badge.bands", "The score from which a badge has each colour; below weak it is poor."),
  ONE ("badge.bands.good", HM_POLICY_SCORE, HM_POLICY_KEPT_SAME, 80,
       "The score from which it is good."),
  ONE ("badge.bands.fair", HM_POLICY_SCORE, HM_POLICY_KEPT_SAME, 50,
       "The score from which it is fair."),
  ONE ("badge.bands.weak", HM_POLICY_SCORE, HM_POLICY_KEPT_SAME, 20,
       "The score from which it is weak."),
  ONE ("badge.partial-below", HM_POLICY_PERCENT, HM_POLICY_KEPT_SAME, 75,
       "The coverage in percent below which a badge says that it is partial."),

  SECTION ("branches", "Which branches are what."),
  MANY ("branches.release", HM_POLICY_GLOB, HM_POLICY_MANY_OR_ONE, HM_POLICY_KEPT_SAME,
        "Patterns of branches that releases are made from, besides those that the forge names."),

  SECTION ("people", "Who is who in the history."),
  MANY ("people.bots", HM_POLICY_GLOB, HM_POLICY_MANY_OR_ONE, HM_POLICY_KEPT_SAME,
        "Patterns of addresses and names that are no human's."),
  MANY ("people.same", HM_POLICY_PERSON, HM_POLICY_MANY, HM_POLICY_KEPT_SAME,
        "Addresses and names that are one person's: a list for each person."),

  SECTION ("signatures", "Whom signatures are trusted of."),
  ONE ("signatures.allowed-signers", HM_POLICY_FILE, HM_POLICY_KEPT_SAME, HM_POLICY_NO_NUMBER,
       "Path of an allowed signers file of OpenSSH, relative to this file."),
  ONE ("signatures.keyring", HM_POLICY_FILE, HM_POLICY_KEPT_SAME, HM_POLICY_NO_NUMBER,
       "Path of a file of OpenPGP keys, relative to this file."),

  MANY ("forges", HM_POLICY_SECTION, HM_POLICY_MANY, HM_POLICY_KEPT_SAME,
        "Hosts of forges that are not known by their name; not in a repository's own policy."),
  OF_ITEM ("forges[].host", HM_POLICY_HOST, TRUE, "The host, as it stands in remotes."),
  OF_ITEM ("forges[].kind", HM_POLICY_FORGE, TRUE, "What runs there: github, gitlab or forgejo."),
  OF_ITEM ("forges[].api", HM_POLICY_URL, FALSE,
           "Address of its API; in a file of this machine alone."),

  SECTION ("gate", "What a commit must reach to pass."),
  ONE ("gate.score", HM_POLICY_SCORE, HM_POLICY_KEPT_BAR, HM_POLICY_NO_NUMBER,
       "The least score, 0 to 10."),
  ONE ("gate.floor", HM_POLICY_SCORE, HM_POLICY_KEPT_BAR, HM_POLICY_NO_NUMBER,
       "The least floor, the score with all that is unknown taken as failed, 0 to 10."),
  ONE ("gate.coverage", HM_POLICY_PERCENT, HM_POLICY_KEPT_BAR, HM_POLICY_NO_NUMBER,
       "The least share in percent of what must be known."),
  ONE ("gate.regression", HM_POLICY_WATCHED, HM_POLICY_KEPT_ON, FALSE,
       "Whether the score, and those of all or the listed checks, may not drop below a baseline."),
  ONE (
      "gate.new-findings", HM_POLICY_WATCHED, HM_POLICY_KEPT_ON, FALSE,
      "Whether a range of commits may add no failed finding, of all or the listed checks, that no waiver settles."),
  SECTION ("gate.checks", "What single checks must reach, by their id."),
  SECTION ("gate.checks.*", "The least score of this check, 0 to 10, or score and floor."),
  ONE ("gate.checks.*.score", HM_POLICY_SCORE, HM_POLICY_KEPT_BAR, HM_POLICY_NO_NUMBER,
       "The least score of this check, 0 to 10."),
  ONE ("gate.checks.*.floor", HM_POLICY_SCORE, HM_POLICY_KEPT_BAR, HM_POLICY_NO_NUMBER,
       "The least floor of this check, 0 to 10."),

  MANY ("waivers", HM_POLICY_SECTION, HM_POLICY_MANY, HM_POLICY_KEPT_SAME,
        "Findings that are right as they are, each for a reason and for a time."),
  OF_ITEM ("waivers[].check", HM_POLICY_CHECK, TRUE, "Id of the check."),
  OF_ITEM ("waivers[].probe", HM_POLICY_PROBE, FALSE,
           "Id of its probe; all where it says nothing."),
  OF_ITEM ("waivers[].path", HM_POLICY_GLOB, FALSE,
           "Pattern of the files that the findings are about."),
  { "waivers[].commit", HM_POLICY_COMMIT, HM_POLICY_MANY_OR_ONE, HM_POLICY_NEVER_KEPT, FALSE,
    HM_POLICY_NO_NUMBER, "The commits that the findings are about, in full." },
  OF_ITEM ("waivers[].digest", HM_POLICY_DIGEST, FALSE,
           "What the files hold: gitoid:blob:sha1:HEX of one, files:sha256:HEX of all."),
  OF_ITEM ("waivers[].reason", HM_POLICY_TEXT, TRUE, "Why the findings are right as they are."),
  OF_ITEM ("waivers[].by", HM_POLICY_TEXT, TRUE, "Who says so."),
  OF_ITEM ("waivers[].expires", HM_POLICY_DATE, TRUE,
           "The last day on which it holds, in UTC; at most a year ahead."),

  MANY ("keep", HM_POLICY_KEY_PATH, HM_POLICY_MANY_OR_ONE, HM_POLICY_NEVER_KEPT,
        "Keys of this policy that who extends it may not loosen, such as gate or waivers.CHECK."),
  { .path = NULL },
};

const HmPolicyKey *
hm_policy_key (const char *path)
{
  for (const HmPolicyKey *key = hm_policy_keys; key->path != NULL; key++) {
    if (g_str_equal (key->path, path))
      return key;
  }
  return NULL;
}

/* Returns: (nullable) the name of @key where it is one right below @section. */
static const char *
name_in (const HmPolicyKey *key, const char *section)
{
  const gsize size = strlen (section);
  const char *name = key->path;

  if (size > 0) {
    if (strncmp (name, section, size) != 0 || name[size] != '.')
      return NULL;
    name += size + 1;
  }
  return strchr (name, '.') == NULL ? name : NULL;
}

static const HmPolicyKey *
key_find (const char *section, const char *name)
{
  for (const HmPolicyKey *key = hm_policy_keys; key->path != NULL; key++) {
    const char *own = name_in (key, section);

    if (own != NULL && g_str_equal (own, name))
      return key;
  }
  return NULL;
}

const HmPolicyKey *
hm_policy_key_by_check (const char *section)
{
  return key_find (section, "*");
}

const HmPolicyKey *
hm_policy_key_in (const char *section, const char *name)
{
  const HmPolicyKey *key = g_str_equal (name, "*") ? NULL : key_find (section, name);

  return key != NULL ? key : hm_policy_key_by_check (section);
}

GPtrArray *
hm_policy_key_names (const char *section)
{
  GPtrArray *names = g_ptr_array_new ();

  for (const HmPolicyKey *key = hm_policy_keys; key->path != NULL; key++) {
    const char *name = name_in (key, section);

    if (name != NULL)
      g_ptr_array_add (names, (gpointer) (guintptr) name);
  }
  g_ptr_array_add (names, NULL);
  return names;
}
