// SPDX-License-Identifier: Apache-2.0
// node check.mjs CHROMIUM [--charts] SITE [PICTURES]: looks at pages of a site as people of all kinds do, and holds them against axe-core's rules; with
// --charts at the pictures alone.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Browser } from './browser.mjs';
import { CHARTS } from './charts.mjs';

const PAGES_OF_A_FOLDER = 4;
const LOOKS = [
  { name: 'phone', width: 360, isDark: false, isScripted: true },
  { name: 'phone-dark', width: 360, isDark: true, isScripted: true },
  { name: 'laptop', width: 1280, isDark: false, isScripted: true },
  { name: 'laptop-dark', width: 1280, isDark: true, isScripted: true },
  { name: 'laptop-plain', width: 1280, isDark: false, isScripted: false },
  { name: 'phone-plain', width: 360, isDark: false, isScripted: false },
  { name: 'wide', width: 1920, isDark: false, isScripted: true },
  { name: 'wide-dark', width: 1920, isDark: true, isScripted: true },
  { name: 'print', width: 1000, isDark: true, isScripted: true, isPrinted: true },
];
const MILLISECONDS_MAX = 1000;

const isOfCharts = process.argv[3] === '--charts';
const [program, folder, pictures] = process.argv.slice (2).filter ((word) => word !== '--charts');
const site = resolve (folder);
const axe = readFileSync (createRequire (import.meta.url).resolve ('axe-core/axe.min.js'), 'utf8');
let nProblems = 0;
let nLooks = 0;

function problem (page, look, text) {
  nProblems++;
  console.log (`${page} (${look.name}): ${text}`);
}

function pagesOf (name) {
  const pages = existsSync (join (site, name)) ? readdirSync (join (site, name)) : [];

  return pages.filter ((file) => file.endsWith ('.html')).sort ().slice (0, PAGES_OF_A_FOLDER).map ((file) => join (name, file));
}

// Moved sideways, a page hides what stands there.
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

const AXE = `axe.run (document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  .then (({ violations }) => violations.flatMap ((rule) => rule.nodes.slice (0, 3).map ((node) =>
    rule.id + ': ' + rule.help + ': ' + node.target.join (' ') + ': ' + (node.failureSummary ?? '').replace (/\\s+/g, ' '))))`;

async function look (page, path, how) {
  await page.open (pathToFileURL (join (site, path)).href, how);
  nLooks++;
  if (pictures) {
    mkdirSync (pictures, { recursive: true });
    writeFileSync (join (pictures, `${path.replaceAll ('/', '_')}-${how.name}.png`), await page.picture ());
  }
  for (const complaint of page.complaints)
    problem (path, how, complaint);
  if (!how.isScripted)
    return;
  if (!how.isPrinted && await page.evaluate (OVERFLOW) > 0)
    problem (path, how, `is ${await page.evaluate (OVERFLOW)} px wider than the screen`);
  if (how.isPrinted)
    return;
  for (const complaint of await page.evaluate (CHARTS))
    problem (path, how, complaint);
  if (isOfCharts)
    return;
  await page.evaluate (`${axe}; undefined`);
  for (const violation of await page.evaluate (AXE))
    problem (path, how, violation);
}

// Sorts and filters as a visitor would, and takes the time.
async function tableTry (page) {
  const how = LOOKS[2];
  const count = "document.querySelectorAll ('#repositories tbody tr').length";

  await page.open (pathToFileURL (join (site, 'index.html')).href, how);
  const ready = await page.evaluate ('performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart');
  const n = await page.evaluate ('hallmarkRows.length');
  const sort = await page.evaluate (`(() => {
    const begin = performance.now ();
    document.querySelectorAll ('#repositories th button')[0].click ();
    document.body.getBoundingClientRect ();
    return performance.now () - begin;
  }) ()`);
  const names = await page.evaluate ("[...document.querySelectorAll ('#repositories tbody th')].map ((cell) => cell.textContent)");
  const sorted = [...names].sort (new Intl.Collator ('en', { numeric: true }).compare);
  const filter = await page.evaluate (`(() => {
    const begin = performance.now ();
    const text = document.getElementById ('filter-text');
    text.value = hallmarkRows[0][0];
    text.dispatchEvent (new Event ('input'));
    document.body.getBoundingClientRect ();
    return performance.now () - begin;
  }) ()`);

  console.log (`overview of ${n} repositories: ready after ${ready} ms, sorted in ${sort.toFixed (0)} ms, filtered in ${filter.toFixed (0)} ms`);
  if (ready > MILLISECONDS_MAX || sort > MILLISECONDS_MAX || filter > MILLISECONDS_MAX)
    problem ('index.html', how, `takes more than ${MILLISECONDS_MAX} ms`);
  if (names.join () !== sorted.join ())
    problem ('index.html', how, 'sorting by name does not');
  if (await page.evaluate ("document.querySelector ('#repositories th').getAttribute ('aria-sort')") !== 'ascending')
    problem ('index.html', how, 'the sorted column does not say so');
  if (await page.evaluate (count) < 1 || await page.evaluate ("!document.querySelector ('#repositories tbody th').textContent.includes (hallmarkRows[0][0])"))
    problem ('index.html', how, 'filtering by the name of the first repository does not find it');
}

const browser = new Browser (program);
const page = await browser.page ();
// What the pictures of a site are like shows on few pages; phone and wide in one light are enough.
const LOOKS_OF_CHARTS = ['phone', 'laptop', 'laptop-dark', 'wide'];
const looks = LOOKS.filter (({ name }) => !isOfCharts || LOOKS_OF_CHARTS.includes (name));
const all = ['index.html', 'heat-map.html', 'checks.html', ...pagesOf ('repositories'), ...pagesOf ('checks'),
  ...readdirSync (site).filter ((file) => /^(repositories-2|groups)\.html$/.test (file))];
const paths = isOfCharts ? ['index.html', 'heat-map.html', ...pagesOf ('repositories').slice (0, 1)] : all;

for (const path of paths) {
  for (const how of looks)
    await look (page, path, how);
}
if (!isOfCharts)
  await tableTry (page);
await browser.end ();
console.log (`${nLooks} looks at ${paths.length} pages, ${nProblems} problems`);
process.exit (nProblems > 0 ? 1 : 0);
