import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { PassThrough } from "node:stream";
import { askFor, warningOf } from "../../../tools/load-test/consent";
import { isLoopback, requireReachable, targetUrl } from "../../../tools/load-test/target";

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

test("refuses anything but an HTTP URL, without showing a password", () => {
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

  it("continues only after a yes", async () => {
    await expect(askFor(warning, terminal("y", true))).resolves.toBeUndefined();
    await expect(askFor(warning, terminal("", true))).rejects.toThrow("Nothing was sent.");
    await expect(askFor(warning, terminal("no", true))).rejects.toThrow("Nothing was sent.");
  });

  it("refuses where nobody can be asked", async () => {
    await expect(askFor(warning, terminal("y", false))).rejects.toThrow("Add --yes");
  });
});

describe("a target", () => {
  const failure = (url: string) => requireReachable(new URL(url)).then(() => "none", String);

  test("is reached by a connection, without a request", async () => {
    const received: Buffer[] = [];
    const server = createServer((socket) => socket.on("data", (data) => received.push(data)));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await failure(url)).toBe("none");
    // It speaks no TLS.
    const closed = createServer((socket) => socket.end());
    await once(closed.listen(0, "127.0.0.1"), "listening");
    expect(await failure(`https://127.0.0.1:${(closed.address() as AddressInfo).port}/`)).toMatch(
      /must be reachable from this machine: Client network socket disconnected/,
    );
    server.close();
    closed.close();
    expect(received).toEqual([]);
  });

  test.each([
    [
      "http://127.0.0.1:9/",
      "http://127.0.0.1:9 must be reachable from this machine: connect ECONN",
    ],
    ["http://[::1]:9/", "http://[::1]:9 must be reachable from this machine: connect E"],
    [
      "http://nobody.invalid/",
      "http://nobody.invalid must be reachable from this machine: getaddr",
    ],
  ])("%s that is not reached is told before the load", async (url, message) => {
    const told = await failure(url);
    expect(told).toContain(message);
    expect(told).toContain("Nothing was sent.");
  });
});
