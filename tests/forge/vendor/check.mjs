// SPDX-License-Identifier: Apache-2.0
// usage: check.mjs HALLMARK QUERIES, with the packages of package.json beside it. Prints what is wrong, then one line; exits 0 or 1.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { checkForgejo } from './forgejo.mjs'
import { checkGitlab } from './gitlab.mjs'
import { checkGraphql, loadSchema } from './graphql.mjs'
import { checkByPrism } from './prism.mjs'
import { checkRest } from './rest.mjs'

const [hallmark, queries] = process.argv.slice(2)
const modules = join(import.meta.dirname, 'node_modules')
const schema = loadSchema(modules)
const bodies = execFileSync(queries, { encoding: 'utf8' }).trim().split('\n')
const results = [checkRest(modules), checkGraphql(schema, bodies), checkForgejo(modules), await checkGitlab(modules),
  await checkByPrism(modules, schema, hallmark)]
const problems = results.flatMap((result) => result.problems)

if (process.env.VERBOSE) for (const note of results.flatMap((result) => result.notes)) console.log(note)
for (const problem of problems) console.log(problem)
console.log(`vendors' descriptions: ${results.map(({ summary }) => summary).join('; ')}: ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0
