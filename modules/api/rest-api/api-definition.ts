import { bodyFieldDefaults } from "../../../aws/defaults";

/** One member of a body, by the rules that it must keep. */
export interface ApiField {
  readonly type: "string" | "integer" | "number" | "boolean";
  /** @default true */
  readonly required?: boolean;
  /** Characters of a string, at least. @default 0 */
  readonly minLength?: number;
  /** Characters of a string, at most. @default any number */
  readonly maxLength?: number;
  /** Minimum of a number. @default any */
  readonly minimum?: number;
  /** Largest value of a number. @default any */
  readonly maximum?: number;
  /** Such as `email`: said to clients, and not checked by API Gateway. @default none */
  readonly format?: string;
}

/** One method of an API and its target. */
export interface ApiMethod {
  readonly httpMethod: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" | "ANY";
  /** Path at the API, as in `/student/{student_id}`. */
  readonly path: string;
  /** Path at the backend; a parameter in it is that of `path`. @default `path` */
  readonly backendPath?: string;
  /** Fields of a JSON body. @default none is expected */
  readonly body?: Readonly<Record<string, ApiField>>;
  /** One line for readers of the document. */
  readonly summary: string;
  /** Name of its tag, which groups methods. */
  readonly tag: string;
}

/** A whole API, from which its resources, its documents and its deployments' trigger follow. */
export interface ApiDefinition {
  readonly title: string;
  readonly methods: readonly ApiMethod[];
}

/** Names of the parameters of a path, in their order. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
}

/** `POST /student/{student_id}` as `PostStudentByStudentId`: the name of the method, and of what belongs to it. */
export function operationName({
  httpMethod,
  path,
}: Pick<ApiMethod, "httpMethod" | "path">): string {
  const words = path
    .split("/")
    .flatMap((part) => (part.startsWith("{") ? ["by", part] : [part]))
    .flatMap((part) => part.split(/[^a-zA-Z0-9]+/));
  return [httpMethod.toLowerCase(), ...words]
    .filter((word) => word !== "")
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join("");
}

/** A body's fields as a JSON schema, which API Gateway and OpenAPI both take. */
export function bodySchema(body: Readonly<Record<string, ApiField>>): Record<string, unknown> {
  const required = Object.entries(body)
    .filter(([, field]) => field.required ?? bodyFieldDefaults.required)
    .map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(body).map(([name, field]) => [name, fieldSchema(field)]),
    ),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** What is said of a field itself; whether it must be there is said of the object. */
function fieldSchema(field: ApiField): object {
  return Object.fromEntries(
    Object.entries(field).filter(([rule, value]) => rule !== "required" && value !== undefined),
  );
}
