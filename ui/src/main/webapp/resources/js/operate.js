/**
 * The operator's view of one unit, kept live by asking the server every 1.5 s. Within 2 s of
 * silence every value is marked old and the proposal cannot be signed (URS-505).
 */
import { h, s, replace, say, tick, cross, dash, alarmMark, api, number, signed, clock, zoneName, day, utc, span } from "./dom.js";
import { issueCopy } from "./copy.js";
import { step } from "./steps.js";
import { trend, hourWords, niceAxis } from "./trend.js";

const EVERY = 1500;
const SILENT_AFTER = 2000;
const TREND_EVERY = 12000;
const EFFECTS = 4;
const REASONS_WHY = 3;

const root = document.documentElement;
const context = root.dataset.context ?? "";
const unit = root.dataset.unit;
const $ = (id) => document.getElementById(id);

let live = null;
let history = null;
let answeredAt = 0;
let serverAhead = 0;
let lastTrendAt = 0;
let drawn = "";
let cardDrawn = "";
let panel = null;
let asked = null;
let problem = null;

const serverNow = () => Date.now() + serverAhead;

async function ask() {
  try {
    const asked = Date.now();
    live = await api(`units/${encodeURIComponent(unit)}/live`);
    answeredAt = Date.now();
    serverAhead = Date.parse(live.now) - (asked + answeredAt) / 2;
    problem = null;
    if (answeredAt - lastTrendAt > TREND_EVERY) await askTrend();
  } catch (e) {
    problem = e.message;
  }
  show();
}

async function askTrend() {
  history = await api(`units/${encodeURIComponent(unit)}/trend`);
  lastTrendAt = Date.now();
  drawn = "";
}

/** Old: the plant is silent, or the server is. Both mean that nothing here is as it is now. */
function stale() {
  return !live || live.link.state !== "GOOD" || isSilent();
}

function show() {
  showClock();
  if (!live) {
    if (problem) say($("phase"), problem);
    return;
  }
  const old = stale();
  document.body.classList.toggle("old", old);
  showHead(old);
  showStrip(old);
  showTrends(old);
  showBottom(old);
  showCard(old);
}

function showClock() {
  const now = new Date(serverNow());
  say($("date"), `${day(now)} \u00b7 ${zoneName(now)}`);
  say($("time"), clock(now));
  $("time").title = utc(now);
}

// Header and alarm strip ---------------------------------------------------------------

function showHead(old) {
  say($("context"), [live.batch.id ? "Batch " + live.batch.id : "No batch", live.batch.product, live.unit.title].filter(Boolean).join(" \u00b7 "));
  say($("level"), live.twin.level);
  $("level").title = live.twin.words;
  say($("phase"), live.batch.phaseWords);
  const link = $("link");
  link.classList.toggle("broken", old);
    say($("link-words"), isSilent() ? "Veritwin: no answer" : live.link.words);
  const last = live.link.lastValueAt ? Date.parse(live.link.lastValueAt) : null;
  say($("link-age"), last === null ? "no value yet" : old ? `last value ${clock(new Date(last))}, ${span(serverNow() - last)} ago` : `last value ${span(serverNow() - last)} ago`);
}

const isSilent = () => Date.now() - answeredAt > EVERY + SILENT_AFTER;

function worstAlarm() {
  return isSilent()
    ? { priority: 2, id: "server", what: "Veritwin does not answer", detail: `The plant holds its last setpoint. ${problem ?? ""}` }
    : live?.alarms.worst;
}

/** A high or urgent alarm nobody at this screen has acknowledged yet. */
const isNew = (alarm) => alarm.priority <= 2 && !sessionStorage.getItem("seen:" + alarm.id);

/** What is over may come again, and is new then. */
function forgetWhatIsOver() {
  const standing = new Set(live.alarms.all.map((a) => "seen:" + a.id));
  if (isSilent()) standing.add("seen:server");
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("seen:") && !standing.has(key)) sessionStorage.removeItem(key);
}

function showStrip(old) {
  forgetWhatIsOver();
  const worst = worstAlarm();
  const fresh = Boolean(worst && isNew(worst));
  const strip = $("strip");
  strip.className = "strip" + (worst && worst.priority <= 2 ? ` p${worst.priority}` : "");
  const key = JSON.stringify([worst, fresh, live.alarms.counts, old]);
  if (strip.dataset.key === key) return;
  strip.dataset.key = key;
  replace($("worst"), worst ? alarmMark(worst.priority, true, fresh) : alarmMark(3, false));
  say($("what"), worst ? worst.what : "Nothing is out of its range");
  say($("do"), worst ? worst.detail : "");
  replace($("counts"), [1, 2, 3].map((p) => {
    const n = live.alarms.counts[p - 1];
    return h("span", { class: n ? null : "zero" }, alarmMark(p, n > 0), String(n));
  }));
  $("alarm-button").textContent = fresh ? "Acknowledge" : "Alarm list";
}

// Trends ------------------------------------------------------------------------------

function showTrends(old) {
  if (!history) return;
  const key = [lastTrendAt, old, live.proposal?.number, root.dataset.theme].join();
  live.quantities.forEach((q, i) => {
    const box = $("trend-" + i);
    if (!box) return;
    box.hidden = false;
    const value = box.querySelector(".value");
    const badge = old || q.old ? "old" : q.kind;
    replace(value,
      h("h2", {}, q.title, h("span", { class: badge === "measured" ? "badge" : badge === "old" && q.kind === "measured" ? "badge" : "badge dashed" }, badge)),
      h("p", { class: "big " + q.kind }, number(q.value, q.decimals), h("span", { class: "unit" }, q.unit)),
      h("p", { class: "note" }, noteOf(q, old)));
  });
  if (key === drawn) return;
  drawn = key;
  const view = { range: history.range, now: history.now, stale: old, horizon: history.horizon, gaps: history.gaps };
  history.quantities.forEach((q, i) => {
    const chart = $("trend-" + i)?.querySelector(".chart");
    if (chart) trend(chart, { ...q, ...niceAxis(q) }, { ...view, first: i === 0, last: i === history.quantities.length - 1 });
  });
}

function noteOf(q, old) {
  const at = q.at ? clock(new Date(q.at)) : null;
  if (old || q.old) return q.kind === "measured" ? (at ? `last known ${at}` : "no value yet") : at ? `no estimate since ${at}` : "no estimate yet";
  if (q.kind === "measured") return q.note ?? "";
  if (q.lower === null || q.lower === undefined) return q.note ?? "no estimate yet";
  return `${number(q.lower, q.decimals)} to ${number(q.upper, q.decimals)}, 95\u00a0% interval`;
}

function openTable(i) {
  const q = history?.quantities[i];
  if (!q) return;
  const rows = [];
  const f = (v) => (v === null || v === undefined ? "none" : number(v, q.decimals));
  for (const p of q.estimate ?? []) rows.push([p[0], "estimate", f(p[1]), `${f(p[2])} to ${f(p[3])}`]);
  for (const p of q.measured ?? []) rows.push([p[0], "measured", f(p[1]), ""]);
  for (const p of q.samples ?? []) rows.push([p[0], "lab sample", f(p[1]), ""]);
  for (const p of q.accepted ?? []) rows.push([p[0], "forecast, if accepted", f(p[1]), `${f(p[4])} to ${f(p[5])}`]);
  for (const p of q.nothing ?? []) rows.push([p[0], "forecast, if nothing is done", f(p[1]), `${f(p[4])} to ${f(p[5])}`]);
  for (const g of history.gaps ?? []) rows.push([g[0], "gap", `no reading until ${hourWords(g[1])}`, ""]);
  rows.sort((a, b) => b[0] - a[0]);
  replace($("table-of"), h("h2", {}, `${q.title}, ${q.unit}`), h("p", { class: "caption" }, "Newest first. Intervals are 95\u00a0%."),
    h("table", {}, h("thead", {}, h("tr", {}, ...["Process time", "Kind"].map((t) => h("th", { scope: "col" }, t)), h("th", { scope: "col", class: "num" }, "Value"), h("th", { scope: "col", class: "num" }, "Interval"))),
      h("tbody", {}, rows.slice(0, 600).map((r) => h("tr", {}, h("td", {}, hourWords(r[0])), h("td", {}, r[1]), h("td", { class: "num" }, r[2]), h("td", { class: "num" }, r[3]))))));
  $("table-dialog").showModal();
}

// Secondary values ------------------------------------------------------------------------

function showBottom(old) {
  replace($("bottom"), live.secondary.map((v) => h("section", { class: old || v.old ? "old" : null },
    h("h2", {}, v.title, v.alarm ? alarmMark(v.alarm, true) : null, v.old && !old ? h("span", { class: "badge" }, "old") : null),
    h("p", { class: "mid" }, number(v.value, v.decimals), h("span", { class: "unit" }, v.unit)),
    analog(v),
    h("p", { class: "range" }, v.rangeWords))));
}

function analog(v) {
  const [low, high] = v.scale;
  const x = (value) => 2 + 108 * Math.min(1, Math.max(0, (value - low) / (high - low)));
  const parts = [];
  if (v.normal) parts.push(s("rect", { class: "normal", x: x(v.normal[0]), y: 11, width: Math.max(1, x(v.normal[1]) - x(v.normal[0])), height: 8 }));
  parts.push(s("rect", { class: "frame", x: 2, y: 10.5, width: 108, height: 9 }));
  if (v.value !== null && v.value !== undefined) {
    const at = x(v.value);
    if (v.normal && v.value > v.normal[1]) parts.push(s("rect", { class: "over", x: x(v.normal[1]), y: 11, width: Math.max(2, at - x(v.normal[1])), height: 8 }));
    if (v.normal && v.value < v.normal[0]) parts.push(s("rect", { class: "over", x: at, y: 11, width: Math.max(2, x(v.normal[0]) - at), height: 8 }));
    parts.push(s("path", { class: "pointer", d: `M${at - 6} 1 L${at + 6} 1 L${at} 9 Z` }), s("path", { class: "pointer", "stroke-width": 2, d: `M${at} 8 L${at} 22` }));
  }
  return s("svg", { class: "analog", viewBox: "0 0 118 22", "aria-hidden": "true" }, parts);
}

// Proposal card -------------------------------------------------------------------------------

function showCard(old) {
  const p = live.proposal;
  const card = $("card");
  const left = p?.expiresAt ? Date.parse(p.expiresAt) - serverNow() : 0;
  const open = p && p.waits && left > 0;
  card.className = "card" + (open && !old ? " waits" : p?.outcome?.refused ? " refusal" : "");
  if (!p) {
    cardDrawn = "";
    replace(card, h("div", { class: "head" }, h("h2", {}, "No proposal"), h("span", { class: "left closed" }, live.twin.level)),
      h("p", { class: "none-now" }, live.noProposal), aboutTwin());
    return;
  }
  const shape = JSON.stringify({ ...p, old, open, panel });
  if (shape !== cardDrawn) {
    cardDrawn = shape;
    const focused = document.activeElement?.id;
    replace(card, p.outcome ? outcomeCard(p) : proposalCard(p, old, open));
    if (focused) $(focused)?.focus();
  }
  const time = $("left");
  if (time && p.waits) {
    say(time, left > 0 ? span(left) + " left" : "expired");
    const bar = $("time-bar");
    if (bar) bar.style.width = 100 * Math.max(0, Math.min(1, left / (Date.parse(p.expiresAt) - Date.parse(p.proposedAt)))) + "%";
  }
}

function aboutTwin() {
  return [h("h3", {}, "Twin"), h("p", { class: "fine" }, live.twin.words), live.history ? [h("h3", {}, "Record of earlier proposals, this model and unit"), h("p", { class: "fine" }, live.history)] : []];
}

function head(p, badge, ink) {
  return h("div", { class: "head" }, h("h2", {}, "Proposal " + p.number), h("span", { class: ink ? "badge ink" : "badge" }, badge),
    h("span", { id: "left", class: p.waits ? "left" : "left closed" }, p.waits ? "" : p.closedWords ?? ""));
}

function proposalCard(p, old, open) {
  const blocked = old ? [{ rule: "REL-06", sentence: "Values are old. The proposal can be signed again when the plant's values return." }] : !open ? [{ rule: "REL-04", sentence: `${p.number} has expired. The plant keeps ${number(p.from, p.decimals)} ${p.unit}.` }] : p.reasons ?? [];
  return [
    head(p, old ? "held" : open ? "needs your decision" : "expired", open && !old),
    h("div", { class: "time" }, h("i", { id: "time-bar" })),
    h("div", { class: "move" }, h("span", { class: "of" }, p.quantity), h("span", { class: "big from" }, number(p.from, p.decimals)),
      s("svg", { class: "arrow", viewBox: "0 0 40 18", role: "img", "aria-label": "to" }, s("path", { d: "M0 9 L30 9", stroke: "var(--ink)", "stroke-width": 3.5 }), s("path", { d: "M27 1 L40 9 L27 17 Z", fill: "var(--ink)" })),
      h("span", { class: "big to" }, number(p.to, p.decimals)), h("span", { class: "unit" }, p.unit)),
    h("p", { class: "tag" }, p.tag),
    designSpace(p),
    h("table", { class: "effect" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Forecast, 95\u00a0% interval"), h("th", { scope: "col", class: "num accepted" }, "if accepted"), h("th", { scope: "col", class: "num" }, "if nothing is done"))),
      h("tbody", {}, p.effects.slice(0, EFFECTS).map(effectRow))),
    p.effects.length > EFFECTS ? h("details", { class: "fine" }, h("summary", {}, `${p.effects.length - EFFECTS} more effects`), h("table", { class: "effect" }, h("tbody", {}, p.effects.slice(EFFECTS).map(effectRow)))) : null,
    h("h3", {}, `Why ${signed(p.to - p.from, p.decimals)} ${p.unit}`),
    why(p),
    h("h3", {}, "Basis"), h("p", { class: "fine" }, p.basis),
    p.history ? [h("h3", {}, "Record of earlier proposals, this model and unit"), h("p", { class: "fine" }, p.history)] : [],
    panel === "lower" ? lowerPanel(p) : panel === "reject" ? rejectPanel(p) : panel === "ask" ? askPanel(p) : panel === "copy" ? copyPanel(p) : choices(p, blocked),
  ];
}

const effectRow = (e) => h("tr", {}, h("td", {}, e.label), effect(e.accepted, true), effect(e.nothing, false));

function effect(e, strong) {
  return h("td", { class: "num" }, strong ? h("b", {}, e.value) : e.value, e.interval ? [" ", h("span", {}, e.interval)] : null);
}

function designSpace(p) {
  const { low, high, stepLow, stepHigh, step } = p.space;
  const W = 508;
  const x = (v) => 42 + (W - 84) * (v - low) / (high - low);
  const f = (v) => number(v, p.decimals);
  const text = (at, y, words, more = {}) => s("text", { x: at, y, "text-anchor": "middle", ...more }, words);
  const direction = p.to >= p.from ? 1 : -1;
  const stepWords = () => {
    if (x(stepHigh) - x(stepLow) > 180) {
      return [x(stepLow) - x(low) > 40 ? text(x(stepLow), 50, f(stepLow)) : null, text(x(p.from), 50, `one step \u00b1${f(step)}`), x(high) - x(stepHigh) > 40 ? text(x(stepHigh), 50, f(stepHigh)) : null];
    }
    const middle = (x(stepLow) + x(stepHigh)) / 2;
    return [text(Math.min(Math.max(middle, x(low) + 105), x(high) - 105), 50, `one step ${f(stepLow)} to ${f(stepHigh)}`)];
  };
  return s("svg", { class: "space", viewBox: `0 0 ${W} 56`, role: "img", "aria-label": `Design space ${f(low)} to ${f(high)}, one step ${f(stepLow)} to ${f(stepHigh)}, now ${f(p.from)}, proposed ${f(p.to)} ${p.unit}` },
    text(x(low), 12, "design space", { "text-anchor": "start" }),
    Math.abs(x(p.from) - x(p.to)) > 36 && x(p.from) > 150 && x(p.from) < W - 60 ? text(x(p.from), 12, "now") : null,
    text(x(p.to), 12, f(p.to), { class: "target" }),
    s("rect", { class: "step", x: x(stepLow), y: 19, width: x(stepHigh) - x(stepLow), height: 12 }),
    s("rect", { class: "frame", x: x(low), y: 18.5, width: x(high) - x(low), height: 13 }),
    s("path", { class: "go", d: `M${x(p.from)} 25 L${x(p.to) - direction * 9} 25` }),
    s("path", { class: "tip", d: `M${x(p.to) - direction * 10} 18.5 L${x(p.to)} 25 L${x(p.to) - direction * 10} 31.5 Z` }),
    s("path", { class: "now-mark", d: `M${x(p.from)} 15 L${x(p.from)} 35` }),
    text(x(low), 50, f(low)), text(x(high), 50, f(high)), stepWords());
}

/** The largest contributions; the others as one line, so that what is shown adds up to the change. */
function why(p) {
  const sorted = [...p.contributions].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const shown = sorted.slice(0, REASONS_WHY);
  const rest = sorted.slice(REASONS_WHY);
  if (rest.length === 1) shown.push(rest[0]);
  else if (rest.length) shown.push({ label: `${rest.length} others, together`, value: rest.reduce((sum, c) => sum + c.value, 0) });
  const most = Math.max(...shown.map((c) => Math.abs(c.value)), 1e-9);
  return h("div", { class: "why" }, shown.map((c) => {
    const bar = h("i", { "aria-hidden": "true" });
    bar.style.width = 62 * Math.abs(c.value) / most + "%";
    return [h("span", {}, c.label), h("span", {}, bar), h("span", { class: "num" }, signed(c.value, p.decimals))];
  }));
}

function choices(p, blocked) {
  const can = blocked.length === 0;
  const words = `${number(p.to, p.decimals)} ${p.unit}`;
  return h("div", { class: "decide" },
    can ? null : h("div", { class: "refused", id: "reasons", role: "status" }, h("h3", {}, "You cannot accept now"), h("ul", {}, blocked.map((r) => h("li", {}, cross(), h("span", {}, r.sentence, " ", h("span", { class: "rule" }, r.rule)))))),
    h("div", { class: "acts" },
      h("div", { class: "pair" },
        h("button", { id: "accept", type: "button", class: can ? "button gloves primary" : "button gloves primary blocked", "aria-disabled": can ? null : "true", "aria-describedby": can ? null : "reasons", onclick: () => can && sign("accept-recommendation", p, { value: p.to.toFixed(p.decimals) }) }, "Accept " + words),
        h("button", { id: "lower", type: "button", class: can && p.lowest < p.to ? "button gloves" : "button gloves blocked", "aria-disabled": can ? null : "true", onclick: () => can && open("lower") }, "Accept lower\u2026")),
      h("button", { id: "reject", type: "button", class: p.mayReject ? "button gloves" : "button gloves blocked", "aria-disabled": p.mayReject ? null : "true", onclick: () => p.mayReject && open("reject") }, "Reject, with reason\u2026"),
      h("button", { id: "ask", type: "button", class: "button gloves", onclick: () => open("ask") }, "Ask engineer\u2026"),
      copyButton()),
    h("p", { class: "until" }, p.until));
}

function open(which) {
  panel = which;
  cardDrawn = "";
  show();
  document.querySelector(".panel input, .panel select, .panel textarea")?.focus();
}

function lowerPanel(p) {
  const field = h("input", { id: "lower-value", class: "input", type: "text", inputmode: "decimal", value: draft("lower", number((p.from + p.to) / 2, p.decimals)), oninput: (e) => keep("lower", e.target.value) });
  const list = h("select", { id: "lower-reason", class: "input" }, p.lowerReasons.map((r) => h("option", {}, r)));
  const more = h("input", { id: "lower-more", class: "input", type: "text", value: draft("lower-more", ""), oninput: (e) => keep("lower-more", e.target.value) });
  const wrong = h("p", { class: "wrong", role: "alert" });
  const range = `${number(Math.min(p.from, p.lowest), p.decimals)} to ${number(p.to, p.decimals)} ${p.unit}, towards the present ${number(p.from, p.decimals)}`;
  return h("div", { class: "panel" }, h("div", { class: "field" }, h("label", { for: "lower-value" }, `${p.quantity} you accept instead`), h("span", { class: "with-unit" }, field, h("span", {}, p.unit)), h("p", { class: "limits" }, `${range}. The changed value is forecast and gated again before you sign.`)),
    h("div", { class: "field" }, h("label", { for: "lower-reason" }, "Reason"), list), h("div", { class: "field" }, h("label", { for: "lower-more" }, "In your words"), more, h("p", { class: "limits" }, "Both are part of the signed record."), wrong),
    h("div", { class: "acts" }, h("button", { id: "lower-go", type: "button", class: "button gloves primary", onclick: () => {
      const value = Number(field.value.replace(",", ".").replace("\u2212", "-"));
      if (!Number.isFinite(value) || value < Math.min(p.lowest, p.to) || value > Math.max(p.from, p.to)) say(wrong, `${field.value} is not between the limits ${range}.`);
      else if (!more.value.trim()) say(wrong, "Write in your words why you accept another value.");
      else sign("accept-recommendation", p, { value: value.toFixed(p.decimals), reason: list.value, remark: more.value.trim() });
    } }, "Read and sign the lower value"), h("button", { type: "button", class: "button gloves", onclick: () => open(null) }, "Back")));
}

function rejectPanel(p) {
  const list = h("select", { id: "reject-reason", class: "input" }, p.rejectReasons.map((r) => h("option", {}, r)));
  const more = h("input", { id: "reject-more", class: "input", type: "text", value: draft("reject", ""), oninput: (e) => keep("reject", e.target.value) });
  return h("div", { class: "panel" }, h("div", { class: "field" }, h("label", { for: "reject-reason" }, "Reason"), list), h("div", { class: "field" }, h("label", { for: "reject-more" }, "In your words"), more, h("p", { class: "limits" }, "Needed for another reason than those listed. Both are part of the signed record.")),
    h("div", { class: "acts" }, h("button", { id: "reject-go", type: "button", class: "button gloves primary", onclick: () => {
      const choices = { reason: list.value };
      if (more.value.trim()) choices.remark = more.value.trim();
      sign("reject-recommendation", p, choices);
    } }, `Reject ${p.number}`), h("button", { type: "button", class: "button gloves", onclick: () => open(null) }, "Back")));
}

function askPanel(p) {
  const field = h("input", { id: "ask-text", class: "input", type: "text", value: draft("ask", ""), oninput: (e) => keep("ask", e.target.value) });
  const limits = h("p", { class: "limits" }, `The question is recorded with ${p.number} and stands in the engineers' inbox. Until it is answered ${p.number} cannot be accepted; its time runs on.`);
  const wrong = h("p", { class: "wrong", role: "alert" });
  const back = (words) => h("button", { type: "button", class: "button gloves", onclick: () => { asked = null; open(null); } }, words);
  if (asked?.number === p.number) return h("div", { class: "panel" }, h("p", { role: "status" }, asked.sentence), h("div", { class: "acts" }, back("Back to the proposal")));
  return h("div", { class: "panel" }, h("div", { class: "field" }, h("label", { for: "ask-text" }, "Question to the process engineer"), field, limits, wrong),
    h("div", { class: "acts" }, h("button", { id: "ask-go", type: "button", class: "button gloves primary", onclick: async () => {
      try {
        const said = await api(`proposals/${encodeURIComponent(p.number)}/questions`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ question: field.value }) });
        keep("ask", "");
        asked = { number: p.number, sentence: said.sentence };
        open("ask");
      } catch (e) {
        say(wrong, e.message);
      }
    } }, "Send the question"), back("Back")));
}

const copyButton = () => h("button", { id: "copy", type: "button", class: "button gloves", onclick: () => open("copy") }, "Certified copy\u2026");

function copyPanel(p) {
  const field = h("input", { id: "copy-reason", class: "input", type: "text", maxlength: 500, value: draft("copy", ""), oninput: (e) => keep("copy", e.target.value) });
  const said = h("p", { role: "status" });
  const go = h("button", { id: "copy-go", type: "button", class: "button gloves primary", onclick: () => issueCopy(`${context}/api/copies/certified.pdf`, { type: "recommendation", id: p.number, reason: field.value }, go, said) }, "Issue the copy");
  return h("div", { class: "panel" }, h("div", { class: "field" }, h("label", { for: "copy-reason" }, `What the copy of ${p.number} is for`), field, h("p", { class: "limits" }, "Stands on the copy and in the audit trail. The copy is a PDF with the record for machines and the proofs inside."), said),
    h("div", { class: "acts" }, go, h("button", { type: "button", class: "button gloves", onclick: () => open(null) }, "Back")));
}

/** Drafts survive a login that expires. */
const draft = (name, otherwise) => sessionStorage.getItem(`draft:${unit}:${name}`) || otherwise;
const keep = (name, value) => sessionStorage.setItem(`draft:${unit}:${name}`, value);

/** The ceremony runs in a window of its own, so that the plant stays in view. */
function sign(act, p, choices) {
  const query = new URLSearchParams({ act, record: p.number, ...choices });
  window.open(`${context}/sign/record.xhtml?${query}`, "veritwin-sign", "popup,width=1440,height=900");
  panel = null;
}

// After signing, and refusals ---------------------------------------------------------------

function outcomeCard(p) {
  const o = p.outcome;
  return [
    head(p, o.badge, false),
    h("p", { class: "verdict", role: "status" }, o.refused ? alarmMark(2, true) : null, o.headline),
    o.measured !== null && o.measured !== undefined ? h("div", { class: "move" }, h("span", { class: "big measured" }, number(o.measured, p.decimals)), h("span", { class: "unit" }, p.unit), h("span", { class: "badge" }, "measured")) : null,
    h("p", { class: "told" }, o.sentence),
    o.gates?.length && o.refused ? [h("h3", {}, "Which rule refused it"), h("ol", { class: "gates" }, o.gates.map(gate))] : [],
    o.steps?.length && !o.refused ? h("ol", { class: "after" }, o.steps.map(step)) : null,
    o.next ? [h("h3", {}, "What to do now"), h("p", { class: "told" }, o.next)] : [],
    h("div", { class: "acts" }, h("button", { type: "button", class: "button gloves", onclick: () => open("ask") }, "Ask engineer\u2026"),
      h("a", { class: "button gloves", href: `${context}/audit/explorer.xhtml?record=${encodeURIComponent(p.number)}` }, "Open the record"), copyButton()),
    panel === "ask" ? askPanel(p) : panel === "copy" ? copyPanel(p) : null,
    h("p", { class: "until" }, o.footer),
  ];
}

function gate(g) {
  const mark = { passed: tick, failed: () => cross(false), "not run": dash }[g.state]();
  return h("li", { class: g.state.replace(" ", "-") }, mark, h("span", {}, String(g.n)), h("span", { class: "what" }, g.question), h("span", {}, g.state === "failed" ? "" : g.state), g.state === "failed" ? h("span", { class: "why-not" }, g.answer, " ", h("span", { class: "rule" }, g.rule)) : null);
}

// Controls of the page ----------------------------------------------------------------------

document.addEventListener("click", (e) => {
  const table = e.target.closest("[data-table]");
  if (table) openTable(Number(table.dataset.table));
});
$("close-table").addEventListener("click", () => $("table-dialog").close());
$("close-alarms").addEventListener("click", () => $("alarm-dialog").close());
$("alarm-button").addEventListener("click", () => {
  const worst = worstAlarm();
  if (worst && isNew(worst)) {
    sessionStorage.setItem("seen:" + worst.id, "1");
    show();
    return;
  }
  replace($("alarms"), live?.alarms.all.length ? h("ul", { class: "stack" }, live.alarms.all.map((a) => h("li", { class: "row" }, alarmMark(a.priority, true), h("b", {}, a.what), h("span", { class: "quiet" }, a.detail)))) : h("p", {}, "No alarm stands now."));
  $("alarm-dialog").showModal();
});
$("stop-advice").addEventListener("click", async () => {
  const said = await api(`units/${encodeURIComponent(unit)}/advice-stop`, { method: "POST" }).catch((e) => ({ sentence: e.message }));
  say($("stop-said"), said.sentence);
  await ask();
});
document.querySelector("[data-theme-button]")?.addEventListener("click", () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax; secure`;
});

setInterval(ask, EVERY);
setInterval(() => live && show(), 500);
window.addEventListener("focus", ask);
new MutationObserver(() => { drawn = ""; show(); }).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
show();
document.fonts.ready.then(ask);
