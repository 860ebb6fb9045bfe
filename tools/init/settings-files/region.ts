import { region } from "../../../aws/regions";

/** The shell's region, as the AWS CLI reads it. */
export function offeredRegion(): string {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const given = AWS_REGION ?? AWS_DEFAULT_REGION ?? "";
  return region(given) === undefined ? "us-east-2" : given;
}
