// The app's Home tab: its published view, or words saying that there is none yet.

import { drawBlocks } from "./blocks.js";
import { byId, fill, h, icon, keepFocus } from "./dom.js";
import { Form } from "./form.js";
import { toast } from "./popup.js";
import { act } from "./server.js";
import { state } from "./store.js";

let form = null;

/** Tells the app that its Home was opened, and shows what there is meanwhile. */
export async function openHome() {
  form = null;
  drawHome();
  const answer = await act("open_home");
  if (answer.ok === false) toast(answer.error, { bad: true });
}

export function drawHome() {
  const root = byId("home");
  const view = state.home;
  if (!view) {
    fill(root, h("div", { class: "empty" }, icon("star"), h("h3", {}, "Nothing here yet"), h("p", {}, state.connected ? `${state.app.name} has not published a Home for you yet.` : `${state.app.name} is not connected, so its Home is empty.`)));
    return;
  }
  form ||= new Form({ home: true });
  form.follow(view);
  keepFocus(root, () => fill(root, h("div", { class: "home-blocks blocks" }, drawBlocks(view.blocks, form))));
}
