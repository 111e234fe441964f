export { PlanKeyRoot, type RevealedPeriod } from './reveal-period';
export { SelectionsModule } from './selections.module';
