import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { DATA_ACTIONS } from "../../aws/iam";
import { TERRAFORM_VERSION } from "../../modules/delivery/pipeline/commands";
import { scripts } from "../../package.json";
import { projectRoot } from "../../tools/project-root";
import { TIERS } from "../../tools/test/tiers";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { synthEnvironments } from "../support/environments";
import { type Pipeline, pipeline, pipelinesOf, released } from "../support/pipelines";
import type { EnvironmentSettings } from "../../settings/environment";
import type { TerraformJson } from "../support/synth";

const all = synthEnvironments(pipelinesOf({ dev, staging, prod }));
const pipelines = Object.entries(all.stacks).filter(([name]) => name.startsWith("pipeline-"));

const stackWith = (settings: Partial<Pipeline> = {}, more: Partial<EnvironmentSettings> = {}) =>
  synthEnvironments({
    released: { ...released, ...more, pipelines: { worker: { ...pipeline, ...settings } } },
  }).stacks["pipeline-worker-released"]!;

interface Action {
  readonly name: string;
  readonly category: string;
  readonly provider: string;
  readonly run_order?: number;
  readonly namespace?: string;
  readonly input_artifacts?: string[];
  readonly output_artifacts?: string[];
  readonly configuration: Record<string, string>;
}

interface Stage {
  readonly name: string;
  readonly action: Action[];
  readonly on_failure?: { readonly result: string };
}

const stagesOf = (stack: TerraformJson) => stack.resource("aws_codepipeline")["stage"] as Stage[];

const actionsOf = (stack: TerraformJson) => stagesOf(stack).flatMap(({ action }) => action);

const orderOf = (stack: TerraformJson) =>
  stagesOf(stack).map(
    ({ name, action }) => `${name}: ${action.map((each) => each.name).join(", ")}`,
  );

interface Project {
  readonly name: string;
  readonly source: { readonly buildspec: string };
  readonly environment: {
    readonly type: string;
    readonly privileged_mode: boolean;
    readonly environment_variable?: { name: string; value: string }[];
  };
}

interface Buildspec {
  readonly version: string;
  readonly env?: { readonly "exported-variables"?: string[] };
  readonly phases: Record<string, { readonly commands?: string[] }>;
  readonly artifacts?: Record<string, unknown>;
}

const projectsOf = (stack: TerraformJson) =>
  Object.fromEntries(
    stack
      .resources("aws_codebuild_project")
      .map((project) => project as unknown as Project)
      .map((project) => [
        project.name.replace(/^pipeline-.*-[a-z]+?-(?=build|[a-z]+$)/, ""),
        project,
      ]),
  );

const projectOf = (stack: TerraformJson, action: Action) => {
  const [, id = ""] = /aws_codebuild_project\.([\w-]+)\.name/.exec(
    action.configuration["ProjectName"]!,
  )!;
  return stack.json["resource"].aws_codebuild_project[id] as Project;
};

const buildspecOf = (project: Project) => parse(project.source.buildspec) as Buildspec;

const commandsOf = (project: Project) =>
  Object.values(buildspecOf(project).phases).flatMap(({ commands = [] }) => commands);

const commandsIn = (stack: TerraformJson, name: string) =>
  commandsOf(
    projectOf(
      stack,
      actionsOf(stack).find((action) => action.name === name)!,
    ),
  );

interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions: string[];
  readonly resources?: string[];
  readonly not_resources?: string[];
  readonly principals?: object[];
  readonly condition?: { test: string; variable: string; values: string[] }[];
}

const statementsOf = (stack: TerraformJson, id: string) =>
  (
    stack.referenced(`\${data.aws_iam_policy_document.pipeline_${id}.json}`) as unknown as {
      statement: Statement[];
    }
  ).statement;

const documentsOf = (stack: TerraformJson) =>
  Object.entries(
    stack.json["data"].aws_iam_policy_document as Record<string, { statement: Statement[] }>,
  ).filter(([name]) => name.startsWith("pipeline_"));

it("does not exist unless the environment asks for it", () => {
  const { stacks } = synthEnvironments({ released: { ...released, pipelines: undefined } });
  expect(Object.keys(stacks).join()).not.toContain("pipeline");
});

it("exists for each system that has one", () => {
  expect(pipelines).toHaveLength(18);
});

it("tests, builds, scans, plans and applies, with an approval where resources are protected", () => {
  expect(orderOf(all.stacks["pipeline-http-scale-out-dev"]!)).toEqual([
    "Source: Source",
    "Build: test, build-x86",
    "Scan: scan",
    "Review: plan",
    "Deploy: apply",
  ]);
  expect(orderOf(all.stacks["pipeline-http-scale-out-prod"]!)).toEqual([
    "Source: Source",
    "Build: test, build-x86",
    "Scan: scan",
    "Review: plan, approve",
    "Deploy: apply, watch",
  ]);
});

it.each([
  [{ approval: true }, true],
  [{ approval: false }, false],
])("asks for an approval with %o: %s", (settings, asks) => {
  expect(actionsOf(stackWith(settings)).some(({ name }) => name === "approve")).toBe(asks);
});

describe.each(pipelines)("%s", (name, stack) => {
  it("has actions whose artifacts and variables earlier actions write, in a stage or order before", () => {
    const written = new Set<string>();
    const variables = new Set(["codepipeline.PipelineExecutionId"]);
    for (const { action } of stagesOf(stack)) {
      const steps = new Set(action.map(({ run_order = 1 }) => run_order));
      for (const step of [...steps].sort()) {
        const now = action.filter(({ run_order = 1 }) => run_order === step);
        for (const { input_artifacts = [], configuration } of now) {
          for (const artifact of input_artifacts) expect(written).toContain(artifact);
          for (const [, variable] of JSON.stringify(configuration).matchAll(/#\{([^}]+)\}/g))
            expect(variables).toContain(variable);
        }
        for (const each of now) {
          for (const artifact of each.output_artifacts ?? []) {
            expect(written).not.toContain(artifact);
            written.add(artifact);
          }
          if (each.provider === "CodeStarSourceConnection") variables.add("Source.CommitId");
          if (each.provider !== "CodeBuild" || each.namespace === undefined) continue;
          for (const variable of buildspecOf(projectOf(stack, each)).env?.["exported-variables"] ??
            [])
            variables.add(`${each.namespace}.${variable}`);
        }
      }
    }
    expect(written).toEqual(new Set(["source", "plan"]));
  });

  it("runs every project that it has, with the variables that its commands use", () => {
    const run = actionsOf(stack).filter(({ provider }) => provider === "CodeBuild");
    const projects = run.map((action) => projectOf(stack, action));
    expect(new Set(projects).size).toBe(stack.resources("aws_codebuild_project").length);
    for (const action of run) {
      const project = projectOf(stack, action);
      const given = JSON.parse(action.configuration["EnvironmentVariables"] ?? "[]") as {
        name: string;
      }[];
      const known = new Set([
        ...given.map((each) => each.name),
        ...(project.environment.environment_variable ?? []).map((each) => each.name),
        ...(action.input_artifacts ?? [])
          .slice(1)
          .map((artifact) => `CODEBUILD_SRC_DIR_${artifact}`),
      ]);
      for (const command of commandsOf(project))
        for (const [, variable] of command.matchAll(/\$([A-Za-z_]\w*)/g))
          expect(known).toContain(variable);
    }
  });

  it("has buildspecs of real scripts, files and stacks, without an expression of Terraform", () => {
    for (const action of actionsOf(stack).filter(({ provider }) => provider === "CodeBuild")) {
      const project = projectOf(stack, action);
      expect(buildspecOf(project).version).toBe("0.2");
      for (const command of commandsOf(project)) {
        expect(command).not.toMatch(/[$%]\{/);
        const [, script] = /^npm (?:run (?:-s )?)?([\w-]+)/.exec(command) ?? [];
        if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
        const [, file] = /^bash (\S+)/.exec(command) ?? [];
        if (file !== undefined) readFileSync(join(projectRoot(), file));
        const [, synthesized] = /cdktf\.out\/stacks\/([\w-]+)/.exec(command) ?? [];
        if (synthesized !== undefined) expect(Object.keys(all.stacks)).toContain(synthesized);
      }
    }
    expect(commandsIn(stack, "plan")).toContain(
      `npm run synth -- ${name.replace("pipeline-", "")}`,
    );
  });

  it("allows no wildcard of actions, and a wildcard of resources only for what has none", () => {
    for (const [, { statement }] of documentsOf(stack))
      for (const { effect, actions, resources, principals, sid } of statement) {
        if (effect === "Deny") continue;
        for (const action of actions) expect(action).not.toContain("*");
        if (principals === undefined && resources!.includes("*"))
          expect(actions.join()).toMatch(
            /^(ecr:GetAuthorizationToken|cloudwatch:DescribeAlarms|inspector2:ListCoverage,inspector2:ListFindings)$/,
          );
        expect(sid ?? "").not.toBe("TlsOnly");
      }
  });

  it("trusts one service of the account for each role, on behalf of one resource", () => {
    const trusts = documentsOf(stack).filter(([id]) => id.endsWith("role_trust"));
    expect(trusts).toHaveLength(stack.resources("aws_codebuild_project").length + 1);
    for (const [, { statement }] of trusts) {
      const [{ condition }] = statement as [Statement];
      expect(condition!.map(({ test, variable }) => `${test} ${variable}`)).toEqual([
        "StringEqualsIfExists aws:SourceAccount",
        "ArnEqualsIfExists aws:SourceArn",
      ]);
      expect(condition![1]!.values[0]).toContain(`:${name}`.replace(/^:/, ""));
    }
  });

  it("is privileged where Docker builds, and nowhere else", () => {
    for (const [project, { environment }] of Object.entries(projectsOf(stack)))
      expect([project, environment.privileged_mode]).toEqual([project, project.includes("build-")]);
  });

  it("encrypts, closes and expires its artifacts, and takes them over TLS only", () => {
    expect(stack.resource("aws_s3_bucket_policy")).toBeDefined();
    expect(statementsOf(stack, "artifacts_policy-document")).toEqual([
      expect.objectContaining({ sid: "TlsOnly", effect: "Deny" }),
    ]);
    expect(stack.resource("aws_s3_bucket_lifecycle_configuration")["rule"]).toEqual([
      expect.objectContaining({ expiration: [{ days: 90 }] }),
    ]);
  });

  it("leaves only repositories to the stack of the images", () => {
    const images = all.stacks[name.replace(/^pipeline-(.*)-(\w+)$/, "$1-images-$2")]!;
    expect(images.resources("docker_image")).toEqual([]);
    const pushed = commandsIn(stack, "build-x86").join("\n");
    const repositories = images
      .resources("aws_ecr_repository")
      .map((each) => each["name"] as string);
    expect(repositories.length).toBeGreaterThan(0);
    for (const repository of repositories) {
      expect(pushed).toContain(`docker push "$REGISTRY/${repository}:$IMAGE_TAG"`);
      expect(commandsIn(stack, "scan")[0]).toContain(`"${repository}:$IMAGE_TAG"`);
    }
  });
});

describe("images for two architectures", () => {
  const stack = stackWith({ architectures: ["x86_64", "arm64"], buildSize: "large" });
  const projects = stack.resources("aws_codebuild_project") as unknown as Project[];
  const environmentOf = (end: string) =>
    projects.find(({ name }) => name.endsWith(end))!.environment as unknown as Record<
      string,
      unknown
    >;

  it("are built side by side, each by a machine of its kind, then joined", () => {
    const build = stagesOf(stack).find(({ name }) => name === "Build")!;
    expect(build.action.map(({ name, run_order }) => [name, run_order])).toEqual([
      ["test", 1],
      ["build-x86", 1],
      ["build-arm64", 1],
      ["manifest", 2],
    ]);
    expect(environmentOf("build-arm64")).toMatchObject({
      type: "ARM_CONTAINER",
      compute_type: "BUILD_GENERAL1_LARGE",
    });
    expect(environmentOf("build-x86")).toMatchObject({ type: "LINUX_CONTAINER" });
    expect(environmentOf("plan")).toMatchObject({ compute_type: "BUILD_GENERAL1_SMALL" });
  });

  it("have tags of their own, which the list of the release names", () => {
    expect(commandsIn(stack, "build-arm64").at(-1)).toContain("--platform linux/arm64");
    const pushed = ["build-x86", "build-arm64"].map(
      (name) => /docker push "([^"]+)"/.exec(commandsIn(stack, name).at(-1)!)![1],
    );
    expect(commandsIn(stack, "manifest").at(-1)).toContain(
      `docker manifest create "$REGISTRY/worker-released:$IMAGE_TAG" "${pushed[0]}" "${pushed[1]}"`,
    );
  });
});

it("builds for the architecture of the system where none is named", () => {
  const systems: EnvironmentSettings["systems"] = {
    worker: {
      image: { kind: "repository", build: {} },
      network: { kind: "own", cidr: "10.30.0.0/16", zoneCount: 2, nat: "single" },
      capacity: { kind: "fargate", architecture: "arm64" },
    },
  };
  expect(actionsOf(stackWith({}, { systems })).map(({ name }) => name)).toContain("build-arm64");
});

it("hands file, stage and arguments to Docker as they are set, whatever the shell makes of them", () => {
  const args = { EDITION: "it's $HOME `x`", SIZE: "2" };
  const image = { kind: "repository" as const, build: { target: "release", args } };
  const stack = stackWith({}, { systems: { worker: { ...released.systems.worker, image } } });
  const build = commandsIn(stack, "build-x86").at(-1)!;
  const script = `aws() { false; }; docker() { printf '%s\\n' "$@"; }; REGISTRY=registry IMAGE_TAG=abc; ${build}`;
  expect(execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\n")).toEqual([
    ...["build", "--platform", "linux/amd64", "--file", "services/worker/Dockerfile"],
    ...["--target", "release", "--build-arg", "EDITION=it's $HOME `x`", "--build-arg", "SIZE=2"],
    ...["--tag", "registry/worker-released:abc", "services"],
    ...["push", "registry/worker-released:abc", ""],
  ]);
});

it("does not build what has been pushed before", () => {
  const build = commandsIn(stackWith(), "build-x86").at(-1)!;
  const script = `aws() { :; }; docker() { exit 9; }; IMAGE_TAG=abc; ${build}`;
  expect(execFileSync("bash", ["-c", script], { encoding: "utf8" })).toBe(
    "worker-released:abc has been pushed before\n",
  );
});

it("writes the tag of the release where Terraform finds it, also in a rollback", () => {
  const write = commandsIn(stackWith(), "plan").find((command) => command.startsWith("printf"))!;
  const [command, file] = write.split(" > ") as [string, string];
  expect(file).toBe("cdktf.out/stacks/worker-released/release.auto.tfvars.json");
  const written = execFileSync("bash", ["-c", `IMAGE_TAG=abc; ${command}`], { encoding: "utf8" });
  expect(JSON.parse(written)).toEqual({ image_tag: "abc" });
});

it("fails above the findings that the settings allow", () => {
  const scan = { maxCritical: 1, maxHigh: 5, maxMedium: 20, waitMinutes: 30 };
  expect(commandsIn(stackWith({ scan }), "scan")).toEqual([
    'npm run -s gate -- scan "worker-released:$IMAGE_TAG" --max-critical 1 --max-high 5 --max-medium 20 --wait-minutes 30',
  ]);
});

it("runs the commands that test a commit, or none", () => {
  expect(commandsIn(stackWith({ testCommands: ["make test"] }), "test")).toEqual(["make test"]);
  expect(actionsOf(stackWith({ testCommands: [] })).map(({ name }) => name)).not.toContain("test");
  const [command = ""] = commandsIn(stackWith(), "test");
  for (const tier of command.replace("npm test -- ", "").split(" "))
    expect(TIERS.map(({ name }) => name)).toContain(tier);
});

it("builds the page of http-api for its plan, and for no other", () => {
  const planned = (system: string) => commandsIn(all.stacks[`pipeline-${system}-prod`]!, "plan");
  expect(planned("http-api")[3]).toBe("npm run page");
  expect(planned("worker")).not.toContain("npm run page");
});

it("has the Terraform of the workflows", () => {
  const folder = join(projectRoot(), ".github", "workflows");
  const versions = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .flatMap((text) =>
      [...text.matchAll(/terraform_version: (\S+)/g)].map(([, version]) => version),
    );
  expect(new Set(versions)).toEqual(new Set([TERRAFORM_VERSION]));
});

describe("the source", () => {
  it("is a branch, whose pushes start the pipeline", () => {
    const source = { ...pipeline.source, branch: "release/next", filePaths: ["services/**"] };
    const stack = stackWith({ source });
    expect(actionsOf(stack)[0]!.configuration).toEqual({
      ConnectionArn: "${aws_codeconnections_connection.pipeline_source_connection.arn}",
      FullRepositoryId: "acme/shop",
      BranchName: "release/next",
      OutputArtifactFormat: "CODE_ZIP",
      DetectChanges: "false",
    });
    expect(stack.resource("aws_codepipeline")["trigger"]).toEqual([
      {
        provider_type: "CodeStarSourceConnection",
        git_configuration: {
          source_action_name: "Source",
          push: [
            {
              branches: { includes: ["release/next"] },
              file_paths: { includes: ["services/**"] },
            },
          ],
        },
      },
    ]);
  });

  it("has a connection of its own, whose status is an output, or one that exists", () => {
    const own = stackWith({ source: { ...pipeline.source, provider: "GitLab" } });
    expect(own.resource("aws_codeconnections_connection")).toMatchObject({
      name: "worker-released",
      provider_type: "GitLab",
    });
    expect(Object.keys(own.json["output"] as object)).toContain("connection_status");
    const connectionArn = `arn:aws:codestar-connections:us-east-2:111122223333:connection/${ID}`;
    const existing = stackWith({ source: { ...pipeline.source, connectionArn } });
    expect(existing.resources("aws_codeconnections_connection")).toEqual([]);
    expect(statementsOf(existing, "role_release-document")).toContainEqual({
      actions: ["codeconnections:UseConnection", "codestar-connections:UseConnection"],
      resources: [connectionArn],
    });
  });
});

const ID = "01234567-89ab-cdef-0123-456789abcdef";

describe("the roles", () => {
  const stack = stackWith({}, { permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/limit" });

  it("of a build push to the system's repositories only", () => {
    const [token, push] = statementsOf(stack, "build-x86_role_push-document");
    expect(token!.actions).toEqual(["ecr:GetAuthorizationToken"]);
    expect(push!.resources).toEqual([expect.stringMatching(/:repository\/worker-released$/)]);
  });

  it("of the plan read states and artifacts, and no other data", () => {
    const [noData, states, lock] = statementsOf(stack, "plan_role_plan-document");
    expect(noData).toMatchObject({
      effect: "Deny",
      actions: [...DATA_ACTIONS],
      not_resources: [
        expect.stringMatching(/:s3:::http-scale-out-tfstate-released\/\*$/),
        expect.stringMatching(/parameter\/aws\/service\/\*$/),
        "${aws_s3_bucket.pipeline_artifacts.arn}/*",
      ],
    });
    expect(states!.sid).toBe("States");
    expect(lock).toEqual({
      sid: "Lock",
      actions: ["s3:DeleteObject", "s3:PutObject"],
      resources: [expect.stringMatching(/tfstate-released\/worker-released\.tflock$/)],
    });
  });

  it("of the plan read the objects and parameters that the stack has, as a plan refreshes them", () => {
    const systems = { ...dev.systems, "http-scale-out": { previews: {} } };
    const { stacks } = synthEnvironments(pipelinesOf({ dev: { ...dev, systems } }));
    const readableIn = (system: string) =>
      JSON.stringify(statementsOf(stacks[`pipeline-${system}-dev`]!, "plan_role_plan-document")[0]);
    expect(readableIn("http-scale-out")).toContain(":parameter/http-scale-out-dev/previews");
    expect(readableIn("http-scale-out")).not.toContain("page-");
    expect(stacks["http-api-dev"]!.resource("aws_s3_bucket")["bucket_prefix"]).toBe("page-");
    expect(readableIn("http-api")).toContain(":s3:::page-*/*");
  });

  it("of the apply change everything but the pipeline and its roles, within the boundary", () => {
    const statements = statementsOf(stack, "apply_role_apply-document");
    expect(statements.map(({ sid }) => sid)).toEqual([
      "Roles",
      "NotItself",
      "WithinBoundary",
      "KeepsBoundary",
      "NotTheBoundary",
      "NotThePipeline",
      "OwnExecutions",
    ]);
    expect(statements[6]).toEqual({
      sid: "OwnExecutions",
      actions: ["codepipeline:GetPipelineExecution"],
      resources: [expect.stringMatching(/:pipeline-worker-released$/)],
    });
    const roles = stack.resources("aws_iam_role").length;
    expect(statements[1]!.resources).toHaveLength(roles);
    expect(statements[5]).toMatchObject({ effect: "Deny" });
    expect(statements[5]!.actions).toContain("codepipeline:PutApprovalResult");
    expect(statements[5]!.resources!.slice(0, 2)).toEqual([
      expect.stringMatching(/:pipeline-worker-released$/),
      expect.stringMatching(/:pipeline-worker-released\/\*$/),
    ]);
    expect(attachedTo(stack, "apply")).toEqual([expect.stringMatching(/policy\/PowerUserAccess$/)]);
    expect(attachedTo(stack, "plan")).toEqual([expect.stringMatching(/policy\/ReadOnlyAccess$/)]);
    const own = stackWith({
      deploy: { kind: "terraform", policyArns: ["arn:aws:iam::111122223333:policy/deploy"] },
    });
    expect(attachedTo(own, "apply")).toEqual(["arn:aws:iam::111122223333:policy/deploy"]);
  });

  it("of the pipeline start its own builds", () => {
    const builds = statementsOf(stack, "role_release-document").find(({ actions }) =>
      actions.includes("codebuild:StartBuild"),
    );
    expect(builds!.resources).toHaveLength(stack.resources("aws_codebuild_project").length);
  });
});

function attachedTo(stack: TerraformJson, project: string) {
  return stack
    .resources("aws_iam_role_policy_attachment")
    .filter(({ role }) => String(role).includes(`pipeline_${project}_role`))
    .map((each) => each["policy_arn"]);
}

describe("a rollback", () => {
  const onFailure = (stack: TerraformJson) =>
    stagesOf(stack).find(({ name }) => name === "Deploy")!.on_failure;

  it("follows a failed apply, unless it is switched off", () => {
    expect(onFailure(stackWith())).toEqual({ result: "ROLLBACK" });
    expect(onFailure(stackWith({ rollback: "failure" }))).toEqual({ result: "ROLLBACK" });
    expect(onFailure(stackWith({ rollback: "none" }))).toBeUndefined();
  });

  it("follows an alarm that is raised after a release, one for all where objectives combine them", () => {
    const prodStack = all.stacks["pipeline-http-scale-out-prod"]!;
    expect(commandsIn(prodStack, "watch")).toEqual([
      'npm run -s gate -- alarms http-scale-out-prod-incident --minutes 10 --since "$STARTED"',
    ]);
    const alarms = all.stacks["http-scale-out-prod"]!.resources("aws_cloudwatch_composite_alarm");
    expect(alarms.map((each) => each["alarm_name"])).toContain("http-scale-out-prod-incident");
  });

  it("knows each alarm that means an incident where nothing combines them", () => {
    const notificationEmail = "operations@example.com";
    const stack = stackWith({ alarmMinutes: 5 }, { notificationEmail });
    const { stacks } = synthEnvironments({ released: { ...released, notificationEmail } });
    const existing = stacks["worker-released"]!.resources("aws_cloudwatch_metric_alarm").map(
      (each) => each["alarm_name"] as string,
    );
    const [command = ""] = commandsIn(stack, "watch");
    const [, names = ""] = /alarms (.*) --minutes 5 --since/.exec(command) ?? [];
    expect(names.split(" ").length).toBeGreaterThan(2);
    for (const name of names.split(" ")) expect(existing).toContain(name);
    expect(
      actionsOf(stackWith({ rollback: "failure" }, { notificationEmail })).map(({ name }) => name),
    ).not.toContain("watch");
  });
});

describe("notifications", () => {
  it("tell of executions that fail, to a topic that admits EventBridge", () => {
    const stack = stackWith({ approval: true }, { notificationEmail: "operations@example.com" });
    expect(
      JSON.parse(stack.resource("aws_cloudwatch_event_rule")["event_pattern"] as string),
    ).toEqual({
      source: ["aws.codepipeline"],
      "detail-type": ["CodePipeline Pipeline Execution State Change"],
      detail: { pipeline: ["pipeline-worker-released"], state: ["FAILED", "STOPPED"] },
    });
    const topic = "${aws_sns_topic.notifications.arn}";
    expect(stack.resource("aws_cloudwatch_event_target")["arn"]).toBe(topic);
    const policies = stack.json["data"].aws_iam_policy_document;
    const services = ["notifications_policy-document", "notifications_key_policy"].map((id) =>
      policies[id].statement.at(-1),
    );
    for (const { principals } of services)
      expect(principals).toEqual([{ type: "Service", identifiers: ["events.amazonaws.com"] }]);
    // EventBridge sends the account to the topic, but not to the key.
    expect(services.map(({ condition }) => condition?.[0].variable)).toEqual([
      "aws:SourceAccount",
      undefined,
    ]);
    const approve = actionsOf(stack).find(({ name }) => name === "approve")!;
    expect(approve.configuration["NotificationArn"]).toBe(topic);
    expect(statementsOf(stack, "role_release-document")).toContainEqual({
      actions: ["sns:Publish"],
      resources: [topic],
    });
  });

  it("are sent to nobody where the environment has no receiver", () => {
    expect(stackWith().resources("aws_cloudwatch_event_rule")).toEqual([]);
  });
});

describe("a release by ECS", () => {
  const deploy = { kind: "ecs" as const, timeoutMinutes: 30 };
  const notificationEmail = "operations@example.com";
  const { stacks } = synthEnvironments(
    pipelinesOf({ dev: { ...dev, notificationEmail }, prod }, { ...pipeline, deploy }),
  );
  const released = Object.entries(stacks).filter(([name]) => name.startsWith("pipeline-"));

  it.each(released)(
    "%s gives each service its image, and plans and applies nothing",
    (name, stack) => {
      const runtime = stacks[name.replace("pipeline-", "")]!;
      const services = runtime.resources("aws_ecs_service");
      const actions = actionsOf(stack);
      expect(actions.map(({ name: action }) => action)).not.toContain("apply");
      expect(actions.map(({ name: action }) => action)).not.toContain("plan");
      const updates = actions.filter(({ provider }) => provider === "ECS");
      expect(updates.map(({ configuration }) => configuration["ServiceName"]).sort()).toEqual(
        services.map((service) => service["name"]).sort(),
      );
      for (const { configuration, input_artifacts } of updates) {
        expect(input_artifacts).toEqual(["definitions"]);
        expect(configuration["DeploymentTimeout"]).toBe("30");
        expect(runtime.resources("aws_ecs_cluster").map((cluster) => cluster["name"])).toContain(
          configuration["ClusterName"],
        );
      }
      expect(stagesOf(stack).find(({ name: stage }) => stage === "Deploy")!.on_failure).toEqual({
        result: "ROLLBACK",
      });
      expect(stack.resources("aws_iam_role_policy_attachment")).toEqual([]);
    },
  );

  it.each(released)(
    "%s writes files with the containers that run the images of the release",
    (name, stack) => {
      const scan = actionsOf(stack).find((action) => action.name === "scan")!;
      expect(buildspecOf(projectOf(stack, scan)).artifacts).toEqual({
        "base-directory": "image-definitions",
        files: ["**/*"],
      });
      const folder = mkdtempSync(join(tmpdir(), "definitions-"));
      const [, ...writes] = commandsIn(stack, "scan");
      const script = ["REGISTRY=registry", "IMAGE_TAG=abc", ...writes].join("\n");
      execFileSync("bash", ["-ec", script], { cwd: folder });
      const runtime = stacks[name.replace("pipeline-", "")]!;
      const tasks = JSON.stringify(runtime.resources("aws_ecs_task_definition"));
      for (const { configuration } of actionsOf(stack).filter(
        ({ provider }) => provider === "ECS",
      )) {
        const file = join(folder, "image-definitions", configuration["FileName"]!);
        const images = JSON.parse(readFileSync(file, "utf8")) as {
          name: string;
          imageUri: string;
        }[];
        expect(images.length).toBeGreaterThan(0);
        for (const { name: container, imageUri } of images) {
          expect(tasks).toContain(`\\"name\\":\\"${container}\\"`);
          const [, repository] = /^registry\/(.+):abc$/.exec(imageUri)!;
          expect(tasks).toContain(`/${repository}:\${var.image_tag}`);
        }
      }
      rmSync(folder, { recursive: true });
    },
  );

  it.each(released)("%s leaves the task definition to the pipeline, as its only owner", (name) => {
    const runtime = stacks[name.replace("pipeline-", "")]!;
    const owned = all.stacks[name.replace("pipeline-", "")]!;
    for (const service of runtime.resources("aws_ecs_service")) {
      const lifecycle = service["lifecycle"] as Record<string, unknown>;
      expect(lifecycle["ignore_changes"]).toContain("task_definition");
      expect(lifecycle["postcondition"]).toBeUndefined();
    }
    for (const service of owned.resources("aws_ecs_service"))
      expect(JSON.stringify(service["lifecycle"] ?? {})).not.toContain('"task_definition"');
  });

  it("may update the services and pass the roles of their tasks, and no others", () => {
    const statements = statementsOf(stacks["pipeline-talk-service-prod"]!, "role_release-document");
    const by = (action: string) => statements.find(({ actions }) => actions.includes(action))!;
    expect(by("ecs:UpdateService").resources).toHaveLength(2);
    for (const arn of by("ecs:UpdateService").resources!) expect(arn).not.toContain("*");
    expect(by("iam:PassRole").condition).toEqual([
      {
        test: "StringEquals",
        variable: "iam:PassedToService",
        values: ["ecs-tasks.amazonaws.com"],
      },
    ]);
    for (const arn of by("iam:PassRole").resources!) expect(arn).toMatch(/:role\/\w[\w-]{7,}\*?$/);
  });

  it("watches alarms since the deployment began", () => {
    const [began = "", watch = ""] = commandsIn(stacks["pipeline-worker-prod"]!, "watch");
    expect(began).toMatch(
      /^export STARTED=\$\(aws ecs describe-services --cluster worker-cluster-prod --services worker-prod /,
    );
    expect(watch).toContain('--since "$STARTED"');
  });
});

describe("the push of an image", () => {
  const source = { kind: "image-push" as const, repository: "acme/shop" };
  const image = { kind: "repository" as const, pushedElsewhere: true };
  const stack = stackWith(
    { source },
    { systems: { worker: { ...released.systems.worker, image } } },
  );

  it("starts the pipeline with its tag, of this repository only", () => {
    const rule = stack.resource("aws_cloudwatch_event_rule");
    expect(JSON.parse(rule["event_pattern"] as string)).toEqual({
      source: ["aws.ecr"],
      "detail-type": ["ECR Image Action"],
      detail: {
        "action-type": ["PUSH"],
        result: ["SUCCESS"],
        "repository-name": ["worker-released"],
        "image-tag": [{ "anything-but": [""] }],
      },
    });
    const target = stack.resource("aws_cloudwatch_event_target");
    expect(target["input_transformer"]).toEqual({
      input_paths: { tag: "$.detail.image-tag" },
      input_template: '{"variables":[{"name":"IMAGE_TAG","value":"<tag>"}]}',
    });
    const pipelineArn = target["arn"] as string;
    expect(pipelineArn).toMatch(/:codepipeline:us-east-2:.*:pipeline-worker-released$/);
    expect(statementsOf(stack, "push_role_start-document")).toEqual([
      { actions: ["codepipeline:StartPipelineExecution"], resources: [pipelineArn] },
    ]);
    const { variable, trigger } = stack.resource("aws_codepipeline");
    expect(variable).toEqual([expect.objectContaining({ name: "IMAGE_TAG" })]);
    expect(trigger).toBeUndefined();
  });

  it("is tested, scanned, planned and applied, but not built", () => {
    expect(orderOf(stack)).toEqual([
      "Source: Source",
      "Build: test",
      "Scan: scan",
      "Review: plan",
      "Deploy: apply",
    ]);
    for (const name of ["scan", "plan"]) {
      const { configuration } = actionsOf(stack).find((action) => action.name === name)!;
      expect(JSON.parse(configuration["EnvironmentVariables"]!)).toEqual([
        { name: "IMAGE_TAG", value: "#{variables.IMAGE_TAG}", type: "PLAINTEXT" },
      ]);
    }
    expect(commandsIn(stack, "scan")[0]).toContain('"worker-released:$IMAGE_TAG"');
  });
});
