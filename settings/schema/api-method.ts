import { bodyHasNoPlaceWithout, parametersMatch } from "../rules/api-methods";
import { choice, dictionary, flag, list, settings, text, wholeNumber } from "./fields";
import { hasTemplate } from "./patterns";

/** A path of parts, each of plain characters or one parameter in braces. */
const PATH = /^(\/([\w.~-]{1,60}|\{[A-Za-z_]\w{0,60}\})){1,10}\/?$/;

const field = settings({
  type: choice("string", "integer", "number", "boolean"),
  /** @default true */
  required: flag().default(true),
  /** Characters of a string. @default any number */
  minLength: wholeNumber(0, 1_000_000).optional(),
  maxLength: wholeNumber(1, 1_000_000).optional(),
  /** Bounds of a number. @default any value */
  minimum: wholeNumber(-1_000_000_000, 1_000_000_000).optional(),
  maximum: wholeNumber(-1_000_000_000, 1_000_000_000).optional(),
  /** Told to clients in the document, as in "email". @default none */
  format: choice("email", "uri", "uuid", "date", "date-time").optional(),
});

/** A method that the API has for a service. */
const apiMethod = settings({
  method: choice("GET", "POST", "PUT", "PATCH", "DELETE"),
  /** At the API, as in `/student/{student_id}`. */
  path: text(
    'must be a path of at most 10 parts, as in "/student/{student_id}"',
    (value) => PATH.test(value) && !value.endsWith("/"),
  ),
  /** At the service, with the same parameters. @default path */
  backendPath: text('must be a path of at most 10 parts, as in "/student/"', PATH).optional(),
  /** Fields of the JSON object that it takes. @default it takes none */
  body: dictionary("of 1 to 60 letters, digits and underscores", /^[A-Za-z_]\w{0,59}$/, field, {
    min: 1,
    max: 50,
  }).optional(),
  /** One line about it in the API's document. */
  summary: text(
    "must be 1 to 120 characters of one line",
    (value) => /^[^\p{C}]{1,120}$/u.test(value) && !hasTemplate(value),
  ),
}).check(parametersMatch, bodyHasNoPlaceWithout);

/** The methods of a service; what has none here is reached by other services only. */
export function apiMethods() {
  return list(apiMethod, "methods", 0, 50);
}
