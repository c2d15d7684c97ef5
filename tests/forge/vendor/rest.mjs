// SPDX-License-Identifier: Apache-2.0
// Holds REST requests and bodies against GitHub's OpenAPI descriptions: of github.com, and of Enterprise Server.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import { exchangesOf, wrongOnPurpose } from './scenarios.mjs'

const cloud = 'api.github.com'
const page = 100 // the most elements that GitHub gives at once, which its description says in prose only

// Enterprise Server has them not: the client asks, and 404 is unknown.
const cloudOnly = /\/private-vulnerability-reporting$/

function load(modules) {
  const folder = join(modules, '@octokit', 'openapi', 'generated')
  const names = readdirSync(folder).filter((name) => /^(api\.github\.com|ghes-[\d.]+)\.json$/.test(name))
  return names.sort().map((name) => ({
    name: name.replace(/\.json$/, ''),
    description: JSON.parse(readFileSync(join(folder, name), 'utf8')),
  }))
}

// A template with more fixed parts is meant before one with fewer: /repos/{owner}/{repo}/releases/latest.
function findOperation(description, method, path) {
  const segments = path.split('/')
  let best
  for (const [template, item] of Object.entries(description.paths)) {
    const parts = template.split('/')
    const fits = parts.length === segments.length && item[method.toLowerCase()] &&
      parts.every((part, i) => part === segments[i] || (part.startsWith('{') && segments[i] !== ''))
    const fixed = parts.filter((part) => !part.startsWith('{')).length
    if (fits && (best === undefined || fixed > best.fixed))
      best = { template, fixed, operation: item[method.toLowerCase()], shared: item.parameters ?? [] }
  }
  return best
}

function resolve(description, node) {
  while (node?.$ref)
    node = node.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/')], description)
  return node
}

/*
 * A schema of OpenAPI 3.0 as JSON Schema, in which nothing is required: bodies made by hand hold what the client reads. What they hold
 * has to be known, though, and of the right type.
 */
class Schemas {
  constructor(description) {
    this.description = description
    this.definitions = {}
    this.ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
    addFormats(this.ajv)
    this.compiled = new Map()
  }

  // Whether it says nothing of its keys, and so can't be held to them.
  isFree(schema) {
    const whole = resolve(this.description, schema)
    return !['properties', 'allOf', 'anyOf', 'oneOf'].some((key) => key in whole)
  }

  closed(schema) {
    const converted = this.convert(schema)
    return this.isFree(schema) ? converted : { allOf: [converted], unevaluatedProperties: false }
  }

  convert(schema) {
    if (schema.$ref) {
      const name = schema.$ref.split('/').at(-1)
      if (!(name in this.definitions)) {
        this.definitions[name] = {} // it may hold itself
        this.definitions[name] = this.convert(resolve(this.description, schema))
      }
      return { $ref: `#/$defs/${name}` }
    }
    const out = {}
    for (const key of ['type', 'enum', 'format', 'minimum', 'maximum', 'pattern'])
      if (key in schema) out[key] = schema[key]
    if (schema.nullable && out.type) out.type = [out.type, 'null'].flat()
    if (schema.nullable && out.enum) out.enum = [...out.enum, null]
    if (schema.properties)
      out.properties = Object.fromEntries(
        Object.entries(schema.properties).map(([key, value]) => [key, this.closed(value)]))
    if (schema.additionalProperties !== undefined)
      out.additionalProperties = typeof schema.additionalProperties === 'object'
        ? this.closed(schema.additionalProperties) : schema.additionalProperties
    if (schema.items) out.items = this.closed(schema.items)
    if (schema.allOf) out.allOf = schema.allOf.map((part) => this.convert(part))
    // Without what is required several may fit.
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) out.anyOf = choices.map((part) => this.convert(part))
    return schema.nullable && !out.type ? { anyOf: [out, { type: 'null' }] } : out
  }

  // Returns: complaints
  validate(key, schema, value) {
    if (!this.compiled.has(key)) {
      const root = this.closed(schema)
      this.compiled.set(key, this.ajv.compile({ ...root, $defs: this.definitions }))
    }
    const check = this.compiled.get(key)
    if (check(value)) return []
    return check.errors.map(({ instancePath, message, params }) =>
      `${instancePath || '/'} ${message} ${JSON.stringify(params)}`)
  }
}

function checkQuery(source, found, query, problems, at) {
  const { description, schemas } = source
  const known = [...found.shared, ...(found.operation.parameters ?? [])]
    .map((node) => resolve(description, node)).filter(({ in: place }) => place === 'query')
  for (const [name, text] of query) {
    const parameter = known.find((one) => one.name === name)
    if (parameter === undefined) {
      problems.add(`${at}: ${found.template} has no parameter ${name}`)
      continue
    }
    const type = resolve(description, parameter.schema).type
    const value = type === 'integer' && /^\d+$/.test(text) ? Number(text) : text
    for (const one of schemas.validate(`${found.template} ? ${name}`, parameter.schema, value))
      problems.add(`${at}: parameter ${name}=${text}: ${one}`)
    if (name === 'per_page' && value > page) problems.add(`${at}: per_page=${text} is more than ${page}`)
  }
}

function checkBody(source, found, exchange, problems, counts) {
  const { name, method, path, status, body } = exchange
  const answer = resolve(source.description, found.operation.responses[status])
  const schema = answer?.content?.['application/json']?.schema
  if (answer === undefined) counts.undocumented.add(`${status} to ${found.template}`)
  if (schema === undefined || body === undefined || wrongOnPurpose.test(name)) return
  counts.bodies++
  for (const one of source.schemas.validate(`${method} ${found.template} ${status}`, schema, body))
    problems.add(`${name}: ${method} ${path}, ${status}: ${one}`)
}

/** Returns: { problems, summary } */
export function checkRest(modules) {
  const problems = new Set()
  const counts = { requests: 0, bodies: 0, undocumented: new Set(), operations: new Set() }
  const sources = load(modules).map((source) => ({ ...source, schemas: new Schemas(source.description) }))
  for (const exchange of exchangesOf('github')) {
    const path = exchange.path.replace(/^\/api\/v3(?=\/)/, '')
    if (/^(\/api)?\/graphql$/.test(exchange.path)) continue
    counts.requests++
    for (const source of sources) {
      const found = findOperation(source.description, exchange.method, path)
      const at = `${exchange.name}: ${exchange.method} ${path} (${source.name})`
      if (found === undefined && source.name !== cloud && cloudOnly.test(path)) continue
      if (found === undefined) {
        problems.add(`${at}: no such operation`)
        continue
      }
      counts.operations.add(`${exchange.method} ${found.template}`)
      checkQuery(source, found, exchange.query, problems, at)
      if (source.name === cloud) checkBody(source, found, exchange, problems, counts)
    }
  }
  return {
    problems: [...problems],
    notes: [...counts.undocumented].sort().map((one) => `not in GitHub's description: ${one}`),
    summary: `${counts.requests} REST requests of ${counts.operations.size} operations and ${counts.bodies} bodies against ` +
      `${sources.map(({ name }) => name).join(', ')}`,
  }
}
