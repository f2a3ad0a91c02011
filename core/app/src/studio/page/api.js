// Asking the server. Everything is below the page's own address, which holds the token.

/// Switches of the case that are on, joined by commas; null for those that the studio was started with.
let switches = null;
export const setSwitches = (text) => { switches = text ?? null; };

const query = (values) => new URLSearchParams(Object.entries({ ...values, with: switches }).filter(([, v]) => v !== undefined && v !== null));

async function get(path, values = {}, signal) {
  const response = await fetch(`${path}?${query(values)}`, { signal });
  if (!response.ok) throw Object.assign(new Error(await response.text()), { status: response.status });
  return response;
}
export const state = async () => (await get("state")).json();
export const json = async (path, values, signal) => (await get(path, values, signal)).json();
export const svg = async (path, values, signal) => (await get(path, values, signal)).text();
export const address = (path, values) => `${path}?${query(values)}`;

/// Runs a rule; `working` hears of its progress. Resolves to the last document: done or failed.
export async function run(ask, working, signal) {
  const response = await fetch("run", { method: "POST", body: JSON.stringify({ ...ask, with: switches }), signal });
  if (!response.ok) throw new Error(await response.text());
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "", last = null;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return last;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    for (const part of parts) {
      const document = JSON.parse(part);
      if ("working" in document) working(document.working);
      else last = document;
    }
  }
}

/// News of the files, for ever; `lost` is told when the connection goes and comes back.
export function events(heard, lost) {
  let source, timer;
  const open = () => {
    source = new EventSource("events");
    source.onopen = () => lost(false);
    source.onmessage = (e) => heard(JSON.parse(e.data));
    source.onerror = () => {
      lost(true);
      source.close();
      clearTimeout(timer);
      timer = setTimeout(open, 2000);
    };
  };
  open();
}
