/** A test, or a whole file with `after` of node:test. */
export interface Owner {
  readonly after: (cleanUp: () => Promise<void> | void) => unknown;
}
