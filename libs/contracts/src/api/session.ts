import * as z from 'zod';
import { languageSchema, roleSchema } from '../vocabulary';

/** `POST /api/v1/session` */
export const loginSchema = z.strictObject({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(1024),
});

/** `GET /api/v1/session`: who am I. `vendorIds` is null for all vendors of the brands. */
export const whoAmISchema = z.object({
  email: z.string(),
  name: z.string(),
  roles: z.array(roleSchema),
  brandIds: z.array(z.string()),
  vendorIds: z.array(z.string()).nullable(),
  /** null: none was chosen, the browser's is shown. */
  language: languageSchema.nullable(),
  vendors: z.array(z.object({ vendorId: z.string(), name: z.string() })),
  /** Whether the person may see conversations of no known vendor, and there are some. */
  unknownVendor: z.boolean(),
});
export type WhoAmI = z.infer<typeof whoAmISchema>;

/** `GET /api/v1/session/probe`: whether somebody is logged in at all, asked by pages before they show anything. */
export const sessionProbeSchema = z.object({ person: whoAmISchema.nullable() });
export type SessionProbe = z.infer<typeof sessionProbeSchema>;

/** `PATCH /api/v1/session`: the person's own settings. */
export const preferencesSchema = z.strictObject({ language: languageSchema.optional() });

/** `POST /api/v1/first-administrator`: redeems the printed one-time link. */
export const firstAdministratorSchema = z.strictObject({
  token: z.string(),
  email: z.email().max(320),
  name: z.string().min(1).max(200),
  password: z.string().min(12).max(1024),
});
