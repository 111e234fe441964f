import { type Scope } from '@earshot/domain/access';
import { type LiveBus } from '@earshot/platform/live-bus';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Namespace } from 'socket.io';
import { type LiveSocket } from './subscriber';

/** As long is waited for other processes to say who looks there. */
const PATIENCE_MS = 500;

const roomOf = (brandId: string) => `officers of ${brandId}`;

/**
 * How many safety officers look at the lane, in all processes: their sockets are in a room of each brand, which the
 * socket.io adapter shares.
 */
export class Officers {
  private readonly last = new Map<string, number>();

  constructor(
    private readonly bus: LiveBus,
    private readonly namespace: () => Namespace,
  ) {}

  async comes(socket: LiveSocket, scope: Scope): Promise<void> {
    if (!isOfficer(scope)) return;
    await socket.join(scope.brandIds.map(roomOf));
    await this.bus.publish('safety.presence-changed', { brandIds: [...scope.brandIds] });
  }

  async goes(socket: LiveSocket, scope: Scope): Promise<void> {
    if (!isOfficer(scope)) return;
    for (const brandId of scope.brandIds) await socket.leave(roomOf(brandId));
    await this.bus.publish('safety.presence-changed', { brandIds: [...scope.brandIds] });
  }

  /** People, not sockets: one officer with two windows is one. */
  async looking(brandIds: readonly string[]): Promise<number> {
    if (brandIds.length === 0) return 0;
    const name = brandIds.join('\0');
    const asked = this.ask(brandIds).then((count) => {
      this.last.set(name, count);
      return count;
    });
    // Flags are read together with this: other processes, or Redis, being away must not hold them up.
    return Promise.race([asked, sleep(PATIENCE_MS, undefined, { ref: false })])
      .catch(() => undefined)
      .then((count) => count ?? this.last.get(name) ?? 0);
  }

  private async ask(brandIds: readonly string[]): Promise<number> {
    const sockets = await this.namespace().in(brandIds.map(roomOf)).fetchSockets();
    return new Set(sockets.map((socket) => (socket as unknown as LiveSocket).data.personId)).size;
  }
}

function isOfficer(scope: Scope): boolean {
  return scope.vendorIds === null && scope.roles.includes('safety');
}
