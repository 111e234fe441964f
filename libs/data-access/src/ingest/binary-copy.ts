import { finished } from 'node:stream/promises';
import type { Transaction } from '@earshot/platform/database';
import { from as copyFrom } from 'pg-copy-streams';

/** PostgreSQL counts microseconds from 2000-01-01. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
const SIGNATURE = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const JSONB_VERSION = 1;
const TEXT_OID = 25;
/** Units of a text that is first tried as an id. */
const LONGEST_ID = 64;

/**
 * Rows in the binary format of COPY, written into one growing buffer. Call `row(fields)` before each row, then
 * exactly that many fields in the order of the column list; `finish` gives the bytes.
 * Source: PostgreSQL documentation, COPY, "Binary Format".
 */
export class BinaryCopy {
  private bytes: Buffer;
  private length: number;
  rows = 0;

  constructor(capacity = 1 << 20) {
    this.bytes = Buffer.allocUnsafe(capacity);
    this.length = SIGNATURE.copy(this.bytes);
  }

  row(fields: number): void {
    this.reserve(2);
    this.length = this.bytes.writeInt16BE(fields, this.length);
    this.rows++;
  }

  absent(): void {
    this.reserve(4);
    this.length = this.bytes.writeInt32BE(-1, this.length);
  }

  text(value: string | null): void {
    if (value === null) return this.absent();
    this.utf8(value, 0);
  }

  jsonb(value: unknown): void {
    if (value === null || value === undefined) return this.absent();
    const start = this.length + 4;
    this.utf8(JSON.stringify(value), 1);
    this.bytes[start] = JSONB_VERSION;
  }

  /** A uuid of 36 characters. */
  uuid(value: string): void {
    this.reserve(20);
    this.length = this.bytes.writeInt32BE(16, this.length);
    // Digit by digit: five calls into Node's own decoder for one uuid cost several times as much.
    for (let at = 0; at < 36; at += 2) {
      if (value.charCodeAt(at) === DASH) at++;
      const high = HEX[value.charCodeAt(at)] ?? 0;
      this.bytes[this.length++] = (high << 4) | (HEX[value.charCodeAt(at + 1)] ?? 0);
    }
  }

  int16(value: number): void {
    this.reserve(6);
    this.length = this.bytes.writeInt32BE(2, this.length);
    this.length = this.bytes.writeInt16BE(value, this.length);
  }

  int32(value: number): void {
    this.reserve(8);
    this.length = this.bytes.writeInt32BE(4, this.length);
    this.length = this.bytes.writeInt32BE(value, this.length);
  }

  boolean(value: boolean): void {
    this.reserve(5);
    this.length = this.bytes.writeInt32BE(1, this.length);
    this.bytes[this.length++] = value ? 1 : 0;
  }

  int64(value: number): void {
    this.reserve(12);
    this.length = this.bytes.writeInt32BE(8, this.length);
    this.int64Bytes(value);
  }

  real(value: number | null): void {
    if (value === null) return this.absent();
    this.reserve(8);
    this.length = this.bytes.writeInt32BE(4, this.length);
    this.length = this.bytes.writeFloatBE(value, this.length);
  }

  /** A one-dimensional text[]. */
  texts(values: readonly string[]): void {
    this.reserve(24);
    const start = this.length;
    this.length += 4;
    this.length = this.bytes.writeInt32BE(values.length === 0 ? 0 : 1, this.length);
    this.length = this.bytes.writeInt32BE(0, this.length);
    this.length = this.bytes.writeInt32BE(TEXT_OID, this.length);
    if (values.length > 0) {
      this.length = this.bytes.writeInt32BE(values.length, this.length);
      this.length = this.bytes.writeInt32BE(1, this.length);
      for (const value of values) this.utf8(value, 0);
    }
    this.bytes.writeInt32BE(this.length - start - 4, start);
  }

  double(value: number | null): void {
    if (value === null) return this.absent();
    this.reserve(12);
    this.length = this.bytes.writeInt32BE(8, this.length);
    this.length = this.bytes.writeDoubleBE(value, this.length);
  }

  /** An instant, ms since 1970. */
  instant(ms: number | null): void {
    if (ms === null) return this.absent();
    this.int64((ms - POSTGRES_EPOCH_MS) * 1000);
  }

  blob(value: Uint8Array | null): void {
    if (value === null) return this.absent();
    this.reserve(4 + value.length);
    this.length = this.bytes.writeInt32BE(value.length, this.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
  }

  /** The bytes of all rows. Nothing may be written after it. */
  finish(): Buffer {
    this.reserve(2);
    this.length = this.bytes.writeInt16BE(-1, this.length);
    return this.bytes.subarray(0, this.length);
  }

  /** Streams the rows into `target`, `table (columns)`, in this transaction; does nothing where there are none. */
  async into(tx: Transaction, target: string): Promise<void> {
    if (this.rows === 0) return;
    const stream = tx.client.query(copyFrom(`copy ${target} from stdin (format binary)`));
    stream.end(this.finish());
    await finished(stream);
  }

  private utf8(value: string, prefix: number): void {
    this.reserve(4 + prefix + value.length * 3);
    const start = this.length + 4 + prefix;
    const written = this.ascii(value, start) ? value.length : this.bytes.write(value, start);
    this.bytes.writeInt32BE(prefix + written, this.length);
    this.length = start + written;
  }

  /** Ids are short and of plain letters: written here they cost half of a call into Node's own encoder. */
  private ascii(value: string, start: number): boolean {
    if (value.length > LONGEST_ID) return false;
    const { bytes } = this;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      bytes[start + i] = code;
    }
    return true;
  }

  // Two halves: a bigint for every timestamp costs more than the arithmetic. Exact up to 2^53.
  private int64Bytes(value: number): void {
    const high = Math.floor(value / 4_294_967_296);
    this.length = this.bytes.writeInt32BE(high, this.length);
    this.length = this.bytes.writeUInt32BE(value - high * 4_294_967_296, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

const DASH = 45;
/** Value of a hexadecimal digit by its character code. */
const HEX = new Uint8Array(128);
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16);
  HEX[text.charCodeAt(0)] = digit;
  HEX[text.toUpperCase().charCodeAt(0)] = digit;
}
