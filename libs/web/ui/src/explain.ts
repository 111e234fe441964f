import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  afterRenderEffect,
  computed,
  effect,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { Words } from '@earshot/web/i18n';

let count = 0;
/** Between the sign and its words, and from the edges of the window, px. */
const GAP = 6;

/**
 * A sign beside a word that needs explaining: under the pointer it says what the word means, and so it does on a tap
 * or by Enter, until Escape, another tap, or the focus goes on.
 */
@Component({
  selector: 'es-explain',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      #sign
      type="button"
      [attr.aria-label]="t('live.definitionOf', { figure: what() })"
      [attr.aria-expanded]="isOpen()"
      [attr.aria-describedby]="isOpen() ? id : null"
      (click)="isPinned.set(!isPinned())"
      (blur)="isPinned.set(false)"
      (pointerenter)="hover($event)"
      (pointerleave)="isHovered.set(false)"
    >
      ?
    </button>
    @if (isOpen()) {
      <span #words popover="manual" role="tooltip" [id]="id">{{ text() }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    :host-context([data-wall]) {
      display: none;
    }
    button {
      width: 1.15rem;
      height: 1.15rem;
      padding: 0;
      border: 1px solid var(--line);
      border-radius: 50%;
      background: transparent;
      color: var(--text-2);
      font: inherit;
      font-size: 0.7857rem;
      line-height: 1;
      cursor: help;
    }
    button:hover,
    button[aria-expanded='true'] {
      border-color: var(--accent);
      color: var(--accent);
    }
    span {
      position: fixed;
      inset: auto;
      width: max-content;
      max-width: 24rem;
      margin: 0;
      padding: 0.5rem 0.7rem;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--raised);
      box-shadow: var(--shadow);
      color: var(--text);
      font-size: 0.9286rem;
      font-weight: 400;
      line-height: 1.5;
      text-align: left;
      white-space: normal;
    }
  `,
})
export class Explain {
  /** The word that is explained, for those who do not see where the sign stands. */
  readonly what = input.required<string>();
  /** One line or two. */
  readonly text = input.required<string>();
  protected readonly t = inject(Words).t;
  protected readonly id = `es-explain-${++count}`;
  protected readonly isHovered = signal(false);
  protected readonly isPinned = signal(false);
  protected readonly isOpen = computed(() => this.isHovered() || this.isPinned());
  private readonly sign = viewChild.required<ElementRef<HTMLElement>>('sign');
  private readonly panel = viewChild<ElementRef<HTMLElement>>('words');

  constructor() {
    effect((onCleanup) => {
      if (!this.isOpen()) return;
      // Wherever the focus is, as the words may be open under the pointer, and before anything that lies beneath.
      const listen = (event: KeyboardEvent): void => this.escape(event);
      document.addEventListener('keydown', listen, { capture: true });
      onCleanup(() => document.removeEventListener('keydown', listen, { capture: true }));
    });
    afterRenderEffect(() => {
      const panel = this.panel()?.nativeElement;
      if (panel) place(panel, this.sign().nativeElement.getBoundingClientRect());
    });
  }

  protected hover({ pointerType }: PointerEvent): void {
    // A finger's "hover" comes with its tap, which already opens.
    if (pointerType === 'mouse') this.isHovered.set(true);
  }

  /** The key that closes the words is used up by that: it does not close what they stand in as well. */
  private escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing) return;
    // Words left open beneath a dialog, by a pointer that rests there, do not take the dialog's key.
    const above = event.target instanceof Element ? event.target.closest('dialog, [popover]') : null;
    if (above !== null && !above.contains(this.sign().nativeElement)) return;
    event.preventDefault();
    this.isHovered.set(false);
    this.isPinned.set(false);
  }
}

/** Puts the words under the sign, above everything, within the window. */
function place(panel: HTMLElement, sign: DOMRect): void {
  // Browsers without popovers show it where it stands.
  panel.showPopover?.();
  const { width, height } = panel.getBoundingClientRect();
  const left = Math.min(sign.left, window.innerWidth - width - GAP);
  const isRoomBelow = sign.bottom + GAP + height < window.innerHeight;
  panel.style.left = `${Math.max(GAP, left)}px`;
  panel.style.top = `${isRoomBelow ? sign.bottom + GAP : Math.max(GAP, sign.top - GAP - height)}px`;
}
