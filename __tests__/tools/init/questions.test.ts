import { projectRoot } from "../../../tools/project-root";
import { readCommandLine } from "../../../tools/terminal/command-line";
import { INIT } from "../../../tools/init/command-line";
import { answer, type Ask, takeOffered } from "../../../tools/init/questions";

const context = { root: projectRoot(), system: "http-scale-out" };
const optionsOf = (...args: string[]) => readCommandLine(INIT, args).options;

/** Answers in the order of the questions; what is offered where there is none. */
function answering(...answers: string[]): { readonly ask: Ask; readonly asked: string[] } {
  const asked: string[] = [];
  const ask: Ask = (question, offered, problemOf) => {
    const given = answers[asked.push(question) - 1] ?? offered;
    expect([given, problemOf(given)]).toEqual([given, undefined]);
    return Promise.resolve(given);
  };
  return { ask, asked };
}

it("asks six questions at most", async () => {
  const { ask, asked } = answering(
    "ghcr.io/acme/shop:2.1.0",
    "3000",
    "/health",
    "eu-central-1",
    "shop",
    "shop.example.com Z0123456789EXAMPLE",
  );
  expect(await answer(optionsOf(), ask, context)).toEqual({
    runs: { kind: "image", reference: "ghcr.io/acme/shop:2.1.0" },
    port: 3000,
    healthPath: "/health",
    region: "eu-central-1",
    name: "shop",
    domain: { domainName: "shop.example.com", hostedZoneId: "Z0123456789EXAMPLE" },
  });
  expect(asked).toHaveLength(6);
});

it("asks less about the sample, which knows its port and its path", async () => {
  const { ask, asked } = answering();
  await answer(optionsOf(), ask, context);
  expect(asked).toHaveLength(4);
});

it("asks nothing that an option says", async () => {
  const { ask, asked } = answering();
  const options = optionsOf(
    "--image",
    "acme/shop:1",
    "--port",
    "80",
    "--health-path",
    "/up",
    "--region",
    "us-west-2",
    "--name",
    "shop",
    "--domain",
    "a.example.com",
    "--hosted-zone",
    "Z1",
  );
  const answers = await answer(options, ask, context);
  expect(asked).toEqual([]);
  expect(answers).toMatchObject({
    port: 80,
    healthPath: "/up",
    region: "us-west-2",
    domain: { hostedZoneId: "Z1" },
  });
});

it("takes what is offered where nobody is there", async () => {
  expect(await answer(optionsOf("--image", "acme/shop:1"), takeOffered, context)).toMatchObject({
    port: 8080,
    healthPath: "/",
    name: "shop",
  });
});

it("takes the port that a Dockerfile exposes", async () => {
  const answers = await answer(
    optionsOf("--folder", "__tests__/fixtures/init/exposed"),
    takeOffered,
    context,
  );
  expect(answers).toMatchObject({ port: 5000, name: "exposed" });
});

it("says all mistakes in the options at once", async () => {
  const options = optionsOf(
    "--image",
    "Bad Image",
    "--folder",
    "nowhere",
    "--region",
    "us-east-9",
    "--name",
    "No",
    "--hosted-zone",
    "Z1",
    "--health-path",
    "x",
  );
  await expect(answer(options, takeOffered, context)).rejects.toThrow(
    /not both[^]*The image must[^]*The folder must exist[^]*health check path[^]*AWS region[^]*The name must[^]*--hosted-zone must be set together with --domain/,
  );
});
