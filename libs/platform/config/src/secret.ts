import { inspect } from 'node:util';

/** A value that prints, logs and serialises as `***`. `reveal()` is the only way to it, easy to find in a review. */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself, to be handed to what needs it and to nothing else. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}
