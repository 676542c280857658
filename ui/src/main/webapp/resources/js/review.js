/** The review page: its plot, the window for a signature, the reason of a rejection. */
import { api, say, h } from "./dom.js";
import { scatter } from "./trend.js";
import { openSignature } from "./sign-window.js";

const plot = document.querySelector("[data-plot]");
if (plot) {
  document.fonts.ready.then(() => api(`changes/${encodeURIComponent(plot.dataset.change)}/plots/${encodeURIComponent(plot.dataset.plot)}`))
    .then((data) => {
      scatter(plot, data);
      const rows = data.groups.flatMap((g) => g.points.map((p) => h("tr", {}, h("td", { class: "num" }, String(p[0])), h("td", { class: "num" }, String(p[1])), h("td", {}, g.words))));
      plot.after(h("details", { class: "twin" }, h("summary", {}, "Open the points as a table"), h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "num" }, data.x), h("th", { scope: "col", class: "num" }, data.y), h("th", { scope: "col" }, "95 % band"))), h("tbody", {}, rows))));
    })
    .catch((e) => plot.replaceWith(h("p", { class: "quiet" }, e.message)));
}

document.querySelector("[data-reject='true']")?.addEventListener("click", () => {
  document.getElementById("reject").hidden = false;
  document.getElementById("reason").focus();
});
document.getElementById("reject")?.addEventListener("submit", (e) => {
  e.preventDefault();
  const reason = document.getElementById("reason").value.trim();
  if (reason.length < 10) say(document.getElementById("reason-wrong"), "The reason has fewer than 10 characters.");
  else openSignature({ act: "reject-model-version", record: e.submitter.dataset.change, reason, reportDigest: e.submitter.dataset.report });
});
