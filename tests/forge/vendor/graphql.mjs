// SPDX-License-Identifier: Apache-2.0
// Holds the GraphQL queries against GitHub's schema, the scenarios' answers against the queries, and the queries against GitHub's limits.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema, getNamedType, getNullableType, isAbstractType, isCompositeType, isEnumType, isListType, isNonNullType, isScalarType,
  parse, validate,
} from 'graphql'
import { exchangesOf, wrongOnPurpose } from './scenarios.mjs'

const nodesMax = 500_000 // GitHub refuses a query that may look at more

export function loadSchema(modules) {
  const folder = join(modules, '@octokit', 'graphql-schema')
  return buildSchema(readFileSync(join(folder, 'schema.graphql'), 'utf8'), { assumeValid: true })
}

function pageSize(field, variables) {
  for (const { name, value } of field.arguments ?? [])
    if (name.value === 'first' || name.value === 'last')
      return value.kind === 'Variable' ? variables[value.name.value] : Number(value.value)
  return undefined
}

/*
 * Nodes that may be looked at, and requests that GitHub counts, as its documentation reckons them: each connection asks once for each
 * node above it; a hundred such requests are a point, and a query is one point at least.
 */
function cost(selectionSet, variables, above = 1) {
  let nodes = 0
  let requests = 0
  for (const selection of selectionSet?.selections ?? []) {
    const size = selection.kind === 'Field' ? pageSize(selection, variables) : undefined
    const below = cost(selection.selectionSet, variables, size === undefined ? above : above * size)
    nodes += below.nodes + (size === undefined ? 0 : above * size)
    requests += below.requests + (size === undefined ? 0 : above)
  }
  return { nodes, requests }
}

// What a response key may be, with every type that it is asked of.
function collect(schema, type, selectionSet, out = new Map()) {
  for (const selection of selectionSet.selections) {
    if (selection.kind === 'InlineFragment') {
      const condition = selection.typeCondition
      collect(schema, condition ? schema.getType(condition.name.value) : type, selection.selectionSet, out)
      continue
    }
    const key = (selection.alias ?? selection.name).value
    const name = selection.name.value
    const fieldType = name === '__typename' ? schema.getType('String') : type.getFields()[name].type
    out.set(key, { type: fieldType, selectionSet: selection.selectionSet })
  }
  return out
}

function checkScalar(type, value) {
  if (isEnumType(type)) return type.getValue(value) !== undefined
  switch (type.name) {
    case 'Boolean': return typeof value === 'boolean'
    case 'Int': return Number.isInteger(value)
    case 'Float': return typeof value === 'number'
    case 'DateTime': return typeof value === 'string' && !Number.isNaN(Date.parse(value))
    default: return typeof value === 'string'
  }
}

// Null where the schema has none is what an error leaves behind, and only then.
function checkValue(schema, type, selectionSet, value, path, out, hasErrors) {
  if (value === null) {
    if (isNonNullType(type) && !hasErrors) out.push(`${path} is null`)
    return
  }
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    if (!Array.isArray(value)) out.push(`${path} is no list`)
    else value.forEach((one, i) => checkValue(schema, nullable.ofType, selectionSet, one, `${path}[${i}]`, out, hasErrors))
  } else if (isCompositeType(nullable)) {
    checkObject(schema, nullable, selectionSet, value, path, out, hasErrors)
  } else if (!checkScalar(nullable, value)) {
    out.push(`${path} is no ${nullable.name}: ${JSON.stringify(value)}`)
  }
}

function checkObject(schema, type, selectionSet, value, path, out, hasErrors) {
  const fields = collect(schema, type, selectionSet)
  if (typeof value !== 'object' || Array.isArray(value)) {
    out.push(`${path} is no object`)
    return
  }
  const named = schema.getType(value.__typename)
  if ('__typename' in value && !(named === type || (isAbstractType(type) && schema.isSubType(type, named ?? type))))
    out.push(`${path}.__typename: ${value.__typename} is no ${type.name}`)
  for (const [key, one] of Object.entries(value)) {
    const field = fields.get(key)
    if (field === undefined) out.push(`${path}.${key} was not asked for`)
    else checkValue(schema, field.type, field.selectionSet, one, `${path}.${key}`, out, hasErrors)
  }
}

// Which query was meant is told by its answer: the one that it goes against least.
function checkAnswer(schema, queries, body) {
  let best
  for (const { document } of queries) {
    const out = []
    checkObject(schema, schema.getQueryType(), document.definitions[0].selectionSet, body.data, 'data', out,
      Array.isArray(body.errors) && body.errors.length > 0)
    if (best === undefined || out.length < best.length) best = out
  }
  return best
}

/** `bodies`: what the client sends, a line each. Returns: { problems, notes, summary } */
export function checkGraphql(schema, bodies) {
  const problems = new Set()
  const queries = bodies.map((line) => {
    const { query, variables } = JSON.parse(line)
    return { query, variables, document: parse(query) }
  })
  let dearest = { nodes: 0, requests: 0 }
  const valid = []
  let n_answers = 0
  for (const { query, variables, document } of queries) {
    const errors = validate(schema, document)
    for (const error of errors) problems.add(`${error.message}: ${query}`)
    if (errors.length === 0) valid.push({ document })
    const declared = document.definitions[0].variableDefinitions.map(({ variable }) => variable.name.value).sort()
    if (declared.join() !== Object.keys(variables).sort().join()) problems.add(`variables do not fit: ${query}`)
    const found = cost(document.definitions[0].selectionSet, variables)
    if (found.nodes > dearest.nodes) dearest = found
    if (found.nodes > nodesMax) problems.add(`${found.nodes} nodes: ${query}`)
  }
  for (const { name, method, path, status, body } of exchangesOf('github')) {
    if (method !== 'POST' || !/\/graphql$/.test(path) || status !== 200 || !body?.data || wrongOnPurpose.test(name)) continue
    n_answers++
    for (const one of checkAnswer(schema, valid, body)) problems.add(`${name}: ${one}`)
  }
  const points = Math.max(1, Math.round(dearest.requests / 100))
  return {
    problems: [...problems],
    notes: [],
    summary: `${queries.length} GraphQL queries and ${n_answers} answers against GitHub's schema, the dearest of at most ` +
      `${dearest.nodes} nodes and ${points} point${points === 1 ? '' : 's'}`,
  }
}

// --- A server that answers at random, as the schema allows ------------------------------------------

// Numerical Recipes' generator: the same answers each time.
export function randomOf(seed) {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function randomScalar(type, random, key) {
  if (isEnumType(type)) return type.getValues()[random(type.getValues().length)].name
  switch (type.name) {
    case 'Boolean': return random(2) === 1
    case 'Int': return random(5)
    case 'Float': return random(100) / 10
    case 'DateTime': return `2026-01-0${1 + random(9)}T00:00:00Z`
    case 'GitObjectID': return Array.from({ length: 40 }, () => random(16).toString(16)).join('')
    case 'URI': return `https://github.com/o/r/${random(100)}`
    default: return key === 'nameWithOwner' ? 'o/r' : `text${random(10)}`
  }
}

function randomValue(schema, type, selectionSet, random, key) {
  if (!isNonNullType(type) && key !== 'repository' && random(8) === 0) return null
  const nullable = getNullableType(type)
  if (isListType(nullable))
    return Array.from({ length: random(4) }, () => randomValue(schema, nullable.ofType, selectionSet, random, key))
  if (isScalarType(nullable) || isEnumType(nullable)) return randomScalar(nullable, random, key)
  const named = getNamedType(nullable)
  const concrete = isAbstractType(named) ? schema.getPossibleTypes(named)[random(schema.getPossibleTypes(named).length)] : named
  return randomObject(schema, concrete, selectionSet, random)
}

function applies(schema, condition, type) {
  const wanted = condition ? schema.getType(condition.name.value) : type
  return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type))
}

function randomObject(schema, type, selectionSet, random, out = {}) {
  for (const selection of selectionSet.selections) {
    if (selection.kind === 'InlineFragment') {
      if (applies(schema, selection.typeCondition, type)) randomObject(schema, type, selection.selectionSet, random, out)
      continue
    }
    const key = (selection.alias ?? selection.name).value
    const field = type.getFields()[selection.name.value]
    out[key] = selection.name.value === '__typename' ? type.name
      : randomValue(schema, field.type, selection.selectionSet, random, selection.name.value)
  }
  return out
}

/** Answers `body` at random. Returns: { errors } where the query does not fit the schema, else { data } */
export function answerAtRandom(schema, body, random) {
  const document = parse(body.query)
  const errors = validate(schema, document)
  if (errors.length > 0) return { errors: errors.map(({ message }) => ({ message })) }
  return { data: randomObject(schema, schema.getQueryType(), document.definitions[0].selectionSet, random) }
}
