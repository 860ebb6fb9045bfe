import { errorIf, problemsOf } from "./settings";

const ID = "01234567-89ab-cdef-0123-456789abcdef";
const certificate = (start: string) => ({
  "systems.http-scale-out.loadBalancer": {
    certificate: { kind: "existing", arn: `${start}:certificate/${ID}` },
  },
});
const stream = (start: string) => ({
  "systems.http-scale-out.logRouter": {
    destination: { kind: "firehose", streamArn: `${start}:deliverystream/logs` },
  },
});
const secret = (arn: string) => ({
  "systems.http-scale-out.container": { secrets: { PASSWORD: arn } },
});
const shown = (text: string) => (text.length <= 60 ? text : `${text.slice(0, 60)}…`);
const account = { accountId: "444455556666" };

errorIf([
  [
    "a certificate is of another partition than its region",
    certificate("arn:aws-cn:acm:us-east-2:111122223333"),
    `systems.http-scale-out.loadBalancer.certificate.arn must be an ARN of the environment's partition (aws), as no partition reaches another, got "${shown(`arn:aws-cn:acm:us-east-2:111122223333:certificate/${ID}`)}". Correct the ARN, or change the region.`,
  ],
  [
    "a secret is in a region of another partition",
    secret("arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:db-AbCdEf"),
    `systems.http-scale-out.container.secrets.PASSWORD must be an ARN of the environment's partition (aws), as no partition reaches another, got "${shown("arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:db-AbCdEf")}". Correct the ARN, or change the region.`,
  ],
  [
    "a policy of IAM is of another partition",
    {
      region: "us-gov-west-1",
      permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
    },
    'permissionsBoundaryArn must be an ARN of the environment\'s partition (aws-us-gov), as no partition reaches another, got "arn:aws:iam::111122223333:policy/boundary". Correct the ARN, or change the region.',
  ],
  [
    "a stream is in another region",
    stream("arn:aws:firehose:eu-west-1:111122223333"),
    'systems.http-scale-out.logRouter.destination.streamArn must be the ARN of a stream in the environment\'s region (us-east-2), got "arn:aws:firehose:eu-west-1:111122223333:deliverystream/logs". Name one of that region.',
  ],
  [
    "a stream is of another account",
    { ...account, ...stream("arn:aws:firehose:us-east-2:111122223333") },
    'systems.http-scale-out.logRouter.destination.streamArn must be the ARN of a stream in the environment\'s account (444455556666), got "arn:aws:firehose:us-east-2:111122223333:deliverystream/logs". Name one of that account.',
  ],
  [
    "a certificate is of another account",
    { ...account, ...certificate("arn:aws:acm:us-east-2:111122223333") },
    `systems.http-scale-out.loadBalancer.certificate.arn must be the ARN of a certificate in the environment's account (444455556666), got "${shown(`arn:aws:acm:us-east-2:111122223333:certificate/${ID}`)}". Name one of that account.`,
  ],
]);

test.each([
  ["what is near", { ...account, ...certificate("arn:aws:acm:us-east-2:444455556666") }],
  [
    "a secret of another region",
    secret("arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf"),
  ],
  [
    "what only a program reads",
    {
      "systems.http-scale-out.container": {
        environment: { TABLE: "arn:aws-cn:dynamodb:cn-north-1:111122223333:table/t" },
      },
    },
  ],
  [
    "an ARN of GovCloud in GovCloud",
    {
      region: "us-gov-west-1",
      permissionsBoundaryArn: "arn:aws-us-gov:iam::111122223333:policy/boundary",
    },
  ],
])("takes %s", (_, change) => {
  expect(problemsOf(change)).toEqual([]);
});
