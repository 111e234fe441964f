/** What the program that started us (tools/start) is told. */
export type ToParent =
  | { readonly type: 'migrated' }
  /** The link is the way in where there is no administrator yet; a secret, and never in the log. */
  | { readonly type: 'listening'; readonly url: string; readonly firstAdministratorLink: string | null };

/**
 * The program that started us, over Node's IPC channel; where there is none (`node main.js` by hand, a container)
 * nothing is told and nothing is waited for.
 */
export class Parent {
  private constructor(private readonly process: NodeJS.Process) {}

  /** The parent of this process, or null. */
  static of(process: NodeJS.Process): Parent | null {
    return process.send === undefined ? null : new Parent(process);
  }

  tell(message: ToParent): void {
    if (this.process.connected) this.process.send?.(message);
  }

  /** Resolves when the parent says that its demo people are there. */
  seeded(): Promise<void> {
    return new Promise((done) => {
      const listen = (message: unknown) => {
        if ((message as { type?: string } | null)?.type !== 'seeded') return;
        this.process.off('message', listen);
        done();
      };
      this.process.on('message', listen);
    });
  }

  /** Calls back when the parent is gone, however it went. */
  onGone(callback: () => void): void {
    this.process.once('disconnect', callback);
  }
}
