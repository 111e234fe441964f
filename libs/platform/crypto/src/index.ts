export { DataKeys, type DataKey, type Sealed } from './data-keys';
