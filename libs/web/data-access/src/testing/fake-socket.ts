import { type Provider } from '@angular/core';
import { type LiveView } from '@earshot/contracts';
import { SocketOpener } from '../live/live-socket';

type Listener = (payload: unknown) => void;

/** For tests: a live connection whose other end is the test. */
export class FakeSocket {
  connected = false;
  /** Whether the library would connect again by itself. */
  active = true;
  /** With which words the server refuses a connection; null where it takes it. */
  refusal: string | null = null;
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
    this.end('io client disconnect', { isActive: false });
    return this;
  }

  /** The client connects: the connection stands, or is refused. */
  connect(): void {
    this.active = this.refusal === null;
    this.connected = this.active;
    if (this.refusal === null) this.deliver('connect', undefined);
    else this.deliver('connect_error', new Error(this.refusal));
  }

  /** The connection is lost. */
  drop(): void {
    this.end('transport close', { isActive: true });
  }

  /** The server ends the connection, as at a restart. */
  endByServer(): void {
    this.end('io server disconnect', { isActive: false });
  }

  /** The server says that a view is not held. */
  problem(view: LiveView, code: string): void {
    this.deliver('problem', { view, code, detail: code });
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

  private end(reason: string, { isActive }: { isActive: boolean }): void {
    const wasConnected = this.connected;
    this.connected = false;
    this.active = isActive;
    if (wasConnected) this.deliver('disconnect', reason);
  }

  private deliver(event: string, payload: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener(payload);
  }
}
