// Building elements: data becomes text nodes and attributes, never markup.

/** `h("button", {class: "x", on: {click}}, "text", node, [more])`; null, undefined and false are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.flat(Infinity).filter(shown).map(asNode));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
  } else if (name === "style") {
    // Through the object model: the page's security policy refuses style attributes.
    for (const [property, setting] of Object.entries(value)) node.style.setProperty(property, setting);
  } else if (name === "value" || name === "checked" || name === "indeterminate") {
    node[name] = value;
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

const shown = (child) => child !== null && child !== undefined && child !== false && child !== "";
const asNode = (child) => (child instanceof Node ? child : document.createTextNode(String(child)));

/** Replaces what a node holds. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(shown).map(asNode));
  return node;
}

export const byId = (id) => document.getElementById(id);

let counter = 0;
/** An id no other element of this page has. */
export const freshId = (word) => `${word}-${++counter}`;

/** Puts the focus on what stands where the focused element stood before a part was drawn again. */
export function keepFocus(before, draw) {
  const key = before.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const had = before.contains(document.activeElement);
  const after = draw();
  if (!had) return after;
  const twin = key && after.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (twin || after).focus({ preventScroll: true });
  return after;
}

/** Calls `act` once things have been quiet for a while. */
export function debounced(milliseconds, act) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), milliseconds);
  };
}

const ICONS = {
  hash: "M6 2.5 4.5 13.5M11.5 2.5 10 13.5M2.5 5.8h11.5M2 10.2h11.5",
  lock: "M4 7.5h8v6H4zM5.6 7.5V5a2.4 2.4 0 0 1 4.8 0v2.5",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  back: "M9.5 3 4.5 8l5 5",
  menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
  send: "M2.5 13.5 14 8 2.5 2.5 4.3 8zM4.3 8H9",
  smile: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.3 9.4c1.4 2 4 2 5.4 0M6 6v.6M10 6v.6",
  reply: "M2.5 3h11v8H7l-3 2.6V11H2.5z",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  bolt: "M9 1.8 3.5 9H8l-1 5.2L12.5 7H8z",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  traffic: "M5 13V3M5 3 2.5 5.5M5 3l2.5 2.5M11 3v10M11 13l2.5-2.5M11 13 8.5 10.5",
  fault: "M8 2.2 14.5 13.5h-13zM8 6.5v3.3M8 11.6v.1",
  down: "M4 6.2 8 10.2l4-4",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.800V8l2.3 1.5",
  star: "M8 1.5 9.6 6.4 14.5 8 9.6 9.6 8 14.5 6.4 9.6 1.5 8 6.4 6.400z",
};

/** A small line drawing that says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
