import { join } from "node:path";
import { httpApiDocument, routeKeysOf } from "../../tools/openapi/http-api-document";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/project-root";
import { Synthesis } from "../../tools/synthesized/synthesis";

const workplace = Workplace.create();
const stack = Synthesis.read(join(projectRoot(), "cdktf.out")).stacks.find(
  ({ name }) => name === "http-api-dev",
);
let emulator: Emulator;

beforeAll(async () => {
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator-import.log") });
}, 180_000);

afterAll(async () => {
  await emulator.stop();
});

test("the emulated API Gateway makes the stack's routes of the document that was exported from it", async () => {
  if (stack === undefined) throw new Error("dev does not run http-api");
  const document = httpApiDocument(stack.json);
  if (document === undefined) throw new Error("http-api-dev has no HTTP API");
  const { apiId } = (await ask("POST", "", { name: "imported", protocolType: "HTTP" })) as {
    apiId: string;
  };
  // What Terraform fills in is of no matter to the routes.
  const body = JSON.stringify(document).replaceAll(/\$\{[^}]+\}/g, "value");
  await ask("PUT", `/${apiId}?failOnWarnings=true`, { body });
  const { items } = (await ask("GET", `/${apiId}/routes`)) as { items: { routeKey: string }[] };
  expect(items.map(({ routeKey }) => routeKey).sort()).toEqual(routeKeysOf(document));
  const made = Object.values(stack.json.resources("aws_apigatewayv2_route"));
  expect(routeKeysOf(document)).toEqual(made.map(({ route_key: key }) => String(key)).sort());
});

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  // Nobody checks the signature, but its scope tells the emulator which service is meant.
  const authorization =
    "AWS4-HMAC-SHA256 Credential=rehearsal/20260101/us-east-2/apigateway/aws4_request, SignedHeaders=host, Signature=0";
  const answer = await fetch(`${emulator.endpoint}/v2/apis${path}`, {
    method,
    headers: { authorization, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
  return JSON.parse(text);
}
