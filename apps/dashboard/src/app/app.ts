import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { NewVersionNote } from '@earshot/web/shell';

/** The root: everything else is a route. */
@Component({
  selector: 'es-root',
  imports: [NewVersionNote, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '<router-outlet /><es-new-version-note />',
})
export class App {}
