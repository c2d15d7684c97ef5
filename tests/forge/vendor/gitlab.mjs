// SPDX-License-Identifier: Apache-2.0
// Holds GitLab's requests and bodies against Gitbeaker, the client that most programs in JavaScript ask GitLab with: there is no package
// of GitLab's own description. Each request is made a second time by Gitbeaker, and has to come out the same.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { exchangesOf, wrongOnPurpose } from './scenarios.mjs'
import { compile } from './types.mjs'

const prefix = /^.*?\/api\/v4\/+/

// What is asked, Gitbeaker's call for it, the type of the answer, options that are part of the path; and parameters that GitLab's
// documentation has and Gitbeaker's types have not.
const calls = [
  [/^projects\/([^/]+)$/, 'Projects.show', 'Project'],
  [/^projects\/([^/]+)\/repository\/branches\/([^/]+)$/, 'Branches.show', 'gitbeaker.BranchSchema'],
  [/^projects\/([^/]+)\/protected_branches$/, 'ProtectedBranches.all', 'ProtectedBranch[]'],
  [/^projects\/([^/]+)\/approvals$/, 'MergeRequestApprovals.showConfiguration', 'Approvals'],
  [/^projects\/([^/]+)\/approval_rules$/, 'MergeRequestApprovals.allApprovalRules', 'ApprovalRule[]', {}, ['per_page']],
  [/^projects\/([^/]+)\/push_rule$/, 'ProjectPushRules.show', 'PushRule | null'],
  [/^projects\/([^/]+)\/members\/all$/, 'ProjectMembers.all', 'gitbeaker.MemberSchema[]', { includeInherited: true }],
  [/^projects\/([^/]+)\/repository\/commits$/, 'Commits.all', 'gitbeaker.CommitSchema[]'],
  [/^projects\/([^/]+)\/repository\/commits\/([^/]+)\/signature$/, 'Commits.showGPGSignature', 'Signature'],
  [/^groups\/([^/]+)$/, 'Groups.show', 'gitbeaker.ExpandedGroupSchema'],
  [/^user$/, 'Users.showCurrentUser', 'gitbeaker.ExpandedUserSchema'],
  [/^personal_access_tokens\/self$/, 'PersonalAccessTokens.show', 'gitbeaker.PersonalAccessTokenSchema'],
]

const preamble = `import * as gitbeaker from '@gitbeaker/core'
declare const api: { [K in keyof typeof gitbeaker]: (typeof gitbeaker)[K] extends new (...args: any[]) => infer I ? I : never }
// With what GitLab's documentation has besides.
type Project = gitbeaker.ProjectSchema & { approvals_before_merge: number, forked_from_project: gitbeaker.ProjectSchema }
type Level = Known<NonNullable<gitbeaker.ProtectedBranchSchema['push_access_levels']>[number]> & { deploy_key_id: number }
type LevelKeys = 'push_access_levels' | 'merge_access_levels' | 'unprotect_access_levels'
type ProtectedBranch = Omit<Known<gitbeaker.ProtectedBranchSchema>, LevelKeys> & { [K in LevelKeys]: Level[] } & { inherited: boolean }
type Approvals = gitbeaker.ProjectLevelMergeRequestApprovalSchema &
  { selective_code_owner_removals: boolean, require_reauthentication_to_approve: boolean }
type ApprovalRule = gitbeaker.ProjectLevelApprovalRuleSchema & { applies_to_all_protected_branches: boolean }
type PushRule = gitbeaker.PushRuleSchema & { project_id: number }
type Signature = { signature_type: 'PGP' | 'SSH' | 'X509', verification_status: string, commit_source: string, gpg_key_id: number,
  key: gitbeaker.KeySchema, x509_certificate: gitbeaker.X509SignatureSchema['x509_certificate'], message: string }
type Known<T> = { [K in keyof T as string extends K ? never : K]: T[K] }
type Partly<T> = T extends (infer E)[] ? Partly<E>[] : T extends object ? { [K in keyof Known<T>]?: Partly<Known<T>[K]> | null } : T
`

function camel(name) {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
}

function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function valueOf(text) {
  return /^(true|false|\d+)$/.test(text) ? JSON.parse(text) : text
}

// What Gitbeaker asks.
async function askedBy(gitbeaker, name, parameters) {
  const [resource, method] = name.split('.')
  let asked
  const take = async (endpoint, options) => {
    const query = Object.entries(options?.searchParams ?? {}).map(([key, value]) => `${snake(key)}=${value}`)
    asked = { path: `${api.url}/${endpoint}`.replace(prefix, ''), query: query.sort().join('&') }
    return { body: [], headers: {}, status: 200 }
  }
  const api = new gitbeaker[resource]({ host: 'https://gitlab.example', token: 'x', requesterFn: () => ({ get: take }) })
  await api[method](...parameters)
  return asked
}

/** Returns: { problems, notes, summary } */
export async function checkGitlab(modules) {
  const gitbeaker = await import(pathToFileURL(join(modules, '@gitbeaker', 'core', 'dist', 'index.mjs')))
  const problems = new Set()
  const statements = new Map()
  let n_requests = 0
  let n_bodies = 0
  for (const { name, method, path: whole, query, status, body } of exchangesOf('gitlab')) {
    const path = whole.replace(prefix, '')
    if (!prefix.test(whole) || method !== 'GET') continue
    n_requests++
    const at = `${name}: ${path}`
    const call = calls.find(([pattern]) => pattern.test(path))
    if (call === undefined) {
      problems.add(`${at}: no call of Gitbeaker is known for it`)
      continue
    }
    const [pattern, called, type, more = {}, documented = []] = call
    const known = query.filter(([key]) => !documented.includes(key))
    const options = { ...more, ...Object.fromEntries(known.map(([key, text]) => [camel(key), valueOf(text)])) }
    const parameters = [...pattern.exec(path).slice(1).map(decodeURIComponent), ...(Object.keys(options).length ? [options] : [])]
    const found = await askedBy(gitbeaker, called, parameters)
    const wanted = known.map((pair) => pair.join('=')).sort().join('&')
    if (found.path !== path || found.query !== wanted)
      problems.add(`${at}?${wanted}: Gitbeaker asks ${found.path}?${found.query}`)
    const asked = `void api.${called}(${parameters.map((one) => JSON.stringify(one)).join(', ')})`
    statements.set(asked, { at, text: asked })
    if (status !== 200 || body === undefined || wrongOnPurpose.test(name)) continue
    n_bodies++
    const answered = `{ const b: Partly<${type}> = ${JSON.stringify(body)}; void b }`
    if (!statements.has(answered)) statements.set(answered, { at, text: answered })
  }
  for (const one of compile(modules, preamble, [...statements.values()])) problems.add(one)
  return {
    problems: [...problems],
    notes: [],
    summary: `${n_requests} requests and ${n_bodies} bodies of GitLab against Gitbeaker`,
  }
}
