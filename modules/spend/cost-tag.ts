/** A cost allocation tag and its value. Resources with both are counted. */
export interface CostTag {
  readonly name: string;
  readonly value: string;
}

/** Receivers of cost notifications, at least one. A topic's policy must allow AWS's services to publish. */
export interface CostReceivers {
  /** @default none */
  readonly email?: string;
  /** @default none */
  readonly topicArn?: string;
}
