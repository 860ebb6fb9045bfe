import * as z from "zod";

type Run = z.core.$ZodType["_zod"]["run"];

/**
 * Lets every object of a schema remember what it made of an object without a problem. Thousands of settings of a test differ
 * from each other in a few places; whatever is the very same object in them is then validated once, and not once each. What
 * has a problem is never remembered, and what contains a change is another object.
 *
 * @returns runs some work without the memory
 */
export function remember(schema: z.ZodType): <Result>(work: () => Result) => Result {
  let isOn = true;
  for (const object of objectsIn(schema, new Set())) {
    const run: Run = object._zod.run.bind(object._zod);
    const sound = new WeakMap<object, unknown>();
    const remembered: Run = (payload, context) => {
      const { value, issues } = payload;
      if (!isOn || typeof value !== "object" || value === null || issues.length > 0)
        return run(payload, context);
      if (sound.has(value)) {
        payload.value = sound.get(value);
        return payload;
      }
      const result = run(payload, context);
      if (!(result instanceof Promise) && result.issues.length === 0)
        sound.set(value, result.value);
      return result;
    };
    object._zod.run = remembered;
  }
  return (work) => {
    isOn = false;
    try {
      return work();
    } finally {
      isOn = true;
    }
  };
}

/** The objects that a schema is made of, each once. */
function objectsIn(schema: z.ZodType, seen: Set<z.ZodType>): readonly z.ZodType[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const inner = innerSchemas(schema).flatMap((each) => objectsIn(each as z.ZodType, seen));
  return schema instanceof z.ZodObject ? [schema, ...inner] : inner;
}

function innerSchemas(schema: z.ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) return Object.values(schema.shape);
  if (schema instanceof z.ZodDiscriminatedUnion) return schema.options;
  if (schema instanceof z.ZodRecord) return [schema.def.valueType];
  if (schema instanceof z.ZodArray) return [schema.def.element];
  if (schema instanceof z.ZodPipe) return [schema.def.in, schema.def.out];
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return [schema.def.innerType];
  return [];
}

/** Freezes plain data, with all that is in it: a change of what is remembered would go unseen. */
export function frozen<Data>(data: Data): Data {
  if (typeof data !== "object" || data === null || Object.isFrozen(data)) return data;
  Object.values(data).forEach(frozen);
  return Object.freeze(data);
}
