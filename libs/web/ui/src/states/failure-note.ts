import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { Words } from '@earshot/web/i18n';
import { Icon } from '../icon';

/** What the note shows of a failure; `RequestFailed` of the web's data access has this shape. */
export interface Failure {
  code: string;
  message: string;
  requestId: string | null;
  pointer: string | null;
}

/** What happened, what was kept, what to do, and the request id. */
@Component({
  selector: 'es-failure',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <es-icon name="warning" />
    <div>
      <p>{{ words() }}</p>
      @if (failure().pointer; as pointer) {
        <p class="small">{{ t('common.failure.field', { pointer }) }}</p>
      }
      @if (failure().requestId; as id) {
        <p class="small">{{ t('common.failure.requestId', { id }) }}</p>
      }
    </div>
    @if (canRetry()) {
      <button type="button" class="button small" (click)="retry.emit()">{{ t('common.retry') }}</button>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: flex-start;
      gap: 0.6rem;
      padding: 0.6rem 0.75rem;
      border-radius: var(--radius);
      background: var(--warning-soft);
      color: light-dark(#6b3f00, #f5c987);
    }
    div {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
  `,
  host: { role: 'alert' },
})
export class FailureNote {
  readonly failure = input.required<Failure>();
  readonly canRetry = input(true);
  readonly retry = output();
  private readonly dictionary = inject(Words);
  protected readonly t = this.dictionary.t;
  protected readonly words = computed(() => failureWords(this.dictionary, this.failure()));
}

/** The words for a failure in the person's language; the server's own where the code is new. */
export function failureWords(words: Words, failure: Pick<Failure, 'code' | 'message'>): string {
  return words.of(`common.failure.${failure.code}`, failure.message || words.t('common.failure.other'));
}
