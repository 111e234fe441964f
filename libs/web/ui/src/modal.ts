import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  effect,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { Words } from '@earshot/web/i18n';
import { Icon } from './icon';

let count = 0;

/** A modal dialog on the browser's own `<dialog>`: it keeps the focus inside, gives it back, and closes on Escape. */
@Component({
  selector: 'es-modal',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dialog #dialog [attr.aria-labelledby]="id" (close)="closed.emit()">
      <header>
        <h2 [id]="id">{{ title() }}</h2>
        <button
          type="button"
          class="button plain small"
          [attr.aria-label]="t('common.close')"
          (click)="dialog.close()"
        >
          <es-icon name="cross" />
        </button>
      </header>
      <ng-content />
    </dialog>
  `,
  styles: `
    dialog {
      width: min(36rem, calc(100vw - 4rem));
      max-height: calc(100vh - 6rem);
      padding: 0;
      border: 1px solid var(--line);
      border-radius: 0.4rem;
      background: var(--raised);
      color: var(--text);
      box-shadow: var(--shadow);
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 0.35);
    }
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding: 0.75rem 0.5rem 0.25rem 1rem;
    }
  `,
})
export class Modal {
  readonly title = input.required<string>();
  readonly open = input.required<boolean>();
  readonly closed = output();
  protected readonly t = inject(Words).t;
  protected readonly id = `es-modal-${++count}`;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    effect(() => {
      const dialog = this.dialog().nativeElement;
      if (this.open() && !dialog.open) {
        dialog.showModal();
        // The first thing to fill in, not the cross in the corner.
        dialog.querySelector<HTMLElement>('input:not([readonly]), select, textarea')?.focus();
      }
      if (!this.open() && dialog.open) dialog.close();
    });
  }
}
