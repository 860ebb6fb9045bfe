import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnvironmentSettings } from "../../../settings/environment";
import { previewedSystem, previewedSystems } from "../../../tools/preview/previewed-systems";
import { isProtected, requireName, up } from "../../../tools/preview/previews";
import type { Synthesis } from "../../../tools/synthesized/synthesis";
import { UserError } from "../../../tools/terminal/user-error";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";
import { synthesizeInto } from "../../terraform/synthesize-into";

const folder = mkdtempSync(join(tmpdir(), "previews-"));
let synthesis: Synthesis;

/** The message of a user's mistake. */
function mistake(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("There was no mistake.");
}

beforeAll(() => {
  const previews = {};
  const own = (systems: EnvironmentSettings["systems"]) => ({ loadTest: undefined, systems });
  synthesis = synthesizeInto(folder, {
    dev: {
      ...dev,
      ...own({
        "http-scale-out": { previews },
        "talk-service": { ...dev.systems["talk-service"], previews: { maxMonthlyCostUsd: 0.01 } },
        "daemon-api": dev.systems["daemon-api"],
      }),
    },
    prod: {
      ...prod,
      ...own({
        "http-scale-out": { ...prod.systems["http-scale-out"], previews },
        "talk-service": prod.systems["talk-service"],
      }),
    },
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  [undefined, "but is missing", "pr-123"],
  ["", 'got ""', "pr-123"],
  ["PR-123", 'got "PR-123"', "pr-123"],
  ["feature/Login_2", 'got "feature/Login_2"', "feature-login-2"],
  ["123", 'got "123"', "pr-123"],
  ["pr-", 'got "pr-"', "pr"],
  ["ünder", 'got "ünder"', "nder"],
  ["a".repeat(33), `got "${"a".repeat(33)}"`, "a".repeat(32)],
])("error if the name is %p", (name, got, fix) => {
  expect(mistake(() => requireName(name))).toBe(
    `--name must be 1 to 32 lowercase letters, digits and inner hyphens, and start with a letter, ${got}. Choose a name such as ${fix}.`,
  );
  expect(requireName(fix)).toBe(fix);
});

test("words select systems and environments", () => {
  const selected = (...words: readonly string[]) =>
    previewedSystems(synthesis, words).map(({ stack }) => stack.name);
  expect(selected()).toEqual([
    "preview-http-scale-out-dev",
    "preview-http-scale-out-prod",
    "preview-talk-service-dev",
  ]);
  expect(selected("http-scale-out")).toHaveLength(2);
  expect(selected("dev")).toHaveLength(2);
  expect(previewedSystem(synthesis, ["talk-service"])).toMatchObject({
    system: "talk-service",
    environment: "dev",
    systemStack: "talk-service-dev",
  });
});

test.each<[string, readonly string[], string]>([
  [
    "several environments have previews of the system",
    ["http-scale-out"],
    'The words must name one system in one environment, got "http-scale-out". Choose from: http-scale-out dev, http-scale-out prod.',
  ],
  [
    "the settings have none",
    ["talk-service", "prod"],
    "`systems.talk-service.previews` must be set in environments/prod.ts, but is missing. Set `previews: {}`, run `npm run synth`, and deploy talk-service-prod.",
  ],
  [
    "the system can have none",
    ["daemon-api"],
    "daemon-api cannot have previews: it runs one task on each instance, at a port of the instance, so that a second one has no place. Systems that can: http-scale-out, talk-service.",
  ],
  [
    "there is no such system",
    ["http-scaleout"],
    "There is no system or environment http-scaleout. Did you mean http-scale-out?\nChoose from: daemon-api, http-scale-out, talk-service, dev, prod.",
  ],
])("error if %s", (_, words, message) => {
  expect(mistake(() => previewedSystem(synthesis, words))).toContain(message);
});

const options = {
  name: "pr-1",
  imageTag: "1.0.0",
  update: false,
  today: new Date("2026-11-29"),
  tell: () => undefined,
  confirm: () => Promise.resolve(),
};

test("error if a preview costs more than the settings allow, before Terraform runs", async () => {
  const talk = previewedSystem(synthesis, ["talk-service"]);
  await expect(up(talk, options)).rejects.toThrow(
    /^A preview of talk-service-dev must cost at most 0\.01 USD a month \(systems\.talk-service\.previews\.maxMonthlyCostUsd in environments\/dev\.ts\), got 0\.\d\d USD\. Lower previews\.tasks or the size of the tasks, or raise the limit\.$/,
  );
});

test("error if there is no image tag", async () => {
  const web = previewedSystem(synthesis, ["http-scale-out", "dev"]);
  await expect(up(web, { ...options, imageTag: undefined })).rejects.toThrow(
    "--image-tag must be the tag of the image to run, but is missing. Push the image of the pull request, and add its tag.",
  );
});

test("only an environment that is protected from deletion asks first", () => {
  const of = (environment: string) => previewedSystem(synthesis, ["http-scale-out", environment]);
  expect([isProtected(of("dev")), isProtected(of("prod"))]).toEqual([false, true]);
});
