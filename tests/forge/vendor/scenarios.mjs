// SPDX-License-Identifier: Apache-2.0
// The exchanges of tests/forge/scenarios, one by one.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// What the scenarios' server puts in the place of its own address.
const origin = 'https://forge.example'

const root = join(import.meta.dirname, '..', 'scenarios')

// Requests that the forge itself led to, by a redirect or a next page, are its own affair.
function led(exchanges) {
  const targets = new Set()
  for (const { response_headers: headers = {} } of exchanges)
    for (const value of [headers.location, headers.Location, headers.link, headers.Link])
      for (const text of [value ?? []].flat())
        for (const [url] of text.matchAll(/https:[^>\s]*/g))
          if (url.startsWith(origin)) targets.add(url.slice(origin.length))
  return targets
}

/** Yields { name, method, path, query, status, body } of each exchange of `forge`; `body` is undefined where it is no JSON. */
export function* exchangesOf(forge) {
  const folders = readdirSync(join(root, forge), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const text = readFileSync(join(root, forge, name, 'exchanges.json'), 'utf8').replaceAll('{origin}', origin)
    const exchanges = JSON.parse(text)
    const targets = led(exchanges)
    for (const exchange of exchanges) {
      const [method, whole] = exchange.request.split(' ')
      if (exchange.times === 0 || targets.has(whole)) continue
      const [path, search = ''] = whole.split('?')
      const query = [...new URLSearchParams(search)]
      const { status = 200, body } = exchange
      yield { name, method, path, query, status, body }
    }
  }
}

/** Cases whose bodies are wrong on purpose: the client has to bear them, no schema has to. */
export const wrongOnPurpose = /-wrong-shapes$|-other-shapes$|-is-list$|-is-object$|-illegible-list$|-odd$/
