import { StatisticsError } from '../errors';

const MORE = 0x80;
const SIGN = 0x40;

function malformed(detail: string): never {
  throw new StatisticsError('malformed', 'bytes', detail);
}

/**
 * Writes whole numbers in as few bytes as they need: seven bits a byte, least significant first, the high bit saying
 * that more follow; a signed number keeps its sign in bit 6 of the first byte. Exact up to 2^53 − 1 either way, which
 * zig-zag is not once the doubling leaves the integers a double holds.
 */
export class VarintWriter {
  private readonly bytes: number[] = [];

  byte(value: number): void {
    this.bytes.push(value & 0xff);
  }

  /** **Shape**: a safe integer >= 0. */
  unsigned(value: number): void {
    let rest = value;
    while (rest >= MORE) {
      this.bytes.push((rest % MORE) | MORE);
      rest = Math.floor(rest / MORE);
    }
    this.bytes.push(rest);
  }

  /** **Shape**: a safe integer. */
  signed(value: number): void {
    const magnitude = Math.abs(value);
    const rest = Math.floor(magnitude / SIGN);
    this.bytes.push((magnitude % SIGN) | (value < 0 ? SIGN : 0) | (rest > 0 ? MORE : 0));
    if (rest > 0) this.unsigned(rest);
  }

  float64(value: number): void {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    for (let at = 0; at < 8; at += 1) this.bytes.push(view.getUint8(at));
  }

  done(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

/**
 * Reads what {@link VarintWriter} wrote, and only that: a number in more bytes than it needs, a minus zero, a number
 * above 2^53 − 1, an early end and bytes left over are refused, so that equal contents have equal bytes.
 * **Errors**: `malformed`.
 */
export class VarintReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) malformed('ends too early');
    this.at += 1;
    return value;
  }

  unsigned(): number {
    const first = this.byte();
    // Most numbers of a sketch take one byte.
    if (first < MORE) return first;
    let value = first % MORE;
    for (let place = MORE; ; place *= MORE) {
      const byte = this.byte();
      value += (byte % MORE) * place;
      if (!Number.isSafeInteger(value)) malformed('a number is too large');
      if (byte < MORE) {
        if (byte === 0) malformed('a number has more bytes than it needs');
        return value;
      }
    }
  }

  signed(): number {
    const first = this.byte();
    let magnitude = first % SIGN;
    if (first >= MORE) {
      const rest = this.unsigned();
      if (rest === 0) malformed('a number has more bytes than it needs');
      magnitude += rest * SIGN;
      if (!Number.isSafeInteger(magnitude)) malformed('a number is too large');
    }
    const negative = (first & SIGN) !== 0;
    if (negative && magnitude === 0) malformed('minus zero');
    return negative ? -magnitude : magnitude;
  }

  float64(): number {
    const view = new DataView(new ArrayBuffer(8));
    for (let at = 0; at < 8; at += 1) view.setUint8(at, this.byte());
    return view.getFloat64(0);
  }

  end(): void {
    if (this.at !== this.bytes.length) malformed('bytes are left over');
  }
}
