import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { filesOfAuthorities, readAuthorities } from "../../../tools/facts/certificates";
import { projectRoot } from "../../../tools/project-root";

/** An authority with a name as RDS gives them, for whose key nobody has cared. */
const authority = readFileSync(join(__dirname, "authority.pem"), "utf8");
const answers: Readonly<Record<string, string>> = {
  "/global": `${rootCertificates[0] ?? ""}\n${authority}`,
  "/gov": authority,
  "/page": "<html></html>",
  "/broken": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
};

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const body = answers[request.url ?? ""];
    response.writeHead(body === undefined ? 403 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test("[2026-11 C12] reads the authorities of all bundles, each once, and the regions that they are for", async () => {
  const { certificates, regions } = await readAuthorities([`${url}/global`, `${url}/gov`]);
  expect(certificates).toHaveLength(2);
  expect(regions).toEqual(["il-central-1"]);
});

test("[2026-11 C12] writes them for the sample, and the regions for the settings", async () => {
  const files = filesOfAuthorities(await readAuthorities([`${url}/gov`]));
  expect(files["services/school/src/authorities.ts"]).toContain(authority.trim());
  expect(files["aws/generated/authorities.ts"]).toContain(
    'regionsOfAuthorities: readonly string[] = ["il-central-1"];',
  );
});

test.each([
  ["/gone", "cannot be read: status 403. Check the connection"],
  ["/page", "must be certificates in PEM format."],
  ["/broken", "must have certificates of authorities only"],
])("[2026-11 C12] refuses %s in one message", async (path, message) => {
  await expect(readAuthorities([url + path])).rejects.toThrow(message);
});

test("[2026-11 C12] names an address that nobody answers at", async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  await expect(readAuthorities([`http://127.0.0.1:${port}/bundle.pem`])).rejects.toThrow(
    /\/bundle\.pem cannot be read: .*ECONNREFUSED/,
  );
});

test("[2026-11 C12] the sample trusts what the command has written", () => {
  const source = readFileSync(join(projectRoot(), "services/school/src/database.ts"), "utf8");
  expect(source).toContain("ca: settings.DB_TLS_CA_FILE ?? [...profiles.ca, ...authorities]");
});
