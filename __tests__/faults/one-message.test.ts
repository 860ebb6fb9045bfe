import { dev } from "../fixtures/environments/dev";
import { formatProblem, parseEnvironments } from "../../settings/environment";
import { EvaluatedStack } from "../../tools/synthesized/evaluated-stack";
import { StackJson } from "../../tools/synthesized/stack-json";
import { runtimeOf } from "../support/environments";

/* Faults of November 2026 about what a user reads of one mistake. */

const image = { kind: "reference", reference: "ghcr.io/acme/room" };

function problems(system: string, services: object): string[] {
  const systems = { [system]: { ...dev.systems["rest-api"], services } };
  const given = system === "rest-api" ? systems : { [system]: { services } };
  return parseEnvironments({ dev: { ...dev, systems: given } }).problems.map((problem) =>
    formatProblem(problem).replace(`dev.systems.${system}.services.`, ""),
  );
}

describe("[2026-11 G7] one clash is one message:", () => {
  test("a path of a REST API that another service has, whatever it calls its parameter", () => {
    const method = { method: "GET", path: "/student/{id}", summary: "Finds a room" };
    const room = { priority: 3, image, methods: [method, { ...method, method: "DELETE" }] };
    expect(problems("rest-api", { student: {}, subject: {}, room })).toEqual([
      'room.methods[0].path must differ from that of a GET of student, got "/student/{id}". Choose another path or method.',
    ]);
  });

  test("a path that the balancer does not know, of several methods", () => {
    const methods = ["GET", "DELETE"].map((method) => ({
      method,
      path: "/hall/{id}",
      summary: "Halls",
    }));
    expect(problems("rest-api", { room: { priority: 3, image, methods } })).toEqual([
      'room.methods[0].backendPath must be among the service\'s paths, by which the balancer knows it, got "/hall/{id}". Change it, or add a pattern to paths.',
    ]);
  });

  test("two services that share their paths", () => {
    const paths = ["/x", "/x/*"];
    expect(
      problems("talk-service", {
        a: { priority: 1, paths, image },
        b: { priority: 2, paths, image },
      }),
    ).toEqual(['b.paths[0] must differ from the paths of a, got "/x". Choose another path.']);
  });

  test("a colour that does not exist", async () => {
    const { json } = runtimeOf("talk-service", dev.systems["talk-service"]);
    const stack = new StackJson(json);
    const read = (variables: object) =>
      EvaluatedStack.read(stack, { variables: { image_tag: "1.0.0", ...variables } }).then(
        () => "",
        (error: unknown) => (error as Error).message,
      );
    expect(await read({ live_color: "green" })).toBe("");
    expect(await read({ live_color: "green", running_colors: '["blue"]' })).toContain(
      "running_colors must be",
    );
    const message = await read({ live_color: "red" });
    expect(message).toContain("live_color must be blue or green.");
    expect(message).not.toContain("running_colors");
    type Variable = Record<string, unknown> & { validation?: readonly { condition: string }[] };
    const declared = Object.entries(json["variable"] as Record<string, Variable>);
    const unchecked = Object.fromEntries(
      declared.map(([name, variable]) => [name, { ...variable, validation: [] }]),
    );
    const refusing = await Promise.all(
      declared
        .flatMap(([, { validation = [] }]) => validation)
        .map(async ({ condition: value }) => {
          const alone = new StackJson({ variable: unchecked, output: { holds: { value } } });
          const variables = { image_tag: "1.0.0", live_color: "red" };
          return (await EvaluatedStack.read(alone, { variables })).evaluate(value);
        }),
    );
    expect(refusing.filter((holds) => holds !== true)).toHaveLength(1);
  });
});
