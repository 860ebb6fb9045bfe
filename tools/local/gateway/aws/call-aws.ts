/** A service of AWS that is called by JSON, and the names that its calls have. */
const SERVICES = {
  dynamodb: { target: "DynamoDB_20120810", contentType: "application/x-amz-json-1.0" },
  "cognito-idp": {
    target: "AWSCognitoIdentityProviderService",
    contentType: "application/x-amz-json-1.1",
  },
} as const;

export interface AwsAccount {
  readonly endpoint: string;
  readonly region: string;
}

/** The header by which an emulator tells region and service; nobody checks the signature. */
export function unsignedAuthorization(region: string, service: keyof typeof SERVICES): string {
  return `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

/** Calls an emulated service. */
export async function callAws(
  { endpoint, region }: AwsAccount,
  service: keyof typeof SERVICES,
  action: string,
  body: unknown,
): Promise<unknown> {
  const { target, contentType } = SERVICES[service];
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": contentType,
      "x-amz-target": `${target}.${action}`,
      authorization: unsignedAuthorization(region, service),
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service} answers ${answer.status} to ${action}: ${text}`);
  return JSON.parse(text === "" ? "{}" : text);
}
