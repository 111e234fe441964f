/** Whose card a number is: `bank-card` for UnionPay and mainland issuers, `payment-card` for the world's. */
export type CardKind = 'bank-card' | 'payment-card';

/** Issuer ranges by their first digits (inclusive, compared at `low`'s length) and lengths (ISO/IEC 7812 ranges). */
const ISSUERS: readonly { low: number; high: number; digits: number; lengths: string; kind: CardKind }[] = [
  { low: 62, high: 62, digits: 2, lengths: '16 17 18 19', kind: 'bank-card' },
  { low: 9558, high: 9558, digits: 4, lengths: '19', kind: 'bank-card' },
  { low: 8100, high: 8171, digits: 4, lengths: '16 17 18 19', kind: 'bank-card' },
  { low: 6030, high: 6030, digits: 4, lengths: '16 19', kind: 'bank-card' },
  { low: 4, high: 4, digits: 1, lengths: '16 19', kind: 'payment-card' },
  { low: 51, high: 55, digits: 2, lengths: '16', kind: 'payment-card' },
  { low: 2221, high: 2720, digits: 4, lengths: '16', kind: 'payment-card' },
  { low: 34, high: 34, digits: 2, lengths: '15', kind: 'payment-card' },
  { low: 37, high: 37, digits: 2, lengths: '15', kind: 'payment-card' },
  { low: 3528, high: 3589, digits: 4, lengths: '16', kind: 'payment-card' },
  { low: 6011, high: 6011, digits: 4, lengths: '16', kind: 'payment-card' },
  { low: 644, high: 659, digits: 3, lengths: '16', kind: 'payment-card' },
  { low: 300, high: 305, digits: 3, lengths: '14', kind: 'payment-card' },
  { low: 36, high: 36, digits: 2, lengths: '14', kind: 'payment-card' },
  { low: 38, high: 39, digits: 2, lengths: '14', kind: 'payment-card' },
];

/** The ranges by length of number, each as the first four digits, so that one look at these tells. */
const BY_LENGTH = new Map<number, { from: number; to: number; kind: CardKind }[]>();
for (const { low, high, digits, lengths, kind } of ISSUERS)
  for (const length of lengths.split(' ').map(Number)) {
    const unit = 10 ** (4 - digits);
    const ranges = BY_LENGTH.get(length) ?? [];
    ranges.push({ from: low * unit, to: (high + 1) * unit - 1, kind });
    BY_LENGTH.set(length, ranges);
  }

/** Gives whose card a number of this length and beginning is, or nothing; the check digit is not looked at. */
export function issuerOf(digits: string): CardKind | undefined {
  const head = Number(digits.slice(0, 4));
  return BY_LENGTH.get(digits.length)?.find(({ from, to }) => head >= from && head <= to)?.kind;
}
