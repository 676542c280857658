/**
 * The only module that calls Apache ECharts. It draws a trend of one quantity (stacked small
 * multiples on one time axis), a scatter of predicted against measured, and lines with samples.
 * Colours come from the stylesheet's tokens, so both themes and print follow without further code.
 */
/* global echarts */

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const scale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
const FACE = '"IBM Plex Sans", sans-serif';

function colours() {
  const names = ["field", "sheet", "raise", "text", "text2", "text3", "edge", "line", "ink", "est", "p2f", "p2l"];
  return Object.fromEntries(names.map((n) => [n, token(n)]));
}

/** A token's colour with an opacity, as bands are 20 % of their line. */
function faded(hex, opacity) {
  const n = parseInt(hex.slice(1), 16);
  return `rgba(${n >> 16}, ${(n >> 8) & 255}, ${n & 255}, ${opacity})`;
}

const charts = new WeakMap();

function chartOn(element) {
  let chart = charts.get(element);
  if (!chart) {
    chart = echarts.init(element, null, { renderer: "svg" });
    charts.set(element, chart);
    new ResizeObserver(() => chart.resize()).observe(element);
  }
  return chart;
}

/** Splits a series at its gaps: a gap stays a gap and is never bridged. */
function runs(points, width) {
  const out = [];
  let run = [];
  for (const p of points) {
    if (p.slice(1, width).some((v) => v === null || v === undefined)) {
      if (run.length) out.push(run);
      run = [];
    } else run.push(p);
  }
  if (run.length) out.push(run);
  return out;
}

/** A band between two columns of the points, as polygons. */
function band(points, low, high, fill) {
  return runs(points, 3).map((run) => ({
    type: "custom", silent: true, clip: true, z: 1, animation: false, tooltip: { show: false },
    data: [[run[0][0], run[0][low]]],
    renderItem: (_, api) => ({
      type: "polygon", style: { fill },
      shape: { points: [...run.map((p) => api.coord([p[0], p[high]])), ...run.slice().reverse().map((p) => api.coord([p[0], p[low]]))] },
    }),
  }));
}

const line = (points, style, extra = {}) => ({
  type: "line", showSymbol: false, symbol: "none", animation: false, connectNulls: false, silent: true,
  data: points, lineStyle: style, itemStyle: { color: style.color }, z: 3, ...extra,
});

/** A word at a place in the plot, with no point drawn. */
const word = (x, y, text, style, position = "right", offset = [0, 0]) => ({
  type: "scatter", silent: true, animation: false, symbolSize: 0.01, data: [[x, y]], z: 6, itemStyle: { opacity: 1, color: style.color }, tooltip: { show: false },
  label: { show: true, formatter: text, position, offset, fontFamily: FACE, fontSize: 13 * scale(), color: style.color, fontWeight: style.weight ?? 400, textBorderColor: style.halo ?? token("field"), textBorderWidth: 3 },
});

function hatch(x0, x1, axis, colour) {
  return {
    type: "custom", silent: true, animation: false, z: 2, tooltip: { show: false }, data: [[x0, axis[0]]],
    renderItem: (params, api) => {
      const [left, top] = api.coord([x0, axis[1]]);
      const [right, bottom] = api.coord([x1, axis[0]]);
      const height = bottom - top;
      const children = [];
      for (let x = left - height + 6; x < right; x += 14) {
        const from = Math.max(x, left);
        const to = Math.min(x + height, right);
        if (to > from) children.push({ type: "line", shape: { x1: from, y1: bottom - (from - x), x2: to, y2: bottom - (to - x) }, style: { stroke: colour, lineWidth: 1 } });
      }
      return { type: "group", children };
    },
  };
}

/** A gap in the readings, drawn on the axis as what it is: nothing, for that long. */
const gapMark = (from, to, axis, c) => ({
  type: "custom", silent: true, animation: false, clip: true, z: 4, tooltip: { show: false }, data: [[from, axis[0]]],
  renderItem: (_, api) => {
    const a = api.coord([from, axis[0]]);
    const b = api.coord([to, axis[0]]);
    return { type: "rect", shape: { x: a[0], y: a[1] - 4, width: Math.max(2, b[0] - a[0]), height: 4 }, style: { fill: c.edge } };
  },
});

function ticksOf(range) {
  const [from, to] = range;
  const width = to - from;
  const step = width > 60 ? 24 : width > 30 ? 12 : width > 14 ? 6 : width > 6 ? 2 : width > 2.5 ? 1 : 0.5;
  const ticks = [];
  for (let t = Math.ceil(from / step - 1e-9) * step; t <= to + 1e-9; t += step) ticks.push(t);
  return { step, label: (h) => (step >= 24 ? "day " + Math.round(h / 24) : from >= 48 ? "day " + (h / 24).toFixed(1).replace(".0", "") : (step < 1 ? h.toFixed(1) : Math.round(h)) + " h"), ticks };
}

/** A forecast begins at now: what it said of the time since it was made is past. */
function fromNow(points, now) {
  const next = (points ?? []).findIndex((p) => p[0] > now);
  if (next <= 0) return points ?? [];
  const [a, b] = [points[next - 1], points[next]];
  const share = (now - a[0]) / (b[0] - a[0]);
  return [a.map((v, i) => (i === 0 ? now : v + share * (b[i] - v))), ...points.slice(next)];
}

/** The nearest point of a series at x, or null when none lies within reach. */
function at(points, x, reach) {
  let best = null;
  for (const p of points ?? []) if (p[1] !== null && Math.abs(p[0] - x) <= reach && (!best || Math.abs(p[0] - x) < Math.abs(best[0] - x))) best = p;
  return best;
}

/**
 * One quantity over process time.
 *
 * @param element where to draw
 * @param q {title, unit, decimals, axis:[low, high], limits:[{value, words, below}], estimate:[[h, mean, low, high]],
 *   measured:[[h, v]], samples:[[h, v]], accepted and nothing:[[h, median, lo50, hi50, lo95, hi95]]}
 * @param view {range:[h, h], now:h, stale:boolean, first:boolean, last:boolean, horizon:h, gaps:[[h, h]]}
 */
export function trend(element, q, view) {
  const c = colours();
  const k = scale();
  const chart = chartOn(element);
  const { ticks, label, step } = ticksOf(view.range);
  const [low, high] = q.axis;
  const series = [];

  if (!view.stale) {
    const nothing = fromNow(q.nothing, view.now);
    const accepted = q.steps ? q.accepted : fromNow(q.accepted, view.now);
    for (const [points, colour] of [[nothing, c.edge], [accepted, c.ink]]) {
      if (!points?.length) continue;
      series.push(...band(points, 4, 5, faded(colour, 0.14)), ...band(points, 2, 3, faded(colour, 0.16)));
    }
    if (nothing.length) series.push(line(nothing.map((p) => [p[0], p[1]]), { color: c.text3, width: 2 * k, type: [2, 4] }));
    if (accepted?.length) series.push(line(accepted.map((p) => [p[0], p[1]]), { color: c.ink, width: 2.25 * k, type: [8, 4] }));
  } else {
    series.push(hatch(view.now, view.range[1], q.axis, c.line));
    if (view.first) series.push(word((view.now + view.range[1]) / 2, (low + high) / 2, "no forecast: readings are old", { color: c.text, weight: 600, halo: c.field }, "inside"));
  }
  if (q.estimate?.length) {
    series.push(...band(q.estimate, 2, 3, faded(c.est, 0.2)));
    series.push(line(q.estimate.map((p) => [p[0], p[1]]), { color: c.est, width: 2 * k }));
  }
  if (q.measured?.length) series.push(line(q.measured, { color: c.text, width: 2 * k }, q.steps ? { step: "end" } : {}));
  if (q.samples?.length) {
    series.push({ type: "scatter", animation: false, silent: true, symbolSize: 9 * k, data: q.samples, itemStyle: { color: c.text2, opacity: 1 }, z: 5 });
    if (view.first) {
      const p = q.samples.find((v) => v[0] > view.range[0]) ?? q.samples[0];
      series.push(word(p[0], p[1], "lab sample", { color: c.text2 }, p[1] > low + 0.75 * (high - low) ? "right" : "top", [4, 0]));
    }
  }
  for (const gap of view.gaps ?? []) series.push(gapMark(gap[0], gap[1], q.axis, c));

  const marks = [{ xAxis: view.now, lineStyle: { color: view.stale ? c.p2l : c.text, width: (view.stale ? 3 : 1.5) * k }, label: { show: false } }];
  for (const limit of q.limits ?? []) {
    marks.push({ yAxis: limit.value, lineStyle: { color: c.text2, width: 1.25 * k }, label: { show: true, formatter: limit.words, position: limit.below ? "insideStartBottom" : "insideStartTop", distance: [4, 3], color: c.text2, fontFamily: FACE, fontSize: 13 * k } });
  }
  series.push({ type: "line", data: [], markLine: { silent: true, animation: false, symbol: "none", lineStyle: { type: "solid" }, data: marks } });

  if (view.first && !view.stale && q.accepted?.length) {
    const x = view.now + 0.75 * (view.range[1] - view.now);
    const a = at(q.accepted, x, step);
    const n = at(q.nothing, x, step);
    const above = !n || !a || a[1] >= n[1];
    const lift = 0.05 * (high - low);
    if (a) series.push(word(x, above ? Math.min(a[5], high - 3 * lift) + lift : a[4] - lift, "if accepted", { color: c.ink, weight: 600 }, "inside"));
    if (n) series.push(word(x, above ? Math.max(n[4], low + 2 * lift) - lift : n[5] + lift, "if nothing is done", { color: c.text2, weight: 500 }, "inside"));
  }
  if (view.first && !view.stale) {
    const room = ((view.range[1] - view.now) / (view.range[1] - view.range[0])) * (chart.getWidth() - 64 * k);
    const said = `now \u00b7 forecast ${Math.round(view.horizon)} h`;
    const text = !view.horizon || room < 140 * k ? "now" : room < 250 * k ? said : said + ", bands 50 and 95 %";
    series.push(word(view.now, high, text, { color: c.text, weight: 600 }, "right", [2 * k, 3 * k]));
  }

  const text = { fontFamily: FACE, fontSize: 13 * k, color: c.text2 };
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: FACE },
    grid: { outerBoundsMode: "none", left: 46 * k, right: 18 * k, top: 11 * k, bottom: (view.last ? 38 : 15) * k },
    xAxis: {
      type: "value", min: view.range[0], max: view.range[1], interval: step, axisLine: { onZero: false, lineStyle: { color: c.edge } },
      axisTick: { show: true, customValues: ticks, length: 5 * k, lineStyle: { color: c.edge } },
      splitLine: { show: true, lineStyle: { color: c.line, width: 1 } },
      axisLabel: { ...text, show: Boolean(view.last), customValues: ticks, formatter: label, margin: 8 * k, showMinLabel: true, hideOverlap: true },
    },
    yAxis: {
      type: "value", min: low, max: high, splitNumber: 2, interval: q.interval, axisLine: { show: true, onZero: false, lineStyle: { color: c.edge } },
      axisTick: { show: true, length: 5 * k, lineStyle: { color: c.edge } }, splitLine: { show: false },
      axisLabel: { ...text, margin: 8 * k },
    },
    tooltip: {
      renderMode: "richText", trigger: "axis", confine: true, backgroundColor: c.raise, borderColor: c.edge, borderWidth: 1, borderRadius: 0, shadowBlur: 0, shadowColor: "transparent",
      textStyle: { ...text, color: c.text }, axisPointer: { type: "line", lineStyle: { color: c.edge, type: "solid" } },
      formatter: (params) => words(q, Array.isArray(params) ? params[0]?.axisValue : params.value?.[0], view),
    },
    series: series.map((entry) => ({ ...entry, silent: false })),
  }, { notMerge: true, lazyUpdate: false });
}

/** What stands at one time, in words: the tooltip, and the rows of the table twin. */
function words(q, x, view) {
  if (x === undefined) return "";
  const reach = (view.range[1] - view.range[0]) / 120;
  const f = (v) => v.toFixed(q.decimals);
  const out = [`${q.title}, ${q.unit} \u00b7 ${hourWords(x)}`];
  const e = at(q.estimate, x, reach);
  if (e) out.push(`estimate ${f(e[1])}, ${f(e[2])} to ${f(e[3])}`);
  const m = at(q.measured, x, reach);
  if (m) out.push(`measured ${f(m[1])}`);
  const l = at(q.samples, x, reach);
  if (l) out.push(`lab sample ${f(l[1])}`);
  const a = at(q.accepted, x, reach * 3);
  if (a && x > view.now && !view.stale) out.push(`if accepted ${f(a[1])}, ${f(a[4])} to ${f(a[5])}`);
  const n = at(q.nothing, x, reach * 3);
  if (n && x > view.now && !view.stale) out.push(`if nothing is done ${f(n[1])}, ${f(n[4])} to ${f(n[5])}`);
  return out.join("\n");
}

export const hourWords = (hours) => (hours >= 48 ? `day ${(hours / 24).toFixed(2)}` : `${hours.toFixed(2)} h`);

/**
 * Predicted against measured, the failed ones as triangles in front.
 *
 * @param plot {x, y: axis titles, band: half width of the limit or null, groups:[{words, failed, points:[[x, y]]}]}
 */
export function scatter(element, plot) {
  const c = colours();
  const chart = chartOn(element);
  const all = plot.groups.flatMap((g) => g.points);
  const top = niceTop(Math.max(...all.flat(), 0.001));
  const low = Math.min(0, ...all.flat());
  const series = [];
  if (plot.band) {
    series.push({
      type: "custom", silent: true, clip: true, animation: false, z: 0, data: [[low, low]],
      renderItem: (_, api) => ({ type: "polygon", style: { fill: faded(c.edge, 0.16) }, shape: { points: [[low, low - plot.band], [low, low + plot.band], [top, top + plot.band], [top, top - plot.band]].map((p) => api.coord(p)) } }),
    });
  }
  series.push(line([[low, low], [top, top]], { color: c.text2, width: 1.25 }));
  for (const g of plot.groups) {
    series.push({
      type: "scatter", animation: false, data: g.points, name: g.words, symbol: g.failed || g.outside ? "triangle" : "circle", symbolSize: g.failed ? 10 : g.outside ? 8 : 6,
      itemStyle: g.failed ? { color: c.p2f, borderColor: c.text, borderWidth: 0.75 } : { color: faded(c.est, 0.65) }, z: g.failed ? 5 : 4,
    });
  }
  chart.setOption({
    animation: false, textStyle: { fontFamily: FACE }, grid: { outerBoundsMode: "none", left: 46, right: 14, top: 28, bottom: 42 },
    xAxis: axis(c, low, top, { name: plot.x, nameLocation: "middle", nameGap: 26, splitLine: { show: false } }),
    yAxis: axis(c, low, top, { name: plot.y, nameLocation: "end", nameGap: 12, nameTextStyle: { fontFamily: FACE, fontSize: 13, color: c.text2, align: "left", padding: [0, 0, 0, -40] }, splitLine: { show: true, lineStyle: { color: c.line } } }),
    tooltip: tooltip(c, { trigger: "item", formatter: (p) => `${p.seriesName}\nmeasured ${p.value[0]}\npredicted ${p.value[1]}` }),
    series,
  }, { notMerge: true });
}

/**
 * Lines over time with the samples they are held against.
 *
 * @param plot {x, y, lines:[{words, points, low, high}], samples:[[x, v]], failed:[[x, v]]}
 */
export function course(element, plot) {
  const c = colours();
  const chart = chartOn(element);
  const series = [];
  for (const l of plot.lines ?? []) {
    if (l.points.length && l.points[0].length >= 4) series.push(...band(l.points, 2, 3, faded(c.est, 0.2)));
    series.push({ ...line(l.points.map((p) => [p[0], p[1]]), { color: c.est, width: 2 }), name: l.words });
  }
  series.push({ type: "scatter", animation: false, data: plot.samples ?? [], name: "measured", symbolSize: 7, itemStyle: { color: c.text }, z: 5 });
  if (plot.failed?.length) series.push({ type: "scatter", animation: false, data: plot.failed, name: "outside", symbol: "triangle", symbolSize: 10, itemStyle: { color: c.p2f, borderColor: c.text, borderWidth: 0.75 }, z: 6 });
  chart.setOption({
    animation: false, textStyle: { fontFamily: FACE }, grid: { outerBoundsMode: "none", left: 54, right: 14, top: 14, bottom: 42 },
    xAxis: axis(c, "dataMin", "dataMax", { name: plot.x, nameLocation: "middle", nameGap: 26, splitLine: { show: false } }),
    yAxis: axis(c, null, null, { scale: true, splitLine: { show: true, lineStyle: { color: c.line } } }),
    tooltip: tooltip(c, { trigger: "item", formatter: (p) => `${p.seriesName}\n${p.value[0]}\n${p.value[1]}` }),
    series,
  }, { notMerge: true });
}

const axis = (c, min, max, more) => ({
  type: "value", min, max, axisLine: { show: true, onZero: false, lineStyle: { color: c.edge } }, axisTick: { show: true, lineStyle: { color: c.edge } },
  axisLabel: { fontFamily: FACE, fontSize: 13, color: c.text2 }, nameTextStyle: { fontFamily: FACE, fontSize: 13, color: c.text2 }, ...more,
});

const tooltip = (c, more) => ({
  renderMode: "richText", confine: true, backgroundColor: c.raise, borderColor: c.edge, borderWidth: 1, borderRadius: 0, shadowBlur: 0, shadowColor: "transparent",
  textStyle: { fontFamily: FACE, fontSize: 13, color: c.text }, ...more,
});

/** An axis that shows everything that is drawn, with few round marks; it starts at 0 where 0 is near. */
export function niceAxis(q) {
  const values = [
    ...(q.estimate ?? []).flatMap((p) => [p[2], p[3]]), ...(q.measured ?? []).map((p) => p[1]), ...(q.samples ?? []).map((p) => p[1]),
    ...(q.accepted ?? []).flatMap((p) => [p[4], p[5]]), ...(q.nothing ?? []).flatMap((p) => [p[4], p[5]]), ...(q.limits ?? []).map((l) => l.value),
  ].filter((v) => Number.isFinite(v));
  if (!values.length) return { axis: [0, 1], interval: 1 };
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (low > 0 && low < 0.6 * high) low = 0;
  // Noise around a steady value stays noise: the axis is never narrower than a fifth of the value.
  const least = Math.max(0.2 * Math.max(Math.abs(low), Math.abs(high)), 1e-3);
  if (high - low < least) {
    const middle = (low + high) / 2;
    low = low >= 0 ? Math.max(0, middle - least / 2) : middle - least / 2;
    high = middle + least / 2;
  }
  const raw = (high - low) / 3;
  const power = 10 ** Math.floor(Math.log10(raw));
  const interval = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999);
  const from = Math.floor(low / interval + 1e-9) * interval;
  const to = Math.ceil(high / interval - 1e-9) * interval;
  return { axis: [from, to === from ? from + interval : to], interval };
}

export function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  for (const m of [1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 10]) if (m * power >= value) return m * power;
  return 10 * power;
}
