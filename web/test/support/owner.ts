/** A test, or a whole file by means of `after` of node:test. */
export interface Owner {
  readonly after: (cleanUp: () => Promise<void> | void) => unknown;
}
