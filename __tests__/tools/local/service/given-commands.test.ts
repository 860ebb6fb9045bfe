import { givenCommands } from "../../../../tools/local/service/given-commands";
import type { ServiceModel } from "../../../../tools/synthesized/system/ecs-service";

const service = (name: string, container: string, image: string) =>
  ({
    name,
    task: { family: "", containers: [{ name: container, image }] },
  }) as unknown as ServiceModel;

const FRONT = service(
  "front-service",
  "front",
  "1.dkr.ecr.us-east-2.amazonaws.com/shop-front:1.0.0",
);
const BACK = service("back-service", "back", "nginx");

it.each(["front-service", "front", "shop-front"])(
  "[2026-11 E2] takes %s, by which a user may know the service",
  (name) => {
    expect(givenCommands({ [name]: "x" }, "shop", [FRONT, BACK])).toEqual({ "front-service": "x" });
    expect(givenCommands({ [`${name}:2`]: "x" }, "shop", [FRONT, BACK])).toEqual({
      "front-service:2": "x",
    });
  },
);

it("[2026-11 E2] takes the system's name where it has one service", () => {
  expect(givenCommands({ shop: "x" }, "shop", [FRONT])).toEqual({ "front-service": "x" });
  expect(() => givenCommands({ shop: "x" }, "shop", [FRONT, BACK])).toThrow("shop");
});

it("[2026-11 E4] refuses a name that nothing has", () => {
  expect(() => givenCommands({ fornt: "x" }, "shop", [FRONT, BACK])).toThrow(
    "There is no service for --command called fornt. Did you mean front?",
  );
});

it("takes a container beside the service's own by its name, and by its image if no service has it", () => {
  const shop = {
    name: "shop",
    task: {
      family: "",
      containers: [
        { name: "web", image: "acme/shop:1" },
        { name: "migrate", image: "acme/shop:1" },
        { name: "proxy", image: "nginx:1.29.3" },
      ],
    },
  } as unknown as ServiceModel;
  const given = (name: string) => givenCommands({ [name]: "x" }, "shop", [shop]);
  expect(given("shop")).toEqual({ shop: "x" });
  expect(given("web")).toEqual({ shop: "x" });
  expect(given("migrate")).toEqual({ "shop/migrate": "x" });
  expect(given("nginx")).toEqual({ "shop/proxy": "x" });
});
