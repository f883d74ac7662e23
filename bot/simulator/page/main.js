// The page put together: who one is, what is loaded, and who hears what.

import { channelNamed, personNamed, readAddress } from "./address.js";
import { drawClock, startClock } from "./clockbar.js";
import { byId, fill, h } from "./dom.js";
import { startDrawer } from "./drawer.js";
import { drawFaults } from "./faults.js";
import { drawHome } from "./home.js";
import { heard } from "./live.js";
import { showModals } from "./modal.js";
import { composer, main, side } from "./panes.js";
import { startPhone } from "./phone.js";
import { go, goTo, load, markRead, readyToWrite, startTabs } from "./places.js";
import { toast } from "./popup.js";
import { getState, listen } from "./server.js";
import { drawSidebar } from "./sidebar.js";
import { channel, on, state, take } from "./store.js";
import { openThread, startThread } from "./thread.js";
import { startWelcome } from "./welcome.js";

let stop = () => {};

/** Loads the workspace as one person sees it, and goes where the address says. */
async function become(address) {
  let answer = await getState(address.as);
  if (answer.ok === false && address.as) answer = await getState(); // an old link: whoever comes first
  if (answer.ok !== false) {
    await hear(answer.me.id);
    answer = await getState(answer.me.id); // once the line is open, nothing is missed
  }
  if (answer.ok === false) {
    fill(byId("messages"), h("li", { class: "empty" }, h("p", {}, answer.error)));
    return;
  }
  take(answer);
  startWelcome();
  drawClock();
  drawFaults();
  await go(placeOf(address)?.id, { tab: address.tab, thread: address.thread });
  showModals();
}

function hear(id) {
  stop();
  const line = listen(id, {
    heard: (event) => state.me?.id === id && heard(event),
    reopened: refresh,
    lost: () => toast("The line to the simulator was lost; trying again.", { bad: true }),
  });
  stop = line.close;
  return line.opened;
}

/** Where the address leads, else where something is unread, else the first channel of one's own. */
function placeOf(address) {
  const own = state.channels.filter((one) => !one.is_im && one.is_member);
  return (address.channel && channelNamed(address.channel)) || own.find((one) => one.unread) || own[0] || state.channels[0];
}

/** Loads everything again, after something was missed. */
async function refresh() {
  const answer = await getState(state.me.id);
  if (answer.ok === false) return;
  take(answer);
  drawSidebar();
  drawClock();
  drawFaults();
  showModals();
  if (state.tab === "home") drawHome();
  await load();
}

async function follow(address) {
  if (address.as && address.as !== state.me?.name && personNamed(address.as)) return become(address);
  const place = address.channel && channelNamed(address.channel);
  if (place && (place.id !== state.open || address.tab || address.thread !== state.thread)) await go(place.id, address);
  return undefined;
}

on("go", ({ channel: id }) => go(id).then(readyToWrite));
on("go-person", (user) => goTo(user));
on("go-app", () => goTo(state.app.bot_user_id));
on("act-as", (id) => {
  const here = channel();
  return become({ as: state.users.get(id).name, channel: here && !here.is_im ? here.name : null });
});
on("start-afresh", () => become(readAddress()));
on("open-thread", (ts) => openThread(ts));
on("dismissed", ({ ts }) => [main, side].forEach((list) => list.remove(ts, true)));
on("new-day", () => [main, side].forEach((list) => list.arrange()));
on("try", (text) => composer.begin(text));

window.addEventListener("hashchange", () => follow(readAddress()));
// A browser keeps pages that were left, with their lines; it has six for one server, and then nothing loads any more.
window.addEventListener("pagehide", () => stop());
window.addEventListener("pageshow", ({ persisted }) => persisted && become(readAddress()));
document.addEventListener("visibilitychange", () => document.hidden || markRead());
startDrawer();
startPhone();
startTabs();
startThread();
startClock();
become(readAddress());
