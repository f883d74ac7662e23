// Talking to the simulator: what to show, what the person does, and the live stream.

import { state } from "./store.js";

const SILENT = "The simulator does not answer. Is it still running?";

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    return { ok: false, error: SILENT };
  }
  try {
    const answer = await response.json();
    if (response.ok) return answer;
    return { ...answer, ok: false, error: answer.error || `The simulator answered ${response.status}.` };
  } catch {
    return { ok: false, error: `The simulator answered ${response.status}.` };
  }
}

const asJson = (method, body) => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export const getState = (as) => ask(`/page/state${as ? `?${new URLSearchParams({ as })}` : ""}`);

export function getMessages(channel, thread) {
  const query = { as: state.me.id, channel, ...(thread ? { thread_ts: thread } : {}) };
  return ask(`/page/messages?${new URLSearchParams(query)}`);
}

/** One thing the acting person does; answers {ok, error?, ...} and never throws. */
export const act = (doing, details = {}) =>
  ask("/page/act", asJson("POST", { ...details, as: state.me.id, do: doing }));

export const getTraffic = () => ask("/page/traffic?limit=200");

export const jump = (where) => ask("/control/clock/jump", asJson("POST", where));

export const getFaults = () => ask("/control/faults");
export const addFault = (fault) => ask("/control/faults", asJson("POST", fault));
export const clearFaults = (which) => ask("/control/faults", asJson("DELETE", which));

/**
 * Hears everything live: `heard` each piece of news, `lost` once when the line breaks, `reopened` when it is back.
 * `opened` settles when the line is there, or cannot be.
 */
export function listen(as, { heard, reopened, lost }) {
  const source = new EventSource(`/page/stream?${new URLSearchParams({ as })}`);
  let gone = false;
  source.onmessage = (event) => heard(JSON.parse(event.data));
  const opened = new Promise((settle) => {
    source.addEventListener("open", settle, { once: true });
    source.addEventListener("error", settle, { once: true });
  });
  source.onopen = () => {
    if (gone) reopened();
    gone = false;
  };
  source.onerror = () => {
    if (!gone) lost(); // said once, however often the browser tries again
    gone = true;
  };
  return { opened, close: () => source.close() };
}

/** Bytes of a file by its id, from this same server. */
export const fileUrl = (id) => `/page/file/${encodeURIComponent(id)}`;
