import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Words } from '@earshot/web/i18n';

/** Grey lines in the place of what is on its way, of the same height, so that nothing jumps. */
@Component({
  selector: 'es-skeleton',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <span class="visually-hidden">{{ t('common.loading') }}</span>
    @for (width of widths(); track $index) {
      <div class="line" [style.width.%]="width"></div>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.6rem;
      padding: 0.75rem;
    }
    .line {
      height: 1.1rem;
      border-radius: 0.2rem;
      background: var(--sunken);
    }
  `,
  host: { role: 'status' },
})
export class Skeleton {
  readonly lines = input(4);
  protected readonly t = inject(Words).t;
  protected readonly widths = computed(() =>
    Array.from({ length: this.lines() }, (_, line) => 92 - ((line * 17) % 40)),
  );
}
