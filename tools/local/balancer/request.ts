/** What of a request decides where it goes. */
export interface RoutedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  /** Without the port. */
  readonly host: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly sourceAddress: string;
}
