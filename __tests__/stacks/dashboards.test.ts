import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { running, runtimeOf, synthEnvironments } from "../support/environments";
import { dimensionsOf, metricsOf, widgetsOf } from "../support/dashboards";

const { stacks } = synthEnvironments({ prod: { ...prod, dashboards: true } });
const systems = Object.keys(prod.systems);
const stackOf = (system: string) => stacks[`${system}-prod`]!;

describe.each(systems)("the dashboard of %s", (system) => {
  const json = stackOf(system);
  const widgets = widgetsOf(json);

  test("names metrics of resources that the stack has", () => {
    const references = widgets
      .flatMap(metricsOf)
      .flatMap(dimensionsOf)
      .filter((part) => part.includes("${"));
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) expect(() => json.referenced(reference)).not.toThrow();
  });

  test("watches each service, balancer, group, database, table and API of the stack", () => {
    const shown = JSON.stringify(widgets);
    const watched = [
      "aws_ecs_service",
      "aws_lb",
      "aws_lb_target_group",
      "aws_autoscaling_group",
      "aws_db_instance",
      "aws_dynamodb_table",
      "aws_api_gateway_stage",
      "aws_apigatewayv2_stage",
      "aws_cloudfront_distribution",
      "aws_cognito_user_pool_client",
    ].flatMap((type) => json.addressed(type).map(([address]) => address));
    expect(watched).not.toEqual([]);
    expect(watched.filter((address) => !shown.includes(`\${${address}.`))).toEqual([]);
  });

  test("lists the state of every alarm but those that only scale", () => {
    const alarms = ["aws_cloudwatch_composite_alarm", "aws_cloudwatch_metric_alarm"]
      .flatMap((type) => json.addressed(type))
      .filter(([address]) => !/_scale-(out|in)-alarm$/.test(address));
    const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(alarms).not.toEqual([]);
    expect([...shown].sort()).toEqual(alarms.map(([address]) => `\${${address}.arn}`).sort());
  });

  test("lays its widgets out without one over another, within CloudWatch's 24 columns", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => {
        const column = x + (cell % width);
        return `${column},${y + Math.floor(cell / width)}`;
      }),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBeLessThanOrEqual(24);
    expect(widgets.length).toBeLessThanOrEqual(500);
  });
});

test("tells the errors of the services from those of the balancer", () => {
  const named = (metric: string) =>
    widgetsOf(stackOf("http-scale-out")).filter((widget) =>
      metricsOf(widget).some(([, name]) => name === metric),
    );
  const [ofServices, ...others] = named("HTTPCode_Target_5XX_Count");
  expect(others).toEqual([]);
  expect(named("HTTPCode_ELB_5XX_Count")).not.toContain(ofServices);
});

test("lists more alarms than one widget can, in several", () => {
  const services = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `s${index}`,
      {
        priority: index + 1,
        paths: [`/s${index}`],
        image: { kind: "reference" as const, reference: "ghcr.io/acme/shop" },
      },
    ]),
  );
  const json = runtimeOf(
    "rest-api",
    { services },
    {
      notificationEmail: "operations@example.com",
      dashboards: true,
      network: { kind: "own", zoneCount: 2, nat: "single" },
    },
  );
  const widgets = widgetsOf(json);
  const lists = widgets.flatMap(({ properties: { alarms } }) => (alarms ? [alarms] : []));
  const numbers = lists.map((alarms) => alarms.length);
  expect(numbers.length).toBeGreaterThan(1);
  expect(numbers.slice(0, -1)).toEqual(numbers.slice(0, -1).map(() => 100));
  expect(numbers.at(-1)).toBeLessThanOrEqual(100);
  const listed = lists.flat();
  const all = json
    .addressed("aws_cloudwatch_metric_alarm")
    .filter(([address]) => !/_scale-(out|in)-alarm$/.test(address));
  expect([...listed].sort()).toEqual(all.map(([address]) => `\${${address}.arn}`).sort());
  const tops = new Set(widgets.filter(({ x }) => x === 0).map(({ y }) => y));
  expect(tops.size).toBe(widgets.filter(({ x }) => x === 0).length);
});

test("reads CloudFront's metrics in the one region that has them", () => {
  const regions = widgetsOf(stackOf("http-api")).flatMap(({ properties: { metrics, region } }) =>
    metrics?.[0]?.[0] === "AWS/CloudFront" ? [region] : [],
  );
  expect(new Set(regions)).toEqual(new Set(["us-east-1"]));
});

test("shows numbers of tasks only where Container Insights measures them", () => {
  const { stacks: without } = synthEnvironments({
    prod: { ...running("rest-api", prod), dashboards: true, containerInsights: "disabled" },
  });
  expect(JSON.stringify(widgetsOf(stackOf("rest-api")))).toContain("DesiredTaskCount");
  expect(JSON.stringify(widgetsOf(without["rest-api-prod"]!))).not.toContain("DesiredTaskCount");
});

test("an environment has none unless it asks for them", () => {
  const { stacks: plain } = synthEnvironments({ dev });
  const all = Object.values(plain).flatMap((json) => json.resources("aws_cloudwatch_dashboard"));
  expect(all).toEqual([]);
});
