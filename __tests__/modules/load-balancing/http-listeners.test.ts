import {
  HttpListeners,
  type HttpListenersProps,
} from "../../../modules/load-balancing/http-listeners";
import { ApplicationLoadBalancer } from "../../../modules/load-balancing/load-balancer";
import { TargetGroup } from "../../../modules/load-balancing/target-group";
import { createNetwork } from "../../../modules/network/create-network";
import { synth } from "../../support/synth";

const certificateArn = "arn:aws:acm:us-east-2:111122223333:certificate/1";

type Props = Omit<HttpListenersProps, "loadBalancer"> & {
  readonly notFound?: boolean;
};

function listeners({ notFound = false, ...props }: Props = {}) {
  let made!: HttpListeners;
  const json = synth((stack) => {
    const network = createNetwork(stack, "network", { kind: "default-vpc" });
    const loadBalancer = new ApplicationLoadBalancer(stack, "lb", { name: "ecs-lb", network });
    const group = { vpcId: network.vpcId, namePrefix: "api-", targetType: "instance" } as const;
    made = new HttpListeners(stack, "listeners", { loadBalancer, ...props });
    if (!notFound) made.forwardEverything(new TargetGroup(stack, "api", group));
  });
  const on = (port: number) => json.resources("aws_lb_listener").find((it) => it.port === port);
  const ports = json.resources("aws_vpc_security_group_ingress_rule").map((it) => it.from_port);
  return { json, on, ports: ports as number[], protocol: made.protocol };
}

describe("HTTP listeners", () => {
  it("[http-scale-out 18] forward HTTP on port 80 to the target group", () => {
    const { json, on, ports, protocol } = listeners();
    expect(json.resources("aws_lb_listener")).toHaveLength(1);
    expect(on(80)?.protocol).toBe("HTTP");
    const [action] = on(80)?.default_action;
    expect(action.type).toBe("forward");
    expect(json.referenced(action.target_group_arn)).toBe(json.resource("aws_lb_target_group"));
    expect(json.referenced(on(80)?.load_balancer_arn)).toBe(json.resource("aws_lb"));
    expect(ports).toEqual([80]);
    expect(protocol).toBe("http");
  });

  it("[http-scale-out 18, ELB.1, ELB.18] serve HTTPS and redirect HTTP to it, given a certificate", () => {
    const { json, on, ports, protocol } = listeners({ certificateArn });
    expect(on(443)).toMatchObject({ protocol: "HTTPS", certificate_arn: certificateArn });
    const [forward] = on(443)?.default_action;
    expect(json.referenced(forward.target_group_arn)).toBe(json.resource("aws_lb_target_group"));
    expect(on(80)?.default_action).toEqual([
      { type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } },
    ]);
    expect(ports.sort()).toEqual([443, 80]);
    expect(protocol).toBe("https");
  });

  it("redirect to HTTPS only once it answers", () => {
    expect(listeners({ certificateArn }).on(80)?.depends_on).toEqual([
      expect.stringMatching(/^aws_lb_listener\.\w*https/),
    ]);
  });

  it("keep the address of port 80 when HTTPS is added, so that it is changed and not replaced", () => {
    const addresses = (props: Props) =>
      Object.keys(listeners(props).json.json.resource.aws_lb_listener);
    expect(addresses({ certificateArn })).toEqual(expect.arrayContaining(addresses({})));
  });

  it("[ELB.17] take TLS 1.2 and later only", () => {
    expect(listeners({ certificateArn }).on(443)?.ssl_policy).toBe(
      "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    );
    const sslPolicy = "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09";
    expect(listeners({ certificateArn, sslPolicy }).on(443)?.ssl_policy).toBe(sslPolicy);
  });

  it("[daemon-api 17] leave port 80 closed when told to", () => {
    const { json, ports } = listeners({ certificateArn, plainHttp: "closed" });
    expect(json.resource("aws_lb_listener").port).toBe(443);
    expect(ports).toEqual([443]);
  });

  it.each([{}, { certificateArn }])("[talk-service 17] answer 404 by themselves: %j", (props) => {
    const { json, on } = listeners({ ...props, notFound: true });
    const serving = on("certificateArn" in props ? 443 : 80);
    expect(serving?.default_action).toEqual([
      {
        type: "fixed-response",
        fixed_response: {
          content_type: "text/plain",
          message_body: "Not found",
          status_code: "404",
        },
      },
    ]);
    expect(json.resources("aws_lb_target_group")).toHaveLength(0);
  });
});
