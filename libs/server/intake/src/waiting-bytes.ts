const MIB = 1024 * 1024;

/** What bodies that are read, parsed or wait to be written hold at most, in one process; see WaitingBytes. */
export const mostWaitingBytes = 128 * MIB;

/** What those of one owner of intake keys hold of it: whoever is slow, or means harm, leaves the others their room. */
export const mostBytesOfOwner = 32 * MIB;

/** The room of one body, taken as its bytes arrive. */
export interface Room {
  /** Whether there is room for so many bytes more. */
  fits(bytes: number): boolean;
  /** Takes room, or gives false where there is none. */
  tryTake(bytes: number): boolean;
  /** Takes room as soon as there is some. */
  take(bytes: number): Promise<void>;
  /** Gives all of it back. */
  close(): void;
}

interface Body {
  readonly owner: string;
  bytes: number;
}

/**
 * How many bytes of bodies are in this process at once. Parsed, a body takes several times its bytes: without a bound
 * a handful of large ones from each of many senders would fill the memory, however few events wait.
 *
 * Bodies that wait half read could wait for each other for ever. So the first of them is let on to its end in any case:
 * one body, never more, may go beyond the bounds.
 */
export class WaitingBytes {
  private sum = 0;
  private readonly byOwner = new Map<string, number>();
  private line: { readonly body: Body; readonly bytes: number; readonly admit: () => void }[] = [];
  private ahead: Body | null = null;

  constructor(
    private readonly most: number = mostWaitingBytes,
    private readonly mostOfOwner: number = mostBytesOfOwner,
  ) {}

  /** Bytes that are held now. */
  get held(): number {
    return this.sum;
  }

  /** Room for a body that belongs to `owner`; none is taken yet. */
  open(owner: string): Room {
    const body: Body = { owner, bytes: 0 };
    return {
      fits: (bytes) => this.fits(body, bytes),
      tryTake: (bytes) => this.tryTake(body, bytes),
      take: (bytes) =>
        new Promise((admit) => {
          this.line.push({ body, bytes, admit });
          this.serve();
        }),
      close: () => this.close(body),
    };
  }

  private fits(body: Body, bytes: number): boolean {
    if (body === this.ahead) return true;
    return this.sum + bytes <= this.most && this.heldBy(body.owner) + bytes <= this.mostOfOwner;
  }

  private tryTake(body: Body, bytes: number): boolean {
    if (!this.fits(body, bytes)) return false;
    this.add(body, bytes);
    return true;
  }

  private close(body: Body): void {
    this.line = this.line.filter((waiting) => waiting.body !== body);
    if (this.ahead === body) this.ahead = null;
    this.add(body, -body.bytes);
    this.serve();
  }

  /** Lets those on for whom there is room now, in the order in which they came. */
  private serve(): void {
    this.ahead ??= this.line[0]?.body ?? null;
    this.line = this.line.filter(({ body, bytes, admit }) => {
      if (!this.tryTake(body, bytes)) return true;
      admit();
      return false;
    });
  }

  private add(body: Body, bytes: number): void {
    body.bytes += bytes;
    this.sum += bytes;
    const left = this.heldBy(body.owner) + bytes;
    if (left === 0) this.byOwner.delete(body.owner);
    else this.byOwner.set(body.owner, left);
  }

  private heldBy(owner: string): number {
    return this.byOwner.get(owner) ?? 0;
  }
}
