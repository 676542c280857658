/** The check of the whole log, run by the server and shown line by line, failures first. */
import { h, replace, say, api, tick, cross, dash, clock } from "./dom.js";

const context = document.documentElement.dataset.context ?? "";
fetch(context + "/log/key").then((r) => r.text()).then((t) => say(document.getElementById("key"), t.trim()));
document.getElementById("go").addEventListener("click", async () => {
  say(document.getElementById("title"), "Checking every entry\u2026");
  try {
    const proof = await api("trail/proof");
    say(document.getElementById("title"), proof.holds === false ? "The log does not stand as written" : proof.holds ? "The log stands as written" : "The log stands as written so far");
    say(document.getElementById("when"), `checked ${clock(new Date(proof.checkedAt))} by the server`);
    replace(document.getElementById("lines"), proof.lines.map((l) => h("li", { class: l.holds === false ? "broken" : null }, l.holds == null ? dash() : l.holds ? tick() : cross(false), h("span", {}, l.sentence), h("span", { class: "at mono" }, l.evidence))));
    say(document.getElementById("limits"), proof.limits);
  } catch (e) {
    say(document.getElementById("title"), e.message);
  }
});
