import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { projectRoot } from "../../tools/project-root";
import { DeliveryScripts } from "./delivery-scripts";

describe("review.sh", () => {
  const scripts = new DeliveryScripts();
  scripts.stack("shop-dev", {});
  scripts.standIn("terraform", "echo '{}'");
  afterAll(() => {
    rmSync(scripts.folder, { recursive: true });
  });

  const review = (...load: string[]) =>
    scripts.run("review.sh", ["dev", "shop", "origin/main", "failed<1%", ...load]);

  it("lets the simulation fail only for what holds at the base", () => {
    scripts.standIn("npm");
    const { exitCode, calls } = review();
    expect(exitCode).toBe(0);
    expect(calls).toContain(
      "npm run --silent simulate -- shop dev --load reference --assert failed<1% --baseline origin/main",
    );
    expect(review("step:4x").calls.join("\n")).toContain("--load step:4x --assert");
  });

  it("marks what fails, and fails after all of it", () => {
    scripts.standIn("npm", 'case "$*" in *simulate*) echo "it is worse"; exit 1 ;; esac');
    const { exitCode, stdout } = review();
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/❌ Scaling of `shop` under `reference`: `failed<1%`[^]*it is worse/);
    expect(stdout).toContain("✅ Cost, compared with `origin/main`");
  });
});

describe("the comment of review.yml", () => {
  const folder = mkdtempSync(join(tmpdir(), "comment-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  interface Job {
    readonly steps: readonly {
      readonly env?: Readonly<Record<string, string>>;
      readonly with?: { readonly script?: string };
    }[];
  }
  const workflow = parse(
    readFileSync(join(projectRoot(), ".github", "workflows", "review.yml"), "utf8"),
  ) as { jobs: Record<string, Job> };
  const step = workflow.jobs["comment"]!.steps.find((each) => each.with?.script !== undefined)!;

  /** The comment that the step writes if the jobs have left these reviews. */
  const commentOf = (
    reviews: Readonly<Record<string, string>>,
    environments: readonly string[],
  ) => {
    for (const [environment, text] of Object.entries(reviews))
      writeFileSync(join(folder, `review-${environment}.md`), text);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        "-e",
        `const context = { repo: { owner: "acme", repo: "shop" }, issue: { number: 1 }, runId: 7, serverUrl: "https://github.com" };
        const github = {
          paginate: async () => [{ id: 5, user: { type: "Bot" }, body: "<!-- review of http-scale-out --> old" }],
          rest: { issues: { updateComment: async (given) => console.log(JSON.stringify(given)) } },
        };
        (async () => {${step.with!.script!}\n})();`,
      ],
      {
        cwd: folder,
        encoding: "utf8",
        env: { ...step.env, ENVIRONMENTS: JSON.stringify(environments) },
      },
    );
    expect(stderr).toBe("");
    for (const environment of Object.keys(reviews))
      rmSync(join(folder, `review-${environment}.md`));
    return JSON.parse(stdout) as { comment_id: number; body: string };
  };

  it("replaces the former one by all reviews", () => {
    const { comment_id, body } = commentOf({ dev: "## dev\nfine\n", prod: "## prod\nfine\n" }, [
      "dev",
      "prod",
    ]);
    expect(comment_id).toBe(5);
    expect(body).toBe("<!-- review of http-scale-out -->\n## dev\nfine\n\n## prod\nfine\n");
  });

  it("says which environment has no review, and where its log is", () => {
    const { body } = commentOf({ dev: "## dev\nfine\n" }, ["dev", "prod"]);
    expect(body).toContain("## dev\nfine");
    expect(body).toMatch(
      /## prod\n\nFailed before .*\[log\]\(https:\/\/github\.com\/acme\/shop\/actions\/runs\/7\)/,
    );
  });

  it("cuts a review that is too long between two parts, and says so", () => {
    const part = `<details><summary>Plan</summary>\n\n\`\`\`\`text\n${"x".repeat(9000)}\n\`\`\`\`\n\n</details>\n`;
    const { body } = commentOf({ dev: `## dev\n\n${part.repeat(9)}`, prod: "## prod\nfine\n" }, [
      "dev",
      "prod",
    ]);
    expect(body.length).toBeLessThan(65_536);
    expect(body.match(/<details>/g)!.length).toBe(body.match(/<\/details>/g)!.length);
    expect(body.match(/````/g)!.length % 2).toBe(0);
    expect(body).toMatch(/Parts that do not fit here: 6\. See the \[log\]\(.*\/runs\/7\)/);
    expect(body).toContain("## prod\nfine");
  });
});
