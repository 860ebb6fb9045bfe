import assert from "node:assert/strict";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { ProgramStarter } from "@services/kit/testing/program";
import { before, test } from "node:test";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const httpApi = new ProgramStarter("http-api");
let url: string;
const owner = ownerOfFile();
before(async () => {
  ({ url } = await httpApi.start(owner));
});

async function fetchLetters(): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api`);
  return (await response.json()) as Record<string, string>;
}

test("[http-scale-out 29] GET / answers 200 and points the reader to /api", async () => {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain/);
  const text = await response.text();
  assert.match(text, /hello, world/i);
  assert.match(text, /\/api/);
});

test("[http-scale-out 30] GET /api answers 52 letters under the keys 0 to 51", async () => {
  const response = await fetch(`${url}/api`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^application\/json\b/);
  const body = (await response.json()) as Record<string, string>;
  assert.deepEqual(
    Object.keys(body),
    Array.from({ length: 52 }, (_, key) => String(key)),
  );
  for (const [key, letter] of Object.entries(body))
    assert.match(letter, /^[A-Za-z]$/, `key ${key}`);
});

test("[http-scale-out 31] two successive answers of GET /api differ", async () => {
  assert.notDeepEqual(await fetchLetters(), await fetchLetters());
});

test("[http-scale-out 32] every letter is as likely as any other, under every key", async () => {
  const requests = 2_000;
  const letterCounts = new Map(Array.from(alphabet, (letter) => [letter, 0]));
  const lettersByKey = new Map<string, Set<string>>();
  for (let request = 0; request < requests; request++) {
    for (const [key, letter] of Object.entries(await fetchLetters())) {
      letterCounts.set(letter, (letterCounts.get(letter) ?? 0) + 1);
      lettersByKey.set(key, (lettersByKey.get(key) ?? new Set()).add(letter));
    }
  }
  const expected = (requests * 52) / alphabet.length;
  const chiSquare = Array.from(
    letterCounts.values(),
    (count) => (count - expected) ** 2 / expected,
  ).reduce((sum, term) => sum + term, 0);
  // A uniform draw exceeds 157.01 once in 10^12 runs (51 degrees of freedom). The reference's draw, in which one letter is
  // twice as likely as the others, gives about 1,900 with the same number of requests.
  assert.ok(chiSquare < 157.01, `chi-square is ${chiSquare.toFixed(1)}`);
  assert.equal(letterCounts.size, alphabet.length);
  for (const [key, letters] of lettersByKey)
    assert.equal(letters.size, alphabet.length, `letters under key ${key}`);
});

test("[http-scale-out 33] GET /nothing answers 404 with a JSON message", async () => {
  const response = await fetch(`${url}/nothing`);
  assert.equal(response.status, 404);
  assert.match(response.headers.get("content-type") ?? "", /^application\/json\b/);
  assert.deepEqual(await response.json(), {
    statusCode: 404,
    error: "Not Found",
    message: "There is nothing here. See /api.",
  });
});

test("[http-scale-out 34] answers 200 to the target group's check on /", async () => {
  const headers = { "user-agent": "ELB-HealthChecker/2.0", connection: "close" };
  for (const path of ["/", "/health"]) {
    const response = await fetch(url + path, { headers });
    assert.equal(response.status, 200, path);
  }
});

test("GET /health answers its status", async () => {
  const response = await fetch(`${url}/health`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^application\/json\b/);
  assert.equal(await response.text(), '{"status":"ok"}');
});

test("HEAD answers as GET does, without a body", async () => {
  for (const path of ["/", "/api", "/health"]) {
    const response = await fetch(url + path, { method: "HEAD" });
    assert.equal(response.status, 200, path);
    assert.equal(await response.text(), "", path);
  }
});

test("answers of /api are not to be cached", async () => {
  assert.equal((await fetch(`${url}/api`)).headers.get("cache-control"), "no-store");
});

const json = { "content-type": "application/json" };
const noRoutes: readonly (readonly [what: string, path: string, request: RequestInit])[] = [
  ["another method", "/api", { method: "DELETE" }],
  ["a body that is no JSON", "/api", { method: "POST", headers: json, body: "{" }],
  [
    "a body of an unknown type",
    "/",
    { method: "PUT", headers: { "content-type": "text/xml" }, body: "<a/>" },
  ],
  ["a body of 3 MB", "/nothing", { method: "POST", headers: json, body: " ".repeat(3_000_000) }],
  ["a closing slash", "/api/", {}],
  ["another case", "/API", {}],
  ["a path that can't be decoded", "/%zz", {}],
  ["a path of 5 kB", `/${"a".repeat(5_000)}`, {}],
];
for (const [what, path, request] of noRoutes) {
  test(`answers 404 to ${what}`, async () => {
    const response = await fetch(url + path, request);
    assert.equal(response.status, 404);
    assert.equal(((await response.json()) as { statusCode: number }).statusCode, 404);
  });
}
