import { defineControl } from "../../control";
import { eachContainer } from "../../look";

const CREDENTIALS = /AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|ECS_ENGINE_AUTH_DATA/;

export const ecs8 = defineControl({
  id: "ECS.8",
  title: "Containers get no credentials as environment variables",
  look: eachContainer((container) => !CREDENTIALS.test(JSON.stringify(container))),
});
