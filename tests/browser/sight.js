(expected) => {
  // What is wrong with what one sees of the page, one line each. `sight.py` says what is looked for.

  const { scrolls, sideways, written, whole, floats } = expected;
  const CONTROLS = "a[href], button, input, select, textarea, summary";
  const SLACK = 1;
  const found = [];
  const [width, height] = [window.innerWidth, window.innerHeight];

  const name = (element) => {
    const { id, className, tagName } = element;
    const classes = typeof className === "string" && className ? `.${className.trim().replace(/\s+/g, ".")}` : "";
    const text = (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${tagName.toLowerCase()}${id ? `#${id}` : classes}> ${JSON.stringify(text)}`;
  };

  const isShown = (element) => {
    const { width: wide, height: high } = element.getBoundingClientRect();
    const isUnclipped = !element.closest(".hidden-text, noscript");
    return isUnclipped && wide > 0 && high > 0 && element.checkVisibility({ checkVisibilityCSS: true });
  };

  const cross = (one, other) => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const isEmpty = ({ left, top, right, bottom }) => right - left < SLACK || bottom - top < SLACK;
  const screen = { left: 0, top: 0, right: width, bottom: height };

  /** The inside of an element's borders, and of its scroll bars. */
  const inside = (element) => {
    const { left, top } = element.getBoundingClientRect();
    const [x, y] = [left + element.clientLeft, top + element.clientTop];
    return { left: x, top: y, right: x + element.clientWidth, bottom: y + element.clientHeight };
  };

  /** What clips an element: itself and those around it, up to the window. */
  function* clips(element) {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.display === "contents" || style.display === "inline") continue;
      yield [one, style];
      if (style.position === "fixed" || one.matches(":modal")) return;
    }
  }

  /** What of an element's place can be seen now. */
  const inSight = (element) => {
    let box = screen;
    for (const [one, style] of clips(element.parentElement)) {
      const area = inside(one);
      if (style.overflowX !== "visible") box = cross(box, { ...area, top: -Infinity, bottom: Infinity });
      if (style.overflowY !== "visible") box = cross(box, { ...area, left: -Infinity, right: Infinity });
    }
    return box;
  };

  const rectOf = (element) => {
    const rects = [...element.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0);
    return rects[0] ?? element.getBoundingClientRect();
  };

  const centre = ({ left, top, right, bottom }) => [(left + right) / 2, (top + bottom) / 2];

  /** What lies over the middle of an element, if anything does. */
  const coverOf = (element) => {
    const top = document.elementFromPoint(...centre(rectOf(element)));
    if (!top || top === element || element.contains(top)) return top ? null : "nothing can be hit there";
    if (top.closest("label")?.control === element || element.labels?.[0]?.contains(top)) return null;
    if (element.closest("[role=log]") && top.closest(floats)) return null;
    return `${name(top)} lies over it`;
  };

  const mustBeInSight = (what, element) => {
    const rect = element.getBoundingClientRect();
    const box = inSight(element);
    const isOut =
      rect.left < box.left - SLACK ||
      rect.top < box.top - SLACK ||
      rect.right > box.right + SLACK ||
      rect.bottom > box.bottom + SLACK;
    const place = [rect.left, rect.top, rect.right, rect.bottom].map(Math.round).join(" ");
    if (isOut) found.push(`${what} ${name(element)} isn't in view: it is at ${place}`);
    const cover = isOut ? null : coverOf(element);
    if (cover) found.push(`${what} ${name(element)} is covered: ${cover}`);
  };

  const shown = (selector, scope) => [...scope.querySelectorAll(selector)].filter(isShown);

  // One main.
  const mains = [...document.querySelectorAll("main, [role=main]")];
  if (mains.length !== 1) found.push(`there are ${mains.length} main elements: ${mains.map(name).join(", ")}`);
  for (const main of mains) {
    if (main.matches("main[role]:not([role=main])")) found.push(`${name(main)} is no main: it has another role`);
    const { left, top, right, bottom } = main.getBoundingClientRect();
    const isOut = left < -SLACK || top < -SLACK || right > width + SLACK || bottom > height + SLACK;
    if (isOut || !isShown(main)) found.push(`${name(main)} isn't where the screen is: ${[left, top, right, bottom]}`);
  }

  // Nothing scrolled.
  const { offsetLeft = 0, offsetTop = 0, scale = 1 } = window.visualViewport ?? {};
  if (window.scrollX || window.scrollY || offsetLeft || offsetTop) found.push("the window is scrolled");
  if (Math.abs(scale - 1) > 0.01) found.push(`the window is zoomed: ${scale}`);
  for (const element of document.querySelectorAll("*")) {
    const { scrollLeft, scrollTop } = element;
    const isLog = element.matches("[role=log]");
    if (isLog && expected.atEnd) {
      const rest = element.scrollHeight - element.clientHeight - scrollTop;
      if (rest > 2) found.push(`${name(element)} isn't at its end: ${rest} px are below`);
    }
    if ((scrollTop && !isLog) || scrollLeft) {
      if (!element.matches(scrolls)) found.push(`${name(element)} is scrolled: ${scrollLeft}, ${scrollTop}`);
    }
    // Nothing to scroll to the side.
    const { overflowX } = getComputedStyle(element);
    const over = element.scrollWidth - element.clientWidth;
    const isScroller = element === document.documentElement || overflowX === "auto" || overflowX === "scroll";
    if (isScroller && over > SLACK && element.clientWidth && !element.matches(`${sideways}, input, textarea, select`)) {
      found.push(`${name(element)} is ${over} px too wide`);
    }
  }

  // The heading and the controls.
  const dialog = shown("dialog[open], [role=dialog]", document).at(-1);
  const scope = dialog ?? mains[0] ?? document.body;
  if (dialog) {
    const label = document.getElementById(dialog.getAttribute("aria-labelledby") ?? "") ?? dialog;
    if (!(dialog.getAttribute("aria-label") ?? label.textContent).trim()) found.push(`${name(dialog)} has no name`);
    const { left, top, right, bottom } = dialog.getBoundingClientRect();
    const isOut = left < -SLACK || top < -SLACK || right > width + SLACK || bottom > height + SLACK;
    if (isOut) found.push(`the dialog ${name(dialog)} sticks out: ${[left, top, right, bottom].map(Math.round)}`);
    for (const heading of shown("h1, h2", dialog).slice(0, 1)) mustBeInSight("the heading", heading);
  } else if (expected.heading) {
    const headings = shown("h1", scope);
    if (headings.length === 0) found.push("there is no heading");
    for (const heading of headings) mustBeInSight("the heading", heading);
  }
  const controls = shown(CONTROLS, scope).filter((one) => !one.disabled);
  // Of each pane, where there are two.
  const firsts = new Set(
    [scope, ...shown(".side, .front, .details", scope)].map((part) => controls.find((one) => part.contains(one))),
  );
  for (const control of firsts) if (control) mustBeInSight("the first control", control);
  for (const control of controls) {
    if (firsts.has(control)) continue;
    const [x, y] = centre(rectOf(control));
    const { left, top, right, bottom } = inSight(control);
    if (x < left || x > right || y < top || y > bottom) continue;
    const cover = coverOf(control);
    if (cover) found.push(`the control ${name(control)} is covered: ${cover}`);
  }

  // No cut text.
  const say = (text, parent, how) => found.push(`${JSON.stringify(text.slice(0, 40))} in ${name(parent)} ${how}`);

  /** How a line of text is cut, if it is. */
  const cutOf = (rect, parent) => {
    // The box of a line is higher than what is drawn of it.
    const air = (rect.bottom - rect.top) * 0.18;
    let box = { left: rect.left, top: rect.top + air, right: rect.right, bottom: rect.bottom - air };
    for (const [one, style] of clips(parent)) {
      const area = inside(one);
      if (style.overflowX !== "visible" && (box.left < area.left - SLACK || box.right > area.right + SLACK)) {
        const isHidden = style.overflowX === "hidden" || style.overflowX === "clip";
        if (isHidden && style.textOverflow !== "ellipsis") return `is cut at the side by ${name(one)}`;
        if (isHidden && (!parent.closest(written) || parent.closest(whole))) return `is shortened by ${name(one)}`;
        box = cross(box, { ...area, top: -Infinity, bottom: Infinity });
      }
      if (style.overflowY !== "visible" && (box.top < area.top - SLACK || box.bottom > area.bottom + SLACK)) {
        const isHidden = style.overflowY === "hidden" || style.overflowY === "clip";
        const isClamped = style.webkitLineClamp !== "none" && parent.closest(written);
        if (isHidden && !isClamped) return `is cut above or below by ${name(one)}`;
        box = cross(box, { ...area, left: -Infinity, right: Infinity });
      }
      if (isEmpty(box)) return null;
    }
    if (box.left < -SLACK || box.right > width + SLACK) return "goes over the side of the screen";
    if (box.top < -SLACK || box.bottom > height + SLACK) return "is off the screen, where nothing scrolls";
    return null;
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const parent = walker.currentNode.parentElement;
    if (!text || !parent || parent.closest("script, style, option") || !isShown(parent)) continue;
    range.selectNodeContents(walker.currentNode);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > SLACK);
    const how = rects.map((rect) => cutOf(rect, parent)).find(Boolean);
    if (how) say(text, parent, how);
    const frame = parent.closest(
      "button, .button, label, legend, .segment > span, .tag, .chip, .badge, th, td, h1, h2",
    );
    if (!frame || getComputedStyle(frame).display === "inline") continue;
    const area = frame.getBoundingClientRect();
    const isOver = (rect) =>
      rect.left < area.left - SLACK ||
      rect.right > area.right + SLACK ||
      centre(rect)[1] < area.top ||
      centre(rect)[1] > area.bottom;
    if (!how && rects.some(isOver) && !parent.closest(written)) say(text, parent, `sticks out of ${name(frame)}`);
  }
  const measure = document.createElement("canvas").getContext("2d");
  for (const field of shown("input[placeholder], textarea[placeholder]", document)) {
    if (field.value) continue;
    const style = getComputedStyle(field);
    measure.font = style.font;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const wide = measure.measureText(field.placeholder).width;
    if (wide > room + SLACK) say(field.placeholder, field, `is ${Math.round(wide - room)} px too long for its field`);
  }

  // No broken picture.
  for (const image of shown("img", document)) {
    if (image.complete && image.naturalWidth === 0) found.push(`the picture ${image.currentSrc} is broken`);
  }
  return found;
};
