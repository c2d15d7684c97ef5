// SPDX-License-Identifier: Apache-2.0
// Lets the TypeScript compiler judge statements that stand for requests and bodies, against the types of a forge's client.
import { execFileSync } from 'node:child_process'
import { symlinkSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `statements`: { at, text }, a line of text each, which follow `preamble`. Returns: complaints */
export function compile(modules, preamble, statements) {
  const folder = mkdtempSync(join(tmpdir(), 'hallmark-types-'))
  try {
    symlinkSync(modules, join(folder, 'node_modules'))
    writeFileSync(join(folder, 'check.mts'), preamble + statements.map(({ text }) => text).join('\n') + '\n')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: { noEmit: true, strict: true, skipLibCheck: true, module: 'nodenext', types: [] },
      files: ['check.mts'],
    }))
    execFileSync(process.execPath, [join(modules, 'typescript', 'bin', 'tsc'), '--pretty', 'false', '--project', folder],
      { cwd: folder, stdio: 'pipe' })
    return []
  } catch (error) {
    const skipped = preamble.split('\n').length - 1
    return String(error.stdout).split('\n').filter((line) => /error TS/.test(line)).map((line) => {
      const number = Number(/\((\d+),/.exec(line)?.[1] ?? 0) - skipped - 1
      return `${statements[number]?.at ?? 'the preamble'}: ${line.replace(/^.*?error /, '')}`
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
