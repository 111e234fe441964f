import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { Words } from '@earshot/web/i18n';

interface Option {
  /** Null for all; empty for those of no known vendor, as the server names them. */
  id: string | null;
  name: string;
}

/** A filter by vendor: all, one that the person may see, or what belongs to no known vendor, where there is such. */
@Component({
  selector: 'es-vendor-select',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <select class="select" [attr.aria-label]="label()" (change)="choose($event)">
      @for (option of options(); track option.id) {
        <option [selected]="option.id === vendorId()">{{ option.name }}</option>
      }
    </select>
  `,
  styles: `
    :host {
      display: inline-flex;
      min-width: 0;
    }
    select {
      min-width: 0;
      max-width: 100%;
    }
  `,
})
export class VendorSelect {
  readonly label = input.required<string>();
  /** What stands for all vendors. */
  readonly all = input.required<string>();
  readonly vendors = input.required<readonly { vendorId: string; name: string }[]>();
  /** Whether there is something of no known vendor. */
  readonly hasUnknown = input(false);
  readonly vendorId = input.required<string | null>();
  readonly chosen = output<string | null>();
  private readonly t = inject(Words).t;
  protected readonly options = computed<Option[]>(() => [
    { id: null, name: this.all() },
    ...this.vendors().map(({ vendorId, name }) => ({ id: vendorId, name })),
    ...(this.hasUnknown() || this.vendorId() === '' ? [{ id: '', name: this.t('vendorNone') }] : []),
  ]);

  protected choose(event: Event): void {
    // By place: an id may be anything, also empty.
    const option = this.options()[(event.target as HTMLSelectElement).selectedIndex];
    if (option) this.chosen.emit(option.id);
  }
}
