import { PassThrough } from "node:stream";
import { askFor, warningOf } from "../../../tools/load-test/consent";
import { isLoopback, targetUrl } from "../../../tools/load-test/target";

test.each([
  ["http://127.0.0.1:8080/", true],
  ["http://127.3.2.1/", true],
  ["http://localhost:3000/x", true],
  ["http://[::1]:80/", true],
  ["http://127.0.0.1.example.com/", false],
  ["http://localhost.example.com/", false],
  ["http://10.0.0.1/", false],
  ["https://api.example.com/", false],
])("%s is on this machine: %s", (url, expected) => {
  expect(isLoopback(new URL(url))).toBe(expected);
});

test("refuses what is no URL of HTTP, without showing a password", () => {
  expect(() => targetUrl(undefined)).toThrow("A load test needs a URL");
  expect(() => targetUrl("example.com")).toThrow("must begin with http:// or https://");
  expect(() => targetUrl("ftp://example.com")).toThrow("must begin with http:// or https://");
  expect(() => targetUrl("http://user:hidden@example.com")).toThrow(
    /^(?!.*hidden).*--header authorization/,
  );
});

describe("before it sends to another machine", () => {
  const warning = warningOf(new URL("https://api.example.com/x"), {
    name: "",
    seconds: 600,
    rateAt: () => 1000,
  });

  const terminal = (answer: string, isTTY: boolean) => {
    const input = Object.assign(new PassThrough(), { isTTY });
    const output = new PassThrough();
    input.write(`${answer}\n`);
    return { input, output };
  };

  it("says how much, where and at what cost", () => {
    expect(warning).toContain(
      "600,000 requests to https://api.example.com in 10 min, at most 1,000 per second",
    );
    expect(warning).toContain("about 0.11 USD");
  });

  it("goes on after a yes only", async () => {
    await expect(askFor(warning, terminal("y", true))).resolves.toBeUndefined();
    await expect(askFor(warning, terminal("", true))).rejects.toThrow("Nothing was sent.");
    await expect(askFor(warning, terminal("no", true))).rejects.toThrow("Nothing was sent.");
  });

  it("refuses where nobody can be asked", async () => {
    await expect(askFor(warning, terminal("y", false))).rejects.toThrow("Add --yes");
  });
});
