import { ACTIONS_WITHOUT_RESOURCE, DATA_ACTIONS } from "../../aws/iam";
import {
  formatProblem,
  parseEnvironments,
  type EnvironmentSettings,
} from "../../settings/environment";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { synthEnvironments } from "../support/environments";

type Github = NonNullable<EnvironmentSettings["github"]>;

const github: Github = { repository: "acme/shop", ownerId: 12, repositoryId: 34 };

const stackOf = (settings: Partial<EnvironmentSettings> = {}) => {
  const environment = { ...dev, loadTest: undefined, systems: {}, github, ...settings };
  return synthEnvironments({ dev: environment }).stacks["github-dev"]!;
};

interface Statement {
  readonly effect?: string;
  readonly actions: string[];
  readonly resources?: string[];
  readonly not_resources?: string[];
  readonly condition?: { test: string; variable: string; values: string[] }[];
}

const statementsOf = (id: string, stack = stackOf()) =>
  (
    stack.referenced(`\${data.aws_iam_policy_document.roles_${id}.json}`) as unknown as {
      statement: Statement[];
    }
  ).statement;

const claimsOf = (role: string, stack?: ReturnType<typeof stackOf>) => {
  const [statement] = statementsOf(`${role}-trust`, stack);
  expect(statement!.condition!.every(({ test }) => test === "StringEquals")).toBe(true);
  return Object.fromEntries(
    statement!.condition!.map(({ variable, values }) => [
      variable.replace("token.actions.githubusercontent.com:", ""),
      values,
    ]),
  );
};

it("does not exist unless the environment names a repository", () => {
  const { stacks } = synthEnvironments({ dev: { ...dev, systems: {} } });
  expect(Object.keys(stacks)).not.toContain("github-dev");
});

it("lets jobs of one GitHub environment on one branch deploy, whichever form their subject has", () => {
  expect(claimsOf("deploy")).toEqual({
    aud: ["sts.amazonaws.com"],
    sub: ["repo:acme/shop:environment:dev", "repo:acme@12/shop@34:environment:dev"],
    repository_id: ["34"],
    ref: ["refs/heads/main"],
  });
});

it("lets jobs of pull requests and of the branch plan", () => {
  const { sub, ref, repository_id } = claimsOf("plan");
  expect(sub).toEqual([
    "repo:acme/shop:pull_request",
    "repo:acme@12/shop@34:pull_request",
    "repo:acme/shop:ref:refs/heads/main",
    "repo:acme@12/shop@34:ref:refs/heads/main",
  ]);
  expect(repository_id).toEqual(["34"]);
  expect(ref).toBeUndefined();
});

it("takes another branch and another GitHub environment", () => {
  const stack = stackOf({
    github: { ...github, branch: "release", deploymentEnvironment: "Live site" },
  });
  const { sub, ref } = claimsOf("deploy", stack);
  expect(sub![0]).toBe("repo:acme/shop:environment:Live site");
  expect(ref).toEqual(["refs/heads/release"]);
});

it("checks the subject alone in partitions whose STS is not known to compare other claims", () => {
  const stack = stackOf({ region: "us-gov-west-1" });
  expect(Object.keys(claimsOf("deploy", stack))).toEqual(["aud", "sub"]);
});

it("creates the account's identity provider, or looks it up", () => {
  const own = stackOf();
  expect(own.resource("aws_iam_openid_connect_provider")).toMatchObject({
    url: "https://token.actions.githubusercontent.com",
    client_id_list: ["sts.amazonaws.com"],
  });
  const existing = stackOf({ github: { ...github, identityProvider: "existing" } });
  expect(existing.resources("aws_iam_openid_connect_provider")).toEqual([]);
});

describe("the role that plans", () => {
  it("reads configuration and states, and no other data", () => {
    const [noData, key] = statementsOf("plan-document");
    expect(noData).toMatchObject({
      effect: "Deny",
      actions: [...DATA_ACTIONS],
      not_resources: [
        expect.stringMatching(/:s3:::http-scale-out-tfstate-dev\/\*$/),
        expect.stringMatching(/:ssm:\*:\*:parameter\/aws\/service\/\*$/),
      ],
    });
    expect(key!.actions).toEqual(["kms:Decrypt"]);
    expect(key!.condition![0]!.values[0]).toMatch(/:s3:::http-scale-out-tfstate-dev$/);
  });

  it("reads the parameter of an AMI", () => {
    const capacity = { imageParameter: "/images/ecs-node" };
    const stack = stackOf({
      systems: { "http-scale-out": { image: { kind: "repository", build: {} }, capacity } },
    });
    expect(statementsOf("plan-document", stack)[0]!.not_resources).toContainEqual(
      expect.stringMatching(/:parameter\/images\/ecs-node$/),
    );
  });

  it("reads the objects and parameters that the stacks have, as a plan refreshes them", () => {
    const { stacks } = synthEnvironments({
      prod: {
        ...prod,
        github,
        systems: {
          "http-scale-out": { ...prod.systems["http-scale-out"], previews: {} },
          "http-api": prod.systems["http-api"],
        },
      },
    });
    const planned = Object.values(stacks).flatMap((stack) => [
      ...stack.resources("aws_ssm_parameter").map(({ name }) => `parameter${String(name)}`),
      ...stack.resources("aws_s3_object").map(({ bucket }) => {
        const { bucket_prefix: prefix } = stack.referenced(String(bucket));
        return `s3:::${String(prefix)}*/*`;
      }),
    ]);
    expect(new Set(planned)).toEqual(
      new Set(["parameter/http-scale-out-prod/previews", "s3:::page-*/*"]),
    );
    const readable = statementsOf("plan-document", stacks["github-prod"])[0]!.not_resources!;
    for (const each of planned) {
      expect(readable).toContainEqual(expect.stringContaining(each));
    }
  });

  it("reads no object at all where a server stores the states", () => {
    const stack = stackOf({ state: { kind: "cloud", organization: "acme" } });
    const statements = statementsOf("plan-document", stack);
    expect(statements).toHaveLength(1);
    expect(statements[0]!.not_resources!.join()).not.toContain(":s3:::");
  });
});

describe("the role that deploys", () => {
  it("cannot change who may assume it, or what it may do", () => {
    const denied = statementsOf("deploy-document").find(({ effect }) => effect === "Deny")!;
    expect(denied.actions).toEqual(["iam:*"]);
    expect(denied.resources).toEqual([
      "${aws_iam_role.roles_plan.arn}",
      "${aws_iam_role.roles_deploy.arn}",
      "${aws_iam_openid_connect_provider.roles_provider.arn}",
    ]);
  });

  it("has PowerUserAccess, or the policies of the settings", () => {
    const policies = (stack: ReturnType<typeof stackOf>) =>
      stack
        .resources("aws_iam_role_policy_attachment")
        .map(({ policy_arn }) => String(policy_arn).replace(/^.*policy\//, ""))
        .sort();
    expect(policies(stackOf())).toEqual(["PowerUserAccess", "ReadOnlyAccess"]);
    const deployPolicyArns = ["arn:aws:iam::123456789012:policy/deploy"];
    expect(policies(stackOf({ github: { ...github, deployPolicyArns } }))).toEqual([
      "ReadOnlyAccess",
      "deploy",
    ]);
  });
});

describe("settings", () => {
  const problemsOf = (given: unknown) =>
    parseEnvironments({ dev: { ...dev, systems: {}, github: given } }).problems.map((problem) =>
      formatProblem(problem).replace("dev.github.", ""),
    );

  it.each([
    ["https://github.com/acme/shop", /^repository must be the owner and the name .*"acme\/shop"/],
    ["acme", /^repository must be/],
    ["acme/..", /^repository must be/],
    ["acme/*", /^repository must be/],
  ])("refuses the repository %s", (repository, message) => {
    expect(problemsOf({ ...github, repository })).toEqual([expect.stringMatching(message)]);
  });

  it.each(["*", "main*", "/main", "a..b", ""])("refuses the branch %j", (branch) => {
    expect(problemsOf({ ...github, branch })).toEqual([
      expect.stringMatching(/^branch must be the name of a branch/),
    ]);
  });

  it("refuses IDs that are none", () => {
    expect(problemsOf({ repository: "acme/shop", ownerId: 0 }).join("\n")).toMatch(
      /ownerId must be a whole number[^]*repositoryId must be/,
    );
  });

  it("refuses a second identity provider in an account", () => {
    const environment = { ...dev, systems: {}, loadTest: undefined, github };
    const other = {
      ...environment,
      name: "qa",
      nameSuffix: "-qa",
      state: { kind: "s3", bucket: "acme-qa" },
    };
    const { problems } = parseEnvironments({ dev: environment, qa: other });
    expect(problems.map(formatProblem)).toEqual([
      expect.stringMatching(
        /^qa\.github\.identityProvider must be "existing" where dev creates the provider/,
      ),
    ]);
    const existing = { ...other, github: { ...github, identityProvider: "existing" } };
    expect(parseEnvironments({ dev: environment, qa: existing }).problems).toEqual([]);
    const elsewhere = { ...other, region: "eu-west-1", nameSuffix: "" };
    expect(parseEnvironments({ dev: environment, qa: elsewhere }).problems).toHaveLength(1);
    const accounts = [
      { ...environment, accountId: "111122223333" },
      { ...elsewhere, accountId: "444455556666" },
    ];
    expect(parseEnvironments({ dev: accounts[0], qa: accounts[1] }).problems).toEqual([]);
  });
});

describe("the role of previews", () => {
  const github = { repository: "acme/shop", ownerId: 12_345, repositoryId: 67_890 };
  const withPreviews = (previews: object | undefined) =>
    synthEnvironments({
      dev: {
        ...dev,
        loadTest: undefined,
        github,
        systems: { "http-scale-out": previews === undefined ? {} : { previews } },
      },
    }).stacks["github-dev"]!;
  const documents = (previews: object | undefined) =>
    (withPreviews(previews).json["data"] as Record<string, Record<string, unknown>>)[
      "aws_iam_policy_document"
    ]!;

  it("exists only where a system has previews", () => {
    expect(withPreviews(undefined).resources("aws_iam_role")).toHaveLength(2);
    expect(withPreviews({}).resources("aws_iam_role")).toHaveLength(3);
  });

  it("admits only jobs of the previews' GitHub environment", () => {
    const trust = JSON.stringify(documents({})["roles_preview-trust"]);
    expect(trust).toContain('"repo:acme/shop:environment:dev-preview"');
    expect(trust).not.toMatch(/:environment:dev"|pull_request/);
  });

  it("changes nothing that has no name or tag of previews", () => {
    const { statement } = documents({})["roles_preview-document"] as {
      statement: { sid: string; effect?: string; resources?: string[]; condition?: unknown[] }[];
    };
    const open = statement.filter(
      ({ effect, resources = [], condition = [] }) =>
        effect !== "Deny" &&
        condition.length === 0 &&
        !resources.every((resource) => /preview|_\*/.test(resource)),
    );
    // ECS cannot narrow the first; the second lists names only. The others push the images of previews.
    expect(open.map(({ sid }) => sid)).toEqual([
      ...["FormerTaskDefinitions", "ListStates"],
      ...["SignInToImages", "PushImages"],
    ]);
  });

  it("pushes images to the repositories of the systems that have previews, and to no others", () => {
    const { stacks } = synthEnvironments({
      dev: {
        ...dev,
        loadTest: undefined,
        github,
        nameSuffix: "-qa",
        systems: { "http-scale-out": { previews: {} }, "daemon-api": {} },
      },
    });
    const pushing = (stack: ReturnType<typeof stackOf>) =>
      statementsOf("preview-document", stack).filter(({ actions }) =>
        actions.includes("ecr:PutImage"),
      );
    const name = stacks["http-scale-out-images-dev"]!.resources("aws_ecr_repository")[0]!["name"];
    expect(pushing(stacks["github-dev"]!).map(({ resources }) => resources)).toEqual([
      [expect.stringMatching(`:ecr:${dev.region}:.*:repository/${String(name)}$`)],
    ]);
  });

  const allowing = (action: string) =>
    statementsOf("preview-document", withPreviews({})).filter(
      ({ effect, actions }) => effect !== "Deny" && actions.includes(action),
    );
  const conditionsOn = (action: string) =>
    allowing(action).map(({ condition = [] }) => condition.map(({ variable }) => variable));

  it("tags a preview anew, whose request names the tag that changes alone", () => {
    for (const action of ["elasticloadbalancing:AddTags", "iam:TagRole"]) {
      expect(conditionsOn(action)).toContainEqual(["aws:ResourceTag/System"]);
    }
  });

  it("names resources only where AWS knows them, as a statement that names others allows nothing", () => {
    const named = statementsOf("preview-document", withPreviews({})).filter(
      ({ effect, resources = [] }) => effect !== "Deny" && !resources.includes("*"),
    );
    const without = named.flatMap(({ actions }) =>
      actions.filter((action) => ACTIONS_WITHOUT_RESOURCE.has(action)),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(without).toEqual([]);
  });

  it("gives the tag of previews to new resources only", () => {
    expect(conditionsOn("iam:CreateRole")).toEqual([["aws:RequestTag/System"]]);
    const [ofTargets] = allowing("elasticloadbalancing:AddTags");
    expect(ofTargets!.condition).toContainEqual({
      test: "StringEquals",
      variable: "elasticloadbalancing:CreateAction",
      values: ["CreateTargetGroup", "CreateRule"],
    });
    const [ofRoles] = allowing("iam:TagRole");
    expect(ofRoles!.condition).toContainEqual({
      test: "Null",
      variable: "aws:ResourceTag/System",
      values: ["true"],
    });
  });
});
