import type { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { ECRClient } from "@aws-sdk/client-ecr";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { watchAlarms } from "../../../tools/gate/alarms";
import { brokenLimits, imageName, scanOf } from "../../../tools/gate/scan";
import { UserError } from "../../../tools/terminal/user-error";

type Answer = Record<string, unknown> | ((body: Record<string, any>) => Record<string, unknown>);

/** Answers of the fake of AWS, by the end of the target; the last one of several stays. */
let answers: Record<string, Answer[]> = {};
let asked: { readonly target: string; readonly body: Record<string, any> }[] = [];
let server: Server;
let endpoint = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const target = String(request.headers["x-amz-target"]).split(".").at(-1)!;
      const body = JSON.parse(text) as Record<string, any>;
      asked.push({ target, body });
      const queue = answers[target] ?? [];
      const next = queue.length > 1 ? queue.shift()! : (queue[0] ?? {});
      const answer = typeof next === "function" ? next(body) : next;
      response.writeHead("__type" in answer ? 400 : 200, {
        "content-type": "application/x-amz-json-1.1",
      });
      response.end(JSON.stringify(answer));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

beforeEach(() => {
  answers = {};
  asked = [];
});

const client = () => ({
  endpoint,
  region: "us-east-2",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
});
const ecr = () => new ECRClient(client());
const SHOP = { repository: "shop", tag: "1.4.0" };
const NOW = { limits: { CRITICAL: 0 }, waitMs: 30_000, pollMs: 1 };

const pushed = (digest: string, manifest: object = {}, type = IMAGE) => ({
  images: [
    {
      imageId: { imageDigest: digest, imageTag: SHOP.tag },
      imageManifest: JSON.stringify(manifest),
      imageManifestMediaType: type,
    },
  ],
});
const IMAGE = "application/vnd.docker.distribution.manifest.v2+json";
const LIST = "application/vnd.oci.image.index.v1+json";

const scan = (status: string, counts: Record<string, number> = {}, more: object = {}) => ({
  imageScanStatus: { status, description: "" },
  imageScanFindings: { findingSeverityCounts: counts, ...more },
});

describe("the name of an image", () => {
  it.each(["shop:1.4.0", "acme/shop:v1", "shop:0123abc"])("may be %s", (word) => {
    expect(Object.values(imageName(word)).join(":")).toBe(word);
  });

  it.each([
    "shop",
    "shop:",
    "Shop:1",
    "111122223333.dkr.ecr.us-east-2.amazonaws.com:443/shop:1",
    ":1",
  ])("may not be %s", (word) => {
    expect(() => imageName(word)).toThrow(UserError);
  });
});

describe("the scan of an image", () => {
  it("is waited for, from before it begins until it is complete", async () => {
    answers = {
      BatchGetImage: [pushed("sha256:a")],
      DescribeImageScanFindings: [
        { __type: "ScanNotFoundException", message: "none" },
        scan("PENDING"),
        scan("IN_PROGRESS"),
        scan("COMPLETE", { HIGH: 2 }),
      ],
    };
    expect(await scanOf(ecr(), SHOP, NOW)).toEqual([
      { digest: "sha256:a", counts: { HIGH: 2 }, above: [] },
    ]);
    expect(asked.filter(({ target }) => target === "DescribeImageScanFindings")).toHaveLength(4);
    expect(asked.at(-1)!.body).toMatchObject({
      repositoryName: "shop",
      imageId: { imageDigest: "sha256:a" },
    });
  });

  it.each([
    ["a list of no platform", { mediaType: LIST, manifests: [] }],
    [
      "a list of nothing but an attestation",
      {
        mediaType: LIST,
        manifests: [{ digest: "sha256:attestation", platform: { os: "unknown" } }],
      },
    ],
  ])("is missing from %s, which is never let through", async (_, manifest) => {
    answers = { BatchGetImage: [pushed("sha256:list", manifest, LIST)] };
    await expect(scanOf(ecr(), SHOP, NOW)).rejects.toEqual(
      new UserError(
        "shop:1.4.0 must be an image of at least one platform, got a list of none, which has nothing to scan. Build and push it again.",
      ),
    );
  });

  it("fails by one message if the manifest is broken", async () => {
    const [image] = pushed("sha256:list").images;
    answers = { BatchGetImage: [{ images: [{ ...image, imageManifest: "{" }] }] };
    await expect(scanOf(ecr(), SHOP, NOW)).rejects.toEqual(
      new UserError('The manifest of shop:1.4.0 must be JSON, got "{". Build and push it again.'),
    );
  });

  it("is that of each platform in a list, and of no attestation", async () => {
    const manifests = [
      { digest: "sha256:x86", platform: { os: "linux" } },
      { digest: "sha256:arm", platform: { os: "linux" } },
      { digest: "sha256:attestation", platform: { os: "unknown" } },
    ];
    answers = {
      BatchGetImage: [pushed("sha256:list", { mediaType: LIST, manifests }, LIST)],
      DescribeImageScanFindings: [
        (body) =>
          scan("COMPLETE", { CRITICAL: body["imageId"].imageDigest === "sha256:arm" ? 1 : 0 }),
      ],
    };
    const scanned = await scanOf(ecr(), SHOP, NOW);
    expect(scanned.map(({ digest, counts }) => [digest, counts["CRITICAL"]])).toEqual([
      ["sha256:x86", 0],
      ["sha256:arm", 1],
    ]);
  });

  it("names what is above a limit, of basic and of enhanced scans", async () => {
    const findings = [
      { name: "CVE-1", severity: "CRITICAL" },
      { name: "CVE-2", severity: "HIGH" },
    ];
    const enhancedFindings = [{ title: "CVE-3 - openssl", severity: "CRITICAL" }];
    answers = {
      BatchGetImage: [pushed("sha256:a")],
      DescribeImageScanFindings: [
        scan("ACTIVE", { CRITICAL: 2, HIGH: 1 }, { findings, enhancedFindings }),
      ],
    };
    const [scanned] = await scanOf(ecr(), SHOP, NOW);
    expect(scanned!.above).toEqual(["CVE-1", "CVE-3 - openssl"]);
    expect(brokenLimits("shop:1.4.0", scanned!, NOW.limits)).toEqual([
      "shop:1.4.0 (sha256:a) must have at most 0 critical findings, got 2.",
    ]);
    expect(brokenLimits("shop:1.4.0", scanned!, { CRITICAL: 2 })).toEqual([]);
    expect(brokenLimits("shop:1.4.0", scanned!, { CRITICAL: 1, HIGH: 0 })).toHaveLength(2);
  });

  it.each(["FAILED", "UNSUPPORTED_IMAGE", "SCAN_ELIGIBILITY_EXPIRED", "FINDINGS_UNAVAILABLE"])(
    "fails with the status %s",
    async (status) => {
      answers = { BatchGetImage: [pushed("sha256:a")], DescribeImageScanFindings: [scan(status)] };
      await expect(scanOf(ecr(), SHOP, NOW)).rejects.toThrow(
        `shop:1.4.0 (sha256:a) must have a complete scan, got ${status}.`,
      );
    },
  );

  it("fails if it does not end in time", async () => {
    answers = { BatchGetImage: [pushed("sha256:a")], DescribeImageScanFindings: [scan("PENDING")] };
    await expect(scanOf(ecr(), SHOP, { ...NOW, waitMs: 20 })).rejects.toThrow(
      /must end in time, got PENDING\. Raise --wait-minutes/,
    );
  });

  it("fails if there is no image", async () => {
    answers = { BatchGetImage: [{ images: [], failures: [{ failureCode: "ImageNotFound" }] }] };
    await expect(scanOf(ecr(), SHOP, NOW)).rejects.toThrow(
      "shop:1.4.0 must be an image in ECR. Push it first.",
    );
  });
});

describe("alarms", () => {
  /** Only the answers of CloudWatch move the clock, so that a busy machine changes nothing. */
  const MS_PER_ANSWER = 10_000;
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setTimeout", "setImmediate", "nextTick", "queueMicrotask"] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** CloudWatch speaks CBOR, which the fake does not. */
  const cloudWatch = () => {
    const send = ({ input }: DescribeAlarmsCommand) => {
      jest.setSystemTime(Date.now() + MS_PER_ANSWER);
      asked.push({ target: "DescribeAlarms", body: { ...input } });
      const queue = answers["DescribeAlarms"]!;
      return Promise.resolve(queue.length > 1 ? queue.shift() : queue[0]);
    };
    return { send } as unknown as CloudWatchClient;
  };
  const names = ["incident"];
  const alarm = (StateValue: string, at = 1_764_000_100) => ({
    MetricAlarms: [],
    CompositeAlarms: [
      {
        AlarmName: "incident",
        StateValue,
        StateReason: "5xx",
        StateTransitionedTimestamp: new Date(at * 1000),
      },
    ],
  });

  it("let a release pass if none is raised in the time", async () => {
    answers = { DescribeAlarms: [alarm("OK"), alarm("INSUFFICIENT_DATA")] };
    expect(await watchAlarms(cloudWatch(), { names, watchMs: 30_000, pollMs: 1 })).toEqual([]);
    expect(asked).toHaveLength(3);
    expect(asked[0]!.body["AlarmTypes"]).toEqual(["MetricAlarm", "CompositeAlarm"]);
  });

  it("stop a release as soon as one is raised", async () => {
    answers = { DescribeAlarms: [alarm("OK"), alarm("ALARM")] };
    const raised = await watchAlarms(cloudWatch(), { names, watchMs: 60_000, pollMs: 1 });
    expect(raised).toMatchObject([{ name: "incident", reason: "5xx" }]);
  });

  it("do not take back the release that mends what they were raised for, but a new one", async () => {
    const since = new Date(1_764_000_000_000);
    const told: string[] = [];
    const options = {
      names,
      watchMs: 60_000,
      pollMs: 1,
      since,
      told: (message: string) => told.push(message),
    };
    answers = { DescribeAlarms: [alarm("ALARM", 1_763_999_000)] };
    expect(await watchAlarms(cloudWatch(), options)).toEqual([]);
    expect(told).toEqual([
      expect.stringMatching(
        /^incident was raised at 2025-.*, before the release\. It is ignored\.$/,
      ),
    ]);
    answers = {
      DescribeAlarms: [alarm("ALARM", 1_763_999_000), alarm("OK"), alarm("ALARM", 1_764_000_050)],
    };
    expect(await watchAlarms(cloudWatch(), options)).toHaveLength(1);
  });

  it("must exist", async () => {
    answers = { DescribeAlarms: [{ MetricAlarms: [], CompositeAlarms: [] }] };
    await expect(watchAlarms(cloudWatch(), { names, watchMs: 0 })).rejects.toThrow(
      "An alarm must exist in the account and region, got incident. Deploy the system first.",
    );
  });
});
