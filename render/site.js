// SPDX-License-Identifier: Apache-2.0
// Sorting, filtering and opening what is printed, and nothing else: without this script every page says the same. Text
// reaches the page as text alone.
'use strict';

const ROWS_SHOWN = 100;
const NAME = 0, PAGE = 1, GROUP = 2, RISK = 3, CRITICALITY = 4, FLOOR = 5, SCORE = 6, CHANGE = 7, BAND = 8, WHY = 9, YEAR = 10;
const collator = new Intl.Collator('en', { numeric: true });

function element (name, className, text, role) {
  const made = document.createElement (name);

  if (role)
    made.setAttribute ('role', role);
  if (className)
    made.className = className;
  if (text !== undefined)
    made.textContent = text;
  return made;
}

const tenths = (number) => number < 0 ? 'n/a' : number >= 100 ? '10' : (number / 10).toFixed (1);
const hundredths = (number) => number < 0 ? 'n/a' : (number / 100).toFixed (2);

function changeText (number) {
  if (number === null)
    return '';
  return (number > 0 ? '+' : number < 0 ? '\u2212' : '') + (Math.abs (number) / 10).toFixed (1);
}

// The same line as render/chart.c draws.
function sparkline (scores) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS (space, 'svg');
  const path = document.createElementNS (space, 'path');
  let d = '';

  scores.forEach ((score, i) => {
    if (score >= 0)
      d += (d === '' ? 'M' : 'L') + (2 + i * 68 / (scores.length - 1)).toFixed (1) + ' ' + (18 - score * 16 / 100).toFixed (1);
  });
  svg.setAttribute ('class', 'spark');
  svg.setAttribute ('viewBox', '0 0 72 20');
  svg.setAttribute ('aria-hidden', 'true');
  path.setAttribute ('class', 'spark-line');
  path.setAttribute ('d', d);
  svg.append (path);
  return svg;
}

// Makes the heading of each column in @columns a button; @sort is called with the column's index and 1 or -1.
function headingsMakeButtons (table, columns, sort) {
  const headings = [...table.tHead.rows[0].cells];

  for (const index of columns) {
    const heading = headings[index];
    const button = element ('button', '', heading.textContent);

    button.type = 'button';
    heading.replaceChildren (button);
    button.addEventListener ('click', () => {
      const isNumber = heading.classList.contains ('number');
      const was = heading.getAttribute ('aria-sort');
      // Numbers the largest first, names from A on.
      const now = was === null ? (isNumber ? 'descending' : 'ascending') : was === 'ascending' ? 'descending' : 'ascending';

      headings.forEach ((other) => other.removeAttribute ('aria-sort'));
      heading.setAttribute ('aria-sort', now);
      sort (index, now === 'ascending' ? 1 : -1);
    });
  }
}

// What is not known comes last, whichever way is sorted.
function compare (a, b, direction) {
  const isAbsentA = a === null || a === '' || Number.isNaN (a);
  const isAbsentB = b === null || b === '' || Number.isNaN (b);

  if (isAbsentA || isAbsentB)
    return isAbsentA - isAbsentB;
  return direction * (typeof a === 'number' ? a - b : collator.compare (a, b));
}

function cellValue (row, index) {
  const text = row.cells[index].textContent.trim ();

  return row.cells[index].classList.contains ('number') ? Number.parseFloat (text.replace ('\u2212', '-')) : text;
}

// A table that is whole on its page.
function tableMakeSortable (table) {
  const body = table.tBodies[0];
  const columns = [...table.tHead.rows[0].cells].keys ();

  headingsMakeButtons (table, columns, (index, direction) => {
    const rows = [...body.rows].map ((row) => ({ row, value: cellValue (row, index) }));

    rows.sort ((a, b) => compare (a.value, b.value, direction));
    body.append (...rows.map (({ row }) => row));
  });
}

// The table of all repositories, of which the page holds the first alone: from the data of all.
class Overview {
  constructor (table, rows) {
    const titles = [...table.tHead.rows[0].cells].map ((cell) => cell.textContent);
    const fields = { Repository: NAME, Group: GROUP, Risk: RISK, Criticality: CRITICALITY, Floor: FLOOR, Score: SCORE, Change: CHANGE };

    this.table = table;
    this.rows = rows;
    this.shown = rows;
    this.first = 0;
    this.hasGroup = titles.includes ('Group');
    this.hasChange = titles.includes ('Change');
    // Lower case once, not at each key.
    this.haystacks = rows.map ((row) => `${row[NAME]}\n${row[GROUP]}\n${row[WHY]}`.toLowerCase ());
    this.status = document.getElementById ('filter-status');
    this.text = document.getElementById ('filter-text');
    this.group = document.getElementById ('filter-group');
    this.order = null;
    headingsMakeButtons (table, titles.flatMap ((title, i) => title in fields ? [i] : []), (index, direction) => {
      this.order = { field: fields[titles[index]], direction };
      this.update ();
    });
    this.groupsOffer ();
    this.turnMake ();
    this.text.addEventListener ('input', () => this.update ());
    this.group?.addEventListener ('change', () => this.update ());
    document.getElementById ('filter').hidden = false;
    for (const parts of document.querySelectorAll ('nav.parts'))
      parts.hidden = true;
    this.update ();
  }

  groupsOffer () {
    if (!this.group)
      return;
    const groups = [...new Set (this.rows.map ((row) => row[GROUP]))].filter ((group) => group !== '');

    groups.sort (collator.compare);
    for (const group of groups) {
      const option = element ('option', '', group);

      option.value = group;
      this.group.append (option);
    }
  }

  turnMake () {
    const turn = element ('div', 'turn');

    this.back = element ('button', '', 'Previous');
    this.on = element ('button', '', 'Next');
    for (const [button, step] of [[this.back, -ROWS_SHOWN], [this.on, ROWS_SHOWN]]) {
      button.type = 'button';
      button.addEventListener ('click', () => {
        this.first += step;
        this.show ();
      });
    }
    turn.append (this.back, this.on);
    turn.hidden = this.rows.length <= ROWS_SHOWN;
    this.table.parentElement.after (turn);
  }

  update () {
    const words = this.text.value.toLowerCase ().split (/\s+/).filter ((word) => word !== '');
    const group = this.group ? this.group.value : '';

    this.shown = this.rows.filter ((row, i) => (group === '' || row[GROUP] === group)
      && words.every ((word) => this.haystacks[i].includes (word)));
    if (this.order) {
      const { field, direction } = this.order;
      // Scores below 0 are none; changes below 0 are changes.
      const value = (row) => field !== CHANGE && typeof row[field] === 'number' && row[field] < 0 ? null : row[field];

      this.shown.sort ((a, b) => compare (value (a), value (b), direction));
    }
    this.first = 0;
    this.show ();
  }

  row (data) {
    const cell = (className, text) => element ('td', className, text, 'cell');
    const row = element ('tr', '', undefined, 'row');
    const heading = element ('th', '', undefined, 'rowheader');
    const link = element ('a', '', data[NAME]);
    const score = cell ('number rated');
    const year = cell ('year');

    heading.scope = 'row';
    link.href = `repositories/${data[PAGE]}.html`;
    heading.append (link);
    score.append (element ('b', `score ${data[BAND]}`, tenths (data[SCORE])));
    if (data[YEAR].filter ((value) => value >= 0).length > 1)
      year.append (sparkline (data[YEAR]));
    row.append (heading);
    if (this.hasGroup)
      row.append (cell ('group', data[GROUP]));
    row.append (cell ('number risk', tenths (data[RISK])), cell ('number criticality', hundredths (data[CRITICALITY])),
      cell ('number floor', tenths (data[FLOOR])), score);
    if (this.hasChange)
      row.append (cell ('number change', changeText (data[CHANGE])));
    row.append (year, cell ('why', data[WHY]));
    return row;
  }

  show () {
    const end = Math.min (this.first + ROWS_SHOWN, this.shown.length);
    const count = this.shown.length === this.rows.length ? `${this.rows.length} repositories` : `${this.shown.length} of ${this.rows.length} repositories`;
    const range = this.shown.length === 0 ? `None of ${this.rows.length} repositories` : `${this.first + 1} to ${end} of ${count}`;

    this.table.tBodies[0].replaceChildren (...this.shown.slice (this.first, end).map ((row) => this.row (row)));
    this.table.caption.textContent = range;
    this.status.textContent = range;
    this.back.disabled = this.first === 0;
    this.on.disabled = end >= this.shown.length;
  }
}

// What nobody could look at is printed with the rest.
function unseenPrint () {
  let opened = [];

  addEventListener ('beforeprint', () => {
    opened = [...document.querySelectorAll ('.unseen:not([open])')];
    opened.forEach ((details) => { details.open = true; });
  });
  addEventListener ('afterprint', () => opened.forEach ((details) => { details.open = false; }));
}

const repositories = document.getElementById ('repositories');

if (repositories && globalThis.hallmarkRows)
  new Overview (repositories, globalThis.hallmarkRows);
for (const table of document.querySelectorAll ('table.sortable'))
  tableMakeSortable (table);
unseenPrint ();
document.documentElement.dataset.ready = 'yes';
