/** A host name of the DNS, in lower case, without the final dot: labels of at most 63 characters, 253 in all. */
export function isHostName(value: string, minLabels = 1): boolean {
  const labels = value.split(".");
  return (
    value.length <= 253 &&
    labels.length >= minLabels &&
    labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  );
}

/** What Terraform would read as the start of an expression, were it in a setting. */
export function hasTemplate(value: string): boolean {
  return /[$%]\{/.test(value);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const ARN_START = String.raw`^arn:aws[a-z-]{0,20}`;
export const REGION = String.raw`[a-z]{2,4}(-[a-z]{2,9}){1,2}-[1-9]\d?`;
