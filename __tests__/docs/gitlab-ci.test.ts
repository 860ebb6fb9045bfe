import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { scripts } from "../../package.json";
import { projectRoot } from "../../tools/project-root";

const page = readFileSync(join(projectRoot(), "docs", "how-to", "gitlab-ci.md"), "utf8");
const blocks = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = ""]) => text);

interface Job {
  readonly extends?: string;
  readonly stage?: string;
  readonly needs?: readonly string[];
  readonly rules?: readonly { readonly if?: string; readonly when?: string }[];
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly environment?: string | { name: string; on_stop?: string; action?: string };
  readonly resource_group?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly parallel?: { readonly matrix: readonly Readonly<Record<string, string>>[] };
}

const GLOBAL = new Set(["image", "stages", "workflow", "variables"]);
const file = parse(blocks[0] ?? "") as Record<string, Job>;
const stages = (parse(blocks[0] ?? "") as { stages: string[] }).stages;
const jobs = Object.entries(file).filter(([name]) => !GLOBAL.has(name));
const visible = jobs.filter(([name]) => !name.startsWith("."));
const lines = jobs.flatMap(([name, { before_script, script, after_script }]) =>
  [...(before_script ?? []), ...(script ?? []), ...(after_script ?? [])].map(
    (line) => [`${name}: ${line}`, line] as const,
  ),
);

test("the page has one file", () => {
  expect(blocks).toHaveLength(1);
  expect(visible.map(([name]) => name)).toEqual([
    ...["review", "review-note", "preview", "preview-stop", "deploy-dev", "deploy-prod"],
    ...["preview-sweep", "drift"],
  ]);
});

test.each(lines)("every script exists in %s", (_, line) => {
  expect(typeof line).toBe("string");
  for (const [, script = ""] of line.matchAll(/npm run ([\w-]+)/g))
    expect(Object.keys(scripts)).toContain(script);
  for (const [, path = ""] of line.matchAll(/bash (\S+\.sh)/g))
    expect([path, existsSync(join(projectRoot(), path))]).toEqual([path, true]);
});

test.each(visible)("the job %s has what GitLab needs", (_, job) => {
  expect(job.script?.length).toBeGreaterThan(0);
  expect(job.rules?.length).toBeGreaterThan(0);
  expect(stages).toContain(job.stage);
  for (const need of [...(job.needs ?? []), ...(job.extends === undefined ? [] : [job.extends])])
    expect(Object.keys(file)).toContain(need);
  const { environment } = job;
  if (typeof environment !== "object" || environment.on_stop === undefined) return;
  const stop = file[environment.on_stop];
  expect(stop).toMatchObject({
    environment: { name: environment.name, action: "stop" },
    resource_group: job.resource_group,
    rules: [{ if: job.rules?.[0]?.if, when: "manual" }],
  });
});

test.each(visible.filter(([name]) => name !== "review-note"))(
  "the job %s assumes a role that the page sets",
  (_, { variables, parallel }) => {
    const roles = (parallel?.matrix ?? [variables ?? {}]).map(({ ROLE }) => ROLE);
    for (const role of roles) expect(page).toContain(`\`${role}\``);
  },
);
