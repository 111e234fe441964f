import { ChangeDetectionStrategy, Component } from '@angular/core';
@Component({ selector: 'es-live-page', changeDetection: ChangeDetectionStrategy.OnPush, template: 'live' })
export class LivePage {}
