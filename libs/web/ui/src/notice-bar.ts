import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Format, Words } from '@earshot/web/i18n';
import { Icon } from './icon';
import { KeyHint } from './keys/key-hint';
import { type Notice, Notices } from './notices';

/** The notices, at the lower edge, read aloud as they come. */
@Component({
  selector: 'es-notice-bar',
  imports: [Icon, KeyHint],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div aria-live="polite" class="stack">
      @for (notice of notices.shown(); track notice.id) {
        <div class="notice" [class.failed]="notice.kind === 'failed'">
          <span>
            @if (notice.backSince; as at) {
              {{ t('common.back', { time: format.time(at), text: notice.text }) }}
            } @else {
              {{ notice.text }}
            }
            @if (notice.requestId) {
              <span class="small">{{ t('common.failure.requestId', { id: notice.requestId }) }}</span>
            }
          </span>
          @if (notice.undo) {
            <button class="act" type="button" (click)="undo(notice)">
              {{ t('common.undo') }} <es-key name="u" />
            </button>
          }
          <button
            class="act"
            type="button"
            [attr.aria-label]="t('common.close')"
            (click)="notices.dismiss(notice.id)"
          >
            <es-icon name="cross" />
          </button>
        </div>
      }
    </div>
  `,
  styles: `
    .stack {
      position: fixed;
      bottom: 1rem;
      left: 50%;
      z-index: 40;
      display: grid;
      gap: 0.5rem;
      width: max-content;
      max-width: min(48rem, calc(100vw - 6rem));
      transform: translateX(-50%);
    }
    .notice {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      padding: 0.4rem 0.4rem 0.4rem 0.9rem;
      border-radius: var(--radius);
      background: light-dark(#23282d, #3a4148);
      color: #fff;
      box-shadow: var(--shadow);
    }
    .notice.failed {
      background: var(--danger-fill);
    }
    .act {
      display: inline-flex;
      align-items: center;
      gap: 0.4rem;
      min-height: 1.9rem;
      padding: 0 0.5rem;
      border: 0;
      border-radius: var(--radius);
      background: rgb(255 255 255 / 0.14);
      color: inherit;
      font: inherit;
      font-weight: 600;
      cursor: pointer;
    }
  `,
})
export class NoticeBar {
  protected readonly notices = inject(Notices);
  protected readonly format = inject(Format);
  protected readonly t = inject(Words).t;

  protected undo(notice: Notice): void {
    this.notices.dismiss(notice.id);
    notice.undo?.();
  }
}
