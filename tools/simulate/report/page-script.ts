/** The script that draws the page's charts in the browser. Plain JavaScript, because it is embedded as is. */
export const PAGE_SCRIPT = String.raw`
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { intervals, events } = data;
  const times = intervals.map((interval) => interval.time);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const palette = () => dark.matches
    ? ["#6cb2ff", "#6fd08c", "#ffb95c", "#ff8a80", "#c8a2ff", "#5fd3d3"]
    : ["#0b66c3", "#1d7d3f", "#a86200", "#b3261e", "#7a3fc2", "#0d7c7c"];
  const two = (number) => String(number).padStart(2, "0");
  const clock = (second) => two(Math.floor(second / 3600)) + ":" + two(Math.floor(second / 60) % 60) + (times.at(-1) < 7200 ? ":" + two(Math.floor(second) % 60) : "");
  const short = (value) => value == null ? "–" : Math.abs(value) >= 1000 ? (value / 1000).toFixed(1) + "k" : Math.abs(value) >= 10 ? value.toFixed(0) : value.toFixed(2).replace(/\.?0+$/, "");
  const column = (pick) => intervals.map((interval) => pick(interval) ?? null);

  const queues = data.elasticity.tasks.map(({ service }, at) => ({ service, at })).filter(({ at }) => intervals.some((i) => i.services[at].queue));
  const isWork = data.load.unit === "messages";

  const charts = [
    { title: (isWork ? "Messages" : "Requests") + " per second", series: [[isWork ? "sent" : "offered", (i) => i.offeredPerSecond], [isWork ? "processed" : "served", (i) => i.servedPerSecond], ["failed", (i) => i.failedPerSecond, 3]] },
    ...queues.flatMap(({ service, at }) => [
      { title: "Queue of " + service, series: [["waiting", (i) => i.services[at].queue.waiting, 0], ["in flight", (i) => i.services[at].queue.inFlight, 1]] },
      { title: "Age of the oldest message of " + service + ", s", series: [["age", (i) => i.services[at].queue.oldestSeconds, 2]] },
      ...(intervals.some((i) => i.services[at].queue.deadLetteredPerSecond > 0) ? [{ title: "Dead letters of " + service + " per second", series: [["dead letters", (i) => i.services[at].queue.deadLetteredPerSecond, 3]] }] : []),
    ]),
    { title: isWork ? "From sending a message to its end, ms" : "Latency, ms", log: true, series: [["p50", (i) => i.latencyMilliseconds.p50], ["p90", (i) => i.latencyMilliseconds.p90], ["p99", (i) => i.latencyMilliseconds.p99]] },
    ...data.elasticity.tasks.map(({ service }, at) => ({
      title: "Tasks of " + service, stepped: true,
      series: [["needed", (i) => i.services[at].demand, 4], ["desired", (i) => i.services[at].desired, 0], ["pending", (i) => i.services[at].pending, 2], ["running", (i) => i.services[at].running, 5], ["healthy", (i) => i.services[at].healthy, 1]],
    })),
    ...data.elasticity.instances.map(({ group }, at) => ({
      title: "Instances of " + group, stepped: true,
      series: [["needed", (i) => i.groups[at].demand, 4], ["desired", (i) => i.groups[at].desired, 0], ["booting", (i) => i.groups[at].booting, 2], ["in service", (i) => i.groups[at].inService, 1], ["draining", (i) => i.groups[at].draining, 3]],
    })),
    { title: "CPU, %", series: [...data.elasticity.tasks.map(({ service }, at) => [service + " (of its reservation)", (i) => i.services[at].cpuPercent]), ...data.elasticity.instances.map(({ group }, at) => [group, (i) => i.groups[at].cpuPercent])] },
    ...(intervals.some((i) => i.groups.some((g) => g.credits != null)) ? [{ title: "CPU credits, mean per instance (below 0: surplus)", series: data.elasticity.instances.map(({ group }, at) => [group, (i) => i.groups[at].credits]) }] : []),
    { title: "Cost so far, USD", series: [["cost", (i) => i.usd]] },
  ];

  const place = document.getElementById("plots");
  const now = document.getElementById("now");
  const plots = [];
  const zoom = (min, max) => { for (const { plot } of plots) plot.setScale("x", { min, max }); };
  const everything = () => { zoom(times[0] ?? 0, times.at(-1) ?? 1); };

  const marks = {
    hooks: {
      draw: [(plot) => {
        const { ctx, bbox } = plot;
        ctx.save();
        ctx.beginPath(); ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height); ctx.clip();
        for (const { time, kind } of events) {
          if (kind !== "failure" && kind !== "scaling") continue;
          const x = Math.round(plot.valToPos(time, "x", true));
          ctx.strokeStyle = kind === "failure" ? colour("--bad") : colour("--soft");
          ctx.globalAlpha = kind === "failure" ? 0.7 : 0.18;
          ctx.beginPath(); ctx.moveTo(x, bbox.top); ctx.lineTo(x, bbox.top + bbox.height); ctx.stroke();
        }
        ctx.restore();
      }],
    },
  };

  const tell = (index) => {
    if (index == null) return;
    const interval = intervals[index];
    const near = events.filter(({ time }) => time > interval.time - data.intervalSeconds && time <= interval.time).slice(0, 2).map(({ subject, text }) => subject + ": " + text);
    const tasks = interval.services.reduce((sum, s) => sum + s.healthy, 0);
    now.textContent = clock(interval.time) + " · " + short(interval.offeredPerSecond) + (isWork ? " messages/s, " : " requests/s, ") + short(interval.failedPerSecond) + " failed · p99 " + short(interval.latencyMilliseconds.p99) + " ms · " + short(tasks) + (tasks === 1 ? " healthy task" : " healthy tasks") + (near.length ? " · " + near.join("; ") : "");
  };

  const draw = () => {
    place.textContent = "";
    plots.length = 0;
    const colours = palette();
    for (const { title, series, log, stepped } of charts) {
      const box = document.createElement("div");
      box.className = "plot";
      box.tabIndex = 0;
      box.setAttribute("role", "application");
      box.setAttribute("aria-roledescription", "chart");
      const peak = (pick) => short(Math.max(...intervals.map((i) => pick(i) ?? 0)));
      box.setAttribute("aria-label", title + ": " + series.map(([name, pick]) => name + " at most " + peak(pick)).join(", "));
      const heading = document.createElement("h3");
      heading.append(title);
      series.forEach(([name, , index], at) => {
        const key = document.createElement("span");
        key.className = "key";
        const line = document.createElement("i");
        line.style.background = colours[(index ?? at) % colours.length];
        key.append(line, name);
        heading.append(key);
      });
      box.append(heading);
      place.append(box);
      const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 }, font: "12px system-ui" };
      const plot = new uPlot({
        width: box.clientWidth, height: innerWidth < 600 ? 150 : 170, padding: [null, 32, null, null], legend: { show: false }, plugins: [marks],
        cursor: { sync: { key: "time" }, drag: { x: true, y: false }, points: { size: 6 }, bind: { dblclick: () => () => { everything(); return null; } } },
        scales: { x: { time: false }, y: log ? { distr: 3, range: (_, min, max) => [Math.max(0.5, (min ?? 1) * 0.8), Math.max(2, (max ?? 2) * 1.3)] } : { range: (_, min, max) => [Math.min(0, min ?? 0), Math.max(1e-3, (max ?? 1) * 1.08)] } },
        axes: [{ ...axis, values: (_, ticks) => ticks.map(clock), space: 76, incrs: [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200, 86400] }, { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => tick == null ? "" : short(tick)), space: 32, ...(log ? { splits: (_, __, min, max) => [1, 10, 100, 1000, 10000, 100000].filter((power) => power >= min && power <= max), filter: (_, splits) => splits } : {}) }],
        series: [{}, ...series.map(([name, , index], at) => ({ label: name, stroke: colours[(index ?? at) % colours.length], width: 1.6, points: { show: false }, ...(stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}) }))],
        hooks: { setCursor: [({ cursor }) => tell(cursor.idx)], setSelect: [(self) => { if (self.select.width > 4) { const min = self.posToVal(self.select.left, "x"); const max = self.posToVal(self.select.left + self.select.width, "x"); zoom(min, max); } }] },
      }, [times, ...series.map(([, pick]) => column(pick).map((value) => log && value != null && value <= 0 ? null : value))], box);
      plots.push({ plot, box });
      const goTo = (index) => {
        plot.setCursor({ left: plot.valToPos(times[index], "x"), top: 20 }, true, true);
        tell(index);
      };
      box.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -1e9, End: 1e9 }[event.key];
        if (event.key === "Escape") everything();
        const { min, max } = plot.scales.x;
        const first = Math.max(0, times.findIndex((time) => time >= min));
        const last = Math.max(first, times.findLastIndex((time) => time <= max));
        const at = plot.cursor.idx;
        const factor = { "+": 0.5, "=": 0.5, "-": 2 }[event.key];
        if (factor !== undefined && !event.ctrlKey && !event.metaKey) {
          const center = at ?? Math.round((first + last) / 2);
          const middle = times[center];
          const half = Math.max(2 * data.intervalSeconds, ((max - min) / 2) * factor);
          zoom(Math.max(times[0], middle - half), Math.min(times.at(-1), middle + half));
          // uPlot applies a new scale in a microtask, and leaves the cursor at its pixel.
          queueMicrotask(() => goTo(center));
        }
        if (step === undefined) return;
        event.preventDefault();
        const index = Math.max(first, Math.min(last, at == null ? (event.key === "End" || (step < 0 && event.key !== "Home") ? last : first) : at + step));
        goTo(index);
      });
    }
  };
  draw();
  dark.addEventListener("change", draw);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; for (const { plot, box } of plots) plot.setSize({ width: box.clientWidth, height: plot.height }); } });

  const body = document.getElementById("events");
  const show = (kind) => {
    body.textContent = "";
    for (const event of events) {
      if (kind !== "" && event.kind !== kind) continue;
      const row = body.insertRow();
      for (const text of [clock(event.time), event.subject, event.text]) row.insertCell().textContent = text;
    }
  };
  const kinds = document.getElementById("kind");
  kinds.addEventListener("change", () => show(kinds.value));
  show("");
})();
`;
