import { region } from "../../../aws/regions";

/** That of the shell, as the AWS CLI takes it. */
export function offeredRegion(): string {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const given = AWS_REGION ?? AWS_DEFAULT_REGION ?? "";
  return region(given) === undefined ? "us-east-2" : given;
}
