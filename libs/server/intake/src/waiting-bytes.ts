/** Bytes of bodies that are read, parsed or wait to be written, at most, in one process. */
export const mostWaitingBytes = 128 * 1024 * 1024;

/**
 * How many bytes of bodies are in this process at once. Parsed, a body takes several times its bytes: without a bound
 * a handful of large ones from each of many senders would fill the memory, however few events wait.
 */
export class WaitingBytes {
  private held = 0;
  private readonly queue: { readonly bytes: number; readonly admit: () => void }[] = [];

  /** **Shape**: `most` is at least the largest body. */
  constructor(private readonly most: number = mostWaitingBytes) {}

  /** Takes room for a body, or gives false where there is none, or others wait for some. */
  tryTake(bytes: number): boolean {
    if (this.queue.length > 0 || this.held + bytes > this.most) return false;
    this.held += bytes;
    return true;
  }

  /** Takes room for a body as soon as there is some, first come, first served. */
  take(bytes: number): Promise<void> {
    if (this.tryTake(bytes)) return Promise.resolve();
    return new Promise((admit) => this.queue.push({ bytes, admit }));
  }

  /** Takes room that is used already, beyond the bound where need be. */
  force(bytes: number): void {
    this.held += bytes;
  }

  /** Gives room back. */
  give(bytes: number): void {
    this.held -= bytes;
    for (let next = this.queue[0]; next !== undefined; next = this.queue[0]) {
      if (this.held + next.bytes > this.most) return;
      this.held += next.bytes;
      this.queue.shift();
      next.admit();
    }
  }
}
