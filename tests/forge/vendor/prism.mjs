// SPDX-License-Identifier: Apache-2.0
// Runs the real program against Prism, which serves GitHub's OpenAPI description, and a GraphQL server that answers at random.
import { spawn, execFileSync } from 'node:child_process'
import { createServer, request } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerAtRandom, randomOf } from './graphql.mjs'

const startMs = 180_000 // it reads 12 MB of description, on machines with other things to do
const scanMs = 30_000
const token = 'ghp_000000000000000000000000000000000000'

function listen(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)))
}

async function freePort() {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

function isUp(port) {
  return new Promise((resolve) => {
    request({ host: '127.0.0.1', port, path: '/zen' }, (answer) => { answer.resume(); resolve(true) })
      .on('error', () => resolve(false)).end()
  })
}

async function startPrism(modules) {
  const port = await freePort()
  const description = join(modules, '@octokit', 'openapi', 'generated', 'api.github.com.json')
  const prism = spawn(process.execPath, [join(modules, '@stoplight', 'prism-cli', 'dist', 'index.js'), 'mock',
    '--host', '127.0.0.1', '--port', String(port), '--verboseLevel', 'error', description], { stdio: 'ignore' })
  for (const end = Date.now() + startMs; Date.now() < end && prism.exitCode === null;) {
    if (await isUp(port)) return { port, stop: () => prism.kill() }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  prism.kill()
  throw new Error('Prism did not start')
}

function bodyOf(stream) {
  return new Promise((resolve, reject) => {
    const parts = []
    stream.on('data', (part) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts))).on('error', reject)
  })
}

// GraphQL is not in the OpenAPI description: it is answered here, and the rest handed on.
function frontOf(prismPort, schema, seen) {
  return createServer(async (asked, answer) => {
    const body = await bodyOf(asked)
    if (asked.method === 'POST' && asked.url === '/graphql') {
      const found = answerAtRandom(schema, JSON.parse(body), seen.random)
      // An empty repository leads to one question more.
      if (found.data?.repository?.defaultBranchRef === null) seen.least = 2
      seen.lines.push({ line: 'POST /graphql', status: found.errors ? 422 : 200, why: found.errors?.[0].message })
      answer.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': 'repo' })
      answer.end(JSON.stringify(found))
      return
    }
    // The media type that GitHub's documentation asks for is not among those of its description.
    const isDocumented = asked.headers.accept === 'application/vnd.github+json'
    const headers = { ...asked.headers, ...(isDocumented ? { accept: 'application/json' } : {}) }
    request({ host: '127.0.0.1', port: prismPort, path: asked.url, method: asked.method, headers }, async (got) => {
      const content = await bodyOf(got)
      // Prism complains of GitHub's own examples, too: only what it says of the request is ours.
      const violations = JSON.parse(got.headers['sl-violations'] ?? '[]').filter(({ location }) => location[0] === 'request')
        .map(({ message }) => message).join(', ') || undefined
      const problem = /problem\+json/.test(got.headers['content-type'] ?? '') ? content.toString() : undefined
      const accept = isDocumented ? undefined : `accept: ${asked.headers.accept}`
      seen.lines.push({ line: `${asked.method} ${asked.url}`, status: got.statusCode, why: violations ?? problem ?? accept })
      answer.writeHead(got.statusCode, got.headers)
      answer.end(content)
    }).end(body)
  })
}

function repository(folder) {
  const git = (...rest) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-C', folder, ...rest],
    { stdio: 'pipe' })
  git('init', '-q', '-b', 'main')
  git('commit', '-q', '--allow-empty', '-m', 'start')
  git('remote', 'add', 'origin', 'https://github.com/o/r.git')
}

function scan(hallmark, folder, extra) {
  return new Promise((resolve) => {
    const child = spawn(hallmark, ['scan', '--forge=github', '--no-cache', '--quiet', '--max-wait=0', ...extra, folder],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, HOME: folder }, timeout: scanMs })
    bodyOf(child.stderr).then((text) =>
      child.exitCode !== null || child.signalCode !== null
        ? resolve({ code: child.exitCode, signal: child.signalCode, text })
        : child.on('exit', (code, signal) => resolve({ code, signal, text })))
  })
}

/** Returns: { problems, notes, summary } */
export async function checkByPrism(modules, schema, hallmark, n_seeds = 10) {
  const problems = new Set()
  const folder = mkdtempSync(join(tmpdir(), 'hallmark-prism-'))
  const began = Date.now()
  const prism = await startPrism(modules)
  const started = Date.now() - began
  const seen = { lines: [], least: 3, random: randomOf(1) }
  const front = frontOf(prism.port, schema, seen)
  const operations = new Set()
  let n_requests = 0
  try {
    const port = await listen(front)
    const report = join(folder, 'report.json')
    repository(folder)
    writeFileSync(join(folder, 'token'), `${token}\n`, { mode: 0o600 })
    for (let seed = 0; seed <= n_seeds; seed++) {
      // The first scan has no token, and so asks by REST alone.
      const extra = seed === 0 ? [] : [`--token-file=${join(folder, 'token')}`]
      const at = seed === 0 ? 'anonymous' : `seed ${seed}`
      seen.lines = []
      seen.least = 3
      seen.random = randomOf(seed)
      const { code, signal, text } = await scan(hallmark, folder, [`--api=http://127.0.0.1:${port}`, `--output=${report}`, ...extra])
      if (signal !== null || code > 1) problems.add(`${at}: hallmark ended with ${signal ?? code}: ${text}`)
      else if (readFileSync(report, 'utf8').includes(token)) problems.add(`${at}: the report holds the token`)
      if (seen.lines.length < seen.least) problems.add(`${at}: only ${seen.lines.length} requests came: ${text}`)
      for (const { line, status, why } of seen.lines) {
        n_requests++
        operations.add(line.replace(/\?.*/, ''))
        if (why !== undefined) problems.add(`${at}: ${line}: ${status}: ${why}`)
      }
    }
  } finally {
    front.close()
    front.closeAllConnections()
    prism.stop()
    rmSync(folder, { recursive: true })
  }
  return {
    problems: [...problems],
    notes: [],
    summary: `${n_requests} requests of ${n_seeds + 1} scans accepted by Prism (up after ${(started / 1000).toFixed(1)} s)`,
  }
}
