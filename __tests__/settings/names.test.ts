import { changed, minimal, parsed, problemsOf } from "./settings";

const repository = { kind: "repository", pushedElsewhere: true } as const;
const own = { kind: "own", cidr: "10.10.0.0/16", zoneCount: 2, nat: "single" };

/** A system with a name, and with a service of one's own where it has several. */
function named(system: string, more: object = {}) {
  const { systems } = parsed({ network: own, systems: { [system]: { name: "shop", ...more } } });
  return systems[system as keyof typeof systems]!;
}

/** Every text in settings but those about how the sample's image is built. */
function texts(value: unknown, field = ""): string[] {
  if (field === "build" || field === "serviceScaling") return [];
  if (typeof value === "string") return [value];
  return Object.entries(value ?? {}).flatMap(([name, each]) => texts(each, name));
}

describe("[2026-11 H] the name of a system", () => {
  it.each([
    ["http-scale-out", {}],
    ["daemon-api", { image: repository }],
    ["worker", {}],
    ["rest-api", { services: { cart: { priority: 1 } } }],
    ["http-api", { services: { cart: { path: "/cart" } } }],
    ["talk-service", { services: { cart: { priority: 1, paths: ["/cart"] } } }],
  ])("leaves no name of the reference in %s", (system, more) => {
    const left = texts(named(system, more)).filter((text) =>
      /cluster$|ecs-|ecsapi|demo|conference|http-api|daemon-api|worker|store|talk/.test(text),
    );
    expect(left.filter((text) => !text.startsWith("services/"))).toEqual([]);
  });

  it("names what there is one of in a system", () => {
    expect(named("http-scale-out")).toMatchObject({
      clusterName: "shop",
      image: { kind: "repository", repositoryName: "shop" },
      container: { name: "shop" },
      service: { name: "shop" },
      loadBalancer: { name: "shop" },
    });
    expect(named("worker")).toMatchObject({ queue: { name: "shop" }, clusterName: "shop" });
    expect(named("rest-api")).toMatchObject({
      loadBalancer: { name: "shop" },
      networkLoadBalancer: { name: "shop-nlb" },
      database: { identifier: "shop" },
      api: { name: "shop", vpcLinkName: "shop" },
    });
  });

  it("goes before the names of several services, which have their own", () => {
    expect(named("rest-api", { services: { cart: { priority: 1 } } })).toMatchObject({
      services: {
        cart: {
          family: "shop-cart",
          container: { name: "cart" },
          service: { name: "cart" },
          image: { repositoryName: "cart" },
        },
      },
    });
  });

  it("gives way to a name of one's own, and to an image from elsewhere", () => {
    expect(
      named("http-scale-out", {
        clusterName: "web",
        image: { kind: "reference", reference: "ghcr.io/acme/till:1.0.0" },
      }),
    ).toMatchObject({
      clusterName: "web",
      image: { kind: "reference", reference: "ghcr.io/acme/till:1.0.0" },
      service: { name: "shop" },
    });
    expect(
      named("http-scale-out", { image: { ...repository, repositoryName: "till" } }),
    ).toMatchObject({ image: { repositoryName: "till" } });
  });

  it("works beside a preset", () => {
    expect(named("http-scale-out", { preset: "responsive" })).toMatchObject({
      clusterName: "shop",
      placement: "spread-then-pack",
    });
  });

  it("leaves the reference's names where it is not set", () => {
    expect(parsed({}).systems["http-scale-out"]).toMatchObject({
      clusterName: "container-cluster",
    });
  });

  it.each(["Shop", "a-name-of-more-than-20-letters", "1shop", "shop-", 5])(
    "must be a name that fits everywhere, not %p",
    (name) => {
      const settings = changed(minimal, {}).systems as object;
      expect(problemsOf({ systems: { ...settings, worker: { name } } })[0]).toContain(
        "dev.systems.worker.name must be 1 to 20 lower-case letters, digits and inner hyphens, and begin with a letter, got ",
      );
    },
  );
});
