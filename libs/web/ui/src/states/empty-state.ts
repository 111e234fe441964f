import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** Says what will appear here; the one thing to do about it is projected. */
@Component({
  selector: 'es-empty',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p class="title">{{ title() }}</p>
    <p class="quiet">{{ text() }}</p>
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 0.5rem;
      padding: 3rem 1.5rem;
      text-align: center;
    }
    .title {
      font-weight: 600;
    }
    p {
      max-width: 34em;
      text-wrap: balance;
    }
  `,
})
export class EmptyState {
  readonly title = input.required<string>();
  readonly text = input.required<string>();
}
