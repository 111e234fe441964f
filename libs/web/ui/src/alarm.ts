import { Injectable, signal } from '@angular/core';

const MUTED = 'earshot.muted';

/**
 * The sound of a new critical flag: two short tones, made in place, so there is nothing to download. A browser lets a
 * page sound only after the person has touched it; until then `blocked` says that nothing would be heard.
 */
@Injectable({ providedIn: 'root' })
export class Alarm {
  private readonly isMuted = signal(localStorage.getItem(MUTED) === 'yes');
  private readonly isBlocked = signal(true);
  private context: AudioContext | null = null;

  readonly muted = this.isMuted.asReadonly();
  readonly blocked = this.isBlocked.asReadonly();

  constructor() {
    const allow = (): void => void this.allow();
    document.addEventListener('pointerdown', allow, { once: true });
    document.addEventListener('keydown', allow, { once: true });
  }

  toggle(): void {
    this.isMuted.update((muted) => !muted);
    localStorage.setItem(MUTED, this.isMuted() ? 'yes' : 'no');
    if (!this.isMuted()) this.ring();
  }

  /** Sounds once, unless muted. */
  ring(): void {
    const context = this.context;
    if (this.isMuted() || !context) return;
    for (const [at, frequency] of [
      [0, 740],
      [0.22, 988],
    ] as const) {
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = frequency;
      gain.gain.setValueAtTime(0.0001, context.currentTime + at);
      gain.gain.exponentialRampToValueAtTime(0.3, context.currentTime + at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + at + 0.2);
      tone.connect(gain).connect(context.destination);
      tone.start(context.currentTime + at);
      tone.stop(context.currentTime + at + 0.21);
    }
  }

  private async allow(): Promise<void> {
    if (typeof AudioContext === 'undefined') return;
    this.context ??= new AudioContext();
    await this.context.resume();
    this.isBlocked.set(this.context.state !== 'running');
  }
}
