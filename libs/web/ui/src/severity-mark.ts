import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { type Severity } from '@earshot/contracts';
import { Words } from '@earshot/web/i18n';

const levels: Record<Severity, number> = { critical: 3, high: 2, medium: 1, low: 0 };

/** A severity as word and shape: four bars, of which as many are full as it is grave. Only critical is red. */
@Component({
  selector: 'es-severity',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="0 0 15 12" aria-hidden="true">
      @for (bar of bars; track bar) {
        <rect
          [attr.x]="bar * 4"
          [attr.y]="9 - bar * 3"
          width="3"
          [attr.height]="3 + bar * 3"
          [attr.opacity]="bar <= level() ? 1 : 0.25"
        />
      }
    </svg>
    <span>{{ word() }}</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 0.35rem;
      white-space: nowrap;
    }
    :host(.critical) {
      color: var(--danger);
      font-weight: 600;
    }
    :host(.high) {
      color: var(--warning);
    }
    svg {
      width: 0.95em;
      height: 0.8em;
      fill: currentColor;
    }
  `,
  host: { '[class]': 'severity()' },
})
export class SeverityMark {
  readonly severity = input.required<Severity>();
  private readonly t = inject(Words).t;
  protected readonly bars = [0, 1, 2, 3];
  protected readonly word = computed(() => this.t(`severity.${this.severity()}`));
  protected readonly level = computed(() => levels[this.severity()]);
}
