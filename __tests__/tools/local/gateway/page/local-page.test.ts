import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localPage } from "../../../../../tools/local/gateway/page/page-part";
import type { Block } from "../../../../../tools/synthesized/fields";
import type { SynthesizedStack } from "../../../../../tools/synthesized/synthesis";
import { resourcesOf } from "../fixture-resources";

const COGNITO = "https://cognito-idp.us-east-2.amazonaws.com";
const EMULATOR = "http://127.0.0.1:5000";
const FUNCTION = `function handler(event) {
  var headers = event.response.headers;
  var policy = headers["x-amz-meta-content-security-policy"];
  delete headers["x-amz-meta-content-security-policy"];
  headers["content-security-policy"] = { value: policy ? policy.value : "default-src 'none'" };
  return event.response;
}`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "page-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets", "index.html"), "<!doctype html>");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function page(
  behavior: Block = {},
  more: Readonly<Record<string, Readonly<Record<string, Block>>>> = {},
) {
  return localPage(
    resourcesOf({
      aws_cloudfront_distribution: {
        page: {
          default_cache_behavior: {
            response_headers_policy_id: "67f7725c-6f97-4210-82d7-5512b31e9d03",
            function_association: [
              {
                event_type: "viewer-response",
                function_arn: "${aws_cloudfront_function.headers.arn}",
              },
            ],
            ...behavior,
          },
        },
      },
      aws_cloudfront_function: { headers: { code: FUNCTION } },
      aws_s3_object: {
        html: {
          key: "index.html",
          source: "./assets/index.html",
          content_type: "text/html; charset=utf-8",
          cache_control: "no-cache",
          metadata: {
            "content-security-policy": `connect-src 'self' https://127.0.0.1:8090 ${COGNITO}`,
          },
        },
        settings: {
          key: "settings.json",
          content: JSON.stringify({ region: "us-east-2", userPoolId: "us-east-2_pool" }),
          content_type: "application/json",
        },
      },
      ...more,
    }),
    { folder } as SynthesizedStack,
    EMULATOR,
  );
}

describe("the page of a local run", () => {
  it("is what lies in the bucket", () => {
    const { content, headers } = page().get("index.html")!;
    expect(content.toString()).toBe("<!doctype html>");
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
    });
  });

  it("has the headers of AWS's policy", () => {
    expect(page().get("index.html")!.headers).toMatchObject({
      "strict-transport-security": "max-age=31536000",
      "x-content-type-options": "nosniff",
      "x-frame-options": "SAMEORIGIN",
      "referrer-policy": "strict-origin-when-cross-origin",
    });
  });

  it("has the headers that the distribution's function makes, with what listens on this machine", () => {
    const { headers } = page().get("index.html")!;
    expect(headers["content-security-policy"]).toBe(
      `connect-src 'self' http://127.0.0.1:8090 ${EMULATOR}`,
    );
    expect(headers).not.toHaveProperty("x-amz-meta-content-security-policy");
    expect(page().get("settings.json")!.headers["content-security-policy"]).toBe(
      "default-src 'none'",
    );
  });

  it("finds the emulated Cognito by its settings", () => {
    expect(JSON.parse(page().get("settings.json")!.content.toString())).toEqual({
      region: "us-east-2",
      userPoolId: "us-east-2_pool",
      cognitoEndpoint: EMULATOR,
    });
  });

  it("has the headers of a policy of one's own", () => {
    const { headers } = page(
      {
        response_headers_policy_id: "${aws_cloudfront_response_headers_policy.own.id}",
        function_association: [],
      },
      {
        aws_cloudfront_response_headers_policy: {
          own: {
            security_headers_config: {
              content_security_policy: {
                content_security_policy: "default-src 'self'",
                override: true,
              },
              frame_options: { frame_option: "DENY", override: true },
              strict_transport_security: {
                access_control_max_age_sec: 60,
                include_subdomains: true,
              },
            },
            custom_headers_config: { items: [{ header: "X-Own", value: "1", override: true }] },
          },
        },
      },
    ).get("index.html")!;
    expect(headers).toMatchObject({
      "content-security-policy": "default-src 'self'",
      "x-frame-options": "DENY",
      "strict-transport-security": "max-age=60; includeSubDomains",
      "x-own": "1",
    });
  });

  it("says that a file is missing", () => {
    expect(() =>
      page({}, { aws_s3_object: { html: { key: "index.html", source: "./assets/gone.html" } } }),
    ).toThrow(/gone\.html is missing\. Synthesize again\./);
  });
});
