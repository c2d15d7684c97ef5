/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may stand in a policy: one row for each key. Reading, advice on mistyped keys, merging, what
 * `keep` means, `hallmark policy show` and the test of the schema are all made from it.
 */
#ifndef HM_POLICY_KEYS_H
#define HM_POLICY_KEYS_H

#include <glib.h>

typedef enum {
  HM_POLICY_SECTION, /* a map of keys */
  HM_POLICY_VERSION,
  HM_POLICY_TEXT,     /* not blank, at most HM_POLICY_TEXT_MAX characters */
  HM_POLICY_SWITCH,   /* true or false */
  HM_POLICY_SCORE,    /* 0 to 10, at most one decimal */
  HM_POLICY_PERCENT,  /* 0 to 100 */
  HM_POLICY_WEIGHT,   /* 0 to 100, at most two decimals */
  HM_POLICY_GLOB,     /* core/glob.h */
  HM_POLICY_FILE,     /* a path, relative to the document */
  HM_POLICY_URL,      /* https */
  HM_POLICY_SHA256,   /* "sha256:HEX" */
  HM_POLICY_DIGEST,   /* scoring/waiver.h */
  HM_POLICY_COMMIT,   /* 40 hexadecimal digits */
  HM_POLICY_DATE,     /* "2027-05-01" */
  HM_POLICY_HOST,     /* "git.example.org" */
  HM_POLICY_FORGE,    /* "github", "gitlab", "forgejo" */
  HM_POLICY_CHECK,    /* id of a check */
  HM_POLICY_PROBE,    /* id of a probe; of which check, its neighbour says */
  HM_POLICY_PERSON,   /* a list of addresses and names */
  HM_POLICY_WATCHED,  /* true, false, or a list of ids of checks */
  HM_POLICY_KEY_PATH, /* a key as `keep` writes it */
} HmPolicyType;

/* How often it may be there. */
typedef enum {
  HM_POLICY_ONE,         /* who extends a document replaces it */
  HM_POLICY_MANY,        /* a list; who extends a document adds to it */
  HM_POLICY_MANY_OR_ONE, /* the same; one alone needs no list */
} HmPolicyShape;

/* What `keep` means for it. */
typedef enum {
  HM_POLICY_KEPT_SAME, /* it may not be changed; a list: nothing be added */
  HM_POLICY_KEPT_BAR,  /* it may only rise */
  HM_POLICY_KEPT_ON,   /* it may only be switched on, and watch more */
  HM_POLICY_KEPT_RUN,  /* the check may not be switched off, nor weigh less */
  HM_POLICY_NEVER_KEPT,
} HmPolicyKeep;

/* Of a key: it has no default. */
#define HM_POLICY_NO_NUMBER (-1)

/* Characters of a text, items of a list, and of one whose items are held against all there is: patterns, and `keep`. */
#define HM_POLICY_TEXT_MAX 1000
#define HM_POLICY_ITEMS_MAX 1000
#define HM_POLICY_PATTERNS_MAX 100

typedef struct {
  /* "gate.checks.*.score": "*" is the id of a check, "[]" after a list one of its items */
  const char *path;
  HmPolicyType type;
  HmPolicyShape shape;
  HmPolicyKeep keep;
  gboolean is_required;
  int number;       /* the default as HmPolicyStatement.number has it, or HM_POLICY_NO_NUMBER */
  const char *help; /* one sentence; the description in docs/policy.schema.json */
} HmPolicyKey;

/* Ends with a NULL path; a key stands behind the section that it is in. */
extern const HmPolicyKey hm_policy_keys[];

/* Returns: (nullable) */
const HmPolicyKey *hm_policy_key (const char *path);

/*
 * Finds the key @name of @section ("" the document, "checks", "waivers[]"), also where it is an id of a check.
 *
 * Returns: (nullable)
 */
const HmPolicyKey *hm_policy_key_in (const char *section, const char *name);

/* Returns: (nullable) the key below @section that is an id of a check. */
const HmPolicyKey *hm_policy_key_by_check (const char *section);

/* Returns: (owned) (element-type utf8, borrowed) the names of the keys of @section; NULL-terminated. */
GPtrArray *hm_policy_key_names (const char *section);

#endif
