import { runInNewContext } from "node:vm";
import { formatProblem, parseEnvironments } from "../../../settings/environment";
import { systems } from "../../../settings/schema/environment";
import type { Answers, Runs } from "../../../tools/init/answers";
import {
  environmentSettings,
  environmentSource,
} from "../../../tools/init/settings-files/environment-file";
import { OF_SEVERAL, serviceSettings, systemSettings } from "../../../tools/init/system-settings";
import { isFormatted } from "../../../tools/init/settings-files/source";
import { transpileModule, ModuleKind } from "typescript";

const answersFor = (runs: Runs, more: Partial<Answers> = {}): Answers => ({
  runs,
  port: 3000,
  healthPath: "/health",
  region: "us-east-2",
  name: "shop",
  ...more,
});
const choice = { region: "us-east-2", bucket: "shop-tfstate-dev-0123abcd", httpsOnly: false };
const domain = { domainName: "shop.example.com", hostedZoneId: "Z0123456789EXAMPLE" };

const runs: readonly Runs[] = [
  { kind: "sample" },
  { kind: "image", reference: "ghcr.io/acme/shop:2.1.0" },
  { kind: "folder", context: "services/http-api" },
];
const cases = Object.keys(systems).flatMap((system) =>
  runs.flatMap((each) =>
    (system === "worker" ? [{}] : [{}, { domain }]).map(
      (more) => [system, each.kind, Object.keys(more).join(), answersFor(each, more)] as const,
    ),
  ),
);

describe("settings of a system with one service", () => {
  it.each(cases)("%s for %s %s are taken without a problem", (system, _, __, answers) => {
    const { settings, comments } = systemSettings(system, answers);
    const environment = environmentSettings(choice, { [system]: settings });
    const parsed = parseEnvironments({ dev: environment });
    expect(parsed.problems.map(formatProblem)).toEqual([]);
    // A comment that stands nowhere is of no use.
    for (const at of Object.keys(comments).filter(() => answers.runs.kind !== "sample")) {
      const found = at.split("/").reduce<any>((value, step) => value?.[step], settings);
      expect([at, found]).not.toEqual([at, undefined]);
    }
  });

  it.each(cases)(
    "%s for %s %s are what their file exports, and it is formatted",
    async (system, _, __, answers) => {
      const { settings, comments } = systemSettings(system, answers);
      const text = await environmentSource(
        "init",
        "dev",
        choice,
        { [system]: settings },
        Object.fromEntries(Object.entries(comments).map(([at, its]) => [`${system}/${at}`, its])),
      );
      const exported = { exports: {} as any };
      const { outputText } = transpileModule(text, {
        compilerOptions: { module: ModuleKind.CommonJS },
      });
      runInNewContext(outputText, exported);
      expect(exported.exports.default).toEqual(environmentSettings(choice, { [system]: settings }));
      expect(await isFormatted(text)).toBe(true);
    },
  );
});

describe("one more service", () => {
  it.each(OF_SEVERAL)(
    "in %s is taken without a problem, and comes before the one for all paths",
    (system) => {
      const first = systemSettings(system, answersFor(runs[1]!)).settings as any;
      const answers = answersFor(runs[1]!, { name: "cart" });
      const priorities = [first.services.shop.priority ?? 1];
      const { settings } = serviceSettings(system, answers, priorities);
      const dev = environmentSettings(choice, {
        [system]: { ...first, services: { ...first.services, cart: settings } },
      });
      const { problems, environments } = parseEnvironments({ dev });
      expect(problems.map(formatProblem)).toEqual([]);
      const { services } = (environments[0]!.systems as any)[system];
      expect(Object.keys(services)).toEqual(["shop", "cart"]);
      if (system === "talk-service")
        expect(services.cart.priority).toBeLessThan(services.shop.priority);
    },
  );
});

it("daemon-api refuses an image by its digest", () => {
  const reference = `acme/shop@sha256:${"0".repeat(64)}`;
  expect(() => systemSettings("daemon-api", answersFor({ kind: "image", reference }))).toThrow(
    /needs an image with a tag, got one with a digest\. Use a tag/,
  );
});

it("worker refuses a domain name, which it has no place for", () => {
  expect(() => systemSettings("worker", answersFor(runs[0]!, { domain }))).toThrow(
    /no load balancer and therefore no domain name\. Omit --domain/,
  );
});
