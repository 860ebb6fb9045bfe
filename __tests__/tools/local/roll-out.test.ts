import { Balancer } from "../../../tools/local/balancer/balancer";
import { Pace } from "../../../tools/local/pace";
import { rollOut } from "../../../tools/local/roll-out";
import type { Service } from "../../../tools/local/service/service";
import type { ServiceModel } from "../../../tools/synthesized/system/ecs-service";
import type { SystemModel } from "../../../tools/synthesized/system/system";
import { anEntry } from "./balancer/support";

const BLUE = "aws_lb_target_group.blue";
const GREEN = "aws_lb_target_group.green";

function system(blueWeight: number): SystemModel {
  const targets = [
    { targetGroup: BLUE, weight: blueWeight },
    { targetGroup: GREEN, weight: 100 - blueWeight },
  ];
  const balancer = anEntry({ kind: "fixed-response", statusCode: 404, contentType: "", body: "" }, [
    {
      address: "aws_lb_listener_rule.live",
      priority: 1,
      conditions: [],
      action: { kind: "forward", targets },
    },
    {
      address: "aws_lb_listener_rule.try-green",
      priority: 2,
      conditions: [],
      action: { kind: "forward", targets: [{ targetGroup: GREEN, weight: 1 }] },
    },
  ]);
  return { balancers: [balancer], targetGroups: new Map(), services: [] };
}

/** What a roll-out uses of a service, whose tasks become healthy when the test says so. */
function aService(group: string, count: number, max = 8) {
  let becomeHealthy: (isHealthy: boolean) => void = () => undefined;
  const service = {
    model: {
      name: group,
      targets: [{ targetGroup: group, containerName: "web", containerPort: 80 }],
      bounds: { min: 2, max },
    } as unknown as ServiceModel,
    desiredCount: count,
    healthyCount: count,
    scaleTo: (to: number) => (service.desiredCount = to),
    untilHealthy: jest.fn(
      (wanted: number) =>
        new Promise<boolean>((resolve) => {
          if (service.healthyCount >= wanted) resolve(true);
          becomeHealthy = resolve;
        }),
    ),
    becomeHealthy: (isHealthy: boolean) => {
      becomeHealthy(isHealthy);
    },
  };
  return service;
}

function start(blue: ReturnType<typeof aService>, green: ReturnType<typeof aService>) {
  const [model] = system(100).balancers;
  const balancer = new Balancer(model!, {
    targetGroups: new Map(),
    record: () => undefined,
    wantedPort: () => ({ port: 0 }),
  });
  const said: string[] = [];
  const running = {
    services: new Map([
      [BLUE, blue as unknown as Service],
      [GREEN, green as unknown as Service],
    ]),
    balancers: new Map([[model!.address, balancer]]),
    pace: new Pace(100),
    say: (line: string) => said.push(line),
  };
  const weights = () => {
    const { action } = balancer.listeners.get("aws_lb_listener.http")!.model.rules[0]!;
    return action.kind === "forward" ? action.targets.map(({ weight }) => weight) : [];
  };
  const to = (blueWeight: number) =>
    rollOut(running, system(100), system(blueWeight), () => undefined);
  return { to, weights, said };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("[2026-11 B11] a switch of colours", () => {
  it("brings the idle colour to the live one's tasks, waits for them, and only then moves the weights", async () => {
    const green = aService(GREEN, 2);
    const { to, weights, said } = start(aService(BLUE, 8), green);
    const switched = to(0);
    await turn();
    expect(green.desiredCount).toBe(8);
    expect(green.untilHealthy).toHaveBeenCalledWith(8);
    expect(weights()).toEqual([100, 0]);
    expect(said).toEqual([`${GREEN}: will receive more requests once 8 tasks are healthy`]);
    green.becomeHealthy(true);
    expect(await switched).toBeUndefined();
    expect(weights()).toEqual([0, 100]);
  });

  it("prepares a share of the requests with that share of the tasks", async () => {
    const green = aService(GREEN, 2);
    const { to, weights } = start(aService(BLUE, 8), green);
    const shared = to(50);
    await turn();
    expect(green.desiredCount).toBe(4);
    green.becomeHealthy(true);
    await shared;
    expect(weights()).toEqual([50, 50]);
  });

  it("takes no task from an idle colour that has more than it needs, and asks for none beyond its bounds", async () => {
    const many = aService(GREEN, 6);
    await start(aService(BLUE, 2), many).to(0);
    expect(many.desiredCount).toBe(6);
    const bounded = aService(GREEN, 2, 5);
    const { to } = start(aService(BLUE, 8), bounded);
    const switched = to(0);
    await turn();
    expect(bounded.desiredCount).toBe(5);
    bounded.becomeHealthy(true);
    await switched;
  });

  it("leaves the weights where they are when the idle colour fails", async () => {
    const green = aService(GREEN, 2);
    const { to, weights } = start(aService(BLUE, 8), green);
    const switched = to(0);
    await turn();
    green.becomeHealthy(false);
    expect(await switched).toMatch(/the requests were not moved/);
    expect(weights()).toEqual([100, 0]);
  });

  it("waits for nobody whose share does not grow", async () => {
    const green = aService(GREEN, 2);
    const { to } = start(aService(BLUE, 8), green);
    expect(await to(100)).toBeUndefined();
    expect(green.untilHealthy).not.toHaveBeenCalled();
  });
});

it("changes nothing when a task before the release fails", async () => {
  const service = { address: "aws_ecs_service.shop", name: "shop" } as ServiceModel;
  const deployment = {};
  const apply = jest.fn();
  const shop = { prepare: () => Promise.resolve(deployment), apply } as unknown as Service;
  const onStart = jest.fn();
  const refused = await rollOut(
    {
      services: new Map([[service.address, shop]]),
      balancers: new Map(),
      pace: new Pace(100),
      say: () => undefined,
      oneOff: { beforeRelease: () => Promise.resolve("shop: task before-release failed") },
    },
    system(100),
    { ...system(0), services: [service] },
    onStart,
  );
  expect(refused).toBe("shop: task before-release failed");
  expect(apply).not.toHaveBeenCalled();
  expect(onStart).not.toHaveBeenCalled();
});
