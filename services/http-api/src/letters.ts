const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** One letter for each key from "0" to "51". */
export type Letters = Readonly<Record<string, string>>;

/**
 * The JSON schema of {@link Letters}, from which Fastify compiles a serializer that is faster than JSON.stringify.
 * @see https://fastify.dev/docs/latest/Reference/Validation-and-Serialization/#serialization
 */
export const lettersSchema = {
  type: "object",
  properties: Object.fromEntries(Array.from(alphabet, (_, key) => [key, { type: "string" }])),
  required: Array.from(alphabet, (_, key) => String(key)),
  additionalProperties: false,
};

/** Draws each letter independently. All letters are equally likely. */
export function drawLetters(): Letters {
  const letters: Record<string, string> = {};
  for (let key = 0; key < alphabet.length; key++) {
    // Math.random() is below 1, so the index stays within the alphabet.
    letters[key] = alphabet.charAt(Math.floor(Math.random() * alphabet.length));
  }
  return letters;
}
