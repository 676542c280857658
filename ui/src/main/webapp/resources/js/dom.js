/** Small helpers to build the page from data without ever interpreting data as markup. */
const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

/** An HTML element: h("p", {class: "quiet"}, "text", otherNode). */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export function replace(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

/** Sets text only when it changed, so that a screen reader is not told the same thing twice. */
export function say(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

export const tick = () => s("svg", { class: "tick", viewBox: "0 0 14 14", role: "img", "aria-label": "passed" }, s("path", { d: "M2 7.5 L5.5 11.5 L12 2.5" }));
export const cross = (hot = true) => s("svg", { class: hot ? "cross hot" : "cross", viewBox: "0 0 14 14", role: "img", "aria-label": "refused" }, s("path", { d: "M2.5 2.5 L11.5 11.5 M11.5 2.5 L2.5 11.5" }));
export const dash = () => s("svg", { class: "dash", viewBox: "0 0 14 14", role: "img", "aria-label": "not run" }, s("path", { d: "M3 7 L11 7", "stroke-width": 1.4 }));

/** Alarm mark: P1 square, P2 triangle up, P3 triangle down; the number inside, empty when off. */
export function alarmMark(priority, on, isNew = false) {
  const shapes = {
    1: s("rect", { class: "shape", x: 5, y: 3, width: 26, height: 26 }),
    2: s("path", { class: "shape", d: "M18 2 L34 29.5 L2 29.5 Z" }),
    3: s("path", { class: "shape", d: "M2 2.5 L34 2.5 L18 30 Z" }),
  };
  const words = ["", "urgent", "high", "advisory"][priority];
  return s("svg", { class: `alarm p${priority}${on ? " on" : ""}${on && isNew ? " new" : ""}`, viewBox: "0 0 36 32", role: "img", "aria-label": on ? `${words} alarm` : `no ${words} alarm` },
    shapes[priority], s("text", { x: 18, y: priority === 3 ? 17.5 : priority === 2 ? 26 : 21.5 }, String(priority)));
}

/** A fetch that answers JSON or throws the server's own sentence. */
export async function api(path, options = {}) {
  const headers = { Accept: "application/json", ...(options.headers ?? {}) };
  if (options.method && options.method !== "GET") headers["X-Veritwin"] = "1";
  const answer = await fetch((document.documentElement.dataset.context ?? "") + "/api/" + path, { ...options, headers, credentials: "same-origin", cache: "no-store", redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new Error("The login has ended. Load the page again to log in; nothing you typed is lost.");
  const type = answer.headers.get("Content-Type") ?? "";
  const body = type.includes("json") ? await answer.json() : { sentence: "The server did not answer in words (status " + answer.status + ")." };
  if (!answer.ok) throw Object.assign(new Error(body.sentence ?? "The server answered with status " + answer.status + "."), { body });
  return body;
}

// Numbers and times -----------------------------------------------------------

const MINUS = "\u2212";
const THIN = "\u2009";

/** A number with the digits given, thin groups and a true minus; a missing value is "none". */
export function number(value, decimals) {
  if (value === null || value === undefined || Number.isNaN(value)) return "none";
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  const zero = Number(value.toFixed(decimals)) === 0;
  return (value < 0 && !zero ? MINUS : "") + grouped + (part ? "." + part : "");
}

export const signed = (value, decimals) => (value >= 0 ? "+" : "") + number(value, decimals);

export function percent(probability) {
  if (probability === null || probability === undefined) return "none";
  if (probability < 0.01) return "under 1\u00a0%";
  return (probability > 0.99 ? "over 99" : Math.round(probability * 100)) + "\u00a0%";
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const zoneFormat = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" });

export const clock = (instant) => clockFormat.format(instant);
export const zoneName = (instant) => zoneFormat.formatToParts(instant).find((p) => p.type === "timeZoneName")?.value ?? zone;
export function day(instant) {
  const part = (options) => new Intl.DateTimeFormat("en-GB", options).format(instant);
  return `${part({ weekday: "short" })} ${part({ day: "numeric" })} ${part({ month: "short" })} ${part({ year: "numeric" })}`;
}
export const utc = (instant) => new Date(instant).toISOString().replace("T", " ").slice(0, 19) + " UTC";

/** An age or a countdown in words: "0.4 s", "34 s", "17 min 42 s", "3 h 5 min". */
export function span(milliseconds) {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 2) return seconds.toFixed(1) + " s";
  if (seconds < 60) return Math.floor(seconds) + " s";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} days`;
}
