/** After signing: one list, recorded → gates → written → read back → effect watch, as it happens. */
import { h, replace, say, api, tick, number, clock } from "./dom.js";
import { step } from "./steps.js";

const box = document.getElementById("signed");
const back = document.getElementById("back");
back?.addEventListener("click", (e) => {
  if (window.opener) {
    e.preventDefault();
    window.close();
  }
});
const followed = box.dataset.followed;
if (followed) {
  const unit = new URLSearchParams(box.dataset.return.split("?")[1] ?? "").get("unit");
  say(back, "Back to " + unit);
  const look = async () => {
    const p = await api(`units/${encodeURIComponent(unit)}/proposals/${encodeURIComponent(followed)}`).catch(() => null);
    if (!p?.outcome) return;
    const readBack = p.outcome.measured ?? null;
    replace(document.getElementById("after"), p.outcome.steps.map(step));
    say(document.getElementById("headline"), p.outcome.refused ? p.outcome.headline : readBack === null ? "Signed. " + (p.outcome.headline === "Accepted." ? "Waiting for release." : p.outcome.headline) : "Signed. Written. Being watched.");
    say(document.getElementById("sub"), p.outcome.sentence || "Nothing more is needed from you.");
    if (readBack !== null) {
      document.getElementById("read").hidden = false;
      say(document.getElementById("read-value"), number(readBack, p.decimals));
      say(document.getElementById("read-unit"), p.unit);
    }
  };
  look();
  setInterval(look, 1500);
} else if (box.dataset.entry) {
  const look = async () => {
    const proof = await api(`trail/entries/${box.dataset.entry}/evidence`).catch(() => null);
    if (!proof?.proof) return;
    clearInterval(timer);
    say(document.getElementById("headline"), "Signed.");
    say(document.getElementById("sub"), "The entry is in the log under a durable checkpoint.");
    replace(document.getElementById("after"), h("li", { class: "done" }, tick(), h("span", { class: "what" }, "Recorded in the audit log"), h("span", { class: "at" }, clock(new Date()))));
  };
  const timer = setInterval(look, 1000);
  look();
}
