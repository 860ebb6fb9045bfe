import { rmSync } from "node:fs";
import { DeliveryScripts } from "./delivery-scripts";

const scripts = new DeliveryScripts();
scripts.stack("shop-images-dev", {
  resource: { aws_ecr_repository: { web: { name: "shop-web" }, api: { name: "shop-api" } } },
});
scripts.stack("shop-dev", { resource: {} });
scripts.standIn("terraform", "echo '{}'");

afterAll(() => {
  rmSync(scripts.folder, { recursive: true });
});

const deploy = (npm: string, env: Readonly<Record<string, string>> = {}, systems = "shop") => {
  scripts.standIn("npm", npm);
  const { calls, ...outcome } = scripts.run("deploy.sh", ["dev", systems], {
    TF_VAR_image_tag: "1.0.0",
    ...env,
  });
  const steps = calls.flatMap((call) => {
    const [, stack] = /-chdir=cdktf\.out\/stacks\/(\S+) apply/.exec(call) ?? [];
    if (stack !== undefined) return [stack];
    return call.includes(" gate ") ? [call] : [];
  });
  return { ...outcome, steps };
};

const SCAN = "npm run --silent gate -- scan shop-web:1.0.0 shop-api:1.0.0";

test("scans the images of a system after they are pushed and before it runs them", () => {
  const { exitCode, steps } = deploy("");
  expect([exitCode, steps]).toEqual([
    0,
    ["shop-images-dev", `${SCAN} --max-critical 0`, "shop-dev"],
  ]);
});

test("deploys no image above the limits", () => {
  const { exitCode, steps } = deploy('case "$*" in *gate*) exit 1 ;; esac', {
    SCAN_LIMITS: "--max-critical 1 --max-high 5",
  });
  expect(exitCode).not.toBe(0);
  expect(steps).toEqual(["shop-images-dev", `${SCAN} --max-critical 1 --max-high 5`]);
});

test("scans nothing if the scan is off", () => {
  expect(deploy("", { SCAN_LIMITS: "off" }).steps).toEqual(["shop-images-dev", "shop-dev"]);
});

test("names the setting of a system that the environment does not run", () => {
  const { exitCode, stderr, steps } = deploy("", {}, "shopp");
  expect([exitCode, steps]).toEqual([1, []]);
  expect(stderr).toMatch(/^SYSTEMS must name systems of dev, got "shopp"\. Enable it in /);
});
