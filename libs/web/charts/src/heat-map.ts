import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Format } from '@earshot/web/i18n';

/** A cell: a fraction 0..1 with the number it rests on. */
export interface HeatCell {
  fraction: number;
  n: number;
}
export interface HeatRow {
  id: string;
  name: string;
  /** By hour, ms since 1970. */
  cells: ReadonlyMap<number, HeatCell>;
}

/** Fractions by hour as a table: the number in each cell, the darker the higher. It needs no twin: it is one. */
@Component({
  selector: 'es-heat-map',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <table>
      <caption>
        {{
          title()
        }}
      </caption>
      <thead>
        <tr>
          <td></td>
          @for (hour of hours(); track hour) {
            <th scope="col" [title]="format.exact(hour)">{{ format.minute(hour).slice(0, 2) }}</th>
          }
        </tr>
      </thead>
      <tbody>
        @for (row of drawn(); track row.id) {
          <tr>
            <th scope="row">{{ row.name }}</th>
            @for (cell of row.cells; track cell.hour) {
              <td [style.--level.%]="cell.level" [class.none]="cell.text === ''" [title]="cell.title">
                {{ cell.text }}
              </td>
            }
          </tr>
        }
      </tbody>
    </table>
  `,
  styles: `
    :host {
      display: block;
      overflow-x: auto;
      padding: 0.4rem 0.75rem 0.75rem;
    }
    table {
      width: 100%;
      border-collapse: separate;
      border-spacing: 2px;
      table-layout: fixed;
      font-size: 0.8571rem;
    }
    caption {
      padding-bottom: 0.4rem;
      font-size: 1rem;
      font-weight: 600;
      text-align: left;
    }
    thead td,
    tbody th {
      width: 6.5rem;
    }
    th {
      color: var(--text-2);
      font-weight: 500;
    }
    tbody th {
      overflow: hidden;
      text-align: left;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    tbody td {
      height: 1.6rem;
      border-radius: 2px;
      background: color-mix(in oklab, light-dark(#8fb8d8, #285a80) var(--level), var(--sunken));
      text-align: center;
    }
    .none {
      background: transparent;
    }
  `,
})
export class HeatMap {
  readonly title = input.required<string>();
  readonly rows = input.required<readonly HeatRow[]>();
  /** ms since 1970, oldest first. */
  readonly hours = input.required<readonly number[]>();
  /** What a cell says on hover: its number and what it rests on. */
  readonly explain = input.required<(cell: HeatCell | null) => string>();
  protected readonly format = inject(Format);

  protected readonly drawn = computed(() =>
    this.rows().map((row) => ({
      id: row.id,
      name: row.name,
      cells: this.hours().map((hour) => {
        const cell = row.cells.get(hour) ?? null;
        return {
          hour,
          level: cell === null ? 0 : Math.round(cell.fraction * 100),
          text: cell === null ? '' : String(Math.round(cell.fraction * 100)),
          title: this.explain()(cell),
        };
      }),
    })),
  );
}
