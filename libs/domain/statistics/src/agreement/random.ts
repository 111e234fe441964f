/**
 * A reproducible stream of uniform numbers in [0, 1), for resampling only; selection never uses it.
 *
 * **Shape**: `seed` is any whole number; its low 32 bits count. **Source**: sfc32 of PractRand (Doty-Humphrey), a
 * 128-bit state, run in as its author advises.
 */
export function uniformStream(seed: number): () => number {
  let a = 0;
  let b = 0;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let at = 0; at < 15; at += 1) next();
  return next;
}
