import { commonSettings, readSettings, variable, type Environment } from "@services/kit/settings";

export type StoreSettings = ReturnType<typeof readStoreSettings>;

/** @throws SettingsError naming every variable that is wrong */
export function readStoreSettings(environment: Environment) {
  return readSettings(
    {
      /** The item with the id `a` is at this path and `/a`. */
      STORE_PATH: variable("a path without a slash at its end, as in /foodstore/foods", (value) =>
        /^(\/[\w-]+)+$/.test(value),
      ),
      /** The attribute that holds the id, which is the table's hash key as well. */
      STORE_ID_NAME: variable("letters and digits, the first a letter, as in foodId", (value) =>
        /^[a-zA-Z][a-zA-Z0-9]*$/.test(value),
      ),
      /**
       * The table of the items. Region and credentials are the AWS SDK's to find.
       * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
       */
      DynamoDBTable: variable(
        "the name of a table, 3 to 255 letters, digits, dots, hyphens and underscores",
        (value) => /^[\w.-]{3,255}$/.test(value),
      ),
      ...commonSettings(8080),
    },
    environment,
  );
}
