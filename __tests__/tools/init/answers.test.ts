import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  nameFrom,
  offeredName,
  readDomain,
  readHealthPath,
  readName,
  readPort,
  readRegion,
  readRuns,
} from "../../../tools/init/answers";

const root = mkdtempSync(join(tmpdir(), "init-answers-"));

beforeAll(() => {
  mkdirSync(join(root, "services", "shop"), { recursive: true });
  writeFileSync(join(root, "services", "shop", "Dockerfile"), "FROM scratch\nEXPOSE 3000/tcp\n");
  mkdirSync(join(root, "services", "empty"));
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe("what runs", () => {
  it.each([
    ["sample", { kind: "sample" }],
    ["ghcr.io/acme/shop:2.1.0", { kind: "image", reference: "ghcr.io/acme/shop:2.1.0" }],
    ["services/shop", { kind: "folder", context: "services/shop", exposedPort: 3000 }],
    ["./services/shop/", { kind: "folder", context: "services/shop", exposedPort: 3000 }],
  ])("is read from %s", (text, value) => {
    expect(readRuns(text, root)).toEqual({ value });
  });

  it.each([
    ["https://ghcr.io/acme/shop", "The image must be without a scheme"],
    ["Shop:1", "The image must have a path in lower case"],
    ["services/empty", "The folder must have a Dockerfile"],
    ["./services/nothing", "The folder must exist"],
    [tmpdir(), "The folder must be within this project"],
  ])("is refused in %s with the rule and the fix", (text, rule) => {
    const read = readRuns(text, root);
    expect(read).toEqual({ problem: expect.stringContaining(rule) as string });
    expect(read).toEqual({ problem: expect.stringMatching(/got ".*\./) as string });
  });
});

it.each([
  [readPort("8080"), { value: 8080 }],
  [readPort("0"), { problem: 'The port must be a whole number from 1 to 65535, got "0".' }],
  [readPort("80a"), { problem: 'The port must be a whole number from 1 to 65535, got "80a".' }],
  [readRegion("eu-central-1"), { value: "eu-central-1" }],
  [readHealthPath("/health"), { value: "/health" }],
  [readName("shop-2"), { value: "shop-2" }],
  [readDomain("none"), { value: undefined }],
  [
    readDomain("shop.example.com Z0123456789EXAMPLE"),
    { value: { domainName: "shop.example.com", hostedZoneId: "Z0123456789EXAMPLE" } },
  ],
])("reads an answer, or says why it is none: %j", (read, expected) => {
  expect(read).toEqual(expected);
});

it.each([
  [
    readRegion("eu-central-l"),
    /must be an AWS region, got "eu-central-l"\. Did you mean eu-central-1\?/,
  ],
  [readHealthPath("health"), /health check path must .*, got "health"/],
  [readName("Shop"), /must be 1 to 20 lower-case letters.*, got "Shop"/],
  [readName("cart", ["cart"]), /The name "cart" is used by another service.*Choose another name/],
  [readDomain("shop"), /must be a lower-case host name.*, got "shop"/],
  [readDomain("shop.example.com"), /needs the ID of its public Route 53 zone, got none\. Set both/],
])("refuses %j", (read, message) => {
  expect(read).toEqual({ problem: expect.stringMatching(message) as string });
});

it("offers a name that is free, in the form that settings take", () => {
  const runs = { kind: "image", reference: "ghcr.io/acme/Shop_API:1" } as const;
  expect(offeredName({ kind: "image", reference: "ghcr.io/acme/shop_api:1" }, "x")).toBe(
    "shop-api",
  );
  expect(offeredName({ kind: "folder", context: "services/2nd-shop" }, "x")).toBe("nd-shop");
  expect(offeredName(runs, "x", ["shop-api", "shop-api-2"])).toBe("shop-api-3");
  expect(nameFrom("___")).toBe("service");
  expect(nameFrom("a-very-long-name-x-of-more")).toBe("a-very-long-name-x-o");
});
