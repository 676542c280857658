/** The proof panel of the explorer, and the filters that keep their place in the address. */
import { h, s, replace, say, api, tick, cross, dash, clock } from "./dom.js";
import { check } from "./proof.js";

const context = document.documentElement.dataset.context ?? "";
const KEPT = "veritwin.kept-checkpoint";

// A chip's form changes one condition of the address and leaves the others.
document.querySelectorAll("form[data-filter]").forEach((form) => {
  const go = (e) => {
    e?.preventDefault();
    const query = new URLSearchParams(window.location.search);
    ["entry", "page"].forEach((k) => query.delete(k));
    for (const [k, v] of new FormData(form)) v ? query.set(k, v) : query.delete(k);
    window.location.assign("explorer.xhtml?" + query);
  };
  form.addEventListener("submit", go);
  form.querySelector("select")?.addEventListener("change", go);
});

const searches = async (name, method) => {
  try {
    await api(`trail/searches/${encodeURIComponent(name)}${window.location.search}`, { method });
    window.location.reload();
  } catch (e) {
    say(document.getElementById("review-said"), e.message);
  }
};
document.getElementById("save")?.addEventListener("submit", (e) => {
  e.preventDefault();
  searches(new FormData(e.target).get("name"), "PUT");
});
document.querySelectorAll("[data-forget]").forEach((b) => b.addEventListener("click", () => searches(b.dataset.forget, "DELETE")));

document.getElementById("review")?.addEventListener("click", async () => {
  try {
    const prepared = await api("trail/reviews" + window.location.search, { method: "POST" });
    window.location.assign(context + prepared.href);
  } catch (e) {
    say(document.getElementById("review-said"), e.message);
  }
});

const panel = document.getElementById("proof");
if (panel) {
  const entry = panel.dataset.entry;
  const verify = async () => {
    const begun = performance.now();
    replace(document.getElementById("proof-lines"), h("li", {}, dash(), h("span", {}, "Checking\u2026")));
    try {
      const evidence = await api(`trail/entries/${entry}/evidence`);
      if (!evidence.proof) {
        say(document.getElementById("proof-title"), "Proof: this entry awaits its receipt");
        replace(document.getElementById("proof-lines"), h("li", {}, dash(), h("span", {}, h("b", {}, "No checkpoint covers it yet"), " the log is signed within seconds; verify again then"), h("span", { class: "at" }, "")));
        return;
      }
      const vkey = await (await fetch(context + "/log/key")).text();
      const shown = document.querySelector("pre.canonical")?.textContent ?? null;
      const mine = await check(evidence, shown, vkey);
      const kept = localStorage.getItem(KEPT);
      const theirs = await api(`trail/entries/${entry}/proof${kept ? "?older=" + encodeURIComponent(kept) : ""}`).catch((e) => ({ lines: [{ holds: false, sentence: e.message, evidence: "" }], limits: "" }));
      const rest = theirs.lines.filter((l) => !/^(The stored bytes|The entry is in the log|The log.s key)/.test(l.sentence));
      const lines = [...mine.lines.map((l) => ({ ...l, here: true })), ...rest.map((l) => ({ holds: l.holds, strong: l.sentence, rest: "", evidence: l.evidence, here: false }))];
      lines.sort((a, b) => (a.holds === false ? 0 : 1) - (b.holds === false ? 0 : 1));
      const broken = lines.some((l) => l.holds === false);
      say(document.getElementById("proof-title"), broken ? "Proof: this entry does not stand as written" : theirs.lines.some((l) => l.holds == null) ? "Proof: this entry stands as written, more of its proof is on its way" : "Proof: this entry stands as written");
      say(document.getElementById("proof-when"), `checked ${clock(new Date())} in your browser, ${((performance.now() - begun) / 1000).toFixed(1)} s`);
      replace(document.getElementById("proof-picture"), picture(mine.proof.path.length, mine.checkpoint.size, !broken));
      replace(document.getElementById("proof-lines"), lines.map((l) => h("li", { class: l.holds === false ? "broken" : null }, l.holds == null ? dash() : l.holds ? tick() : cross(false), h("span", {}, h("b", {}, l.strong), " ", l.rest, l.here ? null : h("span", { class: "faint" }, " checked by the server")), h("span", { class: "at mono" }, brieflyTimed(l.evidence)))));
      say(document.getElementById("proof-limits"), theirs.limits || "Shows that these bytes were logged here, then, and not changed since. It does not show that the decision was right: for that, read the evidence.");
      say(document.getElementById("verify"), "Verify again");
      panel.dataset.checkpoint = mine.proof.checkpoint;
    } catch (e) {
      replace(document.getElementById("proof-lines"), h("li", { class: "broken" }, cross(false), h("span", {}, h("b", {}, "Not verified"), " ", e.message), h("span", { class: "at" })));
    }
  };
  document.getElementById("verify").addEventListener("click", verify);
  document.getElementById("keep").addEventListener("click", async (e) => {
    if (!panel.dataset.checkpoint) await verify();
    if (!panel.dataset.checkpoint) return;
    localStorage.setItem(KEPT, panel.dataset.checkpoint);
    const file = h("a", { href: URL.createObjectURL(new Blob([panel.dataset.checkpoint], { type: "text/plain" })), download: "checkpoint.txt" });
    file.click();
    say(e.target, "Checkpoint kept");
  });
}

/** A time among the evidence reads as "05:29:28 UTC", the whole of it in the download. */
const brieflyTimed = (evidence) => evidence.replace(/^\d{4}-\d{2}-\d{2}T(\d{2}:\d{2}:\d{2})[.\d]*Z$/, "$1 UTC");

function picture(hashes, size, holds) {
  const W = 560;
  const shown = Math.max(1, Math.min(hashes, 24));
  const x = (i) => 40 + i * ((W - 140) / shown);
  const parts = [s("path", { d: `M20 50 H${W - 50}`, stroke: "var(--text2)", "stroke-width": 1.5 }), s("rect", { x: 12, y: 42, width: 15, height: 15, fill: "var(--ink)" })];
  for (let i = 0; i < Math.min(hashes, 24); i++) {
    parts.push(s("rect", { x: x(i) - 12, y: 14, width: 9, height: 9, fill: "none", stroke: "var(--edge)" }), s("path", { d: `M${x(i) - 7} 23 L${x(i)} 50`, stroke: "var(--edge)" }), s("circle", { cx: x(i), cy: 50, r: 3.5, fill: "var(--text2)" }));
  }
  parts.push(s("rect", { x: W - 50, y: 36, width: 28, height: 28, fill: "var(--raise)", stroke: "var(--text)", "stroke-width": 2 }),
    holds ? s("path", { d: `M${W - 44} 51 L${W - 38} 57 L${W - 28} 43`, fill: "none", stroke: "var(--text)", "stroke-width": 2.5 }) : s("path", { d: `M${W - 44} 42 L${W - 28} 58 M${W - 28} 42 L${W - 44} 58`, stroke: "var(--p2)", "stroke-width": 2.5 }),
    s("text", { x: W / 2 - 40, y: 9, "text-anchor": "middle" }, `${hashes} neighbouring hashes`), s("text", { x: 8, y: 76 }, "this entry"), s("text", { x: W - 110, y: 76, "text-anchor": "end" }, `root of ${size}`), s("text", { x: W - 36, y: 76, "text-anchor": "middle" }, "checkpoint"));
  return s("svg", { class: "path", viewBox: `0 0 ${W} 80`, "aria-hidden": "true", preserveAspectRatio: "xMinYMid meet" }, parts);
}
