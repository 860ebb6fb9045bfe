import Ajv, { type ValidateFunction } from "ajv-draft-04";
import { type GatewayRequest, headerOf } from "../http-message";
import type { PathVariables } from "../path-pattern";
import { type Refusal, refused } from "./error-answer";
import type { RequestValidation } from "./rest-api-definition";

/**
 * Validates the requests of one method: required parameters, and the body against the model of its content type, a JSON
 * schema of draft 4.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export class RequestValidator {
  private readonly requiredParameters: readonly string[];
  private readonly schemas: ReadonlyMap<string, ValidateFunction>;

  constructor({ requiredParameters, bodySchemas }: RequestValidation) {
    this.requiredParameters = requiredParameters;
    // API Gateway does not check formats, and ignores unknown keywords.
    const ajv = new Ajv({ strict: false, validateFormats: false });
    this.schemas = new Map(
      Object.entries(bodySchemas).map(([contentType, schema]) => [
        contentType,
        ajv.compile(schema),
      ]),
    );
  }

  check(request: GatewayRequest, pathVariables: PathVariables): Refusal | undefined {
    const missing = this.requiredParameters.filter((name) => !has(name, request, pathVariables));
    if (missing.length > 0) {
      const names = missing.map((name) => name.split(".").slice(3).join("."));
      return refused("BAD_REQUEST_PARAMETERS", {
        message: `Missing required request parameters: [${names.join(", ")}]`,
      });
    }
    return this.checkBody(request);
  }

  private checkBody(request: GatewayRequest): Refusal | undefined {
    const contentType = headerOf(request.headers, "content-type") ?? "application/json";
    const validate = this.schemas.get(contentType.split(";")[0]?.trim().toLowerCase() ?? "");
    // As in AWS, a body passes if its content type has no model. Services must handle this.
    if (validate === undefined) return undefined;
    const body = parsed(request.body);
    if (body === undefined) return invalidBody("[Unable to parse the body as JSON]");
    if (validate(body.value)) return undefined;
    return invalidBody(
      `[${(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "object"} ${message ?? ""}`).join(", ")}]`,
    );
  }
}

function invalidBody(details: string): Refusal {
  return refused("BAD_REQUEST_BODY", { context: { "error.validationErrorString": details } });
}

function parsed(body: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString()) as unknown };
  } catch {
    return undefined;
  }
}

/** Whether a request has a non-empty parameter such as `method.request.header.x`. */
function has(parameter: string, request: GatewayRequest, pathVariables: PathVariables): boolean {
  const [, , place, ...rest] = parameter.split(".");
  const name = rest.join(".");
  switch (place) {
    case "path":
      return Boolean(pathVariables[name]);
    case "querystring":
      return Boolean(new URLSearchParams(request.query).get(name));
    case "header":
      return Boolean(headerOf(request.headers, name));
    default:
      return false;
  }
}
