/** A calibration run: how far it is, the way to stop it, and what the data say of each parameter. */
import { h, replace, api } from "./dom.js";

const box = document.getElementById("run");
const run = box.dataset.run;
const context = document.documentElement.dataset.context ?? "";

async function look() {
  let state;
  try {
    state = await api("calibrations/" + encodeURIComponent(run));
  } catch (e) {
    replace(box, h("h1", {}, "Calibration " + run), h("div", { class: "refused" }, h("h3", {}, e.message)));
    return;
  }
  const head = [h("div", { class: "titleline" }, h("h1", {}, "Calibration " + state.number), h("span", { class: "quiet" }, `${state.structure} on ${state.dataSet} \u00b7 started by ${state.startedBy}, ${state.startedAt}`))];
  if (state.state === "running") {
    if (!document.getElementById("progress")) {
      replace(box, head, h("div", { class: "section narrow" }, h("progress", { id: "progress", max: 1, value: state.share, "aria-label": "progress" }), h("p", { id: "words", role: "status", class: "quiet" }, state.words),
        h("button", { type: "button", class: "button", onclick: async () => { const said = await api("calibrations/" + run, { method: "DELETE" }).catch((e) => ({ sentence: e.message })); document.getElementById("words").textContent = said.sentence; } }, "Stop the calibration")));
    } else {
      document.getElementById("progress").value = state.share;
      document.getElementById("words").textContent = state.words;
    }
    setTimeout(look, 1000);
    return;
  }
  if (state.state === "ended") {
    replace(box, head, h("div", { class: "refused" }, h("h3", {}, "No parameters came out"), h("p", {}, state.words)), again());
    return;
  }
  const poor = (g) => g !== "well determined";
  const rows = [...state.parameters].sort((a, b) => poor(b.grade) - poor(a.grade));
  replace(box, head,
    h("p", { class: "section" }, state.usable ? state.words : h("b", {}, state.words)),
    h("p", { class: "quiet" }, `Weighted sum of squares ${Number(state.sumOfSquares.toPrecision(4))} over ${state.residuals} values, ${state.fitted.length} parameters fitted.`),
    h("section", { class: "section" }, h("h2", {}, "What the data say of each parameter"), h("table", {}, h("thead", {}, h("tr", {}, ["Parameter"].map((t) => h("th", { scope: "col" }, t)), ["value", "standard error", "of value, %", "nominal"].map((t) => h("th", { scope: "col", class: "num" }, t)), h("th", { scope: "col" }, "\u00a0 Identifiability"))),
      h("tbody", {}, rows.map((p) => h("tr", {}, h("td", {}, p.title, " ", h("span", { class: "quiet" }, p.unit)), h("td", { class: "num" }, h("b", {}, p.value)), h("td", { class: "num" }, p.standardError), h("td", { class: "num" }, p.relative), h("td", { class: "num quiet" }, p.nominal), h("td", {}, "\u00a0 ", poor(p.grade) ? h("b", {}, p.grade) : p.grade, h("span", { class: "quiet" }, " " + p.words))))))),
    correlations(state),
    h("div", { class: "row section" }, h("a", { class: state.usable ? "button primary" : "button", href: `${context}/model/register.xhtml?run=${run}` }, `Register a version from ${run}\u2026`), h("a", { class: "button", href: `${context}/model/calibrate.xhtml?set=${state.dataSet}` }, "Calibrate again")));
}

/** Pairs that move together: the strongest first, the rest folded away with its count. */
function correlations(state) {
  const pairs = [];
  state.fitted.forEach((a, i) => state.fitted.forEach((b, j) => { if (j > i && state.correlation[i]?.[j] !== null && state.correlation[i]?.[j] !== undefined) pairs.push([a, b, state.correlation[i][j]]); }));
  pairs.sort((x, y) => Math.abs(y[2]) - Math.abs(x[2]));
  const row = ([a, b, r]) => h("tr", {}, h("td", {}, a), h("td", {}, b), h("td", { class: "num" }, r.toFixed(2).replace("-", "\u2212")));
  if (!pairs.length) return null;
  return h("section", { class: "section narrow" }, h("h2", {}, "Parameters that move together"), h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "One"), h("th", { scope: "col" }, "Other"), h("th", { scope: "col", class: "num" }, "correlation"))), h("tbody", {}, pairs.slice(0, 6).map(row))),
    pairs.length > 6 ? h("details", {}, h("summary", {}, `${pairs.length - 6} weaker pairs`), h("table", {}, h("tbody", {}, pairs.slice(6).map(row)))) : null);
}

const again = () => h("p", { class: "section" }, h("a", { href: `${context}/model/calibrate.xhtml` }, "Calibrate again"));

look();
