import { ChangeDetectionStrategy, Component } from '@angular/core';
@Component({
  selector: 'es-intake-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: 'intake',
})
export class IntakePage {}
