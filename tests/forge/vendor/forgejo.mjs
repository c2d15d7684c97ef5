// SPDX-License-Identifier: Apache-2.0
// Holds Forgejo's requests and bodies against a client generated from Forgejo's own description, by the TypeScript compiler; and the
// requests against one generated from Gitea's. There is no package of the descriptions themselves.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exchangesOf, wrongOnPurpose } from './scenarios.mjs'
import { compile } from './types.mjs'

const prefix = /^.*?\/api\/v1(?=\/)/

// "GET /repos/{owner}/{repo}" to the operation's name.
function forgejoOperations(modules) {
  const text = readFileSync(join(modules, '@llamaduck', 'forgejo-ts', 'dist', 'index.mjs'), 'utf8')
  const out = new Map()
  for (const [, name, method, url] of text.matchAll(/^var (\w+) = \(options\) => [^\n]*\.(get|post)\(\{[\s\S]*?\n  url: "([^"]+)"/gm))
    out.set(`${method.toUpperCase()} ${url}`, name[0].toUpperCase() + name.slice(1))
  return out
}

function giteaOperations(modules) {
  const text = readFileSync(join(modules, 'gitea-js', 'dist', 'index.mjs'), 'utf8')
  return new Set([...text.matchAll(/@request (\w+):(\S+)/g)].map(([, method, path]) => `${method} ${path}`))
}

function findTemplate(known, method, path) {
  const segments = path.split('/')
  const fits = [...known].filter((one) => {
    const [verb, template] = one.split(' ')
    const parts = template.split('/')
    return verb === method && parts.length === segments.length &&
      parts.every((part, i) => part === segments[i] || (part.startsWith('{') && segments[i] !== ''))
  })
  const fixed = (template) => template.split('/').filter((part) => !part.startsWith('{')).length
  return fits.sort((a, b) => fixed(b) - fixed(a))[0]
}

// Bodies with one element that is wrong on purpose; and Gitea's, whose rules have keys of their own.
const deliberate = /^anonymous-(reviews|signatures): GET \S+\/(pulls|commits)$|^[\w-]*gitea/

const preamble = `import type * as forgejo from '@llamaduck/forgejo-ts'
type Partly<T> = T extends (infer E)[] ? Partly<E>[] : T extends object ? { [K in keyof T]?: Partly<T[K]> | Empty<T[K]> } : T
// Go writes what is not there as null, but for numbers and booleans.
type Empty<T> = Exclude<T, undefined> extends number | boolean ? never : null
type Query<T> = T extends { query?: infer Q } ? Exclude<Q, undefined> : never
type Body<T> = T extends { 200: infer B } ? B : never
`

function valueOf(text) {
  return /^(true|false|\d+)$/.test(text) ? text : JSON.stringify(text)
}

/** Returns: { problems, notes, summary } */
export function checkForgejo(modules) {
  const problems = new Set()
  const forgejo = forgejoOperations(modules)
  const gitea = giteaOperations(modules)
  const statements = new Map()
  let n_requests = 0
  let n_bodies = 0
  for (const { name, method, path: whole, query, status, body } of exchangesOf('forgejo')) {
    const path = whole.replace(prefix, '')
    const template = findTemplate(forgejo.keys(), method, path)
    // What probes ask of an unknown host is not all Forgejo's.
    if (!prefix.test(whole) || (status === 404 && template === undefined)) continue
    n_requests++
    const at = `${name}: ${method} ${path}`
    if (template === undefined || findTemplate(gitea, method, path) === undefined) {
      problems.add(`${at}: ${template === undefined ? 'Forgejo' : 'Gitea'} has no such operation`)
      continue
    }
    const type = forgejo.get(template)
    const pairs = query.map(([key, text]) => `${JSON.stringify(key)}: ${valueOf(text)}`)
    const asked = `{ const q: Query<forgejo.${type}Data> = { ${pairs.join(', ')} }; void q }`
    if (query.length > 0) statements.set(asked, { at, text: asked })
    if (status !== 200 || body === undefined || wrongOnPurpose.test(name) || deliberate.test(at)) continue
    n_bodies++
    const answered = `{ const b: Partly<Body<forgejo.${type}Responses>> = ${JSON.stringify(body)}; void b }`
    if (!statements.has(answered)) statements.set(answered, { at, text: answered })
  }
  for (const one of compile(modules, preamble, [...statements.values()])) problems.add(one)
  return {
    problems: [...problems],
    notes: [],
    summary: `${n_requests} requests and ${n_bodies} bodies of Forgejo against clients generated from its description and Gitea's`,
  }
}
