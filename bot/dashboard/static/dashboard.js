"use strict";

// Keeps a page that is open true: it is told when there is a new version, fetches it and puts it in place.
// Without this script, and without a network, the page stays as it is; it says so.

const RETRY_S = 5;
const POLL_S = 60;
const SILENT_S = 40; // the server says something every fifteen
let offlineSince = null;
let heardAt = Date.now();

const page = () => document.getElementById("page");

function tell(words) {
  const state = document.getElementById("state");
  if (state && state.textContent !== words) state.textContent = words;
}

function offline() {
  offlineSince ??= new Date();
  const at = offlineSince.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  tell(`Offline since ${at}`);
}

function online() {
  if (!navigator.onLine) return; // what was on its way still arrives
  heardAt = Date.now();
  offlineSince = null;
  tell("");
}

async function renew() {
  let answer;
  try {
    answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin" });
  } catch {
    offline();
    return;
  }
  if (answer.status === 404) {
    location.reload(); // the link has ended: the page that says so takes its place
    return;
  }
  if (!answer.ok) {
    offline();
    return;
  }
  put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  online();
}

function put(next) {
  const fresh = next.getElementById("page");
  const old = page();
  if (!fresh || fresh.dataset.version === old.dataset.version) return;
  const focused = document.activeElement?.getAttribute("href");
  const adopted = document.adoptNode(fresh);
  adopted.classList.add("is-new");
  old.replaceWith(adopted);
  document.title = next.title;
  if (focused) adopted.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function listen() {
  const events = new EventSource(page().dataset.events);
  events.addEventListener("version", (event) => {
    online();
    if (event.data !== page().dataset.version) renew();
  });
  events.addEventListener("open", online);
  events.addEventListener("error", () => {
    renew(); // the link may have ended, the server be away, or the network gone: it finds out which
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_S * 1000);
  });
}

addEventListener("offline", offline);
addEventListener("online", renew);
setInterval(renew, POLL_S * 1000);
setInterval(() => Date.now() - heardAt > SILENT_S * 1000 && renew(), RETRY_S * 1000);
listen();
