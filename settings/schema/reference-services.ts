/** The reference's two services, each with both forms of its paths, so that it is reached by either. */
const referenceServices: Readonly<Record<string, object>> = {
  student: {
    paths: ["/demo1", "/demo1/*", "/student", "/student/*"],
    pathPrefix: "/demo1",
    priority: 1,
    methods: methodsOf("student", {
      name: { type: "string", maxLength: 100 },
      email: { type: "string", maxLength: 255, format: "email" },
      subject_id: { type: "integer", minimum: 1 },
    }),
    ...namesOf("demo1"),
  },
  subject: {
    paths: ["/demo2", "/demo2/*", "/subject", "/subject/*"],
    pathPrefix: "/demo2",
    priority: 2,
    methods: methodsOf("subject", {
      name: { type: "string", maxLength: 100 },
      teacher: { type: "string", maxLength: 100 },
    }),
    ...namesOf("demo2"),
  },
};

function methodsOf(noun: string, body: object): object[] {
  return [
    { method: "POST", path: `/${noun}`, backendPath: `/${noun}/`, body, summary: `Adds a ${noun}` },
    { method: "GET", path: `/${noun}/{${noun}_id}`, summary: `Finds a ${noun} by its id` },
  ];
}

function namesOf(demo: string): object {
  return {
    image: { kind: "repository", repositoryName: demo, build: {} },
    family: `ecs-fargate-${demo}-td`,
    container: { name: `ecs-fargate-${demo}-container` },
    service: { name: `ecs-fargate-${demo}-service`, desiredCount: 2 },
  };
}

/** Settings of services, where those of the reference have its figures unless they are given others. */
export function withReference(services: unknown): unknown {
  if (!isObject(services)) return services;
  return Object.fromEntries(
    Object.entries(services).map(([name, given]) => [
      name,
      Object.hasOwn(referenceServices, name) && isObject(given)
        ? merged(referenceServices[name], given)
        : given,
    ]),
  );
}

function merged(usual: unknown, given: unknown): unknown {
  if (given === undefined) return usual;
  if (!isObject(usual) || !isObject(given) || differInKind(usual, given)) return given;
  const names = new Set([...Object.keys(usual), ...Object.keys(given)]);
  return Object.fromEntries([...names].map((name) => [name, merged(usual[name], given[name])]));
}

/** An image of another kind has nothing in common with the usual one. */
function differInKind(usual: Record<string, unknown>, given: Record<string, unknown>): boolean {
  return usual["kind"] !== undefined && given["kind"] !== usual["kind"];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
