export { AccessModule } from './access.module';
export { FirstAdministrator } from './first-administrator';
export { hashPassword } from './passwords';
