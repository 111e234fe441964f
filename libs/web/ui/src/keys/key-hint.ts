import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

const names: Record<string, string> = {
  enter: '↵',
  escape: 'Esc',
  arrowdown: '↓',
  arrowup: '↑',
  ' ': 'Space',
};

/** A key as printed beside its button: `mod+enter` shows as `Ctrl ↵` (`⌘ ↵` on a Mac). */
@Component({
  selector: 'es-key',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '@for (part of parts(); track $index) {<kbd>{{ part }}</kbd>}',
  styles: `
    :host {
      display: inline-flex;
      gap: 0.15rem;
    }
    kbd {
      min-width: 1.3em;
      padding: 0 0.3em;
      border: 1px solid currentColor;
      border-radius: 0.2rem;
      font: inherit;
      font-size: 0.7857rem;
      line-height: 1.45;
      text-align: center;
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class KeyHint {
  readonly name = input.required<string>();
  protected readonly parts = computed(() => this.name().split('+').map(printed));
}

function printed(part: string): string {
  if (part === 'mod') return /mac|iphone|ipad/i.test(navigator.platform) ? '⌘' : 'Ctrl';
  return names[part] ?? part.toUpperCase();
}
