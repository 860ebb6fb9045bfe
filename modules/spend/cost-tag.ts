/** A cost allocation tag and its value: what has both is counted. */
export interface CostTag {
  readonly name: string;
  readonly value: string;
}

/** Who hears of costs: at least one. The policy of a topic must admit AWS's services. */
export interface CostReceivers {
  /** @default none */
  readonly email?: string;
  /** @default none */
  readonly topicArn?: string;
}
