import { parsed, problemsOf, system, systemErrorIf } from "./settings";

const SECRET = "arn:aws:secretsmanager:us-east-2:111122223333:secret:shop/db-AbCdEf";

systemErrorIf([
  [
    "the port is none",
    { "container.port": 65_536 },
    "container.port must be a whole number from 1 to 65535, got 65536.",
  ],
  [
    "the port is a fraction",
    { "container.port": 80.5 },
    "container.port must be a whole number from 1 to 65535, got 80.5.",
  ],
  [
    "the port is text",
    { "container.port": "80" },
    'container.port must be a whole number from 1 to 65535, got "80".',
  ],
  [
    "CPU is not a number",
    { "container.cpu": NaN },
    "container.cpu must be a whole number from 2 to 196608, got NaN.",
  ],
  [
    "memory is below what Docker takes",
    { "container.memoryLimitMiB": 5 },
    "container.memoryLimitMiB must be a whole number from 6 to 33554432, got 5.",
  ],
  [
    "the reservation is not below the limit",
    { "container.memoryReservationMiB": 256 },
    "container.memoryReservationMiB must be below memoryLimitMiB (256), got 256. Lower it, or leave it out: then the limit is reserved.",
  ],
  [
    "the name has a space",
    { "container.name": "http api" },
    'container.name must be 1 to 200 letters, digits, hyphens and underscores, got "http api".',
  ],
  [
    "a variable has no name of one",
    { "container.environment": { "1ST": "a" } },
    "container.environment.1ST must have a name of 1 to 255 letters, digits, _, . and -, starting with a letter or _.",
  ],
  [
    "a variable is a number",
    { "container.environment": { WORKERS: 4 } },
    "container.environment.WORKERS must be text in quotes, without NUL characters and CDKTF tokens.",
  ],
  [
    "a variable has a NUL",
    { "container.environment": { TITLE: "a\0b" } },
    "container.environment.TITLE must be text in quotes, without NUL characters and CDKTF tokens.",
  ],
  [
    "a variable is in environment and secrets",
    { "container.environment": { DB_URL: "a" }, "container.secrets": { DB_URL: SECRET } },
    "container.secrets.DB_URL must not be in environment, too: ECS rejects a name that is set twice. Remove one of them.",
  ],
  [
    "a secret is given by its name",
    { "container.secrets": { DB_PASSWORD: "shop/db" } },
    "container.secrets.DB_PASSWORD must be the ARN of a Secrets Manager secret or an SSM parameter: store the value there, and set its ARN here.",
  ],
  [
    "the user is none",
    { "container.user": "1000:1000:1000" },
    'container.user must be a user or user:group, as in "1000:1000", got "1000:1000:1000".',
  ],
  [
    "the stop time-out is longer than ECS waits",
    { "container.stopTimeoutSeconds": 121 },
    "container.stopTimeoutSeconds must be a whole number from 2 to 120, got 121.",
  ],
  [
    "the command is a line",
    { "container.command": "node main.js" },
    "container.command must be a list of 1 to 1000 arguments.",
  ],
  [
    "a writable path is relative",
    { "container.writablePaths": ["tmp"] },
    'container.writablePaths[0] must be an absolute path, as in "/tmp", got "tmp".',
  ],
  [
    "the variables are too much for a task definition",
    { "container.environment": { TEXT: "a".repeat(60_000) } },
    "container.environment must fit the task definition, which AWS limits to 64 KiB: environment, secrets and command may have 55000 bytes, got 60038. Let the program read its configuration from a file or service.",
  ],
]);

const IN_PLAIN = (why: string) =>
  `must not hold a secret, and ${why}: everyone who may read the task definition can read it (ECS.8). ` +
  "Store the value in Secrets Manager or an SSM parameter, and set its ARN in secrets. " +
  "If it is not a secret, add the variable's name to notSecrets.";

const STRIPE_KEY = ["sk", "live", "51H8abcdefghijklmnopqrstuvwx"].join("_");
const TAILSCALE_KEY = ["tskey", "auth", "kAbCdEf123CNTRL", "a1B2".repeat(8)].join("-");
const CLOUDFLARE_TOKEN = `cfut_${"a1B2".repeat(10)}0123abcd`;
const GITHUB_TOKEN = `ghp_${"a1B2".repeat(9)}`;

describe("[2026-11 G1] a message never shows what may be a secret", () => {
  test.each([
    ["among the secrets", { "container.secrets": { STRIPE_KEY } }],
    ["in a command that is no list", { "container.command": `run --key ${STRIPE_KEY}` }],
    ["in a variable of the wrong type", { "container.environment": { KEY: [STRIPE_KEY] } }],
    ["where a URL does not belong", { "container.user": "https://app:hunter22@example.com" }],
    ["in a name of something else", { clusterName: GITHUB_TOKEN.concat(" ") }],
    ["in an image's address", { image: { kind: "reference", reference: "https://a:hunter22@b" } }],
  ])("%s", (_, change) => {
    const problems = problemsOf(system(change));
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toMatch(/sk_live|hunter22|ghp_/);
  });
});

describe("[2026-11 G2] a secret is refused wherever it reaches a container definition", () => {
  const TOKEN = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N"];
  test.each([
    ["an AWS key in a command", { "container.command": ["run", `AKIA${"A".repeat(16)}`] }],
    ["a password in a command", { "container.command": ["run", "--password=hunter22"] }],
    ["a token of GitHub", { "container.environment": { REGISTRY: GITHUB_TOKEN } }],
    ["a JSON Web Token", { "container.environment": { AUTH: TOKEN.join(".") } }],
    ["a key of Stripe", { "container.environment": { PAY: STRIPE_KEY } }],
    ["a key of Tailscale", { "container.environment": { VPN: TAILSCALE_KEY } }],
    ["a token of Cloudflare", { "container.environment": { DNS: CLOUDFLARE_TOKEN } }],
    [
      "[2026-11 C5] a password in a URL's query",
      { "container.environment": { DB: "https://db.example.com/shop?user=a&password=b" } },
    ],
    [
      "an address of a database",
      { "container.environment": { DB: "mysql://root:hunter22@db/shop" } },
    ],
  ])("%s", (_, change) => {
    const problems = problemsOf(system(change));
    expect(problems).toHaveLength(1);
    expect(problems.join()).toContain("must not hold a secret");
  });

  test("in the command of a check as well", () => {
    const check = { kind: "command", command: ["curl", `--token=${GITHUB_TOKEN}`] };
    const change = {
      network: { kind: "own", zoneCount: 2, nat: "single" },
      systems: { "http-api": { services: { food: { containerCheck: check } } } },
    };
    expect(problemsOf(change).join()).toContain("containerCheck.command[1] must not hold a secret");
  });
});

describe("[2026-11 C5] what is no secret is not refused for its name", () => {
  test.each([
    ["CORS_ALLOW_CREDENTIALS", "true"],
    ["DB_PASSWORD", "/run/secrets/db-password"],
    ["API_TOKEN", "https://login.example.com/token"],
    ["USE_SECRET", "0"],
  ])("%s: %s", (name, value) => {
    expect(problemsOf(system({ "container.environment": { [name]: value } }))).toEqual([]);
  });

  test("and a user may say that a value is none", () => {
    const environment = { PUBLIC_TOKEN: "anybody-may-see-this" };
    expect(problemsOf(system({ "container.environment": environment }))).toHaveLength(1);
    const notSecrets = ["PUBLIC_TOKEN"];
    expect(
      problemsOf(
        system({ "container.environment": environment, "container.notSecrets": notSecrets }),
      ),
    ).toEqual([]);
  });
});

test("[2026-11 C5] takes the secrets that AWS makes itself", () => {
  const arn = `arn:aws:secretsmanager:us-east-2:111122223333:secret:rds!cluster-${"a".repeat(36)}-AbCdEf`;
  expect(problemsOf(system({ "container.secrets": { DB: arn } }))).toEqual([]);
});

test("[2026-11 G8] an ARN that was not filled in says which part is wrong", () => {
  const arn = "arn:aws:secretsmanager:us-east-2:<account>:secret:db";
  expect(problemsOf(system({ "container.secrets": { DB: arn } })).join()).toContain(
    "its fifth part must be an account, a number of 12 digits",
  );
  const certificate =
    "arn:aws:acm:us-east-2:<account>:certificate/01234567-89ab-cdef-0123-456789abcdef";
  expect(
    problemsOf(
      system({ "loadBalancer.certificate": { kind: "existing", arn: certificate } }),
    ).join(),
  ).toContain("its fifth part must be an account, a number of 12 digits");
});

describe("[ECS.8] plain environment variables", () => {
  systemErrorIf([
    ...[
      "DB_PASSWORD",
      "password",
      "SECRET",
      "githubToken",
      "API_KEY",
      "apikey",
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
      "ECS_ENGINE_AUTH_DATA",
      "SMTP_CREDENTIALS",
    ].map(
      (name) =>
        [
          `one is called ${name}`,
          { "container.environment": { [name]: "hunter2" } },
          `container.environment.${name} ${IN_PLAIN("has the name of a secret")}`,
        ] as const,
    ),
    [
      "one has the form of an AWS access key",
      { "container.environment": { KEY: `AKIA${"A".repeat(16)}` } },
      `container.environment.KEY ${IN_PLAIN("has the form of an AWS access key")}`,
    ],
    [
      "one is a private key",
      { "container.environment": { PEM: "-----BEGIN PRIVATE KEY-----\nabc" } },
      `container.environment.PEM ${IN_PLAIN("is a private key")}`,
    ],
    [
      "one is a URL with a password",
      { "container.environment": { DB: "postgres://app:hunter2@db.example.com/shop" } },
      `container.environment.DB ${IN_PLAIN("is a URL with a password in it")}`,
    ],
  ]);

  test("are refused for each secret among them, whatever else is wrong, and the value is not shown", () => {
    const environment = { DB_PASSWORD: "hunter2", API_TOKEN: "hunter3", WORKERS: 4 };
    const problems = problemsOf(system({ "container.environment": environment }));
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toMatch(/hunter/);
  });

  test.each([
    "TOKEN_TTL_SECONDS",
    "PASSWORD_MIN_LENGTH",
    "SECRET_NAME",
    "MAX_TOKENS",
    "TOKENIZER",
    "MONKEY",
  ])("may be called %s", (name) => {
    expect(problemsOf(system({ "container.environment": { [name]: "1" } }))).toEqual([]);
  });

  test("may hold what Terraform would evaluate elsewhere", () => {
    const environment = {
      GREETING: "${HOME} %{if}",
      EMPTY: "",
      URL: "https://example.com/a?b=c:d@e",
    };
    expect(
      parsed(system({ "container.environment": environment })).systems["http-scale-out"]?.container
        .environment,
    ).toEqual(environment);
  });
});

test.each([
  SECRET,
  `${SECRET}:password::`,
  `${SECRET}:password:AWSCURRENT:`,
  "arn:aws:ssm:us-east-2:111122223333:parameter/shop/db/password",
  "arn:aws-cn:ssm:cn-north-1:111122223333:parameter/password",
])("takes %s for a secret", (arn) => {
  const region = arn.startsWith("arn:aws-cn:") ? "cn-north-1" : "us-east-2";
  const change = { region, ...system({ "container.secrets": { DB_PASSWORD: arn } }) };
  expect(problemsOf(change)).toEqual([]);
});

test.each([
  `${SECRET}:password`,
  "arn:aws:secretsmanager:us-east-2:111122223333:secret:*",
  "arn:aws:s3:::bucket",
  "arn:aws:ssm:us-east-2:111122223333:document/a",
])("does not take %s for a secret", (arn) => {
  expect(problemsOf(system({ "container.secrets": { DB_PASSWORD: arn } }))).toHaveLength(1);
});

test("a command may repeat an argument, and use the shell's variables", () => {
  const command = ["sh", "-c", "echo ${PORT}", "-c"];
  expect(problemsOf(system({ "container.command": command }))).toEqual([]);
});
