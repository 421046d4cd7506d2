/** The one expected no: something asked for that is not given, for a reason that is ours to say. Everything else thrown is a bug. */
export class Refusal extends Error {
  readonly status: 400 | 403

  constructor(status: 400 | 403, why: string) {
    super(why)
    this.status = status
  }
}
