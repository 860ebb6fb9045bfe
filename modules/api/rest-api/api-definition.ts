import { bodyFieldDefaults } from "../../../aws/defaults";

/** One field of a body, with its constraints. */
export interface ApiField {
  readonly type: "string" | "integer" | "number" | "boolean";
  /** @default true */
  readonly required?: boolean;
  /** Minimum length of a string. @default 0 */
  readonly minLength?: number;
  /** Maximum length of a string. @default - unlimited */
  readonly maxLength?: number;
  /** Minimum of a number. @default any */
  readonly minimum?: number;
  /** Maximum of a number. @default any */
  readonly maximum?: number;
  /** For example `email`. Documented for clients but not checked by API Gateway. @default none */
  readonly format?: string;
}

/** One method of an API and its target. */
export interface ApiMethod {
  readonly httpMethod: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" | "ANY";
  /** Path in the API, such as `/student/{student_id}`. */
  readonly path: string;
  /** Path at the backend, which uses the parameters of `path`. @default `path` */
  readonly backendPath?: string;
  /** Fields of a JSON body. @default - no body is expected */
  readonly body?: Readonly<Record<string, ApiField>>;
  /** A summary of one line. */
  readonly summary: string;
  /** Name of its tag, which groups methods. */
  readonly tag: string;
}

/** A complete API, from which its resources, its documents and its deployment trigger are derived. */
export interface ApiDefinition {
  readonly title: string;
  readonly methods: readonly ApiMethod[];
}

/** Names of a path's parameters, in order. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
}

/** `POST /student/{student_id}` as `PostStudentByStudentId`: the name of the method and of its resources. */
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

/** A body's fields as a JSON schema for both API Gateway and OpenAPI. */
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

/** The schema of a field. The object's schema lists the required fields. */
function fieldSchema(field: ApiField): object {
  return Object.fromEntries(
    Object.entries(field).filter(([rule, value]) => rule !== "required" && value !== undefined),
  );
}
