/** A certified copy that is brought back: the server names what was changed, failures first. */
import { h, replace, say, api, tick, cross, utc } from "./dom.js";

const file = document.getElementById("copy");
file.addEventListener("change", async () => {
  const chosen = file.files[0];
  if (!chosen) return;
  const said = document.getElementById("copy-said");
  const lines = document.getElementById("copy-lines");
  replace(lines);
  say(said, `Checking ${chosen.name}\u2026`);
  try {
    const found = await api("copies/check", { method: "POST", headers: { "Content-Type": "application/pdf" }, body: chosen });
    say(said, found.holds ? `${chosen.name} is a certified copy of ${found.record} and stands as issued.` : `${chosen.name} does not stand as issued.`);
    const line = (holds, words, at) => h("li", { class: holds ? null : "broken" }, holds ? tick() : cross(false), h("span", {}, words), h("span", { class: "at mono" }, at));
    replace(lines,
      found.findings.map((f) => line(false, f, "")),
      found.holds ? [line(true, "No byte was altered and nothing was added", "whole file"), line(true, "The time stamp fixes the certification", utc(found.certifiedAt)), line(true, `Audit entry ${found.auditEntry} issued this record digest`, found.recordDigest.slice(0, 4) + " " + found.recordDigest.slice(4, 8))] : []);
  } catch (e) {
    say(said, e.message);
  }
});
