/** The status page, which polls /status.json every second. */
export const STATUS_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Local system</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #8884; }
  th { font-weight: 600; } td.number, th.number { text-align: right; }
  code { font-family: ui-monospace, monospace; }
  .healthy { color: #15803d; } .unhealthy, .error { color: #b91c1c; } .unknown { color: #a16207; }
  @media (prefers-color-scheme: dark) { .healthy { color: #4ade80 } .unhealthy, .error { color: #f87171 } .unknown { color: #facc15 } }
  #gone { display: none; padding: .4rem .8rem; border: 1px solid currentColor; }
</style>
<h1 id="system">Local system</h1>
<p id="gone" class="error" role="status">No response. The system has stopped.</p>
<p id="summary"></p>
<ul id="endpoints"></ul>
<div id="services"></div>
<div id="scaling"></div>
<h2>Last requests</h2>
<table id="recent"></table>
<script>
const cell = (text, css, tag = "td") => {
  const element = document.createElement(tag);
  element.textContent = text;
  if (css) element.className = css;
  return element;
};
const row = (cells, tag) => {
  const element = document.createElement("tr");
  element.append(...cells.map(([text, css]) => cell(text, css, tag)));
  return element;
};
const byId = (id) => document.getElementById(id);

function show(status) {
  document.title = byId("system").textContent = status.system;
  const counts = Object.entries(status.byStatus).sort().map(([group, count]) => count + " " + group).join(", ");
  const variables = Object.entries(status.variables).map(([name, value]) => name + " = " + JSON.stringify(value)).join(", ");
  byId("summary").textContent = status.requests + (status.requests === 1 ? " request" : " requests") + (counts ? " (" + counts + ")" : "") + "."
    + (variables ? " " + variables + "." : "")
    + (status.speed === 1 ? "" : " Waits are " + status.speed + " times shorter than in AWS.");
  byId("endpoints").replaceChildren(...status.endpoints.map(({ name, url }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = link.textContent = url;
    item.append(name + ": ", link);
    return item;
  }));
  byId("services").replaceChildren(...status.services.map((service) => {
    const part = document.createElement("section");
    const table = document.createElement("table");
    table.append(
      row([["Task"], ["Image"], ["State"], ["Health"], ["Port"], ["Requests", "number"], ["Problem"]], "th"),
      ...service.tasks.map((task) => row([
        [task.id], [task.image + (task.isNew ? "" : " (old)")], [task.state], [task.health, task.health],
        [task.ports.join(", ")], [task.requests, "number"], [task.problem ?? "", "error"],
      ])),
    );
    part.append(
      cell(service.name + ": " + service.healthyCount + " of " + service.desiredCount + " healthy, deployment "
        + service.deployment.toLowerCase().replace("_", " "), "", "h2"),
      ...(service.scaling === null ? [] : [cell("Scaled between " + service.scaling.min + " and " + service.scaling.max + " tasks by "
        + service.scaling.targets.join(" and ") + (service.scaling.cpuPercent === null ? "" : ". CPU of the last 2 s: " + service.scaling.cpuPercent + " % of what the tasks reserve") + ".", "", "p")]),
      table,
    );
    return part;
  }));
  if (status.services.some(({ scaling }) => scaling !== null)) {
    const table = document.createElement("table");
    table.append(
      row([["Time"], ["Service"], ["Decision"]], "th"),
      ...status.decisions.map((each) => row([[new Date(each.time).toLocaleTimeString()], [each.service], [each.text]])),
    );
    byId("scaling").replaceChildren(cell("Decisions of alarms and policies", "", "h2"), table);
  }
  byId("recent").replaceChildren(
    row([["Time"], ["Request"], ["Status"], ["Milliseconds", "number"], ["Answered by"]], "th"),
    ...status.recent.map((request) => row([
      [new Date(request.time).toLocaleTimeString()], [request.method + " " + request.path],
      [request.status, request.status >= 400 ? "error" : ""], [request.milliseconds, "number"], [request.answeredBy],
    ])),
  );
}

async function refresh() {
  try {
    show(await (await fetch("status.json")).json());
    byId("gone").style.display = "none";
  } catch {
    byId("gone").style.display = "block";
  }
  setTimeout(refresh, 1000);
}
refresh();
</script>
</html>
`;
