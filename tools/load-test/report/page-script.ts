/** Draws the charts in the browser. Plain JavaScript, which is copied into the page unchanged. */
export const PAGE_SCRIPT = String.raw`
(() => {
  const { charts, events, seconds } = JSON.parse(document.getElementById("data").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const palette = () => dark.matches
    ? ["#6cb2ff", "#6fd08c", "#ffb95c", "#ff8a80", "#c8a2ff", "#9aa8b8"]
    : ["#0b66c3", "#1d7d3f", "#a86200", "#b3261e", "#7a3fc2", "#5c6a7a"];
  const two = (number) => String(number).padStart(2, "0");
  const clock = (second) => (seconds >= 3600 ? Math.floor(second / 3600) + ":" + two(Math.floor(second / 60) % 60) : Math.floor(second / 60)) + ":" + two(Math.floor(second) % 60);
  const short = (value) => value == null ? "–" : Math.abs(value) >= 10000 ? (value / 1000).toFixed(1) + "k" : Math.abs(value) >= 10 ? value.toFixed(0) : value.toFixed(2).replace(/\.?0+$/, "");
  const place = document.getElementById("plots");
  const now = document.getElementById("now");
  const plots = [];
  const zoom = (min, max) => { for (const { plot } of plots) plot.setScale("x", { min, max }); };
  const everything = () => { zoom(0, seconds); };

  const joined = (series) => uPlot.join(series.map(({ points }) => [points.map(([second]) => second), points.map(([, value]) => value)]));
  const nearest = (times, values, second) => {
    let found = null;
    let distance = Infinity;
    times.forEach((time, index) => {
      if (values[index] == null || Math.abs(time - second) >= distance) return;
      distance = Math.abs(time - second);
      found = values[index];
    });
    return found;
  };

  const draw = () => {
    place.textContent = "";
    plots.length = 0;
    const colours = palette();
    for (const { title, scale, stepped, series } of charts) {
      const log = scale === "logarithmic";
      const data = joined(series.map((each) => ({ points: each.points.map(([second, value]) => [second, log && value != null && value <= 0 ? null : value]) })));
      const box = document.createElement("div");
      box.className = "plot";
      box.tabIndex = 0;
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", title + ": " + series.map(({ label, points }) => label + " at most " + short(Math.max(...points.map(([, value]) => value ?? 0)))).join(", "));
      const heading = document.createElement("h3");
      heading.append(title);
      for (const { label, colour: index, dashed } of series) {
        const key = document.createElement("span");
        key.className = "key";
        const line = document.createElement("i");
        if (dashed) line.className = "dashed";
        line.style.color = colours[index % colours.length];
        key.append(line, label);
        heading.append(key);
      }
      box.append(heading);
      place.append(box);
      const tell = (index) => {
        if (index == null) return;
        const second = data[0][index];
        now.textContent = clock(second) + " · " + title + ": " + series.map(({ label }, at) => label + " " + short(nearest(data[0], data[at + 1], second))).join(", ");
      };
      const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 }, font: "12px system-ui" };
      const plot = new uPlot({
        width: box.clientWidth, height: innerWidth < 600 ? 160 : 190, legend: { show: false },
        cursor: { sync: { key: "time" }, drag: { x: true, y: false }, points: { size: 6 }, bind: { dblclick: () => () => { everything(); return null; } } },
        scales: { x: { time: false, range: (_, min, max) => [min ?? 0, max ?? seconds] }, y: log ? { distr: 3, range: (_, min, max) => [Math.max(0.1, (min ?? 1) * 0.8), Math.max(2, (max ?? 2) * 1.3)] } : { range: (_, min, max) => [0, Math.max(1, (max ?? 1) * 1.08)] } },
        axes: [{ ...axis, values: (_, ticks) => ticks.map(clock), space: 70, incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400] }, { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => tick == null ? "" : short(tick)), space: 32, ...(log ? { splits: (_, __, min, max) => [0.1, 1, 10, 100, 1000, 10000, 100000].filter((power) => power >= min && power <= max), filter: (_, splits) => splits } : {}) }],
        series: [{}, ...series.map(({ label, colour: index, dashed }) => ({ label, stroke: colours[index % colours.length], width: dashed ? 2 : 1.5, dash: dashed ? [6, 4] : undefined, points: { show: false }, spanGaps: true, ...(stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}) }))],
        hooks: { setCursor: [({ cursor }) => { if (cursor.event || document.activeElement === box) tell(cursor.idx); }], setSelect: [(self) => { if (self.select.width > 4) zoom(self.posToVal(self.select.left, "x"), self.posToVal(self.select.left + self.select.width, "x")); }] },
      }, data, box);
      plots.push({ plot, box });
      box.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -1e9, End: 1e9 }[event.key];
        if (event.key === "Escape") everything();
        if (step === undefined) return;
        event.preventDefault();
        const index = Math.max(0, Math.min(data[0].length - 1, (plot.cursor.idx ?? 0) + step));
        plot.setCursor({ left: plot.valToPos(data[0][index], "x"), top: 20 });
        tell(index);
      });
    }
  };
  draw();
  dark.addEventListener("change", draw);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; for (const { plot, box } of plots) plot.setSize({ width: box.clientWidth, height: plot.height }); } });

  const body = document.getElementById("events");
  for (const { second, source, subject, text } of events) {
    const row = body.insertRow();
    for (const each of [clock(second), source, subject, text]) row.insertCell().textContent = each;
  }
})();
`;

/** Extends the style of the simulator's page. */
export const PAGE_ADDITIONS = `
.key i { height: 0; border-top: 3px solid; border-radius: 0; width: 18px; }
.key i.dashed { border-top: 3px dashed; }
#figures td, #figures th { white-space: nowrap; padding-right: 16px; font-variant-numeric: tabular-nums; }
`;
