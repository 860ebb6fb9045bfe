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
    "container.memoryReservationMiB must be below memoryLimitMiB (256), got 256. Lower it, or leave it out: the limit is reserved then.",
  ],
  [
    "the name has a space",
    { "container.name": "http api" },
    'container.name must be 1 to 200 letters, digits, hyphens and underscores, got "http api".',
  ],
  [
    "a variable has no name of one",
    { "container.environment": { "1ST": "a" } },
    "container.environment.1ST must have a name of 1 to 255 letters, digits, _, . and -, which begins with a letter or _.",
  ],
  [
    "a variable is a number",
    { "container.environment": { WORKERS: 4 } },
    "container.environment.WORKERS must be text in quotes, without NUL characters and CDKTF tokens, got 4.",
  ],
  [
    "a variable has a NUL",
    { "container.environment": { TITLE: "a\0b" } },
    'container.environment.TITLE must be text in quotes, without NUL characters and CDKTF tokens, got "a\\u0000b".',
  ],
  [
    "a variable is in environment and secrets",
    { "container.environment": { DB_URL: "a" }, "container.secrets": { DB_URL: SECRET } },
    "container.secrets.DB_URL must not be in environment, too: ECS refuses a name given twice. Take it out of one of them.",
  ],
  [
    "a secret is given by its name",
    { "container.secrets": { DB_PASSWORD: "shop/db" } },
    'container.secrets.DB_PASSWORD must be the ARN of a Secrets Manager secret or an SSM parameter, got "shop/db". Store the value there, and give its ARN here.',
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
    'container.command must be a list of 1 to 1000 arguments, got "node main.js".',
  ],
  [
    "a writable path is relative",
    { "container.writablePaths": ["tmp"] },
    'container.writablePaths[0] must be an absolute path, as in "/tmp", got "tmp".',
  ],
  [
    "the variables are too much for a task definition",
    { "container.environment": { TEXT: "a".repeat(60_000) } },
    "container.environment must leave room in the task definition, which AWS limits to 64 KiB: environment, secrets and command may have 60000 bytes, got 60021. Let the program read its configuration from elsewhere.",
  ],
]);

const IN_PLAIN = (why: string) =>
  `must not hold a secret, and ${why}: whoever may read the task definition reads it (ECS.8). ` +
  "Store the value in Secrets Manager or an SSM parameter, and give its ARN in secrets.";

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
  expect(problemsOf(system({ "container.secrets": { DB_PASSWORD: arn } }))).toEqual([]);
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
