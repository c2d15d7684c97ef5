// SPDX-License-Identifier: Apache-2.0
// What axe-core does not look at: the letters within pictures. Runs in the page, so it stands by itself.

function chartsJudge () {
  const SLACK = 1; // px, for how letters are placed on the grid of the screen
  const CONTRAST_MIN = 4.5;
  const LETTERS_MIN = 9; // px on the screen
  const SHOWN_MAX = 5;
  const problems = [];

  const cornersOf = (shape) => {
    const { x, y, width, height } = shape.getBBox ();
    const matrix = shape.getScreenCTM ();

    return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]].map (([a, b]) => new DOMPoint (a, b).matrixTransform (matrix));
  };

  // Two convex shapes are apart where some edge of either has all of the other on its far side.
  const isApart = (one, other) => [one, other].some ((corners) => corners.some ((from, i) => {
    const to = corners[(i + 1) % corners.length];
    const length = Math.hypot (to.x - from.x, to.y - from.y) || 1;
    const normal = { x: (to.y - from.y) / length, y: (from.x - to.x) / length };
    const reach = (points) => points.map ((point) => point.x * normal.x + point.y * normal.y);
    const a = reach (one), b = reach (other);

    return Math.min (...a) >= Math.max (...b) - SLACK || Math.min (...b) >= Math.max (...a) - SLACK;
  }));

  const numbersOf = (colour) => (colour.match (/[\d.]+/g) ?? []).map (Number);
  const isSeen = (colour) => colour !== 'none' && colour !== 'transparent' && (numbersOf (colour)[3] ?? 1) > 0;
  const lightOf = (colour) => {
    const [red, green, blue] = numbersOf (colour).map ((value) => value / 255)
      .map ((value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrastOf = (a, b) => {
    const [darker, lighter] = [lightOf (a), lightOf (b)].sort ((one, other) => one - other);

    return (lighter + 0.05) / (darker + 0.05);
  };

  const groundOf = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle (at).backgroundColor;

      if (isSeen (colour))
        return colour;
    }
    return matchMedia ('(prefers-color-scheme: dark)').matches ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)';
  };

  // What is painted last at the place, of what is painted before the text.
  const paintAt = (point, shapes, text, ground) => {
    let paint = ground;

    for (const { shape, style, inverse } of shapes) {
      if (!(shape.compareDocumentPosition (text) & Node.DOCUMENT_POSITION_FOLLOWING))
        break;
      const own = point.matrixTransform (inverse);

      if (isSeen (style.fill) && shape.isPointInFill (own))
        paint = style.fill;
      if (isSeen (style.stroke) && Number.parseFloat (style.strokeWidth) > 2 && shape.isPointInStroke (own))
        paint = style.stroke;
    }
    return paint;
  };

  const chartJudge = (svg, complain) => {
    const box = svg.getBoundingClientRect ();
    const isOut = (points) => points.some (({ x, y }) => x < box.left - SLACK || x > box.right + SLACK || y < box.top - SLACK || y > box.bottom + SLACK);
    const texts = [...svg.querySelectorAll ('text')].map ((text) => ({ text, corners: cornersOf (text), words: text.textContent }));
    const shapes = [...svg.querySelectorAll ('path, rect, circle, line')]
      .map ((shape) => ({ shape, style: getComputedStyle (shape), inverse: shape.getScreenCTM ().inverse () }));
    const ground = groundOf (svg);
    const lettersSize = Number.parseFloat (getComputedStyle (svg).fontSize) * box.width / svg.viewBox.baseVal.width;
    const frame = svg.parentElement;

    if (texts.length > 0 && lettersSize < LETTERS_MIN)
      complain (`its letters are ${lettersSize.toFixed (1)} px high`);
    // What has a narrow layout too hides nothing at the side where that is shown.
    if (innerWidth < 640 && frame.scrollWidth > frame.clientWidth)
      complain (`it is ${frame.scrollWidth - frame.clientWidth} px wider than there is room for`);
    for (const { corners, words } of texts) {
      if (isOut (corners))
        complain (`"${words}" leaves the picture`);
    }
    for (const { shape } of shapes) {
      const { left, top, right, bottom } = shape.getBoundingClientRect ();

      if (isOut ([{ x: left, y: top }, { x: right, y: bottom }]))
        complain (`a mark leaves the picture: ${shape.outerHTML.slice (0, 100)}`);
    }
    // From left to right, so that each is compared with its neighbours alone.
    for (const one of texts) {
      one.left = Math.min (...one.corners.map ((corner) => corner.x));
      one.right = Math.max (...one.corners.map ((corner) => corner.x));
    }
    texts.sort ((a, b) => a.left - b.left);
    texts.forEach ((one, i) => {
      for (let k = i + 1; k < texts.length && texts[k].left < one.right; k++) {
        if (!isApart (one.corners, texts[k].corners))
          complain (`"${one.words}" and "${texts[k].words}" lie on each other`);
      }
    });
    for (const { text, words, corners } of texts) {
      const style = getComputedStyle (text);
      const hasHalo = style.paintOrder.startsWith ('stroke') && isSeen (style.stroke);

      for (const share of [0.05, 0.5, 0.95]) {
        const along = (from, to) => from + (to - from) * share;
        const middle = (a, b) => (a + b) / 2;
        const point = new DOMPoint (along (middle (corners[0].x, corners[3].x), middle (corners[1].x, corners[2].x)),
          along (middle (corners[0].y, corners[3].y), middle (corners[1].y, corners[2].y)));
        const paint = hasHalo ? style.stroke : paintAt (point, shapes, text, ground);
        const contrast = contrastOf (style.fill, paint);

        if (contrast < CONTRAST_MIN) {
          complain (`"${words}" has a contrast of ${contrast.toFixed (2)}: ${style.fill} on ${paint}`);
          break;
        }
      }
    }
  };

  for (const swatch of document.querySelectorAll ('.chart .swatch')) {
    const { width, height } = swatch.getBoundingClientRect ();

    if (width > 16 || height > 16)
      problems.push (`a mark of the key is ${width} px wide and ${height} px high`);
  }
  // Of two layouts one is shown.
  for (const svg of [...document.querySelectorAll ('.chart svg:not(.swatch)')].filter ((one) => one.getClientRects ().length > 0)) {
    const name = svg.querySelector ('title')?.textContent;
    const found = [];

    chartJudge (svg, (text) => found.push (`${name}: ${text}`));
    problems.push (...found.slice (0, SHOWN_MAX));
    if (found.length > SHOWN_MAX)
      problems.push (`${name}: and ${found.length - SHOWN_MAX} more`);
  }
  return problems;
}

export const CHARTS = `(${chartsJudge}) ()`;
