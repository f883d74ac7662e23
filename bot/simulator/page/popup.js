// Things that float: menus and lists beside a button, dialogs over the page, notices in a corner.

import { byId, fill, freshId, h, icon } from "./dom.js";
import { rich, words } from "./mrkdwn.js";

/** Places a floating box under its anchor, or above where there is more room. */
export function place(box, anchor, { width = "auto" } = {}) {
  const from = anchor.getBoundingClientRect();
  if (width === "anchor") box.style.minWidth = `${from.width}px`;
  box.style.maxHeight = "";
  const { offsetWidth: wide, offsetHeight: high } = box;
  const below = window.innerHeight - from.bottom - 12;
  const above = from.top - 12;
  const up = high > below && above > below;
  box.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  box.style.left = `${Math.max(8, Math.min(from.left, window.innerWidth - wide - 8))}px`;
  box.style.top = up ? `${Math.max(8, from.top - Math.min(high, above) - 4)}px` : `${from.bottom + 4}px`;
}

/** Shows `box` in the top layer beside `anchor`, until it is closed, left, or something else is pressed. */
export function float(box, anchor, { width, closed = () => {} } = {}) {
  const home = anchor.closest("dialog") || document.body;
  box.classList.add("float");
  box.setAttribute("popover", "manual");
  home.append(box);
  box.showPopover();
  place(box, anchor, { width });
  const outside = (event) => {
    if (!box.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const moved = (event) => {
    if (!box.contains(event.target)) place(box, anchor, { width });
  };
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("scroll", moved, true);
  window.addEventListener("resize", close);
  let isOpen = true;
  function close() {
    if (!isOpen) return;
    isOpen = false;
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("scroll", moved, true);
    window.removeEventListener("resize", close);
    box.remove();
    closed();
  }
  return close;
}

/**
 * A menu beside a button. Items: {label, note?, icon?, danger?, checked?, run}. Arrow keys move, Escape returns to
 * the button, choosing closes.
 */
export function menu(button, label, items) {
  if (button.getAttribute("aria-expanded") === "true") return;
  const picks = items.map((item) => menuItem(item, () => close()));
  const box = h("div", { class: "menu", role: "menu", "aria-label": label, on: { keydown: pressed } }, picks);
  button.setAttribute("aria-expanded", "true");
  const closeBox = float(box, button, { closed: () => button.setAttribute("aria-expanded", "false") });
  (picks.find((pick) => pick.getAttribute("aria-checked") === "true") || picks[0]).focus();

  function close() {
    if (button.isConnected) button.focus();
    closeBox();
  }
  function pressed(event) {
    const at = picks.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: picks.length - 1 }[event.key];
    if (to !== undefined) picks[(to + picks.length) % picks.length].focus();
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") closeBox();
    else {
      const letter = event.key.length === 1 && picks.find((pick) => pick.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
      if (letter) letter.focus();
      return;
    }
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  }
}

function menuItem(item, close) {
  const radio = item.checked !== undefined;
  return h("button", {
    type: "button", class: item.danger ? "menu-item danger" : "menu-item", role: radio ? "menuitemradio" : "menuitem", tabindex: -1,
    "aria-checked": radio ? String(item.checked) : null,
    on: { click: () => { close(); item.run(); } },
  }, item.icon || null, h("span", { class: "menu-words" }, h("span", {}, item.label), item.note ? h("small", {}, item.note) : null));
}

/** Keeps Tab inside a dialog: from the last thing to the first and back. */
function trap(event) {
  if (event.key !== "Tab") return;
  const inside = [...event.currentTarget.querySelectorAll("a[href], button, input, select, textarea, [tabindex]")]
    .filter((node) => !node.disabled && node.tabIndex >= 0 && node.getClientRects().length);
  const [first, last] = [inside[0], inside.at(-1)];
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving && inside.includes(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** A modal dialog: focus stays inside, Escape asks to close, the focus goes back to where it was. */
export function dialog(className, label, { escaped }) {
  const back = document.activeElement;
  const box = h("dialog", { class: className, "aria-label": label, on: { keydown: trap } });
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    escaped();
  });
  document.body.append(box);
  box.showModal();
  const close = () => {
    box.close();
    box.remove();
    if (back && back.isConnected) back.focus();
  };
  return { box, close };
}

/** A confirm object of Block Kit as a question; true when the person agreed. */
export function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((answer) => {
    const { box, close } = dialog("confirm", words(confirm.title), { escaped: () => done(false) });
    const done = (yes) => {
      close();
      answer(yes);
    };
    const style = confirm.style === "danger" ? "button danger-fill" : "button primary";
    fill(box, h("h2", {}, words(confirm.title)), h("div", { class: "confirm-text" }, rich(confirm.text)),
      h("div", { class: "dialog-foot" },
        h("button", { type: "button", class: "button", on: { click: () => done(false) } }, words(confirm.deny) || "Cancel"),
        h("button", { type: "button", class: style, on: { click: () => done(true) } }, words(confirm.confirm) || "Yes")));
    box.querySelector(".dialog-foot .button").focus();
  });
}

/** An image, large. */
export function enlarge(url, alt, title) {
  const { box, close } = dialog("lightbox", title || alt || "Image", { escaped: () => close() });
  const shut = h("button", { type: "button", class: "icon-button lightbox-close", "aria-label": "Close the image", on: { click: close } }, icon("close"));
  fill(box, shut, h("img", { src: url, alt }), h("p", {}, title || alt));
  box.addEventListener("click", (event) => event.target === box && close());
  shut.focus();
}

/** A notice that goes away by itself; errors stay longer. */
export function toast(text, { bad = false } = {}) {
  const note = h("div", { class: bad ? "toast bad" : "toast", id: freshId("toast") }, h("span", {}, text),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss this notice", on: { click: () => note.remove() } }, icon("close")));
  const shelf = byId("toasts");
  while (shelf.children.length > 3) shelf.firstElementChild.remove();
  shelf.append(note);
  // A dialog lies above the page: the notices join it in the top layer.
  if (shelf.matches(":popover-open")) shelf.hidePopover();
  shelf.showPopover();
  setTimeout(() => note.remove(), bad ? 12_000 : 6_000);
}
