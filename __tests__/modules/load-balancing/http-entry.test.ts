import { ExistingVpc } from "../../../modules/network/existing-vpc";
import { HttpEntry, type HttpEntryProps } from "../../../modules/load-balancing/http-entry";
import { synth } from "../../support/synth";

const publicName = { domainName: "api.example.com", hostedZoneId: "Z0123456789EXAMPLE" };
const arn = "arn:aws:acm:us-east-2:111122223333:certificate/11111111-2222-3333-4444-555555555555";

function entry(props: Partial<HttpEntryProps> = {}) {
  let url = "";
  const json = synth((stack) => {
    const network = new ExistingVpc(stack, "network", {
      kind: "existing",
      vpcId: "vpc-12345678",
      publicSubnetIds: ["subnet-11111111", "subnet-22222222"],
    });
    url = new HttpEntry(stack, "entry", {
      name: "web",
      network,
      ...props,
    }).url;
  });
  return { json, url };
}

test("speaks HTTP under the balancer's own name by default", () => {
  const { json, url } = entry();
  expect(url).toMatch(/^http:\/\//);
  expect(json.resource("aws_lb_listener")["port"]).toBe(80);
  expect(json.resources("aws_route53_record")).toEqual([]);
  expect(json.resources("aws_acm_certificate")).toEqual([]);
});

test("requests a certificate for its name, proves it in the zone, and waits until it is issued", () => {
  const { json, url } = entry({ publicName, certificate: { kind: "request" } });
  expect(url).toBe("https://api.example.com");
  expect(json.resource("aws_acm_certificate")["domain_name"]).toBe("api.example.com");
  const https = json.resources("aws_lb_listener").find(({ port }) => port === 443);
  expect(json.referenced(https!["certificate_arn"] as string)).toBe(
    json.resource("aws_acm_certificate_validation"),
  );
});

test("uses a certificate that is there already, without asking ACM for one", () => {
  const { json, url } = entry({ certificate: { kind: "existing", arn } });
  expect(url).toMatch(/^https:\/\/\$\{/);
  const https = json.resources("aws_lb_listener").find(({ port }) => port === 443);
  expect(https!["certificate_arn"]).toBe(arn);
  expect(json.resources("aws_acm_certificate")).toEqual([]);
});

test("has an alias record under its name", () => {
  const { json } = entry({ publicName });
  expect(json.resource("aws_route53_record")).toMatchObject({
    zone_id: "Z0123456789EXAMPLE",
    name: "api.example.com",
    type: "A",
  });
});

test("refuses to request a certificate without a name", () => {
  expect(() => entry({ certificate: { kind: "request" } })).toThrow(
    '`publicName` must be given with a `certificate` of kind "request"',
  );
});
