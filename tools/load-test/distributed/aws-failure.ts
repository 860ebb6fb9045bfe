import { callingAws as calling } from "../../terminal/aws-failure";

/** Runs calls of the AWS SDK. A failure of AWS or the network becomes one message. */
export function callingAws<Answer>(what: string, calls: () => Promise<Answer>): Promise<Answer> {
  return calling(what, "--distributed needs AWS credentials that may run tasks", calls);
}
