const reservedStarts = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedEnds = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * The rule of S3 that a bucket's name breaks, or undefined when S3 takes it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return "must be 3 to 63 characters long";
  if (!/^[a-z0-9.-]+$/.test(name)) {
    return "must consist of lower-case letters, digits, hyphens and dots only";
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return "must begin and end with a letter or a digit";
  if (name.includes("..")) return "must not have two dots side by side";
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return "must not look like an IP address";
  const start = reservedStarts.find((reserved) => name.startsWith(reserved));
  if (start !== undefined) return `must not start with "${start}", which AWS keeps for itself`;
  const end = reservedEnds.find((reserved) => name.endsWith(reserved));
  if (end !== undefined) return `must not end with "${end}", which AWS keeps for itself`;
  return undefined;
}
