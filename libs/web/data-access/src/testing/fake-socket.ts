import { type Provider } from '@angular/core';
import { type LiveView } from '@earshot/contracts';
import { SocketOpener } from '../live/live-socket';

type Listener = (payload: unknown) => void;

/** For tests: a live connection whose other end is the test. */
export class FakeSocket {
  connected = false;
  /** What the client said, as `[event, payload]`. */
  readonly said: [event: string, payload: unknown][] = [];
  private readonly listeners = new Map<string, Listener[]>();

  /** Provides this socket in the place of the real one. */
  provide(): Provider {
    return { provide: SocketOpener, useValue: { open: () => Promise.resolve(this) } };
  }

  on(event: string, listener: Listener): this {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    return this;
  }

  emit(event: string, payload: unknown): this {
    this.said.push([event, payload]);
    return this;
  }

  disconnect(): this {
    this.drop();
    return this;
  }

  /** The connection stands. */
  connect(): void {
    this.connected = true;
    this.deliver('connect', undefined);
  }

  /** The connection is lost. */
  drop(): void {
    this.connected = false;
    this.deliver('disconnect', 'transport close');
  }

  snapshot(view: LiveView, seq: number, data: unknown): void {
    this.deliver('snapshot', { view, seq, data });
  }

  change(view: LiveView, seq: number, { kind, data }: { kind: string; data: unknown }): void {
    this.deliver('change', { view, seq, kind, data });
  }

  /** Everything said of one event. */
  saidOf(event: string): unknown[] {
    return this.said.filter(([name]) => name === event).map(([, payload]) => payload);
  }

  private deliver(event: string, payload: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener(payload);
  }
}
