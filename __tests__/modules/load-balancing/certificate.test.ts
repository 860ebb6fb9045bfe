import { TerraformOutput } from "cdktf";
import { Certificate } from "../../../modules/load-balancing/certificate";
import { synth } from "../../support/synth";

const json = synth((stack) => {
  const name = { domainName: "api.example.com", hostedZoneId: "Z0000000000000" };
  const certificate = new Certificate(stack, "certificate", name);
  new TerraformOutput(stack, "arn", { value: certificate.arn });
});

describe("certificate", () => {
  it("is proved by DNS, and replaced before it is destroyed", () => {
    expect(json.resource("aws_acm_certificate")).toMatchObject({
      domain_name: "api.example.com",
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
  });

  it("puts its proof into the hosted zone, one record whose number needs no apply to be known", () => {
    const record = json.resource("aws_route53_record");
    expect(record).toMatchObject({ zone_id: "Z0000000000000", allow_overwrite: true });
    for (const value of [record.name, record.type, record.records[0]] as string[]) {
      expect(json.referenced(value.replace("tolist(", ""))).toBe(
        json.resource("aws_acm_certificate"),
      );
    }
    expect(json.text).not.toMatch(/for_each|"count"/);
  });

  it("is handed on once it is issued", () => {
    const validation = json.referenced(json.outputs.arn.value);
    expect(validation).toBe(json.resource("aws_acm_certificate_validation"));
    const [fqdn] = validation.validation_record_fqdns;
    expect(json.referenced(fqdn)).toBe(json.resource("aws_route53_record"));
  });
});
