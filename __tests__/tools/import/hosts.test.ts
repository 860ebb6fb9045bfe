import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { Imported } from "../../../tools/import/imported";
import { hostProblem } from "../../../tools/import/target/hosts";
import { importFixture, settingsOf } from "./fixtures";

const outcomeAt = (imported: Imported, path: string) =>
  imported.files.flatMap(({ field }) => field.rows).find(([each]) => each === path)?.[1] as
    { kind: string; to?: string; why?: string } | undefined;

function importOf(files: Readonly<Record<string, unknown>>, path: string): Imported {
  const folder = mkdtempSync(join(tmpdir(), "hosts-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), stringify(content));
  }
  const imported = importFixture([join(folder, path)]);
  rmSync(folder, { recursive: true });
  return imported;
}

describe("the hosts of a value", () => {
  const seen = (name: string, value: string) => {
    const hosts: unknown[] = [];
    hostProblem(name, value, ({ host, port }) => {
      hosts.push(port === undefined ? host : `${host} ${port}`);
      return undefined;
    });
    return hosts;
  };

  it.each([
    ["URL", "http://api:3000/v1", ["api 3000", "http://api:3000/v1"]],
    ["A", "jdbc:postgresql://user:word@db:5432/shop", ["db 5432"]],
    ["A", "kafka-1:9092, kafka-2:9092", ["kafka-1 9092", "kafka-2 9092"]],
    ["A", "http://api.${NAMESPACE}:80", ["api"]],
    ["REDIS_HOST", "redis", ["redis"]],
    ["A", "redis", []],
    ["A", "10:30", []],
    ["A", "arn:aws:s3:::bucket", []],
  ])("of %s=%s are found", (name, value, hosts) => {
    expect(seen(name, value)).toEqual(hosts);
  });
});

describe("another service of a Compose file in a variable", () => {
  const image = "ghcr.io/acme/web:1.0.0";
  const queue = "https://sqs.us-east-2.amazonaws.com/123456789012/jobs";
  const imported = importOf(
    {
      "compose.yml": {
        services: {
          web: {
            image,
            ports: ["80:8080"],
            depends_on: { migrate: { condition: "service_completed_successfully" } },
            links: ["api:billing"],
            environment: {
              API: "http://api:3000",
              OTHER_PORT: "http://billing:9000/x",
              ALIAS: "http://api.internal:3000",
              DB_HOST: "db",
              MIGRATE: "migrate:9000",
              SELF: "http://web:8080",
              OUTSIDE: "https://example.com",
              WORD: "api",
            },
          },
          api: { image, ports: ["3000"], networks: { back: { aliases: ["api.internal"] } } },
          migrate: { image },
          jobs: { image, environment: { QUEUE: queue, API: "http://api:3000" } },
          db: { image: "postgres:16" },
        },
        networks: { back: {} },
      },
    },
    "compose.yml",
  );

  it.each([
    ["API", /serviceConnect: \{\}.*calls: \["api"\] \} of this service\. .*http:\/\/api:3000/],
    ["OTHER_PORT", /http:\/\/api:3000 .*Its port 9000 has no name/],
    ["ALIAS", /^api\.internal is the service api of talk-service/],
    ["DB_HOST", /^db is not imported/],
    ["MIGRATE", /container\.links/],
  ])("%s is kept, and the report says what to set", (name, why) => {
    const outcome = outcomeAt(imported, `services.web.environment.${name}`);
    expect(outcome).toMatchObject({ kind: "changed", why: expect.stringMatching(why) as string });
    const { services } = settingsOf(imported)["dev"].systems["talk-service"];
    expect(services.web.container.environment).toHaveProperty(name);
  });

  it.each(["SELF", "OUTSIDE", "WORD"])("%s is taken over", (name) => {
    expect(outcomeAt(imported, `services.web.environment.${name}`)?.kind).toBe("taken");
  });

  it("that a worker calls has the address of its load balancer", () => {
    expect(outcomeAt(imported, "services.jobs.environment.API")?.why).toMatch(
      /^api is in the system talk-service.*the output url/,
    );
  });
});

describe("another service of Copilot in a variable", () => {
  const manifest = (name: string, type: string, variables: object = {}) => ({
    name,
    type,
    image: { location: "ghcr.io/acme/web:1.0.0", port: 8080 },
    http: { path: name },
    variables,
  });
  const web = "Load Balanced Web Service";
  const imported = importOf(
    {
      "copilot/web/manifest.yml": manifest("web", web, {
        CONNECT: "http://api:8080",
        DISCOVERY: "http://api.${COPILOT_ENVIRONMENT_NAME}.${COPILOT_APPLICATION_NAME}.local:8080",
        ENDPOINT: "http://back.${COPILOT_SERVICE_DISCOVERY_ENDPOINT}:8080",
        UNKNOWN: "http://other.test.shop.local",
        OUTSIDE: "https://api.example.com",
      }),
      "copilot/api/manifest.yml": manifest("api", web),
      "copilot/back/manifest.yml": manifest("back", "Backend Service"),
      "copilot/jobs/manifest.yml": manifest("jobs", "Worker Service", { API: "http://api:8080" }),
    },
    "copilot",
  );

  it.each([
    ["CONNECT", /calls: \["api"\].*http:\/\/api:8080/],
    ["DISCOVERY", /calls: \["api"\]/],
    ["ENDPOINT", /^back is not imported/],
    ["UNKNOWN", /old deployment's service discovery/],
    ["API", /is in the system talk-service/],
  ])("%s is kept, and the report says what to set", (name, why) => {
    expect(outcomeAt(imported, `variables.${name}`)).toMatchObject({
      kind: "changed",
      why: expect.stringMatching(why) as string,
    });
  });

  it("is none with a domain name", () => {
    expect(outcomeAt(imported, "variables.OUTSIDE")?.kind).toBe("taken");
  });
});

it("a name of Cloud Map in a variable of ECS is told of", () => {
  const container = {
    name: "web",
    image: "ghcr.io/acme/web:1.0.0",
    portMappings: [{ containerPort: 80 }],
    environment: [{ name: "API", value: "http://api.shop.local:8080" }],
  };
  const imported = importOf(
    { "task.json": { family: "shop", containerDefinitions: [container] } },
    "task.json",
  );
  expect(outcomeAt(imported, "containerDefinitions[0].environment")).toMatchObject({
    kind: "changed",
    why: expect.stringContaining("api.shop.local is a name of the old deployment's") as string,
  });
});
