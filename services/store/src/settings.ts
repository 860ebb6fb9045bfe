import { commonSettings, readSettings, variable, type Environment } from "@services/kit/settings";

export type StoreSettings = ReturnType<typeof readStoreSettings>;

/** @throws SettingsError that lists every invalid variable */
export function readStoreSettings(environment: Environment) {
  return readSettings(
    {
      /** Path of the items. The item with the ID `a` is at this path followed by `/a`. */
      STORE_PATH: variable("a path without a trailing slash, as in /foodstore/foods", (value) =>
        /^(\/[\w-]+)+$/.test(value),
      ),
      /** The attribute that contains the ID, which is also the table's hash key. */
      STORE_ID_NAME: variable(
        "letters and digits that start with a letter, as in foodId",
        (value) => /^[a-zA-Z][a-zA-Z0-9]*$/.test(value),
      ),
      /**
       * The table of the items. The AWS SDK finds Region and credentials.
       * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
       */
      DynamoDBTable: variable(
        "the name of a table: 3 to 255 letters, digits, dots, hyphens and underscores",
        (value) => /^[\w.-]{3,255}$/.test(value),
      ),
      ...commonSettings(8080),
    },
    environment,
  );
}
