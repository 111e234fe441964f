export { SafetyPage } from './safety-page';
