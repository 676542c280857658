/** One step after signing, as the card and the page after signing print it. */
import { h, tick, cross, dash, clock, utc } from "./dom.js";

export function step(x) {
  const mark = { done: tick, failed: () => cross(true), now: () => h("span", { class: "ring" }), ahead: dash }[x.state]();
  return h("li", { class: x.state === "now" ? "now-step" : x.state }, mark, h("span", { class: "what" }, x.words), h("span", { class: "at", title: x.at ? utc(x.at) : null }, x.at ? clock(new Date(x.at)) : x.until ?? ""), x.more ? h("span", { class: "more" }, x.more) : null);
}
