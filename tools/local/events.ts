type Listener = (line: string) => void;

/** What happens in a system, in lines, for all who listen. */
export class Events {
  private readonly listeners = new Set<Listener>();

  /** @returns ends it */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  readonly say = (line: string): void => {
    for (const listener of this.listeners) listener(line);
  };
}
