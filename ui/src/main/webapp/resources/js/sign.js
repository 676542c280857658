/**
 * The signing page. It begins the ceremony when it opens and again when the remark changes, as the
 * remark is part of what is signed; the code on the page is always that of the ceremony in use.
 */
import { h, replace, say, api, cross } from "./dom.js";

const act = document.getElementById("act");
const context = document.documentElement.dataset.context ?? "";
const code = document.getElementById("code");
const go = document.getElementById("continue");
const remark = document.getElementById("remark");
let ceremony = null;
let begunWith = null;

async function begin() {
  if (begunWith === remark.value) return;
  begunWith = remark.value;
  go.disabled = true;
  say(code, "\u2026");
  const choices = Object.fromEntries([...act.querySelectorAll("data.choice")].map((c) => [c.dataset.name, c.value]));
  if (remark.value.trim()) choices.remark = remark.value.trim();
  try {
    if (ceremony) await api("ceremonies/" + ceremony, { method: "DELETE" }).catch(() => {});
    ceremony = null;
    const answer = await api("ceremonies", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ act: act.dataset.act, record: act.dataset.record, choices }) });
    if (answer.reasons?.length) refuse(answer.reasons);
    else {
      ceremony = answer.ceremony;
      document.getElementById("ready").hidden = false;
      document.getElementById("refused").hidden = true;
      say(code, answer.code);
      go.disabled = false;
    }
  } catch (e) {
    begunWith = null;
    refuse([{ sentence: e.message, rule: e.body?.rule ?? "" }]);
  }
}

function refuse(reasons) {
  document.getElementById("ready").hidden = true;
  document.getElementById("refused").hidden = false;
  replace(document.getElementById("reasons"), reasons.map((r) => h("li", {}, cross(false), h("span", {}, r.sentence, " ", h("span", { class: "rule" }, r.rule)))));
}

remark.addEventListener("change", begin);
go.addEventListener("click", async () => {
  await begin();
  if (ceremony) window.location.assign(`${context}/sign/start?ceremony=${encodeURIComponent(ceremony)}`);
});
document.getElementById("leave").addEventListener("click", async () => {
  if (ceremony) await api("ceremonies/" + ceremony, { method: "DELETE" }).catch(() => {});
  if (window.opener) window.close();
  else window.location.assign(context + "/" + act.dataset.return);
});
begin();
