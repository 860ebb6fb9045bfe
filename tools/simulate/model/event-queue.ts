interface Entry {
  readonly time: number;
  readonly order: number;
  readonly run: () => void;
}

/** Planned events in order of time. Events at the same time run in the order in which they were planned. */
export class EventQueue {
  /** Seconds since the start of the run. */
  now = 0;
  private readonly heap: Entry[] = [];
  private planned = 0;

  at(time: number, run: () => void): void {
    this.push({ time: Math.max(time, this.now), order: this.planned++, run });
  }

  after(seconds: number, run: () => void): void {
    this.at(this.now + seconds, run);
  }

  /** Calls `run` at `first` and every `period` seconds from then on. */
  every(first: number, period: number, run: () => void): void {
    this.at(first, () => {
      run();
      this.every(first + period, period, run);
    });
  }

  /** Runs everything up to and including a time. */
  runUntil(time: number): void {
    for (let head = this.heap[0]; head !== undefined && head.time <= time; head = this.heap[0]) {
      this.pop();
      this.now = head.time;
      head.run();
    }
    this.now = time;
  }

  private push(entry: Entry): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || isBefore(parent, entry)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      if (child === undefined) break;
      const right = heap[childIndex + 1];
      if (right !== undefined && isBefore(right, child)) {
        childIndex++;
        child = right;
      }
      if (isBefore(last, child)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}
