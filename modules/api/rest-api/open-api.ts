import type { Authorization } from "./api-access";
import {
  type ApiDefinition,
  type ApiMethod,
  bodySchema,
  operationName,
  parametersOf,
} from "./api-definition";

export interface OpenApiOptions {
  /** @default everybody may call */
  readonly authorization?: Authorization;
  /** @default false */
  readonly apiKeyRequired?: boolean;
  /** URL of the API. A document variable replaces values that are known only after a deployment. */
  readonly server: OpenApiServer;
}

export interface OpenApiServer {
  readonly url: string;
  readonly variables?: Readonly<Record<string, { default: string; description: string }>>;
}

/**
 * An OpenAPI document for the callers of an API.
 *
 * @see https://spec.openapis.org/oas/v3.0.3
 */
export function openApiDocument(definition: ApiDefinition, options: OpenApiOptions): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const method of definition.methods) {
    const path = (paths[method.path] ??= {});
    path[method.httpMethod.toLowerCase()] = operation(method);
  }
  const security = securityOf(options);
  return {
    openapi: "3.0.3",
    info: {
      title: definition.title,
      description: "Written from the definition by which the API is made.",
      version: "1.0.0",
    },
    servers: [options.server],
    // Empty means that no authorization is required.
    security:
      security.length === 0
        ? []
        : [Object.fromEntries(security.map(([name, , scopes]) => [name, scopes]))],
    tags: [...new Set(definition.methods.map(({ tag }) => tag))].map((name) => ({
      name,
      description: `Answered by the service ${name}`,
    })),
    paths,
    components: {
      schemas: { Error: ERROR, Record: RECORD, ...bodies(definition.methods) },
      ...(security.length === 0
        ? {}
        : {
            securitySchemes: Object.fromEntries(security.map(([name, scheme]) => [name, scheme])),
          }),
    },
  };
}

const ERROR = {
  type: "object",
  description: "What went wrong.",
  properties: { message: { type: "string" } },
  required: ["message"],
};

const RECORD = { type: "object", description: "A stored record.", additionalProperties: true };

function operation(method: ApiMethod): object {
  const success = method.httpMethod === "POST" ? "201" : "200";
  const parameters = parametersOf(method.path);
  return {
    operationId: operationName(method),
    summary: method.summary,
    tags: [method.tag],
    ...(parameters.length === 0 ? {} : { parameters: parameters.map(parameter) }),
    ...(method.body === undefined
      ? {}
      : { requestBody: { required: true, content: json(`${operationName(method)}Body`) } }),
    responses: {
      [success]: { description: "Done.", content: json("Record") },
      "400": error("The request is not as it must be."),
      ...(parameters.length === 0 ? {} : { "404": error("There is none.") }),
      "5XX": error("The service failed; it may be asked again."),
    },
  };
}

function parameter(name: string): object {
  return { name, in: "path", required: true, schema: { type: "string" } };
}

function error(description: string): object {
  return { description, content: json("Error") };
}

function json(schema: string): object {
  return { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } };
}

function bodies(methods: readonly ApiMethod[]): Record<string, object> {
  return Object.fromEntries(
    methods.flatMap((method) =>
      method.body === undefined
        ? []
        : [[`${operationName(method)}Body`, bodySchema(method.body)] as const],
    ),
  );
}

/** Name, scheme and scopes of everything that a request must contain. */
function securityOf({ authorization, apiKeyRequired }: OpenApiOptions) {
  const schemes: [name: string, scheme: object, scopes: readonly string[]][] = [];
  const inHeader = (name: string) => ({ type: "apiKey", in: "header", name });
  if (authorization?.kind === "cognito") {
    schemes.push([
      "cognito",
      { ...inHeader("Authorization"), description: "A token of the user pool." },
      [],
    ]);
  }
  if (authorization?.kind === "iam") {
    const description = "Signature version 4 of AWS.";
    schemes.push(["iam", { ...inHeader("Authorization"), description }, []]);
  }
  if (apiKeyRequired === true) schemes.push(["apiKey", inHeader("x-api-key"), []]);
  return schemes;
}
