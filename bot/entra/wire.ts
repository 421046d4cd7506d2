// What the shapes of Graph's answers have in common.
import { z } from 'zod'

/** Makes the compiler check the names of members against Microsoft's own types. */
export type Members<T> = Partial<Record<keyof T, z.ZodTypeAny>>

/** Graph leaves out what is empty, or writes null. */
export const text = z.string().nullish()

/** A number that a company gives its people. Two accounts with the same one are one person's, also where a blank was copied along. */
export const number = z
  .string()
  .transform((written) => written.trim())
  .nullish()

/** A time as Graph writes it (ISO 8601, UTC), as a Date. */
export const moment = z
  .string()
  .transform((written) => new Date(written))
  .refine((date) => !Number.isNaN(date.getTime()))
