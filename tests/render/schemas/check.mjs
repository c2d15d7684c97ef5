// SPDX-License-Identifier: Apache-2.0
// Holds SARIF logs against OASIS's schema: node check.mjs FILE... Says each mistake, and ends with 1 where there is one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);
const schema = JSON.parse(readFileSync(require.resolve('@microsoft/sarif-multitool-linux/sarif-2.1.0.json'), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(schema);

let mistakes = 0;
for (const file of process.argv.slice(2)) {
  if (validate(JSON.parse(readFileSync(file, 'utf8')))) continue;
  for (const error of validate.errors) {
    console.error(`${file}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
    mistakes++;
  }
}
if (process.argv.length < 3) throw new Error('give a file');
process.exit(mistakes > 0 ? 1 : 0);
