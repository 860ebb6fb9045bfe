import type { RestApiSettings } from "../settings/environment";
import type { ApiDefinition } from "../modules/api/rest-api/api-definition";

/** The methods of all services, as the one definition from which everything about the API follows. */
export function apiDefinition({ api, services }: RestApiSettings): ApiDefinition {
  return {
    title: api.name,
    methods: Object.entries(services).flatMap(([tag, { methods }]) =>
      methods.map(({ method: httpMethod, ...method }) => ({ httpMethod, tag, ...method })),
    ),
  };
}
