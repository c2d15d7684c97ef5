// SPDX-License-Identifier: Apache-2.0
// Nanoseconds per flat badge that shields' badge-maker takes, as a bare number: node --input-type=module - COUNT < badge-maker.mjs.
// Read from standard input, so that badge-maker is found from the working directory.
import { makeBadge } from 'badge-maker'

const count = Number(process.argv[2])
const scores = Array.from({ length: 101 }, (_, tenths) => (tenths === 100 ? '10' : (tenths / 10).toFixed(1)))
const loop = n => {
  let length = 0
  for (let i = 0; i < n; i++)
    length += makeBadge({ label: 'scorecard', message: scores[i % 101], color: 'green', style: 'flat' }).length
  return length
}

loop(count) // the compiler warms up
const start = process.hrtime.bigint()
loop(count)
console.log(String((process.hrtime.bigint() - start) / BigInt(count)))
