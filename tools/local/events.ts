type Listener = (line: string) => void;

/** Publishes the events of a system as lines to all listeners. */
export class Events {
  private readonly listeners = new Set<Listener>();

  /** @returns a function that unsubscribes */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  readonly say = (line: string): void => {
    for (const listener of this.listeners) listener(line);
  };
}
