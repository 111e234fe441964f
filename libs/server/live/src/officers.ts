import { PresenceRepository, type OpenWindow } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { type Database } from '@earshot/platform/database';
import { type LiveBus } from '@earshot/platform/live-bus';
import { type LiveSocket } from './subscriber';

/**
 * How many safety officers look at the lane, in all processes. Kept in the database and not asked of the other
 * processes' sockets: socket.io would answer with their handshakes, session cookies included.
 */
export class Officers {
  private readonly presence: PresenceRepository;
  private readonly windows = new Map<string, OpenWindow>();

  constructor(
    private readonly bus: LiveBus,
    database: Database,
  ) {
    this.presence = new PresenceRepository(database);
  }

  async comes(socket: LiveSocket, scope: Scope): Promise<void> {
    if (!isOfficer(scope)) return;
    const window = { windowId: socket.id, personId: scope.personId, brandIds: scope.brandIds };
    this.windows.set(socket.id, window);
    await this.presence.stay([window]);
    // Closed meanwhile: its leaving found no row yet.
    if (!this.windows.has(socket.id)) await this.presence.left([socket.id]);
    this.tell(scope);
  }

  async goes(socket: LiveSocket, scope: Scope): Promise<void> {
    if (!this.windows.delete(socket.id)) return;
    await this.presence.left([socket.id]);
    this.tell(scope);
  }

  /** Called every few seconds: the windows of this process are open still. */
  async renew(): Promise<void> {
    if (this.windows.size > 0) await this.presence.stay([...this.windows.values()]);
  }

  /** This process ends: its windows are gone. */
  async end(): Promise<void> {
    const windows = [...this.windows.keys()];
    this.windows.clear();
    if (windows.length > 0) await this.presence.left(windows);
  }

  /** People, not windows: one officer with two is one. */
  async looking(brandIds: readonly string[]): Promise<number> {
    return brandIds.length === 0 ? 0 : this.presence.count(brandIds);
  }

  private tell(scope: Scope): void {
    this.bus.publish('safety.presence-changed', { brandIds: [...scope.brandIds] });
  }
}

function isOfficer(scope: Scope): boolean {
  return scope.vendorIds === null && scope.roles.includes('safety');
}
